"""What follows a step of a recruitment's case: its numbers are recorded, registrations move on, the next in line are called."""

from __future__ import annotations

from datetime import date

from django.dispatch import receiver

from zugong.cases.events import counting_open, step_taken, step_taken_back
from zugong.cases.filed import Case, ledger_store
from zugong.cases.rules import Act
from zugong.dictionary.store import NewRow
from zugong.kernel.facts.models import Entry
from zugong.recruitment import rules
from zugong.recruitment.models import Application
from zugong.recruitment.notices import CASE_TYPE, RESULT, SHOWN, Notice, notice
from zugong.recruitment.order import TALLIES, applications_of, tallies, unsettled

_NEXT_IN_LINE = "next_in_line"


def _notice_of(found: Case) -> Notice | None:
    return notice(found.subject) if found.case_type.case_type == CASE_TYPE else None


@receiver(counting_open)
def what_must_be_settled(*, case: Case, step: str, on: date, **_: object) -> int:
    found = _notice_of(case)
    return unsettled(found, step, on) if found else 0


@receiver(step_taken)
def what_follows(*, case: Case, act: Act, entry: Entry, **_: object) -> None:
    found = _notice_of(case)
    if found is None:
        return
    if act.step == SHOWN:
        applications_of(found).filter(stage=rules.VETTED).update(stage=rules.PROPOSED)
    if act.step in TALLIES and act.outcome != _NEXT_IN_LINE:
        _record(found, act, entry)


def _record(found: Notice, act: Act, entry: Entry) -> None:
    """The numbers of the batch, in place of those that were recorded of it before."""
    _forget(found, act, entry)
    said = {"notice": found.id, "organisation": found.organisation, "kind": found.row.values["kind"]}
    ledger_store(RESULT).insert(
        [
            NewRow(None, act.on, None, said | {"post": post.anchor, "stage": stage, "persons": persons})
            for post, stage, persons in tallies(found, TALLIES[act.step])
        ],
        entry=entry,
    )


def _forget(found: Notice, act: Act, entry: Entry) -> None:
    store, stages = ledger_store(RESULT), TALLIES[act.step]
    rows = store.believed(organisation_id=found.organisation)
    store.retract(
        [one.id for one in rows if one.values["notice"] == found.id and one.values["stage"] in stages], entry=entry
    )


@receiver(step_taken_back)
def what_is_undone(*, case: Case, act: Act, entry: Entry, **_: object) -> None:
    found = _notice_of(case)
    if found is None or act.step not in TALLIES:
        return
    _forget(found, act, entry)
    if act.step == SHOWN:
        Application.objects.filter(notice=found.id, stage=rules.PROPOSED).update(stage=rules.VETTED)
