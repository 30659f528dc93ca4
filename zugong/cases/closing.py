"""What may happen in any case: papers that came later, suspended, withdrawn, stopped, opened again, handed over, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zugong.cases import errors
from zugong.cases.acting import DECIDED_ABOVE, halting, may_act, may_halt, may_keep
from zugong.cases.actions import (
    By,
    Doing,
    case_as_seen,
    check_may_take,
    check_none_runs,
    record_act,
    rewrite_case,
)
from zugong.cases.events import step_taken_back
from zugong.cases.filed import SEPARATOR, Case, ledger_store, list_rows, withdraw_scans
from zugong.cases.outcomes import withdraw
from zugong.cases.rules import BUILT_IN, FILED, MOVED, REOPENED, RESUMED, STOPPED, SUSPENDED, WITHDRAWN, Act
from zugong.cases.writing import LASTING
from zugong.dictionary.store import NewRow
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import recording, wait_for_other_plans
from zugong.offices.access import Access
from zugong.packs.case_types import Step

#: What needs a reason whatever the type says.
_NEED_WHY = (SUSPENDED, WITHDRAWN, STOPPED, REOPENED)


def may_do(found: Case, deed: str, access: Access) -> bool:
    """May the user do this to the case as it stands: whoever keeps it, halts it, or proposed it?"""
    state, here = found.state, (found.case_type, found.organisation, access)
    if deed == REOPENED:
        return state.ended in (WITHDRAWN[1:], STOPPED[1:]) and may_halt(*here)
    if deed == FILED:
        return may_keep(*here)
    if state.ended is not None:
        return False
    if deed == WITHDRAWN:
        return may_keep(*here) and is_with_proposer(found) and change_made(found) is None
    if deed == MOVED:
        return may_keep(*here) and found.person is not None
    is_turn = {SUSPENDED: state.suspended_since is None, RESUMED: state.suspended_since is not None}
    return is_turn.get(deed, change_made(found) is None) and may_halt(*here)


def is_with_proposer(found: Case) -> bool:
    """Is it the business of whoever proposed it alone: about a person, or nothing that another level did stands?"""
    first = found.case_type.steps[0]
    if found.case_type.about not in DECIDED_ABOVE:
        return found.person is not None
    done = (found.case_type.step(name) for name in found.state.done)
    return all((one.does, one.side) == (first.does, first.side) for one in done if one is not None)


def change_made(found: Case) -> Step | None:
    """The step by which the case changed organisations already; None where there is none."""
    done = (one for one in found.case_type.steps if one.step in found.state.done)
    return next((one for one in done if one.carries_out), None)


def keep(*, doing: Doing, by: By) -> None:
    """Suspend, resume, withdraw, stop or reopen a case, or put papers into it that came after their step.

    Raises NoSuchCase, NotYoursToAct, DecidedAlready, ChangedAlready, RunsAlready, RunsAlreadyHere, SayWhy, NoPaperChosen,
    WentOnMeanwhile, DayToCome.
    """
    if doing.act.step not in BUILT_IN or doing.act.step == MOVED:
        raise errors.NoSuchStep(step=doing.act.step, steps=SEPARATOR.join(BUILT_IN))
    if doing.act.step in _NEED_WHY and not doing.act.values.get("text"):
        raise errors.SayWhy
    if doing.act.step == FILED and not doing.act.papers:
        raise errors.NoPaperChosen
    with recording(by.source) as entry:
        wait_for_other_plans()
        found = _kept(doing, by)
        record_act(found, replace(doing.act, line=found.next_line), doing.office, entry)
        if doing.act.step == REOPENED:
            check_none_runs(found.case_type, found.subject)
            _reopen(found, doing.act.on, entry)


def _kept(doing: Doing, by: By) -> Case:
    """The case as the user saw it, of which they may do this. Raises what stands against it."""
    found, deed = case_as_seen(doing), doing.act.step
    if doing.act.on > by.today:
        raise errors.DayToCome(on=doing.act.on)
    if not may_do(found, deed, by.access):
        raise _against(found, deed, by)
    return found


def _against(found: Case, deed: str, by: By) -> RuleBroken:
    """Why this may not be done to the case."""
    is_halted = deed in (SUSPENDED, RESUMED, STOPPED, REOPENED)
    may = may_halt if is_halted else may_keep
    if not may(found.case_type, found.organisation, by.access):
        tree = by.access.tree
        keeper = halting(found.case_type, found.organisation, tree) if is_halted else found.organisation
        name = tree.name(keeper) if keeper is not None and keeper in tree else ""
        return errors.NotYoursToAct(step=found.case_type.en, step_zh=found.case_type.zh, actor=name)
    changed = change_made(found)
    if deed in (WITHDRAWN, STOPPED) and found.state.ended is None and changed is not None:
        return errors.ChangedAlready(step=changed.en, step_zh=changed.zh)
    if deed == WITHDRAWN and found.state.ended is None and found.case_type.about in DECIDED_ABOVE:
        return errors.DecidedAlready()
    return errors.NoSuchStep(step=deed, steps=SEPARATOR.join(BUILT_IN))


def _reopen(found: Case, on: date, entry: Entry) -> None:
    store, row = ledger_store(found.case_type.kept_as), found.row
    if row.until is None:  # closed on its first day
        store.retract([row.id], entry=entry)
    since = max(on, row.until) if row.until else row.since
    values = dict(row.values) | {"ended": None}
    store.insert([NewRow(found.id, since, None, values, supersedes=row.id)], entry=entry)


def move(*, doing: Doing, to: int, by: By) -> None:
    """Hand the file over to another branch; time goes on counting. Raises as `keep`, and NotAPlaceForIt."""
    with recording(by.source) as entry:
        wait_for_other_plans()
        found = _kept(doing, by)
        if to == found.organisation or to not in by.access.tree or found.person is None:
            raise errors.NotAPlaceForIt
        record_act(found, replace(doing.act, step=MOVED, line=found.next_line), doing.office, entry)
        rewrite_case(found, doing.act.on, {"organisation": to}, entry, closes=False)


def may_take_back(found: Case, access: Access) -> bool:
    """May the user take the last step back: is it such a step, and theirs to take?"""
    last, step = found.acts[-1], found.case_type.step(found.acts[-1].step)
    if last.step == FILED:
        return may_keep(found.case_type, found.organisation, access)
    return (
        _is_taken_back_here(found) and step is not None
        and may_act(found.case_type, step, found.place_of(step), access)
    )  # fmt: skip


def _is_taken_back_here(found: Case) -> bool:
    """Is the last step one that is taken back by itself: not the first, nor one that wrote what is put right elsewhere?"""
    last, step = found.acts[-1], found.case_type.step(found.acts[-1].step)
    return len(found.acts) > 1 and step is not None and not _writes(step, last) and last.outcome not in step.numbered


def take_back(*, case_id: int, seen: int, by: By) -> None:
    """Withdraw the last step, entered by mistake, or papers that were put into the file last.

    Raises NothingToTakeBack, UndoneWithTheChange, NotYoursToAct, WentOnMeanwhile, RunsAlready, RunsAlreadyHere.
    """
    with recording(by.source) as entry:
        wait_for_other_plans()
        found = case_as_seen(Doing(case_id, seen, Act("", by.today)))
        last, step = found.acts[-1], found.case_type.step(found.acts[-1].step)
        _check_take_back(found, by)
        ledger_store(found.case_type.steps_kept_as).retract([last.id], entry=entry)
        if last.listed:
            listed = [row.id for row in list_rows(found, [last.line])]
            ledger_store(found.case_type.lists_kept_as).retract(listed, entry=entry)
        withdraw_scans(found, last.line, entry)
        for name in step.writes if step else ():
            withdraw(name, found, last, entry)
        step_taken_back.send(Case, case=found, act=last, entry=entry)
        if found.state.ended is not None and last.step != FILED:
            check_none_runs(found.case_type, found.subject)
            _reopen_where_it_was(found, entry)


def _check_take_back(found: Case, by: By) -> None:
    last, step = found.acts[-1], found.case_type.step(found.acts[-1].step)
    if last.step == FILED:
        if not may_keep(found.case_type, found.organisation, by.access):
            raise _against(found, FILED, by)
        return
    if step is not None and step.carries_out:
        raise errors.UndoneWithTheChange(step=step.en, step_zh=step.zh)
    if step is None or not _is_taken_back_here(found):
        raise errors.NothingToTakeBack
    check_may_take(found.case_type, step, found.place_of(step), by)


def _writes(step: Step, act: Act) -> bool:
    """Did the step write another record, such as a membership, or change organisations? That is put right there."""
    if step.carries_out:
        return True
    outcome = step.outcome(act.outcome)
    return any(name in LASTING for name in (*step.writes, *(outcome.writes if outcome else ())))


def _reopen_where_it_was(found: Case, entry: Entry) -> None:
    """The closing was a mistake: the row goes on as if it had never been."""
    store, row = ledger_store(found.case_type.kept_as), found.row
    store.retract([row.id], entry=entry)
    values = dict(row.values) | {"ended": None}
    store.insert([NewRow(found.id, row.since, None, values, supersedes=row.id)], entry=entry)
