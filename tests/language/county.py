"""A small invented county for these tests: its record types, rules, random rows, and the same rows in DuckDB."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import duckdb

from zugong.kernel.time import PartialDate, ymd
from zugong.language.checker import check
from zugong.language.duckdb import CompiledCondition, CompiledValue, quoted
from zugong.language.moment import Moment
from zugong.language.schema import FieldType, Kind, TypeTable
from zugong.language.tree import Checked

INTEGER, TEXT, BOOLEAN = FieldType(Kind.INTEGER), FieldType(Kind.TEXT), FieldType(Kind.BOOLEAN)
DAY, DATE = FieldType(Kind.DAY), FieldType(Kind.DATE)


def code(*codes: str) -> FieldType:
    return FieldType(Kind.CODE, codes=frozenset(codes))


def ref(target: str) -> FieldType:
    return FieldType(Kind.REF, target=target)


SCHEMA = {
    "person": TypeTable(
        "person",
        "state",
        True,
        {
            "name": TEXT,
            "gender": code("f", "m"),
            "birth": DATE,
            "poor": BOOLEAN,
            "income": INTEGER,
            "organisation": ref("organisation"),
            "id_number": FieldType(Kind.TEXT, hidden=True),
        },
        {
            "age": "years(birth, day)",
            "young": "age < 35 and poor is known",
            "in_office": "some(appointment, holds() and person = this)",
            "has_comrade": "some(person, organisation = this.organisation and birth < this.birth)",
            "income_and_age": "income + age - 1",
        },
    ),
    "organisation": TypeTable(
        "organisation",
        "state",
        True,
        {"kind": code("branch", "committee"), "parent": ref("organisation"), "founded": DATE},
        {"has_young": "some(person, organisation = this and young)"},
    ),
    "post": TypeTable("post", "state", True, {"kind": code("team", "secretary", "head"), "place": ref("organisation")}),
    "appointment": TypeTable(
        "appointment",
        "state",
        True,
        {"person": ref("person"), "post": ref("post"), "decided": DATE},
        {
            "dual_post": "some(appointment, holds() and post.place = this.post.place and post.kind = 'head'"
            " and person = this.person)"
        },
    ),
    "step": TypeTable(
        "step", "event", True, {"person": ref("person"), "kind": code("applied", "admitted"), "due": DAY}
    ),
    "payment": TypeTable(
        "payment", "event", False, {"person": ref("person"), "amount": INTEGER, "step": ref("step"), "paid": BOOLEAN}
    ),
    "grant": TypeTable("grant", "state", False, {"person": ref("person"), "amount": INTEGER, "kind": code("a", "b")}),
}
RULES = {"line": Kind.INTEGER, "kind": Kind.CODE, "word": Kind.TEXT}
MOMENT = Moment(
    date(2020, 12, 31), date(2020, 1, 1), date(2021, 1, 1), {"line": 18, "kind": "secretary", "word": "Wang"}
)

# Leap days, their neighbours, days before 1970, ends of years: where counting goes wrong.
DAYS = [
    date(1950, 1, 1), date(1952, 2, 29), date(1968, 2, 29), date(1969, 12, 31), date(1987, 5, 1), date(1987, 5, 20),
    date(2000, 2, 29), date(2001, 2, 28), date(2001, 3, 1), date(2019, 12, 31), date(2020, 1, 1), date(2020, 2, 28),
    date(2020, 2, 29), date(2020, 3, 1), date(2020, 12, 30), date(2020, 12, 31), date(2021, 1, 1),
]  # fmt: skip


@dataclass(frozen=True)
class County:
    """Believed rows by type."""

    tables: Mapping[str, Sequence[Mapping[str, Any]]]

    def rows(self, type_code: str) -> Sequence[Mapping[str, Any]]:
        return self.tables.get(type_code, ())


def checked(text: str, type_code: str = "person") -> Checked:
    return check(text, type_code, SCHEMA, RULES)


# Random rows


def random_county(seed: int, anchors: int = 5) -> County:
    """A county made by chance: most fields known, some records missing, some ended."""
    chance = random.Random(seed)
    return County({code: list(_random_rows(chance, table, anchors)) for code, table in SCHEMA.items()})


def random_moment(seed: int) -> Moment:
    chance = random.Random(seed)
    start, end = sorted(chance.sample(DAYS, 2))
    return Moment(chance.choice(DAYS), start, end, MOMENT.rules)


def _random_rows(chance: random.Random, table: TypeTable, anchors: int):
    number = 0
    for anchor in range(1, anchors + 1):
        for times in _random_times(chance, table):
            number += 1
            fields = {name: _random_value(chance, type, anchors) for name, type in table.fields.items()}
            yield {"id": number, "anchor": anchor, **times, **fields}


def _random_times(chance: random.Random, table: TypeTable) -> list[dict[str, date | None]]:
    if table.time == "event":
        return [{"on": chance.choice(DAYS)} for _ in range(chance.randint(0, 1 if table.anchored else 2))]
    bounds = [*sorted(chance.sample(DAYS, chance.randint(1, 3))), None]
    times = [{"since": since, "until": until} for since, until in pairwise(bounds)]
    return [time for time in times if chance.random() < 0.7]


def _random_value(chance: random.Random, type: FieldType, anchors: int) -> Any:
    if chance.random() < 0.15:
        return None
    match type.kind:
        case Kind.INTEGER:
            return chance.choice([-1, 0, 1, 17, 18, 19, 35, 2_147_483_647])
        case Kind.TEXT:
            return chance.choice(["Wang", "O'Neil", "王芳", ""])
        case Kind.CODE:
            return chance.choice(sorted(type.codes or ()))
        case Kind.BOOLEAN:
            return chance.random() < 0.5
        case Kind.DAY:
            return chance.choice(DAYS)
        case Kind.DATE:
            return PartialDate(chance.choice(DAYS).isoformat()[: chance.choice([4, 7, 10, 10])])
    return chance.randint(1, anchors + 1)


# The same rows in DuckDB

_SQL_TYPE = {Kind.TEXT: "VARCHAR", Kind.CODE: "VARCHAR", Kind.BOOLEAN: "BOOLEAN"}


def relation(type_code: str) -> str:
    return quoted(f"b_{type_code}")


@cache
def small_database() -> duckdb.DuckDBPyConnection:
    """One in-memory DuckDB for all small counties: opening one takes longer than filling it."""
    return duckdb.connect(config={"threads": 1})


def columnar(county: County) -> duckdb.DuckDBPyConnection:
    """The county in DuckDB, as the engine expects it; takes the place of the county before."""
    connection = small_database()
    create_tables(connection)
    for type_code, table in SCHEMA.items():
        rows = [_stored(table, row) for row in county.rows(type_code)]
        if rows:
            marks = ", ".join(f"({', '.join('?' * len(rows[0]))})" for _ in rows)
            connection.execute(
                f"INSERT INTO {relation(type_code)} VALUES {marks}", [value for row in rows for value in row]
            )
    return connection


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Empty tables for every type."""
    for type_code, table in SCHEMA.items():
        columns = [f"{quoted(name)} {sql_type}" for name, sql_type in _columns(table)]
        connection.execute(f"CREATE OR REPLACE TABLE {relation(type_code)} ({', '.join(columns)})")


