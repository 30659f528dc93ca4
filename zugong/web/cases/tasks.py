"""The tasks and problems listed for the place of a case: each with its state, its day and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

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
    return bool(found.case_type.tasks) and (_may_see_problems(asked, found) or _may_settle(asked, found))


def _may_see_problems(asked: AskedCases, found: Case) -> bool:
    problem = asked.scope.catalogue.types["problem"]
    return asked.scope.access.rights(problem, "see").reach(tasks_stand_at(found), None)


def _may_settle(asked: AskedCases, found: Case) -> bool:
    """Whoever keeps the case keeps its tasks, also without a right to the list of all problems."""
    return may_keep(found.case_type, tasks_stand_at(found), asked.scope.access)


@dataclass(frozen=True)
class ShownTask:
    label: str
    source: str
    status: str
    level: str
    due: str
    responsible: str
    answer: str
    address: str
    settles: int | None


def shown_tasks(asked: AskedCases, found: Case) -> tuple[ShownTask, ...]:
    """The tasks of a case, those still open first; the units by one question. `settles` is set where the user may settle it."""
    rows = tasks_of(found) if keeps_tasks(asked, found) else ()
    units = [("unit", row.values["responsible"]) for row in rows if row.values["responsible"]]
    known = known_records(units, asked.scope.clocks, asked.scope.catalogue, asked.language)
    leads, settles = _may_see_problems(asked, found), found.state.ended is None and _may_settle(asked, found)
    return tuple(_shown(asked, row, known, leads=leads, settles=settles) for row in rows)


def _shown(asked: AskedCases, row: StoredRow, known: Known, *, leads: bool, settles: bool) -> ShownTask:
    fields, values = asked.scope.catalogue.types["problem"].fields, row.values
    is_open, due = values["status"] == _OPEN, values["due_on"]
    is_late = is_open and due is not None and due < asked.day
    shown = {name: fields[name].type.show(values[name], fields[name], asked.language) for name in ("status", "source")}
    return ShownTask(
        label=values["text"], source=shown["source"], status=shown["status"],
        level="red" if is_late else "amber" if is_open else "good", due=due.isoformat() if due else "",
        responsible=known.label("unit", values["responsible"]) if values["responsible"] else "",
        answer=values["answer"] or "", address=reverse("record", args=["problem", row.anchor]) if leads else "",
        settles=row.anchor if settles and is_open else None,
    )  # fmt: skip


@dataclass(frozen=True)
class TaskForm:
    """What another task asks for: from which sources it may come, which units may answer for it, and how it is called."""

    sources: tuple[Choice, ...]
    units: tuple[Choice, ...]
    label: str
    text_label: str

    @property
    def has_several(self) -> bool:
        """Are there several kinds? A list of one kind asks for none, and stays folded: it is to remain empty."""
        return len(self.sources) > 1


def task_form(asked: AskedCases, found: Case) -> TaskForm | None:
    """The form of another task; None for who may not list one, for a closed case, and where the type has no tasks."""
    declared = found.case_type
    if found.state.ended is not None or not declared.tasks:
        return None
    if not may_keep(declared, tasks_stand_at(found), asked.scope.access):
        return None
    labels = [(one, _kind(asked, one)) for one in declared.tasks]
    sources = tuple(Choice(code, label, code == declared.tasks[-1]) for code, label in labels)
    units = tuple(Choice(str(pk), name, False) for pk, name in possible_units(asked, found).items())
    if len(sources) > 1:
        return TaskForm(sources, units, gettext("Add a task"), gettext("What is to be done"))
    return TaskForm(sources, units, gettext("Put one on the list"), gettext("What it is about"))


def _kind(asked: AskedCases, source: str) -> str:
    codes = asked.scope.catalogue.types["problem"].fields["source"]
    return codes.type.show(source, codes, asked.language)


def tasks_title(asked: AskedCases, found: Case) -> str:
    """What the list of tasks is called: by its kind where there is one only."""
    kinds = found.case_type.tasks
    return _kind(asked, kinds[0]) if len(kinds) == 1 else gettext("Tasks and problems")


def no_tasks(found: Case) -> str:
    """What stands in place of an empty list."""
    if found.state.ended is not None or len(found.case_type.tasks) == 1:
        return gettext("None is on the list.")
    return gettext("No task is listed yet. Each has who answers for it and a day.")


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
