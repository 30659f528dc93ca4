"""One process's copy: a base that nobody changes, and in memory what happened since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow

from zugong.dictionary.declarations import RecordType
from zugong.figures.replica import source
from zugong.figures.replica.base import BaseLabel, attach_base, fill_base
from zugong.figures.replica.columns import quoted, replica_columns
from zugong.figures.replica.source import Seal, SourceTable
from zugong.figures.replica.tables import create_tables, gone, insert_gone, insert_rows, open_duckdb, run, transaction

_ENTRIES_AT_ONCE = 500


class LocalCopy:
    """A base and the delta on top of it. `seal` is the entry up to which it answers, `delta_rows` what the delta holds.

    Not safe for several threads; `cursor` gives what is.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, tables: Sequence[SourceTable], label: BaseLabel) -> None:
        self._connection, self._tables = connection, tables
        self.label, self.seal, self.delta_rows = label, label.seal, 0
        run(connection, "SET enable_external_access = false")  # no statement of a question reads or writes files
        run(connection, "CREATE SCHEMA delta")
        run(connection, "CREATE SCHEMA gone")
        run(connection, f"CREATE TABLE mark AS SELECT {label.seal.number}::BIGINT AS number")
        for table in tables:
            run(connection, f"CREATE TABLE {gone(table)} (id BIGINT, ret BIGINT)")
            create_tables(connection, table.kinds, "delta")
            _create_views(connection, table, with_delta=False)
        self._with_delta: frozenset[str] = frozenset()

    @classmethod
    def on_file(cls, path: Path, tables: Sequence[SourceTable], fingerprint: str) -> LocalCopy | None:
        """On a finished base. None where it was built for another catalogue, or was removed at this moment."""
        connection = open_duckdb(path.parent)
        try:
            label = attach_base(connection, path)
        except duckdb.IOException:
            connection.close()
            return None
        if label.fingerprint != fingerprint:
            connection.close()
            return None
        return cls(connection, tables, label)

    @classmethod
    def in_memory(cls, folder: Path, tables: Sequence[SourceTable], fingerprint: str) -> LocalCopy:
        """On a base of its own in memory, with what this connection sees now."""
        connection = open_duckdb(folder)
        run(connection, "ATTACH ':memory:' AS base")
        return cls(connection, tables, fill_base(connection, tables, fingerprint))

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own to the same data, for one thread."""
        return self._connection.cursor()

    def close(self) -> None:
        self._connection.close()

    def catch_up(self, top: Seal) -> None:
        """Take in what the entries after `seal` up to `top` did: all of it, or after an error nothing."""
        assert top.number > self.seal.number, f"the copy is at {self.seal}, ahead of {top}"
        touched: dict[str, SourceTable] = {}
        with transaction(self._connection):
            count = sum(self._apply(entries, touched) for entries in _parts(self.seal.number, top.number))
            for name in touched.keys() - self._with_delta:
                _create_views(self._connection, touched[name], with_delta=True)
            run(self._connection, f"UPDATE mark SET number = {top.number}")
        self._with_delta |= touched.keys()
        self.seal = top
        self.delta_rows += count

    def _apply(self, entries: pyarrow.Table, touched: dict[str, SourceTable]) -> int:
        """Take in what a part of the entries did, and note in which tables; how many rows that were."""
        ids = entries.column("id").to_pylist()
        count = 0
        # Ids of entries first, then the rows by them: as one join, both databases scan the whole table.
        for table, has_new, has_gone in source.touched(self._tables, ids):
            touched[table.name] = table
            for rows in source.rows_recorded_in(table, ids) if has_new else ():
                insert_rows(self._connection, table, source.numbered(rows, entries), schema="delta")
                count += rows.num_rows
            for rows in source.rows_retracted_in(table, ids) if has_gone else ():
                insert_gone(self._connection, table, source.gone_rows(rows, entries))
                count += rows.num_rows
        return count


def _parts(after: int, last: int) -> Iterator[pyarrow.Table]:
    for chunk in source.entries_between(after, last):
        for start in range(0, chunk.num_rows, _ENTRIES_AT_ONCE):
            yield chunk.slice(start, _ENTRIES_AT_ONCE)


def believed_view(type_code: str) -> str:
    """The name of the view of rows that are believed now."""
    return quoted(f"b_{type_code}")


def history_view(type_code: str) -> str:
    """The name of the view of all rows, believed or not."""
    return quoted(f"t_{type_code}")


def _create_views(connection: duckdb.DuckDBPyConnection, table: SourceTable, *, with_delta: bool) -> None:
    """The views of a table's record types: on the base alone, or, once something happened to the table, with the delta.

    Most tables rest on most days, and planning a question over two halves costs as much as counting.
    """
    for kind in table.kinds:
        columns = [f"rows.{quoted(column.name)}" for column in replica_columns(kind) if column.name != "ret"]
        shown = ", ".join(columns)
        history, believed = _with_delta(table, kind, shown) if with_delta else _on_base(kind, shown)
        run(connection, f"CREATE OR REPLACE VIEW {history_view(kind.code)} AS {history}")
        run(connection, f"CREATE OR REPLACE VIEW {believed_view(kind.code)} AS {believed}")


def _on_base(kind: RecordType, columns: str) -> tuple[str, str]:
    """The rows of the base, all of them and the believed ones."""
    history = f"SELECT {columns}, rows.ret FROM base.{quoted(kind.code)} AS rows"
    return history, f"{history} WHERE rows.ret IS NULL"


def _with_delta(table: SourceTable, kind: RecordType, columns: str) -> tuple[str, str]:
    """The same with what happened since."""
    name, gone_rows = quoted(kind.code), gone(table)
    history = " UNION ALL ".join(
        f"SELECT {columns}, coalesce(rows.ret, gone.ret) AS ret"
        f" FROM {schema}.{name} AS rows LEFT JOIN {gone_rows} AS gone ON gone.id = rows.id"
        for schema in ("base", "delta")
    )
    # NOT IN is planned as one hash set; NOT EXISTS took six times as long.
    believed = " UNION ALL ".join(
        f"SELECT {columns}, rows.ret FROM {schema}.{name} AS rows"
        f" WHERE rows.ret IS NULL AND rows.id NOT IN (SELECT id FROM {gone_rows})"
        for schema in ("base", "delta")
    )
    return history, believed
