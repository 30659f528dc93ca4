"""The slow, obvious engine over plain rows. It defines what the language means; the fast one must agree with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from zugong.kernel.time import PartialDate, holds, whole_years
from zugong.language import tree
from zugong.language.moment import Moment, fixed_value, is_fixed
from zugong.language.schema import Kind
from zugong.language.tree import Checked, Condition, Row, Value

RowData = Mapping[str, Any]
"""One believed row: `id`, `anchor`, `since` and `until` or `on`, and fields.

A field is None (unknown), int, str, bool, date, PartialDate, or for a reference the anchor id.
"""


class World(Protocol):
    """All believed rows of each type."""

    def rows(self, type_code: str) -> Sequence[RowData]: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """Is the condition true of the row, and was that left undecided?"""

    holds: bool
    undecided: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A value of a row: None where unknown and where undecided; the second is told apart."""

    value: int | str | bool | date | None
    undecided: bool


def evaluate(checked: Checked, row: RowData, world: World, moment: Moment) -> Verdict:
    """The verdict on one row. For many rows make one `Reference`: it looks records up once."""
    return Reference(world, moment).verdict(checked, row)


def value_of(checked: Checked, row: RowData, world: World, moment: Moment) -> Reading:
    """The value of one row."""
    return Reference(world, moment).reading(checked, row)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A condition: `holds` in the two-valued sense; `certain` by Kleene's rules, None where it is undecided."""

    holds: bool
    certain: bool | None


@dataclass(frozen=True, slots=True)
class _Range:
    """What a value may be, from `low` to `high`; where not `surely`, it may also be unknown."""

    low: Any
    high: Any
    surely: bool = True

    @property
    def single(self) -> bool:
        return self.surely and self.low == self.high


class Reference:
    """Evaluates checked trees in one world at one moment."""

    def __init__(self, world: World, moment: Moment) -> None:
        self._world, self._moment = world, moment
        self._indexes: dict[tuple[str, str], dict[Any, list[RowData]]] = {}

    def verdict(self, checked: Checked, row: RowData) -> Verdict:
        """The verdict on a row of the checked type; `checked` must be a condition."""
        assert isinstance(checked.tree, Condition)
        outcome = self._condition(checked.tree, {0: row})
        return Verdict(outcome.holds, outcome.certain is None)

    def reading(self, checked: Checked, row: RowData) -> Reading:
        """The value of a row of the checked type."""
        if isinstance(checked.tree, Condition):
            verdict = self.verdict(checked, row)
            return Reading(verdict.holds, verdict.undecided)
        found = self._value(checked.tree, {0: row})
        if found is None:
            return Reading(None, undecided=False)
        return Reading(found.low, undecided=False) if found.single else Reading(None, undecided=True)

    # Rows

    def _indexed(self, type_code: str, field: str, value: Any) -> list[RowData]:
        """The rows of a type whose field has that value."""
        if (type_code, field) not in self._indexes:
            index = self._indexes[type_code, field] = defaultdict(list)
            for row in self._world.rows(type_code):
                index[row.get(field)].append(row)
        return self._indexes[type_code, field].get(value, [])

    def _row(self, row: Row, rows: dict[int, RowData]) -> RowData | None:
        """The row that a path leads to, read on the reading day of the row where it starts."""
        found: RowData | None = rows[row.level]
        assert found is not None
        day = found["on"] if row.base.time == "event" else self._moment.day
        for step in row.steps:
            anchor = found.get(step.field)
            found = None if anchor is None else self._record(step.target, anchor, day)
            if found is None:
                return None
        return found

    def _record(self, table: tree.Table, anchor: int, day: date) -> RowData | None:
        for row in self._indexed(table.code, "anchor", anchor):
            if table.time == "event" or holds(since=row["since"], until=row["until"], on=day):
                return row
        return None

    def _candidates(self, some: tree.Some | tree.Count | tree.Total, rows: dict[int, RowData]) -> Sequence[RowData]:
        """The rows that `some`, `count` or `total` must look at: with `field = something outside`, only those with that value."""
        parts = some.condition.parts if isinstance(some.condition, tree.All) else (some.condition,)
        for part in parts:
            key = _key(part, some.row)
            if key is not None:
                field, outside = key
                value = self._value(outside, rows)
                return [] if value is None else self._indexed(some.row.base.code, field, value.low)
        return self._world.rows(some.row.base.code)

    # Values

    def _value(self, value: Value, rows: dict[int, RowData]) -> _Range | None:
        """What the value may be, or None where it is surely unknown."""
        if is_fixed(value):
            fixed = fixed_value(value, self._moment)
            return _Range(fixed, fixed)
        match value:
            case tree.FieldValue(row=row, field=field):
                found = self._row(row, rows)
                return None if found is None else _range(found.get(field))
            case tree.Anchor(row=row):
                found = self._row(row, rows)
                return None if found is None else _range(found["anchor"])
            case tree.Sum(terms=terms):
                return _sum([(sign, self._value(term, rows)) for sign, term in terms])
            case tree.Years(earlier=earlier, later=later):
                return _years(self._value(earlier, rows), self._value(later, rows))
            case tree.Count():
                certain = [outcome.certain for outcome in self._outcomes(value, rows)]
                return _Range(certain.count(True), len(certain) - certain.count(False))
            case tree.Total():
                return self._total(value, rows)
            case tree.DerivedValue(body=body):
                return self._value(body, rows)
        raise TypeError(value)

    def _total(self, total: tree.Total, rows: dict[int, RowData]) -> _Range:
        """From the least to the most that it could be: of a row that may or may not count, nothing or its amount."""
        low = high = 0
        for row in self._candidates(total, rows):
            beside = {**rows, total.row.level: row}
            found, certain = self._value(total.field, beside), self._condition(total.condition, beside).certain
            amount = 0 if found is None or certain is False else found.low
            low += amount if certain else min(amount, 0)
            high += amount if certain else max(amount, 0)
        return _Range(low, high)

    # Conditions

    def _condition(self, condition: Condition, rows: dict[int, RowData]) -> _Outcome:
        match condition:
            case tree.All(parts=parts):
                return _all([self._condition(part, rows) for part in parts])
            case tree.Any(parts=parts):
                return _not(_all([_not(self._condition(part, rows)) for part in parts]))
            case tree.Not(part=part):
                return _not(self._condition(part, rows))
            case tree.Some():
                return self._some(condition, rows)
            case tree.DerivedCondition(body=body):
                return self._condition(body, rows)
        return _outcome(self._possible(condition, rows))

    def _some(self, some: tree.Some, rows: dict[int, RowData]) -> _Outcome:
        return _not(_all([_not(outcome) for outcome in self._outcomes(some, rows)]))

    def _outcomes(self, inner: tree.Some | tree.Count, rows: dict[int, RowData]) -> list[_Outcome]:
        """How the inner condition comes out on each row that it could be true of."""
        return [
            self._condition(inner.condition, {**rows, inner.row.level: row}) for row in self._candidates(inner, rows)
        ]

    def _possible(self, condition: Condition, rows: dict[int, RowData]) -> set[bool]:
        """What a simple condition could turn out to be: {True}, {False} or both."""
        match condition:
            case tree.Truth(value=value):
                return {value}
            case tree.IsTrue(value=value):
                found = self._value(value, rows)
                return {found is not None and found.low}
            case tree.Holds(row=row):
                return {self._holds(row, rows)}
            case tree.Known(subject=subject):
                found = self._value(subject, rows)
                return {False} if found is None else {True, found.surely}
            case tree.In(subject=subject, options=options):
                return _in(self._value(subject, rows), {fixed_value(option, self._moment) for option in options})
            case tree.Compare(operator=operator, left=left, right=right):
                return _compare(operator, self._value(left, rows), self._value(right, rows))
        raise TypeError(condition)

    def _holds(self, row: Row, rows: dict[int, RowData]) -> bool:
        found = self._row(row, rows)
        return found is not None and holds(since=found["since"], until=found["until"], on=self._moment.day)


