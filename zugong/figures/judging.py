"""What a rating asks, in one plan: rows with values and many conditions judged of each, and bare amounts by group.

Amounts are what cells are made of, without a cell for each: a rating asks for hundreds of thousands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zugong.figures.answers import Group, Number, Request, Tallies
from zugong.figures.definitions import Definition
from zugong.figures.engine import measured
from zugong.figures.plan import Asking, tallies
from zugong.figures.scan import NO, Scan
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import Clocks
from zugong.language.tree import Checked

#: A condition on rows of the type, and the clocks on which it is judged.
Judged = tuple[str, Clocks]
#: So many conditions are judged by one statement.
_MOST = 24
_FEN_PER_YUAN = 100


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row with the values asked for (days as YYYYMMDD), and of each condition whether it holds and is undecided.

    `place` is the organisation where it counts, `group` the group of the grouping.
    """

    id: int
    anchor: int | None
    place: int | None
    group: Any
    values: tuple[Any, ...]
    holds: tuple[bool, ...]
    undecided: tuple[bool, ...]


def judged_rows(
    type_code: str, where: str, clocks: Clocks, asking: Asking, *, values: Sequence[str] = (), judged: Sequence[Judged] = ()
) -> list[JudgedRow]:  # fmt: skip
    """The rows in scope for which `where` is true, by id. Raises LanguageError, UnknownType.

    Conditions that look into many other types are judged in several statements: one plan for all of them costs more.
    """
    passes = [_Judging(type_code, where, clocks, asking, values, part) for part in _parts(judged)]
    answers = asking.columns.execute_all([one.sql for one in passes])
    return list(_together(answers, len(values), [len(one.judged) for one in passes]))


def value_rows(
    type_code: str, where: str, clocks: Clocks, asking: Asking, values: Sequence[str]
) -> list[tuple[Any, ...]]:  # fmt: skip
    """The id and the values of each row in scope for which `where` is true, by id: for many rows, without anything else."""
    [found] = value_rows_of([Reading(type_code, where, tuple(values), clocks)], asking)
    return found


@dataclass(frozen=True, slots=True)
class Reading:
    """Rows of a type for which `where` is true on these clocks, and the values wanted of each."""

    type_code: str
    where: str
    values: tuple[str, ...]
    clocks: Clocks


def value_rows_of(readings: Sequence[Reading], asking: Asking) -> list[list[tuple[Any, ...]]]:
    """What `value_rows` gives of each reading, all in one plan. Raises LanguageError, UnknownType."""
    passes = [_Judging(one.type_code, one.where, one.clocks, asking, one.values, ()) for one in readings]
    return asking.columns.execute_all([one.selecting("id") for one in passes])


def _together(answers: Sequence[list[tuple[Any, ...]]], values: int, counts: Sequence[int]) -> Iterator[JudgedRow]:
    """All statements read the same rows in the same order."""
    first = 4 + values
    for rows in zip(*answers, strict=True):
        told = [row[first:] for row in rows]
        holds = tuple(one for part, count in zip(told, counts, strict=True) for one in part[:count])
        undecided = tuple(one for part, count in zip(told, counts, strict=True) for one in part[count:])
        row, anchor, place, group = rows[0][:4]
        yield JudgedRow(row, anchor, place, group, rows[0][4:first], holds, undecided)


def _parts(judged: Sequence[Judged]) -> list[list[Judged]]:
    return [list(judged[start : start + _MOST]) for start in range(0, len(judged), _MOST)] or [[]]


@dataclass(frozen=True)
class _Judging:
    """One statement: the values, and some of the conditions."""

    type_code: str
    where: str
    clocks: Clocks
    asking: Asking
    values: Sequence[str]
    judged: Sequence[Judged]

    @property
    def sql(self) -> str:
        return self.selecting("id, anchor, place, grp")

    def selecting(self, head: str) -> str:
        """The statement that reads these columns of the row before values and conditions."""
        definitions = self.asking.definitions
        kind, moment = definitions.kind(self.type_code), definitions.moment(self.clocks)
        scan = Scan(definitions, kind, self.clocks, self.asking.columns)
        scan.scoped(self.asking.scope_tables, self.asking.rights(kind))
        wanted = scan.filter(definitions.condition(kind, self.where), moment).holds
        values = [scan.value(definitions.value(kind, path), moment).value for path in self.values]
        filters = [scan.filter(self._checked(text), definitions.moment(clocks)) for text, clocks in self.judged]
        told = [one.holds for one in filters] + ["false" if one.undecided == NO else one.undecided for one in filters]
        columns = ", ".join([head, *values, *told])
        return scan.sql([f"SELECT {columns} FROM stage WHERE {wanted} ORDER BY id"])

    def _checked(self, text: str) -> Checked:
        return self.asking.definitions.condition(self.asking.definitions.kind(self.type_code), text)


@dataclass(frozen=True)
class Amounts:
    """One figure in each group in which something counts: exact, money in yuan, None where it divides by zero.

    `undecided` holds the groups only that have such rows.
    """

    values: Mapping[Group, Number | None]
    undecided: Mapping[Group, int]


def amounts(
    requests: Sequence[Request], asking: Asking
) -> tuple[Mapping[Request, Amounts], Mapping[Request, RuleBroken]]:  # fmt: skip
    """The amounts of all requests by group, planned together, and the reason for every request that is refused."""
    wanted, refused = measured(requests, asking.definitions, asking.by)
    counted = tallies(wanted, asking)
    found: dict[Request, Amounts] = {}
    for request in (one for one in dict.fromkeys(requests) if one not in refused):
        parts = asking.definitions.measured_parts(request.figure)
        tallied = [(part, counted[Request(part.code, request.clocks)]) for part in parts]
        values = [_in_units(part, one) for part, one in tallied]
        undecided = {group: one.undecided for _, of in tallied for group, one in of.groups.items() if one.undecided}
        found[request] = Amounts(values[0] if len(values) == 1 else _divided(*values), undecided)
    return found, refused


def _in_units(definition: Definition, counted: Tallies) -> dict[Group, Number | None]:
    if definition.is_money:
        return {group: Decimal(one.value) / _FEN_PER_YUAN for group, one in counted.groups.items()}
    return {group: one.value for group, one in counted.groups.items()}


def _divided(
    upper: Mapping[Group, Number | None], lower: Mapping[Group, Number | None]
) -> dict[Group, Number | None]:  # fmt: skip
    return {
        group: Fraction(upper.get(group) or 0) / Fraction(below) if (below := lower.get(group)) else None
        for group in dict.fromkeys([*upper, *lower])
    }
