"""Last year's text with this year's numbers: what each number of the text states, and what becomes of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zugong.figures.answers import Number
from zugong.figures.printing import in_unit
from zugong.packs.pack import Pack
from zugong.reviews.last_year_matching import Candidate, FigureWords, Found, found_in
from zugong.reviews.last_year_printing import Edit, rewritten
from zugong.reviews.last_year_word import NumberChange, Place
from zugong.reviews.last_year_written import PassedOver, read_numbers

#: What a writer chooses where a number is no figure.
NO_FIGURE = ""


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """One number of the text, counted through the whole text from 0, and the figure that it is taken for, if any."""

    index: int
    found: Found
    figure: str

    @property
    def candidate(self) -> Candidate | None:
        return next((one for one in self.found.candidates if one.code == self.figure), None)


@dataclass(frozen=True, slots=True)
class StatedParagraph:
    """One paragraph with its numbers, and with the digits that are none."""

    text: str
    numbers: tuple[StatedNumber, ...]
    passed: tuple[PassedOver, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a number: `edits` is empty where it says already what is true now, or nothing can be computed."""

    stated: StatedNumber
    edits: tuple[Edit, ...]
    value: Number | None


def read_text(
    places: Iterable[Place], values: Mapping[str, Number | None], pack: Pack, choices: Mapping[int, str]
) -> list[StatedParagraph]:
    """The text with each number's figure: the one chosen by its index, else the one that is beyond doubt.

    `values` are the figures' values on last year's clocks; figures without one are no candidates.
    """
    words, names = FigureWords(pack), tuple(pack.heading.terms)
    paragraphs: list[StatedParagraph] = []
    count = 0
    for place in places:
        reading = read_numbers(place.text, names)
        free = [one for one in reading.numbers if not place.locked.intersection(range(one.start, one.end))]
        found = found_in(place.text, free, values, pack.figures, words)
        numbers = tuple(_stated(count + at, one, choices) for at, one in enumerate(found))
        count += len(numbers)
        paragraphs.append(StatedParagraph(place.text, numbers, reading.passed))
    return paragraphs


def stated_year(paragraphs: Iterable[StatedParagraph]) -> int | None:
    """The year that the text speaks of most; None where it names none, or two as often."""
    days = (one.text for paragraph in paragraphs for one in paragraph.passed if one.why == "day")
    years = Counter(int(year) for day in days for year in re.findall(r"20\d{2}", day)).most_common(2)
    return None if not years or (len(years) == 2 and years[0][1] == years[1][1]) else years[0][0]


def _stated(index: int, found: Found, choices: Mapping[int, str]) -> StatedNumber:
    likeliest = found.likeliest.code if found.likeliest else NO_FIGURE
    chosen = choices.get(index, likeliest)
    allowed = {NO_FIGURE, *(one.code for one in found.candidates)}
    return StatedNumber(index, found, chosen if chosen in allowed else likeliest)


def changes_of(paragraph: StatedParagraph, values: Mapping[str, Number | None], pack: Pack) -> list[Change]:
    """What becomes of the numbers that are figures. `values` are those of this year's clocks."""
    return [
        _change(paragraph.text, number, candidate, values.get(number.figure), pack)
        for number in paragraph.numbers
        if (candidate := number.candidate) is not None
    ]


def _change(text: str, number: StatedNumber, candidate: Candidate, value: Number | None, pack: Pack) -> Change:
    if value is None:
        return Change(number, (), None)
    computed: Fraction = in_unit(value, pack.figures[candidate.code].print)
    return Change(number, rewritten(number.found.number, computed, candidate.rounding or "half_up", text), value)


def with_edits(text: str, edits: Sequence[Edit]) -> str:
    """The text as it reads with the edits made."""
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):
        text = f"{text[: edit.start]}{edit.new}{text[edit.end :]}"
    return text


def tracked(changes: Iterable[Sequence[Change]], comment: Callable[[Change], str]) -> list[list[NumberChange]]:
    """The changes of each paragraph for its Word document, each with what the comment at its number says."""
    return [[_tracked(change, comment(change)) for change in wanted] for wanted in changes]


def _tracked(change: Change, comment: str) -> NumberChange:
    number = change.stated.found.number
    return NumberChange(number.start, number.end, change.edits, comment)
