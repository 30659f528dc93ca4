"""Keeps the index: takes in what entries touched, or makes all of it anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from operator import attrgetter

from django.db import connection, transaction
from django.db.models import Q

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import store_of
from zugong.finding import index
from zugong.finding.models import Mark, Part
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import last_seal

_BATCH = 500
_MANY_ENTRIES = 2000
Seal = tuple[int, datetime | None]


def catch_up(day: date) -> None:
    """The index says what is believed now, for `day`. Costs one question while nothing was recorded.

    Never writes while an import is under way: what is not committed has no number yet. Works in short transactions, so
    that whoever signs in or records meanwhile waits for one of them, not for the whole index; the mark is set last.
    """
    mark, seal = Mark.objects.first(), last_seal()
    if mark is not None and _stands_at(mark, seal, day):
        return
    entries = _entries_since(mark) if mark is not None and _is_continued(mark, day) else None
    if entries is None:
        rebuild(day)
        return
    for code, kind in index.indexed_types().items():
        turning = Part.objects.filter(kind=code, turns_on__lte=day).values_list("anchor", flat=True)
        _replace(kind, _touched(kind, entries) | set(turning), day)
    _set(seal, day)


def rebuild(day: date) -> None:
    """Make the whole index anew."""
    seal, types = last_seal(), index.indexed_types()
    Part.objects.exclude(kind__in=types)._raw_delete(Part.objects.db)
    for kind in types.values():
        told = set(Part.objects.filter(kind=kind.code).values_list("anchor", flat=True))
        _replace(kind, told | index.anchors(kind), day)
    _set(seal, day)


def _stands_at(mark: Mark, seal: Seal, day: date) -> bool:
    return (mark.number, mark.sealed_at, mark.day, mark.fingerprint) == (*seal, day, index.fingerprint())


def _is_continued(mark: Mark, day: date) -> bool:
    return mark.fingerprint == index.fingerprint() and day >= mark.day


def _lock(day: date) -> None:
    """One process writes at a time; SQLite's transactions that write are that anyway."""
    Mark.objects.get_or_create(pk=1, defaults={"number": -1, "day": day, "fingerprint": ""})
    Mark.objects.select_for_update().get(pk=1)


def _entries_since(mark: Mark) -> list[int] | None:
    """The ids of the entries after the mark; None where it belongs to another history, or they are too many to look at."""
    later = Entry.objects.filter(number__gte=mark.number).order_by("number")
    found = list(later.values_list("number", "sealed_at", "id")[: _MANY_ENTRIES + 1])
    if len(found) > _MANY_ENTRIES or not found or found[0][:2] != (mark.number, mark.sealed_at):
        return None
    return [pk for _, _, pk in found[1:]]


def _touched(kind: RecordType, entries: Sequence[int]) -> set[int]:
    """The records of which these entries said something, or whose place they changed."""
    found = _named_by(kind, "anchor_id", entries)
    if kind.code == index.PERSON:
        found |= _named_by(index.catalogue().types[index.MEMBERSHIP], "person_id", entries)
    return found


def _named_by(kind: RecordType, column: str, entries: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(entries), _BATCH):
        part = list(entries[start : start + _BATCH])
        for written in (Q(recorded_in__in=part), Q(retracted_in__in=part)):
            found.update(store_of(kind).queryset().filter(written).values_list(column, flat=True))
    return found - {None}


def _replace(kind: RecordType, anchors: Iterable[int], day: date) -> None:
    wanted = sorted(anchors)
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        with transaction.atomic():
            _lock(day)
            Part.objects.filter(kind=kind.code, anchor__in=some)._raw_delete(Part.objects.db)
            _insert(index.parts(kind, some, day))


_FIELDS = [field for field in Part._meta.concrete_fields if not field.primary_key]
_COLUMNS = ", ".join(f'"{field.column}"' for field in _FIELDS)
_INSERT = f"INSERT INTO {Part._meta.db_table} ({_COLUMNS}) VALUES ({', '.join(['%s'] * len(_FIELDS))})"


def _insert(parts: Iterable[Part]) -> None:
    """All of them in one statement: bulk_create prepares sixteen values of each one by one, which took half of the time."""
    values = attrgetter(*(field.attname for field in _FIELDS))
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, [values(part) for part in parts])


def _set(seal: Seal, day: date) -> None:
    number, sealed_at = seal
    told = {"number": number, "sealed_at": sealed_at, "day": day, "fingerprint": index.fingerprint()}
    Mark.objects.update_or_create(pk=1, defaults=told)
