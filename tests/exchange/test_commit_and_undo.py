"""Recording plans and taking them back."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.tables import (
    CATALOGUE,
    COUNTY,
    DECEMBER,
    JANUARY,
    JUNE,
    SOURCE,
    identity,
    imported,
    member,
    plan,
    stored,
)
from zugong.dictionary.store import store_of
from zugong.exchange.commit import AfterTheRoster, Decision, PlanRefused, WrongChoice, commit, decide_missing
from zugong.exchange.undo import AlreadyUndone, LaterEntriesBuildOnIt, undo
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import EndsBeforeItBegins, last_number
from zugong.kernel.time import SHANGHAI
from zugong.people.models import Membership

pytestmark = pytest.mark.django_db
TYPES = ("organisation", "belongs", "unit", "serves", "person", "membership")


@pytest.fixture
def county():
    imported("organisations", COUNTY)


def everything(known=None):
    """All believed rows of all types that the tests write, without their ids."""
    found = {}
    for code in TYPES:
        store = store_of(CATALOGUE.types[code])
        rows = store.read(store.queryset().believed(known), unsealed=True)
        found[code] = sorted((row.anchor or 0, str(row.since), str(row.until), str(row.values)) for row in rows)
    return found


def memberships():
    return stored("membership", "end_reason")


def test_a_plan_with_a_refused_row_records_nothing(county):
    found = plan("members", [member(1, "张三"), member(2, "李四", "无此支部")])
    entries = Entry.objects.count()

    with pytest.raises(PlanRefused) as refused:
        commit(found, source=SOURCE)

    assert refused.value.sentence("zh") == (
        "有1行不能导入，因此全部未导入。第3行：“所在党支部”：没有叫“无此支部”的党组织"
    )
    assert (Entry.objects.count(), memberships()) == (entries, [])


def test_a_plan_made_on_older_data_is_made_again(county):
    old = plan("members", [member(1, "张三"), member(2, "李四")])
    imported("members", [member(1, "张三")])

    found = commit(old, source=SOURCE)

    assert found.plan.counts == {"new": 1, "unchanged": 1}
    assert len(memberships()) == 2


def test_a_plan_that_others_made_wrong_meanwhile_is_refused(county):
    old = plan("members", [member(1, "张三", 学历="初中")], JUNE)
    imported("members", [member(1, "张三", 学历="高中")], DECEMBER)

    with pytest.raises(PlanRefused):
        commit(old, source=SOURCE)


def test_decisions_on_the_missing_end_their_memberships_in_the_same_entry(county):
    imported("members", [member(1, "张三"), member(2, "李四"), member(3, "王五")])
    found = plan("members", [member(1, "张三")], DECEMBER)
    keys = {missing.name: missing.key for missing in found.missing}
    entries = Entry.objects.count()

    commit(
        found,
        source=SOURCE,
        decisions={keys["李四"]: Decision("died", date(2020, 8, 1)), keys["王五"]: Decision("stay")},
    )

    assert Entry.objects.count() == entries + 1
    assert sorted(memberships(), key=str) == [
        ("2020-01-01", "2020-08-01", "died"),
        ("2020-01-01", None, None),
        ("2020-01-01", None, None),
    ]


def test_a_plan_that_is_made_anew_decides_about_nobody_who_was_not_to_be_decided_about(county):
    imported("members", [member(1, "张三"), member(2, "李四"), member(3, "王五")])
    found = plan("members", [member(1, "张三")], DECEMBER)
    keys = {missing.name: missing.key for missing in found.missing}
    imported(
        "members",
        [member(serial, name) for serial, name in ((1, "张三"), (2, "李四"), (3, "王五"))] + [member(4, "赵六")],
    )

    commit(
        found,
        source=SOURCE,
        decisions={key: Decision("died", date(2020, 8, 1)) for key in keys.values()},
        may_decide=lambda one: one.name == "李四",
    )

    left = {state.person_id for state in Membership.objects.believed().filter(until=date(2020, 8, 1))}
    assert left == {keys["李四"]}


def test_nobody_whom_a_roster_leaves_out_leaves_after_its_day(county):
    imported("members", [member(1, "张三"), member(2, "李四")])
    found = plan("members", [member(1, "张三")], JUNE)
    key = found.missing[0].key

    with pytest.raises(AfterTheRoster) as refused:
        commit(found, source=SOURCE, decisions={key: Decision("died", date(2020, 7, 1))})
    assert refused.value.sentence("zh") == (
        "李四：2020-06-30的名册里已没有此人，减少日期却填了2020-07-01；请填2020-06-30或更早的日期。"
    )
    commit(found, source=SOURCE, decisions={key: Decision("died", JUNE)})

    assert ("2020-01-01", "2020-06-30", "died") in memberships()


def test_a_difference_names_the_records_that_it_refers_to(county):
    imported("members", [member(1, "张三")])
    found = plan("members", [member(1, "张三", "乙村党支部")], JUNE)

    (row,) = found.table("zh")

    assert row["differences"] == [
        {
            "type": "membership",
            "field": "organisation",
            "label": "所在党支部",
            "before": "甲村党支部",
            "after": "乙村党支部",
        }
    ]


def test_decisions_may_come_later_and_must_make_sense(county):
    imported("members", [member(1, "张三"), member(2, "李四")])
    found = plan("members", [member(1, "张三")], DECEMBER).missing
    key = found[0].key

    with pytest.raises(WrongChoice):
        decide_missing(found, {key: Decision("ended", JUNE)}, source=SOURCE)
    with pytest.raises(EndsBeforeItBegins):
        decide_missing(found, {key: Decision("died", JANUARY)}, source=SOURCE)
    decide_missing(found, {key: Decision("transferred_out", JUNE)}, source=SOURCE)

    assert ("2020-01-01", "2020-06-30", "transferred_out") in memberships()


def test_undoing_a_change_restores_what_was_and_keeps_old_answers(county):
    imported("members", [member(1, "张三", 学历="高中")])
    before, then = everything(), last_number()
    found = imported("members", [member(1, "张三", "乙村党支部", 学历="大学本科"), member(2, "李四")], DECEMBER)
    after, later = everything(), last_number()

    undone = undo(found.entry, source=SOURCE)

    assert (everything(), everything(then), everything(later)) == (before, before, after)
    assert (undone.kind, undone.undoes) == ("undo", found.entry)


def test_an_undo_can_be_undone_but_not_repeated(county):
    found = imported("members", [member(1, "张三")])
    after = everything()
    undone = undo(found.entry, source=SOURCE)

    with pytest.raises(AlreadyUndone, match=f"by entry {undone.number}"):
        undo(found.entry, source=SOURCE)
    undo(undone, source=SOURCE)

    assert everything() == after


def test_an_undo_is_refused_while_later_entries_changed_its_rows(county):
    found = imported("members", [member(1, "张三", 学历="高中")])
    later = imported("members", [member(1, "张三", 学历="大学本科")], DECEMBER)

    with pytest.raises(LaterEntriesBuildOnIt) as refused:
        undo(found.entry, source=SOURCE)

    assert refused.value.sentence("zh") == (
        f"第{found.entry.number}号录入不能撤销，后来的录入以它为基础："
        f"{later.entry.number} ({later.entry.opened_at.astimezone(SHANGHAI):%Y-%m-%d} officer a file)。请先撤销这些录入。"
    )


def test_an_undo_is_refused_while_something_later_stands_in_the_way(county):
    imported("members", [member(1, "张三")])
    leaving = {"姓名": "张三", "公民身份证号": identity(1), "减少日期": JUNE, "减少方式": "转出"}
    left = imported("members_left", [leaving], DECEMBER)
    imported("members", [member(1, "张三")], DECEMBER)

    with pytest.raises(LaterEntriesBuildOnIt):
        undo(left.entry, source=SOURCE)


def test_an_undo_is_refused_while_later_entries_speak_of_what_would_be_gone(county):
    found = imported("members", [member(1, "张三")])
    step = {"姓名": "张三", "公民身份证号": identity(1), "所在党支部": "甲村党支部", "发展环节": "转为正式党员"}
    later = imported("admissions", [{**step, "环节状态": "有效", "发生日期": JUNE}])

    with pytest.raises(LaterEntriesBuildOnIt, match=rf"build on it: {later.entry.number} \("):
        undo(found.entry, source=SOURCE)


cells = st.fixed_dictionaries(
    {
        "branch": st.sampled_from(["甲村党支部", "乙村党支部"]),
        "学历": st.sampled_from([None, "高中", "大学本科"]),
        "出生日期": st.sampled_from([None, "1970-01-01", "1970-02-01"]),
        "外出流向": st.sampled_from([None, "上海", "太原"]),
    }
)
roster = st.dictionaries(st.integers(1, 4), cells, min_size=1, max_size=4)
days = st.sampled_from([JANUARY, date(2020, 3, 1), JUNE, DECEMBER])


def lines_of(people):
    return [
        member(
            serial,
            f"党员{serial}",
            **{key: value for key, value in line.items() if key != "branch"},
            branch=line["branch"],
        )
        for serial, line in people.items()
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rosters=st.lists(st.tuples(roster, days), min_size=1, max_size=5))
def test_any_rosters_imported_twice_change_nothing_more_and_undone_leave_nothing(county, rosters):
    with transaction.atomic():
        states, entries = [everything()], []
        for people, on in rosters:
            found = plan("members", lines_of(people), on)
            if found.is_refused:
                continue
            done = commit(found, source=SOURCE)
            again = plan("members", lines_of(people), on)
            assert (again.changes_nothing, set(again.counts)) == (True, {"unchanged"})
            if done.entry is not None:
                states.append(everything())
                entries.append(done.entry)
        while entries:
            assert everything() == states.pop()
            undo(entries.pop(), source=SOURCE)
        assert everything() == states.pop()
        transaction.set_rollback(True)
