"""Undoing an entry: what it recorded is withdrawn, what it withdrew is recorded again, as one new entry.

Nothing disappears: a question as known at an earlier moment is answered as before.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.models import LedgerRow
from zugong.exchange.events import checking_undo
from zugong.exchange.planning.names import chunks
from zugong.exchange.planning.overlaps import Stretch, overlaps
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.models import Anchor, Entry, Erasure, Fact, State
from zugong.kernel.facts.recording import Source, recording, retract
from zugong.kernel.time import SHANGHAI
from zugong.offices.queries import signatures
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


class DestroyedForGood(RuleBroken):
    code: ClassVar[str] = "exchange.destroyed_for_good"
    message: ClassVar[str] = "Entry {number} destroyed personal values for good; nothing brings them back."
    message_zh: ClassVar[str] = "第{number}号录入是清除个人信息，清除的内容无法恢复，不能撤销。"


class RestoresTheDestroyed(RuleBroken):
    code: ClassVar[str] = "exchange.restores_the_destroyed"
    message: ClassVar[str] = (
        "Entry {number} cannot be undone: it would record again {count} rows whose personal values entry {by} destroyed. "
        "Enter by hand what has to be put right."
    )
    message_zh: ClassVar[str] = (
        "第{number}号录入不能撤销：会恢复{count}条记录，而其中的个人信息已由第{by}号录入清除。需要更正的请单独登记。"
    )


def undo(entry: Entry, *, source: Source) -> Entry:
    """Take back everything that an entry did; the new entry comes back. An undo can itself be undone.

    Raises LaterEntriesBuildOnIt, naming them, where a row that it recorded was changed since, something recorded since
    stands where it would restore a row, or speaks of a person or thing that would be gone; and AlreadyUndone. Later
    entries that were themselves undone do not count. Raises DestroyedForGood and RestoresTheDestroyed after an erasure, and what
    receivers of `checking_undo` raise.
    """
    undoing = Source(kind="undo", actor=source.actor, paper=source.paper, note=source.note, undoes=entry)
    with recording(undoing) as new:
        own = {model: _Own.of(model, entry) for model in fact_models()}
        _refuse(entry, own)
        for model, rows in own.items():
            retract(model, rows.believed, entry=new)
            _restore(model, entry, new)
        refresh_places(entry=new)
    return new


@dataclass(frozen=True)
class UndoPreview:
    """What undoing an entry would do: by record type, how many rows it would withdraw and how many it would restore.

    `problem` says why it cannot be undone; then it would do nothing.
    """

    counts: tuple[tuple[str, int, int], ...]
    problem: RuleBroken | None


def undo_preview(entry: Entry) -> UndoPreview:
    """What `undo` would do now, without doing it."""
    own = {model: _Own.of(model, entry) for model in fact_models()}
    problem = None
    try:
        _refuse(entry, own)
    except RuleBroken as broken:
        problem = broken
    found: dict[str, list[int]] = {}
    for model, rows in own.items():
        for part in chunks(rows.believed):
            _count(model, model.objects.filter(pk__in=part), found, 0)
        _count(model, _restorable(model, entry), found, 1)
    return UndoPreview(tuple((code, *both) for code, both in found.items()), problem)


def _count(model: type[Fact], rows: models.QuerySet, found: dict[str, list[int]], place: int) -> None:
    types = installed_catalogue(settings.ZUGONG_PACK).types
    if model is LedgerRow:
        counts = rows.order_by().values_list("ledger").annotate(count=models.Count("pk"))
        by_code = [(code, count) for code, count in counts if code in types]
    else:
        codes = [code for code, kind in types.items() if kind.store == model._meta.label]
        by_code = [(codes[0], rows.count())] if codes else []
    for code, count in by_code:
        if count:
            found.setdefault(code, [0, 0])[place] += count


def fact_models() -> list[type[Fact]]:
    """Every table of facts that people and imports write; what is derived from them is not among them."""
    return [model for model in apps.get_models() if issubclass(model, Fact) and model._meta.label != _DERIVED]


@dataclass
class _Own:
    """What an entry recorded in one table: rows that are believed now, and the entries that withdrew others.

    A row that a later entry withdrew and the undo of that entry restored is still the entry's own: the copy is believed.
    """

    believed: set[int]
    withdrawn_by: set[int]

    @classmethod
    def of(cls, model: type[Fact], entry: Entry) -> _Own:
        rows = model.objects.filter(recorded_in=entry).exclude(retracted_in=entry)
        believed, withdrawn = _sorted_out(rows.values_list("pk", "retracted_in_id"))
        obstacles: set[int] = set()
        while withdrawn:
            copies = _restored_copies(model, withdrawn)
            obstacles |= {by for pk, by in withdrawn.items() if pk not in copies}
            found, withdrawn = _sorted_out(copies.values())
            believed |= found
        return cls(believed, obstacles)


def _sorted_out(rows: Iterable[tuple[int, int | None]]) -> tuple[set[int], dict[int, int]]:
    """Ids of rows that are believed; of the others, which entry withdrew them."""
    believed, withdrawn = set(), {}
    for pk, by in rows:
        if by is None:
            believed.add(pk)
        else:
            withdrawn[pk] = by
    return believed, withdrawn


def _restored_copies(model: type[Fact], withdrawn: Mapping[int, int]) -> dict[int, tuple[int, int | None]]:
    """For rows that an entry withdrew whose undo recorded them again: the copy's id and who withdrew that."""
    undoes = dict(Entry.objects.filter(undoes__in=set(withdrawn.values())).values_list("pk", "undoes_id"))
    copies = model.objects.filter(recorded_in__in=list(undoes), supersedes__isnull=False)
    return {
        original: (pk, by)
        for pk, original, recorded_in, by in copies.values_list(
            "pk", "supersedes_id", "recorded_in_id", "retracted_in_id"
        )
        if withdrawn.get(original) == undoes[recorded_in]
    }


