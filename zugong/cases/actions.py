"""Cases begun and steps taken, in one case or in several. One entry each, all or nothing.

What may happen in any case besides, such as suspending it or taking a step back, is in `closing`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from zugong.cases import errors
from zugong.cases.about import about, reckoned
from zugong.cases.acting import actor_of, may_act
from zugong.cases.carrying_out import Change, carry_out
from zugong.cases.elections import counted
from zugong.cases.events import step_taken
from zugong.cases.filed import (
    LIST_MOST,
    SEPARATOR,
    Case,
    case,
    ledger_store,
    list_values,
    step_values,
    types_here,
)
from zugong.cases.judging import Judged, judge
from zugong.cases.numbering import check_number, next_number
from zugong.cases.outcomes import Written, branch_of, is_member
from zugong.cases.rules import Act, CaseState
from zugong.cases.subjects import is_of_a_kind, place_of
from zugong.cases.wording import step_called
from zugong.cases.writing import write
from zugong.dictionary.store import NewRow, StoredRow
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import Source, recording, wait_for_other_plans
from zugong.offices.access import Access
from zugong.packs.case_types import CaseType, Step


@dataclass(frozen=True)
class Doing:
    """A step somebody takes: in which case, of which they saw so many lines; what it says; for which office.

    `change` is the change of organisations that a step is which carries one out.
    """

    case: int
    seen: int
    act: Act
    office: str = ""
    change: Change | None = None


@dataclass(frozen=True)
class Begin:
    """A case to begin: about whom, where, with which first step; `other` is the other side of a case between two.

    A case about something else names that as its `subject`, and nobody as `person`.
    """

    case_type: str
    person: int
    organisation: int
    act: Act
    office: str = ""
    other: int | None = None
    subject: int = 0


@dataclass(frozen=True)
class By:
    """Who writes, from where, with which rights, on which day: no step lies after it."""

    source: Source
    access: Access
    today: date = field(default_factory=date.today)


def judged(found: Case, act: Act) -> Judged:
    """What a step would come to. Raises NoSuchStep."""
    _step_of(found.case_type, act.step)
    return judge(found.state, act, about(found, act))


def _step_of(case_type: CaseType, code: str) -> Step:
    step = case_type.step(code)
    if step is None:
        raise errors.NoSuchStep(step=code, steps=SEPARATOR.join(one.step for one in case_type.steps))
    return step


def begin(*, begun: Begin, by: By) -> int:
    """Begin a case with its first step; its anchor comes back.

    Raises NoSuchCaseType, NotYoursToAct, RunsAlready, IsMemberAlready, NoMemberHere, NotAPlaceForIt, StepStopped, DayToCome.
    """
    types = types_here()
    if begun.case_type not in types.types:
        raise errors.NoSuchCaseType(code=begun.case_type, known=SEPARATOR.join(types.types))
    forms = types.forms_on(begun.case_type, begun.act.on)
    case_type = types.with_forms(begun.case_type, forms)
    step = _step_of(case_type, begun.act.step)
    check_may_take(case_type, step, begun.organisation, by)
    _check_other_side(case_type, begun, by)
    with recording(by.source) as entry:
        wait_for_other_plans()
        _check_is_new(begun, case_type, by)
        store = ledger_store(case_type.kept_as)
        [identity] = store.new_anchors(1)
        values = dict.fromkeys(store.kind.fields) | {
            "number": f"{begun.act.on.year}-{identity:06}", "case_type": begun.case_type,
            case_type.subject_field: begun.person or begun.subject, "organisation": begun.organisation,
            "forms": SEPARATOR.join(forms) or None,
        }  # fmt: skip
        if case_type.between:
            values["other"] = begun.other
        store.insert([NewRow(identity, begun.act.on, None, values)], entry=entry)
        row = StoredRow(0, identity, begun.act.on, None, values)
        made = Case(identity, row, begun.act.on, (), case_type, types)
        _take(made, Doing(identity, 0, begun.act, begun.office), by, entry)
    return identity


def _check_other_side(case_type: CaseType, begun: Begin, by: By) -> None:
    """A case between two organisations has another organisation on its other side."""
    is_place = begun.other in by.access.tree and begun.other != begun.organisation
    if case_type.between and not is_place:
        raise errors.NotAPlaceForIt


def _check_is_new(begun: Begin, case_type: CaseType, by: By) -> None:
    if case_type.about == "person":
        _check_person_is_new(begun, case_type)
    else:
        _check_subject_is_new(begun, case_type, by)


def _check_subject_is_new(begun: Begin, case_type: CaseType, by: By) -> None:
    """What it is about stands where the case is begun, is of a kind that the type is for, and in no other such case."""
    is_here = place_of(case_type, begun.subject, begun.act.on) == begun.organisation
    if not is_here or not is_of_a_kind(case_type, begun.subject, begun.act.on, by.access.tree):
        raise errors.NotOfThisKind(case_type=case_type.en, case_type_zh=case_type.zh)
    check_none_runs(case_type, begun.subject)


def check_none_runs(case_type: CaseType, anchor: int) -> None:
    """Raises RunsAlready or RunsAlreadyHere where such a case about the same runs.

    Asks the ledger itself: what is derived may not know yet of a case that was begun a moment ago. Where a ledger is of
    members, one case of that ledger is enough: nobody leaves twice.
    """
    is_person = case_type.about == "person"
    is_one_of_all = is_person and case_type.whom == "members"
    same = _running(case_type, case_type.subject_field, anchor)
    if any(is_one_of_all or one["case_type"] == case_type.case_type for one in same):
        raise errors.RunsAlready if is_person else errors.RunsAlreadyHere


def _running(case_type: CaseType, name: str, anchor: int) -> list[Mapping[str, Any]]:
    """The cases of a ledger that are not closed and say that anchor in that field."""
    store = ledger_store(case_type.kept_as)
    likely = store.queryset().believed().filter(until__isnull=True, body__contains=f'"{name}":{anchor}')
    found = [one.values for one in store.read(likely)]
    return [one for one in found if one[name] == anchor and not one["ended"]]


def _check_person_is_new(begun: Begin, case_type: CaseType) -> None:
    """A person stands in one case of a type, and is a member, or none, as the type is for."""
    check_none_runs(case_type, begun.person)
    if case_type.whom == "non_members" and is_member(begun.person, begun.act.on):
        raise errors.IsMemberAlready
    if case_type.whom == "members" and branch_of(begun.person, begun.act.on) != begun.organisation:
        raise errors.NoMemberHere(on=begun.act.on)


def take(*, doings: Sequence[Doing], by: By) -> None:
    """Take a step in one case or in several, in one entry: all of them or none.

    Raises NoSuchCase, NoSuchStep, NotYoursToAct, WentOnMeanwhile, StepStopped, DayToCome, and where a step changes
    organisations NotCarriedOut, Outdated, and what that change raises.
    """
    try:
        with recording(by.source) as entry:
            wait_for_other_plans()
            for doing in doings:
                _take(case_as_seen(doing), doing, by, entry)
    except IntegrityError as error:  # two of the same line: the database lets one stand
        raise errors.WentOnMeanwhile(step="", step_zh="") from error


def take_where_possible(*, doings: Sequence[Doing], by: By) -> dict[int, RuleBroken]:
    """Take a step in those of several cases where nothing stands against it, in one entry: what one meeting decided.

    For each of the others what stands against it, by case. Where that is all of them there is no entry.
    """
    refused: dict[int, RuleBroken] = {}
    with suppress(errors.NothingRecorded), recording(by.source) as entry:
        wait_for_other_plans()
        for doing in doings:
            refused |= _refused(doing, by, entry)
        if len(refused) == len(doings):
            raise errors.NothingRecorded  # the entry is not written; the sentences are the answer
    return refused


def _refused(doing: Doing, by: By, entry: Entry) -> dict[int, RuleBroken]:
    """Take one step; what stands against it comes back, and then nothing of it is written."""
    try:
        with transaction.atomic():
            _take(case_as_seen(doing), doing, by, entry)
    except RuleBroken as error:
        return {doing.case: error}
    except IntegrityError:  # two of the same line: the database lets one stand
        return {doing.case: errors.WentOnMeanwhile(step="", step_zh="")}
    return {}


def case_as_seen(doing: Doing) -> Case:
    """The case, as long as it is still what the user saw of it. Raises NoSuchCase, WentOnMeanwhile."""
    found = case(doing.case)
    if found is None:
        raise errors.NoSuchCase(case=doing.case)
    if len(found.acts) != doing.seen:
        last = found.acts[-1]
        called = step_called(last.step, found.case_type)
        raise errors.WentOnMeanwhile(step=called.en, step_zh=called.zh)
    return found


def _take(found: Case, doing: Doing, by: By, entry: Entry) -> None:
    """Judge and record one step, with what it writes; the case is closed where its outcome says so."""
    act = replace(doing.act, line=found.next_line)
    if act.on > by.today:
        raise errors.DayToCome(on=act.on)
    step = _step_of(found.case_type, act.step)
    check_may_take(found.case_type, step, found.place_of(step), by)
    act = reckoned(found.case_type, found.organisation, act, by.access)
    verdict = judged(found, act)
    if verdict.stops:
        raise errors.StepStopped(said=verdict.stops[0].said.en, said_zh=verdict.stops[0].said.zh)
    if len(act.listed) > LIST_MOST:
        raise errors.ListTooLong(most=LIST_MOST)
    act = replace(counted(found.state, act), outcome=verdict.outcome.outcome if verdict.outcome else None)
    check_number(found, step, act)
    if act.outcome in step.numbered:
        act = replace(act, values={**act.values, "number": next_number(found, step, act.on, by.access.tree)})
    state = record_act(found, act, doing.office, entry)
    if step.assigns and act.values.get("other") != found.other:
        rewrite_case(found, act.on, {"other": act.values.get("other")}, entry, closes=False)
    names = (*step.writes, *(verdict.outcome.writes if verdict.outcome else ()))
    for name in names:
        write(name, Written(found, act, state, entry))
    if step.carries_out:
        carry_out(doing.change, step=step, entry=entry, source=by.source, access=by.access)
    step_taken.send(Case, case=found, act=act, entry=entry)


def record_act(found: Case, act: Act, office: str, entry: Entry) -> CaseState:
    """Put an act into the file, and close the case where that ends it; the state after it comes back."""
    store = ledger_store(found.case_type.steps_kept_as)
    values = step_values(found, act, office)
    store.insert([NewRow(None, act.on, None, values)], entry=entry)
    if act.listed:
        rows = [NewRow(None, act.on, None, one) for one in list_values(found, act)]
        ledger_store(found.case_type.lists_kept_as).insert(rows, entry=entry)
    state = CaseState(found.case_type, (*found.acts, act), found.types.calendar)
    if state.ended is not None and found.state.ended is None:
        rewrite_case(found, act.on, {"ended": state.ended}, entry, closes=True)
    return state


def rewrite_case(found: Case, on: date, values: Mapping[str, Any], entry: Entry, *, closes: bool) -> None:
    """The row of a case changed from a day, or ended on it; on its own first day it is corrected."""
    store, row = ledger_store(found.case_type.kept_as), found.row
    changed = dict(row.values) | dict(values)
    store.retract([row.id], entry=entry) if row.id else None
    if closes or on <= row.since:
        until = on if closes and on > row.since else row.until
        rows = [NewRow(found.id, row.since, until, changed, supersedes=row.id)]
    else:
        before = NewRow(found.id, row.since, on, dict(row.values), supersedes=row.id)
        rows = [before, NewRow(found.id, on, None, changed, supersedes=row.id)]
    store.insert(rows, entry=entry)


def check_may_take(case_type: CaseType, step: Step, organisation: int | None, by: By) -> None:
    """Raises NotYoursToAct."""
    if not may_act(case_type, step, organisation, by.access):
        tree = by.access.tree
        actor = actor_of(case_type, step.does, organisation, tree)
        name = tree.name(actor) if actor is not None else ""
        raise errors.NotYoursToAct(step=step.en, step_zh=step.zh, actor=name)
