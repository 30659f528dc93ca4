"""total(type, field, condition): what rows add up to, as a range where partial dates leave some of them open."""

from datetime import date

import pytest

from zugong.kernel.time import PartialDate
from zugong.language.checker import check, check_value
from zugong.language.errors import LanguageError
from zugong.language.moment import Moment
from zugong.language.parser import parse
from zugong.language.reference import evaluate
from zugong.language.schema import INTEGER, FieldType, Kind, TypeTable
from zugong.language.unparse import unparse

SCHEMA = {
    "trainee": TypeTable("trainee", "state", anchored=True, fields={"total": INTEGER}, derived={}),
    "lesson": TypeTable(
        "lesson",
        "event",
        anchored=False,
        fields={"trainee": FieldType(Kind.REF, target="trainee"), "held_on": FieldType(Kind.DATE), "hours": INTEGER},
        derived={},
    ),
}
MOMENT = Moment(date(2020, 12, 31), date(2020, 1, 1), date(2021, 1, 1), {})
HOURS = "total(lesson, hours, trainee = this and held_on >= day('2020-06-01'))"


class World(dict):
    def rows(self, type_code):
        return self.get(type_code, [])


def verdict(text, *lessons):
    trainee = {"id": 1, "anchor": 7, "since": date(2020, 1, 1), "until": None, "total": 12}
    rows = [
        {
            "id": number,
            "anchor": None,
            "on": date(2020, 1, 1),
            "trainee": 7,
            "held_on": PartialDate(held),
            "hours": hours,
        }
        for number, (held, hours) in enumerate(lessons)
    ]
    found = evaluate(check(text, "trainee", SCHEMA, {}), trainee, World(trainee=[trainee], lesson=rows), MOMENT)
    return found.holds, found.undecided


def test_rows_with_the_condition_are_added_up_and_what_is_unknown_adds_nothing():
    assert verdict(f"{HOURS} = 12", ("2020-07", 8), ("2020-08-01", 4), ("2020-05-31", 9), ("2020-09", None)) == (
        True,
        False,
    )
    assert verdict(f"{HOURS} = 0") == (True, False)


def test_a_row_that_may_count_makes_a_range_downwards_too_where_it_takes_away():
    assert verdict(f"{HOURS} >= 12", ("2020-07", 8), ("2020", 4)) == (False, True)
    assert verdict(f"{HOURS} <= 12", ("2020-07", 8), ("2020", 4)) == (True, False)
    assert verdict(f"{HOURS} >= 8", ("2020-07", 8), ("2020", -4)) == (False, True)
    assert verdict(f"{HOURS} <= 8", ("2020-07", 8), ("2020", -4)) == (True, False)


def test_a_field_may_still_be_called_total_and_the_text_comes_back():
    assert verdict(f"{HOURS} = total", ("2020-07", 12)) == (True, False)
    assert unparse(parse(f"{HOURS} = total - 1")) == f"{HOURS} = total - 1"


def test_only_a_field_of_whole_numbers_of_its_own_rows_is_added_up():
    assert check_value(HOURS, "trainee", SCHEMA, {}).kind is Kind.INTEGER
    for field in ("held_on", "this.total"):
        with pytest.raises(LanguageError, match="adds up a field"):
            check(f"total(lesson, {field}, trainee = this) > 1", "trainee", SCHEMA, {})
