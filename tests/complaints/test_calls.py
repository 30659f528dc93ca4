"""A caller's question is written down with the day that was promised."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.county import County, build_county
from zugong.complaints import queries
from zugong.complaints.actions import Written, take_call
from zugong.complaints.rules import NothingWritten, PromisedOutOfTime
from zugong.kernel.time import today

ASKED = Written("question", "村里的路灯什么时候修？", "李某", "15400000000")


@pytest.fixture
def county(db) -> County:
    return build_county()


def test_the_code_opens_the_question_and_the_answer_is_owed_by_the_promised_day(county: County):
    promised = today() + timedelta(days=3)

    filed = take_call(written=ASKED, promised_on=promised, user=county.users["section"])

    read = queries.in_clear(queries.by_code(filed.code))
    assert (filed.due_on, read.due_on, read.kind, read.text) == (promised, promised, "question", ASKED.text)
    assert (read.name, read.contact) == (ASKED.name, ASKED.contact)


@pytest.mark.parametrize(("days", "is_allowed"), [(-1, False), (0, True), (30, True), (31, False)])
def test_a_day_may_be_promised_from_today_to_the_last_on_which_an_answer_is_in_time(
    county: County, days: int, is_allowed: bool
):
    promised = today() + timedelta(days=days)

    def take() -> None:
        take_call(written=ASKED, promised_on=promised, user=county.users["section"])

    if is_allowed:
        take()
    else:
        sentence = f"An answer cannot be promised for {promised}; choose a day from {today()} to {today() + timedelta(days=30)}"
        with pytest.raises(PromisedOutOfTime, match=sentence):
            take()


def test_an_office_writes_down_as_many_calls_as_come(county: County):
    filed = [take_call(written=ASKED, promised_on=today(), user=county.users["section"]) for _ in range(8)]

    assert len({one.code for one in filed}) == 8


def test_nothing_asked_is_not_written_down(county: County):
    with pytest.raises(NothingWritten):
        take_call(written=Written("question", " "), promised_on=today(), user=county.users["section"])
