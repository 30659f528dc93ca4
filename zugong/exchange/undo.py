"""Undoing an entry: what it recorded is withdrawn, what it withdrew is recorded again, as one new entry.

Nothing disappears: a question as known at an earlier moment is answered as before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models import F

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.models import LedgerRow
from zugong.exchange.planning.names import chunks
from zugong.exchange.planning.overlaps import Stretch, overlaps
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.models import Anchor, Entry, Fact, State
from zugong.kernel.facts.recording import Source, recording
from zugong.organisations.actions import refresh_places

_DERIVED = "organisations.Place"  # follows the links, and is derived again afterwards
_OWN_COLUMNS = ("id", "recorded_in_id", "retracted_in_id", "supersedes_id")
_MOST_LISTED = 10


class LaterEntriesBuildOnIt(RuleBroken):
    code: ClassVar[str] = "exchange.later_entries_build_on_it"
    message: ClassVar[str] = (
        "Entry {number} cannot be undone, since later entries build on it: {entries}. Undo these first."
    )
    message_zh: ClassVar[str] = "第{number}号录入不能撤销，后来的录入以它为基础：{entries}。请先撤销这些录入。"


class AlreadyUndone(RuleBroken):
    code: ClassVar[str] = "exchange.already_undone"
    message: ClassVar[str] = "Entry {number} has been undone already, by entry {by}. To restore it, undo entry {by}."
    message_zh: ClassVar[str] = "第{number}号录入已被第{by}号录入撤销。如需恢复，请撤销第{by}号录入。"


def undo(entry: Entry, *, source: Source) -> Entry:
    """Take back everything that an entry did; the new entry comes back. An undo can itself be undone.

    Raises LaterEntriesBuildOnIt, naming them, where a row that it recorded was changed since, something recorded since
    stands where it would restore a row, or speaks of a person or thing that would be gone; and AlreadyUndone.
    """
    undoing = Source(kind="undo", actor=source.actor, paper=source.paper, note=source.note, undoes=entry)
    with recording(undoing) as new:
        _refuse(entry)
        for model in fact_models():
            _take_back(model, entry, new)
        refresh_places(entry=new)
    return new


def fact_models() -> list[type[Fact]]:
    """Every table of facts that people and imports write; what is derived from them is not among them."""
    return [model for model in apps.get_models() if issubclass(model, Fact) and model._meta.label != _DERIVED]


def _take_back(model: type[Fact], entry: Entry, new: Entry) -> None:
    model.objects.filter(recorded_in=entry, retracted_in__isnull=True).update(retracted_in=new)
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields if field.column not in _OWN_COLUMNS]
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}, recorded_in_id, supersedes_id) SELECT {names}, %s, id FROM "{table}" '
            "WHERE retracted_in_id = %s AND recorded_in_id <> %s ORDER BY id",
            [new.pk, entry.pk, entry.pk],
        )


def _refuse(entry: Entry) -> None:
    later: set[int] = set()
    for model in fact_models():
        later |= _withdrawn_since(model, entry)
    undone_by = entry.undone_by.filter(pk__in=later).first()
    if undone_by is not None:
        raise AlreadyUndone(number=entry.number, by=undone_by.number)
    for model in fact_models():
        if issubclass(model, State) and model.one_at_a_time:
            later |= _standing_in_the_way(model, entry)
    later |= _speaking_of(_lost_anchors(entry), entry)
    if later:
        listed = Entry.objects.filter(pk__in=later).order_by("number")
        shown = "；".join(_described(found) for found in listed[:_MOST_LISTED])
        raise LaterEntriesBuildOnIt(number=entry.number, entries=shown + ("…" if len(listed) > _MOST_LISTED else ""))


def _described(entry: Entry) -> str:
    return f"{entry.number}（{entry.opened_at:%Y-%m-%d} {entry.actor} {entry.note or entry.paper}）".replace(
        " ）", "）"
    )


def _restorable(model: type[Fact], entry: Entry) -> models.QuerySet:
    return model.objects.filter(retracted_in=entry).exclude(recorded_in=entry)


def _withdrawn_since(model: type[Fact], entry: Entry) -> set[int]:
    """Entries that withdrew rows of this one."""
    gone = model.objects.filter(recorded_in=entry, retracted_in__isnull=False).exclude(retracted_in=entry)
    return set(gone.values_list("retracted_in_id", flat=True).distinct())


def _standing_in_the_way(model: type[State], entry: Entry) -> set[int]:
    """Later entries that recorded rows where only one may hold and a row would be restored."""
    keys = [model._meta.get_field(name).attname for name in model.one_at_a_time]
    restored = _stretches(_restorable(model, entry), keys)
    believed: dict[tuple[Any, ...], list[Stretch]] = {}
    for part in chunks({key[0] for key in restored}):
        others = model.objects.believed().exclude(recorded_in=entry).filter(**{f"{keys[0]}__in": part})
        for key, stretches in _stretches(others, keys, source="recorded_in_id").items():
            believed.setdefault(key, []).extend(stretches)
    found: set[int] = set()
    for key, stretches in restored.items():
        for pair in overlaps([*stretches, *believed.get(key, ())]):
            found |= {stretch.source for stretch in pair if stretch.source is not None}
    return found


def _stretches(
    queryset: models.QuerySet, keys: list[str], *, source: str | None = None
) -> dict[tuple[Any, ...], list[Stretch]]:
    found: dict[tuple[Any, ...], list[Stretch]] = {}
    origin = F(source or "pk")
    for since, until, row_source, *key in queryset.annotate(origin=origin).values_list(
        "since", "until", "origin", *keys
    ):
        found.setdefault(tuple(key), []).append(Stretch(since, until, row_source if source else None))
    return found


def _lost_anchors(entry: Entry) -> dict[type[models.Model], set[int]]:
    """Persons and things of which nothing would be believed any more."""
    found: dict[type[models.Model], set[int]] = {}
    for model in fact_models():
        if not any(field.name == "anchor" for field in model._meta.concrete_fields):
            continue
        believed = model.objects.believed().filter(anchor__isnull=False)
        made = set(believed.filter(recorded_in=entry).values_list("anchor_id", flat=True))
        for part in chunks(list(made)):
            others = believed.filter(anchor_id__in=part).exclude(recorded_in=entry)
            made -= set(others.values_list("anchor_id", flat=True))
        made -= set(_restorable(model, entry).filter(anchor__isnull=False).values_list("anchor_id", flat=True))
        found.setdefault(model._meta.get_field("anchor").related_model, set()).update(made)
    return found


def _speaking_of(lost: Mapping[type[models.Model], set[int]], entry: Entry) -> set[int]:
    """Later entries with believed rows that refer to one of these anchors."""
    if not any(lost.values()):
        return set()
    found: set[int] = set()
    for model in fact_models():
        later = model.objects.believed().filter(recorded_in__number__gt=entry.number)
        for field in model._meta.concrete_fields:
            target = field.related_model
            if target and issubclass(target, Anchor) and lost.get(target):
                pairs = later.values_list(field.attname, "recorded_in_id")
                found |= {recorded_in for anchor, recorded_in in pairs if anchor in lost[target]}
    return found | _ledgers_speaking_of(lost, entry)


def _ledgers_speaking_of(lost: Mapping[type[models.Model], set[int]], entry: Entry) -> set[int]:
    found: set[int] = set()
    for ledger, fields in _ledger_references(lost).items():
        rows = LedgerRow.objects.believed().filter(ledger=ledger, recorded_in__number__gt=entry.number)
        for recorded_in, body in rows.values_list("recorded_in_id", "body").iterator(chunk_size=5000):
            values = json.loads(body)
            if any(values.get(code) in anchors for code, anchors in fields):
                found.add(recorded_in)
    return found


def _ledger_references(lost: Mapping[type[models.Model], set[int]]) -> dict[str, list[tuple[str, set[int]]]]:
    """Per ledger its reference fields, each with the lost anchors that it may mean."""
    types = installed_catalogue(settings.ZUGONG_PACK).types
    found: dict[str, list[tuple[str, set[int]]]] = {}
    for kind in types.values():
        if kind.is_ledger:
            references = [
                (field.code, _lost_of(types[field.of].store, lost)) for field in kind.fields.values() if field.of
            ]
            found[kind.code] = [(code, anchors) for code, anchors in references if anchors]
    return {code: fields for code, fields in found.items() if fields}


def _lost_of(store: str, lost: Mapping[type[models.Model], set[int]]) -> set[int]:
    model = LedgerRow if store == "ledger" else apps.get_model(store)
    return lost.get(model._meta.get_field("anchor").related_model, set())
