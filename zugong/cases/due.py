"""What waits for whom and until when, kept for lists: taken in from the ledgers, made anew where rules or the day change.

It is derived. `catch_up` brings it to the last entry, whoever recorded it: a page, an import, an undo. After a change of rules
only the limits are computed again, from what each case keeps of its steps: cases with the same steps behind them share the
question what is next, and differ in their days alone.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from zugong.cases.acting import actor_of
from zugong.cases.filed import Case, act_of, cases, ledger_store, ledgers, made_case, split, types_here
from zugong.cases.models import Mark, Standing, Task
from zugong.cases.rules import Act, CaseState, Done, Folded
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
#: How a case is kept here; what an earlier version of the program kept is made anew.
_SHAPE = 4
#: The fields of a step on which dates may hang.
_NUMBERS, _DAYS = ("months", "days"), ("day", "until_day")
_BATCH, _MANY = 5000, 2000
_TASK = ("id", "case", "case_type", "step", "organisation", "level", "actor", "possible_on", "due_on", "other")
STANDING_COLUMNS = (
    "case", "case_type", "person", "organisation", "stage", "state", "forms", "lines", "since", "last_on", "acts",
    "other", "subject",
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
    is_of_this_shape = mark is not None and mark.rules.startswith(f"{_SHAPE}.")
    if mark is None or not is_of_this_shape or not _is_continued(mark) or seal[0] - mark.number > _MANY:
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
    texts = (text for one in types.types.values() for text in one.texts.items())
    local = (text for one in types.forms for text in one.texts.items())
    in_force = sorted(code for code, text in (*texts, *local) if text.is_in_force(day))
    made = hashlib.sha256(f"{in_force} {_declared(settings.ZUGONG_PACK)}".encode()).hexdigest()
    return f"{_SHAPE}.{made[:48]}"


@cache
def _declared(pack: str) -> str:
    """A mark of everything that a pack declares of cases; made once, since a pack is read once."""
    types = types_here()
    said = (types.types, types.forms, sorted(types.calendar.off), sorted(types.calendar.worked))
    return hashlib.sha256(repr((pack, said)).encode()).hexdigest()


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
    insert_rows(Standing, STANDING_COLUMNS, standings)
    _write_tasks(tasks)


def _write_tasks(tasks: Sequence[tuple]) -> None:
    if tasks:
        ids = reserve_ids(Task, len(tasks))
        insert_rows(Task, _TASK, [(pk, *one) for pk, one in zip(ids, tasks, strict=True)])


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


def from_text(text: str) -> Folded:
    """The opposite of `as_text`."""
    done, cleared, telling = json.loads(text)
    acts = tuple(Act(step, _day(on), outcome, _heard(said)) for step, on, outcome, said in telling)
    return Folded({name: _done(on) for name, on in done.items()}, tuple(cleared), acts)


def _heard(said: Mapping[str, int | str]) -> dict[str, int | date]:
    return {name: _day(str(value)) if name in _DAYS else int(value) for name, value in said.items()}


@dataclass
class Planner:
    """Computes what waits in many cases by the texts of one day."""

    types: CaseTypes
    day: date
    _types: dict[tuple[str, str], CaseType] = field(default_factory=dict)
    _actors: dict[tuple[str, str, int | None], int | None] = field(default_factory=dict)
    _open: dict[tuple, tuple[Step, ...]] = field(default_factory=dict)
    _days_found: dict[tuple, tuple[date | None, date | None]] = field(default_factory=dict)
    _followers: dict[tuple[str, str], tuple[Step, ...]] = field(default_factory=dict)

    def tasks(self, kept: Kept, tree: Tree) -> Iterator[tuple]:
        """The rows of what waits in a case, without ids."""
        if kept.state != "running":
            return
        case_type = self._type(kept)
        state = CaseState.folded(case_type, from_text(kept.acts), self.types.calendar)
        for step in self._steps(case_type, state):
            possible, due = self._days(state, step)
            own, other = kept.organisation, kept.other
            if step.side == "other" and not (other is None and case_type.assigned):
                own, other = other, own
            actor = self._actor(case_type, step.does, own, tree)
            yield (
                kept.case, kept.case_type, step.step, own, step.does, actor, possible or kept.since, due or NO_LIMIT,
                other,
            )  # fmt: skip

    def _type(self, kept: Kept) -> CaseType:
        key = (kept.case_type, kept.forms)
        if key not in self._types:
            self._types[key] = self.types.with_forms(kept.case_type, split(kept.forms))
        return self._types[key]

    def _steps(self, case_type: CaseType, state: CaseState) -> tuple[Step, ...]:
        """The steps that wait for nothing; asked once for all cases with the same steps done under the same texts."""
        by_days = tuple([state.in_force(one, self.day) for one in self._by_days(case_type)])
        ways = tuple([state.way_of(one) for one in sorted(case_type.forks)])
        key = (case_type.case_type, case_type.version, tuple(state.done), tuple(sorted(state.cleared)), by_days, ways)
        if key not in self._open:
            steps = (one for one in case_type.steps if not one.optional and state.is_open(one, self.day))
            self._open[key] = tuple(one for one in steps if not state.unmet(one, self.day))
        return self._open[key]

    def _by_days(self, case_type: CaseType) -> tuple[Step, ...]:
        """The steps whose text follows the day of another step."""
        key = (case_type.case_type, case_type.version)
        if key not in self._followers:
            self._followers[key] = tuple(one for one in case_type.steps if one.by_day_of)
        return self._followers[key]

    def _days(self, state: CaseState, step: Step) -> tuple[date | None, date | None]:
        if step.repeats_months is not None:
            due = state.repeat_due(step)
            return (months_after(due, -1) if due else None), due
        needed = [state.done[name].on for name in step.needs if name in state.done]
        earliest, due = self._limits(state, step)
        days = [one for one in (earliest, max(needed, default=None)) if one is not None]
        return max(days, default=None), due

    def _limits(self, state: CaseState, step: Step) -> tuple[date | None, date | None]:
        """From when and until when the rules want a step; asked once for all cases with the same days behind them."""
        counted_from = tuple([state.day_of(one.of) for one in step.conditions if one.of])
        if not counted_from:
            return None, None
        key = (state.case_type.case_type, state.case_type.version, step.step, counted_from)
        if key not in self._days_found:
            earliest, due = state.earliest(step, self.day), state.due(step, self.day)
            self._days_found[key] = (earliest.day if earliest else None, due.day if due else None)
        return self._days_found[key]

    def _actor(self, case_type: CaseType, level: str, organisation: int | None, tree: Tree) -> int | None:
        key = (case_type.case_type, level, organisation)
        if key not in self._actors:
            self._actors[key] = actor_of(case_type, level, organisation, tree)
        return self._actors[key]


@lru_cache(maxsize=50_000)
def _day(text: str) -> date:
    """A day of its text; the same days come again and again."""
    return date.fromisoformat(text)


@lru_cache(maxsize=50_000)
def _done(text: str) -> Done:
    return Done(_day(text))


def recompute(day: date, types: CaseTypes | None = None) -> int:
    """Compute anew what waits in every running case, after rules changed; how many rows became others.

    By the types of the site, or by `types`: what a change of rules would come to.
    """
    planner, tree, changed = Planner(types or types_here(), day), tree_at(day), 0
    last = -1
    while page := list(_running_after(last)):
        last = page[-1][0]
        changed += _amend([one for row in page for one in planner.tasks(Kept(*row), tree)], page[0][0], last)
    return changed


def _running_after(case: int) -> Iterator[tuple]:
    found = Standing.objects.filter(case__gt=case, state="running").order_by("case")
    yield from found.values_list(*STANDING_COLUMNS)[: _BATCH * 4]


def _amend(tasks: Sequence[tuple], first: int, last: int) -> int:
    """Write what differs from what is kept of these cases, and nothing else."""
    there: dict[tuple, tuple] = {}
    for pk, *row in Task.objects.filter(case__gte=first, case__lte=last).values_list(*_TASK):
        there[row[0], row[2]] = (pk, tuple(row))
    other, new = [], []
    for one in tasks:
        pk, before = there.pop((one[0], one[2]), (None, None))
        if pk is None:
            new.append(one)
        elif before != one:
            other.append((*one[5:8], pk))
    _update(other)
    gone = [pk for pk, _ in there.values()]
    for start in range(0, len(gone), 500):
        Task.objects.filter(pk__in=gone[start : start + 500])._raw_delete(Task.objects.db)
    _write_tasks(new)
    return len(new) + len(other) + len(gone)


def _update(rows: Sequence[tuple]) -> None:
    """Other actors and days for tasks that are there: each row ends with its id."""
    if rows:
        with connection.cursor() as cursor:
            statement = f"UPDATE {Task._meta.db_table} SET actor = %s, possible_on = %s, due_on = %s WHERE id = %s"
            cursor.executemany(statement, rows)


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
