"""The tree of organisations: only what is open, with what stands below, and a search that opens the way to what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.organisations.queries import Node
from zugong.web.middleware import spoken
from zugong.web.organisations.branches import Branch, Shape
from zugong.web.organisations.opened import opened_of
from zugong.web.organisations.tabs import tabs_of
from zugong.web.pages import Page, Tab, page
from zugong.web.scope import Scope, scope_of

_MOST_FOUND = 30


@dataclass(frozen=True)
class Hit:
    """An organisation that a search found: where it stands, and the tree opened down to it."""

    name: str
    above: str
    address: str
    is_living: bool


@dataclass(frozen=True, kw_only=True)
class TreePage(Page):
    """The tree as far as it is open. `hits` answer the search `q`; `more` of them are not shown."""

    template: ClassVar[str] = "web/tree.html"
    tabs: tuple[Tab, ...]
    top: Branch | None
    shown: int | None
    ended_address: str
    with_ended: bool
    kept: tuple[tuple[str, str], ...]
    q: str
    hits: tuple[Hit, ...]
    more: int


@dataclass(frozen=True, kw_only=True)
class ChildrenPage(Page):
    """The subordinates of one organisation, as a part of the tree."""

    template: ClassVar[str] = "web/parts/branches.html"
    branches: tuple[Branch, ...]


def tree(request: HttpRequest) -> HttpResponse:
    """The tree as it stands on the tree day."""
    scope, language = scope_of(request), spoken(request)
    top = scope.root if scope.may_list(scope.catalogue.types["organisation"]) else None
    opened = opened_of(request.GET, scope, top)
    words = request.GET.get("q", "").strip()[:60]
    hits = _hits(words, scope) if top is not None else []
    content = TreePage(
        title=gettext("Organisations"),
        tabs=tabs_of(scope, "tree", top),
        top=None if top is None else Shape(scope, opened, language).line(top),
        shown=opened.shown,
        ended_address=opened.with_or_without_ended(),
        with_ended=opened.with_ended,
        kept=tuple(opened.clocks.items()),
        q=words,
        hits=tuple(_hit(node, scope, opened.clocks) for node in hits[:_MOST_FOUND]),
        more=max(len(hits) - _MOST_FOUND, 0),
    )
    return page(request, content)


def tree_children(request: HttpRequest, identity: int) -> HttpResponse:
    """One level of the tree, for the script that opens it in place."""
    scope, language = scope_of(request), spoken(request)
    may_list = scope.may_list(scope.catalogue.types["organisation"])
    if identity not in scope.tree or not may_list or not (scope.may_open(identity) or identity == scope.root):
        raise Http404
    opened = opened_of({**request.GET.dict(), "open": str(identity), "show": ""}, scope, None)
    return page(request, ChildrenPage(title="", branches=Shape(scope, opened, language).below(identity)))


def _hits(words: str, scope: Scope) -> list[Node]:
    """Whose name, short name or code holds the words; those first that are called just so, then in order of code."""
    if not words:
        return []
    found = [
        node
        for node in scope.tree
        if (words in node.name or words in (node.short_name or "") or words == node.code) and scope.may_open(node.id)
    ]
    return sorted(
        found, key=lambda node: (words not in (node.name, node.short_name, node.code), not node.living, node.code)
    )


def _hit(node: Node, scope: Scope, clocks: dict[str, str]) -> Hit:
    above = " › ".join(scope.tree.name(pk) for pk in node.above if scope.may_open(pk))
    address = f"{reverse('tree')}?{urlencode({'show': node.id, **clocks})}#org-{node.id}"
    return Hit(node.name, above, address, node.living)
