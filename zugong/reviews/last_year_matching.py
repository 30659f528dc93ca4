"""Which figure a number of a text states: by its value on last year's clocks, and by the words that stand near it.

Every candidate says why it is one. A number is taken for a figure only where value and words agree and no other figure
comes near; otherwise the writer chooses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import log
from typing import Literal

from zugong.figures.answers import Number
from zugong.figures.printing import in_unit
from zugong.packs.figures import Figure
from zugong.packs.pack import Pack
from zugong.reviews.last_year_printing import Rounding, agreement
from zugong.reviews.last_year_written import WrittenNumber

State = Literal["known", "choose", "differs", "unknown"]

_SENTENCE_END, _CLAUSE_END = "。；;！!？?\n", "，,、：:。；;！!？?\n（）()"
_BEFORE, _AFTER = 36, 18
#: What a value proves by itself, by how many digits it has: 12016 is hardly met by chance, 5 is met often.
_VALUE_POINTS = (0, 4, 16, 30, 42, 50)
_NAME_POINTS, _WORD_POINTS, _ENOUGH_WORDS = 32, 18, 9.0
_UNIT_POINTS = {"same": 12, "alike": 6, "none": 2, "other": -15}
_KNOWN, _LEAD, _KNOWN_WORDS, _FEW_WORDS, _OFFERED = 40, 12, 0.34, 0.12, 22
_OTHER_VALUE_WORDS, _MOST_OFFERED, _NEVER_FARTHER = 0.8, 5, 3
_SELDOM_BY_CHANCE = 4
_FARTHER = 0.45
#: Measure words that people exchange for each other.
_FAMILIES = (
    frozenset("名人个位"), frozenset("个家所处座间村户"), frozenset(("次", "场", "场次", "期", "堂", "节")),
    frozenset("项件条个种类大"), frozenset("块面个张"), frozenset("份卷本册个"), frozenset(("元",)), frozenset(("%",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that a number may state. `rounding` is None where its value was another one: only the words agree.

    `words` are those found near the number, `nearness` how much of the figure's name they make, 0 to 1; `unit` says
    how the units go together.
    """

    code: str
    score: float
    rounding: Rounding | None
    computed: Fraction
    words: tuple[str, ...]
    nearness: float
    unit: Literal["same", "alike", "none", "other"]


@dataclass(frozen=True, slots=True)
class Found:
    """A number of a text with the figures that it may state, the likeliest first.

    known: one figure, beyond doubt; choose: several, or too few words; differs: the words name a figure whose value was
    another one; unknown: no figure knows it.
    """

    number: WrittenNumber
    state: State
    candidates: tuple[Candidate, ...]

    @property
    def likeliest(self) -> Candidate | None:
        """The figure that it is taken for until the writer says otherwise."""
        return self.candidates[0] if self.state == "known" else None


@dataclass(frozen=True, slots=True)
class Nearness:
    """How much of a name stands near a number: its share, what that is worth, and the words found."""

    share: float
    points: float
    words: tuple[str, ...]


class FigureWords:
    """The words under which the figures of a pack are written, weighed by how few figures share them."""

    def __init__(self, pack: Pack) -> None:
        names: dict[str, list[str]] = {code: [figure.zh, *figure.also] for code, figure in pack.figures.items()}
        for promise in pack.promises.promises if pack.promises else ():
            if promise.figure in names:
                names[promise.figure].append(promise.zh)
        self._pairs = {code: [_pairs(name) for name in dict.fromkeys(texts)] for code, texts in names.items()}
        self._shared = Counter(pair for found in self._pairs.values() for pair in set().union(*found))

    def near(self, code: str, window: Window) -> Nearness:
        """How much of a figure's best fitting name stands near the number."""
        return max((self._nearness(pairs, window) for pairs in self._pairs[code]), key=lambda found: found.points)

    def _nearness(self, pairs: tuple[str, ...], window: Window) -> Nearness:
        found = {pair: self._weight(pair) * near for pair in pairs if (near := window.nearness(pair))}
        weight = sum(found.values())
        share = weight / sum(self._weight(pair) for pair in pairs)
        points = _NAME_POINTS * share + _WORD_POINTS * min(weight / _ENOUGH_WORDS, 1)
        return Nearness(share, points, _joined(list(found)))

    def _weight(self, pair: str) -> float:
        return log(1 + len(self._pairs) / self._shared[pair])


@dataclass(frozen=True)
class Window:
    """The words around a number: its own clause counts in full, the rest of the sentence less."""

    text: str
    start: int
    end: int

    @cached_property
    def _clause(self) -> str:
        return self._around(_CLAUSE_END)

    @cached_property
    def _sentence(self) -> str:
        return self._around(_SENTENCE_END)

    def _around(self, ends: str) -> str:
        before = re.split(f"[{re.escape(ends)}]", self.text[max(self.start - _BEFORE, 0) : self.start])[-1]
        after = re.split(f"[{re.escape(ends)}]", self.text[self.end : self.end + _AFTER])[0]
        return f"{_words(before)} {_words(after)}"

    def nearness(self, pair: str) -> float:
        if pair in self._clause:
            return 1.0
        return _FARTHER if pair in self._sentence else 0.0


