"""The tree of organisations, one level at a time, with the members counted in each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from zugong.figures.answers import Request
from zugong.figures.queries import this_site
from zugong.web.kept_answers import kept_answers
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.scope import Scope, scope_of

#: The figure of the pack that tells how many members an organisation has, where the pack has one.
MEMBERS = "members"


@dataclass(frozen=True)
class Branch:
    """One line of the tree. `members` is "" where the user may not count them."""

    id: int
    name: str
    kind: str
    members: str
    has_children: bool
    may_open: bool


@dataclass(frozen=True, kw_only=True)
class TreePage(Page):
    """The organisations at the top of what one may see, the first of them opened."""

    template: ClassVar[str] = "web/tree.html"
    tops: tuple[Branch, ...]
    opened: int | None
    branches: tuple[Branch, ...]


@dataclass(frozen=True, kw_only=True)
class ChildrenPage(Page):
    """The subordinates of one organisation, as a part of the tree."""

    template: ClassVar[str] = "web/parts/branches.html"
    branches: tuple[Branch, ...]


def tree(request: HttpRequest) -> HttpResponse:
    """The tree as it stands on the tree day."""
    scope, language = scope_of(request), spoken(request)
    tops = (scope.root,) if scope.root is not None and scope.may_list(scope.catalogue.types["organisation"]) else ()
    opened = tops[0] if tops else None
    content = TreePage(
        title=gettext("Organisations"),
        tops=branches(scope, tops, opened, language),
        opened=opened,
        branches=children_of(scope, opened, language) if opened else (),
    )
    return page(request, content)


def tree_children(request: HttpRequest, identity: int) -> HttpResponse:
    """One level of the tree, for htmx."""
    scope, language = scope_of(request), spoken(request)
    may_list = scope.may_list(scope.catalogue.types["organisation"])
    if identity not in scope.tree or not may_list or not (scope.may_open(identity) or identity == scope.root):
        raise Http404
    return page(request, ChildrenPage(title="", branches=children_of(scope, identity, language)))


def children_of(scope: Scope, parent: int, language: str) -> tuple[Branch, ...]:
    """The subordinates that lead to something the user may see."""
    shown = [pk for pk in scope.tree.children(parent) if scope.may_open(pk) or _leads_on(scope, pk)]
    return branches(scope, shown, parent, language)


def _leads_on(scope: Scope, organisation: int) -> bool:
    return any(organisation in scope.tree.above(root) for root in scope.roots)


def branches(scope: Scope, shown: Iterable[int], root: int | None, language: str) -> tuple[Branch, ...]:
    """Lines of the tree; the members of all of them are counted in one question."""
    kinds = scope.catalogue.types["organisation"].fields["kind"]
    counted = member_counts(scope, root)
    return tuple(
        Branch(
            id=pk,
            name=scope.tree.name(pk),
            kind=kinds.type.show(scope.tree.kind(pk), kinds, language),
            members=counted.get(pk, ""),
            has_children=bool(scope.tree.children(pk)),
            may_open=scope.may_open(pk),
        )
        for pk in shown
    )


def member_counts(scope: Scope, root: int | None) -> dict[int, str]:
    """Members below each subordinate of `root`, and below root itself; empty where they may not be counted."""
    definitions = this_site().definitions
    if MEMBERS not in definitions.pack.figures or not scope.may_count(definitions.measured(MEMBERS).kind):
        return {}
    asked = Request(MEMBERS, scope.clocks)
    answers = kept_answers([MEMBERS], root, scope)
    counted = {pk: f"{cell.value:,}" for pk, cell in answers.groups(asked).items() if isinstance(pk, int)}
    if root is not None:
        counted[root] = f"{answers.total(asked).value:,}"
    return counted
