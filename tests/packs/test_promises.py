"""What the county's published review states, and what answers each number."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest

from tests.packs.pack_folder import with_words, write_pack
from zugong.kernel.errors import PackError
from zugong.kernel.time import Clocks, Period
from zugong.packs.pack import load_pack


@pytest.fixture(scope="module")
def county():
    return load_pack("jiangxian")


def test_every_number_of_the_review_has_an_answer(county):
    answers = Counter(
        "figure" if promise.figure else "parameter" if promise.parameter else "reported"
        for promise in county.promises.promises
    )

    assert answers == {"figure": 70, "parameter": 25, "reported": 2}


def test_no_two_numbers_of_the_review_have_the_same_answer(county):
    answers = Counter((one.figure, one.parameter, one.reported) for one in county.promises.promises)

    assert [answer for answer, count in answers.items() if count > 1] == []


def test_the_review_is_asked_on_the_last_day_of_2020_for_that_year_under_the_tree_of_that_day(county):
    day = date(2020, 12, 31)

    assert county.promises.clocks.clocks == Clocks(on=day, tree=day, period=Period(date(2020, 1, 1), date(2021, 1, 1)))


def test_what_the_printed_numbers_say_against_each_other_is_computed(county):
    printed = county.promises.printed_values
    worked = [line for promise in county.promises.promises for line in promise.worked_out(printed)]

    assert [line.filled for line in worked if line.holds is False] == [
        "590000 / 20 = 29000",
        "29000 * 20 = 590000",
        "14 + 14 = 32",
    ]


def test_the_average_of_computed_numbers_takes_the_place_of_the_printed_one(county):
    promise = county.promises.promise("jiangxian-dispatch-subsidy-per-person")
    computed = county.promises.printed_values | {
        "jiangxian-dispatch-subsidy-fund": Fraction(593_000),
        "jiangxian-dispatch-subsidy-per-person": Fraction(29_650),
    }

    assert [line.holds for line in promise.worked_out(computed)] == [True, True]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "figure: members",
            "figure: members\n    parameter: least_years",
            "exactly one of figure, parameter, reported",
        ),
        ("    used_by: [members]\n", "", "either used_by or shown_on"),
        ("figure: members", "figure: members\n    used_by: [members]", "used_by and shown_on belong to parameters"),
    ],
)
def test_a_promise_has_one_answer_and_a_parameter_says_where_it_is_seen(tmp_path, old, new, said):
    write_pack(tmp_path, changed=with_words("promises.yaml", old, new))

    with pytest.raises(PackError, match=said):
        load_pack("small", folder=tmp_path)
