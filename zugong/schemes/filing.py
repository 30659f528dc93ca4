"""Records of schemes into their ledgers: said again the same it writes nothing, said otherwise it corrects what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import LedgerStore, NewRow, StoredRow, Values
from zugong.kernel.facts.recording import Source, recording

_CHUNK = 500


@dataclass(frozen=True)
class Said:
    """One record: its values and its day, or the days on which a state holds."""

    values: Mapping[str, Any]
    on: date
    until: date | None = None


def ledger(type_code: str) -> RecordType:
    """The record type of that code on this site."""
    return installed_catalogue(settings.ZUGONG_PACK).types[type_code]


def file_records(type_code: str, said: Sequence[Said], source: Source) -> int:
    """Record what was said, in one entry; how many records are new or otherwise than before.

    A record with the key of one that stands corrects it. What stands word for word, its day left aside, is not written again.
    """
    store = LedgerStore(ledger(type_code))
    rows = [(one, dict.fromkeys(store.kind.fields) | dict(one.values)) for one in said]
    standing = _standing(store, rows)
    new: list[NewRow] = []
    gone: list[int] = []
    for one, values in rows:
        before = standing.get(store.key_hash(values, one.on))
        if before is None:
            new.append(NewRow(None, one.on, one.until, values))
        elif before.values != values:
            gone.append(before.id)
            new.append(NewRow(None, one.on, one.until, values, supersedes=before.id))
    if new:
        with recording(source) as entry:
            store.retract(gone, entry=entry)
            store.insert(new, entry=entry)
    return len(new)


def _standing(store: LedgerStore, rows: Sequence[tuple[Said, Values]]) -> dict[Any, StoredRow]:
    """The believed records with these keys."""
    hashes = [store.key_hash(values, one.on) for one, values in rows]
    found: dict[Any, StoredRow] = {}
    for start in range(0, len(hashes), _CHUNK):
        for row in store.believed(key_hash__in=hashes[start : start + _CHUNK]):
            found[store.key_hash(row.values, row.since)] = row
    return found


def end_and_file(type_code: str, ended: Sequence[int | None], said: Sequence[Said], source: Source) -> None:
    """States that end on the day on which others begin in their place, in one entry; None where there was none.

    Nothing is lost of what held before.
    """
    store = LedgerStore(ledger(type_code))
    gone = [row for row in ended if row is not None]
    by_id = {row.id: row for row in store.read(store.queryset().believed().filter(pk__in=gone))}
    closed = [
        NewRow(None, by_id[row].since, one.on, by_id[row].values, supersedes=row)
        for row, one in zip(ended, said, strict=True) if row is not None and by_id[row].since < one.on
    ]  # fmt: skip
    new = [NewRow(None, one.on, one.until, dict.fromkeys(store.kind.fields) | dict(one.values)) for one in said]
    with recording(source) as entry:
        store.retract(gone, entry=entry)
        store.insert([*closed, *new], entry=entry)
