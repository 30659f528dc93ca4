"""What refers to a record: a part of its page that the page asks for by itself, because it looks at every record type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zugong.kernel.keeping import Kept
from zugong.web.kept_answers import seen_key
from zugong.web.listing.narrowed import counts_of_references
from zugong.web.listing.references import address_of
from zugong.web.listing.subject import Subject, person_subject, record_subject
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.scope import Scope, scope_of
from zugong.web.views.records import listable


@dataclass(frozen=True)
class ReferenceLine:
    """Rows of a type that name the record."""

    label: str
    count: int
    address: str


@dataclass(frozen=True, kw_only=True)
class ReferencesPage(Page):
    """The part as a page of its own, for who reads without scripts."""

    template: ClassVar[str] = "web/references.html"
    record_address: str
    references: tuple[ReferenceLine, ...]


def record_references(request: HttpRequest, code: str, identity: int) -> HttpResponse:
    """The types whose rows name a record, with how many the user may list and where; 404 like the record itself."""
    scope, language = scope_of(request), spoken(request)
    references = _references_to(_subject(request, code, identity, scope), scope, language, request.asked.query)
    if request.htmx:
        return render(request, "web/parts/reference_lines.html", {"references": references})
    content = ReferencesPage(
        title=gettext("What refers to it"), record_address=address_of(code, identity), references=references
    )
    return page(request, content)


def references_address(subject: Subject) -> str:
    """Where the page of a record asks for this part; "" for a row that nothing can name."""
    if subject.row.anchor is None:
        return ""
    return reverse("record_references", args=[subject.kind.code, subject.identity])


def _subject(request: HttpRequest, code: str, identity: int, scope: Scope) -> Subject:
    if code == "person":
        return person_subject(identity, scope, own=request.user.person_id)
    return record_subject(listable(scope, code), identity, scope)


_counts: Kept[dict[str, int]] = Kept()


def _references_to(subject: Subject, scope: Scope, language: str, clocks: str) -> tuple[ReferenceLine, ...]:
    code, anchor, types = subject.kind.code, subject.row.anchor, scope.catalogue.types
    if anchor is None:
        return ()

    def counted() -> dict[str, int]:
        kinds = [other for other in types.values() if scope.may_list(other)]
        return counts_of_references(code, anchor, kinds, scope.clocks, scope.names)

    query = f"?of={code}:{anchor}{f'&{clocks}' if clocks else ''}"
    counts = _counts.value((seen_key(scope), code, anchor), counted)
    return tuple(
        ReferenceLine(types[other].name(language), counts[other], f"{reverse('record_list', args=[other])}{query}")
        for other in types  # in the order of the dictionary, always
        if other in counts
    )
