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
from zugong.language.ranges import Range, added, exact_range, is_certain, is_possible, unbroken_runs, years_between
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

    def value(self, value: Value) -> Range:
        found = self._value(value)
        self.is_exact = self.is_exact and found.exact
        return found

    def _value(self, value: Value) -> Range:
        if is_fixed(value):
            return exact_range(literal(fixed_value(value, self.moment)))
        match value:
            case tree.FieldValue(type=FieldType(kind=Kind.DATE)):
                column = f"{self.alias(value.row)}."
                return Range(column + quoted(f"{value.field}_lo"), column + quoted(f"{value.field}_hi"))
            case tree.FieldValue():
                return exact_range(f"{self.alias(value.row)}.{quoted(value.field)}")
            case tree.Anchor():
                return exact_range(f"{self.alias(value.row)}.{quoted('anchor')}")
            case tree.Sum():
                return self._sum(value)
            case tree.Years():
                return years_between(self.value(value.earlier), self.value(value.later))
            case tree.Count():
                return Range(self._count(value, _Sense.CERTAIN), self._count(value, _Sense.POSSIBLE))
            case tree.Total():
                return self._total(value)
            case tree.DerivedValue():
                return self.value(value.body)
        raise TypeError(value)

    def _count(self, count: tree.Count, sense: _Sense) -> str:
        return f"(SELECT count(*) {self._matching(count.row, count.condition, sense)})"

    def _total(self, total: tree.Total) -> Range:
        """From the least to the most: of rows that may or may not count, nothing or their amount, whichever is less."""
        if self._amounts(total, _Sense.CERTAIN) == self._amounts(total, _Sense.POSSIBLE):
            return exact_range(self._amounts(total, _Sense.CERTAIN))
        surely = {part: self._amounts(total, _Sense.CERTAIN, part) for part in ("greatest", "least")}
        maybe = {part: self._amounts(total, _Sense.POSSIBLE, part) for part in ("greatest", "least")}
        return Range(f"({surely['greatest']} + {maybe['least']})", f"({maybe['greatest']} + {surely['least']})")

    def _amounts(self, total: tree.Total, sense: _Sense, part: str = "") -> str:
        """The sum of the field over the rows; of what is above nought (greatest) or below it (least) alone, where asked."""
        joins = self.joins[total.row.level] = {}
        amount = self.value(total.field).low
        amount = f"{part}({amount}, 0)" if part else amount
        where = self.condition(total.condition, sense, strict=False)
        del self.joins[total.row.level]
        source = f"{self.relation(total.row.base.code)} AS {quoted(_base_alias(total.row.level))}"
        return f"(SELECT CAST(coalesce(sum({amount}), 0) AS BIGINT) FROM {' '.join([source, *joins.values()])} WHERE {where})"

    def _sum(self, value: tree.Sum) -> Range:
        terms = [(sign, self.value(term)) for sign, term in value.terms]
        low = added([(sign, term.low if sign > 0 else term.high) for sign, term in terms])
        high = added([(sign, term.high if sign > 0 else term.low) for sign, term in terms])
        return Range(low, high, tuple(part for _, term in terms for part in term.certainty))

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
        may_be = (sense is _Sense.POSSIBLE) != threshold.is_negated
        among = self._among(threshold.count.row, link, _Sense.POSSIBLE if may_be else _Sense.CERTAIN, threshold.least)
        return f"(NOT {among})" if threshold.is_negated else among

    def _compare(self, compare: tree.Compare, sense: _Sense) -> str:
        enough = self._enough(compare, sense)
        if enough is not None:
            return enough
        left, right = self.value(compare.left), self.value(compare.right)
        if left.exact and right.exact:
            return f"{left.low} {_OPERATOR.get(compare.operator, compare.operator)} {right.low}"
        comparison = is_possible if sense is _Sense.POSSIBLE else is_certain
        return _sensed(sense, comparison(compare.operator, left, right), (*left.certainty, *right.certainty))

    def _in(self, condition: tree.In, sense: _Sense) -> str:
        subject = self.value(condition.subject)
        if subject.exact:
            options = [literal(fixed_value(option, self.moment)) for option in condition.options]
            return f"{subject.low} IN ({', '.join(options)})"
        runs = unbroken_runs(sorted({fixed_number(option, self.moment) for option in condition.options}))
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
