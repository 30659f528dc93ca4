"""What a case may be about besides a person: where it has its place, and what is still to do for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings

from zugong.cases.acting import actor_of
from zugong.cases.events import counting_open
from zugong.cases.filed import Case
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import LedgerStore, StoredRow, store_of
from zugong.organisations.queries import Tree, tree_at
from zugong.packs.case_types import CaseType

_OPEN = "open"


def values_of(about: str, anchor: int, on: date) -> Mapping[str, Any] | None:
    """What is believed of a thing on a day, else the last before, else the first after; None for one that is not there."""
    store = store_of(installed_catalogue(settings.ZUGONG_PACK).types[about])
    rows = sorted(store.believed(anchor_id=anchor), key=lambda row: row.since)
    held = [row for row in rows if row.since <= on]
    row = held[-1] if held else rows[0] if rows else None
    return row.values if row else None


def place_of(case_type: CaseType, anchor: int, on: date) -> int | None:
    """The organisation where a case about it stands; None where it has none.

    An organisation stands for itself, or under the one above it where the type says so; a unit under the organisation set
    up in it, one without under the committee in whose territory it lies; a post or a problem under its own.
    """
    if case_type.about == "organisation":
        return stands_at(case_type, anchor, tree_at(on))
    values = values_of(case_type.about, anchor, on) or {}
    if case_type.about == "unit":
        return _set_up_in(anchor, on) or values.get("territory")
    return values.get("organisation")


def stands_at(case_type: CaseType, organisation: int, tree: Tree) -> int | None:
    """Where a case about an organisation stands: there, or at the one above it."""
    if not case_type.stands_above or organisation not in tree:
        return organisation
    return tree.parent(organisation)


def is_of_a_kind(case_type: CaseType, anchor: int, on: date, tree: Tree) -> bool:
    """Is it of a kind that the type is for? Of an organisation or unit its own kind counts, else that of its place."""
    if not case_type.of_kinds:
        return True
    if case_type.about == "unit":
        values = values_of("unit", anchor, on)
        return bool(values) and values["kind"] in case_type.of_kinds
    place = anchor if case_type.about == "organisation" else place_of(case_type, anchor, on)
    return place is not None and place in tree and tree.kind(place) in case_type.of_kinds


def _set_up_in(unit: int, on: date) -> int | None:
    store = store_of(installed_catalogue(settings.ZUGONG_PACK).types["serves"])
    return min((row.values["organisation"] for row in store.believed(on=on, unit_id=unit)), default=None)


def tasks_stand_at(found: Case) -> int | None:
    """Where the tasks of a case are listed: at its place, or with the committee above it."""
    if not found.case_type.tasks_above:
        return found.organisation
    day = found.acts[-1].on if found.acts else found.since
    return actor_of(found.case_type, "committee", found.organisation, tree_at(day))


def tasks_of(found: Case) -> tuple[StoredRow, ...]:
    """The problems and tasks that were listed for the place of a case since it began, those still open first."""
    sources, place = found.case_type.tasks, tasks_stand_at(found)
    if not sources or place is None:
        return ()
    store = LedgerStore(installed_catalogue(settings.ZUGONG_PACK).types["problem"])
    rows = store.believed(organisation_id=place, until__isnull=True)
    listed = [row for row in rows if row.values["source"] in sources and row.values["listed_on"] >= found.since]
    if found.case_type.tasks_above:
        listed = [row for row in listed if row.values["number"].startswith(f"{found.number}-")]
    return tuple(
        sorted(listed, key=lambda row: (row.values["status"] != _OPEN, row.values["due_on"] or date.max, row.id))
    )


def open_tasks(found: Case, step: str, on: date) -> int:
    """How many of the tasks of a case are not closed, and what else higher apps know that must be settled before a step."""
    elsewhere = counting_open.send(Case, case=found, step=step, on=on)
    return sum(row.values["status"] == _OPEN for row in tasks_of(found)) + sum(count for _, count in elsewhere)
