"""Posts as an office reads them: who manages each, who holds it, and since when it is vacant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from zugong.appointments.models import Appointment, Manages, PositionState
from zugong.appointments.queries import MANAGES
from zugong.kernel.facts.models import FactQuerySet
from zugong.kernel.time import Clocks

After = tuple[str, int]
"""The last post of a page: its name and its anchor."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post on a day. `holder` and `since` of who holds it; else `since` is the day from which it is vacant.

    `managers` and `assistants` are committees.
    """

    id: int
    name: str
    kind: str
    organisation: int
    managers: tuple[int, ...]
    assistants: tuple[int, ...]
    holder: int | None
    since: date


@dataclass(frozen=True, slots=True)
class ManagedBy:
    """How many of the posts a committee manages, and how many of them nobody holds; None for posts nobody manages."""

    committee: int | None
    posts: int
    vacant: int


def posts_where(allowed: Q, clocks: Clocks) -> FactQuerySet:
    """The states of posts on the day, as far as a condition on them allows."""
    return PositionState.objects.at(clocks).filter(allowed)


def names_of(allowed: Q, positions: Collection[int]) -> dict[int, str]:
    """What posts are or were called last, as far as a condition on their states allows."""
    states = PositionState.objects.believed().filter(allowed, anchor__in=positions)
    return dict(states.order_by("since").values_list("anchor_id", "name"))


def vacant(posts: FactQuerySet, clocks: Clocks) -> FactQuerySet:
    """Those that nobody holds on the day."""
    return posts.filter(~Exists(Appointment.objects.at(clocks).filter(position=OuterRef("anchor"))))


def managed_by(posts: FactQuerySet, committee: int, clocks: Clocks) -> FactQuerySet:
    """Those that a committee manages on the day; assisting does not count."""
    managing = Manages.objects.at(clocks).filter(position=OuterRef("anchor"), organisation=committee, kind=MANAGES)
    return posts.filter(Exists(managing))


def unmanaged(posts: FactQuerySet, clocks: Clocks) -> FactQuerySet:
    """Those of which nobody is recorded as the manager on the day."""
    managing = Manages.objects.at(clocks).filter(position=OuterRef("anchor"), kind=MANAGES)
    return posts.filter(~Exists(managing))


def counts_by_manager(posts: FactQuerySet, clocks: Clocks) -> list[ManagedBy]:
    """How many posts each committee manages, the most first; those that nobody manages last."""
    managing = Manages.objects.at(clocks).filter(kind=MANAGES)
    all_posts, open_posts = (_counted(managing, some) for some in (posts, vacant(posts, clocks)))
    found = [ManagedBy(pk, count, open_posts.get(pk, 0)) for pk, count in all_posts.items()]
    found.sort(key=lambda one: (-one.posts, one.committee))
    alone = unmanaged(posts, clocks)
    if count := alone.count():
        found.append(ManagedBy(None, count, vacant(alone, clocks).count()))
    return found


def _counted(managing: FactQuerySet, posts: FactQuerySet) -> dict[int, int]:
    meant = managing.filter(position__in=posts.values("anchor")).order_by()
    return dict(meant.values("organisation_id").annotate(n=Count("position")).values_list("organisation_id", "n"))


def page_of(posts: FactQuerySet, clocks: Clocks, *, after: After | None, limit: int) -> tuple[list[Post], After | None]:
    """Some posts in order of name; the second value begins the next page, None at the end."""
    found = posts.order_by("name", "anchor_id")
    if after is not None:
        found = found.filter(Q(name__gt=after[0]) | Q(name=after[0], anchor__gt=after[1]))
    rows = list(found[: limit + 1])
    shown = rows[:limit]
    ids = [row.anchor_id for row in shown]
    managers, holders = _managers(ids, clocks), _holders(ids, clocks)
    vacant_since = _vacant_since([row for row in shown if row.anchor_id not in holders], clocks)
    posts_shown = [
        Post(
            row.anchor_id, row.name, row.kind, row.organisation_id,
            tuple(managers[row.anchor_id, True]), tuple(managers[row.anchor_id, False]),
            *(holders.get(row.anchor_id) or (None, vacant_since[row.anchor_id])),
        )
        for row in shown
    ]  # fmt: skip
    last = shown[-1] if len(rows) > limit else None
    return posts_shown, last and (last.name, last.anchor_id)


def _managers(posts: Collection[int], clocks: Clocks) -> defaultdict[tuple[int, bool], list[int]]:
    found: defaultdict[tuple[int, bool], list[int]] = defaultdict(list)
    held = Manages.objects.at(clocks).filter(position__in=posts).order_by("organisation_id")
    for post, committee, kind in held.values_list("position_id", "organisation_id", "kind"):
        found[post, kind == MANAGES].append(committee)
    return found


def _holders(posts: Collection[int], clocks: Clocks) -> dict[int, tuple[int, date]]:
    held = Appointment.objects.at(clocks).filter(position__in=posts)
    return {post: (person, since) for post, person, since in held.values_list("position_id", "person_id", "since")}


def _vacant_since(posts: Iterable[PositionState], clocks: Clocks) -> dict[int, date]:
    """The day after the last holder; a post that nobody ever held is vacant since it is there, under whatever name."""
    ids = [row.anchor_id for row in posts]
    states = PositionState.objects.believed(clocks.known).filter(anchor__in=ids, since__lte=clocks.on)
    there = dict(states.order_by("-since").values_list("anchor_id", "since"))
    ended = Appointment.objects.believed(clocks.known).filter(position__in=ids, until__lte=clocks.on)
    return there | dict(ended.order_by("until").values_list("position_id", "until"))
