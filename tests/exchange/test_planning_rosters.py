"""Rosters as of a day: what is new, changed, corrected, unchanged, refused, missing."""

from datetime import date

import pytest

from tests.exchange.tables import (
    COUNTY,
    DECEMBER,
    JUNE,
    SOURCE,
    UNITS,
    identity,
    imported,
    member,
    outcomes,
    plan,
    sentences,
    stored,
)
from zugong.exchange.undo import undo
from zugong.kernel.facts.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    imported("organisations", COUNTY)


def memberships():
    return stored("membership", "category", "mobile")


def test_a_first_roster_is_all_new_and_holds_from_its_day(county):
    found = imported("members", [member(1, "张三"), member(2, "李四", "乙村党支部")])

    assert found.plan.counts == {"new": 2}
    assert memberships() == [("2020-01-01", None, "full", None), ("2020-01-01", None, "full", None)]


def test_a_parent_may_stand_below_its_children_in_the_same_file():
    found = imported("organisations", COUNTY[::-1])

    assert found.plan.counts == {"new": 4}
    assert len(stored("belongs")) == 3


def test_the_same_file_again_changes_nothing_and_makes_no_entry(county):
    lines = [member(1, "张三", 性别="男"), member(2, "李四")]
    imported("members", lines)
    entries = Entry.objects.count()

    again = imported("members", lines, DECEMBER)

    assert (again.entry, again.plan.counts, Entry.objects.count()) == (None, {"unchanged": 2}, entries)


def test_a_differing_value_changes_on_the_day_of_the_roster(county):
    imported("members", [member(1, "张三", 学历="高中")])

    found = imported("members", [member(1, "张三", 学历="大学本科")], DECEMBER)

    assert found.plan.counts == {"changed": 1}
    assert stored("person", "education") == [
        ("2020-01-01", "2020-12-31", "61"),
        ("2020-12-31", None, "21"),
    ]


def test_a_differing_value_on_the_first_day_is_a_correction(county):
    imported("members", [member(1, "张三", 学历="高中")])

    found = imported("members", [member(1, "张三", 学历="大学本科")])

    assert found.plan.counts == {"correction": 1}
    assert stored("person", "education") == [("2020-01-01", None, "21")]


def test_a_fixed_field_is_corrected_over_the_whole_history(county):
    imported("members", [member(1, "张三", 出生日期="1970-01-01", 学历="高中")])
    imported("members", [member(1, "张三", 学历="大学本科")], JUNE)

    found = imported("members", [member(1, "张三", 出生日期="1970-02-01")], DECEMBER)

    assert found.plan.counts == {"correction": 1}
    assert [(since, str(born)) for since, _, born in stored("person", "born_on")] == [
        ("2020-01-01", "1970-02-01"),
        ("2020-06-30", "1970-02-01"),
    ]


def test_a_column_marked_as_correction_is_corrected_where_it_had_the_wrong_value(county):
    imported("members", [member(1, "张三", 学历="初中")])
    imported("members", [member(1, "张三", 学历="高中", 工作岗位="农民")], JUNE)

    found = imported(
        "members", [member(1, "张三", 学历="大学本科")], DECEMBER, corrections=frozenset({"person.education"})
    )

    assert found.plan.counts == {"correction": 1}
    assert [line[2] for line in stored("person", "education")] == ["71", "21"]


def test_an_empty_cell_changes_nothing_unless_the_column_is_marked_complete(county):
    imported("members", [member(1, "张三", 外出流向="上海")])

    assert plan("members", [member(1, "张三", 外出流向=None)], DECEMBER).counts == {"unchanged": 1}
    marked = plan(
        "members", [member(1, "张三", 外出流向=None)], DECEMBER, blanks_are_values=frozenset({"membership.destination"})
    )
    assert marked.counts == {"changed": 1}
    assert [line["differences"] for line in marked.table()] == [
        [{"type": "membership", "field": "destination", "label": "外出流向", "before": "上海", "after": ""}]
    ]


def test_a_date_known_less_precisely_is_no_difference_and_a_better_one_is_a_correction(county):
    imported("members", [member(1, "张三", 转为正式党员日期="1999-07")])

    assert plan("members", [member(1, "张三", 转为正式党员日期="1999")], DECEMBER).counts == {"unchanged": 1}
    assert plan("members", [member(1, "张三", 转为正式党员日期="1999-07-01")], DECEMBER).counts == {"correction": 1}
    assert plan("members", [member(1, "张三", 转为正式党员日期="2000-07-01")], DECEMBER).counts == {"changed": 1}


def test_an_earlier_roster_must_agree_with_what_is_known_from_a_later_day(county):
    imported("members", [member(1, "张三", 学历="高中")], DECEMBER)

    refused = plan("members", [member(1, "张三", 学历="初中")], JUNE)
    agreed = imported("members", [member(1, "张三", 学历="高中")], JUNE)

    assert sentences(refused) == [
        "人员已有自2020-12-31起的记录，与本表（截至2020-06-30）的“学历”不同；较早的表不能改动较晚的记录，请核对截止日期"
    ]
    assert agreed.plan.counts == {"correction": 1}
    assert stored("person", "education") == [("2020-06-30", None, "61")]


