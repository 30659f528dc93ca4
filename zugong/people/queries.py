"""Where persons stand."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from zugong.kernel.facts.models import FactQuerySet
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
