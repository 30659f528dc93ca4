"""The step of a case that changes organisations: its guided form, filled in with what the file says already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zugong.cases.carrying_out import Change, changed_at, said_before
from zugong.cases.filed import Case
from zugong.cases.rules import Act
from zugong.packs.case_parts import SUBJECT
from zugong.packs.case_types import Step
from zugong.web.cases.asked import AskedCases
from zugong.web.cases.subjects import subject_name
from zugong.web.restructuring.forms import FORMS, OperationForm


def change_form(asked: AskedCases, found: Case, step: Step, data: Any) -> OperationForm | None:
    """The form of the operation; None where the organisation that it is done to is none of the tree or has ended."""
    organisation = changed_at(found, step, asked.tree)
    if step.carries_out is None or organisation is None or organisation not in asked.tree:
        return None
    if not asked.tree.living(organisation):
        return None
    form = FORMS[step.carries_out.operation]
    return form(data, organisation, asked.scope, asked.language, _in_words(asked, found, step))


def _in_words(asked: AskedCases, found: Case, step: Step) -> Mapping[str, Any]:
    """What the file says of the fields, organisations and what it is about by their names."""
    declared = step.carries_out.said if step.carries_out else {}
    said = dict(said_before(found, step))
    for name, value in said.items():
        if declared[name] == SUBJECT:
            said[name] = subject_name(asked, found)
        elif declared[name].endswith(".other"):
            said[name] = asked.organisation_name(value)
    return said


def act_of_change(asked: AskedCases, found: Case, step: Step, on: date) -> Act:
    """The step as it will stand in the file: on the day of the change, where that is not to come and not too early."""
    before = max((found.state.done[name].on for name in step.needs if name in found.state.done), default=on)
    day = on if before <= on <= asked.day else asked.day
    return Act(step.step, day, step.outcomes[0].outcome if step.outcomes else None)


def change_of(form: OperationForm, seen: str) -> Change:
    """What the valid form asks for, with the digest of what the user was shown."""
    return Change(form.operation(), seen)
