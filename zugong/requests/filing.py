"""Records of requests into their ledgers, inside one entry: said again the same it writes nothing, otherwise it corrects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from zugong.dictionary.store import NewRow, StoredRow
from zugong.kernel.facts.models import Entry
from zugong.requests.records import ledger

_CHUNK = 500


def say(code: str, said: Sequence[Mapping[str, Any]], on: date, entry: Entry) -> None:
    """Record what was said on a day. A record with the key of one that stands corrects it, unless it says the same."""
    store = ledger(code)
    rows = [dict.fromkeys(store.kind.fields) | dict(one) for one in said]
    standing = _standing(code, rows, on)
    new: list[NewRow] = []
    for values in rows:
        before = standing.get(store.key_hash(values, on))
        if before is None or before.values != values:
            new.append(NewRow(None, on, None, values, supersedes=before.id if before else None))
    store.retract([row.supersedes for row in new if row.supersedes is not None], entry=entry)
    store.insert(new, entry=entry)


def _standing(code: str, rows: Sequence[dict[str, Any]], on: date) -> dict[Any, StoredRow]:
    store = ledger(code)
    hashes = [store.key_hash(values, on) for values in rows]
    found: dict[Any, StoredRow] = {}
    for start in range(0, len(hashes), _CHUNK):
        for row in store.believed(key_hash__in=hashes[start : start + _CHUNK]):
            found[store.key_hash(row.values, row.since)] = row
    return found


def unsay(code: str, rows: Iterable[int], entry: Entry) -> None:
    """Withdraw rows that were said of a draft."""
    ledger(code).retract(rows, entry=entry)


def found_anchored(code: str, values: Mapping[str, Any], on: date, entry: Entry) -> int:
    """Record something new with an identity of its own; its anchor."""
    store = ledger(code)
    [anchor] = store.new_anchors(1)
    store.insert([NewRow(anchor, on, None, dict.fromkeys(store.kind.fields) | dict(values))], entry=entry)
    return anchor


def correct_anchored(code: str, anchor: int, row: int, values: Mapping[str, Any], on: date, entry: Entry) -> None:
    """Record it again as it is right. Raises NotBelievedAnyMore where somebody changed it meanwhile."""
    store = ledger(code)
    store.retract([row], entry=entry)
    new = NewRow(anchor, on, None, dict.fromkeys(store.kind.fields) | dict(values), supersedes=row)
    store.insert([new], entry=entry)


def say_anew(code: str, values: Mapping[str, Any], on: date, entry: Entry) -> None:
    """Record one statement that is made anew each time, word for word the same or not: the last one counts."""
    store = ledger(code)
    row = dict.fromkeys(store.kind.fields) | dict(values)
    gone = [one.id for one in store.believed(key_hash=store.key_hash(row, on))]
    store.retract(gone, entry=entry)
    store.insert([NewRow(None, on, None, row, supersedes=gone[0] if gone else None)], entry=entry)
