"""Both engines give every text the same meaning: random counties, random texts, every row."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.language.county import RULES, SCHEMA, asked, columnar, random_county, random_moment, relation
from tests.language.expressions import any_condition, any_value
from zugong.kernel.time import ymd
from zugong.language.checker import check, check_value
from zugong.language.duckdb import compile_condition, compile_value
from zugong.language.reference import Reference

SLOWLY = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 10_000)


@SLOWLY
@given(SEEDS, st.lists(any_condition(), min_size=4, max_size=8))
def test_both_engines_agree_on_every_row_whether_it_holds_and_whether_it_is_undecided(seed, texts):
    county, moment = random_county(seed), random_moment(seed)
    reference = Reference(county, moment)

    connection = columnar(county)
    for type_code, text in texts:
        condition = check(text, type_code, SCHEMA, RULES)
        verdicts = {row["id"]: reference.verdict(condition, row) for row in county.rows(type_code)}
        compiled = compile_condition(condition, moment, relation)

        expected = {number: (verdict.holds, verdict.undecided) for number, verdict in verdicts.items()}
        assert asked(connection, type_code, compiled) == expected, text


@SLOWLY
@given(SEEDS, st.lists(any_value(), min_size=4, max_size=8))
def test_both_engines_agree_on_every_value(seed, texts):
    county, moment = random_county(seed), random_moment(seed)
    reference = Reference(county, moment)

    connection = columnar(county)
    for type_code, text in texts:
        value = check_value(text, type_code, SCHEMA, RULES)
        readings = {row["id"]: reference.reading(value, row) for row in county.rows(type_code)}
        compiled = compile_value(value, moment, relation)

        expected = {number: (as_number(found.value), found.undecided) for number, found in readings.items()}
        assert asked(connection, type_code, compiled) == expected, text


@SLOWLY
@given(SEEDS, st.lists(any_condition(), min_size=2, max_size=4))
def test_a_condition_and_its_opposite_share_all_rows_between_them(seed, texts):
    county, moment = random_county(seed), random_moment(seed)

    connection = columnar(county)
    for type_code, text in texts:
        both = [check(each, type_code, SCHEMA, RULES) for each in (text, f"not ({text})")]
        one, other = (asked(connection, type_code, compile_condition(each, moment, relation)) for each in both)

        assert other == {number: (not holds, undecided) for number, (holds, undecided) in one.items()}, text


def test_several_conditions_share_the_joins_of_their_paths():
    moment = random_moment(1)
    texts = ["post.kind = 'head'", "post.place.kind = 'branch' and post.kind = 'team'", "post.place.parent is known"]

    joins: dict[str, str] = {}
    for text in texts:
        joins |= compile_condition(check(text, "appointment", SCHEMA, RULES), moment, relation).joins

    day = ymd(moment.day)
    assert list(joins) == [f"r.post@{day}", f"r.post.place@{day}"]


def test_nothing_is_computed_where_nothing_can_be_undecided():
    condition = check("holds() and gender = 'f' and organisation.kind = 'branch'", "person", SCHEMA, RULES)

    assert compile_condition(condition, random_moment(1), relation).undecided == "false"


def as_number(value: Any) -> Any:
    return ymd(value) if isinstance(value, date) else value
