"""From what was counted to cells: money in yuan, shares, averages and ratios as exact fractions, divided last.

Both engines end here, so that they can differ only in what they count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zugong.figures.answers import WHOLE, Answers, Cell, Group, GroupedCells, Number, Request, Tallies, Tally, Whole
from zugong.figures.definitions import Definition, Definitions
from zugong.kernel.errors import RuleBroken

_FEN_PER_YUAN = 100
_NOTHING = Tallies(Tally(), {})


@dataclass(frozen=True)
class Assembly:
    """Makes the cells of one question. `groups` are shown with zero where nothing counts in them."""

    definitions: Definitions
    counted: Mapping[Request, Tallies]
    groups: Sequence[Group]
    entry: int

    def answers(self, requests: Iterable[Request], refused: Mapping[Request, RuleBroken]) -> Answers:
        """The cells of every request that was not refused."""
        asked = [request for request in dict.fromkeys(requests) if request not in refused]
        return Answers({request: self._grouped(request) for request in asked}, refused)

    def _grouped(self, request: Request) -> GroupedCells:
        parts = [Request(part.code, request.clocks) for part in self.definitions.measured_parts(request.figure)]
        counted = [tallies for part in parts for tallies in self.counted.get(part, _NOTHING).groups.items()]
        found = [group for group, tally in counted if tally != Tally()]
        groups = dict.fromkeys([*self.groups, *found])
        return GroupedCells(self._cell(request, WHOLE), {group: self._cell(request, group) for group in groups})

    def _cell(self, request: Request, group: Group | Whole) -> Cell:
        parts = self.definitions.figure(request.figure).parts
        if not parts:
            return self._measured(request, group)
        upper, lower = (self._measured(Request(part, request.clocks), group) for part in parts)
        rows, undecided = upper.rows + lower.rows, upper.undecided + lower.undecided
        return self._made(request, group, _divided(upper.value, lower.value), rows, undecided, (upper, lower))

    def _measured(self, request: Request, group: Group | Whole) -> Cell:
        tallies = self.counted.get(request, _NOTHING)
        tally = tallies.total if isinstance(group, Whole) else tallies.groups.get(group, Tally())
        value = _in_unit(tally.value, self.definitions.measured(request.figure))
        return self._made(request, group, value, tally.rows, tally.undecided, ())

    def _made(
        self, request: Request, group: Group | Whole, value: Number | None, rows: int, undecided: int,
        parts: tuple[Cell, ...],
    ) -> Cell:  # fmt: skip
        version = self.definitions.pack.version
        return Cell(request.figure, group, value, rows, undecided, request.clocks, version, self.entry, parts)


def _in_unit(counted: int, definition: Definition) -> Number:
    """Money, counted in fen, in yuan; everything else as counted."""
    return Decimal(counted) / _FEN_PER_YUAN if definition.is_money else counted


def _divided(upper: Number | None, lower: Number | None) -> Fraction | None:
    """Exact; None where nothing is there to divide by."""
    return Fraction(upper) / Fraction(lower) if upper is not None and lower else None
