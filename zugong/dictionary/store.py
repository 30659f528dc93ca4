"""One way to read and write the rows of any record type, whether a model or a pack's ledger keeps them.

Only this module knows in which column a value lives. Values are in the dictionary's terms: codes as text, whole days as
dates, partial dates as PartialDate, money in fen, references as ids of anchors, encrypted values in clear where asked for.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.db import connection, models

from zugong.dictionary.declarations import Field, RecordType
from zugong.dictionary.fieldtypes import FieldType
from zugong.dictionary.models import LedgerRow, Record
from zugong.kernel.crypto import keyed_hash, seal, unseal
from zugong.kernel.facts import recording
from zugong.kernel.facts.models import Entry, FactQuerySet

Values = dict[str, Any]
# Made once: json.dumps with options makes an encoder for every call.
COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_PLAIN = json.JSONEncoder(ensure_ascii=False)


@dataclass(slots=True)
class StoredRow:
    """A fact row as it stands in the store. For an event `since` is its day and `until` is empty."""

    id: int
    anchor: int | None
    since: date
    until: date | None
    values: Values


@dataclass(slots=True)
class NewRow:
    """A fact row to be recorded. `supersedes` is the row that it corrects or goes on from."""

    anchor: int | None
    since: date
    until: date | None
    values: Values
    supersedes: int | None = None
    extra: Values = field(default_factory=dict)


class Store:
    """The rows of one record type. `store_of` gives the right kind."""

    def __init__(self, kind: RecordType) -> None:
        self.kind = kind

    model: type[models.Model]

    def queryset(self) -> FactQuerySet:
        """All fact rows of the type, believed or not."""
        return self.model.objects.all()

    def read(self, queryset: FactQuerySet, *, unsealed: bool = False) -> Iterator[StoredRow]:
        """The rows of a queryset of this type, in its order. Encrypted values are left out unless `unsealed`."""
        raise NotImplementedError  # pragma: no cover

    def insert(self, rows: Sequence[NewRow], *, entry: Entry) -> range:
        """Record rows, in bulk, inside `recording`; their ids come back in order."""
        raise NotImplementedError  # pragma: no cover

    def believed(self, *, on: date | None = None, unsealed: bool = False, **conditions: Any) -> Iterator[StoredRow]:
        """Rows believed now; with `on`, those that hold on that day (for events: that happened on it)."""
        found = self.queryset().believed().filter(**conditions)
        if on is not None:
            found = found.holding(on) if self.kind.is_state else found.filter(since=on)
        return self.read(found, unsealed=unsealed)

    def columns_in_clear(self) -> Mapping[str, str]:
        """Column of the table by field code, encrypted fields left out; empty for a ledger, which keeps fields in `body`."""
        return {}

    def retract(self, ids: Iterable[int], *, entry: Entry) -> None:
        """Withdraw rows. Raises NotBelievedAnyMore."""
        recording.retract(self.model, ids, entry=entry)

    def new_anchors(self, count: int) -> range:
        """Fresh identities, in bulk."""
        ids = recording.reserve_ids(self.anchor_model, count)
        recording.insert_rows(self.anchor_model, self._anchor_columns, [self._anchor_row(pk) for pk in ids])
        return ids

    @property
    def anchor_model(self) -> type[models.Model]:
        raise NotImplementedError  # pragma: no cover

    _anchor_columns: tuple[str, ...] = ("id", "uid")

    def _anchor_row(self, pk: int) -> tuple[Any, ...]:
        return (pk, _uuid(uuid.uuid4()))

    def natural_key(self, values: Values, since: date) -> tuple[Any, ...]:
        """What names one and the same thing, as comparable values."""
        return tuple(
            [
                since if code is None else values.get(code) if plain is None else plain(values.get(code))
                for code, plain in self._key_parts
            ]
        )

    @cached_property
    def _key_parts(self) -> list[tuple[str | None, Callable[[Any], Any] | None]]:
        """The key's fields, each with what makes its value comparable, if anything must; None stands for the row's day."""
        return [
            (None, None) if code in ("since", "on") else (code, _plain(self.kind.fields[code]))
            for code in self.kind.key
        ]


def _plain(declared: Field) -> Callable[[Any], Any] | None:
    own = type(declared.type).to_json
    return None if own is FieldType.to_json else declared.type.to_json


def _uuid(value: uuid.UUID) -> Any:
    return _uuid_writer()(value)


def _uuid_writer() -> Callable[[uuid.UUID], Any]:
    """How a UUID goes to the database that is in use; asked once for many rows."""
    return attrgetter("hex") if connection.vendor == "sqlite" else _same


@dataclass(frozen=True)
class _Column:
    """How one field lives in a model's table."""

    name: str
    to_database: Callable[[Any], Any]
    from_database: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


