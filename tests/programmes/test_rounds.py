"""When a line is asked for, until when, and in which state it is on the day before, the day, and the day after."""

from dataclasses import replace
from datetime import date

import pytest

from zugong.kernel.time import Clocks, Period
from zugong.packs.pack import load_pack
from zugong.packs.programmes import Line, Paper, Programme
from zugong.packs.reading import Words
from zugong.programmes.evaluating import Asked, Evaluation, LineProgress, RoundProgress
from zugong.programmes.rules import Round, recent, rounds_of, state_now, state_of
from zugong.programmes.wording import round_name

YEAR = Period.year(2020)
ISSUER = Words(zh="县委", en="County committee")


def line(**values) -> Line:
    return Line(line="a", zh="甲", en="A", owner="section", **values)


def programme(since: date, until: date | None = None) -> Programme:
    return Programme(
        programme="p", zh="计划", en="Plan", paper=Paper(title="通知", issuer=ISSUER), since=since, until=until
    )


def test_what_returns_is_asked_in_whole_periods_of_the_programmes_time():
    asked = rounds_of(programme(date(2020, 3, 2), date(2020, 11, 30)), line(returns="quarterly"), YEAR)

    assert asked == (
        Round(Period(date(2020, 4, 1), date(2020, 7, 1)), date(2020, 6, 30)),
        Round(Period(date(2020, 7, 1), date(2020, 10, 1)), date(2020, 9, 30)),
    )


def test_what_is_asked_once_is_due_on_its_deadline_else_on_the_last_day_of_the_programme():
    plan = programme(date(2020, 2, 1), date(2020, 12, 1))

    assert [rounds_of(plan, one, YEAR)[0].deadline for one in (line(deadline=date(2020, 6, 30)), line())] == [
        date(2020, 6, 30),
        date(2020, 11, 30),
    ]


def test_a_programme_that_is_over_asks_for_nothing():
    assert rounds_of(programme(date(2018, 1, 1), date(2020, 1, 1)), line(returns="monthly"), YEAR) == ()


@pytest.mark.parametrize(
    ("on", "open_count", "state"),
    [
        (date(2020, 2, 29), 2, "not_yet"),
        (date(2020, 3, 1), 2, "due"),
        (date(2020, 3, 31), 2, "due"),
        (date(2020, 4, 5), 2, "due"),
        (date(2020, 4, 6), 2, "overdue"),
        (date(2020, 4, 6), 0, "done"),
    ],
)
def test_a_round_is_due_until_its_deadline_and_overdue_the_day_after(on: date, open_count: int, state: str):
    [march] = [
        one for one in rounds_of(programme(date(2020, 1, 1)), line(returns="monthly", grace_days=5), YEAR)
        if one.period.start == date(2020, 3, 1)
    ]  # fmt: skip

    assert state_of(march, on, owed=3, open_count=open_count) == state


def test_a_round_that_is_in_time_into_the_next_year_is_not_forgotten_at_its_turn():
    plan, monthly = programme(date(2019, 1, 1)), line(returns="monthly", grace_days=30)

    first, second, *_ = rounds_of(plan, monthly, YEAR)

    assert (first, second) == (
        Round(Period(date(2019, 12, 1), date(2020, 1, 1)), date(2020, 1, 30)),
        Round(Period(date(2020, 1, 1), date(2020, 2, 1)), date(2020, 3, 1)),
    )
    assert rounds_of(plan, line(returns="monthly"), YEAR)[0].period.start == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("returns", "months", "zh", "en"),
    [
        ("monthly", (12, 1), "2019年12月", "2019-12"),
        ("quarterly", (10, 1), "2019年第四季度", "Q4 2019"),
        ("half_yearly", (7, 1), "2019年下半年", "H2 2019"),
        ("yearly", (1, 1), "2019年", "2019"),
    ],
)
def test_a_round_that_is_in_time_into_the_next_year_bears_its_own(returns, months, zh, en):
    first, after = months
    one = Round(Period(date(2019, first, 1), date(2020, after, 1)), date(2020, 1, 30))

    assert (round_name(one, returns, "zh-hans"), round_name(one, returns, "en")) == (zh, en)


def test_a_round_of_the_last_year_counts_there_and_not_in_this_years_rate():
    asked = Asked(plan := programme(date(2019, 1, 1)), duty := line(returns="monthly", grace_days=30), plan, duty)
    december, january, *_ = rounds_of(plan, duty, YEAR)
    counted = (
        RoundProgress(december, "due", owed=4, done=1, excused=1),
        RoundProgress(january, "due", owed=3, done=2),
    )

    progress = LineProgress(asked, counted, "due", date(2020, 1, 10))

    assert (progress.required, progress.done, progress.excused, progress.begun) == (3, 2, 0, counted)


def test_whoever_owes_nothing_is_not_required():
    [year] = rounds_of(programme(date(2020, 1, 1)), line(returns="yearly"), YEAR)

    assert state_of(year, date(2020, 5, 1), owed=0, open_count=0) == "not_required"


def test_a_line_is_in_the_graver_state_of_the_round_that_runs_and_the_last_that_ended():
    rounds = rounds_of(programme(date(2020, 1, 1)), line(returns="monthly"), YEAR)
    states = [(rounds[0], "overdue"), (rounds[1], "done"), (rounds[2], "due"), (rounds[3], "not_yet")]

    assert state_now(states, date(2020, 3, 10)) == "due"
    assert state_now(states[:2], date(2020, 2, 10)) == "overdue"
    assert recent(rounds, date(2020, 3, 10)) == rounds[1:3]


@pytest.mark.parametrize(
    ("on", "asked"),
    [
        (date(2020, 12, 31), {"half_yearly_review", "probation_decided"}),
        (date(2021, 1, 1), {"probation_decided"}),
        (date(2021, 1, 30), {"probation_decided"}),
        (date(2021, 1, 31), set()),
    ],
)
def test_a_paper_that_ends_with_the_year_asks_on_until_the_last_day_of_grace(on, asked):
    pack = load_pack("national")
    ended = pack.programmes["admissions_on_time"].model_copy(update={"until": date(2021, 1, 1)})
    pack = replace(pack, programmes={"admissions_on_time": ended})

    found = Evaluation(pack, Clocks.at(on), is_whole=True).asked

    assert {one.line.line for one in found} == asked
