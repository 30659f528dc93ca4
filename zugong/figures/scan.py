"""One pass over the believed rows of a record type in scope: the SQL in which several figures share what they share.

Conditions are taken apart at `and`, `or`, `not`. Each distinct comparison, join and existence test is computed once, as
a column of `leaves`; `stage` puts the conditions together and keeps the rows that one of them counts or left undecided.
Number and drill-through list are both read from `stage`, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from zugong.dictionary.declarations import RecordType
from zugong.figures.columns import Columns, ScopeTables
from zugong.figures.definitions import HERE, Definitions
from zugong.kernel.scope import RowRights
from zugong.kernel.time import Clocks
from zugong.language import tree
from zugong.language.duckdb import BASE, CompiledCondition, compile_condition, compile_value, quoted
from zugong.language.moment import Moment
from zugong.language.tree import Checked, Condition

NO: Final = "false"
_ROW = quoted(BASE)


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition, as columns of `stage`: true or false, and undecided or not."""

    holds: str
    undecided: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A value, as columns of `stage`: NULL where unknown or undecided; the second is told apart."""

    value: str
    undecided: str


class _Names:
    """Gives each distinct expression one name."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self.names: dict[str, str] = {}

    def of(self, expression: str) -> str:
        return self.names.setdefault(expression, f"{self._prefix}{len(self.names)}")

    def selected(self) -> list[str]:
        return [f"{expression} AS {name}" for expression, name in self.names.items()]


