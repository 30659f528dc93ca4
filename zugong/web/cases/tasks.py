"""The tasks and problems listed for the place of a case: each with its state, its day and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from zugong.cases.acting import may_keep
from zugong.cases.filed import Case
from zugong.cases.subjects import tasks_of, tasks_stand_at
from zugong.cases.tasking import NewTask
from zugong.dictionary.store import StoredRow
from zugong.organisations.queries import units_of_all
from zugong.web.cases.asked import AskedCases
from zugong.web.cases.forms import Choice, possible_places
from zugong.web.listing.references import Known, known_records

_OPEN, _LONGEST = "open", 500


def keeps_tasks(asked: AskedCases, found: Case) -> bool:
    """Has the case tasks that the user may know of? Those kept with the committee above are not seen below it."""
    place, problem = tasks_stand_at(found), asked.scope.catalogue.types["problem"]
    return bool(found.case_type.tasks) and asked.scope.access.rights(problem, "see").reach(place, None)


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
    rows = tasks_of(found) if keeps_tasks(asked, found) else ()
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


@dataclass(frozen=True)
class TaskForm:
    """What another task asks for: from which sources it may come, which units may answer for it."""

    sources: tuple[Choice, ...]
    units: tuple[Choice, ...]


def task_form(asked: AskedCases, found: Case) -> TaskForm | None:
    """The form of another task; None for who may not list one, for a closed case, and where the type has no tasks."""
    declared = found.case_type
    if found.state.ended is not None or not declared.tasks:
        return None
    if not may_keep(declared, tasks_stand_at(found), asked.scope.access):
        return None
    codes = asked.scope.catalogue.types["problem"].fields["source"]
    labels = [(one, codes.type.show(one, codes, asked.language)) for one in declared.tasks]
    sources = tuple(Choice(code, label, code == declared.tasks[-1]) for code, label in labels)
    return TaskForm(sources, tuple(Choice(str(pk), name, False) for pk, name in possible_units(asked, found).items()))


def possible_units(asked: AskedCases, found: Case) -> dict[int, str]:
    """The units of the organisation itself and of those that an office acts for, by name."""
    organisations = [*possible_places(asked), found.organisation or 0]
    units = list(dict.fromkeys(unit for _, unit in units_of_all(organisations, asked.day)))
    known = known_records([("unit", one) for one in units], asked.scope.clocks, asked.scope.catalogue, asked.language)
    return {one: known.label("unit", one) for one in units}


def typed_task(asked: AskedCases, found: Case) -> NewTask:
    """The task that was typed; an unreadable day is none."""
    posted = asked.request.POST
    unit = posted.get("responsible", "")
    is_unit = unit.isdigit() and int(unit) in possible_units(asked, found)
    try:
        due_on: date | None = date.fromisoformat(posted.get("due_on", ""))
    except ValueError:
        due_on = None
    return NewTask(
        posted.get("text", "").strip()[:_LONGEST], posted.get("source", ""), due_on, max(asked.day, found.since),
        int(unit) if is_unit else None,
    )  # fmt: skip
