"""Persons of a group in the order of their organisations, a page at a time from after one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zugong.dictionary.freshness import mark_now
from zugong.figures.grouping import Rights
from zugong.kernel.keeping import Kept
from zugong.packs.training import TrainingGroup
from zugong.training.hours import Standing, standings
from zugong.web.scope import Scope
from zugong.web.training.doors import kind_named
from zugong.web.typed import typed_number

_KEPT_LISTS = 12
_kept: Kept[list[Standing]] = Kept(_KEPT_LISTS)
#: What decides who stands where in a group, beside the clocks and the rights.
_READ = (
    "training_class", "training_attendance", "online_training", "membership", "person", "appointment", "position",
    "organisation", "belongs",
)  # fmt: skip


def listed(group: TrainingGroup, root: int | None, scope: Scope, rights: Rights) -> list[Standing]:
    """Everybody of a group below an organisation, in order; kept until an entry touches what it reads."""
    clocks = scope.clocks
    key = (mark_now().version(_READ, clocks.known), clocks, group.group, root, rights(kind_named(group.of, scope)))
    return _kept.value(key, lambda: in_order(standings(group, clocks, scope.grouping(root), rights), scope))


@dataclass(frozen=True)
class Choice:
    """Something that may be chosen."""

    value: str
    label: str
    is_chosen: bool


def in_order(found: Iterable[Standing], scope: Scope) -> list[Standing]:
    """By the codes of their organisations, then in the order of their records."""
    tree = scope.tree

    def key(one: Standing) -> tuple[str, int]:
        return (tree.node(one.place).code if one.place in tree else "", one.person)

    return sorted(found, key=key)


def one_page(ordered: Sequence[Standing], after: str, limit: int) -> tuple[list[Standing], str]:
    """The persons after one of them, and after whom the next page begins; "" where this is the last."""
    last = typed_number(after)
    place = next((number for number, one in enumerate(ordered, start=1) if one.person == last), 0)
    shown = list(ordered[place : place + limit])
    return shown, str(shown[-1].person) if len(ordered) > place + limit else ""


def place_name(one: Standing, scope: Scope) -> str:
    """The organisation where somebody stands."""
    return scope.tree.name(one.place) if one.place in scope.tree else ""
