"""The desks that committees keep for transfers: recorded for the public, so that anybody may read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import store_of
from zugong.organisations.queries import Tree

#: A general branch has its members in branches, and a temporary one keeps no affiliations.
_BRANCHES = ("branch", "joint_branch")


@dataclass(frozen=True)
class Desk:
    """A committee's desk. `addressee` is how its letters begin; each other text is "" where nothing is recorded."""

    organisation: int
    addressee: str
    office: str
    phone: str
    address: str
    hours: str
    file_address: str
    takes_jobless: bool


@dataclass(frozen=True)
class Branch:
    """A branch that takes members in, and the desk of its committee."""

    id: int
    name: str
    desk: Desk


def desks(day: date, tree: Tree) -> Mapping[int, Desk]:
    """The desks of a day by their organisation, in the order of the tree."""
    rows = store_of(installed_catalogue(settings.ZUGONG_PACK).types["transfer_desk"]).believed(on=day)
    found = [_desk(row.values, tree) for row in rows if row.values["organisation"] in tree]
    found = [one for one in found if tree.living(one.organisation)]
    return {one.organisation: one for one in sorted(found, key=lambda one: tree.node(one.organisation).code)}


def _desk(values: Mapping, tree: Tree) -> Desk:
    texts = {name: values.get(name) or "" for name in ("office", "phone", "address", "hours", "file_address")}
    addressee = values.get("addressee") or tree.name(values["organisation"])
    return Desk(values["organisation"], addressee, takes_jobless=bool(values.get("takes_jobless")), **texts)


def desk_for(organisation: int | None, found: Mapping[int, Desk], tree: Tree) -> Desk | None:
    """The desk that answers for an organisation: its own, else the nearest above."""
    if organisation is None or organisation not in tree:
        return None
    return next((found[one] for one in (organisation, *reversed(tree.above(organisation))) if one in found), None)


def branches_of(desk: Desk, found: Mapping[int, Desk], tree: Tree) -> tuple[Branch, ...]:
    """The living branches for which that desk answers and none below it, in the order of the tree."""
    return tuple(
        Branch(one, tree.name(one), desk)
        for one in _living_branches(desk.organisation, tree)
        if desk_for(one, found, tree) == desk
    )


def _living_branches(organisation: int, tree: Tree) -> Iterator[int]:
    below = [one for one in tree.below(organisation) if tree.living(one) and tree.kind(one) in _BRANCHES]
    yield from sorted(below, key=lambda one: tree.node(one).code)