def _key(condition: Condition, row: Row) -> tuple[str, Value] | None:
    """The field of `row` and the record from outside that it must be, where the condition says so."""
    if not isinstance(condition, tree.Compare) or condition.operator != "=":
        return None
    for ours, theirs in ((condition.left, condition.right), (condition.right, condition.left)):
        from_outside = isinstance(theirs, tree.FieldValue | tree.Anchor) and theirs.row.level < row.level
        if from_outside and isinstance(ours, tree.FieldValue) and ours.row == row and ours.type.kind is Kind.REF:
            return ours.field, theirs
    return None


def _range(value: Any) -> _Range | None:
    if value is None:
        return None
    return _Range(value.first, value.last) if isinstance(value, PartialDate) else _Range(value, value)


def _sum(terms: list[tuple[int, _Range | None]]) -> _Range | None:
    low, high, surely = 0, 0, True
    for sign, term in terms:
        if term is None:
            return None
        low += term.low if sign > 0 else -term.high
        high += term.high if sign > 0 else -term.low
        surely = surely and term.surely
    return _Range(low, high, surely)


def _years(earlier: _Range | None, later: _Range | None) -> _Range | None:
    """Between the closest and the farthest pair of days; unknown for pairs in the wrong order."""
    if earlier is None or later is None or later.high < earlier.low:
        return None
    longest = whole_years(earlier.low, later.high)
    if later.low < earlier.high:
        return _Range(0, longest, surely=False)
    return _Range(whole_years(earlier.high, later.low), longest)


def _compare(operator: str, left: _Range | None, right: _Range | None) -> set[bool]:
    """What the comparison could turn out to be. Whatever may be unknown may make it false."""
    if left is None or right is None:
        return {False}
    found = _compare_known(operator, left, right)
    return found if left.surely and right.surely else found | {False}


def _compare_known(operator: str, left: _Range, right: _Range) -> set[bool]:
    match operator:
        case "=":
            same = left.low == left.high == right.low == right.high
            apart = left.high < right.low or right.high < left.low
            return {True} if same else {False} if apart else {True, False}
        case "<":
            return {True} if left.high < right.low else {False} if left.low >= right.high else {True, False}
        case ">":
            return _compare_known("<", right, left)
    opposite = {"!=": "=", "<=": ">", ">=": "<"}[operator]
    return {not outcome for outcome in _compare_known(opposite, left, right)}


def _in(subject: _Range | None, options: set[Any]) -> set[bool]:
    if subject is None:
        return {False}
    each = range(subject.low, subject.high + 1) if subject.low != subject.high else (subject.low,)
    found = {value in options for value in each}
    return found if subject.surely else found | {False}


def _outcome(possible: set[bool]) -> _Outcome:
    certain = next(iter(possible)) if len(possible) == 1 else None
    return _Outcome(certain is True, certain)


def _all(outcomes: list[_Outcome]) -> _Outcome:
    certain = [outcome.certain for outcome in outcomes]
    settled = False if False in certain else None if None in certain else True
    return _Outcome(all(outcome.holds for outcome in outcomes), settled)


def _not(outcome: _Outcome) -> _Outcome:
    return _Outcome(not outcome.holds, None if outcome.certain is None else not outcome.certain)
