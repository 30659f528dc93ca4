"""What became of organisations: lately, for a mark beside the name, and over all time, for their story."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from zugong.kernel.facts.models import FactQuerySet
from zugong.organisations.models import Belongs, OrganisationState, Serves, Succession

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Lately:
    """What happened to an organisation in a stretch of days; None where nothing did. `took_over` counts organisations."""

    founded: date | None = None
    renamed: date | None = None
    former_name: str = ""
    ended: date | None = None
    took_over: int = 0


def changed_lately(
    organisations: Collection[int], *, after: date, day: date, known: int | None = None
) -> dict[int, Lately]:  # fmt: skip
    """What happened after one day and up to another to these organisations; only those are in it to which something did."""
    found: dict[int, Lately] = {}
    for part in _chunks(organisations):
        for pk, former, state in _pairs(part, day, known):
            last = found.get(pk, Lately())
            if former is None and state[0] > after:
                last = replace(last, founded=state[0])
            elif former is not None and former[2] != state[2] and state[0] > after:
                last = replace(last, renamed=state[0], former_name=former[2])
            ended = state[1] if state[1] is not None and after < state[1] <= day else None
            found[pk] = replace(last, ended=ended)
        for pk in _mergers(part, known).filter(on__gt=after, on__lte=day).values_list("successor_id", flat=True):
            last = found.get(pk, Lately())
            found[pk] = replace(last, took_over=last.took_over + 1)
    return {pk: one for pk, one in found.items() if one != Lately()}


def _mergers(successors: Collection[int], known: int | None) -> FactQuerySet:
    """The successions of what ended on the day; what was split off succeeds too, and takes nobody over."""
    goes_on = (
        OrganisationState.objects.believed(known)
        .filter(anchor=OuterRef("ended"), since__lte=OuterRef("on"))
        .filter(Q(until__isnull=True) | Q(until__gt=OuterRef("on")))
    )
    return Succession.objects.believed(known).filter(~Exists(goes_on), successor__in=successors)


_State = tuple[date, date | None, str]


def _pairs(part: Collection[int], day: date, known: int | None) -> Iterator[tuple[int, _State | None, _State]]:
    """Each state with the one before it, of each organisation in order of days."""
    states = OrganisationState.objects.believed(known).filter(anchor__in=part, since__lte=day)
    before: dict[int, _State] = {}
    for pk, *state in states.order_by("since", "pk").values_list("anchor_id", "since", "until", "name"):
        yield pk, before.get(pk), tuple(state)
        before[pk] = tuple(state)


def _chunks(organisations: Collection[int]) -> Iterator[list[int]]:
    wanted = sorted(organisations)
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]


def successions_of(organisation: int, *, known: int | None = None) -> list[Succession]:
    """The successions in which it ended, gave up or took over, in order of days, with the entries that recorded them."""
    found = Succession.objects.believed(known).filter(Q(ended=organisation) | Q(successor=organisation))
    return list(found.select_related("recorded_in").order_by("on", "pk"))


@dataclass(frozen=True, slots=True)
class StateRow:
    """What an organisation was called on days, the entry that recorded it, and that which first recorded its beginning."""

    since: date
    until: date | None
    name: str
    entry: int
    began_in: int


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link to another organisation or to a unit on days, with the same two entries."""

    other: int
    since: date
    until: date | None
    entry: int
    began_in: int


def states_of(organisation: int, *, known: int | None = None) -> list[StateRow]:
    """What is believed of an organisation over all time, in order of days."""
    every = OrganisationState.objects.filter(anchor=organisation)
    return [StateRow(*row) for row in _with_beginnings(every, ("since", "until", "name", "recorded_in_id"), known)]


def history_of_links(organisation: int, *, known: int | None = None) -> tuple[list[LinkRow], list[LinkRow]]:
    """Its superiors and the units it was set up in over all time, each in order of days."""
    above = Belongs.objects.filter(child=organisation)
    served = Serves.objects.filter(organisation=organisation)
    return (
        [LinkRow(*row) for row in _with_beginnings(above, ("parent_id", "since", "until", "recorded_in_id"), known)],
        [LinkRow(*row) for row in _with_beginnings(served, ("unit_id", "since", "until", "recorded_in_id"), known)],
    )


def _with_beginnings(every: FactQuerySet, columns: tuple[str, ...], known: int | None) -> Iterator[tuple[Any, ...]]:
    """These columns of the believed rows in order of days, each with the entry that first recorded the row's beginning.

    A row that was ended or restored is recorded again; it still begins with the paper of the first.
    """
    rows = {
        pk: rest for pk, *rest in every.order_by("pk").values_list("pk", "since", "supersedes_id", "recorded_in_id")
    }
    began: dict[int, int] = {}
    for pk, (since, before, entry) in rows.items():
        began[pk] = began[before] if before in began and rows[before][0] == since else entry
    for pk, *values in every.believed(known).order_by("since", "pk").values_list("pk", *columns):
        yield (*values, began[pk])
