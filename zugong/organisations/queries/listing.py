"""The tree as people open it: one level at a time, without reading the whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zugong.organisations.models import Belongs, OrganisationState, Place


@dataclass(frozen=True, slots=True)
class ChildRow:
    """One line of the tree."""

    id: int
    code: str
    name: str
    kind: str
    has_children: bool


@dataclass(frozen=True)
class ChildrenPage:
    """Some subordinates in order of code; `next` goes on after the last of them and is None at the end."""

    children: tuple[ChildRow, ...]
    next: int | None


def children_page(parent: int | None, day: date, *, after: int | None = None, limit: int = 100) -> ChildrenPage:
    """The living organisations directly under `parent` on a day, or the tops for None, from the one after `after` on."""
    states = OrganisationState.objects.believed().holding(day).filter(anchor__in=_children(parent, day))
    if after is not None:
        code = states.filter(anchor=after).values_list("code", flat=True).first() or ""
        states = states.filter(Q(code__gt=code) | Q(code=code, anchor__gt=after))
    found = list(states.order_by("code", "anchor_id").values_list("anchor_id", "code", "name", "kind")[: limit + 1])
    shown = found[:limit]
    links = Belongs.objects.believed().holding(day).filter(parent__in=[pk for pk, *_ in shown])
    parents = set(links.values_list("parent_id", flat=True))
    rows = tuple(ChildRow(pk, code, name, kind, pk in parents) for pk, code, name, kind in shown)
    return ChildrenPage(rows, rows[-1].id if len(found) > limit else None)


def _children(parent: int | None, day: date) -> QuerySet:
    links = Belongs.objects.believed().holding(day)
    if parent is not None:
        return links.filter(parent=parent).values("child")
    living = Place.objects.believed().holding(day).filter(living=True)
    return living.exclude(organisation__in=links.values("child")).values("organisation")
