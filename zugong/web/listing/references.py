"""Names and addresses of the records that rows refer to: one query per record type, never one per row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.urls import reverse

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import StoredRow, Values, store_of
from zugong.kernel.time import Clocks

Wanted = tuple[str, int]
_CHUNK = 500
_STEPS = 3


class Known:
    """Records by type and anchor, as they are on a day, and what they are called."""

    def __init__(self, rows: Mapping[Wanted, StoredRow], catalogue: Catalogue, language: str) -> None:
        self._rows, self._catalogue, self._language = rows, catalogue, language
        self._labels: dict[Wanted, str] = {}

    @property
    def persons(self) -> frozenset[int]:
        """Every person who is named, be it as a part of another record's name: a file is called after whose it is."""
        return frozenset(anchor for code, anchor in self._rows if code == "person")

    def values(self, type_code: str, anchor: int) -> Values:
        """What is known of a record; nothing for one that is not there."""
        row = self._rows.get((type_code, anchor))
        return row.values if row else {}

    def label(self, type_code: str, anchor: int) -> str:
        """The name of a record; one without a name of its own goes by its key."""
        key = (type_code, anchor)
        if key not in self._labels:
            self._labels[key] = f"№{anchor}"  # also where a key leads back to itself
            self._labels[key] = self._label(key) or f"№{anchor}"
        return self._labels[key]

    def _label(self, key: Wanted) -> str:
        kind, row = self._catalogue.types[key[0]], self._rows.get(key)
        if row is None:
            return ""
        if kind.label and row.values.get(kind.label):
            return str(row.values[kind.label])
        return " · ".join(part for code in kind.key if (part := self._key_part(kind, code, row)))

    def _key_part(self, kind: RecordType, code: str, row: StoredRow) -> str:
        if code not in kind.fields:
            return row.since.isoformat()
        declared, value = kind.fields[code], row.values.get(code)
        if declared.of:
            return self.label(declared.of, value) if value else ""
        return declared.type.show(value, declared, self._language)


def known_records(wanted: Iterable[Wanted], clocks: Clocks, catalogue: Catalogue, language: str) -> Known:
    """The records asked for, and those needed to name them: a roll's themed day is named by its branch and period."""
    rows: dict[Wanted, StoredRow] = {}
    pending = _by_type(wanted)
    for _ in range(_STEPS):
        new: dict[Wanted, StoredRow] = {}
        for code, anchors in pending.items():
            new |= {(code, pk): row for pk, row in _rows(catalogue.types[code], anchors, clocks).items()}
        rows |= new
        needed = [ref for (code, _), row in new.items() for ref in _named_by(catalogue.types[code], row)]
        pending = _by_type(ref for ref in needed if ref not in rows)
    return Known(rows, catalogue, language)


def _by_type(wanted: Iterable[Wanted]) -> dict[str, set[int]]:
    result: dict[str, set[int]] = defaultdict(set)
    for code, anchor in wanted:
        result[code].add(anchor)
    return result


def _rows(kind: RecordType, anchors: set[int], clocks: Clocks) -> dict[int, StoredRow]:
    """For each anchor the row that holds on the day, else the last before it, else the first after it."""
    store = store_of(kind)
    ordered, best = sorted(anchors), {}
    for start in range(0, len(ordered), _CHUNK):
        believed = store.queryset().believed(clocks.known).filter(anchor_id__in=ordered[start : start + _CHUNK])
        for row in store.read(believed.order_by("since")):
            if row.anchor is not None and (row.anchor not in best or row.since <= clocks.on):
                best[row.anchor] = row
    return best


def _named_by(kind: RecordType, row: StoredRow) -> list[Wanted]:
    if kind.label and row.values.get(kind.label):
        return []
    fields = [kind.fields[code] for code in kind.key if code in kind.fields]
    return [(one.of, row.values[one.code]) for one in fields if one.of and row.values.get(one.code)]


@lru_cache(maxsize=8192)  # a page asks for hundreds, and finding the pattern costs more than all else of a cell
def address_of(type_code: str, identity: int) -> str:
    """The page of a record: of an anchored type by its anchor, else by the id of its row."""
    if type_code == "organisation":
        return reverse("organisation", args=[identity])
    if type_code == "person":
        return reverse("person", args=[identity])
    return reverse("record", args=[type_code, identity])
