"""A step that changes organisations: the guided operation is done in the entry of the step, with what was said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zugong.cases.acting import actor_of
from zugong.cases.errors import NotCarriedOut
from zugong.cases.filed import Case
from zugong.dictionary.models import LedgerRow
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import Source
from zugong.offices.access import Access
from zugong.organisations.queries import Tree
from zugong.packs.case_parts import SUBJECT
from zugong.packs.case_types import Step
from zugong.restructuring.effects import effects_of
from zugong.restructuring.operations import Operation
from zugong.restructuring.rehearsal import Outdated


@dataclass(frozen=True)
class Change:
    """The operation of a step; `seen` is the digest of its effects that the user was shown."""

    operation: Operation
    seen: str


def carry_out(change: Change | None, *, step: Step, entry: Entry, source: Source, access: Access) -> None:
    """Do the operation in the entry that is open. Raises NotCarriedOut without one, Outdated, and what it raises itself."""
    if change is None:
        raise NotCarriedOut(step=step.en, step_zh=step.zh)
    change.operation.check(access)
    change.operation.perform(source)
    if effects_of(entry).digest != change.seen:
        raise Outdated


def changed_at(found: Case, step: Step, tree: Tree) -> int | None:
    """The organisation that the operation of a step is done to, or under which one is founded; None where there is none."""
    if step.carries_out is None:
        return None
    if step.carries_out.done_to == "other":
        named = (act.values.get("other") for act in reversed(found.acts))
        return next((one for one in named if one is not None), None)
    return actor_of(found.case_type, step.carries_out.done_to, found.organisation, tree)


def said_before(found: Case, step: Step) -> Mapping[str, Any]:
    """By field of the operation's form what the file says of it: text, day, or for `subject` and `other` an anchor."""
    said = step.carries_out.said if step.carries_out else {}
    return {name: value for name, source in said.items() if (value := _said(found, source)) is not None}


def _said(found: Case, source: str) -> Any:
    if source == SUBJECT:
        return found.subject
    code, _, name = source.partition(".")
    act = next((one for one in reversed(found.acts) if one.step == code and code in found.state.done), None)
    if act is None:
        return None
    return {"": act.on, "outcome": act.outcome}.get(name) if name in ("", "outcome") else act.values.get(name)


def entries_of_changes(found: Case) -> Mapping[int, int]:
    """By the id of an act that changed organisations the number of its entry, which tells what it did."""
    steps = {one.step for one in found.case_type.steps if one.carries_out}
    ids = [act.id for act in found.acts if act.step in steps]
    if not ids:
        return {}
    return dict(LedgerRow.objects.filter(pk__in=ids).values_list("pk", "recorded_in__number"))