def _sealed(value: str | None) -> bytes | None:
    return None if value is None else seal(value)


def _unsealed(value: bytes | None) -> str | None:
    return None if value is None else unseal(value)


def _hashed(value: str | None) -> str | None:
    return None if value is None else keyed_hash(value)


class ModelStore(Store):
    """Rows kept by a Django model of their own: the core record types."""

    @cached_property
    def model(self) -> type[models.Model]:  # type: ignore[override]
        return apps.get_model(self.kind.store)

    @property
    def anchor_model(self) -> type[models.Model]:
        return self.model._meta.get_field("anchor").related_model

    @cached_property
    def _columns(self) -> dict[str, _Column]:
        columns = {}
        for code, declared in self.kind.fields.items():
            if declared.hidden:
                columns[code] = _Column(f"{code}_sealed", _sealed, _unsealed)
            elif declared.of:
                columns[code] = _Column(f"{code}_id", _same, _same)
            else:
                to_database = _same if declared.type.name == "day" else declared.type.to_json
                from_database = _same if declared.type.name == "day" else declared.type.from_json
                columns[code] = _Column(code, to_database, from_database)
        return columns

    def columns_in_clear(self) -> Mapping[str, str]:
        return {code: column.name for code, column in self._columns.items() if not self.kind.fields[code].hidden}

    @cached_property
    def _hashes(self) -> list[str]:
        names = {column.name for column in self.model._meta.concrete_fields}
        return [code for code in self.kind.fields if f"{code}_hash" in names]

    @cached_property
    def _computed(self) -> Mapping[str, Callable[[Values], Any]]:
        return getattr(self.model, "computed_columns", {})

    def read(self, queryset: FactQuerySet, *, unsealed: bool = False) -> Iterator[StoredRow]:
        shown = {
            code: column for code, column in self._columns.items() if unsealed or not self.kind.fields[code].hidden
        }
        anchored = ["anchor_id"] if self.kind.anchored else []
        names = ["id", "since", "until", *anchored, *(column.name for column in shown.values())]
        start = 3 + len(anchored)
        readers = [(code, column.from_database) for code, column in shown.items()]
        for row in queryset.values_list(*names).iterator(chunk_size=5000):
            values = {code: reader(value) for (code, reader), value in zip(readers, row[start:], strict=True)}
            yield StoredRow(row[0], row[3] if anchored else None, row[1], row[2], values)

    def insert(self, rows: Sequence[NewRow], *, entry: Entry) -> range:
        ids = recording.reserve_ids(self.model, len(rows))
        columns = [*self._columns.items()]
        anchored = ["anchor_id"] if self.kind.anchored else []
        names = ["id", "since", "until", "recorded_in_id", "supersedes_id", *anchored]
        names += [column.name for _, column in columns]
        names += [f"{code}_hash" for code in self._hashes] + list(self._computed)
        recording.insert_rows(
            self.model, names, [self._tuple(pk, row, columns, entry) for pk, row in zip(ids, rows, strict=True)]
        )
        return ids

    def _tuple(self, pk: int, row: NewRow, columns: list[tuple[str, _Column]], entry: Entry) -> tuple[Any, ...]:
        values = row.values
        anchor = (row.anchor,) if self.kind.anchored else ()
        return (
            pk, row.since, row.until, entry.pk, row.supersedes, *anchor,
            *[column.to_database(values.get(code)) for code, column in columns],
            *[_hashed(values.get(code)) for code in self._hashes],
            *[compute(values) for compute in self._computed.values()],
        )  # fmt: skip