def found_in(
    text: str, numbers: Iterable[WrittenNumber], values: Mapping[str, Number | None], figures: Mapping[str, Figure],
    words: FigureWords,
) -> list[Found]:  # fmt: skip
    """Each number of a paragraph with its candidates. `values` are the figures' values on last year's clocks."""
    computed = {code: in_unit(value, figures[code].print) for code, value in values.items() if value is not None}
    return [_found(number, Window(text, number.start, number.end), computed, figures, words) for number in numbers]


def _found(
    number: WrittenNumber, window: Window, computed: Mapping[str, Fraction], figures: Mapping[str, Figure], words: FigureWords
) -> Found:  # fmt: skip
    fitting = [
        candidate
        for code, value in computed.items()
        if _may_be(number, figures[code], value)
        if (candidate := _candidate(number, window, figures[code], value, words)) is not None
    ]
    agreeing = sorted((one for one in fitting if one.rounding), key=lambda one: -one.score)
    others = sorted((one for one in fitting if not one.rounding), key=lambda one: -one.score)[:_MOST_OFFERED]
    offered = [one for one in agreeing if one.score >= _OFFERED][:_MOST_OFFERED]
    if _is_known(number, agreeing):
        return Found(number, "known", tuple(offered))
    state: State = "choose" if offered else "differs" if others else "unknown"
    return Found(number, state, (*offered, *others))


def _may_be(number: WrittenNumber, figure: Figure, computed: Fraction) -> bool:
    """Is it worth a closer look: the same kind of number, and not three times as much?"""
    if number.high is not None or number.is_percent != figure.print.is_share:
        return False
    return number.value <= computed * _NEVER_FARTHER and computed <= number.value * _NEVER_FARTHER


def _candidate(
    number: WrittenNumber, window: Window, figure: Figure, computed: Fraction, words: FigureWords
) -> Candidate | None:  # fmt: skip
    unit = unit_kinship(number, figure)
    if unit == "other" and "元" in (number.unit, figure.unit.zh):
        return None
    rounding, near = agreement(number, computed), words.near(figure.figure, window)
    if rounding is None and (near.share < _OTHER_VALUE_WORDS or unit == "other"):
        return None
    score = (_value_points(number) if rounding else 0) + near.points + _UNIT_POINTS[unit]
    return Candidate(figure.figure, round(score, 1), rounding, computed, near.words, near.share, unit)


def _is_known(number: WrittenNumber, agreeing: Sequence[Candidate]) -> bool:
    """One figure, by value and words, and no other near it."""
    if not agreeing or agreeing[0].score < _KNOWN:
        return False
    is_alone = len(agreeing) == 1 or agreeing[0].score - agreeing[1].score >= _LEAD
    is_rare = _digits(number) >= _SELDOM_BY_CHANCE and len(agreeing) == 1
    return is_alone and agreeing[0].nearness >= (_FEW_WORDS if is_rare else _KNOWN_WORDS)


def _value_points(number: WrittenNumber) -> float:
    points = _VALUE_POINTS[min(_digits(number), len(_VALUE_POINTS) - 1)]
    return points if number.form == "exact" else points * 0.8


def _digits(number: WrittenNumber) -> int:
    """How many digits the number has, without zeros at its end."""
    return len(str(int(number.value * 10**number.style.decimals)).rstrip("0")) or 1


def unit_kinship(number: WrittenNumber, figure: Figure) -> Literal["same", "alike", "none", "other"]:
    """How the unit of the text goes with the figure's: 名 and 人 are alike, 名 and 元 are not."""
    written, declared = "%" if number.is_percent else number.unit, figure.unit.zh
    if not written:
        return "none"
    if written == declared:
        return "same"
    return "alike" if any({written, declared} <= family for family in _FAMILIES) else "other"


def _words(text: str) -> str:
    return re.sub(r"[“”\"「」『』‘’（）()《》\s]", "", text)


def _pairs(name: str) -> tuple[str, ...]:
    """The neighbouring pairs of characters in a name, in their order; a name of one character is itself."""
    plain = _words(name).replace("的", "")
    return tuple(dict.fromkeys(plain[at : at + 2] for at in range(max(len(plain) - 1, 1))))


def _joined(pairs: Sequence[str]) -> tuple[str, ...]:
    """Pairs that overlap made words again: 行政, 政村 → 行政村."""
    words: list[str] = []
    for pair in pairs:
        if words and words[-1][-1] == pair[0]:
            words[-1] += pair[1:]
        else:
            words.append(pair)
    return tuple(words)
