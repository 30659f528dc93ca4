"""The fast engine: a checked tree as SQL text for DuckDB. It runs nothing and must mean what `reference` means.

Relations hold believed rows only, with the columns `id`, `anchor`, `since` and `until` (NULL: still) or `on`, and one
column per field. Days are INTEGER YYYYMMDD, references the anchor id, a DATE two columns `<field>_lo` and `<field>_hi`,
its first and last possible day. At most one row of an anchor holds on any day: joins rely on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from zugong.kernel.time import ymd
from zugong.language import tree
from zugong.language.linking import Link, link_of, threshold_of
from zugong.language.moment import Moment, fixed_number, fixed_value, is_fixed
from zugong.language.schema import FieldType, Kind
from zugong.language.tree import Checked, Condition, Row, Value

Relation = Callable[[str], str]
"""Type code to what stands after FROM: a quoted name, or a query in brackets."""

BASE = "r"
"""The alias that the caller gives to the relation asked about."""

_STILL = 99991231


@dataclass(frozen=True, slots=True)
class CompiledCondition:
    """A condition over `FROM relation AS r` followed by the joins in their order; both expressions are never NULL.

    `undecided` is the word false where nothing can be. Aliases follow from path and reading day: equal aliases have
    equal joins, so conditions over one `r` may share them. No join adds or removes a row.
    """

    expression: str
    undecided: str
    joins: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CompiledValue:
    """A value over the same FROM: NULL where unknown or undecided. Days are YYYYMMDD, references anchor ids.

    `low` and `high` enclose what an undecided value may be.
    """

    kind: Kind
    expression: str
    undecided: str
    joins: Mapping[str, str]
    low: str
    high: str


def compile_condition(checked: Checked, moment: Moment, relation: Relation) -> CompiledCondition:
    """The condition at that moment. Raises LanguageError where a rule has no value on the day."""
    assert isinstance(checked.tree, Condition)
    compiler = _Compiler(moment, relation)
    expression = compiler.condition(checked.tree, _Sense.PLAIN, strict=True)
    undecided = compiler.undecided(checked.tree)
    return CompiledCondition(expression, undecided, compiler.joins[0])


def compile_value(checked: Checked, moment: Moment, relation: Relation) -> CompiledValue:
    """The value at that moment; of a condition, true or false. Raises LanguageError where a rule has no value."""
    if isinstance(checked.tree, Condition):
        condition = compile_condition(checked, moment, relation)
        plain = condition.expression
        return CompiledValue(checked.kind, plain, condition.undecided, condition.joins, plain, plain)
    compiler = _Compiler(moment, relation)
    value = compiler.value(checked.tree)
    if value.exact:
        return CompiledValue(checked.kind, value.low, "false", compiler.joins[0], value.low, value.low)
    single = _all([f"{value.low} = {value.high}", *value.certainty])
    expression = f"CASE WHEN {single} THEN {value.low} END"
    undecided = f"({value.low} IS NOT NULL AND NOT {_strict(single)})"
    return CompiledValue(checked.kind, expression, undecided, compiler.joins[0], value.low, value.high)


def quoted(name: str) -> str:
    """A name as a DuckDB identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: int | str | bool | date) -> str:
    """A value as a DuckDB literal; a day as YYYYMMDD."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return str(ymd(value))
    if isinstance(value, int):
        return str(value) if value >= 0 else f"({value})"
    return "'" + value.replace("'", "''") + "'"


class _Sense(Enum):
    """Which of three questions an expression answers of the same condition."""

    PLAIN = auto()  # is it true, undecided comparisons counting as false
    CERTAIN = auto()  # is it true whichever days the partial dates mean
    POSSIBLE = auto()  # can it be true

    @property
    def of_opposite(self) -> _Sense:
        """What must be asked of x to answer this of `not x`: not x is certain where x is not possible."""
        return {_Sense.CERTAIN: _Sense.POSSIBLE, _Sense.POSSIBLE: _Sense.CERTAIN}.get(self, self)


@dataclass(frozen=True, slots=True)
class _Range:
    """The first and last possible value; both NULL where surely unknown. Surely known only where `certainty` holds."""

    low: str
    high: str
    certainty: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        return self.low == self.high and not self.certainty


def _exact(expression: str) -> _Range:
    return _Range(expression, expression)


class _Compiler:
    """Compiles the trees of one text; collects joins by level."""

    def __init__(self, moment: Moment, relation: Relation) -> None:
        self.moment, self.relation = moment, relation
        self.joins: dict[int, dict[str, str]] = {0: {}}
        self.is_exact = True  # no value met so far can be more than one

    def undecided(self, condition: Condition) -> str:
        """Where a condition that was compiled before is left undecided."""
        if self.is_exact:
            return "false"
        possible = self.condition(condition, _Sense.POSSIBLE, strict=True)
        certain = self.condition(condition, _Sense.CERTAIN, strict=True)
        return "false" if possible == certain else f"({possible} AND NOT {certain})"

    # Rows

    def alias(self, row: Row) -> str:
        """The quoted alias of a row, after making sure that its joins stand in the FROM of its level."""
        if not row.steps:
            return quoted(_base_alias(row.level))
        before = Row(row.level, row.base, row.steps[:-1])
        alias = self._path_alias(row)
        joins = self.joins[row.level]
        if alias not in joins:
            start = self.alias(before)  # puts in the joins that this one stands on, before it
            joins[alias] = self._join(alias, start, row)
        return quoted(alias)

    def _path_alias(self, row: Row) -> str:
        path = ".".join([_base_alias(row.level), *(step.field for step in row.steps)])
        return path if row.base.time == "event" else f"{path}@{ymd(self.moment.day)}"

    def _join(self, alias: str, before: str, row: Row) -> str:
        step, name = row.steps[-1], quoted(alias)
        on = [f"{name}.{quoted('anchor')} = {before}.{quoted(step.field)}"]
        if step.target.time == "state":
            on.append(_holds(name, self._reading_day(row)))
        return f"LEFT JOIN {self.relation(step.target.code)} AS {name} ON {' AND '.join(on)}"

    def _reading_day(self, row: Row) -> str:
        if row.base.time == "event":
            return f"{quoted(_base_alias(row.level))}.{quoted('on')}"
        return literal(self.moment.day)

    # Values

    def value(self, value: Value) -> _Range:
        found = self._value(value)
        self.is_exact = self.is_exact and found.exact
        return found

    def _value(self, value: Value) -> _Range:
        if is_fixed(value):
            return _exact(literal(fixed_value(value, self.moment)))
        match value:
            case tree.FieldValue(type=FieldType(kind=Kind.DATE)):
                column = f"{self.alias(value.row)}."
                return _Range(column + quoted(f"{value.field}_lo"), column + quoted(f"{value.field}_hi"))
            case tree.FieldValue():
                return _exact(f"{self.alias(value.row)}.{quoted(value.field)}")
            case tree.Anchor():
                return _exact(f"{self.alias(value.row)}.{quoted('anchor')}")
            case tree.Sum():
                return self._sum(value)
            case tree.Years():
                return _years(self.value(value.earlier), self.value(value.later))
            case tree.Count():
                return _Range(self._count(value, _Sense.CERTAIN), self._count(value, _Sense.POSSIBLE))
            case tree.DerivedValue():
                return self.value(value.body)
        raise TypeError(value)

    def _count(self, count: tree.Count, sense: _Sense) -> str:
        return f"(SELECT count(*) {self._matching(count.row, count.condition, sense)})"

    def _sum(self, value: tree.Sum) -> _Range:
        terms = [(sign, self.value(term)) for sign, term in value.terms]
        low = _added([(sign, term.low if sign > 0 else term.high) for sign, term in terms])
        high = _added([(sign, term.high if sign > 0 else term.low) for sign, term in terms])
        return _Range(low, high, tuple(part for _, term in terms for part in term.certainty))

    # Conditions

    def condition(self, condition: Condition, sense: _Sense, *, strict: bool) -> str:
        """The condition as SQL; where not `strict`, it may be NULL instead of false.

        DuckDB turns an EXISTS into a hash join only where it sees the equality bare, not inside coalesce. In WHERE,
        NULL drops a row as false does: strictness is needed only under NOT and where the result itself is read.
        """
        match condition:
            case tree.All(parts=parts):
                return _all([self.condition(part, sense, strict=strict) for part in parts])
            case tree.Any(parts=parts):
                return "(" + " OR ".join(self.condition(part, sense, strict=strict) for part in parts) + ")"
            case tree.Not(part=part):
                return f"(NOT {self.condition(part, sense.of_opposite, strict=True)})"
            case tree.DerivedCondition(body=body):
                return self.condition(body, sense, strict=strict)
            case tree.Some():
                return self._exists(condition, sense)
        simple = self._simple(condition, sense)
        return _strict(simple) if strict else simple

    def _exists(self, some: tree.Some, sense: _Sense) -> str:
        link = link_of(some)
        if link is None:
            return f"EXISTS (SELECT 1 {self._matching(some.row, some.condition, sense)})"
        return self._among(some.row, link, sense)

    def _among(self, row: Row, link: Link, sense: _Sense, least: int = 1) -> str:
        """Has the outer row at least so many inner rows? Where one equality is all that ties them, IN says the same.

        DuckDB plans a query of its own once; of many EXISTS in one statement it plans each with all others inside.
        """
        joins = self.joins[row.level] = {}
        key = self.value(link.inner).low
        where = self.condition(link.rest, sense, strict=False)
        del self.joins[row.level]
        source = " ".join([f"{self.relation(row.base.code)} AS {quoted(_base_alias(row.level))}", *joins.values()])
        enough = f" GROUP BY {key} HAVING count(*) >= {least}" if least > 1 else ""
        found = f"SELECT {key} FROM {source} WHERE {where} AND {key} IS NOT NULL{enough}"
        return f"coalesce({self.value(link.outer).low} IN ({found}), false)"

    def _matching(self, row: Row, condition: Condition, sense: _Sense) -> str:
        """FROM and WHERE of the rows of an inner type that have the condition."""
        joins = self.joins[row.level] = {}
        where = self.condition(condition, sense, strict=False)
        del self.joins[row.level]
        source = f"{self.relation(row.base.code)} AS {quoted(_base_alias(row.level))}"
        return f"FROM {' '.join([source, *joins.values()])} WHERE {where}"

    def _simple(self, condition: Condition, sense: _Sense) -> str:
        match condition:
            case tree.Truth(value=value):
                return literal(value)
            case tree.IsTrue(value=value):
                return self.value(value).low
            case tree.Holds(row=row):
                return _holds(self.alias(row), literal(self.moment.day))
            case tree.Known(subject=subject):
                found = self.value(subject)
                return _sensed(sense, f"{found.low} IS NOT NULL", found.certainty)
            case tree.In():
                return self._in(condition, sense)
            case tree.Compare():
                return self._compare(condition, sense)
        raise TypeError(condition)

    def _enough(self, compare: tree.Compare, sense: _Sense) -> str | None:
        """A count that must reach a number, or must not; None where it is no such comparison."""
        threshold = threshold_of(compare, self.moment)
        link = link_of(threshold.count) if threshold else None
        if threshold is None or link is None:
            return None
        is_possible = (sense is _Sense.POSSIBLE) != threshold.is_negated
        among = self._among(
            threshold.count.row, link, _Sense.POSSIBLE if is_possible else _Sense.CERTAIN, threshold.least
        )
        return f"(NOT {among})" if threshold.is_negated else among

    def _compare(self, compare: tree.Compare, sense: _Sense) -> str:
        enough = self._enough(compare, sense)
        if enough is not None:
            return enough
        left, right = self.value(compare.left), self.value(compare.right)
        if left.exact and right.exact:
            return f"{left.low} {_OPERATOR.get(compare.operator, compare.operator)} {right.low}"
        comparison = _possible if sense is _Sense.POSSIBLE else _certain
        return _sensed(sense, comparison(compare.operator, left, right), (*left.certainty, *right.certainty))

    def _in(self, condition: tree.In, sense: _Sense) -> str:
        subject = self.value(condition.subject)
        if subject.exact:
            options = [literal(fixed_value(option, self.moment)) for option in condition.options]
            return f"{subject.low} IN ({', '.join(options)})"
        runs = _runs(sorted({fixed_number(option, self.moment) for option in condition.options}))
        first, last = (subject.high, subject.low) if sense is _Sense.POSSIBLE else (subject.low, subject.high)
        inside = " OR ".join(f"({first} >= {low} AND {last} <= {high})" for low, high in runs)
        return _sensed(sense, f"({inside})", subject.certainty)


_OPERATOR = {"!=": "<>"}


def _base_alias(level: int) -> str:
    return BASE if level == 0 else f"{BASE}{level}"


def _all(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else "(" + " AND ".join(parts) + ")"


def _strict(expression: str) -> str:
    return f"coalesce({expression}, false)"


def _holds(alias: str, day: str) -> str:
    # coalesce and not OR: a plain comparison keeps a join a hash join.
    return f"({alias}.{quoted('since')} <= {day} AND coalesce({alias}.{quoted('until')}, {_STILL}) > {day})"


def _sensed(sense: _Sense, simple: str, certainty: tuple[str, ...]) -> str:
    """What may be unknown may be false: for all but the possible, it must be known for certain."""
    return simple if sense is _Sense.POSSIBLE else _all([simple, *certainty])


def _added(terms: list[tuple[int, str]]) -> str:
    # As BIGINT: DuckDB raises an error where two INTEGER add up to more than an INTEGER.
    first, *rest = [(sign, f"CAST({term} AS BIGINT)") for sign, term in terms]
    return "(" + first[1] + "".join(f" {'+' if sign > 0 else '-'} {term}" for sign, term in rest) + ")"


def _years(earlier: _Range, later: _Range) -> _Range:
    """Whole years by difference of YYYYMMDD, as kernel.time counts them; refused below zero, where // truncates."""
    longest = f"CASE WHEN {earlier.low} <= {later.high} THEN ({later.high} - {earlier.low}) // 10000 END"
    if earlier.exact and later.exact:
        return _exact(longest)
    ordered = f"{earlier.high} <= {later.low}"
    shortest = f"CASE WHEN {ordered} THEN ({later.low} - {earlier.high}) // 10000 ELSE 0 END"
    return _Range(f"CASE WHEN {earlier.low} <= {later.high} THEN {shortest} END", longest, (ordered,))


def _certain(operator: str, left: _Range, right: _Range) -> str:
    """True for every pair of values of two ranges."""
    match operator:
        case "=":
            return f"({left.low} = {right.high} AND {left.high} = {right.low})"
        case "!=":
            return f"({left.high} < {right.low} OR {left.low} > {right.high})"
        case "<" | "<=":
            return f"{left.high} {operator} {right.low}"
    return f"{left.low} {operator} {right.high}"


def _possible(operator: str, left: _Range, right: _Range) -> str:
    """True for some pair of values of two ranges."""
    match operator:
        case "=":
            return f"({left.low} <= {right.high} AND {left.high} >= {right.low})"
        case "!=":
            return f"({left.low} <> {right.high} OR {left.high} <> {right.low})"
        case "<" | "<=":
            return f"{left.low} {operator} {right.high}"
    return f"{left.high} {operator} {right.low}"


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Sorted numbers as unbroken runs: a range lies among them only where it lies inside one run."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
