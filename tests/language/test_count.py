"""count(type, condition): how many rows, as a range where partial dates leave some of them open."""

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
    "village": TypeTable("village", "state", anchored=True, fields={"count": INTEGER}, derived={}),
    "reserve": TypeTable(
        "reserve",
        "event",
        anchored=False,
        fields={"village": FieldType(Kind.REF, target="village"), "born_on": FieldType(Kind.DATE)},
        derived={},
    ),
}
MOMENT = Moment(date(2020, 12, 31), date(2020, 1, 1), date(2021, 1, 1), {})
YOUNG = "count(reserve, village = this and born_on >= day('1990-06-01'))"


class World(dict):
    def rows(self, type_code):
        return self.get(type_code, [])


def verdict(text, *births):
    village = {"id": 1, "anchor": 7, "since": date(2020, 1, 1), "until": None, "count": 2}
    reserves = [
        {"id": number, "anchor": None, "on": date(2020, 1, 1), "village": 7, "born_on": PartialDate(birth)}
        for number, birth in enumerate(births)
    ]
    found = evaluate(check(text, "village", SCHEMA, {}), village, World(village=[village], reserve=reserves), MOMENT)
    return found.holds, found.undecided


def test_rows_that_could_have_the_condition_make_a_range():
    assert verdict(f"{YOUNG} >= 2", "1991", "1992-03-01", "1980") == (True, False)
    assert verdict(f"{YOUNG} >= 2", "1991", "1990", "1980") == (False, True)
    assert verdict(f"{YOUNG} >= 1", "1991", "1990", "1980") == (True, False)
    assert verdict(f"{YOUNG} >= 3", "1991", "1990", "1980") == (False, False)
    assert verdict(f"{YOUNG} = 0") == (True, False)


def test_a_field_may_still_be_called_count_and_the_text_comes_back():
    assert verdict(f"{YOUNG} = count", "1991", "1992") == (True, False)
    assert unparse(parse(f"{YOUNG} = count")) == f"{YOUNG} = count"


def test_a_count_is_a_number_and_no_condition():
    assert check_value(YOUNG, "village", SCHEMA, {}).kind is Kind.INTEGER
    with pytest.raises(LanguageError, match="column 1"):
        check(YOUNG, "village", SCHEMA, {})
