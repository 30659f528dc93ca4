"""Ordinary lists: the rows of a type in scope that fit a condition, in pages that begin after a key, with their count."""

from __future__ import annotations

from dataclasses import dataclass

from zugong.dictionary.declarations import RecordType
from zugong.figures.definitions import Definitions
from zugong.figures.plan import Asking
from zugong.figures.scan import NO, Filter, Scan
from zugong.kernel.time import Clocks
from zugong.language.duckdb import literal
from zugong.language.moment import Moment

After = tuple[int | str | bool | None, int]
"""The last row of a page: its value of the order, days as YYYYMMDD, None where unknown, and its id."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of a list. `place` is the organisation where it counts."""

    id: int
    anchor: int | None
    place: int | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list in its order. `count` is of all pages; `undecided` is how many rows the condition left undecided.

    `after` begins the next page; None where this is the last. `entry` is the last sealed entry that was looked at.
    """

    rows: tuple[ListRow, ...]
    count: int
    undecided: int
    after: After | None
    entry: int


@dataclass(frozen=True, slots=True)
class Order:
    """The column of `stage` by which rows are ordered; those without a value last, equal ones by id."""

    value: str
    descending: bool

    @property
    def clause(self) -> str:
        return f"ORDER BY {self.value} {'DESC' if self.descending else 'ASC'} NULLS LAST, id"

    def beyond(self, after: After) -> str:
        """The rows that come after that one."""
        last, row_id = after
        if last is None:
            return f"({self.value} IS NULL AND id > {int(row_id)})"
        further = f"{self.value} {'<' if self.descending else '>'} {literal(last)}"
        return f"({further} OR {self.value} IS NULL OR ({self.value} = {literal(last)} AND id > {int(row_id)}))"


def list_rows(
    type_code: str, where: str, clocks: Clocks, asking: Asking, *, order: str, after: After | None, limit: int
) -> ListPage:
    """One page of a list and its count. Raises UnknownType, LanguageError."""
    definitions = asking.definitions
    kind, moment = definitions.kind(type_code), definitions.moment(clocks)
    scan = Scan(definitions, kind, clocks, asking.columns)
    scan.scoped(asking.scope_tables, asking.rights(kind))
    wanted = scan.filter(definitions.condition(kind, where or _everything(kind)), moment)
    order_by = ordered(scan, kind, order, definitions, moment)
    [(count, undecided)] = asking.columns.execute(scan.sql([_counting(wanted)]))
    conditions = [wanted.holds] if after is None else [wanted.holds, order_by.beyond(after)]
    page = f"SELECT id, anchor, place, {order_by.value} FROM stage WHERE {' AND '.join(conditions)} {order_by.clause}"
    found = asking.columns.execute(scan.sql([f"{page} LIMIT {limit + 1}"]))
    last = found[limit - 1] if len(found) > limit else None
    rows = tuple(ListRow(*row[:3]) for row in found[:limit])
    return ListPage(rows, count, undecided, last and (last[3], last[0]), asking.columns.number)


def _everything(kind: RecordType) -> str:
    return "holds()" if kind.is_state else "true"


def ordered(scan: Scan, kind: RecordType, order: str, definitions: Definitions, moment: Moment) -> Order:
    """The column of `stage` for an order: a path, with - before it descending; "" for the order of ids."""
    path = order.removeprefix("-")
    value = scan.order(definitions.value(kind, path), moment) if path else "id"
    return Order(value, order.startswith("-"))


def _counting(wanted: Filter) -> str:
    undecided = "0" if wanted.undecided == NO else f"count(*) FILTER ({wanted.undecided})"
    return f"SELECT count(*) FILTER ({wanted.holds}), {undecided} FROM stage"
