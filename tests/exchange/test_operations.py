"""Sheets of changes: operations in order of date, rehearsed before they are done."""

from datetime import date

import pytest

from tests.exchange.tables import COUNTY, DECEMBER, SOURCE, UNITS, imported, member, outcomes, plan, sentences, stored
from zugong.exchange.commit import commit
from zugong.exchange.undo import undo
from zugong.kernel.facts.models import Entry

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 30)


@pytest.fixture
def county():
    imported("organisations", COUNTY)
    imported("units", UNITS)
    imported("members", [member(1, "张三"), member(2, "李四", "乙村党支部")])


def change(kind, subject, target=None, new_name=None, day=DAY):
    return {"变动类型": kind, "变动日期": day, "变动对象": subject, "并入或改隶对象": target, "新名称": new_name}


MERGERS = [
    change("党组织合并", "乙村党支部", "甲村党支部"),
    change("党组织更名", "甲村党支部", new_name="甲乙村党支部"),
    change("行政村合并", "乙村", "甲村"),
]


def test_a_rehearsal_leaves_nothing_behind(county):
    before = Entry.objects.count(), stored("organisation", "name"), stored("membership", "organisation")

    found = plan("organisation_changes", MERGERS)

    assert outcomes(found) == ["ended", "changed", "ended"]
    assert (Entry.objects.count(), stored("organisation", "name"), stored("membership", "organisation")) == before


def test_changes_are_done_in_one_entry_and_members_follow(county):
    entries = Entry.objects.count()

    imported("organisation_changes", MERGERS)

    assert Entry.objects.count() == entries + 1
    assert stored("membership", "end_reason", "start_reason") == [
        ("2020-01-01", None, None, None),
        ("2020-01-01", "2020-06-30", "merged", None),
        ("2020-06-30", None, None, "merged"),
    ]
    assert [line[2] for line in stored("organisation", "name") if line[1] is None] == [
        "示例县委",
        "河东镇党委",
        "甲乙村党支部",
    ]


def test_the_same_changes_again_change_nothing(county):
    imported("organisation_changes", MERGERS)

    again = imported("organisation_changes", MERGERS)

    assert (again.entry, again.plan.counts) == (None, {"unchanged": 3})


def test_a_row_may_rest_on_an_earlier_one_wherever_it_stands(county):
    lines = [
        change("党组织合并", "乙村党支部", "新甲村党支部", day=date(2020, 9, 1)),
        change("党组织更名", "甲村党支部", new_name="新甲村党支部"),
    ]

    assert outcomes(plan("organisation_changes", lines)) == ["ended", "changed"]


def test_what_the_operation_refuses_is_said_of_its_row(county):
    lines = [
        change("党组织撤销", "甲村党支部"),
        change("党组织改隶", "乙村党支部", "丙镇党委"),
        change("党组织更名", "乙村党支部"),
    ]

    assert sentences(plan("organisation_changes", lines)) == [
        "甲村党支部不能在2020-06-30撤销：当日或以后仍有1名党员；请先办理组织关系转接。",
        "“并入或改隶对象”：没有叫“丙镇党委”的党组织；最接近的是：河东镇党委",
        "新登记党组织时必须有“新名称”，表中没有",
    ]


def test_undoing_changes_brings_everything_back(county):
    def everything():
        names = ("organisation", "name"), ("belongs", "parent"), ("unit", "name"), ("membership", "organisation")
        return [stored(*pair) for pair in names], stored("membership", "end_reason")

    before = everything()
    found = imported("organisation_changes", MERGERS, DECEMBER)

    undo(found.entry, source=SOURCE)

    assert everything() == before


def test_a_rehearsed_plan_can_be_committed(county):
    found = plan("organisation_changes", MERGERS)

    assert commit(found, source=SOURCE).entry is not None
