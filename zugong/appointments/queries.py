"""Which posts somebody may see: village posts along the tree, cadre posts only by who manages them today."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q

from zugong.appointments.models import Appointment, Manages, Position, PositionState
from zugong.kernel.facts.models import Entry, FactQuerySet
from zugong.offices.access import PostsAsked, PostScope
from zugong.organisations.models import Organisation

VILLAGE, CADRE = "village", "cadre"
MANAGES = "manages"


def managed_posts(asked: PostsAsked) -> FactQuerySet:
    """Who manages which post on the day, for the committees asked about; those that only assist are not among them."""
    holding = Manages.objects.believed().holding(asked.on)
    return holding.filter(kind=MANAGES, organisation__in=sorted(asked.committees))


def posts_within(asked: PostsAsked) -> PostScope:
    """The posts meant, by what is believed of each on the day or was last, and where rows about them stand."""
    begun = PositionState.objects.believed().filter(since__lte=asked.on)
    last = begun.filter(~Exists(begun.filter(anchor=OuterRef("anchor"), since__gt=OuterRef("since"))))
    village = Q(matter=VILLAGE) & asked.village.condition("organisation")
    cadre = Q(matter=CADRE, anchor__in=managed_posts(asked).values("position"))
    meant = last.filter(village | cadre)
    managing = Manages.objects.believed().filter(position__in=meant.values("anchor"))
    return PostScope(
        posts=Position.objects.filter(pk__in=meant.values("anchor")),
        organisations=Organisation.objects.filter(
            Q(pk__in=meant.values("organisation")) | Q(pk__in=managing.values("organisation"))
        ),
    )


def positions_ended_in(entry: Entry) -> tuple[int, ...]:
    """The posts whose state an entry recorded with an end, or withdrew and did not record again."""
    recorded = PositionState.objects.filter(recorded_in=entry, until__isnull=False).values_list("anchor_id", flat=True)
    gone = PositionState.objects.filter(retracted_in=entry).values_list("anchor_id", flat=True)
    again = PositionState.objects.filter(recorded_in=entry).values_list("anchor_id", flat=True)
    return tuple(sorted({*recorded, *(set(gone) - set(again))}))


def positions_at(organisation: int, day: date) -> FactQuerySet:
    """The states of the posts at an organisation on a day, in order of name."""
    held = PositionState.objects.believed().holding(day).filter(organisation=organisation)
    return held.order_by("name", "anchor_id")


def position_name(position: int) -> str:
    """What a post is or was called last."""
    states = PositionState.objects.believed().filter(anchor=position).order_by("-since")
    return states.values_list("name", flat=True).first() or f"№{position}"


def is_position_there(position: int, day: date) -> bool:
    """Does the post exist on the day?"""
    return PositionState.objects.believed().holding(day).filter(anchor=position).exists()


def taken_since(positions: Collection[int], day: date) -> dict[int, tuple[date, int]]:
    """Of posts that somebody holds on the day or is to hold later: since when, and the id of that row; the rest are free."""
    held = Appointment.objects.believed().filter(Q(until__isnull=True) | Q(until__gt=day), position__in=positions)
    return {post: (since, pk) for post, since, pk in held.order_by("-since").values_list("position_id", "since", "pk")}
