"""Recording a plan: all or nothing, in one entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from django.db.models import Q

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import NewRow, Store, store_of
from zugong.exchange.planning.missing import END, STAY
from zugong.exchange.planning.outcomes import Missing, Plan, TypeWrites
from zugong.exchange.planning.plan import plan_import
from zugong.exchange.planning.request import Progress, no_progress
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import (
    EndsBeforeItBegins,
    NotBelievedAnyMore,
    Source,
    last_number,
    recording,
    wait_for_other_plans,
)
from zugong.organisations.actions import refresh_places

_SLICE = 20_000
_MOVE_PLACES = ("organisation", "belongs")
_OPERATED = ("organisation", "belongs", "unit", "serves", "membership")


class PlanRefused(RuleBroken):
    code: ClassVar[str] = "exchange.plan_refused"
    message: ClassVar[str] = "{count} rows cannot be imported, so nothing was. Row {row}: {reason_en}"
    message_zh: ClassVar[str] = "有{count}行不能导入，因此全部未导入。第{row}行：{reason_zh}"


class WrongChoice(RuleBroken):
    code: ClassVar[str] = "exchange.wrong_choice"
    message: ClassVar[str] = "{name}: choose one of {allowed}, with a day unless the record stays."
    message_zh: ClassVar[str] = "{name}：请从{allowed}中选择一项；除“留在册”外都要填写日期。"


class AfterTheRoster(RuleBroken):
    code: ClassVar[str] = "exchange.after_the_roster"
    message: ClassVar[str] = (
        "{name}: the roster of {on} leaves out somebody who is said to leave only on {day}; choose {on} or an earlier day."
    )
    message_zh: ClassVar[str] = "{name}：{on}的名册里已没有此人，减少日期却填了{day}；请填{on}或更早的日期。"


@dataclass(frozen=True)
class Decision:
    """What became of a record that a roster left out: one of its `choices`, and from which day it no longer holds."""

    choice: str
    day: date | None = None


@dataclass(frozen=True)
class Committed:
    """What was recorded: the plan that was carried out, and its entry; none where the file changed nothing."""

    plan: Plan
    entry: Entry | None


def commit(
    plan: Plan,
    *,
    source: Source,
    decisions: Mapping[int, Decision] | None = None,
    may_decide: Callable[[Missing], bool] = lambda found: True,
    progress: Progress = no_progress,
) -> Committed:
    """Carry out a plan in one entry; `decisions` say, by `Missing.key`, what became of those whom the roster left out.

    Decisions about those of whom `may_decide` says no are left out. A plan made before somebody else changed the same kinds
    of records is made anew first. Raises PlanRefused where a row is refused, WrongChoice, AfterTheRoster,
    NotBelievedAnyMore; then nothing is recorded. A file that changes nothing makes no entry.
    """
    _refuse(plan)
    _check_days(plan, decisions or {})
    if plan.changes_nothing and not decisions and not is_old(plan):
        return Committed(plan, None)
    with recording(source) as entry:
        wait_for_other_plans()
        if is_old(plan):  # inside the transaction: nobody else carries out a plan from here on
            plan = plan_import(plan.request, progress=progress)
            _refuse(plan)
            _check_days(plan, decisions or {})
        write_rows(plan, entry, progress)
        if plan.operations is not None:
            progress("operations", 0, len(plan.operations.rows))
            plan.operations.carry_out(source)
        if decisions:
            decide_missing([found for found in plan.missing if may_decide(found)], decisions, source=source)
        if _moves_places(plan):
            progress("places", 0, 1)
            refresh_places(entry=entry)
    return Committed(plan, entry)


def write_plan(plan: Plan, entry: Entry) -> None:
    """Withdraw and add the plan's rows, and bring the tree up to date where it moves. Raises NotBelievedAnyMore."""
    write_rows(plan, entry, no_progress)
    if _moves_places(plan):
        refresh_places(entry=entry)


def decide_missing(missing: Sequence[Missing], decisions: Mapping[int, Decision], *, source: Source) -> None:
    """Record what became of records that a roster left out; those without a decision stay open.

    Raises WrongChoice, EndsBeforeItBegins, and NotBelievedAnyMore where a record has changed since the roster.
    """
    decided = [(found, decisions[found.key]) for found in missing if found.key in decisions]
    for found, decision in decided:
        _check_choice(found, decision)
    ending = [(found, decision) for found, decision in decided if decision.choice != STAY]
    if not ending:
        return
    with recording(source) as entry:
        for kind in {found.kind.code: found.kind for found, _ in ending}.values():
            _end(kind, [(found, decision) for found, decision in ending if found.kind is kind], entry)
            if kind.code in _MOVE_PLACES:
                refresh_places(entry=entry)


