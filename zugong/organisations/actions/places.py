"""Keeps the derived places equal to the links, in the entry that changed the links."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from django.db import connection
from django.db.models import Q

from zugong.kernel.facts import recording
from zugong.kernel.facts.models import Entry, Fact
from zugong.organisations import rules
from zugong.organisations.models import Belongs, OrganisationState, Place, Succession
from zugong.organisations.rules import Edge, Flaw, Handover, History, Life, Stay

_MOVES_LOCK = 720_613_002  # any number, the same in every process
_CHUNK = 500
_MANY = 2000
_COLUMNS = ("organisation_id", "path", "living", "since", "until", "recorded_in_id")


def maintain_places(touched: Iterable[int], *, entry: Entry) -> None:
    """Derive again the places of the organisations whose links changed and of all below them; write the difference.

    Raises the refusals of `organisations.errors` where the links cannot be.
    """
    _one_at_a_time()
    found = rules.closure(touched, _one_level_below)
    _derive(found, entry=entry, since=None)


def refresh_places(*, entry: Entry, since: date | None = None) -> None:
    """Make the places follow whatever the entry wrote or withdrew of organisations, links and successions.

    Called once, at the end of an import or an undo. `since`, where the caller knows it, is the first day on which anything
    changed: places that ended before are not read. Raises the refusals of `organisations.errors`.
    """
    _one_at_a_time()
    touched = _touched_by(entry)
    found = rules.closure(touched, _one_level_below) if len(touched) < _MANY else None
    _derive(found, entry=entry, since=since)


def rebuild_places(*, entry: Entry) -> int:
    """Derive all places anew and write the difference; gives how many rows differed, 0 where all was well."""
    _one_at_a_time()
    return _derive(None, entry=entry, since=None)


def _one_at_a_time() -> None:
    """Two moves that each are right could make a circle together, so they go one after another."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MOVES_LOCK])


def _touched_by(entry: Entry) -> set[int]:
    by_entry = Q(recorded_in=entry) | Q(retracted_in=entry)
    columns = ((OrganisationState, "anchor"), (Belongs, "child"), (Succession, "ended"))
    return {pk for model, name in columns for pk in model.objects.filter(by_entry).values_list(f"{name}_id", flat=True)}


def _one_level_below(organisations: set[int]) -> set[int]:
    found: set[int] = set()
    for column, model, upper in (("child_id", Belongs, "parent_id"), ("ended_id", Succession, "successor_id")):
        for row in _rows(model, upper, organisations, (column,)):
            found.update(row)
    return found


def _derive(organisations: Collection[int] | None, *, entry: Entry, since: date | None) -> int:
    histories = _histories(organisations)
    outside = {pk for history in histories.values() for pk in history.superiors} - set(histories)
    lives = {pk: history.lives for pk, history in histories.items()} | _lives(outside)
    _refuse(rules.flaws(histories, lives))
    found = rules.derive(histories, _stays(outside))
    _refuse(rules.circles(histories, found))
    return _write(organisations, found, entry=entry, since=since)


def _refuse(found: Iterator[Flaw]) -> None:
    flaw = next(found, None)
    if flaw is None:
        return
    names = dict(
        OrganisationState.objects.believed()
        .filter(anchor__in=[flaw.organisation, flaw.other])
        .order_by("since")
        .values_list("anchor_id", "name")
    )
    raise flaw.error(
        organisation=names.get(flaw.organisation, "?"), other=names.get(flaw.other, "?"), day=flaw.day
    )  # fmt: skip


def _rows(model: type[Fact], column: str, ids: Collection[int] | None, columns: tuple[str, ...]) -> Iterator[tuple]:
    """Believed rows whose `column` is among the ids, in pieces that every database takes; all rows for None."""
    believed = model.objects.believed()
    if ids is None:
        yield from believed.values_list(*columns).iterator(chunk_size=5000)
        return
    wanted = sorted(ids)
    for start in range(0, len(wanted), _CHUNK):
        yield from believed.filter(**{f"{column}__in": wanted[start : start + _CHUNK]}).values_list(*columns)


def _histories(organisations: Collection[int] | None) -> dict[int, History]:
    lives = _lives(organisations)
    edges = _grouped(Belongs, "child_id", organisations, ("parent_id", "since", "until"), Edge)
    handovers = _grouped(Succession, "ended_id", organisations, ("successor_id", "on"), Handover)
    known = {*lives, *edges, *handovers, *(organisations or ())}
    return {pk: History(pk, lives.get(pk, ()), edges.get(pk, ()), handovers.get(pk, ())) for pk in known}


def _lives(organisations: Collection[int] | None) -> dict[int, tuple[Life, ...]]:
    return _grouped(OrganisationState, "anchor_id", organisations, ("since", "until", "kind"), Life)


def _stays(organisations: Collection[int]) -> dict[int, tuple[Stay, ...]]:
    return _grouped(Place, "organisation_id", organisations, ("path", "living", "since", "until"), Stay)


def _grouped(model: type[Fact], column: str, ids: Collection[int] | None, columns: tuple[str, ...], made: type) -> dict:
    found: dict[int, list] = {}
    for pk, *values in _rows(model, column, ids, (column, *columns)):
        found.setdefault(pk, []).append(made(*values))
    return {pk: tuple(rows) for pk, rows in found.items()}


def _write(
    organisations: Collection[int] | None, found: Mapping[int, list[Stay]], *, entry: Entry, since: date | None
) -> int:
    stored: dict[tuple[int, Stay], int] = {
        (organisation, Stay(*values)): pk
        for pk, organisation, *values in _rows(
            Place, "organisation_id", organisations, ("id", "organisation_id", "path", "living", "since", "until")
        )
    }
    derived = {(organisation, stay) for organisation, stays in found.items() for stay in stays}
    gone = [(key, pk) for key, pk in stored.items() if key not in derived and _matters(key[1], since)]
    new = [key for key in derived if key not in stored and _matters(key[1], since)]
    recording.retract(Place, [pk for _, pk in gone], entry=entry)
    rows = [(pk, stay.path, stay.living, stay.since, stay.until, entry.pk) for pk, stay in sorted(new, key=_order)]
    recording.insert_rows(Place, _COLUMNS, rows)
    return len(gone) + len(new)


def _matters(stay: Stay, since: date | None) -> bool:
    return since is None or stay.until is None or stay.until > since


def _order(key: tuple[int, Stay]) -> tuple[str, date]:
    return key[1].path, key[1].since
