"""Which columns the columnar copy has, decided in one place from the record type."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import Field, RecordType
from zugong.kernel.errors import PackError

_FORMAT = 1  # of the base file; another number and every base is built anew


@dataclass(frozen=True, slots=True)
class ReplicaColumn:
    """One column of the copy. `source` is what it is made of, `conversion` the SQL, with `{}` for the source.

    A source is a field's code, or id, anchor, since, until, rec or ret.
    """

    name: str
    sql_type: str
    source: str
    conversion: str


def quoted(name: str) -> str:
    """A name as an SQL identifier, in DuckDB and in both databases of record."""
    return '"' + name.replace('"', '""') + '"'


def replica_columns(kind: RecordType) -> tuple[ReplicaColumn, ...]:
    """The columns of a record type, in order: identity, days, entry numbers, then the fields that are not encrypted.

    Days are YYYYMMDD. A date that may be partial takes `<field>_lo` and `<field>_hi`, its first and last possible day.
    `rec` and `ret` are the numbers of the entries that recorded and withdrew the row. Raises PackError where two
    columns would have one name.
    """
    dates = [_day("since", "since"), _day("until", "until")] if kind.is_state else [_day("on", "since")]
    columns = [
        ReplicaColumn("id", "BIGINT", "id", "{}"),
        ReplicaColumn("anchor", "BIGINT", "anchor", "{}"),
        *dates,
        ReplicaColumn("rec", "BIGINT", "rec", "{}"),
        ReplicaColumn("ret", "BIGINT", "ret", "{}"),
        *(column for field in kind.fields.values() for column in _field_columns(field)),
    ]
    taken = [name for name, count in Counter(column.name.casefold() for column in columns).items() if count > 1]
    if taken:
        raise PackError(f"two columns of the figures would be called {taken[0]!r}; rename the field", file=kind.file)
    return tuple(columns)


def _field_columns(field: Field) -> list[ReplicaColumn]:
    replica = field.type.replica
    if field.hidden or not replica:
        return []
    if replica == "range":
        return [
            ReplicaColumn(f"{field.code}_lo", "INTEGER", field.code, _FIRST_DAY),
            ReplicaColumn(f"{field.code}_hi", "INTEGER", field.code, _LAST_DAY),
        ]
    if field.type.name == "day":
        return [_day(field.code, field.code)]
    return [ReplicaColumn(field.code, replica, field.code, f"CAST({{}} AS {replica})")]


def _day(name: str, source: str) -> ReplicaColumn:
    return ReplicaColumn(name, "INTEGER", source, _WHOLE_DAY)


_WHOLE_DAY = "CAST(replace({0}, '-', '') AS INTEGER)"
_MONTH = "CAST(replace({0}, '-', '') AS INTEGER) * 100"
# An unknown date has no length, so no branch takes it and the answer is unknown too.
_FIRST_DAY = (
    "CASE length({0}) WHEN 10 THEN " + _WHOLE_DAY + " WHEN 7 THEN " + _MONTH + " + 1"
    " WHEN 4 THEN CAST({0} AS INTEGER) * 10000 + 101 END"
)
_LAST_DAY = (
    "CASE length({0}) WHEN 10 THEN "
    + _WHOLE_DAY
    + " WHEN 7 THEN "
    + _MONTH
    + " + day(last_day(CAST({0} || '-01' AS DATE)))"
    " WHEN 4 THEN CAST({0} AS INTEGER) * 10000 + 1231 END"
)


def fingerprint(catalogue: Catalogue) -> str:
    """Changes whenever a base built for one catalogue would be wrong for another: pack, types, where they lie, columns."""
    types: Mapping[str, object] = {
        code: [
            kind.time,
            kind.store,
            kind.anchored,
            [[c.name, c.sql_type, c.conversion] for c in replica_columns(kind)],
        ]
        for code, kind in sorted(catalogue.types.items())
    }
    text = json.dumps([_FORMAT, catalogue.pack, types], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
