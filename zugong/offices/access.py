"""The one permission predicate: user → offices → (matter, act, depth) → a few id sets, for every list and number alike.

Rights follow today's links only. Which posts somebody may see, and where persons stand, apps above know: they register.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet

from zugong.dictionary.declarations import Depth, RecordType
from zugong.dictionary.freshness import mark_now
from zugong.kernel.facts.recording import is_recording
from zugong.kernel.keeping import Kept
from zugong.kernel.scope import NOTHING, RowRights
from zugong.offices import rules
from zugong.offices.grants import Grant, HeldOffice, grants_of, offices_of
from zugong.offices.models import User
from zugong.offices.reasons import NO_SEAT, Reason, link_reason, no_mandate, post_reason
from zugong.organisations.queries import Territory, Tree, served_units, tree_at


@dataclass(frozen=True)
class PostScope:
    """The posts that somebody may see, and every organisation where rows about them may stand, both as subqueries."""

    posts: QuerySet
    organisations: QuerySet


@dataclass(frozen=True)
class PostsAsked:
    """Which posts are meant: those of village matter in `village`, those of cadre matter that `committees` manage."""

    village: Territory
    committees: frozenset[int]
    on: date


PostResolver = Callable[[PostsAsked], PostScope]
_post_resolvers: list[PostResolver] = []


def register_position_rights(function: PostResolver) -> None:
    """The app that keeps posts tells which ones are meant; called once, from its AppConfig.ready."""
    _post_resolvers[:] = [function]


@dataclass(frozen=True, eq=False)
class Access:
    """What one user may see and do on a day. Made once per request; answers are kept."""

    on: date
    offices: tuple[HeldOffice, ...]
    grants: tuple[Grant, ...]
    own_person: int | None = None
    _rights: dict[tuple[str, str, Depth], RowRights] = field(default_factory=dict, repr=False)
    _territories: dict[frozenset[int], Territory] = field(default_factory=dict, repr=False)
    _post_rights: dict[tuple[tuple[int, ...], frozenset[int]], RowRights] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, user: User, on: date) -> Access:
        """The access of a user, or of nobody for somebody who is not signed in. `on` is today."""
        if not user.is_authenticated:
            return cls(on, (), ())
        offices = offices_of(user, on)
        return cls(on, offices, grants_of(offices, on), user.person_id)

    @classmethod
    def kept(cls, user: User, on: date) -> Access:
        """As `of`; the same object for as long as what the user holds and the links that decide rights stay as they are."""
        fresh = cls.of(user, on)
        if is_recording():  # its own changes have no number yet
            return fresh
        fresh.tree  # noqa: B018 - read before any transaction that may be undone
        settled = settings.ZUGONG_PACK, getattr(settings, "ZUGONG_CADRE", False), mark_now().version(RIGHTS_READ)
        return _accesses.value((on, fresh.offices, fresh.grants, fresh.own_person, settled), lambda: fresh)

    @property
    def itself(self) -> Access:
        """The access; of one that is worked out when first asked for, what it comes to."""
        return self

    def as_of(self, day: date) -> Access:
        """The same mandates over the links of another day: for what would be seen once a change holds."""
        return Access(day, self.offices, self.grants, self.own_person)

    @cached_property
    def tree(self) -> Tree:
        """Today's tree, which alone gives rights."""
        return tree_at(self.on)

    def rights(self, kind: RecordType, act: str = "see", depth: Depth = Depth.NAME) -> RowRights:
        """Which rows of a record type the user may do the act with, at least so deep.

        For types whose rights hang on posts both sets count; the organisations are then all where such rows may stand.
        """
        key = (kind.code, act, depth)
        found = self._rights.get(key)
        if found is None:
            is_over_posts = kind.rights == "position"
            found = (self._rights_over_posts if is_over_posts else self._rights_by_place)(kind, act, depth)
            if not is_recording():  # what a transaction sees may be undone
                self._rights[key] = found
        return found

    def _rights_by_place(self, kind: RecordType, act: str, depth: Depth) -> RowRights:
        territory = self.territory(kind, act, depth)
        if territory.is_everything:
            return RowRights(None)
        is_served = rules.is_seen_where_served(kind.rights, act) and not territory.is_nothing
        return RowRights(territory.ids, also=_kept_served(territory) if is_served else frozenset())

    def territory(self, kind: RecordType, act: str = "see", depth: Depth = Depth.NAME) -> Territory:
        """Where in the tree the user may do the act with rows of a type, posts of cadre matter left aside."""
        held = (grant for grant in self.grants if grant.allows(kind.matter, act) and grant.depth(kind) >= depth)
        return self.below(frozenset(grant.territory for grant in held))

    def below(self, organisations: frozenset[int]) -> Territory:
        """The subtrees of these organisations in today's tree; one object for all who ask, so that its ids are listed once."""
        if organisations not in self._territories:
            self._territories[organisations] = Territory.of(self.tree, organisations)
        return self._territories[organisations]

    def committees(self, kind: RecordType, act: str = "see", depth: Depth = Depth.NAME) -> frozenset[int]:
        """The committees whose cadre posts the user may do the act with: named by a mandate for posts, never by the star."""
        if not getattr(settings, "ZUGONG_CADRE", False):
            return frozenset()
        held = (grant for grant in self.grants if grant.link == "mandate" and grant.matter == rules.POSITIONS)
        return frozenset(
            grant.office.organisation for grant in held if grant.allows(kind.matter, act) and grant.depth(kind) >= depth
        )

    def posts(self, kind: RecordType, act: str = "see", depth: Depth = Depth.NAME) -> PostScope | None:
        """The posts about which the user may do the act; None where there is none, or nobody keeps posts."""
        return _posts(PostsAsked(self.territory(kind, act, depth), self.committees(kind, act, depth), self.on))

    def depth(self, kind: RecordType, organisation_id: int | None) -> Depth | None:
        """How deep the user sees rows of a type that stand at an organisation; None for not at all."""
        found = None
        for depth in Depth:
            allowed = self.rights(kind, "see", depth).organisations
            if allowed is None or organisation_id in allowed:
                found = depth
        return found

    def may(self, act: str, matter: str, organisation_id: int) -> bool:
        """May the user do the act in a matter at an organisation? Cadre posts ask `rights` instead."""
        territory = self.below(frozenset(grant.territory for grant in self.grants if grant.allows(matter, act)))
        return organisation_id in territory

    def explain(
        self, kind: RecordType, organisation_id: int | None, act: str = "see", *, post: int | None = None
    ) -> list[Reason]:
        """Why the user may do the act with rows of a type at an organisation or about a post, or why not: link by link."""
        if not self.offices:
            return [NO_SEAT]
        if kind.rights == "position":
            rights = self.rights(kind, act, Depth.NUMBER)
            is_covered = rights.positions is not None and post in rights.positions
            return [post_reason(is_covered, kind, act), *self._link_reasons(kind, organisation_id, act)]
        return self._link_reasons(kind, organisation_id, act) or [no_mandate(kind, act)]

    def _link_reasons(self, kind: RecordType, organisation_id: int | None, act: str) -> list[Reason]:
        return [
            link_reason(grant, kind, organisation_id, self.tree)
            for grant in self.grants
            if grant.allows(kind.matter, act)
        ]

    def _rights_over_posts(self, kind: RecordType, act: str, depth: Depth) -> RowRights:
        asked = PostsAsked(self.territory(kind, act, depth), self.committees(kind, act, depth), self.on)
        # Several types and depths ask for the same posts.
        key = (asked.village.roots, asked.committees)
        found = self._post_rights.get(key)
        if found is None:
            found = _kept_post_rights(asked)
            if not is_recording():
                self._post_rights[key] = found
        return found