def _restore(model: type[Fact], entry: Entry, new: Entry) -> None:
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields if field.column not in _OWN_COLUMNS]
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}, recorded_in_id, supersedes_id) SELECT {names}, %s, id FROM "{table}" '
            "WHERE retracted_in_id = %s AND recorded_in_id <> %s ORDER BY id",
            [new.pk, entry.pk, entry.pk],
        )


def _refuse_after_erasure(entry: Entry, tables: Iterable[type[Fact]]) -> None:
    if Erasure.objects.filter(entry=entry).exists():
        raise DestroyedForGood(number=entry.number)
    for model in tables:
        erased = Erasure.objects.filter(
            table=model._meta.db_table, row__in=_restorable(model, entry).order_by().values("pk")
        )
        if first := erased.select_related("entry").order_by("pk").first():
            raise RestoresTheDestroyed(number=entry.number, count=erased.count(), by=first.entry.number)


def _refuse(entry: Entry, own: Mapping[type[Fact], _Own]) -> None:
    _refuse_after_erasure(entry, own)
    later = {pk for rows in own.values() for pk in rows.withdrawn_by}
    undone_by = entry.undone_by.filter(pk__in=later).first()
    if undone_by is not None:
        raise AlreadyUndone(number=entry.number, by=undone_by.number)
    for model, rows in own.items():
        if issubclass(model, State) and model.one_at_a_time:
            later |= _standing_in_the_way(model, entry, rows.believed)
    later |= _speaking_of(_lost_anchors(entry, own), entry, own)
    if later:
        listed = list(Entry.objects.filter(pk__in=later).order_by("number")[: _MOST_LISTED + 1])
        shown = "；".join(_described(listed[:_MOST_LISTED]))
        raise LaterEntriesBuildOnIt(number=entry.number, entries=shown + ("…" if len(listed) > _MOST_LISTED else ""))
    checking_undo.send(Entry, entry=entry)


def _described(entries: Iterable[Entry]) -> list[str]:
    """Each with its day, and who made it: the person with the office of that day, whom one can ask."""
    on = {entry: entry.opened_at.astimezone(SHANGHAI).date() for entry in entries}
    told = signatures({(entry.actor, day) for entry, day in on.items()})
    found = []
    for entry, day in on.items():
        who = told[entry.actor, day]
        office = who.offices if who.offices != who.name else ""
        words = " ".join(part for part in (f"{day}", who.name, office, entry.note or entry.paper) if part)
        found.append(f"{entry.number} ({words})")
    return found


