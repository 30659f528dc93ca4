"""What may be done to one record by hand: new, changed from a day, ended, corrected, withdrawn. Decides; writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import LedgerStore, NewRow, StoredRow, Values, store_of
from zugong.exchange.entering import sentences
from zugong.exchange.planning.comparing import (
    CHANGED,
    CORRECTION,
    ENDED,
    NEW,
    REFUSED,
    Difference,
    Outcome,
    Statement,
    replaced,
)
from zugong.exchange.planning.existing import Existing
from zugong.exchange.planning.overlaps import Stretch, overlaps
from zugong.kernel.time import holds


def rows_of_thing(kind: RecordType, row: StoredRow) -> list[StoredRow]:
    """The believed rows about the same thing in order of time, encrypted values in clear.

    A record that states its own days and is nobody's anchor (an appointment) is a thing by itself.
    """
    store = store_of(kind)
    if row.anchor is not None:
        found = store.believed(unsealed=True, anchor_id=row.anchor)
    elif isinstance(store, LedgerStore):
        found = store.believed(unsealed=True, key_hash=store.key_hash(row.values, row.since))
    elif kind.dates == "given":
        found = store.believed(unsealed=True, pk=row.id)
    else:
        columns = store.columns_in_clear()
        found = store.believed(unsealed=True, **{columns[code]: row.values[code] for code in kind.key})
    return sorted(found, key=lambda one: (one.since, one.id))


def differences(before: Mapping, said: Mapping) -> tuple[Difference, ...]:
    """The fields of which something else is said than stands recorded."""
    return tuple(Difference(code, before.get(code), value) for code, value in said.items() if before.get(code) != value)


def newly(said: Values, since: date, until: date | None, anchor: int | None) -> Outcome:
    """A record that is not there yet; `anchor` is its stand-in where it is a thing of its own."""
    return Outcome(NEW, add=[NewRow(anchor, since, until, dict(said))])


def changed(rows: Sequence[StoredRow], said: Values, on: date) -> Outcome:
    """From `on` something else holds, until the end that the present state has."""
    current = _holding(rows, on)
    if current is None:
        return Outcome(REFUSED, problem=sentences.did_not_hold(rows, on))
    found = differences(current.values, said)
    if not found:
        return Outcome(REFUSED, problem=sentences.nothing_differs())
    after = {one.code: one.after for one in found}
    if current.since == on:  # it never held otherwise
        return Outcome(CORRECTION, [current.id], [replaced(current, values=after)], found)
    pieces = [replaced(current, until=on), replaced(current, values=after, since=on)]
    return Outcome(CHANGED, [current.id], pieces, found)


def ended(kind: RecordType, rows: Sequence[StoredRow], on: date, said: Values) -> Outcome:
    """From `on` it no longer holds; `said` is what the ended row tells besides, such as the reason."""
    current = next((row for row in rows if row.since < on and (row.until is None or row.until >= on)), None)
    if current is None:
        return Outcome(REFUSED, problem=sentences.did_not_hold(rows, on))
    later = [row for row in rows if row.since >= on]
    if later:
        return Outcome(REFUSED, problem=sentences.goes_on_later(kind, on, later[0].since))
    found = differences(current.values, said)
    if current.until != on:
        found = (*found, Difference("until", current.until, on))
    if not found:
        return Outcome(REFUSED, problem=sentences.nothing_differs())
    return Outcome(ENDED, [current.id], [replaced(current, values=dict(said), until=on)], found)


def corrected(
    rows: Sequence[StoredRow], row: StoredRow, said: Values, *, since: date | None, until: date | None
) -> Outcome:
    """The row was wrong: for all the time in which the wrong values were believed without a break, the right ones stand.

    `since` is the right first day, None where it stays; `until` likewise the right end, the row's own where it stays.
    """
    found = differences(row.values, said)
    days: dict[str, date | None] = {}
    if since is not None and since != row.since:
        days["since"] = since
    if until != row.until:
        days["until"] = until
    shown = (*found, *(Difference(code, getattr(row, code), day) for code, day in days.items()))
    if not shown:
        return Outcome(REFUSED, problem=sentences.nothing_differs())
    outcome = Outcome(CORRECTION, differences=shown)
    for one in rows:
        right = {fix.code: fix.after for fix in found if _believed_without_break(rows, row, one, fix)}
        if right or (one.id == row.id and days):
            outcome.withdraw.append(one.id)
            outcome.add.append(replaced(one, values=right, **(days if one.id == row.id else {})))
    return outcome


def withdrawn(rows: Sequence[StoredRow]) -> Outcome:
    """It should never have been recorded: nothing of it is believed any more."""
    return Outcome(CORRECTION, [row.id for row in rows])


def conflict(kind: RecordType, outcome: Outcome) -> sentences.Sentence | None:
    """What else is recorded and cannot hold beside the rows to be added; None where nothing is in the way."""
    existing = Existing(kind)
    statements = [Statement(0, row.anchor, row.values, row.since) for row in outcome.add]
    existing.load(statements)
    gone = set(outcome.withdraw)
    for statement in statements:
        stretches = [
            Stretch(row.since, row.until, None) for row in existing.rows(statement.group) if row.id not in gone
        ]
        same = [one for one, other in zip(outcome.add, statements, strict=True) if other.group == statement.group]
        if stretches and not kind.is_state:
            return sentences.is_there_already(kind)
        for earlier, later in overlaps([*stretches, *(Stretch(row.since, row.until, 0) for row in same)]):
            other = earlier if earlier.source is None else later
            return sentences.overlap(kind, other.since, other.until, None)
    return None


def same_key(kind: RecordType, values: Mapping, anchor: int | None) -> bool:
    """Is another thing of a type with anchors recorded under the same key, as far as the key is not encrypted?"""
    columns = store_of(kind).columns_in_clear()
    if not kind.anchored or kind.is_ledger or not set(kind.key) <= set(columns):
        return False
    wanted = {columns[code]: values.get(code) for code in kind.key}
    return any(row.anchor != anchor for row in store_of(kind).believed(**wanted))


def _holding(rows: Sequence[StoredRow], on: date) -> StoredRow | None:
    return next((row for row in rows if holds(since=row.since, until=row.until, on=on)), None)


def _believed_without_break(rows: Sequence[StoredRow], row: StoredRow, one: StoredRow, fix: Difference) -> bool:
    """Was the wrong value said by every row between these two, these included?"""
    places = {found.id: place for place, found in enumerate(rows)}
    first, last = sorted((places[row.id], places[one.id]))
    return all(between.values.get(fix.code) == fix.before for between in rows[first : last + 1])