def _columns(table: TypeTable) -> list[tuple[str, str]]:
    columns = [("id", "BIGINT"), ("anchor", "BIGINT"), *((name, "INTEGER") for name in table.implicit)]
    for name, type in table.fields.items():
        names = [f"{name}_lo", f"{name}_hi"] if type.kind is Kind.DATE else [name]
        columns += [(column, _SQL_TYPE.get(type.kind, "INTEGER")) for column in names]
    return columns


def _stored(table: TypeTable, row: Mapping[str, Any]) -> list[Any]:
    values = [row["id"], row["anchor"], *(_day_number(row[name]) for name in table.implicit)]
    for name, type in table.fields.items():
        value = row[name]
        if type.kind is Kind.DATE:
            values += [value and ymd(value.first), value and ymd(value.last)]
        else:
            values.append(_day_number(value))
    return values


def _day_number(value: Any) -> Any:
    return ymd(value) if isinstance(value, date) else value


def asked(
    connection: duckdb.DuckDBPyConnection, type_code: str, compiled: CompiledCondition | CompiledValue
) -> dict[int, tuple[Any, bool]]:
    """Row id to (result, undecided), as the engine says; fails where a join made two rows of one."""
    source = " ".join([f"{relation(type_code)} AS r", *compiled.joins.values()])
    found = connection.execute(f"SELECT r.id, {compiled.expression}, {compiled.undecided} FROM {source}").fetchall()
    answers = {number: (result, undecided) for number, result, undecided in found}
    assert len(answers) == len(found)
    return answers
