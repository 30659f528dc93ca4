"""What the columnar copy reads from the database of record: entries by number, and fact rows in chunks, as Arrow.

Everything goes through Django's own connection. A second SQLite library in this process would not see the first one's
locks and would lose committed data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyarrow
from django.db import connection, transaction
from pyarrow import compute

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import RecordType
from zugong.dictionary.models import LedgerRow
from zugong.dictionary.store import store_of
from zugong.figures.replica.columns import quoted
from zugong.kernel.facts.models import Entry

_CHUNK_ROWS = 20_000
_ENTRY = Entry._meta.db_table
_TEXT = pyarrow.string()
_LEDGER = "ledger"
_ARROW_TYPES = {"BOOLEAN": pyarrow.bool_(), "BIGINT": pyarrow.int64()}
_GONE = pyarrow.schema([("id", pyarrow.int64()), ("retracted", pyarrow.int64())])
_NUMBERS = pyarrow.schema([("id", pyarrow.int64()), ("number", pyarrow.int64())])


@dataclass(frozen=True, slots=True)
class Seal:
    """An entry by its place in history. Two databases that agree on a seal agree on all that lies before it.

    A number alone is given again after a restored backup or a rolled back transaction; with the moment it is not.
    """

    number: int
    entry: int
    sealed_at: str


BEGINNING = Seal(0, 0, "")


@dataclass(frozen=True)
class SourceTable:
    """One table of facts. `columns` are the SQL and the Arrow type of each column that is read, by its name here.

    `kinds` are the record types whose rows it keeps; the ledgers share one table and have their fields in `body`.
    """

    name: str
    table: str
    kinds: tuple[RecordType, ...]
    columns: Mapping[str, tuple[str, pyarrow.DataType]]

    @property
    def schema(self) -> pyarrow.Schema:
        return pyarrow.schema([(name, arrow_type) for name, (_, arrow_type) in self.columns.items()])


def source_tables(catalogue: Catalogue) -> tuple[SourceTable, ...]:
    """Every table of facts that the catalogue's record types live in."""
    ledgers = tuple(kind for kind in catalogue.types.values() if kind.is_ledger)
    return (*(_model_table(kind) for kind in catalogue.types.values() if not kind.is_ledger), _ledger_table(ledgers))


def _integer(column: str) -> tuple[str, pyarrow.DataType]:
    return quoted(column), pyarrow.int64()


def _day_text(column: str) -> tuple[str, pyarrow.DataType]:
    # As text both databases write 2020-05-01, and no driver spends time on making dates that become numbers.
    return f"CAST({quoted(column)} AS TEXT)", _TEXT


def _fact_columns(*, anchored: bool) -> dict[str, tuple[str, pyarrow.DataType]]:
    return {
        "id": _integer("id"),
        "anchor": _integer("anchor_id") if anchored else ("NULL", pyarrow.int64()),
        "since": _day_text("since"),
        "until": _day_text("until"),
        "recorded": _integer("recorded_in_id"),
        "retracted": _integer("retracted_in_id"),
    }


def _model_table(kind: RecordType) -> SourceTable:
    store = store_of(kind)
    columns = _fact_columns(anchored=kind.anchored)
    for code, column in store.columns_in_clear().items():
        field_type = kind.fields[code].type
        whole_day = field_type.name == "day"
        arrow_type = _ARROW_TYPES.get(field_type.replica, _TEXT)
        columns[code] = _day_text(column) if whole_day else (quoted(column), arrow_type)
    return SourceTable(kind.code, store.model._meta.db_table, (kind,), columns)


def _ledger_table(kinds: tuple[RecordType, ...]) -> SourceTable:
    columns = _fact_columns(anchored=True) | {"ledger": (quoted("ledger"), _TEXT), "body": (quoted("body"), _TEXT)}
    return SourceTable(_LEDGER, LedgerRow._meta.db_table, kinds, columns)


def last_seal() -> Seal:
    """The last sealed entry; BEGINNING before the first."""
    return _seal_where("number IS NOT NULL ORDER BY number DESC LIMIT 1")


def seal_at(number: int) -> Seal:
    """The entry of that number; BEGINNING for 0, and where there is no such entry."""
    return _seal_where(f"number = {int(number)}")


