"""What a statement of a file means against the rows believed so far: decisions on values and dates, no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import NewRow, StoredRow, Values
from zugong.exchange.planning import sentences
from zugong.exchange.planning.sentences import Sentence
from zugong.kernel.time import PartialDate, holds

NEW, CHANGED, CORRECTION, ENDED, UNCHANGED, REFUSED = "new", "changed", "correction", "ended", "unchanged", "refused"


@dataclass(slots=True)
class Statement:
    """What the file says of one thing: its values (a None among them says that there is none), its dates, its rows.

    `since` is the day of an event, the start of a state with dates of its own, the as-of day of a roster.
    `group` is what the database lets hold only once at a time, filled in when the believed rows are loaded.
    """

    row: int
    anchor: int | None
    values: Values
    since: date
    until: date | None = None
    until_stated: bool = False
    group: tuple[Any, ...] = ()
    rows: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the file says otherwise."""

    code: str
    before: Any
    after: Any


@dataclass(slots=True)
class Outcome:
    """What becomes of a statement: rows to withdraw, rows to record, or the sentence that refuses it."""

    kind: str
    withdraw: list[int] = field(default_factory=list)
    add: list[NewRow] = field(default_factory=list)
    differences: tuple[Difference, ...] = ()
    problem: Sentence | None = None


_UNCHANGED = Outcome(UNCHANGED)


def differs(stored: Any, stated: Any) -> bool:
    """Does the file say otherwise? A date that it gives less precisely than the store is no difference."""
    if stored == stated:
        return False
    if isinstance(stored, PartialDate) and isinstance(stated, PartialDate):
        return not (stated.first <= stored.first and stored.last <= stated.last)
    return True


def is_refined(stored: Any, stated: Any) -> bool:
    """Is it the same date, better known? Then it was not another one before."""
    if not (isinstance(stored, PartialDate) and isinstance(stated, PartialDate)):
        return False
    return stored.first <= stated.first and stated.last <= stored.last


def _differences(row: StoredRow, statement: Statement) -> tuple[Difference, ...]:
    stored = row.values
    return tuple(
        Difference(code, stored.get(code), value)
        for code, value in statement.values.items()
        if stored.get(code) != value and differs(stored.get(code), value)
    )


def _new(kind: RecordType, statement: Statement, until: date | None = None) -> Outcome:
    for code, declared in kind.fields.items():
        if declared.required and statement.values.get(code) is None:
            return Outcome(REFUSED, problem=sentences.missing_value(kind, declared))
    return Outcome(NEW, add=[NewRow(statement.anchor, statement.since, until, statement.values)])


def replaced(row: StoredRow, **changes: Any) -> NewRow:
    """A copy of the row that supersedes it; `values` are laid over its own."""
    values = {**row.values, **changes.pop("values", {})}
    dates = {"since": row.since, "until": row.until, **changes}
    return NewRow(row.anchor, dates["since"], dates["until"], values, supersedes=row.id)


def compare_event(kind: RecordType, existing: Sequence[StoredRow], statement: Statement) -> Outcome:
    """An event is new, unchanged, or was wrong."""
    if not existing:
        return _new(kind, statement)
    row = existing[0]
    differences = _differences(row, statement)
    if row.since != statement.since:
        differences += (Difference("on", row.since, statement.since),)
    if not differences:
        return _UNCHANGED
    right = {difference.code: difference.after for difference in differences if difference.code != "on"}
    return Outcome(CORRECTION, [row.id], [replaced(row, values=right, since=statement.since)], differences)


def compare_dated_state(kind: RecordType, existing: Sequence[StoredRow], statement: Statement) -> Outcome:
    """A state whose sheet gives its dates is new, unchanged, has newly ended, or was wrong."""
    if statement.until is not None and statement.until <= statement.since:
        problem = sentences.ends_before_it_begins(statement.since, statement.until)
        return Outcome(REFUSED, problem=problem)
    if not existing:
        return _new(kind, statement, statement.until)
    row = next((row for row in existing if row.since == statement.since), existing[-1])
    until = statement.until if statement.until_stated else row.until
    differences = _differences(row, statement)
    right = {difference.code: difference.after for difference in differences}
    if row.since != statement.since:
        differences += (Difference("since", row.since, statement.since),)
    if row.until != until:
        differences += (Difference("until", row.until, until),)
    if not differences:
        return _UNCHANGED
    outcome = ENDED if row.until is None and until is not None else CORRECTION
    return Outcome(outcome, [row.id], [replaced(row, values=right, since=statement.since, until=until)], differences)


