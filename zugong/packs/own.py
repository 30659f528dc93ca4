"""What a site declares for itself beside the pack of its place: a pack that inherits that one, kept as texts, not as files.

A process takes up what is published; `installed_pack` is then the place's pack with it. A text that cannot be read is left
out and named, so that one bad element never takes down the site.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, TypeVar

from zugong.kernel.errors import PackError
from zugong.packs import programmes, schemes, yaml
from zugong.packs.programmes import Programme
from zugong.packs.reading import Declared, Words, validated
from zugong.packs.schemes import Scheme

_SUFFIX = "_own"
_OWNERS = "owners.yaml"
Model = TypeVar("Model", bound=Declared)


@dataclass(frozen=True)
class OwnTexts:
    """The texts of a site's own pack by their path in its folder, in the order in which they came into force.

    `edition` tells two states apart, and is all that is compared.
    """

    edition: tuple[Any, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict, compare=False)


NOTHING = OwnTexts()


@dataclass(frozen=True)
class Joined:
    """The schemes, programmes and offices of a pack with those of the site's own; `problems` says what could not be read."""

    schemes: Mapping[str, Scheme]
    programmes: Mapping[str, Programme]
    owners: Mapping[str, Words]
    problems: tuple[PackError, ...] = ()


def own_name(pack: str) -> str:
    """What the pack is called that a site of this pack makes for itself."""
    return f"{pack}{_SUFFIX}"


def joined_with(inherited: Joined, own: OwnTexts, *, name: str) -> Joined:
    """What is inherited with what the texts add, each in its turn."""
    found = inherited
    for path, text in own.texts.items():
        try:
            found = _with_text(found, path, text, f"{name}/{path}")
        except PackError as error:
            found = Joined(found.schemes, found.programmes, found.owners, (*found.problems, error))
    return found


def _with_text(found: Joined, path: str, text: str, file: str) -> Joined:
    folder = PurePosixPath(path).parts[0]
    if folder == _OWNERS:
        return Joined(found.schemes, found.programmes, {**found.owners, **owners_in(text, file)}, found.problems)
    if folder == "schemes":
        more = dict(found.schemes)
        for scheme in declared_in(Scheme, text, file):
            more[scheme.scheme] = schemes.joined(scheme, more)
        return Joined(more, found.programmes, found.owners, found.problems)
    known: Mapping[str, Programme] = found.programmes
    for programme in declared_in(Programme, text, file):
        known = programmes.joined(programme, known)
    return Joined(found.schemes, known, found.owners, found.problems)


def declared_in(model: type[Model], text: str, file: str) -> list[Model]:
    """The declarations of a text that is a list, as a file has them. Raises PackError."""
    entries = yaml.parse(text, file=file)
    if not isinstance(entries, list):
        raise PackError("should be a list", file=file, line=1, zh="应为列表，每项以“- ”开头")
    return [validated(model, entry, file=file) for entry in entries]


def owners_in(text: str, file: str) -> dict[str, Words]:
    """The offices that a text names, by their codes. Raises PackError."""
    declared = yaml.parse(text, file=file) or {}
    if not isinstance(declared, Mapping):
        raise PackError("should be a mapping of codes to zh and en", file=file, line=1, zh="应为“代码: {zh, en}”的形式")
    return {code: validated(Words, words, file=file) for code, words in declared.items()}