def test_a_roster_between_two_known_days_leaves_the_later_one_alone(county):
    imported("members", [member(1, "张三", 学历="初中")])
    imported("members", [member(1, "张三", 学历="大学本科")], DECEMBER)

    imported("members", [member(1, "张三", 学历="高中")], JUNE)

    assert stored("person", "education") == [
        ("2020-01-01", "2020-06-30", "71"),
        ("2020-06-30", "2020-12-31", "61"),
        ("2020-12-31", None, "21"),
    ]


def test_an_unknown_branch_is_named_with_the_nearest(county):
    found = plan("members", [member(1, "张三", "甲村支部")])

    assert sentences(found) == ["“所在党支部”：没有叫“甲村支部”的党组织；最接近的是：甲村党支部、乙村党支部"]
    assert outcomes(found) == ["refused"]


def test_a_name_that_two_organisations_bear_asks_for_the_code(county):
    imported(
        "organisations", [{"党组织代码": "D", "党组织名称": "甲村党支部", "上级党组织": "T", "组织类别": "党支部"}]
    )

    found = plan("members", [member(1, "张三"), member(2, "李四", "D")])

    assert sentences(found) == ["“所在党支部”：有2个党组织都叫“甲村党支部”（A、D），请改填代码"]
    assert outcomes(found) == ["refused", "new"]


def test_a_former_name_still_means_the_organisation(county):
    imported("organisations", [{"党组织代码": "A", "党组织名称": "新甲村党支部"}], JUNE)

    assert plan("members", [member(1, "张三", "甲村党支部")], DECEMBER).counts == {"new": 1}


def test_two_rows_about_one_person_must_agree(county):
    found = plan("members", [member(1, "张三"), member(1, "张三", "乙村党支部")])

    assert sentences(found) == ["第2行和第3行写的是同一党籍，但“所在党支部”不一样，请改成一致"] * 2


def test_a_number_under_which_somebody_else_is_recorded_is_refused(county):
    imported("members", [member(1, "张三", 性别="男", 出生日期="1970-01-01")])

    found = plan("members", [member(1, "王芳", 性别="女", 出生日期="1970-01-01")], DECEMBER)

    assert sentences(found) == [
        "该身份证号登记的是“张三”，姓名、性别或出生日期都与表中“王芳”不同，像是另一个人，请核对身份证号"
    ]


def test_a_person_known_without_membership_is_not_made_again(county):
    imported("units", UNITS)
    step = {"姓名": "张三", "公民身份证号": identity(1), "所在党支部": "甲村党支部", "发展环节": "接收为预备党员"}
    imported("admissions", [{**step, "环节状态": "有效", "发生日期": date(2020, 5, 1)}])

    found = plan("members", [member(1, "张三")], DECEMBER)

    assert (found.made, found.type_counts) == ({}, {"person": {"unchanged": 1}, "membership": {"new": 1}})


def test_members_of_a_branch_in_the_file_who_are_not_in_it_are_asked_about(county):
    imported("members", [member(1, "张三"), member(2, "李四"), member(3, "王五", "乙村党支部")])

    found = plan("members", [member(1, "张三")], DECEMBER)

    assert [(missing.name, missing.choices) for missing in found.missing] == [
        ("李四", ("transferred_out", "died", "removed", "cancelled", "stay"))
    ]
    assert found.changes_nothing


def test_whoever_moved_to_another_branch_within_the_file_is_not_missing(county):
    imported("members", [member(1, "张三"), member(2, "李四")])

    found = plan("members", [member(1, "张三"), member(2, "李四", "乙村党支部")], DECEMBER)

    assert (outcomes(found), found.missing) == (["unchanged", "changed"], [])


def test_units_and_their_links_come_with_the_organisations_where_the_row_has_them():
    lines = [dict(line) for line in COUNTY]
    lines[2] |= {"单位名称": "甲村", "单位代码": "U1", "单位性质类别": "行政村", "属地党组织": "河东镇党委"}

    found = imported("organisations", lines)

    assert found.plan.type_counts == {
        "organisation": {"new": 4},
        "belongs": {"new": 3},
        "unit": {"new": 1},
        "serves": {"new": 1},
    }


def test_rows_that_the_officer_sets_aside_are_left_out(county):
    lines = [member(1, "张三"), member(2, "李四", "无此支部")]

    assert plan("members", lines, set_aside=frozenset({3})).counts == {"new": 1}


def test_an_old_file_does_not_bring_back_what_was_corrected_since(county):
    old = [member(1, "张三", 出生日期="1970-01-01")]
    imported("members", old)
    imported("members", [member(1, "张三", 出生日期="1970-02-01")], DECEMBER)

    marked = plan("members", old, corrections=frozenset({"person.born_on"}))

    assert sentences(plan("members", old)) == [
        "“出生日期”的这个值以前登记过，后来已经更正；如果表中的值才是对的，请把该列标为更正，否则请改用新表"
    ]
    assert marked.counts == {"correction": 1}


def test_what_an_undo_took_back_may_be_recorded_again(county):
    imported("members", [member(1, "张三", 出生日期="1970-01-01")])
    right = [member(1, "张三", 出生日期="1970-02-01")]
    undo(imported("members", right, DECEMBER).entry, source=SOURCE)

    assert plan("members", right, DECEMBER).counts == {"correction": 1}
