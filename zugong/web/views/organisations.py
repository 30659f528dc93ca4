"""An organisation: what it is, where it stands and stood, what it serves, who stands below it, who leads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from zugong.kernel.facts.models import Entry
from zugong.kernel.time import last_day
from zugong.organisations.models import Serves
from zugong.web.entering.offered import ActGroup, acts_of
from zugong.web.listing.entries import EntryLine, entry_lines
from zugong.web.listing.facts import Fact, facts_of
from zugong.web.listing.history import HistoryLine, history_of
from zugong.web.listing.references import address_of, known_records
from zugong.web.listing.subject import Subject, record_subject
from zugong.web.listing.tables import scope_address
from zugong.web.looking import log_reveal, log_view
from zugong.web.middleware import spoken
from zugong.web.organisations.branches import Branch, Shape, member_counts
from zugong.web.organisations.opened import Opened, kept_clocks
from zugong.web.organisations.story import Chapter, story_of
from zugong.web.organisations.summary import Summary, summary_of
from zugong.web.pages import Crumb, Page, page
from zugong.web.scope import Scope, scope_of
from zugong.web.views.record import given_reason, require_reveal
from zugong.web.views.references import references_address


@dataclass(frozen=True)
class LinkLine:
    """A dated link: a unit that it is set up in."""

    name: str
    address: str
    since: str
    last: str
    recorded: EntryLine


@dataclass(frozen=True, kw_only=True)
class OrganisationPage(Page):
    """An organisation as the user may see it."""

    template: ClassVar[str] = "web/organisation.html"
    id: int
    above: tuple[Crumb, ...]
    is_living: bool
    members: str
    facts: tuple[Fact, ...]
    reveal_address: str
    is_revealed: bool
    children: tuple[Branch, ...]
    units: tuple[LinkLine, ...]
    summary: Summary
    story: tuple[Chapter, ...]
    references: str
    history: tuple[HistoryLine, ...]
    acts: tuple[ActGroup, ...]


def organisation(request: HttpRequest, identity: int) -> HttpResponse:
    """The page of an organisation."""
    scope = scope_of(request)
    subject = _subject(identity, scope)
    log_view(request, subject)
    return _shown(request, subject, scope, reveal=False)


def organisation_reveal(request: HttpRequest, identity: int) -> HttpResponse:
    """The same page with its telephone in clear, after a reason."""
    if request.method != "POST":  # a reload, or another language
        return HttpResponseRedirect(reverse("organisation", args=[identity]))
    scope = scope_of(request)
    subject = _subject(identity, scope)
    require_reveal(subject, scope)
    log_reveal(request, subject, reason=given_reason(request))
    return _shown(request, subject, scope, reveal=True)


def _subject(identity: int, scope: Scope) -> Subject:
    if not scope.may_open(identity):
        raise Http404
    return record_subject(scope.catalogue.types["organisation"], identity, scope)


def _shown(request: HttpRequest, subject: Subject, scope: Scope, *, reveal: bool) -> HttpResponse:
    language, identity = spoken(request), subject.identity
    facts = facts_of(subject, scope, language, reveal=reveal)
    stands = identity in scope.tree
    content = OrganisationPage(
        title=str(subject.row.values["name"]),
        id=identity,
        above=tuple(_crumb(pk, scope) for pk in scope.tree.above(identity)) if stands else (),
        is_living=stands and scope.tree.living(identity),
        members=member_counts(scope, identity).get(identity, "") if stands else "",
        facts=facts,
        reveal_address=reverse("organisation_reveal", args=[identity]) if any(f.can_reveal for f in facts) else "",
        is_revealed=reveal,
        children=Shape(scope, Opened.one(identity, kept_clocks(request.GET)), language).below(identity)
        if stands
        else (),
        units=_units(identity, scope, language),
        summary=summary_of(request, identity, scope, language),
        story=story_of(identity, scope, language),
        references=references_address(subject),
        history=history_of(subject, scope, language),
        acts=acts_of(subject, scope),
    )
    return page(request, content)


def _crumb(organisation: int, scope: Scope) -> Crumb:
    address = address_of("organisation", organisation) if scope.may_open(organisation) else ""
    return Crumb(scope.tree.name(organisation), address)


def _units(identity: int, scope: Scope, language: str) -> tuple[LinkLine, ...]:
    links = Serves.objects.believed(scope.clocks.known).filter(organisation=identity).order_by("since")
    rows = list(links.values_list("unit_id", "since", "until", "recorded_in_id"))
    return _link_lines("unit", rows, scope, language)


def _link_lines(code: str, rows: list[tuple], scope: Scope, language: str) -> tuple[LinkLine, ...]:
    known = known_records([(code, row[0]) for row in rows], scope.clocks, scope.catalogue, language)
    entries = entry_lines(Entry.objects.filter(pk__in={row[3] for row in rows}))
    return tuple(
        LinkLine(
            name=known.label(code, other),
            address=scope_address(scope, code, other, known),
            since=since.isoformat(),
            last=last.isoformat() if (last := last_day(until)) else "",
            recorded=entries[entry],
        )
        for other, since, until, entry in rows
    )
