"""Hours by the rules: worked examples of classes, absences, windows, gaps and places."""

from __future__ import annotations

from datetime import date

import pytest

from zugong.kernel.time import Period
from zugong.training.rules import (
    NOTHING_DONE,
    CourseHours,
    Coverage,
    Credit,
    Done,
    Presence,
    class_hours,
    counted,
    coverage,
    credit,
    gap,
    missed_numbers,
    missed_text,
    over_quota,
    quota_of,
    share,
    window,
)

FOURTEEN = tuple(CourseHours(number, 4) for number in range(1, 15))
MEMBER, COMMITTEE, SECTION, COUNTY = 32, 56, 90, 550


def test_the_hours_of_a_class_are_those_of_its_courses_and_typed_only_without_any():
    found = [class_hours(24, FOURTEEN), class_hours(24, ()), class_hours(None, ())]

    assert found == [56, 24, 0]


@pytest.mark.parametrize(
    ("presence", "limit", "expected"),
    [
        (Presence(), 7, Credit(56, True)),
        (Presence(missed=(1, 2)), 7, Credit(48, True)),  # 8 of 56 hours are just one seventh
        (Presence(missed=(1, 2, 3)), 7, Credit(44, False)),  # 12 of 56 are more
        (Presence(missed=(1, 2, 3)), None, Credit(44, True)),  # before the rule was in force
        (Presence(came=False, reason="sick"), 7, Credit(0, False)),
        (Presence(missed=(99,)), 7, Credit(56, True)),
    ],
)
def test_more_than_one_seventh_missed_does_not_complete(presence: Presence, limit: int | None, expected: Credit):
    assert credit(56, FOURTEEN, presence, limit) == expected


def test_the_window_of_a_day_is_its_calendar_year_so_far_or_five_of_them():
    last, first = date(2024, 12, 31), date(2025, 1, 1)

    found = [window(last, 1), window(first, 1), window(last, 5)]

    assert found == [
        Period(date(2024, 1, 1), date(2025, 1, 1)),
        Period(date(2025, 1, 1), date(2025, 1, 2)),
        Period(date(2020, 1, 1), date(2025, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("wanted", "done", "online", "lacking"),
    [
        (MEMBER, Done(24, 1, 8), True, 0),  # 24 hours in a class and 8 online
        (MEMBER, Done(24, 1, 7), True, 1),
        (COMMITTEE, Done(56, 2), True, 0),
        (SECTION, Done(60, 2, 50), False, 30),  # online hours stand beside the 90
        (COUNTY, Done(440, 5), False, 110),  # five years together, not 110 each year
        (COUNTY, Done(550, 3), False, 0),
        (0, NOTHING_DONE, True, 0),
    ],
)
def test_what_is_lacking_is_what_the_rule_asks_less_what_counts(wanted: int, done: Done, online: bool, lacking: int):
    assert gap(wanted, done, online=online) == lacking
    assert counted(done, online=online) == done.hours + (done.online if online else 0)


def test_a_group_is_counted_by_persons_and_whoever_did_nothing_lacks_all():
    done = [Done(32, 1), Done(8, 1), Done(0, 0, 40)]

    with_hours = coverage(5, done, MEMBER, online=True)
    only_reached = coverage(5, done, 0, online=True)

    assert with_hours == Coverage(5, reached=2, enough=2, lacking=24 + 2 * 32)
    assert (with_hours.never, with_hours.short, share(2, 5), share(0, 0)) == (3, 3, "40.0%", "")
    assert only_reached == Coverage(5, reached=2, enough=2, lacking=0)


def test_a_share_is_rounded_half_up_to_a_tenth():
    assert [share(1, 3), share(2, 3), share(1, 2000), share(3, 3)] == ["33.3%", "66.7%", "0.1%", "100.0%"]


def test_places_are_taken_of_the_nearest_organisation_that_has_any():
    county, township, branch = 1, 2, 3
    quotas = {county: 10, township: 1}

    found = [quota_of(branch, (county, township), quotas), quota_of(9, (8,), quotas), quota_of(county, (), quotas)]

    assert found == [township, None, county]
    assert over_quota([township], [township, None], quotas) == {township: 1}
    assert over_quota([], [township, county], quotas) == {}


def test_numbers_of_missed_courses_are_read_however_they_are_parted():
    assert [missed_numbers(text) for text in ("2、3", "3,2 2", "", None)] == [(2, 3), (3, 2), (), ()]
    assert [missed_text((3, 2)), missed_text(())] == ["2、3", None]
