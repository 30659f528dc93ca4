"""Records into ledgers as differences: what stands as said stays, what is otherwise is corrected, what is gone withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from zugong.activities.filed import ledger
from zugong.dictionary.store import NewRow, StoredRow, Values
from zugong.kernel.facts.models import Entry


def file_differences(
    type_code: str, standing: Sequence[StoredRow], said: Iterable[Values], on: date, *, entry: Entry
) -> int:  # fmt: skip
    """Bring the standing rows of one thing to what is said of it; how many rows were added or withdrawn."""
    store = ledger(type_code)
    before = {_key(store.kind.key, row.values): row for row in standing}
    new: list[NewRow] = []
    gone: list[int] = []
    for one in said:
        values = dict.fromkeys(store.kind.fields) | dict(one)
        row = before.pop(_key(store.kind.key, values), None)
        if row is None:
            new.append(NewRow(None, on, None, values))
        elif row.values != values or row.since != on:
            gone.append(row.id)
            new.append(NewRow(None, on, None, values, supersedes=row.id))
    gone += [row.id for row in before.values()]
    store.retract(gone, entry=entry)
    if new:
        store.insert(new, entry=entry)
    return len(new) + len(gone)


def _key(codes: Sequence[str], values: Values) -> tuple:
    return tuple(values.get(code) for code in codes)


def file_one(
    type_code: str, standing: StoredRow | None, said: Values, on: date, *, entry: Entry, until: date | None = None
) -> int:  # fmt: skip
    """One anchored record, new or corrected; its anchor."""
    store = ledger(type_code)
    values = dict.fromkeys(store.kind.fields) | said
    if standing is None:
        [anchor] = store.new_anchors(1)
        store.insert([NewRow(anchor, on, until, values)], entry=entry)
        return anchor
    assert standing.anchor is not None
    if standing.values != values or standing.since != on:
        store.retract([standing.id], entry=entry)
        store.insert([NewRow(standing.anchor, on, until, values, supersedes=standing.id)], entry=entry)
    return standing.anchor


def change_state(type_code: str, row: StoredRow, said: Values, on: date, *, entry: Entry) -> None:
    """From a day on a state is otherwise; what held before is kept."""
    store = ledger(type_code)
    store.retract([row.id], entry=entry)
    rows = [NewRow(row.anchor, max(row.since, on), None, row.values | said, supersedes=row.id)]
    if row.since < on:
        rows.insert(0, NewRow(row.anchor, row.since, on, row.values, supersedes=row.id))
    store.insert(rows, entry=entry)
