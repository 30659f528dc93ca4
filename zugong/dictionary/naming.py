"""What records are called: a few queries per record type, never one per row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import StoredRow, store_of

_CHUNK = 500


def record_names(kind: RecordType, anchors: Iterable[int], *, on: date, known: int | None = None) -> dict[int, str]:
    """The names by anchor on a day; else the last before it, else the first after it.

    Records that nothing is known of, and those of a type without a name of its own, are left out.
    """
    if not kind.label:
        return {}
    ordered, best = sorted(set(anchors)), dict[int, StoredRow]()
    store = store_of(kind)
    for start in range(0, len(ordered), _CHUNK):
        believed = store.queryset().believed(known).filter(anchor_id__in=ordered[start : start + _CHUNK])
        for row in store.read(believed.order_by("since")):
            if row.anchor is not None and (row.anchor not in best or row.since <= on):
                best[row.anchor] = row
    return {anchor: str(row.values[kind.label]) for anchor, row in best.items() if row.values.get(kind.label)}
