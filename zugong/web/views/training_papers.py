"""What is printed of a class: the sheet to sign on, and certificates for those who completed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from zugong.activities.queries import person_names
from zugong.training.papers import SHEET_HEADINGS, Line, certificate, sheet_lines
from zugong.training.queries import ROLL
from zugong.web.looking import log_list
from zugong.web.pages import Crumb, Page, page
from zugong.web.scope import scope_of
from zugong.web.training.doors import class_asked, class_crumbs, kind_named, require_fill
from zugong.web.typed import typed_number

_EMPTY_LINES = 5


@dataclass(frozen=True, kw_only=True)
class CertificatesPage(Page):
    """The certificates of a class, one to a printed page: each is its lines with their roles."""

    template: ClassVar[str] = "web/training/certificates.html"
    crumbs: tuple[Crumb, ...]
    certificates: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class SheetLine:
    """A line to sign on."""

    number: int
    name: str
    by: str


@dataclass(frozen=True, kw_only=True)
class SheetPage(Page):
    """The sheet to sign on, with some empty lines for whoever comes besides."""

    template: ClassVar[str] = "web/training/sheet.html"
    crumbs: tuple[Crumb, ...]
    above: tuple[Line, ...]
    headings: tuple[str, ...]
    lines: tuple[SheetLine, ...]


def training_certificates(request: HttpRequest, identity: int) -> HttpResponse:
    """The certificates of everybody who completed a class, or of the one `person` of the address."""
    scope = scope_of(request)
    filed = class_asked(scope, identity)
    require_fill(request, scope, filed.organisation)
    person = typed_number(request.GET.get("person", ""))
    done = [row.values["person"] for row in filed.roll if row.values["completed"]]
    done = [one for one in done if person in (None, one)]
    if not done or not filed.is_held:
        raise Http404
    names = person_names(done, filed.row.since)
    log_list(request, kind_named(ROLL, scope), done, len(done), organisation=filed.organisation)
    organiser = scope.todays_tree.name(filed.organisation) if filed.organisation in scope.todays_tree else ""
    content = CertificatesPage(
        title=gettext("Certificates"),
        crumbs=class_crumbs(filed),
        certificates=tuple(certificate(filed, names.get(one, ""), one, organiser) for one in done),
    )
    return page(request, content)


def training_sheet(request: HttpRequest, identity: int) -> HttpResponse:
    """The sheet to sign on."""
    scope = scope_of(request)
    filed = class_asked(scope, identity)
    require_fill(request, scope, filed.organisation)
    persons = filed.persons
    names, tree = person_names(persons, filed.row.since), scope.todays_tree
    senders = {row.values["person"]: row.values["organisation"] for row in filed.enrolments}
    lines = [
        SheetLine(number, names.get(one, ""), tree.name(senders[one]) if senders.get(one) in tree else "")
        for number, one in enumerate(persons, start=1)
    ]  # fmt: skip
    lines += [SheetLine(len(lines) + number, "", "") for number in range(1, _EMPTY_LINES + 1)]
    log_list(request, kind_named(ROLL, scope), persons, len(persons), organisation=filed.organisation)
    content = SheetPage(
        title=gettext("Sheet to sign on"),
        crumbs=class_crumbs(filed),
        above=sheet_lines(filed),
        headings=SHEET_HEADINGS,
        lines=tuple(lines),
    )
    return page(request, content)
