"""A case as the tables of what waits keep it: a line with what rules need of its steps, as compact text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from zugong.cases.filed import Case
from zugong.cases.rules import Act, Done, Folded
from zugong.dictionary.store import COMPACT

STANDING_COLUMNS = (
    "case", "case_type", "person", "organisation", "stage", "state", "forms", "lines", "since", "last_on", "acts",
    "other", "subject",
)  # fmt: skip
#: The fields of a step on which dates may hang.
_NUMBERS, _DAYS = ("months", "days"), ("day", "until_day")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a case keeps of itself here; `acts` is what `as_text` made of its steps."""

    case: int
    case_type: str
    person: int | None
    organisation: int | None
    stage: str
    state: str
    forms: str
    lines: int
    since: date
    last_on: date | None
    acts: str
    other: int | None = None
    subject: int | None = None

    @property
    def row(self) -> tuple:
        return tuple(getattr(self, name) for name in STANDING_COLUMNS)


def kept_of(case: Case) -> Kept:
    """A case as the tables keep it."""
    state = case.state
    said = state.ended or ("suspended" if state.suspended_since else "running")
    last = max((act.on for act in case.acts), default=None)
    return Kept(
        case.id, case.case_type.case_type, case.person, case.organisation, state.stage, said,
        case.row.values.get("forms") or "", len(case.acts), case.since, last, as_text(state.fold()),
        case.other, case.subject,
    )  # fmt: skip


def as_text(folded: Folded) -> str:
    """What is kept of a case, as compact JSON."""
    telling = [[act.step, act.on.isoformat(), act.outcome, _said(act)] for act in folded.telling]
    return COMPACT.encode([{name: one.on.isoformat() for name, one in folded.done.items()}, folded.cleared, telling])


def _said(act: Act) -> dict[str, int | str]:
    """What dates may hang on: numbers as they are, days as text."""
    values = {name: act.values.get(name) for name in (*_NUMBERS, *_DAYS)}
    return {name: value if name in _NUMBERS else str(value) for name, value in values.items() if value is not None}


def folded_of(text: str) -> Folded:
    """The opposite of `as_text`."""
    done, cleared, telling = json.loads(text)
    acts = tuple(Act(step, day_of_text(on), outcome, _heard(said)) for step, on, outcome, said in telling)
    return Folded({name: _done(on) for name, on in done.items()}, tuple(cleared), acts)


def _heard(said: Mapping[str, int | str]) -> dict[str, int | date]:
    return {name: day_of_text(str(value)) if name in _DAYS else int(value) for name, value in said.items()}


@lru_cache(maxsize=50_000)
def day_of_text(text: str) -> date:
    """A day of its text; the same days come again and again."""
    return date.fromisoformat(text)


@lru_cache(maxsize=50_000)
def _done(text: str) -> Done:
    return Done(day_of_text(text))
