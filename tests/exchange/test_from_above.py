"""What only the level above may do to an organisation it alone does, whether by a workbook, by a form or by a decision."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.api.conftest import built_county, caller_of, county, imports_at_once  # noqa: F401
from tests.api.workbooks import identity, member, roster, workbook
from zugong.kernel.facts.recording import last_number
from zugong.organisations.models import OrganisationState

CHANGES = ("变动类型", "变动日期", "变动对象", "并入或改隶对象", "新名称")
ROSTER = ("党组织代码", "党组织名称", "组织类别", "上级党组织", "党组织联系人")
OAK = ("04", "橡树村党支部", "党支部", "中共东镇委员会", "")
ABOVE = "橡树村党支部的设置由上一级党组织办理：须由对橡树村党支部有审批授权，或对其上级有组织事项填报授权的科室操作。"
WEST = "您所在科室没有中共西镇委员会的组织事项填报授权。"


def uploaded(who, headers, *rows, sheet: str):
    return who.upload("/imports", file=workbook(headers, *rows, name="表.xlsx"), on="2020-06-30", sheet=sheet).json()


def refused(who, job) -> list[str]:
    rows = who.get(f"/imports/{job['id']}/rows", outcome="refused").json()
    return [sentence for row in rows for sentence in row["issues"]]


@pytest.mark.parametrize(
    "change",
    [
        ("党组织撤销", "2020-07-01", "橡树村党支部", "", ""),
        ("党组织合并", "2020-07-01", "橡树村党支部", "榆树村党支部", ""),
        ("党组织更名", "2020-07-01", "橡树村党支部", "", "大橡树党支部"),
        ("党组织改隶", "2020-07-01", "橡树村党支部", "中共西镇委员会", ""),
    ],
)
def test_a_branch_does_not_change_itself_by_a_sheet_of_changes(caller_of, change):  # noqa: F811
    who, entry = caller_of("secretary"), last_number()

    job = uploaded(who, CHANGES, change, sheet="organisation_changes")
    who.post(f"/imports/{job['id']}/commit", {})

    assert refused(who, job) == [ABOVE]
    assert last_number() == entry


def test_a_township_moves_no_branch_under_another_township_by_a_sheet_of_changes(caller_of):  # noqa: F811
    who = caller_of("township")
    moved = ("党组织改隶", "2020-07-01", "橡树村党支部", "中共西镇委员会", "")

    assert refused(who, uploaded(who, CHANGES, moved, sheet="organisation_changes")) == [WEST]


def test_a_township_changes_its_branches_by_a_sheet_of_changes(caller_of):  # noqa: F811
    who = caller_of("township")
    renamed = ("党组织更名", "2020-07-01", "橡树村党支部", "", "大橡树党支部")

    job = uploaded(who, CHANGES, renamed, sheet="organisation_changes")

    assert who.post(f"/imports/{job['id']}/commit", {}).json()["state"] == "committed"


@pytest.mark.parametrize(
    ("role", "row", "sentences"),
    [
        ("secretary", ("04", "大橡树党支部", *OAK[2:]), [ABOVE]),
        ("secretary", (*OAK[:3], "中共西镇委员会", ""), [ABOVE]),
        ("township", (*OAK[:3], "中共西镇委员会", ""), [WEST]),
        ("secretary", (*OAK[:4], "李国强"), []),
        ("township", ("04", "大橡树党支部", *OAK[2:]), []),
    ],
)
def test_a_roster_of_organisations_changes_what_its_importer_may_change(caller_of, role, row, sentences):  # noqa: F811
    who, entry = caller_of(role), last_number()

    job = uploaded(who, ROSTER, row, sheet="organisations")
    who.post(f"/imports/{job['id']}/commit", {})

    assert refused(who, job) == sentences
    assert (last_number() > entry) == (not sentences)


def test_nobody_founds_an_organisation_under_a_branch_by_a_roster(caller_of):  # noqa: F811
    who = caller_of("section")

    job = uploaded(who, ROSTER, ("99", "新支部", "党支部", "橡树村党支部", ""), sheet="organisations")

    assert refused(who, job) == ["橡树村党支部是党支部，其下不设党组织；请选择党委、党工委或党总支。"]


def test_what_stands_against_a_change_elsewhere_is_not_told(caller_of):  # noqa: F811
    who, ended = caller_of("township"), ("党组织撤销", "2020-07-01", "白蜡村党支部", "", "")

    job = uploaded(who, CHANGES, ended, sheet="organisation_changes")

    assert refused(who, job) == [ABOVE.replace("橡树村党支部", "白蜡村党支部")]


@pytest.mark.parametrize(("field", "value", "status"), [("name", "大橡树党支部", 422), ("contact", "李国强", 200)])
def test_a_branch_fills_in_its_own_record_but_for_what_the_level_above_decides(caller_of, county, field, value, status):  # noqa: F811
    client = Client()
    client.force_login(caller_of("secretary").user)
    address = reverse("record_change", args=["organisation", county.organisation("oak")])
    shown = client.get(address)
    now = {one.name: one.value for part in shown.context["parts"] for one in part.fields}
    typed = {**now, f"organisation.{field}": value, "day": "2020-07-01", "step": "preview"}

    page = client.post(address, {**typed, "based_on": shown.context["based_on"]})

    assert (page.status_code, page.context["problems"]) == (status, (ABOVE,) if status == 422 else ())


def test_a_branch_is_not_asked_whether_it_ended_where_a_roster_leaves_it_out(caller_of, county):  # noqa: F811
    who = caller_of("secretary")
    job = uploaded(who, ROSTER, ("99", "别的支部", "党支部", "中共东镇委员会", ""), sheet="organisations")

    assert who.get(f"/imports/{job['id']}/missing").json() == []
    assert OrganisationState.objects.believed().holding(date(2021, 1, 1)).filter(name="橡树村党支部").exists()


@pytest.mark.parametrize(("name", "sex"), [("生人甲", "男"), ("刘杨", "男"), ("生人甲", "女")])
def test_who_stands_elsewhere_under_an_identity_number_is_not_told(caller_of, name, sex):  # noqa: F811
    who, section, number = caller_of("secretary"), caller_of("section"), identity(3)
    known = section.upload("/imports", file=roster(member(3, "刘洋", "白蜡村党支部")), on="2020-06-30").json()
    section.post(f"/imports/{known['id']}/commit", {})

    row = (name, number, sex, "橡树村党支部", "正式党员")
    job = who.upload("/imports", file=roster(row), on="2020-07-31").json()

    [sentence] = refused(who, job)
    assert sentence in ("人员涉及白蜡村党支部，不在您的填报范围内", "党籍涉及白蜡村党支部，不在您的填报范围内")
