"""Records made by chance, written the way actions write them: recorded, closed, corrected, withdrawn, never edited."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import Field, RecordType
from zugong.dictionary.store import NewRow, store_of
from zugong.kernel.facts.recording import Source, recording
from zugong.kernel.time import PartialDate, ymd

SOURCE = Source(kind="command", actor="test")

#: Models and ledgers, states and events, with and without an identity of their own.
WRITTEN = (
    "person",
    "membership",
    "organisation",
    "appointment",
    "problem",
    "themed_day",
    "money",
    "training_attendance",
)

_PLAIN_DATES = ("1987", "1987-05", "2000-02", "1999-02", "2000-02-29", "1949-10-01", "2024-12", "1900-02")


class RandomRecords:
    """Writes to the database and remembers which rows are believed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.types = installed_catalogue(settings.ZUGONG_PACK).types
        self.believed: dict[str, dict[int, NewRow]] = {code: {} for code in WRITTEN}
        self._serial = itertools.count(1)

    def write(self) -> None:
        """One entry that does one to four things."""
        with recording(SOURCE) as entry:
            for _ in range(self.chance.randint(1, 4)):
                act = self.chance.choice((self.record, self.record, self.close, self.correct, self.withdraw))
                act(self.chance.choice(WRITTEN), entry)

    def record(self, code: str, entry) -> int:
        return self._insert(code, self.new_row(self.types[code]), entry)

    def close(self, code: str, entry) -> None:
        """The state ends; an event gets another body instead."""
        if not self.types[code].is_state:
            return self.correct(code, entry)
        if found := self._take(code, entry):
            pk, row = found
            until = row.since + timedelta(days=self.chance.randint(1, 3000))
            self._insert(code, replace(row, until=until, supersedes=pk), entry)

    def correct(self, code: str, entry) -> None:
        if found := self._take(code, entry):
            pk, row = found
            kind = self.types[code]
            kept = {*kind.key, *_required_references(kind)}
            changed = {name: self._value(field) for name, field in kind.fields.items() if name not in kept}
            self._insert(code, replace(row, values=row.values | changed, supersedes=pk), entry)

    def withdraw(self, code: str, entry) -> None:
        self._take(code, entry)

    def _take(self, code: str, entry) -> tuple[int, NewRow] | None:
        if not self.believed[code]:
            return None
        pk = self.chance.choice(list(self.believed[code]))
        store_of(self.types[code]).retract([pk], entry=entry)
        return pk, self.believed[code].pop(pk)

    def _insert(self, code: str, row: NewRow, entry) -> int:
        (pk,) = store_of(self.types[code]).insert([row], entry=entry)
        self.believed[code][pk] = row
        return pk

    def new_row(self, kind: RecordType) -> NewRow:
        """A row that nothing stored contradicts, not yet written."""
        anchor = store_of(kind).new_anchors(1)[0] if kind.anchored else None
        since = date(2000, 1, 1) + timedelta(days=self.chance.randrange(9000))
        values = {name: self._value(field) for name, field in kind.fields.items()}
        # A new identity for every reference of the key: no two rows say something of one thing on one day.
        values |= {
            name: store_of(self.types[kind.fields[name].of]).new_anchors(1)[0] for name in _required_references(kind)
        }
        return NewRow(anchor, since, None, values)

    def _value(self, field: Field) -> Any:
        if not field.required and self.chance.random() < 0.2:
            return None
        match field.type.name:
            case "code":
                return self.chance.choice(sorted(field.codes.codes))
            case "integer" | "money":
                return self.chance.choice((0, 1, -5, 10**12, self.chance.randrange(10**6)))
            case "yes_no":
                return self.chance.random() < 0.5
            case "day":
                return date(1996, 2, 29) + timedelta(days=self.chance.randrange(9000))
            case "date":
                return PartialDate(self.chance.choice(_PLAIN_DATES))
            case "ref":
                return None
            case _:
                return f"王'\"\\ {next(self._serial)}"


def _required_references(kind: RecordType) -> list[str]:
    return [name for name, field in kind.fields.items() if field.of and field.required]


def row_by_the_declaration(kind: RecordType, row) -> dict[str, Any]:
    """What the copy must hold of a stored row, by its declaration; without the numbers of the entries."""
    days = {"since": _day(row.since), "until": _day(row.until)} if kind.is_state else {"on": _day(row.since)}
    expected = {"id": row.id, "anchor": row.anchor, **days}
    for code, value in row.values.items():
        match kind.fields[code].type.name:
            case "date":
                expected[f"{code}_lo"] = None if value is None else ymd(value.first)
                expected[f"{code}_hi"] = None if value is None else ymd(value.last)
            case "day":
                expected[code] = _day(value)
            case _:
                expected[code] = value
    return expected


def _day(value: date | None) -> int | None:
    return None if value is None else ymd(value)
