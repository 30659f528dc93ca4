"""The base of the copy: all rows up to one entry, written once, and what it says about itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow

from zugong.dictionary.declarations import RecordType
from zugong.figures.replica import source
from zugong.figures.replica.columns import quoted
from zugong.figures.replica.source import Seal, SourceTable
from zugong.figures.replica.tables import create_tables, insert_rows, open_duckdb, run


@dataclass(frozen=True, slots=True)
class BaseLabel:
    """For which catalogue a base was built, and up to which entry."""

    fingerprint: str
    seal: Seal


def write_base(path: Path, tables: Sequence[SourceTable], fingerprint: str) -> BaseLabel:
    """Build a base in a new file. It is complete when this returns; making it durable and visible is the folder's."""
    connection = open_duckdb(path.parent)
    try:
        run(connection, f"ATTACH {_literal(path)} AS base")
        label = fill_base(connection, tables, fingerprint)
        run(connection, "CHECKPOINT base")
        run(connection, "DETACH base")
    finally:
        connection.close()
    return label


def fill_base(connection: duckdb.DuckDBPyConnection, tables: Sequence[SourceTable], fingerprint: str) -> BaseLabel:
    """Copy all rows up to the last sealed entry into the empty database attached as `base`."""
    kinds = [kind for table in tables for kind in table.kinds]
    run(connection, "CREATE SCHEMA staging")
    create_tables(connection, kinds, "staging")
    label = BaseLabel(fingerprint, _stage(connection, tables))
    for kind in kinds:
        name = quoted(kind.code)
        run(connection, f"CREATE TABLE base.{name} AS SELECT * FROM staging.{name} ORDER BY {_order(kind)}")
    run(connection, "DROP SCHEMA staging CASCADE")
    _write_label(connection, label)
    return label


def _stage(connection: duckdb.DuckDBPyConnection, tables: Sequence[SourceTable]) -> Seal:
    """Read the last seal and the rows in one snapshot; what later entries did is left out even where it shows."""
    with source.snapshot():
        seal = source.last_seal()
        chunks = list(source.entries_between(0, seal.number))
        if not chunks:
            return seal
        entries = pyarrow.concat_tables(chunks)
        for table in tables:
            for rows in source.all_rows(table):
                insert_rows(connection, table, source.numbered(rows, entries), schema="staging")
    return seal


def _order(kind: RecordType) -> str:
    # Withdrawn rows stand last and events by their day, so that DuckDB skips whole blocks that a question does not need.
    return "ret IS NOT NULL, id" if kind.is_state else 'ret IS NOT NULL, "on", id'


def _write_label(connection: duckdb.DuckDBPyConnection, label: BaseLabel) -> None:
    run(connection, "CREATE TABLE base.about (fingerprint VARCHAR, number BIGINT, entry BIGINT, sealed_at VARCHAR)")
    seal = label.seal
    values = [label.fingerprint, seal.number, seal.entry, seal.sealed_at]
    connection.execute("INSERT INTO base.about VALUES (?, ?, ?, ?)", values).fetchall()


def attach_base(connection: duckdb.DuckDBPyConnection, path: Path) -> BaseLabel:
    """Attach a finished base, to read only. Raises duckdb.IOException where the file was removed meanwhile."""
    run(connection, f"ATTACH {_literal(path)} AS base (READ_ONLY)")
    ((fingerprint, number, entry, sealed_at),) = run(connection, "SELECT * FROM base.about")
    return BaseLabel(fingerprint, Seal(number, entry, sealed_at))


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
