"""Promises: the numbers that a published document states, and what in this pack answers each of them.

A promise names a figure computed from records, a dated parameter, or a value that somebody outside reports.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from zugong.kernel.time import Clocks, Period
from zugong.packs.arithmetic import Worked, check, work_out
from zugong.packs.figures import Name
from zugong.packs.print_rules import PrintRule
from zugong.packs.reading import Declared, Words, one

PromiseId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]


class Document(Declared):
    """The published document. `published` is as precise as known: 2021, 2021-03 or 2021-03-05."""

    title: str
    title_en: str
    newspaper: str = ""
    newspaper_en: str = ""
    place: str
    published: Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


class Scope(Declared):
    """The organisation, by name, with all below it, whose numbers the document states."""

    organisation: str


class Days(Declared):
    """The days from `first` to `last`, both inclusive, as documents say it."""

    first: date
    last: date


class PromisedClocks(Declared):
    """The time that the document speaks of."""

    day: date
    period: Days
    tree: date

    @property
    def clocks(self) -> Clocks:
        """As the engines ask: the period ends before its last bound; all that is known now counts."""
        return Clocks(self.day, self.tree, Period.from_days(self.period.first, self.period.last))


class Promise(Declared):
    """One number of the document. `value` is the printed number without scale, per cent as 66.17.

    `used_by` are the figures that ask for the parameter; where none does, `shown_on` says where it is seen.
    """

    id: PromiseId
    zh: str
    en: str
    printed: str
    value: Decimal
    unit: Words
    qualifier: Literal["exact", "more_than", "less_than", "at_least"]
    figure: Name | None = None
    parameter: Name | None = None
    reported: Name | None = None
    print: PrintRule = PrintRule()
    used_by: tuple[Name, ...] = ()
    shown_on: Words | None = None
    arithmetic: tuple[str, ...] = ()
    note: Words | None = None

    @field_validator("arithmetic")
    @classmethod
    def _is_arithmetic(cls, lines: tuple[str, ...]) -> tuple[str, ...]:
        for line in lines:
            check(line)
        return lines

    @model_validator(mode="after")
    def _has_one_answer(self) -> Self:
        if sum(answer is not None for answer in (self.figure, self.parameter, self.reported)) != 1:
            raise ValueError("a promise has exactly one of figure, parameter, reported")
        if self.parameter and bool(self.used_by) == bool(self.shown_on):
            raise ValueError("a promise of a parameter has either used_by or shown_on")
        if not self.parameter and (self.used_by or self.shown_on):
            raise ValueError("used_by and shown_on belong to parameters")
        return self

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    def worked_out(self, values: Mapping[str, Fraction]) -> list[Worked]:
        """Its lines of arithmetic with the values of promises put in, per cent as 66.17: printed or computed ones."""
        return [work_out(line, values) for line in self.arithmetic]


class Promises(Declared):
    """A document with all its promises, in its order."""

    document: Document
    scope: Scope
    clocks: PromisedClocks
    promises: tuple[Promise, ...]

    @property
    def printed_values(self) -> dict[str, Fraction]:
        """The printed number of each promise by its id, for arithmetic between printed numbers."""
        return {promise.id: Fraction(promise.value) for promise in self.promises}

    def promise(self, promise_id: str) -> Promise:
        """The promise of that id. Raises KeyError."""
        return {promise.id: promise for promise in self.promises}[promise_id]


def read_promises(folder: Path) -> Promises | None:
    """The promises of one pack, its own and not an ancestor's; None where it makes none. Raises PackError."""
    path = folder / "promises.yaml"
    return one(Promises, path) if path.is_file() else None
