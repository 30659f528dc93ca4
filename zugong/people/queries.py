"""Where persons stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from zugong.kernel.facts.models import Entry, FactQuerySet
from zugong.organisations.queries import Territory
from zugong.people.models import Membership, Person, PersonState


def last_memberships(territory: Territory) -> FactQuerySet:
    """The membership of each person that holds on the territory's day, or the last before it, where it lies inside."""
    begun = Membership.objects.believed().filter(since__lte=territory.day)
    later = begun.filter(person=OuterRef("person"), since__gt=OuterRef("since"))
    return begun.filter(territory.condition("organisation")).filter(~Exists(later))


def persons_within(territory: Territory) -> QuerySet[Person]:
    """The persons who stand in a territory by their present or last membership."""
    return Person.objects.filter(pk__in=last_memberships(territory).values("person")).values("pk")


def members_moved_in(entry: Entry) -> tuple[tuple[int, int, int], ...]:
    """(from, to, how many persons): whose last membership an entry put into another organisation; in order.

    As the entry left it, whatever later entries made of these memberships.
    """
    was = _last_places(Membership.objects.filter(retracted_in=entry).exclude(recorded_in=entry))
    now = _last_places(Membership.objects.filter(recorded_in=entry).exclude(retracted_in=entry))
    moves = Counter((was[pk], place) for pk, place in now.items() if pk in was and was[pk] != place)
    return tuple((*places, count) for places, count in sorted(moves.items()))


def _last_places(rows: FactQuerySet) -> dict[int, int]:
    return dict(rows.order_by("since", "pk").values_list("person_id", "organisation_id"))


def members_on(organisation: int, day: date) -> FactQuerySet:
    """The memberships of an organisation on a day."""
    held = Membership.objects.believed().holding(day).filter(organisation=organisation)
    return held.order_by("person_id")


def members_of_all(organisations: Collection[int], day: date) -> list[int]:
    """Who is a member of any of these organisations on a day."""
    held = Membership.objects.believed().holding(day).filter(organisation__in=sorted(organisations))
    return list(held.order_by("person_id").values_list("person_id", flat=True))


def members_named(text: str, organisations: Collection[int] | None, day: date, most: int) -> list[tuple[int, int, str]]:
    """(person, organisation, name) of members on a day whose name contains the text, in the order of their names.

    Only in these organisations, None for all; "" names everybody.
    """
    held = Membership.objects.believed().holding(day)
    if organisations is not None:
        held = held.filter(organisation__in=organisations)
    named = PersonState.objects.believed().holding(day).filter(anchor__in=held.values("person"))
    if text:
        named = named.filter(name__contains=text)
    names = dict(named.order_by("pinyin", "name", "pk").values_list("anchor_id", "name")[:most])
    places = dict(held.filter(person__in=names).values_list("person_id", "organisation_id"))
    return [(person, places[person], name) for person, name in names.items() if person in places]
