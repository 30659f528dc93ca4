"""Names on a day, units on a day, which of them have no Party organisation, and who guides whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from zugong.kernel.facts.models import FactQuerySet
from zugong.organisations import rules
from zugong.organisations.models import Guides, OrganisationState, Serves, UnitState
from zugong.organisations.queries.territory import Territory

_CHUNK = 500


def names_on(day: date, organisations: Iterable[int], *, known: int | None = None) -> dict[int, str]:
    """What these organisations were called on a day; one that had ended keeps its last name, one not yet founded is absent."""
    wanted = sorted(set(organisations))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        begun = OrganisationState.objects.believed(known).filter(
            since__lte=day, anchor__in=wanted[start : start + _CHUNK]
        )
        found.update(begun.order_by("since").values_list("anchor_id", "name"))
    return found


def units_on(day: date, *, kinds: Collection[str] | None = None) -> FactQuerySet:
    """The states of units that hold on a day, of these kinds or of all, in order of code."""
    found = UnitState.objects.believed().holding(day).order_by("code", "anchor_id")
    return found if kinds is None else found.filter(kind__in=kinds)


def villages_on(day: date) -> FactQuerySet:
    """The administrative villages of a day."""
    return units_on(day, kinds=rules.VILLAGE_KINDS)


def blank_spots(day: date, *, kinds: Collection[str] = rules.ORGANISED_KINDS) -> FactQuerySet:
    """空白点: the units of these kinds in which no Party organisation is set up on a day."""
    served = Serves.objects.believed().holding(day).values("unit")
    return units_on(day, kinds=kinds).exclude(anchor__in=served)


def served_units(territory: Territory) -> FactQuerySet:
    """The links of the territory's day by which an organisation in it is set up in a unit."""
    return Serves.objects.believed().holding(territory.day).filter(territory.condition("organisation"))


def organisations_in(kinds: Collection[str], day: date) -> set[int]:
    """The organisations that are set up in units of these kinds on a day."""
    units = units_on(day, kinds=kinds).order_by().values("anchor")
    return set(Serves.objects.believed().holding(day).filter(unit__in=units).values_list("organisation_id", flat=True))


def guidance_on(day: date, *, guides: Iterable[int]) -> FactQuerySet:
    """The guidance links of these guiding organisations on a day."""
    return Guides.objects.believed().holding(day).filter(guide__in=list(guides))


def units_served(organisation: int, day: date) -> FactQuerySet:
    """The links to the units in which an organisation is set up on a day."""
    return Serves.objects.believed().holding(day).filter(organisation=organisation).order_by("unit_id")


def names_ever(organisations: Iterable[int]) -> dict[int, str]:
    """The last name that was ever recorded of these organisations, withdrawn ones included."""
    states = OrganisationState.objects.filter(anchor__in=sorted(organisations)).order_by("since", "pk")
    return dict(states.values_list("anchor_id", "name"))


def units_of_all(organisations: Iterable[int], day: date, *, known: int | None = None) -> list[tuple[int, int]]:
    """(organisation, unit) for every unit in which one of these is set up on a day."""
    held = Serves.objects.believed(known).holding(day).filter(organisation__in=list(organisations))
    return list(held.order_by("organisation_id", "unit_id").values_list("organisation_id", "unit_id"))