def _check_days(plan: Plan, decisions: Mapping[int, Decision]) -> None:
    """Whom the roster of a day leaves out had left by that day."""
    for found in plan.missing:
        decision = decisions.get(found.key)
        if decision and decision.choice != STAY and decision.day and decision.day > plan.request.on:
            raise AfterTheRoster(name=found.name, on=plan.request.on, day=decision.day)


def _check_choice(found: Missing, decision: Decision) -> None:
    if decision.choice not in found.choices or (decision.choice != STAY and decision.day is None):
        raise WrongChoice(name=found.name, allowed="、".join(found.choices))
    if decision.day is not None and decision.choice != STAY and decision.day <= found.since:
        raise EndsBeforeItBegins(until=decision.day, since=found.since)


def _end(kind: RecordType, ending: Sequence[tuple[Missing, Decision]], entry: Entry) -> None:
    store = store_of(kind)
    rows = {row.id: row for row in _read(store, [found.row for found, _ in ending])}
    if len(rows) != len(ending):
        raise NotBelievedAnyMore
    added = []
    for found, decision in ending:
        row = rows[found.row]
        reason = {"end_reason": decision.choice} if "end_reason" in kind.fields and decision.choice != END else {}
        added.append(NewRow(row.anchor, row.since, decision.day, {**row.values, **reason}, supersedes=row.id))
    store.retract(rows, entry=entry)
    store.insert(added, entry=entry)


def _read(store: Store, ids: Sequence[int]) -> Iterable:
    for start in range(0, len(ids), 900):
        yield from store.believed(unsealed=True, id__in=ids[start : start + 900])


def _refuse(plan: Plan) -> None:
    if plan.is_refused:
        refused = [row for row in plan.rows if row.issues]
        first = refused[0].issues[0]
        raise PlanRefused(
            count=len(refused), row=first.row, reason_zh=first.sentence.zh, reason_en=first.sentence.en
        )  # fmt: skip


def is_old(plan: Plan) -> bool:
    """Has anybody recorded or withdrawn rows of the types concerned since the plan was made?"""
    if last_number() == plan.known:
        return False
    entries = list(Entry.objects.filter(number__gt=plan.known).values_list("pk", flat=True))
    since = Q(recorded_in__in=entries) | Q(retracted_in__in=entries)
    return any(store_of(kind).queryset().filter(since).exists() for kind in _concerned(plan))


def _concerned(plan: Plan) -> Iterable[RecordType]:
    """The types that the sheet writes or refers to. A sheet of changes moves all that hangs on organisations."""
    types = plan.request.catalogue.types
    written = _OPERATED if plan.request.sheet.operations else plan.request.sheet.writes
    found = {code: types[code] for code in written}
    for kind in list(found.values()):
        found.update({field.of: types[field.of] for field in kind.fields.values() if field.of})
    return found.values()


def _moves_places(plan: Plan) -> bool:
    return any(_has_rows(plan.writes.get(code)) for code in _MOVE_PLACES)


def _has_rows(writes: TypeWrites | None) -> bool:
    return writes is not None and bool(writes.withdraw or writes.add)


def write_rows(plan: Plan, entry: Entry, progress: Progress) -> None:
    """Withdraw and add the plan's rows with fresh anchors for what is new. Raises NotBelievedAnyMore."""
    types = plan.request.catalogue.types
    total = sum(len(writes.add) for writes in plan.writes.values())
    made = {code: store_of(types[code]).new_anchors(count) for code, count in plan.made.items()}
    done = 0
    for code, writes in plan.writes.items():
        store = store_of(types[code])
        rows = _with_anchors(types[code], writes.add, made)
        store.retract(writes.withdraw, entry=entry)
        for start in range(0, len(rows), _SLICE):
            progress("recording", done, total)
            part = rows[start : start + _SLICE]
            store.insert(part, entry=entry)
            done += len(part)
    progress("recording", total, total)


def _with_anchors(kind: RecordType, rows: Sequence[NewRow], made: Mapping[str, range]) -> Sequence[NewRow]:
    """The rows with the new anchors in the places of their stand-ins (-1 is the first of its type)."""
    if not made:
        return rows
    references = [(field.code, made[field.of]) for field in kind.fields.values() if field.of in made]
    own = made.get(kind.code)
    return [_with_anchors_in_row(row, own, references) for row in rows]


def _with_anchors_in_row(row: NewRow, own: range | None, references: Sequence[tuple[str, range]]) -> NewRow:
    values = row.values
    for code, ids in references:
        anchor = values.get(code)
        if anchor is not None and anchor < 0:
            values = {**values, code: ids[-anchor - 1]}
    if own is not None and row.anchor is not None and row.anchor < 0:
        return replace(row, anchor=own[-row.anchor - 1], values=values)
    return row if values is row.values else replace(row, values=values)
