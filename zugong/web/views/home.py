"""The first page: what changed lately, the headline figures of one's scope, and a member's own record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from zugong.packs.figures import Figure
from zugong.web.kept_answers import kept_answers
from zugong.web.lately import Change, changes_lately
from zugong.web.listing.history import EntryLine
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.scope import scope_of
from zugong.web.views.figures import Chapter, chapters_of, countable, scope_name

_FIGURES_PER_CHAPTER = 2


@dataclass(frozen=True)
class EntryInScope:
    """An entry with how many rows of each type it recorded in one's scope."""

    entry: EntryLine
    counts: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """What a user sees first. `own_address` is their own record, "" for accounts that are nobody's."""

    template: ClassVar[str] = "web/home.html"
    own_address: str
    scope_name: str
    chapters: tuple[Chapter, ...]
    changes: tuple[EntryInScope, ...]
    has_nothing: bool


def home(request: HttpRequest) -> HttpResponse:
    """The first page."""
    scope, language = scope_of(request), spoken(request)
    shown = _headlines(countable(scope))
    answers = kept_answers(list(shown), scope.root, scope)
    changes = tuple(EntryInScope(entry, counts) for entry, counts in changes_lately(scope, language))
    own = reverse("person", args=[request.user.person_id]) if request.user.person_id else ""
    content = HomePage(
        title=gettext("Home"),
        own_address=own,
        scope_name=scope_name(scope, scope.root) if shown else gettext("Home"),
        chapters=chapters_of(shown, answers, scope, language),
        changes=changes,
        has_nothing=not shown and not own,
    )
    return page(request, content)


def _headlines(figures: dict[str, Figure]) -> dict[str, Figure]:
    """The first figures of each chapter."""
    taken: dict[str, int] = {}
    shown = {}
    for code, figure in figures.items():
        taken[figure.chapter] = taken.get(figure.chapter, 0) + 1
        if taken[figure.chapter] <= _FIGURES_PER_CHAPTER:
            shown[code] = figure
    return shown
