"""One village matter with its steps: what each asks, what was done, its form and its paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext

from zugong.activities.drafts import StepDraft
from zugong.activities.filed import MATTER_STEP, kind_of
from zugong.activities.queries import Matter
from zugong.activities.rules import Ballot
from zugong.activities.village import (
    is_done,
    is_shown,
    step_verdict,
)
from zugong.activities.wording import share_word, verdict_word
from zugong.dictionary.store import StoredRow
from zugong.packs.meetings import ProcedureRule, Step
from zugong.web.activities.form_page import Choice, Typed, field_of
from zugong.web.activities.read_page import ShownScan
from zugong.web.activities.typed_meeting import TypedMeeting
from zugong.web.clocks import usual_day
from zugong.web.meanwhile import STOOD, Overtaken, Reconciled, as_stood, overtaken, since_opened
from zugong.web.pages import Crumb, Page


@dataclass(frozen=True)
class ShownStep:
    """One step: what it asks, what was done, and its paper. `is_now`: its form stands open."""

    code: str
    label: str
    number: int
    body: str
    asks: tuple[str, ...]
    why: str
    note: str
    on: date | None
    outcome: str
    level: str
    said: str
    text: str
    is_done: bool
    is_now: bool
    is_vote: bool
    may_join: bool
    paper_address: str
    paper: str
    shown_until: date | None
    is_shown: bool
    based_on: str
    stood: str
    fields: Mapping[str, Typed]


@dataclass(frozen=True, kw_only=True)
class MatterPage(Page):
    """One matter with its steps."""

    template: ClassVar[str] = "web/activities/matter.html"
    crumbs: tuple[Crumb, ...]
    organisation: str
    kind: str
    text: str
    since: date
    is_dropped: bool
    steps: tuple[ShownStep, ...]
    why: str
    note: str
    problem: str
    reckoned: str
    reckoned_level: str
    scans: tuple[ShownScan, ...]
    may_write: bool
    public_address: str
    drop_address: str
    scan_address: str
    namings: tuple[Choice, ...]
    overtaken: Overtaken | None = None


def shown_steps(
    matter: Matter, rule: ProcedureRule, open_step: str, typed: TypedMeeting | None, language: str
) -> Iterator[ShownStep]:  # fmt: skip
    """Every step in order; the open one filled with what was typed, else with what is recorded."""
    for number, step in enumerate(rule.steps, start=1):
        row = matter.steps.get(step.step)
        is_now = step.step == open_step
        begun = typed if typed is not None and is_now else TypedMeeting(begun_step(row))
        yield _shown_step(matter, step, number, row, is_now, begun, language)


def begun_step(row: StoredRow | None) -> dict[str, str]:
    """The form of a step as it is recorded, or with today as its day."""
    if row is None:
        return {"on": usual_day().isoformat()}
    values = row.values
    counts = {"due": "due", "present": "present", "for": "in_favour", "against": "against", "abstained": "abstained"}
    said = {name: "" if values[code] is None else str(values[code]) for name, code in counts.items()}
    return said | {
        "on": row.since.isoformat(),
        "text": values["text"] or "",
        "joined": "1" * (values["outcome"] == "joined"),
    }


def _shown_step(
    matter: Matter, step: Step, number: int, row: StoredRow | None, is_now: bool, typed: TypedMeeting, language: str
) -> ShownStep:  # fmt: skip
    outcome = kind_of(MATTER_STEP).fields["outcome"]
    code = row.values["outcome"] if row else ""
    return ShownStep(
        code=step.step, label=step.label(language), number=number, body=step.body.in_language(language),
        asks=tuple(_asks(step, language)), why=step.article, note=step.note.in_language(language) if step.note else "",
        on=row.since if row else None,
        outcome=outcome.type.show(code, outcome, language) if code else "",
        level="good" if is_done(row) else "red" if row else "grey",
        said=_said(step, row, language), text=(row.values["text"] or "") if row else "",
        is_done=is_done(row), is_now=is_now, is_vote=step.voting is not None, may_join=step.may_join,
        paper_address=reverse("village_matter_paper", args=[matter.identity, step.step]), paper=step.paper.in_language(language),
        shown_until=row.values["shown_until"] if row else None, is_shown=is_shown(row, usual_day()),
        based_on=str(row.id) if row else "", stood=typed.said.get(STOOD) or as_stood(typed.said),
        fields={name: field_of(typed, name, label) for name, label in step_labels(step).items()},
    )  # fmt: skip


def step_labels(step: Step) -> dict[str, str]:
    """What the fields of a step are called."""
    return {
        "on": gettext("Day held"), "due": gettext("Due"), "present": gettext("Present"), "for": gettext("In favour"),
        "against": gettext("Against"), "abstained": gettext("Abstained"), "joined": gettext("Held together with the next step"),
        "text": gettext("What is published") if step.shown else gettext("What was said, in short"),
    }  # fmt: skip


def step_since(matter: Matter, step: Step, posted: Mapping[str, str]) -> Reconciled | None:
    """A step that was sent against what somebody else recorded of it; None where nobody did since its form was opened."""
    row = matter.steps.get(step.step)
    return since_opened({"joined": ""} | dict(posted.items()), str(row.id) if row else "", lambda: begun_step(row))


def step_overtaken(matter: Matter, step: Step, found: Reconciled, posted: Mapping[str, str]) -> Overtaken:
    """What the form tells of the other."""
    words = {
        name: (label, {"1": gettext("yes"), "": "—"} if name == "joined" else {})
        for name, label in step_labels(step).items()
    }
    row = matter.steps.get(step.step)
    return overtaken(found, posted, words, rows=[row.id] if row else [], lines={"text"})


def _asks(step: Step, language: str) -> Iterator[str]:
    """What a step asks, in sentences."""
    if step.voting and step.voting.quorum:
        yield gettext("Must come: %(share)s") % {"share": share_word(step.voting.quorum, language)}
    if step.voting and step.voting.majority:
        yield gettext("Must be in favour: %(share)s") % {"share": share_word(step.voting.majority, language)}
    if step.shown:
        words = {"days": step.shown.days}
        counted = step.shown.counted == "working"
        yield (gettext("Shown for %(days)s working days") if counted else gettext("Shown for %(days)s days")) % words


def _said(step: Step, row: StoredRow | None, language: str) -> str:
    """What a vote came to, in the sentence in which it was read."""
    if row is None or step.voting is None or row.values["due"] is None:
        return ""
    values = row.values
    ballot = Ballot(values["in_favour"], values["against"] or 0, values["abstained"] or 0)
    draft = StepDraft(step.step, row.since, "", values["due"], values["present"], ballot)
    found = step_verdict(step, draft)
    return verdict_word(found, step.voting.majority, language) if found else ""
