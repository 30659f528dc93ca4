"""What a frozen version keeps of its numbers, and where a number stands among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any, Literal

from zugong.figures.answers import Cell
from zugong.reviews.filling import Filling
from zugong.reviews.template import Template
from zugong.reviews.written import Written, exactly, numbers_of

Year = Literal["this", "last"]


@dataclass(frozen=True, slots=True)
class KeptCell:
    """One number as it was: a figure of this year or the last, in a subordinate or in all (None)."""

    kind: Literal["figure", "parameter"]
    code: str
    year: Year
    group: int | None
    value: str
    rows: int
    undecided: int

    @property
    def key(self) -> str:
        """How addresses name it."""
        return f"{self.code}.{self.year}.{'all' if self.group is None else self.group}"

    @property
    def exact(self) -> Fraction | None:
        return Fraction(self.value) if self.value else None


def kept_cells(template: Template, filling: Filling, written: Written) -> list[KeptCell]:
    """Every number of a text and of its conditions, each once; of a share also the two that it divides."""
    wanted = dict.fromkeys(_wanted(template, written))
    found = []
    for kind, code, year, group in wanted:
        if kind == "parameter":
            number = next(shown for shown in numbers_of(written) if shown.code == code and shown.kind == "parameter")
            found.append(KeptCell("parameter", code, "this", None, number.value, 0, 0))
        elif cell := filling.cell(code, when=year, group=group):
            found += _with_parts(cell, year, group)
    return list({cell.key: cell for cell in found}.values())


def _wanted(
    template: Template, written: Written
) -> Iterable[tuple[Literal["figure", "parameter"], str, Year, int | None]]:
    for number in numbers_of(written):
        if number.kind == "parameter":
            yield "parameter", number.code, "this", None
            continue
        yield from (("figure", number.code, year, number.group) for year in _years(number.when))
    for amount in template.amounts:
        if amount.kind == "figure":
            yield from (("figure", amount.code, year, None) for year in _years(amount.style.when))


def _years(when: str) -> tuple[Year, ...]:
    return ("this",) if when == "this" else ("last",) if when == "last" else ("this", "last")


def _with_parts(cell: Cell, year: Year, group: int | None) -> list[KeptCell]:
    return [
        KeptCell("figure", one.figure, year, group, exactly(one.value), one.rows, one.undecided)
        for one in (cell, *cell.parts)
    ]


def as_json(cells: Iterable[KeptCell]) -> list[dict[str, Any]]:
    """The cells as JSON keeps them."""
    return [asdict(cell) for cell in cells]


def from_json(kept: Iterable[dict[str, Any]]) -> tuple[KeptCell, ...]:
    """The cells that JSON kept."""
    return tuple(KeptCell(**cell) for cell in kept)
