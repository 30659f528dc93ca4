"""Opening, what came in, what went out, closing: per branch, and the names that do not fit."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.tables import CATALOGUE, COUNTY, DECEMBER, JANUARY, JUNE, identity, imported, member, request
from zugong.exchange.mapping import MappedTable
from zugong.exchange.parsing import ParsedTable
from zugong.exchange.reconcile import INCOMING, OUTGOING, Balance, reconcile
from zugong.exchange.rosters import NotARosterOfMembers, roster_of_store, roster_of_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    imported("organisations", COUNTY)
    imported("members", [member(serial, f"党员{serial}") for serial in range(1, 6)])


def in_file(lines, on):
    asked = request("members", lines, on)
    columns = [column for column in asked.sheet.columns if column.key in asked.columns]
    mapped = MappedTable(asked.sheet, "名册", dict(enumerate(columns)), {}, [])
    return roster_of_table(ParsedTable(mapped, list(asked.rows)), on=on, catalogue=CATALOGUE)


def in_store(on):
    return roster_of_store(on=on, catalogue=CATALOGUE)


def left(serial, reason, day=JUNE):
    return {"姓名": f"党员{serial}", "公民身份证号": identity(serial), "减少日期": day, "减少方式": reason}


def admitted(serial, name, day=date(2020, 5, 1)):
    step = {"姓名": name, "公民身份证号": identity(serial), "所在党支部": "甲村党支部", "发展环节": "接收为预备党员"}
    return {**step, "环节状态": "有效", "发生日期": day}


def whys(found):
    return [(misfit.name, misfit.why) for misfit in found.misfits]


def adds_up(balance):
    incoming = sum(getattr(balance, name) for name in INCOMING)
    outgoing = sum(getattr(balance, name) for name in OUTGOING)
    return balance.opening + incoming - outgoing == balance.closing


def test_the_store_between_two_days_explains_itself(county):
    imported("members_left", [left(1, "转出"), left(2, "死亡"), left(3, "除名出党")], DECEMBER)
    imported("admissions", [admitted(6, "新党员")], JUNE)
    imported("members", [member(4, "党员4", "乙村党支部"), member(5, "党员5"), member(6, "新党员")], DECEMBER)

    found = reconcile(in_store(JANUARY), in_store(DECEMBER), catalogue=CATALOGUE)

    branch_a, branch_b = found.balances[1], found.balances[0]
    assert (branch_a.name, branch_b.name) == ("甲村党支部", "乙村党支部")
    assert branch_a == Balance(
        branch_a.branch,
        "甲村党支部",
        opening=5,
        admitted=1,
        transferred_out=1,
        died=1,
        removed=1,
        moved_out=1,
        closing=2,
    )
    assert branch_b == Balance(branch_b.branch, "乙村党支部", moved_in=1, closing=1)
    assert found.misfits == []


def test_names_that_do_not_fit_are_said_with_their_reason(county):
    closing = [
        member(1, "党员一"),
        member(2, "党员2", "乙村党支部"),
        member(3, "党员3"),
        member(3, "党员3"),
        member(7, "没有登记的人"),
    ]
    imported("members_left", [left(4, "死亡")], DECEMBER)
    closing.append(member(4, "党员4"))

    found = reconcile(in_store(JANUARY), in_file(closing, DECEMBER), catalogue=CATALOGUE)

    assert whys(found) == [
        ("党员一", "other_name"),
        ("党员2", "in_another_branch"),
        ("党员3", "listed_twice"),
        ("没有登记的人", "not_in_store"),
        ("党员4", "ended_but_listed"),
        ("党员5", "left_without_record"),
    ]
    assert found.misfits[1].sentence.zh == "库中2020-12-31在“甲村党支部”"
    assert [adds_up(balance) for balance in (*found.balances, found.total)] == [True] * (len(found.balances) + 1)


def test_a_new_name_without_admission_or_transfer_is_a_question(county):
    imported(
        "members",
        [member(8, "丁", 加入党组织日期="2020-05-01"), member(9, "戊", 加入党组织日期="1999-07-01")],
        DECEMBER,
    )

    found = reconcile(in_store(JANUARY), in_store(DECEMBER), catalogue=CATALOGUE)

    assert whys(found) == [("丁", "joined_without_admission"), ("戊", "arrived_without_record")]


def test_two_files_are_reconciled_by_what_the_store_recorded(county):
    imported("members_left", [left(1, "转出")], DECEMBER)
    opening = in_file([member(1, "党员1"), member(2, "党员2")], JANUARY)

    found = reconcile(opening, in_file([member(2, "党员2")], DECEMBER), catalogue=CATALOGUE)

    assert (found.total.opening, found.total.transferred_out, found.total.closing, found.misfits) == (2, 1, 1, [])


def test_the_closing_day_must_be_later(county):
    with pytest.raises(ValueError, match="is not after the opening day"):
        reconcile(in_store(JUNE), in_store(JANUARY), catalogue=CATALOGUE)


def test_a_file_without_branches_is_no_roster(county):
    lines = [{"姓名": "党员1", "公民身份证号": identity(1)}]

    with pytest.raises(NotARosterOfMembers, match="it needs columns for identity number and branch"):
        in_file(lines, JANUARY)


branches = st.sampled_from(["甲村党支部", "乙村党支部", "无此支部"])
rosters = st.dictionaries(st.integers(1, 8), branches, min_size=1, max_size=8)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(opening=rosters, closing=rosters)
def test_every_branch_always_adds_up(county, opening, closing):
    files = [
        in_file([member(serial, f"党员{serial}", branch) for serial, branch in people.items()], on)
        for people, on in ((opening, JANUARY), (closing, DECEMBER))
    ]

    found = reconcile(*files, catalogue=CATALOGUE)

    assert all(adds_up(balance) for balance in found.balances)
    assert (found.total.opening, found.total.closing) == (len(opening), len(closing))
