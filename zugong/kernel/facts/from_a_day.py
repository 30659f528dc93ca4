"""Many states change or end on one day: a merger moves every membership at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from zugong.kernel.facts.models import Entry, FactQuerySet, State
from zugong.kernel.facts.recording import copy_of, retract

_BATCH = 500


def end_from(rows: FactQuerySet, *, on: date, entry: Entry, **ending: Any) -> list[State]:
    """None of these states holds from `on`: those that hold end there with the values `ending`, later ones are withdrawn.

    Gives the rows that were withdrawn.
    """
    found = _still_to_come(rows, on)
    ended = [_row(row, entry, until=on, **ending) for row in found if row.since < on]
    return _replace(rows, found, ended, entry)


def change_from(
    rows: FactQuerySet,
    *,
    on: date,
    entry: Entry,
    ending: Mapping[str, Any] | None = None,
    starting: Mapping[str, Any] | None = None,
    **changes: Any,
) -> list[State]:
    """From `on` these states hold with `changes`; each keeps its own end. Gives the rows that were withdrawn.

    What holds on the day before ends there with the values `ending` and goes on with `starting`; what begins on the day or
    later is only corrected.
    """
    found = _still_to_come(rows, on)
    written = []
    for row in found:
        if row.since < on:
            written.append(_row(row, entry, until=on, **(ending or {})))
            written.append(_row(row, entry, since=on, **changes, **(starting or {})))
        else:
            written.append(_row(row, entry, **changes))
    return _replace(rows, found, written, entry)


def _still_to_come(rows: FactQuerySet, on: date) -> list[State]:
    return list(rows.believed().filter(Q(until__isnull=True) | Q(until__gt=on)).order_by("pk"))


def _row(row: State, entry: Entry, **values: Any) -> State:
    return type(row)(recorded_in=entry, supersedes_id=row.pk, **copy_of(row, **values))


def _replace(rows: FactQuerySet, found: list[State], written: list[State], entry: Entry) -> list[State]:
    retract(rows.model, [row.pk for row in found], entry=entry)
    rows.model.objects.bulk_create(written, batch_size=_BATCH)
    return found