def compare_ending(kind: RecordType, existing: Sequence[StoredRow], statement: Statement) -> Outcome:
    """A row of a sheet of those who left: the state that held until then ends on `until`."""
    until = statement.until
    assert until is not None
    before = [row for row in existing if row.since < until]
    if not before:
        return Outcome(REFUSED, problem=sentences.nothing_to_end(kind, until))
    row, later = before[-1], [row for row in existing if row.since >= until]
    differences = _differences(row, statement)
    if row.until == until and not differences:
        return _UNCHANGED
    if later and row.until != until:
        return Outcome(REFUSED, problem=sentences.goes_on_later(kind, until, later[0].since))
    right = {difference.code: difference.after for difference in differences}
    if row.until != until:
        differences += (Difference("until", row.until, until),)
    outcome = ENDED if row.until is None else CORRECTION
    return Outcome(outcome, [row.id], [replaced(row, values=right, until=until)], differences)


def compare_roster(
    kind: RecordType, existing: Sequence[StoredRow], statement: Statement, *, corrections: frozenset[str]
) -> Outcome:
    """A state of which the sheet is a statement as of a day (`statement.since`). `existing` are in order of time.

    What differs changed on that day, except fields that are `fixed`, marked in `corrections`, or dates better known now:
    these were always wrong. Where the state is known only from a later day, it must agree, and then holds from this day.
    """
    on = statement.since
    current = next((row for row in existing if holds(since=row.since, until=row.until, on=on)), None)
    if current is None:
        return _without_current(kind, existing, statement)
    differences = _differences(current, statement)
    if not differences:
        return _UNCHANGED
    wrong = [difference for difference in differences if _was_wrong(kind, difference, corrections)]
    changed = [difference for difference in differences if difference not in wrong]
    return _corrected_and_changed(existing, current, wrong, changed, on)


def _was_wrong(kind: RecordType, difference: Difference, corrections: frozenset[str]) -> bool:
    if kind.fields[difference.code].fixed or difference.code in corrections:
        return True
    return is_refined(difference.before, difference.after)


def _without_current(kind: RecordType, existing: Sequence[StoredRow], statement: Statement) -> Outcome:
    on = statement.since
    later = next((row for row in existing if row.since > on), None)
    if later is not None:
        differences = _differences(later, statement)
        if differences:
            fields = [kind.fields[difference.code] for difference in differences]
            return Outcome(REFUSED, problem=sentences.later_knowledge(kind, later.since, on, fields))
        known_earlier = Difference("since", later.since, on)
        return Outcome(CORRECTION, [later.id], [replaced(later, since=on)], (known_earlier,))
    if existing and kind.anchored:
        ended = existing[-1].until
        assert ended is not None
        return Outcome(REFUSED, problem=sentences.already_ended(kind, ended, on))
    return _new(kind, statement)


def _corrected_and_changed(
    existing: Sequence[StoredRow],
    current: StoredRow,
    wrong: Sequence[Difference],
    changed: Sequence[Difference],
    on: date,
) -> Outcome:
    outcome = Outcome(CORRECTION, differences=(*wrong, *changed))
    after = {difference.code: difference.after for difference in changed}
    for row in existing:
        right = {fix.code: fix.after for fix in wrong if row.values.get(fix.code) == fix.before}
        pieces = [replaced(row, values=right)] if right else []
        if row is current and after:
            if row.since == on:
                pieces = [replaced(row, values={**right, **after})]
            else:
                outcome.kind = CHANGED
                pieces = [
                    replaced(row, values=right, until=on),
                    replaced(row, values={**right, **after}, since=on),
                ]
        if pieces:
            outcome.withdraw.append(row.id)
            outcome.add += pieces
    return outcome
