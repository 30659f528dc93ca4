"""The only way to write facts: inside `recording`, which opens an entry, and seals it with its number at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar

from django.db import connection, models, transaction
from django.db.models import Max

from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.models import Entry, Fact, State
from zugong.kernel.time import now

_SEAL_LOCK = 720_613_001  # any number, the same in every process
_PLAN_LOCK = 720_613_003
_CHUNK = 500
_open_entry: ContextVar[Entry | None] = ContextVar("open_entry", default=None)
_with_it: ContextVar[Callable[[], None] | None] = ContextVar("with_it", default=None)
AnyFact = TypeVar("AnyFact", bound=Fact)
AnyState = TypeVar("AnyState", bound=State)


@dataclass(frozen=True)
class Source:
    """Where facts come from: the way in, who, on what paper, and a note for people (file, sheet, page)."""

    kind: str
    actor: str
    paper: str = ""
    note: str = ""
    undoes: Entry | None = None


class NotBelievedAnyMore(RuleBroken):
    code: ClassVar[str] = "facts.not_believed_any_more"
    message: ClassVar[str] = "Somebody changed this record meanwhile. Open it again and enter your change once more."
    message_zh: ClassVar[str] = "这条记录刚刚被别人改过。请重新打开后再填一次。"


class EndsBeforeItBegins(RuleBroken):
    code: ClassVar[str] = "facts.ends_before_it_begins"
    message: ClassVar[str] = "The end, {until}, is not after the start, {since}; choose a later day."
    message_zh: ClassVar[str] = "终止日期{until}不晚于起始日期{since}，请填写更晚的日期。"


@contextmanager
def recording(source: Source) -> Iterator[Entry]:
    """One writing transaction. Inside another one it joins it, so that nested actions make one entry.

    The number is taken last: on PostgreSQL under a transaction lock that lasts only until commit.
    """
    outer = _open_entry.get()
    if outer is not None:
        yield outer
        return
    with transaction.atomic():
        entry = Entry.objects.create(
            opened_at=now(), kind=source.kind, actor=source.actor, paper=source.paper, note=source.note[:300],
            undoes=source.undoes,
        )  # fmt: skip
        token = _open_entry.set(entry)
        try:
            yield entry
        finally:
            _open_entry.reset(token)
        if (also := _with_it.get()) is not None:
            also()
        _seal(entry)


@contextmanager
def written_with_entries(also: Callable[[], None]) -> Iterator[None]:
    """Within the block `also` is called at the end of each writing transaction, inside it: both are kept or neither.

    For what must know for certain whether a deed was done, though the process may be killed at any moment.
    """
    token = _with_it.set(also)
    try:
        yield
    finally:
        _with_it.reset(token)


@contextmanager
def written_whole() -> Iterator[None]:
    """One writing transaction of what is no fact and opens no entry, or of several entries that are kept all or none.

    What `written_with_entries` names is called in it as well. Serves as a decorator too.
    """
    with transaction.atomic():
        yield
        if not is_recording() and (also := _with_it.get()) is not None:
            also()


def wait_for_other_plans() -> None:
    """Until the end of the transaction nobody else records what was planned before: two that each are right may clash.

    SQLite has one writer anyway. What was planned must be compared with what is recorded after this returns.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PLAN_LOCK])


def is_recording() -> bool:
    """Is a writing transaction open here, whose entry has no number yet?"""
    return _open_entry.get() is not None


def _seal(entry: Entry) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEAL_LOCK])
    entry.number = last_number() + 1
    entry.sealed_at = now()
    entry.save(update_fields=["number", "sealed_at"])


def last_number() -> int:
    """The number of the last sealed entry; 0 before the first."""
    return Entry.objects.aggregate(last=Max("number"))["last"] or 0


def last_seal() -> tuple[int, datetime | None]:
    """The last number with its moment, for what is kept until the next entry; (0, None) before the first.

    The number alone does not do: after a restored backup it may stand for another entry.
    """
    sealed = Entry.objects.exclude(number=None).order_by("-number")
    return sealed.values_list("number", "sealed_at").first() or (0, None)


def number_at(moment: datetime) -> int:
    """The last number sealed by a moment: what "known at" that moment means. 0 before the first entry."""
    return Entry.objects.filter(sealed_at__lte=moment).aggregate(last=Max("number"))["last"] or 0


def reserve_ids(model: type[models.Model], count: int) -> range:
    """`count` fresh consecutive ids of a table, inside the writing transaction (SQLite has one writer, PostgreSQL a sequence)."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The lock keeps the block consecutive; it is held for the instant of the two calls.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [table])
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s))", [table, column])
            first = cursor.fetchone()[0]
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, column, first + count - 1])
        else:
            cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [table])
            first = (cursor.fetchone()[0] or 0) + 1
    return range(first, first + count)


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Add rows as tuples of database values: the fast way for imports. Must stand inside `recording`."""
    if not rows:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places})', rows)


def record(model: type[AnyFact], *, entry: Entry, **values: Any) -> AnyFact:
    """Add one row."""
    return model.objects.create(recorded_in=entry, **values)


def retract(model: type[Fact], ids: Iterable[int], *, entry: Entry) -> None:
    """Withdraw rows. Raises NotBelievedAnyMore if one of them was withdrawn meanwhile; then nothing is."""
    wanted = list(ids)
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        done = model.objects.filter(pk__in=part, retracted_in__isnull=True).update(retracted_in=entry)
        if done != len(part):
            raise NotBelievedAnyMore


def copy_of(row: AnyFact, **changes: Any) -> dict[str, Any]:
    """The values of a row, without its identity and entries, with `changes`."""
    skipped = {"id", "recorded_in", "retracted_in", "supersedes"}
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in skipped
    }
    for name, value in changes.items():
        field = row._meta.get_field(name)
        values[field.attname] = value.pk if isinstance(value, models.Model) else value
    return values


def correct(row: AnyFact, *, entry: Entry, **changes: Any) -> AnyFact:
    """Withdraw a row and record the right one in its place."""
    retract(type(row), [row.pk], entry=entry)
    return record(type(row), entry=entry, supersedes_id=row.pk, **copy_of(row, **changes))


def close(row: AnyState, *, until: date, entry: Entry, **changes: Any) -> AnyState:
    """The state no longer holds on `until`. Raises EndsBeforeItBegins."""
    if until <= row.since:
        raise EndsBeforeItBegins(until=until, since=row.since)
    return correct(row, entry=entry, until=until, **changes)


def change(row: AnyState, *, on: date, entry: Entry, **changes: Any) -> AnyState:
    """From `on` something else holds: the row ends there and one with `changes` goes on until the row's former end.

    On the row's own first day it is a correction, since the row then never held.
    """
    if on == row.since:
        return correct(row, entry=entry, **changes)
    former_until = row.until
    close(row, until=on, entry=entry)
    values = copy_of(row, since=on, until=former_until, **changes)
    return record(type(row), entry=entry, supersedes_id=row.pk, **values)
