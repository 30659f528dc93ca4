"""Existence questions must become hash joins: a nested loop over 12,000 x 150,000 rows would take minutes."""

from __future__ import annotations

import duckdb
import pytest

from tests.language.county import MOMENT, checked, create_tables, relation
from zugong.language.duckdb import compile_condition

ROWS = {
    "organisation": "SELECT i, i, 20000101, NULL, 'branch', i // 20, 19990101, 19990131 FROM range(1, 12001) t(i)",
    "person": "SELECT i, i, 20000101, CASE WHEN i % 10 = 0 THEN 20100101 END, 'x', 'f', 19500101 + i % 60 * 10000,"
    " 19500131 + i % 60 * 10000, true, i, 1 + i * 7919 % 12000, NULL FROM range(1, 150001) t(i)",
    "post": "SELECT i, i, 20000101, NULL, 'secretary', 1 + i * 31 % 12000 FROM range(1, 150001) t(i)",
    "appointment": "SELECT i, i, 20000101, NULL, 1 + i * 17 % 150000, i, 20000101, 20000101 FROM range(1, 150001) t(i)",
}


@pytest.fixture(scope="module")
def large_county():
    with duckdb.connect(config={"threads": 2}) as connection:
        create_tables(connection)
        for type_code, rows in ROWS.items():
            connection.execute(f"INSERT INTO {relation(type_code)} {rows}")
        yield connection


@pytest.mark.parametrize(
    ("type_code", "text"),
    [
        ("organisation", "some(person, organisation = this and holds() and gender = 'f')"),
        ("organisation", "none(person, organisation = this and not (years(birth, day) < 35) and poor)"),
        ("organisation", "has_young"),
        ("organisation", "some(person, organisation = this.parent and since < this.since)"),
        (
            "organisation",
            "some(appointment, holds() and post.place = this and post.kind = 'secretary' and"
            " some(appointment, post.place = this.post.place and post.kind = 'head' and person = this.person))",
        ),
        ("appointment", "dual_post or person.in_office"),
        ("step", "person.organisation.kind = 'branch'"),
    ],
)
def test_existence_is_planned_as_a_hash_join(large_county, type_code, text):
    plan = planned(large_county, type_code, text)

    assert [
        word for word in ("NESTED_LOOP", "BLOCKWISE", "CROSS_PRODUCT", "PIECEWISE", "IE_JOIN") if word in plan
    ] == []


def planned(connection: duckdb.DuckDBPyConnection, type_code: str, text: str) -> str:
    """DuckDB's plan for counting the rows with the condition and the undecided ones, after really counting them."""
    compiled = compile_condition(checked(text, type_code), MOMENT, relation)
    source = " ".join([f"{relation(type_code)} AS r", *compiled.joins.values()])
    counts = f"SELECT count(*) FILTER ({compiled.expression}), count(*) FILTER ({compiled.undecided}) FROM {source}"
    connection.execute(counts).fetchall()
    return connection.execute(f"EXPLAIN {counts}").fetchall()[0][1]