def _restorable(model: type[Fact], entry: Entry) -> models.QuerySet:
    return model.objects.filter(retracted_in=entry).exclude(recorded_in=entry)


def _standing_in_the_way(model: type[State], entry: Entry, own: set[int]) -> set[int]:
    """Later entries that recorded rows where only one may hold and a row would be restored."""
    keys = [model._meta.get_field(name).attname for name in model.one_at_a_time]
    restored = _stretches(_restorable(model, entry), keys)
    believed: dict[tuple[Any, ...], list[Stretch]] = {}
    for part in chunks({key[0] for key in restored}):
        others = model.objects.believed().filter(**{f"{keys[0]}__in": part})
        for key, stretches in _stretches(others, keys, without=own, source="recorded_in_id").items():
            believed.setdefault(key, []).extend(stretches)
    found: set[int] = set()
    for key, stretches in restored.items():
        for pair in overlaps([*stretches, *believed.get(key, ())]):
            found |= {stretch.source for stretch in pair if stretch.source is not None}
    return found


def _stretches(
    queryset: models.QuerySet, keys: list[str], *, without: Container[int] = (), source: str = ""
) -> dict[tuple[Any, ...], list[Stretch]]:
    found: dict[tuple[Any, ...], list[Stretch]] = {}
    for pk, since, until, origin, *key in queryset.values_list("pk", "since", "until", source or "pk", *keys):
        if pk not in without:
            found.setdefault(tuple(key), []).append(Stretch(since, until, origin if source else None))
    return found


def _lost_anchors(entry: Entry, own: Mapping[type[Fact], _Own]) -> dict[type[models.Model], set[int]]:
    """Persons and things of which nothing would be believed any more."""
    found: dict[type[models.Model], set[int]] = {}
    for model, rows in own.items():
        if not rows.believed or not any(field.name == "anchor" for field in model._meta.concrete_fields):
            continue
        anchored = model.objects.filter(anchor__isnull=False)
        made: set[int] = set()
        for part in chunks(rows.believed):
            made.update(anchored.filter(pk__in=part).values_list("anchor_id", flat=True))
        for part in chunks(list(made)):
            others = anchored.believed().filter(anchor_id__in=part).values_list("pk", "anchor_id")
            made -= {anchor for pk, anchor in others if pk not in rows.believed}
        made -= set(_restorable(model, entry).filter(anchor__isnull=False).values_list("anchor_id", flat=True))
        found.setdefault(model._meta.get_field("anchor").related_model, set()).update(made)
    return found


def _speaking_of(lost: Mapping[type[models.Model], set[int]], entry: Entry, own: Mapping[type[Fact], _Own]) -> set[int]:
    """Later entries with believed rows that refer to one of these anchors."""
    if not any(lost.values()):
        return set()
    found: set[int] = set()
    for model, rows in own.items():
        later = model.objects.believed().filter(recorded_in__number__gt=entry.number)
        for field in model._meta.concrete_fields:
            target = field.related_model
            if target and issubclass(target, Anchor) and lost.get(target):
                triples = later.values_list("pk", field.attname, "recorded_in_id")
                found |= {by for pk, anchor, by in triples if anchor in lost[target] and pk not in rows.believed}
    return found | _ledgers_speaking_of(lost, entry, own[LedgerRow].believed)


def _ledgers_speaking_of(lost: Mapping[type[models.Model], set[int]], entry: Entry, own: Container[int]) -> set[int]:
    found: set[int] = set()
    for ledger, fields in _ledger_references(lost).items():
        rows = LedgerRow.objects.believed().filter(ledger=ledger, recorded_in__number__gt=entry.number)
        for pk, recorded_in, body in rows.values_list("pk", "recorded_in_id", "body").iterator(chunk_size=5000):
            values = json.loads(body)
            if pk not in own and any(values.get(code) in anchors for code, anchors in fields):
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
