"""The tasks and problems listed for the place of a case: each with its state, its day and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from zugong.cases.filed import Case
from zugong.cases.subjects import tasks_of
from zugong.dictionary.store import StoredRow
from zugong.web.cases.asked import AskedCases
from zugong.web.listing.references import Known, known_records

_OPEN = "open"


@dataclass(frozen=True)
class ShownTask:
    label: str
    source: str
    status: str
    level: str
    due: str
    responsible: str
    address: str


def shown_tasks(asked: AskedCases, found: Case) -> tuple[ShownTask, ...]:
    """The tasks of a case, those still open first; the units by one question."""
    rows = tasks_of(found)
    units = [("unit", row.values["responsible"]) for row in rows if row.values["responsible"]]
    known = known_records(units, asked.scope.clocks, asked.scope.catalogue, asked.language)
    return tuple(_shown(asked, row, known) for row in rows)


def _shown(asked: AskedCases, row: StoredRow, known: Known) -> ShownTask:
    fields, values = asked.scope.catalogue.types["problem"].fields, row.values
    is_open, due = values["status"] == _OPEN, values["due_on"]
    is_late = is_open and due is not None and due < asked.day
    shown = {name: fields[name].type.show(values[name], fields[name], asked.language) for name in ("status", "source")}
    return ShownTask(
        label=values["text"], source=shown["source"], status=shown["status"],
        level="red" if is_late else "amber" if is_open else "good", due=due.isoformat() if due else "",
        responsible=known.label("unit", values["responsible"]) if values["responsible"] else "",
        address=reverse("record", args=["problem", row.anchor]),
    )  # fmt: skip


def task_address(asked: AskedCases, found: Case) -> str:
    """The form of another task, filled in as far as the case knows; "" for who may not record one, or once it is closed."""
    declared = found.case_type
    is_over = found.state.ended is not None or not declared.tasks or found.organisation is None
    if is_over or not asked.scope.access.may("fill", declared.matter, found.organisation or 0):
        return ""
    given = {
        "problem.number": f"{found.number}-{len(tasks_of(found)) + 1}", "problem.source": declared.tasks[-1],
        "problem.organisation": asked.organisation_name(found.organisation), "problem.listed_on": asked.day.isoformat(),
        "problem.status": _OPEN,
    }  # fmt: skip
    return f"{reverse('record_new', args=['problem'])}?{urlencode(given)}"
