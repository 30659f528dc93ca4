"""How many are needed, who counts, and until when something hangs out: on the number before, at and after the bound."""

from __future__ import annotations

from datetime import date

from zugong.activities.rules import (
    Ballot,
    Called,
    Numbers,
    Presence,
    Verdict,
    grade_of,
    impossible,
    most_of,
    numbers_of,
    presence_of,
    shown_until,
    verdict,
)
from zugong.packs.folder import lineage
from zugong.packs.meetings import MeetingRule, Share, ShownFor, Voting, read_meetings, read_procedures

FOLDERS = tuple(lineage("jiangxian"))
DAY = date(2020, 12, 31)
MORE_THAN_HALF = Share(more_than="1/2", of="due")


def members_rule() -> MeetingRule:
    return read_meetings(FOLDERS)["members_meeting"].rule_on(DAY)


def test_thirteen_of_twenty_five_pass_and_twelve_do_not():
    voting = members_rule().voting

    outcomes = [verdict(voting, due=25, present=19, ballot=Ballot(votes)).outcome for votes in (12, 13, 14)]
    whole = verdict(voting, due=25, present=19, ballot=Ballot(13, 4, 2))

    assert outcomes == ["not_passed", "passed", "passed"]
    assert whole == Verdict("passed", 25, 19, Ballot(13, 4, 2), present_needed=13, needed=13, base="due")


def test_a_vote_is_invalid_where_too_few_came_whatever_they_voted():
    outcomes = [
        verdict(members_rule().voting, due=24, present=came, ballot=Ballot(came)).outcome for came in (11, 12, 13)
    ]

    assert outcomes == ["invalid", "invalid", "passed"]


def test_more_than_half_and_at_least_two_thirds_of_even_and_odd_numbers():
    two_thirds = Share(at_least="2/3")

    assert [MORE_THAN_HALF.needed(due) for due in (1, 2, 3, 24, 25)] == [1, 2, 2, 13, 13]
    assert [two_thirds.needed(due) for due in (1, 2, 3, 4, 30, 31)] == [1, 2, 2, 3, 20, 21]


def test_each_step_of_a_village_decision_asks_for_its_own_numbers():
    steps = read_procedures(FOLDERS)["village_decision"].rule_on(DAY).steps
    deliberations = [step for step in steps if step.voting]

    verdicts = [verdict(step.voting, due=30, present=20, ballot=Ballot(11)) for step in deliberations]

    assert [(one.present_needed, one.needed, one.outcome) for one in verdicts] == [
        (16, 16, "not_passed"), (16, 16, "not_passed"), (20, 16, "not_passed"), (20, 11, "passed"),
    ]  # fmt: skip


def test_probationary_members_come_without_a_vote_and_excused_ones_are_not_due():
    called = [
        Called(1, "甲", "full"),
        Called(2, "乙", "full"),
        Called(3, "丙", "full"),
        Called(4, "丁", "probationary"),
    ]
    rule = members_rule()
    roll = {2: presence_of("bedridden", rule), 3: presence_of("sick", rule)}

    assert roll == {2: Presence("excused", "bedridden"), 3: Presence("leave", "sick")}
    assert numbers_of(called, roll, rule) == Numbers(due=2, present=1, without_vote=1, excused=1, leave=1)


def test_the_old_are_excused_from_a_themed_day_and_not_from_a_members_meeting():
    themed_day = read_meetings(FOLDERS)["themed_day"].rule_on(DAY)

    assert [presence_of("old", one).attendance for one in (themed_day, members_rule())] == ["excused", "leave"]


def test_numbers_that_cannot_be_are_named():
    found = [
        impossible(due=0, present=0),
        impossible(due=5, present=6),
        impossible(due=5, present=5, ballot=Ballot(3, 2, 1)),
        impossible(due=5, present=5, ballot=Ballot(3, 1, 1)),
    ]

    assert found == ["no_one_due", "more_present_than_due", "more_votes_than_present", ""]


def test_a_limited_grade_goes_to_no_more_than_its_part():
    assert [most_of("1/3", graded) for graded in (2, 3, 29, 30)] == [0, 1, 9, 10]


def test_a_grade_is_the_one_that_more_than_half_think_deserved():
    def grades(*counts: int) -> str | None:
        return grade_of(list(zip(("excellent", "qualified", "basic", "unqualified"), counts, strict=True)))

    assert [grades(6, 4, 1, 0), grades(5, 5, 0, 0), grades(0, 0, 0, 9), grades(0, 0, 0, 0)] == [
        "excellent", "qualified", "unqualified", None,
    ]  # fmt: skip


def test_days_of_publication_count_the_first_day_or_only_working_days():
    friday = date(2026, 9, 18)
    rest, work = [date(2026, 9, 25)], [date(2026, 9, 20)]

    assert shown_until(friday, ShownFor(days=7)) == date(2026, 9, 24)
    assert shown_until(friday, ShownFor(days=7, first_day_counts=False)) == date(2026, 9, 25)
    assert shown_until(friday, ShownFor(days=5, counted="working")) == date(2026, 9, 24)
    assert shown_until(friday, ShownFor(days=6, counted="working"), rest=rest, work=work) == date(2026, 9, 24)
    assert shown_until(friday, ShownFor(days=7, counted="working"), rest=rest, work=work) == date(2026, 9, 28)


def test_a_vote_without_a_rule_on_numbers_passes():
    assert verdict(Voting(), due=3, present=1, ballot=Ballot(0)).outcome == "passed"
