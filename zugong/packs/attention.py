"""What needs attention, as packs declare it: a figure that should be nought, how serious it is, why, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from zugong.kernel.time import Clocks, Period, months_after
from zugong.packs.figures import Name
from zugong.packs.parameters import Source
from zugong.packs.reading import Declared, Words, many

Level = Literal["red", "amber"]
Span = Literal[
    "this_month", "last_month", "coming_month", "this_quarter", "coming_quarter", "half_year_past", "six_months_before",
    "this_year",
]  # fmt: skip
#: First month from the one in which the day lies, and how many months, for spans of whole months.
_WHOLE_MONTHS = {"this_month": (0, 1), "last_month": (-1, 1), "six_months_before": (-6, 6)}


class DueAfter(Declared):
    """Due so many years, the value of the parameter `rule`, after the date in `field`; the earliest row decides."""

    field: str
    rule: Name


class Attention(Declared):
    """A matter that needs attention wherever its figure is not nought.

    `span` is the time of which a flow is asked, reckoned from the day of the page. `due` is at once, the last day of
    that span, or some years after a date of the row. `why` says what the rule asks; `source` where it stands, and may be
    left out where a parameter that the figure asks for names its own.
    """

    attention: Name
    figure: Name
    zh: str
    en: str
    level: Level
    why: Words
    source: Source | None = None
    span: Span | None = None
    due: Annotated[Literal["at_once", "end_of_span"] | DueAfter, Field(union_mode="left_to_right")] = "at_once"

    @model_validator(mode="after")
    def _has_an_end(self) -> Self:
        if self.due == "end_of_span" and self.span is None:
            raise ValueError("due at the end of a span needs a span")
        return self

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    def clocks(self, clocks: Clocks) -> Clocks:
        """The clocks on which its figure is asked: those of the page, with the span as their period."""
        if self.span is None:
            return clocks
        return Clocks(clocks.on, clocks.tree, span_of(self.span, clocks.on), clocks.known)


class Headlines(Declared):
    """home.yaml: the figures on the first page of a branch, and of whoever has organisations below."""

    of_branch: tuple[Name, ...]
    of_committee: tuple[Name, ...]


def span_of(span: Span, day: date) -> Period:
    """The period that a span means on a day: months, quarters and years of the calendar, the rest from the day on."""
    if span in _WHOLE_MONTHS:
        offset, months = _WHOLE_MONTHS[span]
        first = months_after(day.replace(day=1), offset)
        return Period(first, months_after(first, months))
    if span == "this_quarter":
        first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        return Period(first, months_after(first, 3))
    if span == "this_year":
        return Period(date(day.year, 1, 1), date(day.year + 1, 1, 1))
    tomorrow = day + timedelta(days=1)
    if span in ("coming_month", "coming_quarter"):
        return Period(tomorrow, months_after(tomorrow, 1 if span == "coming_month" else 3))
    return Period(months_after(tomorrow, -6), tomorrow)


def read_attentions(folders: list[Path]) -> dict[str, Attention]:
    """All matters of a lineage by id, ancestors first. Raises PackError where one id stands twice."""
    found: dict[str, Attention] = {}
    for path in attention_files(folders):
        for attention in many(Attention, path):
            if attention.attention in found:
                there = found[attention.attention].file
                raise attention.error(f"is declared already in {there}; choose another id", key="attention")
            found[attention.attention] = attention
    return found


def attention_files(folders: list[Path]) -> Iterator[Path]:
    """Where matters are declared, ancestors first."""
    for folder in folders:
        yield from sorted(folder.glob("attention/*.yaml"))
