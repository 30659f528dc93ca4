"""Lists of cases: what waits for an office, where cases stand, those of a person. Pages by key, under the rights of who asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet

from zugong.cases.due import catch_up, rebuild
from zugong.cases.filed import Case, cases, types_here
from zugong.cases.keeping import folded_of
from zugong.cases.models import Standing, Task
from zugong.cases.planning import NO_LIMIT
from zugong.cases.reach import Reach
from zugong.packs.case_types import CaseType

PAGE = 50


@dataclass(frozen=True)
class Waiting:
    """A step that waits in a case. `due_on` is None where no rule says until when."""

    id: int
    case: int
    case_type: str
    step: str
    organisation: int | None
    actor: int | None
    possible_on: date
    due_on: date | None

    def is_overdue(self, day: date) -> bool:
        return self.due_on is not None and self.due_on < day


@dataclass(frozen=True)
class WaitingPage:
    """Some of what waits, what is due first; `after` is where the next page begins, None on the last."""

    rows: tuple[Waiting, ...]
    after: str | None


def waiting(
    reach: Reach, day: date, *, actors: Sequence[int] | None = None, case_type: str = "", step: str = "",
    after: str = "", size: int = PAGE,
) -> WaitingPage:  # fmt: skip
    """What may be done on a day in the cases of a territory; with `actors` only what waits for these organisations."""
    found = _waiting(reach, day, actors, case_type, step)
    if key := _key(after):
        found = found.filter(Q(due_on__gt=key[0]) | Q(due_on=key[0], pk__gt=key[1]))
    rows = [_row(one) for one in found.order_by("due_on", "pk")[: size + 1]]
    last = rows[size - 1] if len(rows) > size else None
    more = f"{last.due_on or NO_LIMIT}.{last.id}" if last else None
    return WaitingPage(tuple(rows[:size]), more)


def _waiting(
    reach: Reach, day: date, actors: Sequence[int] | None, case_type: str, step: str
) -> QuerySet[Task]:  # fmt: skip
    catch_up(day)
    found = Task.objects.filter(reach.condition, possible_on__lte=day)
    if actors is not None:
        found = found.filter(actor__in=actors)
    if case_type:
        found = found.filter(case_type=case_type)
    return found.filter(step=step) if step else found


def _key(after: str) -> tuple[date, int] | None:
    text, _, number = after.partition(".")
    try:
        return date.fromisoformat(text), int(number)
    except ValueError:
        return None


def _row(task: Task) -> Waiting:
    due = None if task.due_on == NO_LIMIT else task.due_on
    return Waiting(
        task.pk, task.case, task.case_type, task.step, task.organisation, task.actor, task.possible_on, due
    )  # fmt: skip


@dataclass(frozen=True)
class WaitingCount:
    """How many steps wait, how many of them are overdue, and how many fall due by a day; `first` is due first."""

    all: int
    overdue: int
    soon: int
    first: date | None


def count_waiting(
    reach: Reach, day: date, until: date, *, actors: Sequence[int] | None = None, case_type: str = ""
) -> WaitingCount:  # fmt: skip
    """The numbers to `waiting`; `soon` is due from the day to `until`."""
    found = _waiting(reach, day, actors, case_type, "")
    counts = found.aggregate(
        all=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=day)),
        soon=Count("pk", filter=Q(due_on__gte=day, due_on__lte=until)), first=Min("due_on", filter=Q(due_on__lt=NO_LIMIT)),
    )  # fmt: skip
    return WaitingCount(**counts)


def where_cases_stand(reach: Reach, case_type: str, day: date) -> Mapping[tuple[str, str], int]:
    """How many cases of a type stand in which stage and state."""
    catch_up(day)
    found = Standing.objects.filter(reach.condition, case_type=case_type).values_list("stage", "state")
    return {(stage, state): count for stage, state, count in found.annotate(count=Count("pk"))}


def where_cases_wait(reach: Reach, case_type: str, day: date) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """By step how many cases wait for it, and for how many of them it is overdue."""
    found = _waiting(reach, day, None, case_type, "").values_list("step", "due_on").annotate(count=Count("pk"))
    waiting_counts: Counter[str] = Counter()
    overdue: Counter[str] = Counter()
    for step, due_on, count in found:
        waiting_counts[step] += count
        overdue[step] += count if due_on < day else 0
    return waiting_counts, overdue


@dataclass(frozen=True)
class Stood:
    """Where one of several cases stands; `state` is running, suspended, or how it ended."""

    case: int
    case_type: str
    organisation: int
    stage: str
    state: str


def standing_since(reach: Reach, case_types: Sequence[str], since: date, day: date) -> tuple[Stood, ...]:
    """Where every case of these types that was begun since a day stands, the earliest first."""
    catch_up(day)
    found = Standing.objects.filter(reach.condition, case_type__in=case_types, since__gte=since, since__lte=day)
    columns = ("case", "case_type", "organisation", "stage", "state")
    rows = found.exclude(organisation=None).order_by("case").values_list(*columns)
    return tuple(Stood(*row) for row in rows)


def overdue_cases(reach: Reach, case_types: Sequence[str], day: date) -> frozenset[int]:
    """The cases of these types in which a step is overdue."""
    found = Task.objects.filter(reach.condition, case_type__in=case_types, possible_on__lte=day, due_on__lt=day)
    return frozenset(found.values_list("case", flat=True))


def cases_standing(
    reach: Reach, day: date, *, case_type: str, stage: str = "", state: str = "running", after: int = 0,
    size: int = PAGE,
) -> tuple[tuple[Standing, ...], int | None]:  # fmt: skip
    """Cases of a type in the order in which they were begun, and where the next page begins."""
    catch_up(day)
    found = Standing.objects.filter(reach.condition, case_type=case_type, case__gt=after)
    found = found.filter(stage=stage) if stage else found
    found = found.filter(state=state) if state else found
    rows = tuple(found.order_by("case")[: size + 1])
    return rows[:size], rows[size - 1].case if len(rows) > size else None


def cases_of_person(person: int, day: date) -> tuple[Case, ...]:
    """Every case about a person, the latest first."""
    catch_up(day)
    ids = Standing.objects.filter(person=person).values_list("case", flat=True)
    return tuple(sorted(cases(ids), key=lambda one: (one.since, one.id), reverse=True))


def count_running_of(person: int, day: date) -> int:
    """How many cases about a person run."""
    catch_up(day)
    return Standing.objects.filter(person=person, state__in=("running", "suspended")).count()


def case_of_number(number: str) -> int | None:
    """The anchor of the case with that number, which ends in it."""
    tail = number.rpartition("-")[2]
    return int(tail) if tail.isdigit() else None


def standings(identities: Sequence[int]) -> tuple[Standing, ...]:
    """Where these cases stand, as last taken in."""
    return tuple(Standing.objects.filter(pk__in=sorted(set(identities))))


def taken_anew(found: Iterable[Standing]) -> dict[int, tuple[str, ...]]:
    """By case the steps that were done once and are to be done again."""
    return {one.case: folded_of(one.acts).cleared for one in found}


def subjects(found: Iterable[Standing]) -> dict[int, tuple[str, int]]:
    """By case what it is about, as record type and anchor."""
    types = types_here().types
    return {one.case: (types[one.case_type].about, one.subject) for one in found if one.subject is not None}


def running_about(case_type: CaseType, anchors: Sequence[int], day: date) -> dict[int, int]:
    """By what they are about the running cases of a type about these things."""
    catch_up(day)
    running = Standing.objects.filter(case_type=case_type.case_type, state__in=("running", "suspended"))
    return {one.subject: one.case for one in running.filter(subject__in=list(anchors)) if one.subject is not None}


def differences_of_what_waits(day: date) -> list[str]:
    """What waits by the tables, beside what waits when they are made anew; the tables are made anew."""
    catch_up(day)
    before = set(Task.objects.values_list("case", "step", "actor", "possible_on", "due_on"))
    with transaction.atomic():
        rebuild(day)
    after = set(Task.objects.values_list("case", "step", "actor", "possible_on", "due_on"))
    return [f"- {one}" for one in sorted(before - after, key=repr)] + [
        f"+ {one}" for one in sorted(after - before, key=repr)
    ]
