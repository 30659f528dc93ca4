"""The organisations below one, as boxes to look at and to print; every box is a link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.figures.answers import Request
from zugong.figures.queries import this_site
from zugong.web.kept_answers import Question, numbers_now
from zugong.web.middleware import spoken
from zugong.web.organisations.branches import MEMBERS
from zugong.web.organisations.tabs import tabs_of
from zugong.web.pages import Page, Tab, page
from zugong.web.scope import Scope, scope_of

_LEVELS = (1, 2, 3)
_PAPERS = ("a4", "a3")
_MOST_BOXES = 600


@dataclass(frozen=True)
class Box:
    """One organisation of the chart. `more` is how many living ones stand below it that the chart leaves out."""

    id: int
    name: str
    kind: str
    members: str
    more: str
    may_open: bool
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Option:
    """One way to draw the chart; the address is that of the chart drawn so."""

    label: str
    address: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class ChartPage(Page):
    """The chart of the part below an organisation. `is_cut`: fewer levels than asked for, or it would not be readable."""

    template: ClassVar[str] = "web/organisations/chart.html"
    tabs: tuple[Tab, ...]
    id: int
    top: Box
    above: tuple[Option, ...]
    levels: tuple[Option, ...]
    papers: tuple[Option, ...]
    paper: str
    boxes: int
    is_cut: bool


def organisation_chart(request: HttpRequest, identity: int) -> HttpResponse:
    """The chart, as the organisations stand on the tree day."""
    scope, language = scope_of(request), spoken(request)
    may_see = scope.may_open(identity) or identity == scope.root
    if not may_see or identity not in scope.tree or not scope.may_list(scope.catalogue.types["organisation"]):
        raise Http404
    asked = _asked_levels(request)
    levels = next((one for one in range(asked, 1, -1) if _count(scope, identity, one) <= _MOST_BOXES), 1)
    paper = request.GET.get("paper", "") if request.GET.get("paper", "") in _PAPERS else _PAPERS[0]
    drawn = _Drawing(scope, language, _members(scope, identity, levels))
    content = ChartPage(
        title=gettext("Chart: %(name)s") % {"name": scope.tree.name(identity)},
        tabs=tabs_of(scope, "chart", identity),
        id=identity,
        top=drawn.box(identity, levels),
        above=tuple(
            Option(scope.tree.name(pk), reverse("organisation_chart", args=[pk]), False)
            for pk in scope.tree.above(identity)
            if scope.may_open(pk)
        ),
        levels=tuple(Option(_level_word(one), _address(request, levels=one), one == levels) for one in _LEVELS),
        papers=tuple(Option(one.upper(), _address(request, paper=one), one == paper) for one in _PAPERS),
        paper=paper,
        boxes=_count(scope, identity, levels) + 1,
        is_cut=levels < asked,
    )
    return page(request, content)


def _asked_levels(request: HttpRequest) -> int:
    text = request.GET.get("levels", "")
    return int(text) if text in map(str, _LEVELS) else 2


def _level_word(levels: int) -> str:
    return (
        gettext("%(count)s level") % {"count": levels}
        if levels == 1
        else gettext("%(count)s levels") % {"count": levels}
    )


def _address(request: HttpRequest, **changed: object) -> str:
    return f"?{urlencode({**request.GET.dict(), **changed})}"


def _children(scope: Scope, organisation: int) -> list[int]:
    return [pk for pk in scope.tree.children(organisation) if scope.may_open(pk)]


def _count(scope: Scope, organisation: int, levels: int) -> int:
    children = _children(scope, organisation)
    return len(children) + (sum(_count(scope, pk, levels - 1) for pk in children) if levels > 1 else 0)


def _leaves(scope: Scope, organisation: int, levels: int) -> list[int]:
    """The boxes below which nothing is drawn: no two of them contain one another."""
    children = _children(scope, organisation) if levels else []
    return [leaf for pk in children for leaf in _leaves(scope, pk, levels - 1)] or [organisation]


def _members(scope: Scope, organisation: int, levels: int) -> dict[int, str]:
    """Members in the lowest boxes and in all together, each asked in one question; empty where they may not be counted."""
    definitions = this_site().definitions
    if MEMBERS not in definitions.pack.figures or not scope.may_count(definitions.measured(MEMBERS).kind):
        return {}
    asked = Request(MEMBERS, scope.clocks)
    leaves = tuple(_leaves(scope, organisation, levels))
    answers = numbers_now(Question((asked,), organisation, scope, groups=leaves)).answers
    found = {pk: f"{cell.value:,}" for pk, cell in answers.groups(asked).items() if isinstance(pk, int)}
    top = numbers_now(Question((asked,), organisation, scope)).answers
    by_child = {pk: f"{cell.value:,}" for pk, cell in top.groups(asked).items() if isinstance(pk, int)}
    return {**found, **by_child, organisation: f"{top.total(asked).value:,}"}


@dataclass(frozen=True)
class _Drawing:
    scope: Scope
    language: str
    members: dict[int, str]

    def box(self, organisation: int, levels: int) -> Box:
        tree, kinds = self.scope.tree, self.scope.catalogue.types["organisation"].fields["kind"]
        boxes = tuple(self.box(pk, levels - 1) for pk in _children(self.scope, organisation)) if levels else ()
        may_open = self.scope.may_open(organisation)
        more = 0 if levels or not may_open else tree.living_below(organisation)
        return Box(
            id=organisation,
            name=tree.node(organisation).short_name or tree.name(organisation),
            kind=kinds.type.show(tree.kind(organisation), kinds, self.language),
            members="" if self.members.get(organisation) == "0" else self.members.get(organisation, ""),
            more=f"{more:,}" if more else "",
            may_open=may_open,
            boxes=boxes,
        )