class LedgerStore(Store):
    """Rows of a ledger that a pack declares, in the one table of all ledgers."""

    model = LedgerRow
    anchor_model = Record
    _anchor_columns = ("id", "uid", "ledger")

    def _anchor_row(self, pk: int) -> tuple[Any, ...]:
        return (pk, _uuid(uuid.uuid4()), self.kind.code)

    def queryset(self) -> FactQuerySet:
        return LedgerRow.objects.filter(ledger=self.kind.code)

    @cached_property
    def _place_field(self) -> str | None:
        return self.kind.place if self.kind.place and "." not in self.kind.place else None

    def key_hash(self, values: Values, since: date) -> uuid.UUID:
        """The hash of ledger and natural key, under which at most one row is believed on a day."""
        return self.hash_of(self.natural_key(values, since))

    def hash_of(self, key: tuple[Any, ...]) -> uuid.UUID:
        """The hash of ledger and natural key, for who has the key already."""
        return _key_hash(self.kind.code, tuple([str(part) for part in key]))

    def read(self, queryset: FactQuerySet, *, unsealed: bool = False) -> Iterator[StoredRow]:
        rows = queryset.values_list("id", "anchor_id", "since", "until", "body")
        for pk, anchor, since, until, body in rows.iterator(chunk_size=5000):
            yield StoredRow(pk, anchor, since, until, self.from_body(body, unsealed=unsealed))

    def from_body(self, body: str, *, unsealed: bool = False) -> Values:
        """The values of a row's JSON body."""
        stored = json.loads(body)
        values = {}
        for code, declared in self.kind.fields.items():
            value = stored.get(code)
            if declared.hidden:
                if unsealed:
                    values[code] = None if value is None else unseal(base64.b64decode(value))
            else:
                values[code] = declared.type.from_json(value)
        return values

    def to_body(self, values: Values) -> str:
        """The values as compact JSON; unknown ones are left out."""
        stored = {}
        for code, declared in self.kind.fields.items():
            value = values.get(code)
            if value is None:
                continue
            stored[code] = base64.b64encode(seal(value)).decode() if declared.hidden else declared.type.to_json(value)
        return COMPACT.encode(stored)

    def insert(self, rows: Sequence[NewRow], *, entry: Entry) -> range:
        ids = recording.reserve_ids(LedgerRow, len(rows))
        names = (
            "id", "since", "until", "recorded_in_id", "supersedes_id", "ledger", "anchor_id", "organisation_id",
            "key_hash", "body",
        )  # fmt: skip
        place, as_stored = self._place_field, _uuid_writer()
        tuples = [
            (
                pk, row.since, row.until, entry.pk, row.supersedes, self.kind.code, row.anchor,
                row.values.get(place) if place else None, as_stored(self.key_hash(row.values, row.since)),
                self.to_body(row.values),
            )
            for pk, row in zip(ids, rows, strict=True)
        ]  # fmt: skip
        recording.insert_rows(LedgerRow, names, tuples)
        return ids


def _key_hash(ledger: str, key: tuple[str, ...]) -> uuid.UUID:
    text = _PLAIN.encode([ledger, *key])
    return uuid.UUID(bytes=hashlib.blake2b(text.encode(), digest_size=16).digest())


def store_of(kind: RecordType) -> Store:
    """The store of a record type."""
    return LedgerStore(kind) if kind.is_ledger else ModelStore(kind)


def last_entry_of(rows: Iterable[int]) -> Entry | None:
    """The entry that recorded the last of some rows of ledgers; None for none."""
    recorded = LedgerRow.objects.filter(pk__in=list(rows)).values("recorded_in")
    return Entry.objects.filter(pk__in=recorded).order_by("number").last()
