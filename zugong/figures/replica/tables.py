"""DuckDB's side of the copy: its settings, its tables, and how a chunk of source rows becomes typed rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow
from django.conf import settings

from zugong.dictionary.declarations import RecordType
from zugong.figures.replica.columns import ReplicaColumn, quoted, replica_columns
from zugong.figures.replica.folder import new_spill_path
from zugong.figures.replica.source import SourceTable


def open_duckdb(folder: Path) -> duckdb.DuckDBPyConnection:
    """An empty DuckDB in memory, within the site's limits, that spills into `folder` and fetches no extension ever."""
    return duckdb.connect(
        ":memory:",
        config={
            "memory_limit": getattr(settings, "ZUGONG_REPLICA_MEMORY", "200MB"),
            "threads": getattr(settings, "ZUGONG_REPLICA_THREADS", 2),
            "temp_directory": str(new_spill_path(folder)),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "false",
            "python_enable_replacements": "false",  # a name in SQL is a table, never a Python variable
        },
    )


def run(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple]:
    """Run a statement to its end: a result that is not fetched keeps the connection busy."""
    return connection.execute(sql).fetchall()


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of what is run inside, or after an error nothing."""
    run(connection, "BEGIN")
    complete = False
    try:
        yield
        complete = True
    finally:
        run(connection, "COMMIT" if complete else "ROLLBACK")


def create_tables(connection: duckdb.DuckDBPyConnection, kinds: Sequence[RecordType], schema: str) -> None:
    """One empty table per record type."""
    for kind in kinds:
        columns = ", ".join(f"{quoted(column.name)} {column.sql_type}" for column in replica_columns(kind))
        run(connection, f"CREATE TABLE {schema}.{quoted(kind.code)} ({columns})")


def insert_rows(connection: duckdb.DuckDBPyConnection, table: SourceTable, rows: pyarrow.Table, *, schema: str) -> None:
    """Add source rows, with the numbers of their entries, to the tables of their record types.

    Raises duckdb.ConversionException where a ledger's body does not fit its declaration.
    """
    kinds = table.kinds
    if "ledger" in rows.column_names:
        present = set(rows.column("ledger").unique().to_pylist())
        kinds = tuple(kind for kind in kinds if kind.code in present)
    with _registered(connection, rows):
        for kind in kinds:
            run(connection, f"INSERT INTO {schema}.{quoted(kind.code)} {_typed_rows(kind)}")


def insert_gone(connection: duckdb.DuckDBPyConnection, table: SourceTable, rows: pyarrow.Table) -> None:
    """Add the ids of withdrawn rows, each with the number of the entry that withdrew it."""
    with _registered(connection, rows):
        run(connection, f"INSERT INTO {gone(table)} SELECT id, ret FROM chunk")


def gone(table: SourceTable) -> str:
    """The table that lists which rows of a source table were withdrawn after the base was built."""
    return f"gone.{quoted(table.name)}"


@contextmanager
def _registered(connection: duckdb.DuckDBPyConnection, rows: pyarrow.Table) -> Iterator[None]:
    """Inside, statements read the rows as `chunk`."""
    connection.register("chunk", rows)
    try:
        yield
    finally:
        connection.unregister("chunk")


def _typed_rows(kind: RecordType) -> str:
    columns = replica_columns(kind)
    if not kind.is_ledger:
        return f"SELECT {_shown(columns, {})} FROM chunk AS c"
    fields = [code for code in kind.fields if any(column.source == code for column in columns)]
    paths = ", ".join(_text(f'$."{code}"') for code in fields)
    # Texts and a cast, not json_transform: what does not fit its type must be an error, never unknown.
    parts = f"json_extract_string(body, [{paths}]::VARCHAR[]) AS parts"
    places = {code: f"c.parts[{position}]" for position, code in enumerate(fields, start=1)}
    return (
        f"SELECT {_shown(columns, places)} FROM (SELECT *, {parts} FROM chunk WHERE ledger = {_text(kind.code)}) AS c"
    )


def _shown(columns: Sequence[ReplicaColumn], places: Mapping[str, str]) -> str:
    return ", ".join(
        column.conversion.format(places.get(column.source, f"c.{quoted(column.source)}")) for column in columns
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
