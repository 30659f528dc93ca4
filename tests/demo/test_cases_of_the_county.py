"""The demo county's cases are such as the engine would have let happen, and agree with what the other ledgers say."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache

from tests.demo.told import TARGETS
from zugong.cases.elections import chosen_for
from zugong.cases.judging import judge
from zugong.cases.rules import BUILT_IN, About, Act, CaseState
from zugong.cases.types import installed_types
from zugong.demo.cases import MadeCase, case_ledgers, with_titles
from zugong.demo.county import World, build_world, cases_of
from zugong.demo.papers import paper_ledgers
from zugong.demo.targets import read_targets
from zugong.demo.world import Person
from zugong.dictionary.catalogue import installed_catalogue
from zugong.kernel.time import PartialDate

TRANSFERS = ("transfer_out", "transfer_in", "transfer_within")
#: Changes of organisations, counted together.
CHANGES = (
    "organisation_founding", "blank_spot_covered", "organisation_merger", "organisation_move", "organisation_dissolution",
)  # fmt: skip


@cache
def world() -> World:
    return build_world(read_targets(TARGETS["whole"]))


@cache
def cases() -> list[MadeCase]:
    return cases_of(world())


def day_of(case: MadeCase, step: str):
    return next((act.on for act in case.acts if act.step == step), None)


def against(case: MadeCase) -> Iterator[tuple]:
    """What the engine would say against the steps of a case, one after the other."""
    calendar = installed_types(world().targets.pack).calendar
    for place, act in enumerate(case.acts):
        if act.step in BUILT_IN:
            continue
        state = CaseState(case.case_type, case.acts[:place], calendar)
        judged = judge(state, with_ids(act), about(case, act))
        yield from ((case.number, act.step, one.condition, one.said.en) for one in judged.verdicts)
        if judged.outcome and judged.outcome.outcome != act.outcome:
            yield case.number, act.step, judged.outcome.outcome, act.outcome


def with_ids(act: Act) -> Act:
    return replace(act, values={k: id(v) if isinstance(v, Person) else v for k, v in act.values.items()})


def about(case: MadeCase, act: Act) -> About:
    if case.person is None:
        candidates = enumerate(case.subject.candidates)
        return About(
            full_members=frozenset(place for place, one in candidates if one.full_on and one.full_on <= act.on)
        )
    named = [one for one in act.values.values() if isinstance(one, Person)]
    full = frozenset(id(one) for one in named if one.full_on and one.full_on <= act.on and one.is_member_on(act.on))
    return About(PartialDate.of(case.person.born_on), full)


def test_nothing_stands_against_any_step_of_any_case_on_its_day():
    assert [one for case in cases() for one in against(case)] == []


def test_every_type_has_cases_running_ended_overdue_and_due_within_the_month():
    day, month = world().targets.closed_on, timedelta(days=31)
    found: Counter = Counter()
    for case in cases():
        code = case.case_type.case_type
        code = "transfer" if code in TRANSFERS else "change" if code in CHANGES else code
        offers = [one for one in case.state.offers(day) if one.is_possible(day) and not one.step.optional]
        due = [one.due.day if one.due else case.state.repeat_due(one.step) for one in offers]
        found[code, "ended" if case.state.ended else "running"] += 1
        found[code, "overdue"] += any(one < day for one in due if one)
        found[code, "due within the month"] += any(day <= one <= day + month for one in due if one)
        found[code, "waits for the account's branch"] += case.subject.branch is first_branch() and not case.state.ended

    assert found == {
        ("admission", "running"): 36, ("admission", "ended"): 4, ("admission", "overdue"): 6,
        ("admission", "due within the month"): 8, ("admission", "waits for the account's branch"): 3,
        ("transfer", "running"): 18, ("transfer", "ended"): 5, ("transfer", "overdue"): 2,
        ("transfer", "due within the month"): 8, ("transfer", "waits for the account's branch"): 3,
        ("rectification", "running"): 12, ("rectification", "ended"): 1, ("rectification", "overdue"): 2,
        ("rectification", "due within the month"): 1, ("rectification", "waits for the account's branch"): 0,
        ("item", "running"): 11, ("item", "ended"): 3, ("item", "overdue"): 4, ("item", "due within the month"): 3,
        ("item", "waits for the account's branch"): 3,
        ("village_branch_election", "running"): 5, ("village_branch_election", "ended"): 1,
        ("village_branch_election", "overdue"): 0, ("village_branch_election", "due within the month"): 0,
        ("village_branch_election", "waits for the account's branch"): 1,
        ("villagers_committee_election", "running"): 4, ("villagers_committee_election", "overdue"): 0,
        ("villagers_committee_election", "due within the month"): 1,
        ("villagers_committee_election", "waits for the account's branch"): 1,
        ("team_term_change", "running"): 1, ("team_term_change", "overdue"): 0,
        ("team_term_change", "due within the month"): 0, ("team_term_change", "waits for the account's branch"): 0,
        ("change", "running"): 11, ("change", "ended"): 6, ("change", "overdue"): 1, ("change", "due within the month"): 3,
        ("change", "waits for the account's branch"): 1,
        ("demonstration_site", "running"): 9, ("demonstration_site", "ended"): 1, ("demonstration_site", "overdue"): 1,
        ("demonstration_site", "due within the month"): 1, ("demonstration_site", "waits for the account's branch"): 1,
    }  # fmt: skip


def first_branch():
    """The branch whose secretary has an account: the first of the second township."""
    above = world().county.townships[1]
    return next(one for one in world().county.branches if one.parent is above and one.kind == "branch")


def test_the_cases_of_admission_say_the_days_of_the_roster():
    wrong, members = [], set(world().membership.everybody)
    for case in (one for one in cases() if one.case_type.case_type == "admission"):
        approved = day_of(case, "approved") is not None
        told = (case.person in members, case.person.joined_on if approved else None)
        if told != (approved, day_of(case, "meeting") if approved else None):
            wrong.append(case.number)
        if case.state.ended == "full" and day_of(case, "full_meeting") < case.person.full_on:
            wrong.append(case.number)

    assert wrong == []


def test_whoever_was_elected_to_a_term_that_stands_holds_the_post():
    [ended] = [one for one in cases() if one.case_type.posts and one.state.ended]
    day, village = world().targets.closed_on, ended.subject.unit
    kept = [one for one in world().posts.appointments if one.post.unit is village and one.holds_on(day)]

    [secretary] = chosen_for(ended.state, "secretary")

    assert ended.subject.candidates[secretary] in [one.person for one in kept if one.post.kind == "village_secretary"]


def test_whoever_was_received_is_a_member_from_or_until_that_day_and_nobody_else_moved():
    by_type = {code: [one for one in cases() if one.case_type.case_type == code] for code in TRANSFERS}

    gone = {
        case.number: [act.values["day"] for act in case.acts if act.outcome == "received"]
        for case in by_type["transfer_out"]
    }
    came = {case.number: [act.on for act in case.acts if act.outcome == "full"] for case in by_type["transfer_in"]}

    assert gone == {one.number: [one.person.left_on] if one.person.left_on else [] for one in by_type["transfer_out"]}
    assert came == {
        one.number: [one.person.arrived_on] if one.person.arrived_on else [] for one in by_type["transfer_in"]
    }
    assert all(day_of(one, "decided") is None and one.person.left_on is None for one in by_type["transfer_within"])


def test_letters_of_a_committee_and_year_are_numbered_without_gaps_in_the_order_of_their_days():
    letters: dict[tuple, list] = {}
    for case in cases():
        for act in case.acts:
            step = case.case_type.step(act.step)
            if step and act.outcome in step.numbered:
                issuer = (case.subject.branch.parent_on(act.on).name, act.on.year)
                letters.setdefault(issuer, []).append((act.on, act.values["number"]))

    found = {issuer: [number for _, number in sorted(told)] for issuer, told in letters.items()}

    assert found == {
        issuer: [f"〔{issuer[1]}〕{number}号" for number in range(1, len(told) + 1)] for issuer, told in letters.items()
    }


def test_every_cell_of_the_ledgers_belongs_to_a_column_and_every_step_to_a_case():
    catalogue, ledgers = installed_catalogue("jiangxian"), case_ledgers(world().targets, cases())
    for ledger in ledgers:
        keys = {column.key for column in catalogue.sheet(ledger.sheet).columns}
        assert {f"{ledger.sheet}.{name}" for name in ledger.columns} - keys == set()
        assert {len(row) for row in ledger.rows} - {len(ledger.columns)} == set()

    steps = {row[0] for ledger in ledgers if ledger.sheet.endswith("_step") for row in ledger.rows}

    assert steps == {row[0] for ledger in ledgers if not ledger.sheet.endswith("_step") for row in ledger.rows}
    assert len(steps) == len(cases())


def test_whoever_is_named_in_a_step_has_columns_with_words_and_no_codes():
    headers = [column.header for column in installed_catalogue("jiangxian").sheet("case_step").columns]

    assert [one for one in headers if "·" in one] == [
        f"{who}·{what}" for who in ("联系人（介绍人）", "第二名联系人（介绍人）") for what in ("姓名", "公民身份证号")
    ]  # fmt: skip


def test_what_cases_of_the_tree_say_is_what_became_of_it_and_titles_bear_their_papers():
    moved = [one for one in cases() if one.case_type.case_type == "organisation_move" and one.state.ended == "moved"]
    named = [one for one in cases() if day_of(one, "named")]
    papers = with_titles(paper_ledgers(world().targets, world().county), cases())
    [titles] = [one for one in papers if one.sheet == "designation"]

    assert [(day_of(one, "moved"), one.other) for one in moved] == [
        (one.subject.branch.moved_on, one.subject.branch.new_parent) for one in moved
    ]
    told_by_ledger = {row[2]: row[4:6] for row in titles.rows if row[4]}
    assert told_by_ledger == {one.subject.branch.name: told(one) for one in named}


def told(case: MadeCase) -> tuple:
    """The paper and validity that a case gave a title."""
    [act] = [one for one in case.acts if one.step == "named"]
    return act.values["number"], act.values["until_day"]
