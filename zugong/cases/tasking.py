"""A task is listed for the place of a case: a record of the list of problems, with who answers for it and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.conf import settings

from zugong.cases.acting import may_keep
from zugong.cases.actions import By
from zugong.cases.errors import NotYoursToAct
from zugong.cases.filed import Case
from zugong.cases.subjects import tasks_of, tasks_stand_at
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import LedgerStore, NewRow
from zugong.exchange.entering import deeds
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import recording, wait_for_other_plans


class NoTask(RuleBroken):
    code: ClassVar[str] = "cases.no_task"
    message: ClassVar[str] = "Say what is to be done, and until which day."
    message_zh: ClassVar[str] = "请填写任务内容和办结期限。"


@dataclass(frozen=True)
class NewTask:
    """What is to be done, from which source of the type, until when, by which unit."""

    text: str
    source: str
    due_on: date | None
    listed_on: date
    responsible: int | None = None


class NoResult(RuleBroken):
    code: ClassVar[str] = "cases.no_result"
    message: ClassVar[str] = "Say what came of it; a thing that is settled already is not settled again."
    message_zh: ClassVar[str] = "请填写办理结果；已办结的不用再办。"


def add_task(*, found: Case, task: NewTask, by: By) -> None:
    """List a task in the file of a case. Raises NoTask, NotYoursToAct."""
    if not task.text or task.due_on is None or task.source not in found.case_type.tasks:
        raise NoTask
    place = tasks_stand_at(found)
    if not may_keep(found.case_type, place, by.access):
        raise _not_yours(found, place, by)
    store = LedgerStore(installed_catalogue(settings.ZUGONG_PACK).types["problem"])
    with recording(by.source) as entry:
        wait_for_other_plans()
        values: dict[str, Any] = dict.fromkeys(store.kind.fields) | {
            "number": f"{found.number}-{len(tasks_of(found)) + 1}", "source": task.source, "text": task.text,
            "organisation": place, "responsible": task.responsible, "listed_on": task.listed_on,
            "status": "open", "due_on": task.due_on,
        }  # fmt: skip
        [identity] = store.new_anchors(1)
        store.insert([NewRow(identity, task.listed_on, None, values)], entry=entry)


def settle_task(*, found: Case, task: int, result: str, by: By) -> None:
    """A task of the case is settled, with what came of it. Raises NoResult, NotYoursToAct."""
    place = tasks_stand_at(found)
    if not may_keep(found.case_type, place, by.access):
        raise _not_yours(found, place, by)
    store = LedgerStore(installed_catalogue(settings.ZUGONG_PACK).types["problem"])
    with recording(by.source) as entry:
        wait_for_other_plans()
        row = next((one for one in tasks_of(found) if one.anchor == task), None)
        if not result or row is None or row.values["status"] != "open":
            raise NoResult
        rows = sorted(store.believed(anchor_id=task), key=lambda one: (one.since, one.id))
        change = deeds.changed(rows, {"status": "solved", "answer": result}, max(by.today, row.since))
        store.retract(change.withdraw, entry=entry)
        store.insert(change.add, entry=entry)


def _not_yours(found: Case, place: int | None, by: By) -> NotYoursToAct:
    name = by.access.tree.name(place) if place is not None and place in by.access.tree else ""
    return NotYoursToAct(step=found.case_type.en, step_zh=found.case_type.zh, actor=name)
