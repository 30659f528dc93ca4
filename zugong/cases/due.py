"""What waits for whom and until when, kept for lists: taken in from the ledgers, made anew where rules or the day change.

It is derived. `catch_up` brings it to the last entry, whoever recorded it: a page, an import, an undo. After a change of rules
only the limits are computed again, from what each case keeps of its steps: cases with the same steps behind them share the
question what is next, and differ in their days alone.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from zugong.cases.acting import actor_of
from zugong.cases.filed import Case, act_of, cases, ledger_store, ledgers, made_case, split, types_here
from zugong.cases.models import Mark, Standing, Task
from zugong.cases.rules import Act, CaseState, Limit
from zugong.cases.types import CaseTypes
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.models import LedgerRow
from zugong.dictionary.store import COMPACT, store_of
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import insert_rows, is_recording, last_seal, reserve_ids
from zugong.kernel.time import months_after
from zugong.organisations.queries import Tree, tree_at
from zugong.packs.case_types import CaseType, Step

#: The day of what no rule limits: after every other.
NO_LIMIT = date(9999, 12, 31)
_BATCH, _MANY = 5000, 2000
_TASK = ("id", "case", "case_type", "step", "organisation", "level", "actor", "possible_on", "due_on")
_STANDING = (
    "case", "case_type", "person", "organisation", "stage", "state", "forms", "lines", "since", "last_on", "acts",
)  # fmt: skip


def catch_up(day: date) -> None:
    """The tables say what is believed now, for `day`. Costs two questions while nothing was recorded."""
    if is_recording():
        return
    mark, seal, rules = Mark.objects.first(), last_seal(), fingerprint(day)
    if mark is not None and (mark.number, mark.sealed_at, mark.day, mark.rules) == (*seal, day, rules):
        return
    with transaction.atomic():
        mark = Mark.objects.select_for_update().first()
        _bring(mark, seal, day, rules)
        Mark.objects.update_or_create(
            pk=1, defaults={"number": seal[0], "sealed_at": seal[1], "day": day, "rules": rules}
        )  # fmt: skip


def _bring(mark: Mark | None, seal: tuple, day: date, rules: str) -> None:
    if mark is None or not _is_continued(mark) or seal[0] - mark.number > _MANY:
        rebuild(day)
        return
    entries = list(Entry.objects.filter(number__gt=mark.number, number__lte=seal[0]).values_list("pk", flat=True))
    _replace(_touched(entries), day)
    if mark.rules != rules:
        recompute(day)
    elif mark.day != day or _tree_moved(entries):
        _set_actors(day)


def _is_continued(mark: Mark) -> bool:
    """Does history still hold the entry of the mark? A restored backup may not."""
    return mark.number == 0 or Entry.objects.filter(number=mark.number, sealed_at=mark.sealed_at).exists()


def fingerprint(day: date) -> str:
    """By which types, forms, calendar and texts of the day the tables are made."""
    types = types_here()
    in_force = [(code, one.text_on(day)) for code, one in types.types.items()]
    said = (repr(types.types), repr(types.forms), sorted(types.calendar.off), sorted(types.calendar.worked))
    return hashlib.sha256(repr((in_force, said)).encode()).hexdigest()


def _touched(entries: Sequence[int]) -> set[int]:
    """The cases of which anything was recorded or withdrawn by these entries."""
    found: set[int] = set()
    for start in range(0, len(entries), 500):
        part = entries[start : start + 500]
        for column in ("recorded_in__in", "retracted_in__in"):
            rows = LedgerRow.objects.filter(**{column: part})
            found |= set(rows.filter(ledger__in=ledgers()).values_list("anchor_id", flat=True))
            bodies = rows.filter(ledger__in=[f"{one}_step" for one in ledgers()]).values_list("body", flat=True)
            found |= {json.loads(body)["case"] for body in bodies}
    return found


def _tree_moved(entries: Sequence[int]) -> bool:
    """Did one of these entries touch organisations or what they belong to?"""
    stores = [store_of(installed_catalogue(settings.ZUGONG_PACK).types[code]) for code in ("organisation", "belongs")]
    return any(
        store.queryset().filter(Q(recorded_in__in=entries) | Q(retracted_in__in=entries)).exists() for store in stores
    )


def rebuild(day: date) -> None:
    """Make the tables anew from the ledgers."""
    Task.objects.all().delete()
    Standing.objects.all().delete()
    for ledger in ledgers():
        _insert((one for one in _all_cases(ledger)), day)


def _all_cases(ledger: str) -> Iterator[Case]:
    rows, acts = defaultdict(list), defaultdict(list)
    for row in ledger_store(ledger).believed():
        rows[row.anchor].append(row)
    for row in ledger_store(f"{ledger}_step").believed():
        acts[row.values["case"]].append(act_of(row))
    for identity, found in rows.items():
        ordered = sorted(found, key=lambda one: one.since)
        made = made_case(identity, ordered, sorted(acts.get(identity, ()), key=lambda one: one.line))
        if made is not None:
            yield made


def _replace(identities: set[int], day: date) -> None:
    ids = sorted(identities)
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        Task.objects.filter(case__in=part).delete()
        Standing.objects.filter(case__in=part).delete()
        _insert(cases(part), day)


def _insert(found: Iterable[Case], day: date) -> None:
    planner, tree = Planner(types_here(), day), tree_at(day)
    standings: list[tuple] = []
    tasks: list[tuple] = []
    for case in found:
        kept = kept_of(case)
        standings.append(kept.row)
        tasks += planner.tasks(kept, tree)
        if len(standings) >= _BATCH:
            _write(standings, tasks)
            standings, tasks = [], []
    _write(standings, tasks)


def _write(standings: Sequence[tuple], tasks: Sequence[tuple]) -> None:
    insert_rows(Standing, _STANDING, standings)
    _write_tasks(tasks)


def _write_tasks(tasks: Sequence[tuple]) -> None:
    if tasks:
        ids = reserve_ids(Task, len(tasks))
        insert_rows(Task, _TASK, [(pk, *one) for pk, one in zip(ids, tasks, strict=True)])


@dataclass(frozen=True, slots=True)
class Kept:
    """What a case keeps of itself here. `acts` are lists of code, day, outcome, months."""

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

    @property
    def row(self) -> tuple:
        return tuple(getattr(self, name) for name in _STANDING)


def kept_of(case: Case) -> Kept:
    """A case as the tables keep it."""
    state = case.state
    said = state.ended or ("suspended" if state.suspended_since else "running")
    acts = [[act.step, act.on.isoformat(), act.outcome, act.values.get("months")] for act in case.acts]
    last = max((act.on for act in case.acts), default=None)
    return Kept(
        case.id, case.case_type.case_type, case.person, case.organisation, state.stage, said,
        case.row.values.get("forms") or "", len(case.acts), case.since, last, COMPACT.encode(acts),
    )  # fmt: skip


@dataclass
class Planner:
    """Computes what waits in many cases by the texts of one day."""

    types: CaseTypes
    day: date
    _types: dict[tuple[str, str], CaseType] = field(default_factory=dict)
    _actors: dict[tuple[str, str, int | None], int | None] = field(default_factory=dict)
    _open: dict[tuple, tuple[Step, ...]] = field(default_factory=dict)

    def tasks(self, kept: Kept, tree: Tree) -> Iterator[tuple]:
        """The rows of what waits in a case, without ids."""
        if kept.state != "running":
            return
        case_type = self._type(kept)
        state = CaseState(case_type, _acts(kept), self.types.calendar)
        for step in self._steps(case_type, state):
            possible, due = self._days(state, step)
            actor = self._actor(case_type, step.does, kept.organisation, tree)
            yield (
                kept.case, kept.case_type, step.step, kept.organisation, step.does, actor,
                possible or kept.since, due or NO_LIMIT,
            )  # fmt: skip

    def _type(self, kept: Kept) -> CaseType:
        key = (kept.case_type, kept.forms)
        if key not in self._types:
            self._types[key] = self.types.with_forms(kept.case_type, split(kept.forms))
        return self._types[key]

    def _steps(self, case_type: CaseType, state: CaseState) -> tuple[Step, ...]:
        """The steps that wait for nothing; asked once for all cases with the same steps done under the same texts."""
        texts = tuple(state.in_force(one, self.day) for one in case_type.steps if one.texts)
        key = (case_type.version, case_type.case_type, frozenset(state.done), frozenset(state.cleared), texts)
        if key not in self._open:
            steps = (one for one in case_type.steps if not one.optional and state.is_open(one, self.day))
            self._open[key] = tuple(one for one in steps if not state.unmet(one, self.day))
        return self._open[key]

    def _days(self, state: CaseState, step: Step) -> tuple[date | None, date | None]:
        if step.repeats_months is not None:
            due = state.repeat_due(step)
            return (months_after(due, -1) if due else None), due
        earliest, due_limit = state.earliest(step, self.day), state.due(step, self.day)
        needed = [state.done[name].on for name in step.needs if name in state.done]
        return _later(earliest, max(needed, default=None)), due_limit.day if due_limit else None

    def _actor(self, case_type: CaseType, level: str, organisation: int | None, tree: Tree) -> int | None:
        key = (case_type.case_type, level, organisation)
        if key not in self._actors:
            self._actors[key] = actor_of(case_type, level, organisation, tree)
        return self._actors[key]


def _later(limit: Limit | None, other: date | None) -> date | None:
    days = [one for one in (limit.day if limit else None, other) if one is not None]
    return max(days, default=None)


_days_read: dict[str, date] = {}


def _day(text: str) -> date:
    """A day of its text; each is read once."""
    found = _days_read.get(text)
    if found is None:
        found = _days_read[text] = date.fromisoformat(text)
    return found


def _acts(kept: Kept) -> list[Act]:
    return [
        Act(step, _day(on), outcome, {"months": months} if months else {}) for step, on, outcome, months in json.loads(kept.acts)
    ]  # fmt: skip


def recompute(day: date) -> int:
    """Compute anew what waits in every running case, after rules changed; how many rows there are now."""
    planner, tree, count = Planner(types_here(), day), tree_at(day), 0
    Task.objects.all()._raw_delete(Task.objects.db)
    running = Standing.objects.filter(state="running").values_list(*_STANDING)
    tasks: list[tuple] = []
    for row in running.iterator(chunk_size=_BATCH):
        tasks += planner.tasks(Kept(*row), tree)
        if len(tasks) >= _BATCH * 4:
            _write_tasks(tasks)
            count, tasks = count + len(tasks), []
    _write_tasks(tasks)
    return count + len(tasks)


def _set_actors(day: date) -> None:
    """Who acts, by the tree of the day: only what the tree moved is written."""
    tree, types = tree_at(day), types_here()
    for code, level, organisation, actor in set(
        Task.objects.values_list("case_type", "level", "organisation", "actor")
    ):
        now = actor_of(types.types[code], level, organisation, tree) if code in types.types else None
        if now != actor:
            found = Task.objects.filter(case_type=code, level=level, organisation=organisation)
            found.update(actor=now)
