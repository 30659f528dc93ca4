"""What the index says of records: made from the believed rows of each, for a day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings

from zugong.dictionary.catalogue import Catalogue, installed_catalogue
from zugong.dictionary.declarations import Depth, RecordType
from zugong.dictionary.store import StoredRow, store_of
from zugong.finding.models import Part
from zugong.finding.readings import readings
from zugong.finding.rules import order_of, parts_of_name, plain
from zugong.kernel.time import last_day

PERSON, MEMBERSHIP = "person", "membership"
#: Columns by which a person's number is found, when it is kept as a keyed hash.
NUMBERS = ("identity_number", "mobile_phone")
_FORMAT = 2  # of the index; another number and it is made anew
_ALSO = ("short_name",)


def catalogue() -> Catalogue:
    return installed_catalogue(settings.ZUGONG_PACK)


def indexed_types() -> dict[str, RecordType]:
    """The record types whose records are found by name: those that last, have an identity and a name."""
    types = catalogue().types
    return {code: kind for code, kind in types.items() if kind.anchored and kind.is_state and kind.label}


def fingerprint() -> str:
    """Changes when an index made for another catalogue would be wrong."""
    told = [(code, kind.label, kind.store, kind.key) for code, kind in sorted(indexed_types().items())]
    return hashlib.sha256(repr((_FORMAT, told)).encode()).hexdigest()


def anchors(kind: RecordType) -> set[int]:
    """All records of the type of which anything is believed."""
    return set(store_of(kind).queryset().believed().values_list("anchor_id", flat=True).distinct())


def parts(kind: RecordType, records: Iterable[int], day: date) -> Iterator[Part]:
    """Everything that the index says of these records."""
    chunk = sorted(records)
    rows = _rows(kind, chunk)
    places = _memberships(rows) if kind.code == PERSON else {}
    hashes = _hashes(kind, rows, day) if kind.code == PERSON else {}
    for anchor, states in rows.items():
        yield from _Record(kind, anchor, states, places.get(anchor, ()), hashes.get(anchor, ()), day).parts()


def _rows(kind: RecordType, anchors: list[int]) -> dict[int, list[StoredRow]]:
    store, found = store_of(kind), {}
    for row in store.read(store.queryset().believed().filter(anchor_id__in=anchors).order_by("since", "id")):
        found.setdefault(row.anchor, []).append(row)
    return found


def _memberships(persons: Iterable[int]) -> Mapping[int, list[StoredRow]]:
    store, found = store_of(catalogue().types[MEMBERSHIP]), {}
    for row in store.read(store.queryset().believed().filter(person_id__in=list(persons)).order_by("since", "id")):
        found.setdefault(row.values["person"], []).append(row)
    return found


def _hashes(kind: RecordType, rows: Mapping[int, list[StoredRow]], day: date) -> dict[int, list[tuple[str, str]]]:
    """The keyed hashes of the numbers that hold, with the field of each."""
    holding = {states_on(states, day).id: anchor for anchor, states in rows.items()}
    columns = [f"{name}_hash" for name in NUMBERS]
    found: dict[int, list[tuple[str, str]]] = {}
    for pk, *hashes in store_of(kind).queryset().filter(pk__in=list(holding)).values_list("pk", *columns):
        found[holding[pk]] = [(name, told) for name, told in zip(NUMBERS, hashes, strict=True) if told]
    return found


def states_on(states: list[StoredRow], day: date) -> StoredRow:
    """The state of the day, else the last begun before it, else the first after it. In order of days."""
    begun = [row for row in states if row.since <= day]
    return begun[-1] if begun else states[0]


def number_key(name: str, told: str) -> str:
    """What stands in the index for a number."""
    return f"{PERSON} #{name} {told}"


@dataclass(frozen=True)
class _Record:
    """One record with everything believed of it."""

    kind: RecordType
    anchor: int
    states: list[StoredRow]
    places: Iterable[StoredRow]
    hashes: Iterable[tuple[str, str]]
    day: date

    @cached_property
    def now(self) -> StoredRow:
        return states_on(self.states, self.day)

    @cached_property
    def place(self) -> int | None:
        begun = [row.values["organisation"] for row in self.places if row.since <= self.day]
        return begun[-1] if begun else None

    @cached_property
    def ended_on(self) -> date | None:
        until = self.now.until
        return last_day(until) if until and until <= self.day else None

    @cached_property
    def turns_on(self) -> date | None:
        days = [row.since for row in (*self.states, *self.places)]
        days += [self.now.until] if self.now.until else []
        return min((one for one in days if one > self.day), default=None)

    def parts(self) -> Iterator[Part]:
        names = self._names()
        for name, until in names.items():
            yield from self._parts_of(name, until)
        for name, told in self.hashes:
            yield self._part(letters=number_key(name, told), name="", order="", standing=self._standing(None))

    def _names(self) -> dict[str, date | None]:
        """What it is called, and what it was called with the last day of that."""
        current = [name for name in self._called(self.now) if name]
        former = {
            name: last_day(row.until) if row.until else None
            for row in self.states
            if row.since < self.now.since
            for name in self._called(row)
            if name and name not in current
        }
        return {**former, **dict.fromkeys(current)}

    def _called(self, row: StoredRow) -> list[str]:
        codes = [code for code in self.kind.key if code != self.kind.label and self._is_word(code)]
        return [str(row.values.get(code) or "")[:300] for code in (self.kind.label, *_ALSO, *codes)]

    def _is_word(self, code: str) -> bool:
        field = self.kind.fields.get(code)
        return bool(field) and field.type.name == "text" and not field.hidden and field.depth <= Depth.NAME

    def _parts_of(self, name: str, until: date | None) -> Iterator[Part]:
        letters = plain(name)
        ways = readings(letters, is_person=self.kind.code == PERSON) if letters else ()
        for part in parts_of_name(letters, ways):
            yield self._part(
                name=name, letters=self._under(part.letters), reading=self._under(part.reading),
                initials=self._under(part.initials), syllables=part.syllables, position=part.position,
                is_start=part.is_start, standing=self._standing(until), named_until=until,
                order=order_of(letters, ways[0]),
            )  # fmt: skip

    def _under(self, text: str) -> str:
        return f"{self.kind.code} {text}"[:200]

    def _standing(self, until: date | None) -> str:
        if self.ended_on:
            return Part.ENDED
        return Part.FORMER if until else Part.CURRENT

    def _part(self, *, letters: str, **values) -> Part:
        told = {"reading": "", "initials": "", "syllables": "", "position": 0, "is_start": True, **values}
        return Part(
            kind=self.kind.code, anchor=self.anchor, row=self.now.id, place=self.place, letters=letters,
            ended_on=self.ended_on, turns_on=self.turns_on, **told,
        )  # fmt: skip
