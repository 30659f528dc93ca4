"""What the language means, case by case, on small tables by hand; each case is asked of both engines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from tests.language.county import MOMENT, RULES, SCHEMA, County, asked, checked, columnar, relation
from zugong.kernel.time import PartialDate
from zugong.language.checker import check_value
from zugong.language.duckdb import compile_condition, compile_value
from zugong.language.errors import LanguageError
from zugong.language.moment import Moment
from zugong.language.reference import Verdict, evaluate, value_of

TRUE, FALSE = Verdict(True, False), Verdict(False, False)
UNDECIDED = Verdict(False, True)
TRUE_BUT_UNDECIDED = Verdict(True, True)
LONG_AGO = date(1950, 1, 1)


def row(type_code: str, number: int = 1, **fields: Any) -> dict[str, Any]:
    """A row that still holds, or an event of the day asked for; what is not given is unknown."""
    table = SCHEMA[type_code]
    times = {"since": LONG_AGO, "until": None} if table.time == "state" else {"on": MOMENT.day}
    return {"id": number, "anchor": number, **times, **dict.fromkeys(table.fields), **fields}


def verdict(text: str, type_code: str, *rows: dict[str, Any], moment: Moment = MOMENT, **tables: Any) -> Verdict:
    """What both engines say of the first row; `tables` are the rows of other types."""
    return verdicts(text, type_code, list(rows), moment, tables)[0]


def verdicts(
    text: str,
    type_code: str,
    rows: list[dict[str, Any]],
    moment: Moment = MOMENT,
    tables: Mapping[str, list[dict[str, Any]]] = MappingProxyType({}),
) -> list[Verdict]:
    """What both engines say of each of the rows, which come on top of those in `tables`."""
    others = [other for other in tables.get(type_code, []) if other not in rows]
    county = County({**tables, type_code: [*rows, *others]})
    condition = checked(text, type_code)
    found = [evaluate(condition, row, county, moment) for row in rows]
    fast = asked(columnar(county), type_code, compile_condition(condition, moment, relation))
    assert [fast[row["id"]] for row in rows] == [(each.holds, each.undecided) for each in found]
    return found


def born(text: str) -> dict[str, Any]:
    return row("person", birth=PartialDate(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("income > 0", FALSE),
        ("income <= 0", FALSE),
        ("not (income > 0)", TRUE),
        ("gender != 'f'", FALSE),
        ("not (gender = 'f')", TRUE),
        ("gender in ('f', 'm')", FALSE),
        ("gender is known", FALSE),
        ("gender is unknown", TRUE),
        ("poor", FALSE),
        ("not poor", TRUE),
        ("poor = false", FALSE),
        ("organisation = organisation", FALSE),
        ("income + 1 > 0", FALSE),
        ("organisation.kind is unknown", TRUE),
        ("years(birth, day) > 0", FALSE),
        ("birth is unknown", TRUE),
        ("until is unknown", TRUE),
        ("until > day", FALSE),
    ],
)
def test_a_comparison_with_something_unknown_is_false_and_not_is_classical(text, expected):
    assert verdict(text, "person", row("person")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("income > 17", TRUE),
        ("income > 18", FALSE),
        ("income >= rule('line')", TRUE),
        ("income + 2 - 3 = 17", TRUE),
        ("income - 20 = -2", TRUE),
        ("income in (17, 18)", TRUE),
        ("name = 'O''Neil'", TRUE),
        ("name != rule('word')", TRUE),
        ("not name = 'x' and false or true", TRUE),
        ("not (name = 'x' or true)", FALSE),
        ("poor = true and poor != false and poor", TRUE),
        ("(income = 18) = true", TRUE),
        ("(income = 18) != true", FALSE),
        ("(income = 18) = false", FALSE),
        ("false != (income = 18)", TRUE),
        ("since < day", TRUE),
        ("day >= period_start and day < period_end", TRUE),
        ("years_before(day('2020-02-29'), 1) = day('2019-02-28')", TRUE),
        ("years_before(day, rule('line') + 2) = day('2000-12-31')", TRUE),
    ],
)
def test_known_values_compare_as_they_read(text, expected):
    person = row("person", income=18, name="O'Neil", poor=True)

    assert verdict(text, "person", person) == expected


@pytest.mark.parametrize(
    ("birth", "text", "expected"),
    [
        ("1987-05", "birth < day('1987-06-01')", TRUE),
        ("1987-05", "birth < day('1987-05-31')", UNDECIDED),
        ("1987-05", "birth <= day('1987-05-31')", TRUE),
        ("1987-05", "birth < day('1987-05-01')", FALSE),
        ("1987-05", "birth <= day('1987-05-01')", UNDECIDED),
        ("1987-05", "birth > day('1987-04-30')", TRUE),
        ("1987-05", "birth >= day('1987-05-02')", UNDECIDED),
        ("1987-05", "birth = day('1987-05-20')", UNDECIDED),
        ("1987-05", "birth = day('1987-06-01')", FALSE),
        ("1987-05", "birth != day('1987-05-20')", UNDECIDED),
        ("1987-05", "birth != day('1987-06-01')", TRUE),
        ("1987-05", "birth != day('1987-05-01')", UNDECIDED),
        ("1987-05", "birth != day('1987-05-31')", UNDECIDED),
        ("1987-05", "birth = birth", UNDECIDED),
        ("1987-05-20", "birth = day('1987-05-20')", TRUE),
        ("1987-05-20", "birth != day('1987-05-20')", FALSE),
        ("1987-05", "birth is known", TRUE),
        ("1985-12-31", "years(birth, day) = 35", TRUE),
        ("1986-01-01", "years(birth, day) = 34", TRUE),
        ("1985", "years(birth, day) >= 35", TRUE),
        ("1985", "years(birth, day) = 35", TRUE),
        ("1985", "years(birth, day) > 35", FALSE),
        ("1985-12", "years(birth, period_start) < 35", TRUE),
        ("1985", "years(birth, years_before(day('2020-06-15'), 0)) < 35", UNDECIDED),
        ("1985", "years(birth, day('2020-06-15')) in (34, 35)", TRUE),
        ("1985", "years(birth, day('2020-06-15')) in (33, 34)", UNDECIDED),
        ("1985", "years(birth, day('2020-06-15')) in (36, 33)", FALSE),
        ("1985", "1 + years(birth, day('2020-06-15')) <= 36", TRUE),
        ("1985", "100 - years(birth, day('2020-06-15')) <= 65", UNDECIDED),
        ("2000-02-29", "years(birth, day('2001-02-28')) = 0", TRUE),
        ("2000-02-29", "years(birth, day('2001-03-01')) = 1", TRUE),
        ("1952-02-29", "years(birth, day('1969-03-01')) = 17", TRUE),
        ("2021", "years(birth, day) is known", FALSE),
        ("2020", "years(birth, day) = 0", TRUE),
        ("2020", "years(birth, day('2020-06-15')) is known", UNDECIDED),
        ("2020", "years(birth, day('2020-06-15')) = 0", UNDECIDED),
        ("2020", "years(birth, day('2020-06-15')) > 0", FALSE),
        ("2020", "years(birth, day('2020-06-15')) in (0)", UNDECIDED),
        ("2020", "years(birth, day('2020-06-15')) is unknown", TRUE_BUT_UNDECIDED),
    ],
)
def test_a_partial_date_decides_a_comparison_only_when_all_its_days_agree(birth, text, expected):
    assert verdict(text, "person", born(birth)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not (birth = day('1987-05-20'))", TRUE_BUT_UNDECIDED),
        ("birth = day('1987-05-20') and false", FALSE),
        ("birth = day('1987-05-20') and true", UNDECIDED),
        ("birth = day('1987-05-20') or true", TRUE),
        ("birth = day('1987-05-20') or false", UNDECIDED),
        ("not (birth = day('1987-05-20')) and poor", FALSE),
        ("not (birth = day('1987-05-20') or poor)", TRUE_BUT_UNDECIDED),
    ],
)
def test_undecided_parts_combine_by_the_rules_of_kleene(text, expected):
    assert verdict(text, "person", born("1987-05")) == expected


@pytest.mark.parametrize("operator", ["=", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("birth", ["1987-05", "1988-02", "1988-02-29"])
def test_a_verdict_is_what_trying_every_day_gives(operator, birth):
    partial = PartialDate(birth)
    days = [partial.first + timedelta(days=number) for number in range((partial.last - partial.first).days + 1)]
    for text in (f"birth {operator} day('1988-02-29')", f"years(birth, day('2020-05-20')) {operator} 33"):
        certain = [row("person", number, birth=PartialDate.of(day)) for number, day in enumerate(days)]
        each = {found.holds for found in verdicts(text, "person", certain)}

        assert verdict(text, "person", born(birth)) == Verdict(each == {True}, each == {True, False})


def test_the_rows_that_hold_are_those_of_the_day():
    day = MOMENT.day
    held = {
        (since, until): verdict("holds()", "person", row("person", since=since, until=until)).holds
        for since in (day - timedelta(days=1), day, day + timedelta(days=1))
        for until in (day, day + timedelta(days=1), None)
        if until is None or since < until
    }

    assert held == {
        (day - timedelta(days=1), day): False,
        (day - timedelta(days=1), day + timedelta(days=1)): True,
        (day - timedelta(days=1), None): True,
        (day, day + timedelta(days=1)): True,
        (day, None): True,
        (day + timedelta(days=1), None): False,
    }


def moved() -> list[dict[str, Any]]:
    """Person 7 was in branch 1 until 2019-12-31 and in committee 2 since."""
    new_year = date(2020, 1, 1)
    return [
        row("person", 10, anchor=7, until=new_year, organisation=1),
        row("person", 11, anchor=7, since=new_year, organisation=2),
    ]


ORGANISATIONS = [row("organisation", 1, kind="branch"), row("organisation", 2, kind="committee", parent=1)]


def test_a_path_from_a_state_is_read_on_the_day():
    appointment = row("appointment", person=7)
    tables = {"person": moved(), "organisation": ORGANISATIONS}

    then = Moment(date(2019, 12, 31), date(2019, 1, 1), date(2020, 1, 1))

    assert verdict("person.organisation.kind = 'committee'", "appointment", appointment, **tables) == TRUE
    assert verdict("person.organisation.kind = 'branch'", "appointment", appointment, moment=then, **tables) == TRUE
    assert verdict("person.organisation.parent.kind = 'branch'", "appointment", appointment, **tables) == TRUE


def test_a_path_from_an_event_is_read_on_its_own_day():
    before, after = row("step", person=7, on=date(2019, 12, 31)), row("step", person=7, on=date(2020, 1, 1))
    tables = {"person": moved(), "organisation": ORGANISATIONS}

    assert verdict("person.organisation.kind = 'branch'", "step", before, **tables) == TRUE
    assert verdict("person.organisation.kind = 'committee'", "step", after, **tables) == TRUE


def test_inside_some_a_path_starts_at_its_row_and_after_this_at_the_enclosing_row():
    organisation = row("organisation", 3)
    tables = {"person": moved(), "organisation": ORGANISATIONS, "step": [row("step", person=7, on=date(2019, 5, 1))]}
    then = Moment(date(2019, 12, 31), date(2019, 1, 1), date(2020, 1, 1))
    text = "some(step, person.organisation.kind = 'branch')"

    assert verdict(text, "organisation", organisation, **tables) == TRUE
    assert verdict("some(step, this.organisation.kind = 'branch')", "person", *moved(), **tables, moment=then) == TRUE
    assert verdict("some(step, this.organisation.kind = 'branch')", "person", moved()[1], **tables) == FALSE


def test_a_path_to_an_event_reads_its_row_whatever_the_day():
    payment = row("payment", step=4, on=date(2001, 1, 1))

    assert verdict("step.kind = 'admitted'", "payment", payment, step=[row("step", 4, kind="admitted")]) == TRUE


def test_nothing_can_be_read_of_a_missing_or_ended_record_but_the_reference_itself_is_known():
    appointment = row("appointment", person=7)
    ended = [row("person", 7, until=MOMENT.day, gender="f")]

    assert verdict("person is known", "appointment", appointment) == TRUE
    assert verdict("person.gender is unknown", "appointment", appointment, person=ended) == TRUE
    assert verdict("person.gender != 'm'", "appointment", appointment, person=ended) == FALSE
    assert verdict("person.young", "appointment", appointment, person=ended) == FALSE


def test_this_is_the_record_of_the_directly_enclosing_row():
    organisation = row("organisation", 1)
    person = [row("person", 7, organisation=1)]
    text = "some(person, organisation = this and some(appointment, person = this))"

    assert verdict(text, "organisation", organisation, person=person) == FALSE
    assert (
        verdict(text, "organisation", organisation, person=person, appointment=[row("appointment", person=7)]) == TRUE
    )
    assert (
        verdict(text, "organisation", organisation, person=person, appointment=[row("appointment", person=1)]) == FALSE
    )


@pytest.mark.parametrize(
    ("births", "some", "none"),
    [
        ([], FALSE, TRUE),
        (["1980-01-01"], FALSE, TRUE),
        (["1987-05-20"], TRUE, FALSE),
        (["1987-05"], UNDECIDED, TRUE_BUT_UNDECIDED),
        (["1987-05", "1980-01-01"], UNDECIDED, TRUE_BUT_UNDECIDED),
        (["1987-05", "1987-05-20"], TRUE, FALSE),
    ],
)
def test_some_is_undecided_when_no_row_is_true_and_one_is_undecided(births, some, none):
    organisation = row("organisation", 1)
    people = [row("person", 7 + n, organisation=1, birth=PartialDate(text)) for n, text in enumerate(births)]
    condition = "person, organisation = this and birth = day('1987-05-20')"

    assert verdict(f"some({condition})", "organisation", organisation, person=people) == some
    assert verdict(f"none({condition})", "organisation", organisation, person=people) == none


def test_a_derived_field_means_the_same_through_a_path_and_inside_some():
    person = row("person", 7, birth=PartialDate("2000-02-29"), income=5, organisation=1)
    tables = {"person": [person], "appointment": [row("appointment", 3, person=7)]}

    assert verdict("age = 20 and in_office and income_and_age = 24", "person", person, **tables) == TRUE
    assert verdict("person.age = 20 and person.in_office", "appointment", tables["appointment"][0], **tables) == TRUE
    assert (
        verdict("some(person, in_office and organisation = this)", "organisation", row("organisation"), **tables)
        == TRUE
    )
    assert verdict("in_office", "person", row("person", 8), **tables) == FALSE


def test_a_sum_of_large_amounts_does_not_overflow():
    assert verdict("income + income > 4000000000", "person", row("person", income=2_147_483_647)) == TRUE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("organisation", (3, False)),
        ("gender", ("f", False)),
        ("birth", (None, True)),
        ("since", (19500101, False)),
        ("until", (None, False)),
        ("income", (None, False)),
        ("poor", (None, False)),
        ("not poor", (True, False)),
        ("years(birth, day)", (33, False)),
        ("years(birth, day('2020-05-15'))", (None, True)),
        ("birth < day('1987-05-05')", (False, True)),
    ],
)
def test_a_value_is_empty_where_unknown_and_where_undecided_and_tells_them_apart(text, expected):
    person = row("person", organisation=3, gender="f", birth=PartialDate("1987-05"))
    county = County({"person": [person]})
    value = check_value(text, "person", SCHEMA, RULES)

    fast = asked(columnar(county), "person", compile_value(value, MOMENT, relation))

    reading = value_of(value, person, county, MOMENT)
    slow = LONG_AGO.year * 10000 + 101 if reading.value == LONG_AGO else reading.value
    assert (fast[1], (slow, reading.undecided)) == (expected, expected)


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({}, "column 8: rule 'kind' has no value on 2020-12-31"),
        (
            {"kind": "chief"},
            "column 8: rule 'kind' has the value 'chief' on 2020-12-31, which is not a code;"
            " nearest: head, secretary, team",
        ),
        (
            {"kind": 3},
            "column 8: rule 'kind' has the value 3 on 2020-12-31, which is not a code; nearest: head, secretary, team",
        ),
    ],
)
def test_a_rule_without_a_fitting_value_on_the_day_is_an_error_and_never_a_guess(rules, message):
    moment = Moment(MOMENT.day, MOMENT.period_start, MOMENT.period_end, rules)
    condition = checked("kind = rule('kind')", "post")

    with pytest.raises(LanguageError) as slow:
        evaluate(condition, row("post", kind="head"), County({}), moment)
    with pytest.raises(LanguageError) as fast:
        compile_condition(condition, moment, relation)

    assert (str(slow.value), str(fast.value)) == (message, message)


def test_a_day_outside_the_calendar_is_an_error():
    with pytest.raises(LanguageError) as caught:
        compile_condition(checked("since > years_before(day, 5000)"), MOMENT, relation)

    assert str(caught.value) == "column 9: this day lies outside the calendar"
