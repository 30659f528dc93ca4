"""Transfers as offices work them: between two branches, out and in, each with the membership that it writes and who sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from tests.cases.conftest import TODAY, Admission
from zugong.cases import queries
from zugong.cases.actions import Begin, By, Doing, begin, take
from zugong.cases.closing import take_back
from zugong.cases.errors import (
    IsMemberAlready,
    NoMemberHere,
    NotAPlaceForIt,
    NothingToTakeBack,
    NotYoursToAct,
    StepStopped,
)
from zugong.cases.filed import Case, case, types_here
from zugong.cases.reach import EVERY_CASE, Reach
from zugong.cases.rules import Act
from zugong.dictionary.catalogue import installed_catalogue
from zugong.exchange.reconcile import reconcile
from zugong.exchange.rosters import roster_of_store
from zugong.organisations.queries import tree_at
from zugong.people.models import Membership
from zugong.transfers.codes import case_of, code_of
from zugong.transfers.standing import standing_of, transfer_of


@dataclass
class Transfer:
    """One transfer in the small county."""

    there: Admission
    id: int = 0

    def begin(
        self, code: str, person: int, on: date, to: str | None = None, branch: str = "oak", **values: Any
    ) -> None:
        county = self.there.county
        other = county.organisation(to) if to else None
        act = Act("announced" if code == "transfer_in" else "asked", on, "graduate", values)
        begun = Begin(code, person, county.organisation(branch), act, other=other)
        self.id = begin(begun=begun, by=self.by("township"))

    def by(self, role: str) -> By:
        return self.there.by(role)

    def take(self, step: str, on: date, outcome: str | None = None, role: str = "section", **values: Any) -> None:
        found = self.now()
        declared = found.case_type.step(step)
        act = Act(step, on, outcome, values, declared.papers if declared else ())
        take(doings=[Doing(self.id, len(found.acts), act)], by=self.by(role))

    def now(self) -> Case:
        found = case(self.id)
        assert found is not None
        return found

    def until_sent(self, to: str | None = None, **values: Any) -> None:
        person = self.there.county.persons["李国强"]
        code = "transfer_within" if to else "transfer_out"
        self.begin(code, person, date(2026, 6, 1), to, **values)
        self.take("prepared", date(2026, 6, 2), until_day=date(2026, 6, 30), role="township")
        self.take("sent", date(2026, 6, 3), "letter", days=30, role="township")

    def waits_for(self, role: str) -> list[str]:
        """The steps that wait for the offices of a role, as their to-do lists them."""
        by = self.by(role)
        reach = Reach.of(by.access, types_here(), installed_catalogue("jiangxian"))
        actors = [one.organisation for one in by.access.offices]
        return [one.step for one in queries.waiting(reach, TODAY, actors=actors).rows]


@pytest.fixture
def transfer(admission: Admission) -> Transfer:
    return Transfer(admission)


def memberships(person: int) -> list[tuple]:
    rows = Membership.objects.believed().filter(person=person).order_by("since")
    return list(rows.values_list("organisation", "since", "until", "start_reason", "end_reason"))


OUTSIDE = {"addressee": "中共某市委员会", "target": "某街道第一党支部"}


def test_a_member_moves_to_a_branch_of_another_township_on_the_day_of_its_decision(transfer):
    county, person = transfer.there.county, transfer.there.county.persons["李国强"]
    transfer.until_sent("ash")
    began = Membership.objects.believed().get(person=person).since

    with pytest.raises(NotYoursToAct, match="中共西镇委员会"):
        transfer.take("file_in", date(2026, 6, 10), "complete", role="township")
    transfer.take("file_in", date(2026, 6, 10), "complete")
    transfer.take("decided", date(2026, 6, 12), "accepted")
    transfer.take("reported", date(2026, 6, 15), names="第一党小组")

    oak, ash = county.organisation("oak"), county.organisation("ash")
    assert transfer.now().state.ended == "moved"
    assert memberships(person) == [
        (oak, began, date(2026, 6, 12), None, None),
        (ash, date(2026, 6, 12), None, None, None),
    ]


def test_both_sides_see_the_case_and_each_is_told_its_own_step(transfer):
    transfer.until_sent("ash")

    assert "file_in" not in transfer.waits_for("township")
    reach = {
        role: Reach.of(transfer.by(role).access, types_here(), installed_catalogue("jiangxian")).reaches(transfer.now())
        for role in ("section", "township", "secretary", "nobody")
    }
    assert reach == {"section": True, "township": True, "secretary": True, "nobody": False}
    [waiting] = queries.waiting(EVERY_CASE, TODAY, step="file_in").rows
    county = transfer.there.county
    assert (waiting.actor, waiting.organisation, waiting.due_on) == (
        county.organisation("west"), county.organisation("ash"), date(2026, 7, 3),
    )  # fmt: skip


def test_out_by_letter_the_old_branch_answers_until_the_day_of_the_receipt(transfer):
    county, person = transfer.there.county, transfer.there.county.persons["李国强"]
    opening = roster_of_store(on=date(2026, 5, 31), catalogue=installed_catalogue("jiangxian"))
    transfer.until_sent(**OUTSIDE)
    assert memberships(person)[-1][2] is None

    transfer.take("file_sent", date(2026, 6, 4), role="township")
    transfer.take("receipt", date(2026, 6, 20), "received", day=date(2026, 6, 16), role="township")
    transfer.take("filed", date(2026, 6, 21), "filed", role="township")

    assert transfer.now().state.ended == "gone"
    assert memberships(person)[-1][2:] == (date(2026, 6, 16), None, "transferred_out")
    closing = roster_of_store(on=date(2026, 6, 30), catalogue=installed_catalogue("jiangxian"))
    found = reconcile(opening, closing, catalogue=installed_catalogue("jiangxian"))
    oak = next(one for one in found.balances if one.branch == county.organisation("oak"))
    assert (oak.opening, oak.transferred_out, oak.closing, found.misfits) == (2, 1, 1, [])


def test_in_with_the_file_before_the_letter_the_membership_begins_with_the_decision(transfer):
    opening = roster_of_store(on=date(2026, 6, 30), catalogue=installed_catalogue("jiangxian"))
    graduate = transfer.there.person
    transfer.begin("transfer_in", graduate, date(2026, 7, 1), joined_unit="某大学某学院学生党支部")
    transfer.take("file_in", date(2026, 7, 2), "complete", role="township")
    with pytest.raises(StepStopped, match="Letter or online notice"):
        transfer.take("decided", date(2026, 7, 3), "full", day=date(2024, 5, 6), role="township")
    transfer.take(
        "letter_in", date(2026, 7, 8), "letter", number="第12号", day=date(2026, 6, 25), days=30, role="township"
    )
    transfer.take(
        "decided", date(2026, 7, 10), "full", day=date(2024, 5, 6), until_day=date(2025, 5, 6), role="township"
    )
    transfer.take("receipt_sent", date(2026, 7, 11), role="township")
    transfer.take("reported", date(2026, 7, 15), role="secretary")

    assert transfer.now().state.ended == "received"
    row = Membership.objects.believed().get(person=graduate)
    assert (row.since, row.category, str(row.joined_on), str(row.full_on), row.start_reason) == (
        date(2026, 7, 10), "full", "2024-05-06", "2025-05-06", "transferred_in",
    )  # fmt: skip
    closing = roster_of_store(on=date(2026, 7, 31), catalogue=installed_catalogue("jiangxian"))
    found = reconcile(opening, closing, catalogue=installed_catalogue("jiangxian"))
    assert (found.total.opening, found.total.transferred_in, found.total.closing, found.misfits) == (6, 1, 7, [])


def test_letters_of_a_committee_are_numbered_without_gaps_and_keep_their_numbers(transfer):
    transfer.until_sent(**OUTSIDE)
    with pytest.raises(NothingToTakeBack):
        take_back(case_id=transfer.id, seen=3, by=transfer.by("township"))
    transfer.take("lapsed", date(2026, 7, 10), "again", text="本人未及时办理", role="township")
    transfer.take("sent", date(2026, 7, 10), "letter", days=10, role="township")
    other = Transfer(transfer.there)
    other.begin("transfer_out", transfer.there.county.persons["王秀英"], date(2026, 7, 11), **OUTSIDE)
    other.take("prepared", date(2026, 7, 11), until_day=date(2026, 7, 31), role="township")
    other.take("sent", date(2026, 7, 12), "letter", days=10, role="township")

    numbers = [act.values.get("number") for one in (transfer, other) for act in one.now().acts if act.step == "sent"]
    assert numbers == ["〔2026〕1号", "〔2026〕2号", "〔2026〕3号"]


def test_several_letters_of_one_sitting_have_numbers_of_their_own(transfer):
    cases = []
    for name in ("李国强", "王秀英"):
        one = Transfer(transfer.there)
        one.begin("transfer_out", transfer.there.county.persons[name], date(2026, 6, 1), **OUTSIDE)
        one.take("prepared", date(2026, 6, 2), until_day=date(2026, 6, 30), role="township")
        cases.append(one)

    sent = Act("sent", date(2026, 6, 3), "letter", {"days": 30})
    take(doings=[Doing(one.id, 2, sent) for one in cases], by=transfer.by("township"))

    assert [one.now().acts[-1].values["number"] for one in cases] == ["〔2026〕1号", "〔2026〕2号"]


def test_what_cannot_begin_says_why(transfer):
    county, person = transfer.there.county, transfer.there.county.persons["李国强"]

    with pytest.raises(NoMemberHere):
        transfer.begin("transfer_out", person, date(2026, 6, 1), branch="elm", **OUTSIDE)
    with pytest.raises(NotAPlaceForIt):
        transfer.begin("transfer_within", person, date(2026, 6, 1), to="oak")
    with pytest.raises(IsMemberAlready):
        transfer.begin("transfer_in", person, date(2026, 6, 1), joined_unit="某党支部")
    assert county.persons["李国强"] == person


def test_a_code_opens_where_it_stands_and_nothing_else(transfer):
    graduate = transfer.there.person
    transfer.begin("transfer_in", graduate, date(2026, 7, 1), joined_unit="某大学某学院学生党支部")
    transfer.take(
        "letter_in", date(2026, 7, 8), "letter", number="第12号", day=date(2026, 6, 25), days=30, role="township"
    )
    code = code_of(transfer.id)

    found = transfer_of(code.lower().replace("-", " "))
    assert found is not None and found.id == transfer.id
    standing = standing_of(found, date(2026, 7, 13), tree_at(TODAY), {})
    said = [(one.words.zh, one.on) for one in standing.lines]
    assert said == [("已登记", date(2026, 7, 1)), ("介绍信已收到", date(2026, 7, 8)), ("档案未到", None)]
    assert (standing.days_left, standing.letter_ends, standing.ended) == (12, date(2026, 7, 25), None)
    assert [case_of(wrong) for wrong in ("", "AAAA-BBBB-CCCC", f"{code[:-1]}{'2' if code[-1] != '2' else '3'}")] == [
        None
    ] * 3


def test_a_refusal_says_who_decides_and_by_when(transfer):
    transfer.begin("transfer_in", transfer.there.person, date(2026, 7, 1), joined_unit="某大学某学院学生党支部")
    transfer.take("letter_in", date(2026, 7, 8), "online", role="township")
    transfer.take("file_in", date(2026, 7, 9), "complete", role="township")
    transfer.take("decided", date(2026, 7, 15), "refused", text="档案中入党时间无法核实", role="township")

    refusal = standing_of(transfer.now(), date(2026, 7, 20), tree_at(TODAY), {}).refusal
    assert refusal is not None
    assert (refusal.since, refusal.by, refusal.due) == (date(2026, 7, 15), "中共某县委员会", date(2026, 7, 29))
    with pytest.raises(NotYoursToAct):
        transfer.take("refusal_reviewed", date(2026, 7, 20), "overruled", role="township")
    transfer.take("refusal_reviewed", date(2026, 7, 20), "overruled")
    assert [one.step.step for one in transfer.now().state.offers(date(2026, 7, 21)) if one.ready] == ["decided"]
