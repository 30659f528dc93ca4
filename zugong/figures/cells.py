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
from zugong.kernel.time import Clocks

_FEN_PER_YUAN = 100
_NONE = Tally()
_NOTHING = Tallies(_NONE, {})


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
        parts = [self._part(definition, request) for definition in self.definitions.measured_parts(request.figure)]
        found = [group for part in parts for group, tally in part.counted.groups.items() if tally != _NONE]
        groups = dict.fromkeys([*self.groups, *found])
        return GroupedCells(
            self._cell(request, WHOLE, parts), {group: self._cell(request, group, parts) for group in groups}
        )

    def _part(self, definition: Definition, request: Request) -> _Part:
        return _Part(definition, self.counted.get(Request(definition.code, request.clocks), _NOTHING))

    def _cell(self, request: Request, group: Group | Whole, parts: Sequence[_Part]) -> Cell:
        measured = tuple(self._measured(part, group, request.clocks) for part in parts)
        if len(measured) == 1:
            return measured[0]
        upper, lower = measured
        rows, undecided = upper.rows + lower.rows, upper.undecided + lower.undecided
        value = _divided(upper.value, lower.value)
        return self._made(request.figure, group, value, rows, undecided, request.clocks, measured)

    def _measured(self, part: _Part, group: Group | Whole, clocks: Clocks) -> Cell:
        tally = part.counted.total if isinstance(group, Whole) else part.counted.groups.get(group, _NONE)
        value = _in_unit(tally.value, part.definition)
        return self._made(part.definition.code, group, value, tally.rows, tally.undecided, clocks, ())

    def _made(
        self, figure: str, group: Group | Whole, value: Number | None, rows: int, undecided: int, clocks: Clocks,
        parts: tuple[Cell, ...],
    ) -> Cell:  # fmt: skip
        version = self.definitions.pack.version
        return Cell(figure, group, value, rows, undecided, clocks, version, self.entry, parts)


@dataclass(frozen=True, slots=True)
class _Part:
    """A figure that measures rows, and what was counted for it."""

    definition: Definition
    counted: Tallies


def _in_unit(counted: int, definition: Definition) -> Number:
    """Money, counted in fen, in yuan; everything else as counted."""
    return Decimal(counted) / _FEN_PER_YUAN if definition.is_money else counted


def _divided(upper: Number | None, lower: Number | None) -> Fraction | None:
    """Exact; None where nothing is there to divide by."""
    return Fraction(upper) / Fraction(lower) if upper is not None and lower else None
