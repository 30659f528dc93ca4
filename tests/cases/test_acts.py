"""Cases as offices work them: from the application to the archive, what is refused, and what each step writes."""

from __future__ import annotations

from datetime import date

import pytest

from zugong.cases import queries
from zugong.cases.actions import Doing, take
from zugong.cases.closing import keep, move, take_back
from zugong.cases.errors import (
    IsMemberAlready,
    NothingToTakeBack,
    NotYoursToAct,
    NumberIsTaken,
    RunsAlready,
    SayWhy,
    StepStopped,
    WentOnMeanwhile,
)
from zugong.cases.reach import EVERY_CASE
from zugong.cases.rules import MOVED, RESUMED, SUSPENDED, WITHDRAWN, Act
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import store_of
from zugong.people.models import Membership

DAY = date(2026, 11, 23)


def memberships(person: int) -> list[tuple]:
    rows = Membership.objects.believed().filter(person=person).order_by("since")
    return list(rows.values_list("since", "until", "category", "joined_on", "full_on"))


def steps_counted(person: int) -> list[tuple[str, date]]:
    """The steps of admission that figures count."""
    rows = store_of(installed_catalogue("jiangxian").types["membership_step"]).believed()
    return sorted((row.values["kind"], row.since) for row in rows if row.values["person"] == person)


def waits(day: date = DAY) -> list[tuple[str, date | None]]:
    return [(one.step, one.due_on) for one in queries.waiting(EVERY_CASE, day).rows]


def test_a_case_from_the_application_to_the_archive_writes_the_membership(admission):
    admission.until_approval()
    admission.take("approved", date(2025, 6, 10), "township", number="东字〔2025〕6号")
    admission.take("joined_group", date(2025, 6, 12))
    admission.take("oath", date(2025, 6, 30))
    admission.take("full_applied", date(2026, 5, 2))
    admission.take("full_reviewed", date(2026, 5, 6))
    admission.take("probation_reviewed", date(2026, 5, 6))
    admission.take("full_meeting", date(2026, 5, 8), eligible=25, present=20, yes=14)
    admission.take("full_approved", date(2026, 6, 1), "township")
    admission.take("archived", date(2026, 6, 20), "township")

    assert (admission.now().state.ended, admission.now().row.until) == ("full", date(2026, 6, 20))
    assert memberships(admission.person) == [
        (date(2025, 5, 6), date(2026, 5, 6), "probationary", "2025-05-06", None),
        (date(2026, 5, 6), None, "full", "2025-05-06", "2026-05-06"),
    ]
    assert steps_counted(admission.person) == [
        ("active_applicant", date(2024, 3, 1)), ("admitted", date(2025, 5, 6)), ("applied", date(2024, 1, 5)),
        ("full", date(2026, 5, 6)), ("prospective", date(2025, 3, 3)),
    ]  # fmt: skip
    assert waits() == []


def test_a_vote_without_quorum_records_nothing(admission):
    admission.begin(date(2026, 6, 1))

    with pytest.raises(StepStopped, match="waits for"):
        admission.take("meeting", date(2026, 6, 2), eligible=25, present=12, yes=12)

    assert len(admission.now().acts) == 1


def test_a_cancelled_probation_ends_the_membership_on_the_day_of_the_approval(admission):
    admission.until_approval()
    admission.take("approved", date(2025, 6, 10), "township")
    admission.take("joined_group", date(2025, 6, 12))
    admission.take("full_applied", date(2026, 5, 2))
    admission.take("full_reviewed", date(2026, 5, 6))
    count = {"eligible": 25, "present": 20, "yes": 18}
    admission.take("full_meeting", date(2026, 5, 8), outcome="cancelled", text="见决议", **count)
    admission.take("full_approved", date(2026, 6, 1), "township", outcome="cancelled", text="见批复")

    assert memberships(admission.person) == [
        (date(2025, 5, 6), date(2026, 6, 1), "probationary", "2025-05-06", None)
    ]  # fmt: skip
    assert admission.now().state.ended == "cancelled"


def test_the_committee_approves_and_neither_branch_nor_another_township(admission):
    admission.until_approval()

    for role in ("secretary", "bureau", "member"):
        with pytest.raises(NotYoursToAct, match="中共东镇委员会"):
            admission.take("approved", date(2025, 6, 10), role)


def test_of_two_people_on_one_case_one_succeeds_and_the_other_is_told(admission):
    admission.begin()
    seen = len(admission.now().acts)
    admission.take("talked", date(2024, 1, 20), "secretary", names="李国强")

    with pytest.raises(WentOnMeanwhile, match="Talk with the applicant"):
        take(doings=[Doing(admission.id, seen, Act("talked", date(2024, 1, 21)))], by=admission.by("township"))

    assert [act.on for act in admission.now().acts] == [date(2024, 1, 5), date(2024, 1, 20)]


