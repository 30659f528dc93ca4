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
from datetime import date
from functools import cache

from django.conf import settings
from django.db import connection, transaction
from django.db.models import CharField, F, Q, QuerySet
from django.db.models.functions import Cast

from zugong.cases.acting import actor_of
from zugong.cases.filed import Case, act_of, cases, ledger_store, ledgers, made_case, types_here, types_read
from zugong.cases.keeping import STANDING_COLUMNS, Kept, day_of_text, kept_of
from zugong.cases.models import Mark, Standing, Task
from zugong.cases.planning import Planner
from zugong.cases.types import CaseTypes
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.freshness import types_touched_by
from zugong.dictionary.models import LedgerRow
from zugong.dictionary.store import store_of
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import insert_rows, is_recording, last_seal, reserve_ids
from zugong.organisations.queries import tree_at

#: How a case is kept here; what an earlier version of the program kept is made anew.
_SHAPE = 4
_BATCH, _MANY, _A_FEW = 5000, 2000, 20
_TREE = ("organisation", "belongs")
_DAYS = ("since", "last_on", "possible_on", "due_on")
_TASK = ("id", "case", "case_type", "step", "organisation", "level", "actor", "possible_on", "due_on", "other")


def catch_up(day: date) -> None:
    """The tables say what is believed now, for `day`. Costs two questions while nothing was recorded."""
    if is_recording():
        return
    mark, seal, rules = Mark.objects.first(), last_seal(), fingerprint(day)
    if mark is not None and (mark.day, mark.rules) == (day, rules) and _says_all(mark, seal):
        return
    with transaction.atomic():
        mark = Mark.objects.select_for_update().first()
        _bring(mark, seal, day, rules)
        Mark.objects.update_or_create(
            pk=1, defaults={"number": seal[0], "sealed_at": seal[1], "day": day, "rules": rules}
        )  # fmt: skip


def _says_all(mark: Mark, seal: tuple) -> bool:
    """Did nothing since the mark touch cases or the tree? Known without reading them where there are few entries."""
    if (mark.number, mark.sealed_at) == seal:
        return True
    later = Entry.objects.filter(number__gte=mark.number).order_by("number")
    entries = list(later.values_list("number", "sealed_at", "pk")[: _A_FEW + 2])
    is_continued = entries and entries[0][:2] == (mark.number, mark.sealed_at) and len(entries) <= _A_FEW + 1
    return bool(is_continued) and {*_TREE, *types_read()}.isdisjoint(types_touched_by(pk for _, _, pk in entries[1:]))


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
    stores = [store_of(installed_catalogue(settings.ZUGONG_PACK).types[code]) for code in _TREE]
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


def recompute(day: date, types: CaseTypes | None = None) -> int:
    """Compute anew what waits in every running case, after rules changed; how many rows became others. All or nothing.

    By the types of the site, or by `types`: what a change of rules would come to.
    """
    planner, tree, changed = Planner(types or types_here(), day), tree_at(day), 0
    last = -1
    with transaction.atomic():
        while page := _running_after(last):
            first, last = page[0].case, page[-1].case
            changed += _amend([one for kept in page for one in planner.tasks(kept, tree)], first, last)
    return changed


def _running_after(case: int) -> list[Kept]:
    """The next running cases, read without the making of model instances: there may be hundreds of thousands."""
    found = Standing.objects.filter(case__gt=case, state="running").order_by("case")
    return [Kept(*row) for row in _plain(found[: _BATCH * 4], STANDING_COLUMNS)]


def _plain(found: QuerySet, columns: Sequence[str]) -> Iterator[list]:
    """Rows of a query; their days are read as text and looked up, for the same ones come again and again."""
    days = [place for place, name in enumerate(columns) if name in _DAYS]
    asked = [Cast(name, CharField()) if name in _DAYS else F(name) for name in columns]
    for row in found.values_list(*asked).iterator(chunk_size=_MANY):
        made = list(row)
        for place in days:
            made[place] = made[place] and day_of_text(made[place])
        yield made


def _amend(tasks: Sequence[tuple], first: int, last: int) -> int:
    """Write what differs from what is kept of these cases, and nothing else."""
    there: dict[tuple, tuple] = {}
    gone: list[int] = []
    for pk, *row in _plain(Task.objects.filter(case__gte=first, case__lte=last), _TASK):
        there[row[0], row[2]] = (pk, tuple(row))
    other, new = [], []
    for one in tasks:
        pk, before = there.pop((one[0], one[2]), (None, None))
        if pk is None:
            new.append(one)
        elif (before[3:5], before[8]) != (one[3:5], one[8]):
            gone.append(pk)
            new.append(one)
        elif before != one:
            other.append((*one[5:8], pk))
    _update(other)
    gone += [pk for pk, _ in there.values()]
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
