"""An organisation: what it is, where it stands and stood, what it serves, who stands below it, who leads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from zugong.dictionary.store import store_of
from zugong.kernel.facts.models import Entry
from zugong.kernel.time import last_day
from zugong.organisations.models import Belongs, Serves
from zugong.web.listing.facts import Fact, facts_of
from zugong.web.listing.history import EntryLine, HistoryLine, entry_line, history_of
from zugong.web.listing.references import address_of, known_records
from zugong.web.listing.subject import Subject, record_subject
from zugong.web.listing.tables import Placed, TableRow, columns_of, scope_address, table_of, without_empty_columns
from zugong.web.looking import log_list, log_reveal, log_view
from zugong.web.middleware import spoken
from zugong.web.organisations.branches import Branch, Shape, member_counts
from zugong.web.organisations.opened import Opened, kept_clocks
from zugong.web.pages import Page, page
from zugong.web.scope import Scope, scope_of
from zugong.web.views.record import ReferenceLine, given_reason, references_to, require_reveal

_MOST_LEADERS = 12


@dataclass(frozen=True)
class Crumb:
    """A superior; `address` is "" where the user may not open it."""

    name: str
    address: str


@dataclass(frozen=True)
class LinkLine:
    """A dated link: a superior, or a unit that it is set up in."""

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
    superiors: tuple[LinkLine, ...]
    units: tuple[LinkLine, ...]
    leader_headings: tuple[str, ...]
    leaders: tuple[TableRow, ...]
    references: tuple[ReferenceLine, ...]
    history: tuple[HistoryLine, ...]


def organisation(request: HttpRequest, identity: int) -> HttpResponse:
    """The page of an organisation."""
    scope = scope_of(request)
    subject = _subject(identity, scope)
    log_view(request, subject)
    return _shown(request, subject, scope, reveal=False)


@require_POST
def organisation_reveal(request: HttpRequest, identity: int) -> HttpResponse:
    """The same page with its telephone in clear, after a reason."""
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
    headings, leaders = _leaders(request, identity, scope, language)
    content = OrganisationPage(
        title=str(subject.row.values["name"]),
        id=identity,
        above=tuple(_crumb(pk, scope) for pk in scope.tree.above(identity)) if stands else (),
        is_living=stands and scope.tree.living(identity),
        members=member_counts(scope, identity).get(identity, "") if stands else "",
        facts=facts,
        reveal_address=reverse("organisation_reveal", args=[identity]) if any(f.can_reveal for f in facts) else "",
        is_revealed=reveal,
        children=Shape(scope, Opened.one(identity, kept_clocks(request.GET)), language).below(identity) if stands else (),
        superiors=_superiors(identity, scope, language),
        units=_units(identity, scope, language),
        leader_headings=headings,
        leaders=leaders,
        references=references_to(subject.kind, identity, scope, language),
        history=history_of(subject, scope, language),
    )
    return page(request, content)


def _crumb(organisation: int, scope: Scope) -> Crumb:
    address = address_of("organisation", organisation) if scope.may_open(organisation) else ""
    return Crumb(scope.tree.name(organisation), address)


def _superiors(identity: int, scope: Scope, language: str) -> tuple[LinkLine, ...]:
    links = Belongs.objects.believed(scope.clocks.known).filter(child=identity).order_by("since")
    rows = list(links.values_list("parent_id", "since", "until", "recorded_in_id"))
    return _link_lines("organisation", rows, scope, language)


def _units(identity: int, scope: Scope, language: str) -> tuple[LinkLine, ...]:
    links = Serves.objects.believed(scope.clocks.known).filter(organisation=identity).order_by("since")
    rows = list(links.values_list("unit_id", "since", "until", "recorded_in_id"))
    return _link_lines("unit", rows, scope, language)


def _link_lines(code: str, rows: list[tuple], scope: Scope, language: str) -> tuple[LinkLine, ...]:
    known = known_records([(code, row[0]) for row in rows], scope.clocks, scope.catalogue, language)
    entries = Entry.objects.in_bulk({row[3] for row in rows})
    return tuple(
        LinkLine(
            name=known.label(code, other),
            address=scope_address(scope, code, other, known),
            since=since.isoformat(),
            last=last.isoformat() if (last := last_day(until)) else "",
            recorded=entry_line(entries[entry]),
        )
        for other, since, until, entry in rows
    )


def _leaders(
    request: HttpRequest, identity: int, scope: Scope, language: str
) -> tuple[tuple[str, ...], tuple[TableRow, ...]]:
    """Who holds its posts on the day, as far as the rights over posts allow."""
    kind = scope.catalogue.types["appointment"]
    if not scope.may_list(kind):
        return (), ()
    posts = store_of(scope.catalogue.types["position"])
    of_here = [row.anchor for row in posts.believed(on=scope.clocks.on, organisation_id=identity)]
    rights = scope.names(kind)
    shown = [pk for pk in of_here if rights.positions is None or pk in rights.positions]
    store = store_of(kind)
    held = store.queryset().at(scope.clocks).filter(Q(position_id__in=shown)).order_by("position_id")[:_MOST_LEADERS]
    columns = columns_of(kind, scope, language)
    placed = [Placed(row.id, identity) for row in store.read(held)]
    table = without_empty_columns(table_of(kind, placed, columns, scope, language))
    if table.rows:
        log_list(request, kind, table.persons, len(table.rows), organisation=identity)
    return tuple(column.label for column in table.columns), table.rows