_served: Kept[frozenset[int]] = Kept()
_SERVED_READS = ("organisation", "belongs", "serves")
_POSTS_READ = ("organisation", "belongs", "position", "manages")
#: The record types that decide rights besides offices and mandates: no entry about anything else moves them.
RIGHTS_READ = frozenset((*_SERVED_READS, *_POSTS_READ))

_KEPT_ACCESSES = 512  # the secretaries of a county on the evening before the deadline
_accesses: Kept[Access] = Kept(_KEPT_ACCESSES)


def _kept_served(territory: Territory) -> frozenset[int]:
    """The units that organisations of the territory are set up in today; kept until an entry touches what it reads."""
    if is_recording():
        return frozenset(served_units(territory).values_list("unit", flat=True))
    key = (mark_now().version(_SERVED_READS), territory.day, territory.roots)
    return _served.value(key, lambda: frozenset(served_units(territory).values_list("unit", flat=True)))


_post_rights: Kept[RowRights] = Kept()


def _kept_post_rights(asked: PostsAsked) -> RowRights:
    """The rights over the posts asked about; kept until an entry touches posts, who manages them, or the tree.

    Not inside a transaction that records: its own changes have no number yet.
    """
    if is_recording():
        return _post_rights_now(asked)
    key = (mark_now().version(_POSTS_READ), asked.on, asked.village.roots, asked.committees)
    return _post_rights.value(key, lambda: _post_rights_now(asked))


def _post_rights_now(asked: PostsAsked) -> RowRights:
    scope = _posts(asked)
    if scope is None:
        return NOTHING
    posts = frozenset(scope.posts.values_list("pk", flat=True))
    if asked.village.is_everything:
        return RowRights(None, posts)
    return RowRights(asked.village.ids | set(scope.organisations.values_list("pk", flat=True)), posts)


def _posts(asked: PostsAsked) -> PostScope | None:
    if not _post_resolvers or (asked.village.is_nothing and not asked.committees):
        return None
    return _post_resolvers[0](asked)
