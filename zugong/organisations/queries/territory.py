"""Parts of the tree of a day as one condition: a few ranges of paths, whatever the number of organisations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet

from zugong.organisations.models import Place
from zugong.organisations.queries.tree import Tree


@dataclass(frozen=True)
class Territory:
    """Some organisations and all below them in one tree, the ended ones included. `roots` contain one another nowhere."""

    tree: Tree
    roots: tuple[int, ...]

    @classmethod
    def of(cls, tree: Tree, organisations: Iterable[int]) -> Territory:
        """The subtrees of these organisations; those that are not in the tree add nothing."""
        wanted = {pk for pk in organisations if pk in tree}
        return cls(tree, tuple(sorted(pk for pk in wanted if wanted.isdisjoint(tree.above(pk)))))

    @property
    def day(self) -> date:
        return self.tree.day

    @property
    def is_nothing(self) -> bool:
        return not self.roots

    @cached_property
    def is_everything(self) -> bool:
        """Is no organisation of the tree left out? Then no condition is needed, and rows without a place are in it too."""
        return bool(self.roots) and sum(len(self.tree.below(root)) for root in self.roots) == len(self.tree)

    @cached_property
    def ids(self) -> frozenset[int]:
        """Every organisation in it."""
        return frozenset(pk for root in self.roots for pk in self.tree.below(root))

    def __contains__(self, organisation: int) -> bool:
        return organisation in self.tree and any(self.tree.is_below(organisation, root) for root in self.roots)

    def organisations(self) -> QuerySet:
        """The same as a subquery. Only for trees as known now."""
        ranges = Q(pk__in=[])
        for root in self.roots:
            path = self.tree.path(root)
            # '0' follows '/': everything that begins with the path, without a LIKE that no index serves.
            ranges |= Q(path__gte=path, path__lt=f"{path[:-1]}0")
        return Place.objects.believed().holding(self.day).filter(ranges).values("organisation")

    def condition(self, column: str) -> Q:
        """`column`, a reference to organisations, lies in the territory. No condition for everything."""
        if self.is_everything:
            return Q()
        return Q(pk__in=[]) if self.is_nothing else Q(**{f"{column}__in": self.organisations()})