class Scan:
    """Collects what is asked of the rows of one type on one day, as known at one entry; then gives the SQL."""

    def __init__(self, definitions: Definitions, kind: RecordType, clocks: Clocks, columns: Columns) -> None:
        self.kind, self.definitions = kind, definitions
        self._moment = definitions.moment(clocks)
        self._relation: Callable[[str], str] = lambda code: columns.relation(code, clocks.known)
        self._joins: dict[str, str] = {}
        self._compiled: dict[tuple[int, int], tuple[Condition, Moment, CompiledCondition]] = {}
        self._leaves, self._filters, self._values = _Names("leaf_"), _Names("filter_"), _Names("value_")
        self._narrowing: list[str] = []
        self._wanted: dict[str, None] = {}
        self._scope: list[str] = []
        self._scope_join = ""
        self._place = self._place_expression()
        self._group = "NULL"

    def scoped(self, tables: ScopeTables, rights: RowRights) -> None:
        """Count only rows whose organisation is in the grouping, and those only that the rights allow."""
        joined = "LEFT JOIN" if tables.counts_every_row(rights) or rights.also else "JOIN"
        name = tables.organisations(rights)
        self._scope_join = f"{joined} {name} AS scope ON scope.organisation = {self._place}"
        self._group = "scope.grp"
        if rights.also and rights.organisations is not None:
            self._scoped_also(tables, rights)
        if rights.positions is not None:
            positions = tables.positions(rights.positions)
            self._scope.append(f"{self._position()} IN (SELECT position FROM {positions})")

    def _scoped_also(self, tables: ScopeTables, rights: RowRights) -> None:
        """Rows of these anchors count too, wherever in the grouping they are placed."""
        named = f"{_ROW}.anchor IN (SELECT anchor FROM {tables.anchors(rights.also)})"
        wider = tables.organisations(replace(rights, organisations=None))
        self._scope_join += f" LEFT JOIN {wider} AS wider ON wider.organisation = {self._place} AND {named}"
        self._group = "coalesce(scope.grp, wider.grp)"
        also = named if tables.is_about_everything else "wider.organisation IS NOT NULL"
        self._scope.append(f"(scope.organisation IS NOT NULL OR {also})")

    def grouped_by(self, checked: Checked, moment: Moment) -> None:
        """Split by a value of the row instead of by organisation."""
        self._group = self._compiled_value(checked, moment)[0]

    def filter(self, checked: Checked, moment: Moment) -> Filter:
        """Ask for a condition; its rows, and those that it leaves undecided, will stand in `stage`."""
        assert isinstance(checked.tree, Condition)
        compiled = [self._condition(checked, part, moment) for part in _parts(checked.tree)]
        for part in compiled:
            self._joins |= part.joins
        holds = self._filters.of(self._combined(checked, checked.tree, moment))
        is_sure = all(part.undecided == NO for part in compiled)
        undecided = NO if is_sure else self._filters.of(self._unclear(checked, moment))
        self._wanted |= dict.fromkeys(name for name in (holds, undecided) if name != NO)
        self._narrowing.append(self._narrowed(checked, moment))
        return Filter(holds, undecided)

    def value(self, checked: Checked, moment: Moment) -> Measured:
        """Ask for a value of each row."""
        value, undecided = self._compiled_value(checked, moment)
        return Measured(self._values.of(value), NO if undecided == NO else self._values.of(undecided))

    def order(self, checked: Checked, moment: Moment) -> str:
        """Ask for what rows are put in order by: the value, of a date that is partly known its first possible day."""
        compiled = compile_value(checked, moment, self._relation)
        self._joins |= compiled.joins
        return self._values.of(compiled.low)

    def sql(self, parts: Sequence[str]) -> str:
        """The statement: `parts` are queries that read `stage`, put together with UNION ALL."""
        leaves = ", ".join([
            f"{_ROW}.id AS id", f"{_ROW}.anchor AS anchor", f"{self._place} AS place", f"{self._group} AS grp",
            *self._leaves.selected(), *self._values.selected(),
        ])  # fmt: skip
        stage = ", ".join(["id", "anchor", "place", "grp", *self._values.names.values(), *self._filters.selected()])
        wanted = " OR ".join(self._wanted) or "true"
        where = f" WHERE {' AND '.join(self._scope)}" if self._scope else ""
        kept = "MATERIALIZED" if len(parts) > 1 else "NOT MATERIALIZED"
        return (
            f"WITH leaves AS NOT MATERIALIZED (SELECT {leaves} FROM {self._source()}{where}),"
            f" stage AS {kept} (SELECT * FROM (SELECT {stage} FROM leaves) WHERE {wanted})"
            f" {' UNION ALL '.join(parts)}"
        )

    def _source(self) -> str:
        narrowing = f"({' OR '.join(dict.fromkeys(self._narrowing))})" if self._narrowing else "true"
        rows = f"(SELECT * FROM {self._relation(self.kind.code)} AS {_ROW} WHERE {narrowing}) AS {_ROW}"
        return " ".join([rows, *self._joins.values(), self._scope_join])

    def _place_expression(self) -> str:
        if self.kind.place == HERE:
            return f"{_ROW}.anchor"
        place = self.definitions.place(self.kind)
        if place is None:
            return "CAST(NULL AS BIGINT)"
        return self._compiled_value(place, self._moment)[0]

    def _position(self) -> str:
        """The post that a row is about; where there is none, rights over posts give no row."""
        if self.kind.code == "position":
            return f"{_ROW}.anchor"
        fields = [field.code for field in self.kind.fields.values() if field.of == "position"]
        return f"{_ROW}.{quoted(fields[0])}" if fields else "NULL"

    def _compiled_value(self, checked: Checked, moment: Moment) -> tuple[str, str]:
        compiled = compile_value(checked, moment, self._relation)
        self._joins |= compiled.joins
        return compiled.expression, compiled.undecided

    def _combined(self, checked: Checked, node: Condition, moment: Moment) -> str:
        """The condition over the columns of `leaves`."""
        match node:
            case tree.All(parts=parts):
                return self._joined(" AND ", checked, parts, moment)
            case tree.Any(parts=parts):
                return self._joined(" OR ", checked, parts, moment)
            case tree.Not(part=part):
                return f"(NOT {self._combined(checked, part, moment)})"
            case tree.DerivedCondition(body=body):
                return self._combined(checked, body, moment)
        return self._leaves.of(self._condition(checked, node, moment).expression)

    def _unclear(self, checked: Checked, moment: Moment) -> str:
        """Where the condition is left undecided, over the columns of `leaves`: what is sure of it is not asked again."""
        assert isinstance(checked.tree, Condition)
        parts = _parts(checked.tree)
        sure = [part for part in parts if self._condition(checked, part, moment).undecided == NO]
        unsure = tuple(part for part in parts if self._condition(checked, part, moment).undecided != NO)
        together = unsure[0] if len(unsure) == 1 else tree.All(unsure)
        doubt = self._condition(checked, together, moment).undecided
        return (
            "("
            + " AND ".join([*(self._combined(checked, part, moment) for part in sure), self._leaves.of(doubt)])
            + ")"
        )

    def _joined(self, word: str, checked: Checked, parts: Iterable[Condition], moment: Moment) -> str:
        return "(" + word.join(self._combined(checked, part, moment) for part in parts) + ")"

    def _narrowed(self, checked: Checked, moment: Moment) -> str:
        """What the row's own columns must say for the condition to be true or undecided: asked before any join."""
        assert isinstance(checked.tree, Condition)
        own = [_own_columns(self._condition(checked, part, moment)) for part in _parts(checked.tree)]
        return " AND ".join(text for text in own if text) or "true"

    def _condition(self, checked: Checked, part: Condition, moment: Moment) -> CompiledCondition:
        """A part of a condition, compiled once: figures of one scan share parts, and each part is asked for in turn."""
        key = (id(part), id(moment))
        if key not in self._compiled:
            compiled = compile_condition(replace(checked, tree=part), moment, self._relation)
            self._compiled[key] = part, moment, compiled  # held with it, so that no other takes their ids
        return self._compiled[key][2]


def _parts(condition: Condition) -> tuple[Condition, ...]:
    """What must hold together for the condition to hold."""
    return condition.parts if isinstance(condition, tree.All) else (condition,)


def _own_columns(part: CompiledCondition) -> str:
    """The condition where it asks nothing but columns of its own row, and is always decided."""
    asks_others = part.joins or "SELECT" in part.expression
    return "" if asks_others or part.undecided != NO else part.expression
