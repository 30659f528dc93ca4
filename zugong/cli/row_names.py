"""What the rows behind a number are about, in words: the record itself, or what its key names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from zugong.cli.main import language
from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import RecordType
from zugong.dictionary.naming import record_names
from zugong.dictionary.store import StoredRow, store_of
from zugong.kernel.time import Clocks

_CHUNK = 900


def row_names(kind: RecordType, ids: Sequence[int], catalogue: Catalogue, clocks: Clocks) -> dict[int, str]:
    """What each row of the type is about, by its id: its own name, else the fields of its key."""
    rows = _rows(kind, ids)
    name = _naming(kind, rows, catalogue, clocks)
    return {row.id: name(row) for row in rows}


def _rows(kind: RecordType, ids: Sequence[int]) -> list[StoredRow]:
    store, rows = store_of(kind), []
    for start in range(0, len(ids), _CHUNK):
        rows += store.read(store.queryset().filter(pk__in=ids[start : start + _CHUNK]))
    return rows


def _naming(
    kind: RecordType, rows: Sequence[StoredRow], catalogue: Catalogue, clocks: Clocks
) -> Callable[[StoredRow], str]:
    if kind.label:
        return lambda row: str(row.values.get(kind.label) or "")
    fields = [kind.fields[code] for code in kind.key if code in kind.fields and not kind.fields[code].hidden]
    wanted: dict[str, set[int]] = defaultdict(set)
    for declared in fields:
        if declared.of:
            wanted[declared.of].update(row.values[declared.code] for row in rows if row.values.get(declared.code))
    names = {
        code: record_names(catalogue.types[code], anchors, on=clocks.on, known=clocks.known)
        for code, anchors in wanted.items()
    }

    def name(row: StoredRow) -> str:
        parts = []
        for declared in fields:
            value = row.values.get(declared.code)
            if value is not None and declared.of:
                parts.append(names[declared.of].get(value, f"№{value}"))
            elif value is not None:
                parts.append(declared.type.show(value, declared, language()))
        return " · ".join([*parts, *([] if kind.is_state else [row.since.isoformat()])])

    return name
