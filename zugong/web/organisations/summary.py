"""What one wants to know of an organisation first: how many stand below it and of which kinds, and who leads it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from zugong.appointments.posts import Post, page_of, posts_where
from zugong.kernel.facts.models import FactQuerySet
from zugong.restructuring.permissions import may_decide_above, may_fill
from zugong.web.listing.references import address_of, known_records
from zugong.web.listing.tables import scope_address
from zugong.web.looking import log_list
from zugong.web.scope import Scope

#: Kinds of posts in the order in which an office reads a committee.
_FIRST = ("secretary", "deputy", "member", "head")
_MOST_POSTS = 24
_MEMBERSHIP = "membership"


@dataclass(frozen=True)
class KindCount:
    name: str
    count: int


@dataclass(frozen=True)
class Leader:
    """A post with who holds it; `holder` is "" where it is vacant or where the name may not be told."""

    post: str
    post_address: str
    kind: str
    holder: str
    holder_address: str
    since: date
    is_vacant: bool


@dataclass(frozen=True)
class Summary:
    """`change` is the page of guided operations, "" for who may do none of them; `chart` that of the organisation chart.

    `members` is the list of members, "" for who may count them only.
    """

    below: int
    kinds: tuple[KindCount, ...]
    leaders: tuple[Leader, ...]
    change: str
    chart: str
    members: str


def summary_of(request: HttpRequest, organisation: int, scope: Scope, language: str) -> Summary:
    """The summary, as the user may see it; whoever is named is in the log of looks."""
    may_change = may_fill(scope.access, organisation) or may_decide_above(scope.access, organisation)
    return Summary(
        below=scope.tree.living_below(organisation) if organisation in scope.tree else 0,
        kinds=_kinds(organisation, scope, language),
        leaders=_leaders(request, organisation, scope, language),
        change=reverse("restructuring", args=[organisation])
        if may_change and organisation in scope.access.tree
        else "",
        chart=reverse("organisation_chart", args=[organisation]) if organisation in scope.tree else "",
        members=reverse("record_list", args=[_MEMBERSHIP])
        if scope.may_list(scope.catalogue.types[_MEMBERSHIP])
        else "",
    )


def _kinds(organisation: int, scope: Scope, language: str) -> tuple[KindCount, ...]:
    if organisation not in scope.tree:
        return ()
    tree, field = scope.tree, scope.catalogue.types["organisation"].fields["kind"]
    counted = Counter(tree.kind(pk) for pk in tree.below(organisation) if tree.living(pk) and pk != organisation)
    return tuple(KindCount(field.type.show(code, field, language), count) for code, count in counted.most_common())


def _leaders(request: HttpRequest, organisation: int, scope: Scope, language: str) -> tuple[Leader, ...]:
    kind = scope.catalogue.types["position"]
    if not scope.may_list(kind):
        return ()
    found, _ = page_of(_posts_to_tell(organisation, scope), scope.clocks, after=None, limit=_MOST_POSTS)
    posts = sorted(found, key=lambda post: (_rank(post.kind), post.name))
    named = _named(posts, scope)
    wanted = [("person", post.holder) for post in posts if post.id in named and post.holder]
    known = known_records(wanted, scope.clocks, scope.catalogue, language)
    log_list(
        request, scope.catalogue.types["appointment"], [pk for _, pk in wanted], len(posts), organisation=organisation
    )  # fmt: skip
    field = kind.fields["kind"]
    return tuple(
        Leader(
            post=post.name,
            post_address=address_of("position", post.id),
            kind=field.type.show(post.kind, field, language),
            holder=known.label("person", post.holder) if post.holder and post.id in named else "",
            holder_address=scope_address(scope, "person", post.holder, known)
            if post.holder and post.id in named
            else "",
            since=post.since,
            is_vacant=post.holder is None,
        )
        for post in posts
    )


def _posts_to_tell(organisation: int, scope: Scope) -> FactQuerySet:
    """The states of its posts that may be told: the rights are kept as ids, and one organisation has few posts."""
    allowed = scope.names(scope.catalogue.types["position"]).positions
    here = posts_where(Q(organisation=organisation), scope.clocks)
    if allowed is None:
        return here
    return here.filter(anchor__in=allowed.intersection(here.values_list("anchor_id", flat=True)))


def _named(posts: list[Post], scope: Scope) -> set[int]:
    rights = scope.names(scope.catalogue.types["appointment"])
    return {post.id for post in posts if rights.positions is None or post.id in rights.positions}


def _rank(kind: str) -> int:
    if "deputy" in kind:
        return _FIRST.index("deputy")
    return next((place for place, word in enumerate(_FIRST) if word in kind), len(_FIRST))