def test_steps_for_several_are_taken_all_or_none(admission):
    first = admission.begin()
    admission.person = admission.county.persons["王秀英"]
    good = Doing(first, 1, Act("talked", date(2024, 1, 20), values={"names": "李国强"}))
    stopped = Doing(first, 1, Act("talked", date(2024, 1, 20)))

    with pytest.raises((StepStopped, WentOnMeanwhile)):
        take(doings=[good, stopped], by=admission.by())

    assert len(admission.now().acts) == 1


def test_a_person_has_one_running_case_and_a_member_none(admission):
    admission.begin()

    with pytest.raises(RunsAlready):
        admission.begin(date(2024, 2, 1))
    admission.person = admission.county.persons["王秀英"]
    with pytest.raises(IsMemberAlready):
        admission.begin(date(2024, 2, 1))


def test_a_step_entered_by_mistake_is_taken_back_with_what_figures_count(admission):
    admission.begin()
    admission.take("talked", date(2024, 1, 20), names="李国强")
    admission.take("activist", date(2024, 3, 1))

    take_back(case_id=admission.id, seen=3, by=admission.by("secretary"))

    assert [act.step for act in admission.now().acts] == ["applied", "talked"]
    assert steps_counted(admission.person) == [("applied", date(2024, 1, 5))]
    take_back(case_id=admission.id, seen=2, by=admission.by("secretary"))
    with pytest.raises(NothingToTakeBack):
        take_back(case_id=admission.id, seen=1, by=admission.by("secretary"))


def test_a_case_that_was_closed_by_mistake_goes_on_when_the_step_is_taken_back(admission):
    admission.begin()
    keep(doing=Doing(admission.id, 1, Act(SUSPENDED, date(2024, 2, 1), values={"text": "外出务工"})), by=admission.by())
    assert waits() == []
    keep(doing=Doing(admission.id, 2, Act(RESUMED, date(2024, 3, 1))), by=admission.by())

    assert waits() == [("talked", date(2024, 2, 5))]
    with pytest.raises(SayWhy):
        keep(doing=Doing(admission.id, 3, Act(WITHDRAWN, date(2024, 3, 2))), by=admission.by())


def test_a_file_moves_to_another_branch_and_time_goes_on(admission):
    admission.begin()
    admission.take("talked", date(2024, 1, 20), names="李国强")
    admission.take("activist", date(2024, 3, 1))
    to = admission.county.organisation("ash")

    move(doing=Doing(admission.id, 3, Act(MOVED, date(2024, 8, 1))), to=to, by=admission.by())

    found = admission.now()
    assert (found.organisation, found.state.day_of("activist")) == (to, date(2024, 3, 1))
    assert {one.actor for one in queries.waiting(EVERY_CASE, DAY).rows} == {to, admission.county.organisation("west")}


def test_one_number_of_a_form_is_one_persons(admission):
    admission.until_approval()
    other = admission.another()
    other.until_form()

    with pytest.raises(NumberIsTaken, match="0001"):
        other.take("form_filled", date(2025, 4, 21), number="0001")
    other.take("form_filled", date(2025, 4, 21), number="0002")


def test_what_waits_is_the_same_after_every_step_as_made_anew(admission):
    admission.until_approval()
    assert queries.differences_of_what_waits(DAY) == []
    admission.take("approved", date(2025, 6, 10), "township")

    assert queries.differences_of_what_waits(DAY) == []
    assert waits() == [
        ("full_applied", date(2026, 5, 6)), ("oath", date(2026, 6, 11)), ("filed_above", None), ("joined_group", None),
    ]  # fmt: skip


def test_rules_of_the_day_decide_what_waits_for_whom(admission):
    """Who was to be listed before the change waits for the discussion, the committee and the notice after it."""
    admission.begin()
    admission.take("talked", date(2024, 1, 20), names="李国强")
    admission.take("activist", date(2024, 3, 1))
    admission.take("activist_filed", date(2024, 3, 8))
    admission.take("mentors", date(2024, 3, 8), first_person=admission.county.persons["李国强"])

    before, after = waits(date(2026, 5, 10)), waits(date(2026, 5, 11))

    assert before == [("activist_reviewed", date(2024, 9, 1)), ("listed", None)]
    assert after == [("activist_reviewed", date(2024, 9, 1)), ("listing_discussed", None)]
