"""A person: what is known, where they are a member, which posts they hold, and which ledgers name them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import store_of
from zugong.dues.queries import has_dues
from zugong.web.entering.offered import ActGroup, acts_on_person
from zugong.web.listing.facts import Fact, facts_of
from zugong.web.listing.history import HistoryLine, history_of
from zugong.web.listing.subject import Subject, person_subject, place_of
from zugong.web.listing.tables import Column, Placed, TableRow, columns_of, fits, table_of, without_empty_columns
from zugong.web.looking import log_reveal, log_view
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.scope import Scope, scope_of
from zugong.web.views.record import given_reason, require_reveal
from zugong.web.views.references import references_address

_MOST_ROWS = 50


@dataclass(frozen=True)
class Part:
    """A table of the person's page: memberships, or appointments."""

    title: str
    headings: tuple[Column, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, kw_only=True)
class PersonPage(Page):
    """A person as the user may see them."""

    template: ClassVar[str] = "web/person.html"
    is_own: bool
    has_own_dues: bool
    facts: tuple[Fact, ...]
    reveal_address: str
    is_revealed: bool
    parts: tuple[Part, ...]
    references: str
    history: tuple[HistoryLine, ...]
    acts: tuple[ActGroup, ...]


def person(request: HttpRequest, identity: int) -> HttpResponse:
    """The page of a person."""
    scope = scope_of(request)
    subject = person_subject(identity, scope, own=request.user.person_id)
    log_view(request, subject)
    return _shown(request, subject, scope, reveal=False)


def person_reveal(request: HttpRequest, identity: int) -> HttpResponse:
    """The same page with encrypted values in clear, after a reason, which is logged before anything is shown."""
    if request.method != "POST":  # a reload, or another language
        return HttpResponseRedirect(reverse("person", args=[identity]))
    scope = scope_of(request)
    subject = person_subject(identity, scope, own=request.user.person_id)
    require_reveal(subject, scope)
    log_reveal(request, subject, reason=given_reason(request))
    return _shown(request, subject, scope, reveal=True)


def _shown(request: HttpRequest, subject: Subject, scope: Scope, *, reveal: bool) -> HttpResponse:
    language = spoken(request)
    facts = facts_of(subject, scope, language, reveal=reveal)
    can_reveal = any(fact.can_reveal for fact in facts)
    content = PersonPage(
        title=subject.row.values["name"] or gettext("Person"),
        is_own=subject.is_own,
        has_own_dues=subject.is_own and has_dues(subject.identity),
        facts=facts,
        reveal_address=reverse("person_reveal", args=[subject.identity]) if can_reveal else "",
        is_revealed=reveal,
        parts=_parts(subject, scope, language),
        references="" if subject.is_own and not scope.access.grants else references_address(subject),
        history=_history(subject, scope, language),
        acts=acts_on_person(subject, scope, language),
    )
    return page(request, content)


def _history(subject: Subject, scope: Scope, language: str) -> tuple[HistoryLine, ...]:
    """What was done to the person and to their memberships, the latest first: memberships have no page of their own."""
    kind = scope.catalogue.types["membership"]
    store = store_of(kind)
    row = next(iter(store.read(store.queryset().filter(person_id=subject.identity).order_by("-id")[:1])), None)
    if row is None:
        return history_of(subject, scope, language)
    membership = Subject(kind, row.id, row, subject.place, is_own=subject.is_own)
    told = [replace(line, of=kind.name(language)) for line in history_of(membership, scope, language)]
    lines = [*history_of(subject, scope, language), *told]
    return tuple(sorted(lines, key=lambda line: line.entry.number, reverse=True))


def _parts(subject: Subject, scope: Scope, language: str) -> tuple[Part, ...]:
    types = scope.catalogue.types
    memberships = _memberships(types["membership"], subject, scope)
    found = [_part(types["membership"], memberships, scope, language, is_own=subject.is_own)]
    if scope.may_list(types["appointment"]):
        found.append(_part(types["appointment"], _appointments(types["appointment"], subject, scope), scope, language))
    return tuple(part for part in found if part.rows)


def _memberships(kind: RecordType, subject: Subject, scope: Scope) -> list[Placed]:
    """All of them: who may see the person today may see where they were before."""
    store = store_of(kind)
    rows = store.queryset().believed(scope.clocks.known).filter(person_id=subject.identity).order_by("since")
    return [Placed(row.id, subject.place) for row in store.read(rows[:_MOST_ROWS])]


def _appointments(kind: RecordType, subject: Subject, scope: Scope) -> list[Placed]:
    """Those of the day that the rights over posts allow."""
    store, rights = store_of(kind), scope.names(kind)
    rows = store.read(store.queryset().at(scope.clocks).filter(person_id=subject.identity).order_by("since", "id"))
    placed = [(row, place_of(kind, row, scope)) for row in rows]
    return [Placed(row.id, place) for row, place in placed if fits(rights, kind, row.values, place)][:_MOST_ROWS]


def _part(kind: RecordType, placed: list[Placed], scope: Scope, language: str, *, is_own: bool = False) -> Part:
    columns = tuple(column for column in columns_of(kind, scope, language) if _is_shown(column))
    table = without_empty_columns(table_of(kind, placed, columns, scope, language, is_own=is_own))
    return Part(kind.name(language), table.columns, table.rows)


def _is_shown(column: Column) -> bool:
    """The person stands in the heading of the page already."""
    return column.path[0] != "person"
