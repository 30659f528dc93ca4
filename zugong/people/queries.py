"""Where persons stand."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from zugong.kernel.facts.models import Entry, FactQuerySet
from zugong.organisations.queries import Territory
from zugong.people.models import Membership, Person


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
