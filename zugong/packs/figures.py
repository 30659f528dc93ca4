"""Figures as packs declare them: what is counted, of which rows, on a day or in a period, and how it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from zugong.packs.print_rules import PrintRule
from zugong.packs.reading import Declared, Words, many

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
KINDS_OF_FIGURE = ("measure", "share", "average", "ratio")


class Distinct(Declared):
    """How many different values the path has: persons, not person-times."""

    distinct: str


class Sum(Declared):
    """The sum of the path over the rows; money in yuan."""

    sum: str


class OrganisationsWith(Declared):
    """How many organisations of `kinds` have a row, themselves or anywhere below them in the tree of day T.

    `organisations_with` is the path from the row to the organisation that the row belongs to.
    """

    organisations_with: str
    kinds: tuple[str, ...]


def _measure_tag(value: Any) -> str:
    for tag in ("distinct", "sum", "organisations_with"):
        if (isinstance(value, Mapping) and tag in value) or hasattr(value, tag):
            return tag
    return "rows"


Measure = Annotated[
    Annotated[Literal["rows"], Tag("rows")]
    | Annotated[Distinct, Tag("distinct")]
    | Annotated[Sum, Tag("sum")]
    | Annotated[OrganisationsWith, Tag("organisations_with")],
    Discriminator(_measure_tag),
]


class Share(Declared):
    """A part of a whole, both figures; 0 to 1, printed in per cent."""

    part: Name
    whole: Name


class Average(Declared):
    """One figure divided by the figure that counts what it is spread over."""

    sum: Name
    count: Name


class Ratio(Declared):
    """One figure for each of another: members for each branch."""

    of: Name
    to: Name


class Near(Declared):
    """Another number that people hold against this one, and why the two differ: a figure, or the list of a record type."""

    figure: Name | None = None
    records: Name | None = None
    why: Words

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.figure is None) == (self.records is None):
            raise ValueError("near names either a figure or the records of a type")
        return self


class Figure(Declared):
    """One figure. Either it measures the rows of one record type, or it divides two other figures.

    `also` are other words under which texts state it.
    """

    figure: Name
    zh: str
    en: str
    also: tuple[str, ...] = ()
    unit: Words
    chapter: str
    of: str | None = None
    measure: Measure | None = None
    where: str | None = None
    time: Literal["stock", "flow"] | None = None
    share: Share | None = None
    average: Average | None = None
    ratio: Ratio | None = None
    print: PrintRule = PrintRule()
    note: Words | None = None
    near: tuple[Near, ...] = ()

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        kinds = [kind for kind in KINDS_OF_FIGURE if getattr(self, kind) is not None]
        if len(kinds) != 1:
            raise ValueError(f"a figure has exactly one of {', '.join(KINDS_OF_FIGURE)}")
        counting = ("of", "where", "time")
        wrong = [name for name in counting if (getattr(self, name) is None) == (self.measure is not None)]
        if wrong:
            verb = "needs" if self.measure is not None else "does not take"
            raise ValueError(f"a {kinds[0]} {verb} {', '.join(wrong)}")
        return self

    @property
    def parts(self) -> tuple[str, ...]:
        """The figures it divides, the upper one first; none for a figure that measures rows."""
        if self.share:
            return (self.share.part, self.share.whole)
        if self.average:
            return (self.average.sum, self.average.count)
        return (self.ratio.of, self.ratio.to) if self.ratio else ()

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


def read_figures(folders: list[Path]) -> dict[str, Figure]:
    """All figures of a lineage by their id, ancestors first. Raises PackError where one id stands twice."""
    figures: dict[str, Figure] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("figures/*.yaml"))):
        for figure in many(Figure, path):
            if figure.figure in figures:
                there = figures[figure.figure].file
                raise figure.error(f"is declared already in {there}; choose another id", key=figure.figure)
            figures[figure.figure] = figure
    return figures
