"""Which entry last touched the rows of each record type: what tells whether something read before still holds.

A figure reads a few record types, and so do the rights over posts. An entry that touched none of them cannot have moved it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from threading import Lock

from django.conf import settings
from django.db import connection

from zugong.dictionary.catalogue import Catalogue, installed_catalogue
from zugong.dictionary.models import LedgerRow
from zugong.dictionary.store import store_of
from zugong.kernel.facts.models import Entry, Erasure
from zugong.kernel.keeping import Kept

_MANY_ENTRIES = 5_000


@dataclass(frozen=True, slots=True)
class Mark:
    """The last sealed entry, its moment, and by record type the number of the entry that touched it last.

    `history` counts how often the process met a history that does not continue the one before: a restored backup, or one
    of which values were destroyed, so that even what was known earlier is no longer answered as it was.
    """

    history: int = 0
    number: int = 0
    sealed_at: datetime | None = None
    touched: Mapping[str, int] = field(default_factory=dict)

    def version(self, types: Iterable[str], known: int | None = None) -> tuple[int, int]:
        """Equal versions of the same types mean equal rows, as known now or at the entry `known`."""
        if known is not None and known <= self.number:
            return self.history, -1  # what was known at a sealed entry never changes
        return self.history, max((self.touched.get(code, 0) for code in types), default=0)


class TouchedTypes:
    """Follows the entries of one site; safe for threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        modelled = (kind for kind in catalogue.types.values() if not kind.is_ledger)
        self._tables = {kind.code: store_of(kind).model._meta.db_table for kind in modelled}
        self._lock = Lock()
        self._mark = Mark()
        self._by_entry: Kept[frozenset[str]] = Kept()

    def mark(self) -> Mark:
        """Where history stands now. One short query while nothing is recorded."""
        with self._lock:
            sealed = Entry.objects.exclude(number=None).order_by("number")
            newer = sealed.filter(number__gte=self._mark.number)
            entries = list(newer.values_list("number", "sealed_at", "pk")[:_MANY_ENTRIES])
            if not self._is_continued(entries) or (len(entries) > 1 and has_erased(self._mark.number, entries[-1][0])):
                last = sealed.values_list("number", "sealed_at").last() or (0, None)
                self._mark = Mark(self._mark.history + 1, *last)
            elif len(entries) > 1:
                self._mark = self._after(entries)
            return self._mark

    def touched_by(self, entries: Iterable[int]) -> frozenset[str]:
        """The record types that sealed entries touched, by their ids; what one touched is asked once."""
        history = self.mark().history
        return frozenset().union(*(self._touched_by(history, entry) for entry in entries))

    def _touched_by(self, history: int, entry: int) -> frozenset[str]:
        return self._by_entry.value((history, entry), lambda: types_touched(self._tables, [entry]))

    def _is_continued(self, entries: Sequence[tuple[int, datetime, int]]) -> bool:
        begins_here = bool(entries) and entries[0][:2] == (self._mark.number, self._mark.sealed_at)
        is_empty_still = not entries and self._mark.history > 0 and self._mark.number == 0
        return (begins_here and len(entries) < _MANY_ENTRIES) or is_empty_still

    def _after(self, entries: Sequence[tuple[int, datetime, int]]) -> Mark:
        number, sealed_at, _ = entries[-1]
        ids = [pk for _, _, pk in entries[1:]]
        # Of a single entry it is asked again soon, by who counts what it recorded.
        newly = self._touched_by(self._mark.history, *ids) if len(ids) == 1 else types_touched(self._tables, ids)
        touched = {**self._mark.touched, **dict.fromkeys(newly, number)}
        return Mark(self._mark.history, number, sealed_at, touched)


def types_touched(tables: Mapping[str, str], entries: Sequence[int]) -> frozenset[str]:
    """The codes of the types of which these entries recorded or withdrew rows, in one statement.

    `tables`: the table of each type that has a model; all others are told by the one table of the ledgers.
    """
    listed = ", ".join(str(int(entry)) for entry in entries)  # numbers of our own: parameters have a limit

    def rows(table: str, of: str) -> list[str]:
        name = connection.ops.quote_name(table)
        return [f"SELECT {of} FROM {name} WHERE {column}_in_id IN ({listed})" for column in ("recorded", "retracted")]

    modelled = [f"SELECT '{code}' WHERE EXISTS ({row})" for code, table in tables.items() for row in rows(table, "1")]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join([*modelled, *rows(LedgerRow._meta.db_table, "ledger")]))
        return frozenset(code for (code,) in cursor.fetchall())


def has_erased(after: int, last: int) -> bool:
    """Did an entry whose number lies in (after, last] destroy values of rows that were recorded before?"""
    return Erasure.objects.filter(entry__number__gt=after, entry__number__lte=last).exists()


@cache
def _touched_types(pack: str) -> TouchedTypes:
    return TouchedTypes(installed_catalogue(pack))


def mark_now() -> Mark:
    """Where the history of this site stands now."""
    return _touched_types(settings.ZUGONG_PACK).mark()


def types_touched_by(entries: Iterable[int]) -> frozenset[str]:
    """The record types of which sealed entries, by their ids, recorded or withdrew rows."""
    return _touched_types(settings.ZUGONG_PACK).touched_by(entries)
