"""What a request may see, as the engines ask for it: the rights of each record type, and below which organisation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest

from zugong.dictionary.catalogue import Catalogue, installed_catalogue
from zugong.dictionary.declarations import Depth, RecordType
from zugong.figures.grouping import EVERYWHERE, Grouping
from zugong.kernel.facts.recording import is_recording
from zugong.kernel.keeping import Kept
from zugong.kernel.scope import RowRights
from zugong.kernel.time import Clocks, today
from zugong.offices.access import Access
from zugong.organisations.queries import Territory, Tree, tree_at

_KEPT_SCOPES = 512
#: The kind of organisation that leads a county, a city, a province.
_COUNTY = "local_committee"


@dataclass(frozen=True)
class Scope:
    """Rights and clocks of one request. Rights follow today's links; the tree clock only groups."""

    access: Access
    clocks: Clocks

    @property
    def catalogue(self) -> Catalogue:
        return installed_catalogue(settings.ZUGONG_PACK)

    def numbers(self, kind: RecordType) -> RowRights:
        """The rows that may be counted."""
        return self.access.rights(kind, "see", Depth.NUMBER)

    def names(self, kind: RecordType) -> RowRights:
        """The rows that may be listed."""
        return self.access.rights(kind, "see", Depth.NAME)

    def at_depth(self, kind: RecordType, depth: Depth) -> RowRights:
        """The rows whose fields of that depth may be shown."""
        return self.access.rights(kind, "see", depth)

    def may_split(self, kind: RecordType, read: Mapping[str, Depth]) -> bool:
        """May numbers of a type be split by fields of these types, each of that depth?

        A split tells values: they must be seen so deep wherever rows are counted, in the matter of each type that is read.
        """
        counted, types = self.numbers(kind), self.catalogue.types
        return all(
            depth <= Depth.NUMBER or self.at_depth(types[code], depth).contain(counted) for code, depth in read.items()
        )

    def may_list(self, kind: RecordType) -> bool:
        return not is_nothing(self.names(kind))

    def may_count(self, kind: RecordType) -> bool:
        return not is_nothing(self.numbers(kind))

    @cached_property
    def tree(self) -> Tree:
        """The tree by which rows are grouped."""
        return tree_at(self.clocks.tree, self.clocks.known)

    @cached_property
    def todays_tree(self) -> Tree:
        return tree_at(today())

    @property
    def organisations(self) -> RowRights:
        """Which organisations may be opened."""
        return self.names(self.catalogue.types["organisation"])

    def may_open(self, organisation: int) -> bool:
        allowed = self.organisations.organisations
        return allowed is None or organisation in allowed

    @cached_property
    def territory(self) -> frozenset[int] | None:
        """The organisations by whose name numbers may be told: where any mandate reaches; None for all of them.

        A bureau that counts one matter is told its number of each village, though it may open no organisation.
        """
        reached = self.access.below(frozenset(grant.territory for grant in self.access.grants))
        return None if reached.is_everything else reached.ids

    def may_name(self, organisation: int) -> bool:
        """May a number be told under the name of this organisation?"""
        return self.territory is None or organisation in self.territory

    @cached_property
    def roots(self) -> tuple[int, ...]:
        """The highest organisations of the territory, in the tree that groups."""
        allowed = self.territory
        if allowed is None:
            return self.tree.tops
        inside = [pk for pk in allowed if pk in self.tree]
        found = [pk for pk in inside if self.tree.living(pk) and not allowed.intersection(self.tree.above(pk))]
        return tuple(sorted(found, key=lambda pk: self.tree.node(pk).code))

    @cached_property
    def root(self) -> int | None:
        """The organisation that a page speaks of when nobody says otherwise; None where there is none."""
        if not self.roots:
            return None
        top = self.roots[0] if len(self.roots) == 1 else self._above_all(self.roots)
        # Superiors with one subordinate only (province, city) say nothing: begin where the tree spreads out.
        while top is not None and len(children := self.tree.children(top)) == 1 and not self._is_own(top):
            top = children[0]
        return top

    @cached_property
    def reaches_a_county(self) -> bool:
        """Is an office of the user's for all of a county, or for more?"""
        tree = self.access.tree
        return any(grant.territory in tree and tree.kind(grant.territory) == _COUNTY for grant in self.access.grants)

    def _is_own(self, organisation: int) -> bool:
        return self.territory is not None and organisation in self.roots

    def _above_all(self, organisations: Iterable[int]) -> int | None:
        lines = [(*self.tree.above(pk), pk) for pk in organisations]
        common = [steps[0] for steps in zip(*lines, strict=False) if len(set(steps)) == 1]
        return common[-1] if common else None

    def grouping(self, root: int | None) -> Grouping:
        """Rows below an organisation, by its subordinates in the tree of the clocks; everything for None."""
        if root is None or root not in self.tree:
            return EVERYWHERE
        return Grouping(root, self.tree.group_of(root), self.tree.parent_of)


def is_nothing(rights: RowRights) -> bool:
    """Do these rights leave no row at all?"""
    return (rights.organisations == frozenset() and not rights.also) or rights.positions == frozenset()


def scope_of(request: HttpRequest) -> Scope:
    """The scope of a request; the same object for as long as the rights stay as they are."""
    if not hasattr(request, "scope_kept"):
        request.scope_kept = kept_scope(request.access.itself, request.clocks)
    return request.scope_kept


def kept_scope(access: Access, clocks: Clocks) -> Scope:
    """The scope of these rights on these clocks, worked out once for as long as the access is kept."""
    return (
        Scope(access, clocks) if is_recording() else _scopes.value((access, clocks), lambda: _settled(access, clocks))
    )


def _settled(access: Access, clocks: Clocks) -> Scope:
    """A scope with its trees, so that no later transaction, which may be undone, decides what they are."""
    scope = Scope(access, clocks)
    scope.tree, scope.todays_tree  # noqa: B018 - kept by being asked for
    return scope


_scopes: Kept[Scope] = Kept(_KEPT_SCOPES)


def log_territory(scope: Scope) -> Territory:
    """Where the user answers for the log of looks: where an office of theirs decides about members."""
    return scope.access.territory(scope.catalogue.types["membership"], "decide", Depth.PERSONAL)
