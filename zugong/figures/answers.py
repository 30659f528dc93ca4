"""What is asked of the engine and what it answers: plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final

from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import Clocks

Number = int | Decimal | Fraction

Group = int | str | bool | None
"""An organisation's anchor id, or a value of the field by which is split; None for rows without one."""


class Whole(Enum):
    """Stands for all groups together; never mistaken for the group of rows without organisation, which is None."""

    WHOLE = "whole"


WHOLE: Final = Whole.WHOLE


@dataclass(frozen=True, slots=True)
class Request:
    """A figure of the pack, on clocks."""

    figure: str
    clocks: Clocks


@dataclass(frozen=True, slots=True)
class Cell:
    """One number and what it stands on.

    `value` is exact; None where it divides by zero; money in yuan. `rows` is how many rows stand behind it, `undecided`
    how many rows in scope the condition could not decide, because of dates that are not known to the day. `parts` are
    the two cells that a share, average or ratio divides, the upper one first. `entry` is the number of the last sealed
    entry that was taken into account.
    """

    figure: str
    group: Group | Whole
    value: Number | None
    rows: int
    undecided: int
    clocks: Clocks
    pack: str
    entry: int
    parts: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupedCells:
    """The cells of one request: the total, and one cell for each group in which there is something."""

    total: Cell
    groups: Mapping[Group, Cell]


@dataclass(frozen=True, slots=True)
class Answers:
    """The cells of a question. `refused` has the reason for every request that cannot be answered on its clocks."""

    cells: Mapping[Request, GroupedCells]
    refused: Mapping[Request, RuleBroken] = field(default_factory=dict)

    def total(self, request: Request) -> Cell:
        """The cell of all groups together. Raises the reason where the request was refused."""
        return self._grouped(request).total

    def groups(self, request: Request) -> Mapping[Group, Cell]:
        """The cells by group. Groups below the root stand there with zero too. Raises as `total` does."""
        return self._grouped(request).groups

    def _grouped(self, request: Request) -> GroupedCells:
        if request in self.refused:
            raise self.refused[request]
        return self.cells[request]


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted for one figure in one group, before it becomes a cell. `value` of money is in fen."""

    value: int = 0
    rows: int = 0
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class Tallies:
    total: Tally
    groups: Mapping[Group, Tally]
