"""Events, states that give their own dates, and those who left."""

from datetime import date

import pytest

from tests.exchange.tables import (
    COUNTY,
    DECEMBER,
    JUNE,
    UNITS,
    identity,
    imported,
    member,
    outcomes,
    plan,
    sentences,
    stored,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    imported("organisations", COUNTY)
    imported("units", UNITS)
    imported("members", [member(1, "张三"), member(2, "李四")])


@pytest.fixture
def post(county):
    imported(
        "positions",
        [
            {
                "职位名称": "甲村书记",
                "职位类别": "村党组织书记",
                "任职党组织": "甲村党支部",
                "管理权限类别": "村（社区）干部",
            }
        ],
    )


def left(serial, name, day, reason="死亡"):
    return {"姓名": name, "公民身份证号": identity(serial), "减少日期": day, "减少方式": reason}


def holder(serial, name, since, until=None, **cells):
    line = {"姓名": name, "公民身份证号": identity(serial), "职位": "甲村书记", "任职日期": since, "免职日期": until}
    return {**line, **cells}


def appointments():
    return stored("appointment", "end_reason")


def test_whoever_left_has_the_open_membership_closed(county):
    found = imported("members_left", [left(1, "张三", date(2020, 5, 1))], DECEMBER)

    assert found.plan.counts == {"ended": 1}
    assert stored("membership", "end_reason") == [("2020-01-01", "2020-05-01", "died"), ("2020-01-01", None, None)]


def test_the_same_leaving_twice_is_unchanged_and_another_day_is_a_correction(county):
    imported("members_left", [left(1, "张三", date(2020, 5, 1))], DECEMBER)

    assert plan("members_left", [left(1, "张三", date(2020, 5, 1))], DECEMBER).counts == {"unchanged": 1}
    assert plan("members_left", [left(1, "张三", date(2020, 5, 2))], DECEMBER).counts == {"correction": 1}


def test_a_leaving_before_the_membership_began_is_refused(county):
    found = plan("members_left", [left(1, "张三", date(2020, 1, 1))], DECEMBER)

    assert sentences(found) == ["在2020-01-01之前没有可以终止的党籍记录"]


def test_a_leaving_of_somebody_under_another_name_is_refused(county):
    found = plan("members_left", [left(1, "张山", date(2020, 5, 1))], DECEMBER)

    assert sentences(found) == ["“党员”：该身份证号登记的姓名是“张三”，表中写的是“张山”，请核对"]


def test_whoever_left_and_stands_in_a_later_roster_is_a_member_anew(county):
    imported("members_left", [left(1, "张三", date(2020, 5, 1), "转出")], DECEMBER)

    imported("members", [member(1, "张三")], DECEMBER)

    assert stored("membership", "end_reason")[:2] == [
        ("2020-01-01", "2020-05-01", "transferred_out"),
        ("2020-12-31", None, None),
    ]


def test_an_appointment_is_new_then_unchanged_then_ends(post):
    started = [holder(1, "张三", date(2018, 3, 1))]
    imported("appointment", started)

    assert plan("appointment", started).counts == {"unchanged": 1}
    found = imported("appointment", [holder(1, "张三", date(2018, 3, 1), date(2020, 6, 30), 离任原因="届满离任")])

    assert found.plan.counts == {"ended": 1}
    assert appointments() == [("2018-03-01", "2020-06-30", "term_ended")]


def test_a_successor_in_the_file_that_ends_the_predecessor_is_no_overlap(post):
    imported("appointment", [holder(1, "张三", date(2018, 3, 1))])

    found = imported(
        "appointment", [holder(2, "李四", date(2020, 6, 30)), holder(1, "张三", date(2018, 3, 1), date(2020, 6, 30))]
    )

    assert outcomes(found.plan) == ["new", "ended"]


def test_a_second_holder_of_a_post_is_refused_in_a_sentence(post):
    imported("appointment", [holder(1, "张三", date(2018, 3, 1))])

    found = plan("appointment", [holder(2, "李四", date(2020, 6, 30))])

    assert sentences(found) == [
        "与另一条任职记录（已登记）的时间重叠：自2018-03-01起；同一时间只能有一条，请先填写前一条的终止日期"
    ]


def test_two_holders_of_one_post_in_one_file_name_each_other(post):
    found = plan("appointment", [holder(1, "张三", date(2018, 3, 1)), holder(2, "李四", date(2020, 6, 30))])

    assert sentences(found) == [
        "与另一条任职记录（第3行）的时间重叠：自2020-06-30起；同一时间只能有一条，请先填写前一条的终止日期",
        "与另一条任职记录（第2行）的时间重叠：自2018-03-01起；同一时间只能有一条，请先填写前一条的终止日期",
    ]


def test_an_end_that_is_not_after_the_start_is_refused(post):
    found = plan("appointment", [holder(1, "张三", date(2018, 3, 1), date(2018, 3, 1))])

    assert sentences(found) == ["终止日期2018-03-01不晚于起始日期2018-03-01，请填写更晚的日期"]


def test_an_event_is_new_then_unchanged_then_corrected(county):
    line = {"行政村": "甲村", "年度": 2020, "集体收入（元）": 50000, "核定日期": date(2020, 12, 20)}
    imported("village_income", [line])

    assert plan("village_income", [line]).counts == {"unchanged": 1}
    found = imported("village_income", [{**line, "集体收入（元）": 60000, "核定日期": date(2020, 12, 25)}])

    assert found.plan.counts == {"correction": 1}
    assert stored("village_income", "income") == [("2020-12-25", None, 6_000_000)]


def test_rolls_find_their_day_by_branch_series_and_period(county):
    day = {"党支部": "甲村党支部", "活动系列": "主题党日", "期次": "2020-05", "开展情况": "已开展"}
    imported("themed_day", [{**day, "活动日期": date(2020, 5, 20)}])
    roll = {"党支部": "甲村党支部", "活动系列": "主题党日", "期次": "2020-05", "活动日期": date(2020, 5, 20)}

    found = plan(
        "themed_day_roll",
        [
            {**roll, "姓名": "张三", "公民身份证号": identity(1), "到会情况": "到会"},
            {**roll, "期次": "2020-06", "姓名": "李四", "公民身份证号": identity(2), "到会情况": "到会"},
        ],
    )

    assert outcomes(found) == ["new", "refused"]
    assert sentences(found) == ["“主题党日”：没有这样的主题党日：甲村党支部 / 主题党日 / 2020-06"]


def test_an_organisation_that_ended_cannot_take_members_but_keeps_its_past(county):
    imported("members", [member(1, "张三", "乙村党支部"), member(2, "李四", "乙村党支部")], date(2020, 2, 1))
    found = imported("members", [member(1, "张三"), member(2, "李四")], JUNE)

    assert found.plan.counts == {"changed": 2}
