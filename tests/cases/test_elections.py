"""Elections and changes of term as offices record them: lists, counts, what begins and ends, who sees what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from docx import Document

from tests.web.county import County, add, add_cadre_section, build_county
from zugong.cases.actions import Begin, By, Doing, begin, take
from zugong.cases.closing import take_back
from zugong.cases.elections import Listed, list_to_begin_with, numbers_to_begin_with
from zugong.cases.errors import HoldsPostOtherwise, NothingToTakeBack, NotOfThisKind, NotYoursToAct, StepStopped
from zugong.cases.filed import Case, case, types_here
from zugong.cases.layouts import layout_for
from zugong.cases.reach import Reach
from zugong.cases.rules import Act
from zugong.cases.subjects import place_of, tasks_of
from zugong.cases.tasking import NewTask, NoResult, add_task, settle_task
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import NewRow, store_of
from zugong.kernel.facts.recording import Source, recording
from zugong.offices.access import Access
from zugong.organisations.queries import tree_at

DAY = date(2026, 11, 23)
REVIEWS = ("reviewed_by_discipline", "reviewed_by_police", "reviewed_by_courts", "reviewed_by_departments")
TOTALS = {"eligible": 5, "present": 5, "ballots": 5}


@dataclass
class Election:
    """A case of the small county, as offices work it."""

    county: County
    id: int = 0

    def by(self, role: str) -> By:
        user = self.county.users[role]
        return By(Source("form", user.username), Access.of(user, DAY), DAY)

    def begin(self, code: str, act: Act, subject: int, role: str = "secretary") -> None:
        organisation = place_of(types_here().types[code], subject, act.on) or 0
        self.id = begin(begun=Begin(code, 0, organisation, act, subject=subject), by=self.by(role))

    def take(self, step: str, on: date, role: str, outcome: str | None = None, lists: Any = None, **said: Any) -> None:
        declared = self.now().case_type.step(step)
        assert declared is not None
        listed = tuple(
            Listed(post, self.county.persons[name], votes)
            for post, named in (lists or {}).items()
            for name, votes in named.items()
        )
        act = Act(step, on, outcome, said, declared.papers, listed=listed)
        take(doings=[Doing(self.id, len(self.now().acts), act)], by=self.by(role))

    def now(self) -> Case:
        found = case(self.id)
        assert found is not None
        return found

    def until_candidates(self) -> None:
        planned = {"until_day": date(2026, 6, 30), "seats": 3, "deputy_seats": 1}
        self.begin("village_branch_election", Act("planned", date(2026, 3, 2), "with_committee", planned), self.oak)
        self.take("requested", date(2026, 3, 3), "secretary", "five_years")
        self.take("approved", date(2026, 3, 9), "township", "agreed")
        self.take("discipline", date(2026, 3, 10), "township", talks=8, commitments=12)
        named = dict.fromkeys(("李国强", "王秀英", "张伟", "刘洋"))
        self.take("nominated", date(2026, 3, 16), "secretary", lists={"member": named})
        for step in REVIEWS:
            self.take(step, date(2026, 3, 23), "section", "nothing_against")

    def until_count(self) -> None:
        self.until_candidates()
        self.take("candidates_approved", date(2026, 3, 24), "township", "agreed")
        self.take("publicised", date(2026, 4, 2), "secretary", "nothing_raised", day=date(2026, 3, 25))
        self.take("notified", date(2026, 4, 2), "secretary", day=date(2026, 4, 10))
        votes = {"李国强": 2, "王秀英": 5, "张伟": 4, "刘洋": 4}
        self.take("elected_on", date(2026, 4, 10), "secretary", lists={"member": votes}, **TOTALS)

    def until_report(self) -> None:
        self.until_count()
        officers = {"secretary": {"王秀英": 3}, "deputy": {"张伟": 3}}
        three = {"eligible": 3, "present": 3, "ballots": 3}
        self.take("officers_elected_on", date(2026, 4, 10), "secretary", lists=officers, **three)
        self.take("result_reported", date(2026, 4, 13), "secretary")

    @property
    def oak(self) -> int:
        return self.county.organisation("oak")


@pytest.fixture
def election(db, monkeypatch: pytest.MonkeyPatch) -> Election:
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
    county = build_county()
    add("serves", {"organisation": county.organisation("oak"), "unit": county.records["village"]})
    return Election(county)


def held(election: Election, *kinds: str) -> list[tuple]:
    """Who holds which post of these kinds, since and until when, and why it ended."""
    pack = installed_catalogue("jiangxian")
    posts = {row.anchor: row.values for row in store_of(pack.types["position"]).believed()}
    names = {anchor: name for name, anchor in election.county.persons.items()}
    found = [
        (
            posts[row.values["position"]]["name"],
            names[row.values["person"]],
            row.since,
            row.until,
            row.values["end_reason"],
        )
        for row in store_of(pack.types["appointment"]).believed()
        if posts[row.values["position"]]["kind"] in kinds
    ]
    return sorted(found, key=lambda one: (one[0], one[2]))


def test_a_branch_is_elected_and_its_posts_change_hands_on_the_day_of_the_election(election):
    election.until_report()
    before = held(election, "village_secretary", "village_deputy_secretary", "village_branch_member")
    election.take("result_approved", date(2026, 4, 20), "township", "agreed", number="党批〔2026〕3号")
    with pytest.raises(NothingToTakeBack):
        take_back(case_id=election.id, seen=len(election.now().acts), by=election.by("township"))
    election.take("filed", date(2026, 4, 28), "township")

    day = date(2026, 4, 10)
    assert [one[:2] for one in before] == [("橡树村党支部书记", "李国强")]
    assert held(election, "village_secretary", "village_deputy_secretary", "village_branch_member") == [
        ("橡树村党支部书记", "李国强", date(2020, 1, 1), day, "term_ended"),
        ("橡树村党支部书记", "王秀英", day, None, None),
        ("橡树村党组织副书记", "张伟", day, None, None),
        ("橡树村党组织委员1", "刘洋", day, None, None),
    ]
    assert election.now().state.ended == "elected"


def test_the_count_says_who_is_chosen_and_taking_it_back_takes_the_list_with_it(election):
    election.until_count()
    counted = [(one.votes, one.is_chosen) for one in election.now().acts[-1].listed]
    take_back(case_id=election.id, seen=len(election.now().acts), by=election.by("secretary"))
    left = election.now().acts[-1].step
    votes = {"李国强": 5, "王秀英": 5, "张伟": 5, "刘洋": 0}
    election.take("elected_on", date(2026, 4, 10), "secretary", lists={"member": votes}, **TOTALS)

    assert counted == [(2, False), (5, True), (4, True), (4, True)]
    assert left == "notified"
    assert [(one.votes, one.is_chosen) for one in election.now().acts[-1].listed] == [
        (5, True), (5, True), (5, True), (0, False),
    ]  # fmt: skip


def test_who_is_not_eligible_sends_the_list_back_with_the_reason(election):
    election.until_candidates()
    take_back(case_id=election.id, seen=len(election.now().acts), by=election.by("section"))

    with pytest.raises(StepStopped, match="Say why the outcome is"):
        election.take(REVIEWS[-1], date(2026, 3, 23), "section", "not_eligible")
    election.take(REVIEWS[-1], date(2026, 3, 23), "section", "not_eligible", text="刘洋，有关规定第三项")

    offers = election.now().state.offers(date(2026, 3, 24))
    assert [one.step.step for one in offers if one.ready and not one.step.optional] == ["nominated"]
    again = list_to_begin_with(election.now().state, next(one.step for one in offers if one.step.step == "nominated"))
    assert {one.person for one in again} == {
        election.county.persons[one] for one in ("李国强", "王秀英", "张伟", "刘洋")
    }


def test_a_later_appointment_in_the_way_is_told_and_nothing_is_written(election):
    election.until_report()
    changes_hands(election, "陈静", date(2026, 4, 15))

    with pytest.raises(HoldsPostOtherwise, match="begins on 2026-04-15"):
        election.take("result_approved", date(2026, 4, 20), "township", "agreed", number="党批〔2026〕3号")

    assert election.now().acts[-1].step == "result_reported"


def changes_hands(election: Election, name: str, on: date) -> None:
    """The secretary's post is somebody else's from a day, by another record."""
    position = election.county.records["橡树村党支部书记"]
    store = store_of(installed_catalogue("jiangxian").types["appointment"])
    row = next(row for row in store.believed() if row.values["position"] == position)
    after = NewRow(None, on, None, {"person": election.county.persons[name], "position": position})
    with recording(Source("form", "section")) as entry:
        store.retract([row.id], entry=entry)
        store.insert([NewRow(None, row.since, on, row.values), after], entry=entry)


def test_a_report_of_a_breach_is_kept_above_the_village_and_holds_the_result_up(election):
    election.until_report()
    task = NewTask("反映选举前请客送礼", "term_discipline", date(2026, 5, 10), date(2026, 4, 12))

    with pytest.raises(NotYoursToAct):
        add_task(found=election.now(), task=task, by=election.by("secretary"))
    add_task(found=election.now(), task=task, by=election.by("township"))
    with pytest.raises(StepStopped, match="1 task"):
        election.take("result_approved", date(2026, 4, 20), "township", "agreed", number="党批〔2026〕3号")

    problem = installed_catalogue("jiangxian").types["problem"]
    [listed] = [row.values for row in store_of(problem).believed() if row.values["source"] == "term_discipline"]
    assert listed["organisation"] == election.county.organisation("east")
    seen = Access.of(election.county.users["secretary"], DAY).rights(problem)
    assert not seen.reach(listed["organisation"], None)


def test_whoever_keeps_the_case_settles_a_report_once_and_says_what_came_of_it(election):
    add_cadre_section(election.county)
    begun = Act("analysed", date(2026, 3, 2), None, {"until_day": date(2026, 6, 30)})
    election.begin("team_term_change", begun, election.county.organisation("east"), role="cadre")
    task = NewTask("来信反映私下拉票", "term_discipline", date(2026, 5, 10), date(2026, 4, 12))
    add_task(found=election.now(), task=task, by=election.by("cadre"))
    [listed] = tasks_of(election.now())

    def settle(role: str, result: str) -> None:
        settle_task(found=election.now(), task=listed.anchor or 0, result=result, by=election.by(role))

    with pytest.raises(NotYoursToAct):
        settle("township", "不属实")
    with pytest.raises(NoResult, match="what came of it"):
        settle("cadre", "")
    settle("cadre", "不属实，已说明")
    with pytest.raises(NoResult):
        settle("cadre", "再办一次")

    [settled] = [row.values for row in tasks_of(election.now()) if row.until is None]
    assert (settled["status"], settled["answer"]) == ("solved", "不属实，已说明")


def test_a_second_vote_asks_for_the_seats_that_remain_with_the_voters_of_the_settled_roll(election):
    said = {"names": "赵某等五人", "until_day": date(2026, 6, 30), "deputy_seats": 0, "seats": 1}
    village = election.county.records["village"]
    election.begin("villagers_committee_election", Act("committee_formed", date(2026, 3, 2), None, said), village)
    election.take("discipline", date(2026, 3, 3), "township", talks=5, commitments=9)
    election.take("method_adopted", date(2026, 3, 4), "secretary", eligible=30, present=20, yes=11)
    election.take("roll_published", date(2026, 3, 5), "secretary", eligible=601)
    election.take("roll_settled", date(2026, 3, 12), "secretary", eligible=600)
    named = {"head": dict.fromkeys(("李国强", "张伟")), "member": dict.fromkeys(("王秀英", "刘洋"))}
    election.take("nominated", date(2026, 3, 13), "secretary", lists=named)
    for step in REVIEWS:
        election.take(step, date(2026, 3, 16), "section", "nothing_against")
    election.take("candidates_published", date(2026, 3, 17), "secretary")
    votes = {"head": {"李国强": 201, "张伟": 199}, "member": {"王秀英": 200, "刘洋": 190}}
    election.take("voted", date(2026, 3, 25), "secretary", lists=votes, eligible=600, present=400, ballots=400)

    state, again = election.now().state, election.now().case_type.step("voted_again")
    assert again is not None
    names = {anchor: name for name, anchor in election.county.persons.items()}
    assert [(one.post, names[one.person]) for one in list_to_begin_with(state, again)] == [
        ("member", "王秀英"), ("member", "刘洋"),
    ]  # fmt: skip
    assert numbers_to_begin_with(state, again) == {"eligible": 600}
    assert [counting_sheet(election, acts) for acts in (-1, None)] == [["投票选举"], ["投票选举", "不足名额另行选举"]]


def counting_sheet(election: Election, acts: int | None) -> list[str]:
    """The votes on the counting sheet of the case, with so many of its steps."""
    found = replace(election.now(), acts=election.now().acts[:acts])
    document = Document(BytesIO(layout_for(found, "count_sheet", tree_at(DAY))))
    return [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]


def test_a_villagers_committee_is_elected_by_its_own_roll_and_one_person_may_hold_both_posts(election):
    village = election.county.records["village"]
    election.county.records["head"] = add("position", {
        "name": "橡树村村委会主任", "kind": "village_head", "organisation": election.oak, "matter": "village", "unit": village,
    })[0]  # fmt: skip
    said = {"names": "赵某等五人", "until_day": date(2026, 6, 30), "deputy_seats": 0, "seats": 1}
    election.begin("villagers_committee_election", Act("committee_formed", date(2026, 3, 2), None, said), village)
    election.take("discipline", date(2026, 3, 3), "township", talks=5, commitments=9)
    election.take("method_adopted", date(2026, 3, 4), "secretary", eligible=30, present=20, yes=11)
    election.take("roll_published", date(2026, 3, 5), "secretary", eligible=600)
    election.take("roll_settled", date(2026, 3, 12), "secretary", eligible=600)
    named = {"head": dict.fromkeys(("李国强", "张伟")), "member": dict.fromkeys(("王秀英", "刘洋"))}
    election.take("nominated", date(2026, 3, 13), "secretary", lists=named)
    for step in REVIEWS:
        election.take(step, date(2026, 3, 16), "section", "nothing_against")
    election.take("candidates_published", date(2026, 3, 17), "secretary")
    votes = {"head": {"李国强": 300, "张伟": 100}, "member": {"王秀英": 250, "刘洋": 150}}
    election.take("voted", date(2026, 3, 25), "secretary", lists=votes, eligible=600, present=400, ballots=400)
    election.take("announced", date(2026, 3, 25), "secretary")
    election.take("result_filed", date(2026, 3, 30), "township", "filed")
    election.take("handed_over", date(2026, 4, 2), "secretary")

    day = date(2026, 3, 25)
    assert election.now().state.ended == "elected"
    assert held(election, "village_secretary", "village_head", "village_committee_member") == [
        ("橡树村党支部书记", "李国强", date(2020, 1, 1), None, None),
        ("橡树村村委会主任", "李国强", day, None, None),
        ("橡树村村委会委员", "王秀英", day, None, None),
    ]


def test_only_villages_elect_a_villagers_committee(election):
    [site] = add("unit", {"code": "S1", "name": "县农业农村局", "kind": "department", "territory": election.oak})
    add("serves", {"organisation": election.oak, "unit": site})
    said = {"names": "某等五人", "until_day": date(2026, 6, 30), "deputy_seats": 0, "seats": 1}

    with pytest.raises(NotOfThisKind):
        election.begin("villagers_committee_election", Act("committee_formed", date(2026, 3, 2), None, said), site)


def test_the_change_of_term_of_a_township_stands_at_the_county_and_is_not_seen_below(election):
    add_cadre_section(election.county)
    act = Act("analysed", date(2026, 3, 2), None, {"until_day": date(2026, 6, 30)})
    election.begin("team_term_change", act, election.county.organisation("east"), role="cadre")
    election.take("planned", date(2026, 3, 3), "cadre", seats=5, deputy_seats=1)

    found, pack = election.now(), installed_catalogue("jiangxian")
    seen = {
        role: Reach.of(Access.of(election.county.users[role], DAY), types_here(), pack).reaches(found)
        for role in ("cadre", "section", "township", "secretary")
    }
    assert (found.organisation, found.subject) == (
        election.county.organisation("county"), election.county.organisation("east"),
    )  # fmt: skip
    assert seen == {"cadre": True, "section": True, "township": False, "secretary": False}
