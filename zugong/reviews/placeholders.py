"""Names in braces inside a text, such as {{党员}}: where they stand, which figure each means, and what is wrong with one.

Whoever writes a text types names as they are read on the screen; codes serve as well. Full-width braces and bars, which
Chinese keyboards give, mean the same as the others. Quotation marks and spaces inside a name may be left out.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from zugong.kernel.errors import RuleBroken
from zugong.packs.pack import Pack

Kind = Literal["figure", "parameter", "word"]

_BRACES = re.compile(r"[{｛]{2}([^{}｛｝]*)[}｝]{2}")
#: Two braces together, whatever stands between them and the next ones.
ANY_BRACES = re.compile(r"[{｛]{2}|[}｝]{2}")
_BAR = re.compile(r"[|｜]")
_LEFT_OUT = re.compile(r"[\s“”\"'‘’「」《》]")


class UnknownName(RuleBroken):
    code = "reviews.unknown_name"
    message = "No figure is called “{name}”{nearest}."
    message_zh = "没有名为“{name}”的指标{nearest_zh}。"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One pair of braces: the name and the options inside, and where it stands in its text."""

    written: str
    name: str
    options: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """What a name means: a figure or a parameter by its code, or a word of the text's own such as the year."""

    kind: Kind
    code: str


def placeholders_in(text: str) -> Iterator[Placeholder]:
    """The placeholders of a text, in order."""
    for found in _BRACES.finditer(text):
        name, *options = (part.strip() for part in _BAR.split(found[1]))
        yield Placeholder(found[0], name, tuple(options), found.start(), found.end())


def has_lonely_braces(text: str) -> bool:
    """Are there braces in the text that no name stands between?"""
    return ANY_BRACES.search(_BRACES.sub(" ", text)) is not None


class Names:
    """Finds what is meant by a name: of a figure, of a parameter, or one of `words` (name → code)."""

    def __init__(self, pack: Pack, words: Mapping[str, str] | None = None) -> None:
        self._targets: dict[str, Target] = {}
        self._shown: dict[str, str] = {}
        for code, parameter in pack.parameters.items():
            self._add(Target("parameter", code), code, parameter.label, parameter.label_en)
        for code, figure in pack.figures.items():
            self._add(Target("figure", code), code, figure.zh, figure.en)
        for name, code in (words or {}).items():
            self._add(Target("word", code), name)

    @classmethod
    def of_words(cls, words: Mapping[str, str]) -> Names:
        """Names that are words only, for a text that asks for no figure."""
        names = cls.__new__(cls)
        names._targets, names._shown = {}, {}
        for name, code in words.items():
            names._add(Target("word", code), name)
        return names

    def target(self, name: str) -> Target:
        """What the name means. Raises UnknownName with the nearest right ones."""
        found = self._targets.get(_plain(name))
        if found is None:
            near = self.nearest(name)
            raise UnknownName(
                name=name,
                nearest=f"; the nearest: {', '.join(near)}" if near else "",
                nearest_zh=f"，相近的有：{'、'.join(near)}" if near else "",
            )
        return found

    def nearest(self, name: str) -> list[str]:
        """The names most like a wrong one, the nearest first: those that contain it, then those that look like it."""
        wanted = _plain(name)
        containing = [known for known in self._targets if wanted and (wanted in known or known in wanted)]
        similar = difflib.get_close_matches(wanted, self._targets, n=3, cutoff=0.4)
        ordered = sorted(
            {*containing, *similar}, key=lambda known: -difflib.SequenceMatcher(None, wanted, known).ratio()
        )
        return [self._shown[known] for known in ordered[:3]]

    def _add(self, target: Target, *names: str) -> None:
        for name in names:
            self._targets[_plain(name)] = target
            self._shown[_plain(name)] = name


def _plain(name: str) -> str:
    """A name without what people leave out or type differently: width, case, spaces, quotation marks."""
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", name)).casefold()