def _seal_where(condition: str) -> Seal:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number, id, CAST(sealed_at AS TEXT) FROM {_ENTRY} WHERE {condition}")
        row = cursor.fetchone()
    return Seal(*row) if row else BEGINNING


def entries_between(after: int, last: int) -> Iterator[pyarrow.Table]:
    """Ids and numbers of the entries in (after, last], in the order of their numbers."""
    sql = f"SELECT id, number FROM {_ENTRY} WHERE number > {int(after)} AND number <= {int(last)} ORDER BY number"
    yield from _arrow_chunks(sql, _NUMBERS)


def all_rows(table: SourceTable) -> Iterator[pyarrow.Table]:
    """Every row of the table that this connection sees."""
    yield from _arrow_chunks(_select(table), table.schema)


def rows_recorded_in(table: SourceTable, entries: Sequence[int]) -> Iterator[pyarrow.Table]:
    """The rows that these entries recorded."""
    yield from _arrow_chunks(f"{_select(table)} WHERE recorded_in_id IN ({_listed(entries)})", table.schema)


def rows_retracted_in(table: SourceTable, entries: Sequence[int]) -> Iterator[pyarrow.Table]:
    """The ids of the rows that these entries withdrew, and which of them did."""
    sql = f"SELECT id, retracted_in_id FROM {quoted(table.table)} WHERE retracted_in_id IN ({_listed(entries)})"
    yield from _arrow_chunks(sql, _GONE)


def numbered(rows: pyarrow.Table, entries: pyarrow.Table) -> pyarrow.Table:
    """The rows of facts with the numbers of their entries beside the ids, as `rec` and `ret`.

    `entries` are those that count: a row that another one recorded is left out, one that another withdrew is not withdrawn.
    """
    recorded, retracted = (_numbers_of(rows.column(name), entries) for name in ("recorded", "retracted"))
    return rows.append_column("rec", recorded).append_column("ret", retracted).filter(compute.is_valid(recorded))


def _numbers_of(ids: pyarrow.ChunkedArray, entries: pyarrow.Table) -> pyarrow.ChunkedArray:
    value_set = entries.column("id").combine_chunks()
    return entries.column("number").take(compute.index_in(ids, value_set=value_set))


def gone_rows(rows: pyarrow.Table, entries: pyarrow.Table) -> pyarrow.Table:
    """`id` and `ret` of withdrawn rows, as `rows_retracted_in` gives them."""
    ret = _numbers_of(rows.column("retracted"), entries)
    return pyarrow.table({"id": rows.column("id"), "ret": ret})


def touched(tables: Sequence[SourceTable], entries: Sequence[int]) -> list[tuple[SourceTable, bool, bool]]:
    """The tables in which these entries did something: did they record rows, did they withdraw some. One statement."""
    listed = _listed(entries)
    questions = [
        f"SELECT {position}, EXISTS (SELECT 1 FROM {quoted(table.table)} WHERE recorded_in_id IN ({listed})),"
        f" EXISTS (SELECT 1 FROM {quoted(table.table)} WHERE retracted_in_id IN ({listed}))"
        for position, table in enumerate(tables)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(questions))
        answers = cursor.fetchall()
    return [(tables[position], bool(new), bool(gone)) for position, new, gone in answers if new or gone]


def _select(table: SourceTable) -> str:
    columns = ", ".join(f"{sql} AS {quoted(name)}" for name, (sql, _) in table.columns.items())
    return f"SELECT {columns} FROM {quoted(table.table)}"


def _listed(entries: Sequence[int]) -> str:
    # Numbers of our own, written out: parameters have a limit in both databases.
    return ", ".join(str(int(entry)) for entry in entries)


def _arrow_chunks(sql: str, schema: pyarrow.Schema) -> Iterator[pyarrow.Table]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(_CHUNK_ROWS):
            yield _arrow(rows, schema)


def _arrow(rows: Sequence[Sequence[Any]], schema: pyarrow.Schema) -> pyarrow.Table:
    columns = zip(*rows, strict=True)
    arrays = [pyarrow.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)]
    return pyarrow.Table.from_arrays(arrays, schema=schema)


@contextmanager
def snapshot() -> Iterator[None]:
    """Inside, the connection sees one state of the database, and on SQLite no writer has to wait for it.

    In a transaction that is open already, that transaction's own view has to do: the entries' numbers decide what counts.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # Django's own begins IMMEDIATE, which keeps every writer out
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
