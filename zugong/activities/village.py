"""Writes of village matters: begin one, do its steps in their order, drop it; and until when what is published hangs out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zugong.activities import errors
from zugong.activities.actions import Writing, require_fill
from zugong.activities.drafts import StepDraft
from zugong.activities.filed import MATTER, MATTER_STEP, rows_with_keys
from zugong.activities.filing import change_state, file_differences, file_one
from zugong.activities.queries import Matter
from zugong.activities.rules import PASSED, Verdict, impossible, shown_until, verdict
from zugong.dictionary.store import StoredRow, Values
from zugong.kernel.facts.recording import recording
from zugong.packs.meetings import Procedure, ProcedureRule, Step

JOINED, PUBLISHED = "joined", "published"
#: Outcomes after which the next step may be taken.
_DONE = (PASSED, JOINED, PUBLISHED)


def begin_matter(
    *, organisation: int, title: str, kind: str, text: str, on: date, writing: Writing
) -> int:  # fmt: skip
    """A matter that will go through its steps; its identity. Raises NotYours, TitleTaken."""
    require_fill(organisation, writing.access)
    said = {"organisation": organisation, "title": title, "kind": kind, "text": text or None, "status": "underway"}
    if rows_with_keys({MATTER: [said]})[MATTER]:
        raise errors.TitleTaken
    with recording(writing.source) as entry:
        return file_one(MATTER, None, said, on, entry=entry)


def next_step(matter: Matter, rule: ProcedureRule) -> Step | None:
    """The first step that is not done, or that did not pass; None where all are done."""
    return next((step for step in rule.steps if not is_done(matter.steps.get(step.step))), None)


def is_done(row: StoredRow | None) -> bool:
    """May the step after this one be taken?"""
    return row is not None and row.values["outcome"] in _DONE


def step_verdict(step: Step, draft: StepDraft) -> Verdict | None:
    """What the vote of a step comes to; None for a step without one. Raises NumbersCannotBe."""
    if step.voting is None or draft.is_joined:
        return None
    assert draft.ballot is not None
    due, present = draft.due or 0, draft.present or 0
    why = impossible(due=due, present=present, ballot=draft.ballot)
    if why:
        raise errors.numbers_cannot_be(why)
    return verdict(step.voting, due=due, present=present, ballot=draft.ballot)


def record_step(*, matter: Matter, procedure: Procedure, draft: StepDraft, writing: Writing) -> None:
    """A step as it was done; said again it corrects. Raises NotYours, StepBeforeItsTime, StepTooEarly, NotHeldYet."""
    require_fill(matter.organisation, writing.access)
    rule = procedure.rule_on(matter.row.since)
    step = next(one for one in rule.steps if one.step == draft.step)
    _check_order(matter, rule.steps, step, draft, writing.on)
    standing = [matter.steps[step.step]] if step.step in matter.steps else []
    said = {"village_matter": matter.identity, "step": step.step, "text": draft.text or None}
    with recording(writing.source) as entry:
        file_differences(MATTER_STEP, standing, [said | _outcome(step, draft, rule)], draft.on, entry=entry)


def _check_order(matter: Matter, steps: Sequence[Step], step: Step, draft: StepDraft, today: date) -> None:
    if draft.on > today:
        raise errors.NotHeldYet(day=draft.on)
    place = steps.index(step)
    if place == 0:
        if draft.on < matter.row.since:
            raise errors.StepTooEarly(before=matter.row.since, day=draft.on)
        return
    before = steps[place - 1]
    done = matter.steps.get(before.step)
    if not is_done(done) or done is None:
        raise errors.StepBeforeItsTime(step=step.en, step_zh=step.zh, before=before.en, before_zh=before.zh)
    if draft.on < done.since:
        raise errors.StepTooEarly(before=done.since, day=draft.on)


def _outcome(step: Step, draft: StepDraft, rule: ProcedureRule) -> Values:
    if step.shown is not None:
        last = shown_until(draft.on, step.shown, rest=rule.rest, work=rule.work)
        return {"outcome": PUBLISHED, "shown_until": last}
    found = step_verdict(step, draft)
    if found is None:
        return {"outcome": JOINED}
    ballot = found.ballot
    return {
        "outcome": found.outcome, "due": found.due, "present": found.present, "in_favour": ballot.in_favour,
        "against": ballot.against, "abstained": ballot.abstained, "needed": found.needed, "rule": f"《{rule.paper.title}》",
    }  # fmt: skip


def drop_matter(*, matter: Matter, writing: Writing) -> None:
    """The matter goes no further. Raises NotYours."""
    require_fill(matter.organisation, writing.access)
    with recording(writing.source) as entry:
        change_state(MATTER, matter.row, {"status": "dropped"}, writing.on, entry=entry)


def is_shown(row: StoredRow | None, on: date) -> bool:
    """Does a publication hang out on a day?"""
    return row is not None and row.values["shown_until"] is not None and row.since <= on <= row.values["shown_until"]
