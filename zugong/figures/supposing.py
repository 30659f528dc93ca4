"""Figures as they would be if some rows were recorded and others withdrawn: asked before anything is.

The rows lie over the columnar copy for the length of one question; nothing else differs from what `ask` would answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import NewRow
from zugong.figures.answers import Answers, Request
from zugong.figures.columns import ColumnarCopy, Columns
from zugong.figures.grouping import Grouping, Rights
from zugong.figures.queries import Site, ask, this_site
from zugong.figures.replica.columns import ReplicaColumn, quoted, replica_columns
from zugong.kernel.time import PartialDate, ymd

_ARROW = {"BIGINT": pa.int64(), "INTEGER": pa.int32(), "BOOLEAN": pa.bool_()}
_OF_ENTRIES = ("rec", "ret")


@dataclass(frozen=True)
class Supposed:
    """Rows of a record type that would be withdrawn, by id, and rows that would be recorded."""

    kind: RecordType
    gone: tuple[int, ...]
    added: tuple[NewRow, ...]


def ask_supposing(
    requests: Sequence[Request], grouping: Grouping, rights: Rights, supposed: Iterable[Supposed]
) -> Answers:
    """The cells as `ask` would give them once these rows were recorded and withdrawn. Only for what is known now."""
    site = this_site()
    return ask(requests, grouping, rights, site=Site(site.definitions, _SupposedCopy(site.copy, tuple(supposed))))


@dataclass(frozen=True)
class _SupposedCopy:
    copy: ColumnarCopy
    supposed: tuple[Supposed, ...]

    @contextmanager
    def question(self) -> Iterator[Columns]:
        with self.copy.question() as columns:
            relations = {}
            for place, one in enumerate(self.supposed):
                shown = [column for column in replica_columns(one.kind) if column.name not in _OF_ENTRIES]
                columns.register(f"supposed_{place}", _table(one, shown))
                relations[one.kind.code] = _relation(columns, one, f"supposed_{place}", shown)
            yield _SupposedColumns(columns, relations)


class _SupposedColumns:
    """The columns of the copy, with other rows in some relations."""

    def __init__(self, columns: Columns, relations: Mapping[str, str]) -> None:
        self._columns, self._relations = columns, relations
        self.number = columns.number

    def relation(self, type_code: str, known: int | None = None) -> str:
        if known is None and type_code in self._relations:
            return self._relations[type_code]
        return self._columns.relation(type_code, known)

    def execute(self, sql: str) -> list[tuple[Any, ...]]:
        return self._columns.execute(sql)

    def execute_all(self, statements: Sequence[str]) -> list[list[tuple[Any, ...]]]:
        return self._columns.execute_all(statements)

    def register(self, name: str, table: pa.Table) -> None:
        self._columns.register(name, table)


def _relation(columns: Columns, one: Supposed, table: str, shown: Sequence[ReplicaColumn]) -> str:
    names = ", ".join(quoted(column.name) for column in shown)
    gone = f" WHERE id NOT IN ({', '.join(str(int(pk)) for pk in one.gone)})" if one.gone else ""
    return f"(SELECT {names} FROM {columns.relation(one.kind.code)}{gone} UNION ALL SELECT {names} FROM {table})"


def _table(one: Supposed, shown: Sequence[ReplicaColumn]) -> pa.Table:
    """The added rows in the columns of the copy; ids below zero, which no row of the store has."""
    arrays = [
        pa.array(
            [_value(column, row, -place) for place, row in enumerate(one.added, start=1)],
            _ARROW.get(column.sql_type, pa.string()),
        )
        for column in shown
    ]
    return pa.table(arrays, names=[column.name for column in shown])


def _value(column: ReplicaColumn, row: NewRow, row_id: int) -> Any:
    own = {"id": row_id, "anchor": row.anchor, "since": row.since, "on": row.since, "until": row.until}
    value = own[column.name] if column.name in own else row.values.get(column.source)
    if isinstance(value, PartialDate):
        return ymd(value.last if column.name.endswith("_hi") else value.first)
    return ymd(value) if isinstance(value, date) else value
