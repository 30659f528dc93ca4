"""Commendations: the rounds, medals and titles on one page, and a new round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.activities.filed import ledger
from zugong.commendations.actions import RoundDraft, open_round
from zugong.commendations.errors import NotYours
from zugong.commendations.queries import AWARD, MEDAL, PROPOSAL, ROUND, TITLE
from zugong.commendations.rules import coming_year
from zugong.kernel.errors import RuleBroken
from zugong.web.clocks import usual_day
from zugong.web.commendations.counting import Count, summary
from zugong.web.commendations.doors import (
    choices_of,
    is_seen,
    label_of,
    may_hold,
    organisation_name,
    own_organisations,
    writing_of,
)
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_day, typed_number

_ROUNDS, _LONG, _SHOWN_DAYS = 40, 200, 5
_LEVELS = {"open": "amber", "shown": "amber", "decided": "good"}


@dataclass(frozen=True)
class RoundLine:
    """One round of the list."""

    title: str
    address: str
    level: str
    held_by: str
    paper: str
    propose_by: date
    word: str
    badge: str


@dataclass(frozen=True, kw_only=True)
class CommendationsPage(Page):
    """Where everything about commendations begins."""

    template: ClassVar[str] = "web/commendations/commendations.html"
    rounds: tuple[RoundLine, ...]
    new_address: str
    medals: tuple[Count, ...]
    medals_address: str
    medals_year: int
    titles: tuple[Count, ...]
    titles_address: str
    ledgers: tuple[Crumb, ...]


@dataclass(frozen=True, kw_only=True)
class NewRoundPage(Page):
    """A new round."""

    template: ClassVar[str] = "web/commendations/new.html"
    crumbs: tuple[Crumb, ...]
    holders: tuple[tuple[int, str], ...]
    levels: tuple[tuple[str, str], ...]
    said: dict[str, str]
    problem: str


def may_enter(scope: Scope) -> bool:
    """Is there anything about commendations that the user may list?"""
    return any(scope.may_list(scope.catalogue.types[code]) for code in (ROUND, PROPOSAL, MEDAL, TITLE))


def commendations(request: HttpRequest) -> HttpResponse:
    """Rounds that the user may know of, and how medals and titles stand."""
    scope, language = scope_of(request), spoken(request)
    if not may_enter(scope):
        raise Http404
    year = coming_year(usual_day())
    medals, titles = summary(scope, year, language)
    kinds = [scope.catalogue.types[code] for code in (AWARD, TITLE, MEDAL)]
    content = CommendationsPage(
        title=gettext("Commendations"),
        rounds=tuple(_lines(scope, language)),
        new_address=reverse("commendation_new") if _holders(scope) else "",
        medals=medals,
        medals_address=reverse("medals"),
        medals_year=year,
        titles=titles,
        titles_address=reverse("titles"),
        ledgers=tuple(
            Crumb(kind.name(language), reverse("record_list", args=[kind.code]))
            for kind in kinds
            if scope.may_list(kind)
        ),
    )
    return page(request, content)


def _lines(scope: Scope, language: str):
    store = ledger(ROUND)
    rows = store.read(store.queryset().believed().filter(until__isnull=True).order_by("-since", "-pk")[:_ROUNDS])
    for row in rows:
        values = row.values
        if is_seen(scope, values["organisation"]):
            yield RoundLine(
                values["title"], reverse("commendation_round", args=[row.anchor]),
                label_of(scope, ROUND, "level", values["level"], language),
                organisation_name(scope, values["organisation"]), values["paper"], values["propose_by"],
                label_of(scope, ROUND, "state", values["state"], language), _LEVELS.get(values["state"], "grey"),
            )  # fmt: skip


def _holders(scope: Scope) -> list[int]:
    return [one for one in own_organisations(scope) if may_hold(scope, one)]


@safe_to_repeat
def commendation_new(request: HttpRequest) -> HttpResponse:
    """Open a round. 403 with the reason for who holds none."""
    scope = scope_of(request)
    if not may_enter(scope):
        raise Http404
    if not _holders(scope):
        own = own_organisations(scope)
        name = organisation_name(scope, own[0]) if own else ""
        raise PermissionDenied(NotYours(name=name).sentence(spoken(request)))
    if request.method != "POST":
        return _new_page(request, "", 200)
    posted = request.POST
    propose_by = typed_day(posted.get("propose_by", ""))
    title = posted.get("title", "").strip()[:_LONG]
    level, days = posted.get("level", ""), typed_number(posted.get("shown_days", ""))
    if not title or propose_by is None or level not in dict(choices_of(scope, ROUND, "level", "en")) or days is None:
        return _new_page(
            request, gettext("A round has a title, a level, a last day for proposals and days of publication."), 422
        )
    organisation = typed_number(posted.get("organisation", "")) or _holders(scope)[0]
    draft = RoundDraft(title, level, organisation, posted.get("paper", "").strip()[:_LONG], propose_by, min(days, 60))
    try:
        identity = open_round(draft=draft, writing=writing_of(request))
    except RuleBroken as error:
        return _new_page(request, error.sentence(spoken(request)), 422)
    messages.success(request, gettext("The round is open; branches below find it. Give the places now."))
    return HttpResponseRedirect(reverse("commendation_round", args=[identity]))


def _new_page(request: HttpRequest, problem: str, status: int) -> HttpResponse:
    scope = scope_of(request)
    begun = {"shown_days": str(_SHOWN_DAYS)}
    content = NewRoundPage(
        title=gettext("New round of commendations"),
        crumbs=(Crumb(gettext("Commendations"), reverse("commendations")),),
        holders=tuple((one, organisation_name(scope, one)) for one in _holders(scope)),
        levels=tuple(choices_of(scope, ROUND, "level", spoken(request))),
        said=begun | {key: str(value) for key, value in request.POST.items()},
        problem=problem,
    )
    return page(request, content, status=status)
