"""Who manages which post: manager and assistant, holder, vacant since when; by organisation and by manager."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.appointments import posts as queries
from zugong.appointments.posts import After, ManagedBy, Post
from zugong.kernel.facts.models import FactQuerySet
from zugong.offices.conditions import row_condition
from zugong.organisations.queries import Territory
from zugong.web.listing.filters import Choice
from zugong.web.listing.references import Known, address_of, known_records
from zugong.web.listing.tables import scope_address
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.organisations.tabs import tabs_of
from zugong.web.pages import Page, Tab, page
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_number

_ROWS = 50


@dataclass(frozen=True)
class Named:
    """A name with its page, "" where the user may not open it."""

    name: str
    address: str


@dataclass(frozen=True)
class PostLine:
    """A post. Where nobody holds it `holder` is None and `since` the day from which it is vacant."""

    post: Named
    kind: str
    organisation: Named
    managers: tuple[Named, ...]
    assistants: tuple[Named, ...]
    holder: Named | None
    since: str
    is_vacant: bool


@dataclass(frozen=True)
class ManagerLine:
    """The posts that one committee manages; the addresses narrow the list to them."""

    name: str
    address: str
    posts: int
    vacant: int
    vacant_address: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class PostsPage(Page):
    """One page of posts, as the rights over each post allow."""

    template: ClassVar[str] = "web/organisations/posts.html"
    tabs: tuple[Tab, ...]
    managers: tuple[ManagerLine, ...]
    organisations: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    only_vacant: bool
    kept: tuple[tuple[str, str], ...]
    lines: tuple[PostLine, ...]
    count: int
    is_narrowed: bool
    next: str
    is_first: bool
    first: str


@dataclass(frozen=True)
class _Asked:
    organisation: int | None
    manager: str
    kind: str
    only_vacant: bool
    after: After | None


def posts(request: HttpRequest) -> HttpResponse:
    """The list. The same condition as in every list of positions: cadre posts only for who manages them."""
    scope, language = scope_of(request), spoken(request)
    kind = scope.catalogue.types["position"]
    if not scope.may_list(kind):
        raise Http404
    asked = _asked(request, scope)
    meant = _narrowed(queries.posts_where(row_condition(scope.access, kind), scope.clocks), asked, scope)
    by_manager = queries.counts_by_manager(meant, scope.clocks)
    chosen = _of_manager(meant, asked, scope)
    found, after = queries.page_of(chosen, scope.clocks, after=asked.after, limit=_ROWS)
    lines = _lines(request, found, scope, language)
    kept = {name: value for name, value in request.GET.items() if value and name != "after"}
    content = PostsPage(
        title=gettext("Who manages posts"),
        tabs=tabs_of(scope, "posts", scope.root),
        managers=_manager_lines(by_manager, asked, scope, kept),
        organisations=_organisations(asked, scope),
        kinds=_kinds(asked, scope, language),
        only_vacant=asked.only_vacant,
        kept=tuple((name, value) for name, value in kept.items() if name not in ("organisation", "kind", "vacant")),
        lines=lines,
        count=chosen.count(),
        is_narrowed=bool(asked.organisation or asked.manager or asked.kind or asked.only_vacant),
        next=_query(kept | {"after": json.dumps(after, ensure_ascii=False)}) if after else "",
        is_first=asked.after is None,
        first=_query(kept),
    )
    return page(request, content)


def _asked(request: HttpRequest, scope: Scope) -> _Asked:
    organisation = typed_number(request.GET.get("organisation", ""))
    if organisation is not None and (not scope.may_open(organisation) or organisation not in scope.access.tree):
        raise Http404
    manager, kind = request.GET.get("manager", ""), request.GET.get("kind", "")
    codes = scope.catalogue.types["position"].fields["kind"].codes.codes
    return _Asked(
        organisation,
        manager if manager == "none" or typed_number(manager) is not None else "",
        kind if kind in codes else "",
        request.GET.get("vacant") == "1",
        _after(request.GET.get("after", "")),
    )


def _after(text: str) -> After | None:
    if not text:
        return None
    try:
        name, anchor = json.loads(text)
    except (ValueError, TypeError):
        raise Http404 from None
    if not isinstance(name, str) or not isinstance(anchor, int) or isinstance(anchor, bool):
        raise Http404
    return name, anchor


def _narrowed(meant: FactQuerySet, asked: _Asked, scope: Scope) -> FactQuerySet:
    if asked.organisation is not None:
        meant = meant.filter(Territory.of(scope.access.tree, [asked.organisation]).condition("organisation"))
    if asked.kind:
        meant = meant.filter(kind=asked.kind)
    return queries.vacant(meant, scope.clocks) if asked.only_vacant else meant


def _of_manager(meant: FactQuerySet, asked: _Asked, scope: Scope) -> FactQuerySet:
    if asked.manager == "none":
        return queries.unmanaged(meant, scope.clocks)
    return queries.managed_by(meant, int(asked.manager), scope.clocks) if asked.manager else meant


def _lines(request: HttpRequest, found: Sequence[Post], scope: Scope, language: str) -> tuple[PostLine, ...]:
    holders = _may_name_holders(found, scope)
    known = known_records(_wanted(found, holders), scope.clocks, scope.catalogue, language)
    named = [post.holder for post in found if post.id in holders and post.holder is not None]
    log_list(request, scope.catalogue.types["appointment"], named, len(found))
    field = scope.catalogue.types["position"].fields["kind"]
    return tuple(
        PostLine(
            post=Named(post.name, address_of("position", post.id)),
            kind=field.type.show(post.kind, field, language),
            organisation=_named("organisation", post.organisation, scope, known),
            managers=tuple(_named("organisation", pk, scope, known) for pk in post.managers),
            assistants=tuple(_named("organisation", pk, scope, known) for pk in post.assistants),
            holder=_named("person", post.holder, scope, known) if post.holder and post.id in holders else None,
            since=post.since.isoformat(),
            is_vacant=post.holder is None,
        )
        for post in found
    )


def _may_name_holders(found: Iterable[Post], scope: Scope) -> set[int]:
    """The posts whose holder the user may know: by the rights over appointments, which hang on the same posts."""
    rights = scope.names(scope.catalogue.types["appointment"])
    return {post.id for post in found if rights.positions is None or post.id in rights.positions}


def _wanted(found: Iterable[Post], holders: set[int]) -> list[tuple[str, int]]:
    wanted = []
    for post in found:
        wanted += [("organisation", pk) for pk in (post.organisation, *post.managers, *post.assistants)]
        wanted += [("person", post.holder)] if post.holder is not None and post.id in holders else []
    return wanted


def _named(code: str, anchor: int, scope: Scope, known: Known) -> Named:
    return Named(known.label(code, anchor), scope_address(scope, code, anchor, known))


def _manager_lines(
    counted: Sequence[ManagedBy], asked: _Asked, scope: Scope, kept: dict[str, str]
) -> tuple[ManagerLine, ...]:
    committees = [("organisation", one.committee) for one in counted if one.committee is not None]
    known = known_records(committees, scope.clocks, scope.catalogue, "zh")
    lines = []
    for one in counted:
        value = "none" if one.committee is None else str(one.committee)
        name = gettext("Nobody recorded") if one.committee is None else known.label("organisation", one.committee)
        narrowed = kept | {"manager": value}
        lines.append(
            ManagerLine(
                name,
                _query(narrowed),
                one.posts,
                one.vacant,
                _query(narrowed | {"vacant": "1"}),
                value == asked.manager,
            )
        )
    return tuple(lines)


def _organisations(asked: _Asked, scope: Scope) -> tuple[Choice, ...]:
    tree, root = scope.access.tree, scope.root
    shown = [pk for pk in (tree.children(root) if root is not None and root in tree else ()) if scope.may_open(pk)]
    if asked.organisation is not None and asked.organisation not in shown:
        shown.insert(0, asked.organisation)
    return tuple(Choice(str(pk), tree.name(pk), pk == asked.organisation) for pk in shown)


def _kinds(asked: _Asked, scope: Scope, language: str) -> tuple[Choice, ...]:
    field = scope.catalogue.types["position"].fields["kind"]
    return tuple(Choice(code, field.type.show(code, field, language), code == asked.kind) for code in field.codes.codes)


def _query(parameters: dict[str, str]) -> str:
    return f"?{urlencode(parameters)}"
