"""Certificates of a round as Word files, and the layouts that they are printed from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from zugong.cases.layouts import keep_checked, layouts_of, withdraw_layout
from zugong.cases.models import PaperLayout
from zugong.cases.papers import mistakes_among
from zugong.commendations.errors import NotYours
from zugong.commendations.queries import PROPOSAL, ROUND
from zugong.kernel.errors import RuleBroken
from zugong.web.commendations.certificates import (
    LAYOUTS,
    NAMES,
    OF_ORGANISATION,
    OF_PERSON,
    all_certificates,
    certificate_of,
    commended,
    usual_certificate,
)
from zugong.web.commendations.doors import may_hold, organisation_name, own_organisations, round_asked, writing_of
from zugong.web.commendations.proposed import Round, read_round
from zugong.web.files import word_file
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_number
from zugong.web.views.case_layouts import LayoutLine, LayoutsPage, MistakeLine

_MOST_MB = 4


@dataclass(frozen=True, kw_only=True)
class CertificateLayoutsPage(LayoutsPage):
    """The layouts of certificates, laid out like those of cases."""

    template: ClassVar[str] = "web/commendations/layouts.html"


def commendation_certificate(request: HttpRequest, identity: int, row_id: int) -> HttpResponse:
    """The certificate of one who was commended. 404 for anybody else."""
    scope, found = _held(request, identity)
    proposal = next((one for one in commended(found) if one.id == row_id), None)
    if proposal is None:
        raise Http404
    _log(request, scope, found, [proposal.values["person"]])
    name, content = certificate_of(found, proposal, scope, spoken(request))
    return word_file(content, name)


def commendation_certificates(request: HttpRequest, identity: int) -> HttpResponse:
    """The certificates of everybody commended in a round, in one file. 404 before the decision."""
    scope, found = _held(request, identity)
    persons = [one.values["person"] for one in commended(found)]
    if not persons:
        raise Http404
    _log(request, scope, found, persons)
    name = content_disposition_header(True, f"{found.row.values['title']}.zip") or "attachment"
    content = all_certificates(found, scope, spoken(request))
    return HttpResponse(content, content_type="application/zip", headers={"Content-Disposition": name})


def _held(request: HttpRequest, identity: int) -> tuple[Scope, Round]:
    """A round that the user holds. 403 with the reason where it is another's."""
    scope = scope_of(request)
    row = round_asked(scope, identity)
    holder = row.values["organisation"]
    if not may_hold(scope, holder):
        raise PermissionDenied(NotYours(name=organisation_name(scope, holder)).sentence(spoken(request)))
    return scope, read_round(row, scope)


def _log(request: HttpRequest, scope: Scope, found: Round, persons: list[int | None]) -> None:
    named = [one for one in persons if one]
    kind = scope.catalogue.types[PROPOSAL]
    log_list(request, kind, named, len(named), organisation=found.row.values["organisation"])


def _labels() -> dict[str, str]:
    return {
        OF_PERSON: gettext("Certificate for a person"), OF_ORGANISATION: gettext("Certificate for an organisation")
    }  # fmt: skip


def commendation_layout_usual(request: HttpRequest, paper: str) -> HttpResponse:
    """The layout to begin with, its names in braces still in it."""
    _places(request)
    if paper not in _labels():
        raise Http404
    return word_file(usual_certificate(paper), _labels()[paper])


def commendation_layout_own(request: HttpRequest, layout: int) -> HttpResponse:
    """An own layout, as it was brought; 404 for other organisations'."""
    found = (
        PaperLayout.objects.believed().filter(pk=layout, case_type=LAYOUTS, organisation__in=_places(request)).first()
    )
    if found is None:
        raise Http404
    return word_file(bytes(found.document), found.name.removesuffix(".docx"))


def _places(request: HttpRequest) -> list[int]:
    """The organisations for which the user may hold rounds. 404 for none."""
    scope = scope_of(request)
    if not scope.may_list(scope.catalogue.types[ROUND]):
        raise Http404
    places = [one for one in own_organisations(scope) if may_hold(scope, one)]
    if not places:
        raise Http404
    return places


@safe_to_repeat
def commendation_layouts(request: HttpRequest) -> HttpResponse:
    """The layouts of certificates; a POST checks a file and keeps it, or withdraws an own one."""
    places = _places(request)
    if request.method != "POST":
        return _shown(request, places)
    withdrawn = typed_number(request.POST.get("withdraw", ""))
    if withdrawn:
        return _withdrawn(request, places, withdrawn)
    file, paper = request.FILES.get("file"), request.POST.get("paper", "")
    if file is None or paper not in _labels():
        return _shown(request, places, refusal=gettext("Choose the paper and the Word file."))
    if (file.size or 0) > _MOST_MB * 1024 * 1024:
        return _shown(request, places, refusal=gettext("The file is larger than a layout needs to be."))
    return _kept(request, places, paper, file.name or "", file.read())


def _withdrawn(request: HttpRequest, places: list[int], layout: int) -> HttpResponse:
    found = next((one for one in layouts_of(LAYOUTS, places) if one.pk == layout), None)
    if found is None:
        raise Http404
    withdraw_layout(layout=found, source=writing_of(request).source)
    messages.success(request, gettext("The usual layout serves again."))
    return HttpResponseRedirect(reverse("commendation_layouts"))


def _kept(request: HttpRequest, places: list[int], paper: str, name: str, content: bytes) -> HttpResponse:
    language = spoken(request)
    try:
        wrong = [MistakeLine(one.place, one.error.sentence(language)) for one in mistakes_among(content, name, NAMES)]
    except RuleBroken as error:
        return _shown(request, places, refusal=error.sentence(language))
    if wrong:
        return _shown(request, places, uploaded=name, mistakes=tuple(wrong))
    source = writing_of(request).source
    keep_checked(case_type=LAYOUTS, paper=paper, organisation=places[0], name=name, content=content, source=source)
    messages.success(request, gettext("The layout is kept; certificates are printed from it."))
    return HttpResponseRedirect(reverse("commendation_layouts"))


def _shown(
    request: HttpRequest, places: list[int], *, uploaded: str = "", refusal: str = "", mistakes: tuple[MistakeLine, ...] = ()
) -> HttpResponse:  # fmt: skip
    own = {one.paper: one for one in layouts_of(LAYOUTS, places)}
    content = CertificateLayoutsPage(
        title=gettext("Layout of the certificates"),
        crumbs=(Crumb(gettext("Commendations"), reverse("commendations")),),
        lines=tuple(_line(paper, label, own.get(paper)) for paper, label in _labels().items()),
        names=tuple(name for name in NAMES if name.isascii() != spoken(request).startswith("zh")),
        may_keep=True,
        organisation=organisation_name(scope_of(request), places[0]),
        uploaded=uploaded,
        refusal=refusal,
        mistakes=mistakes,
    )
    return page(request, content, status=422 if refusal or mistakes else 200)


def _line(paper: str, label: str, own: PaperLayout | None) -> LayoutLine:
    return LayoutLine(
        paper, label, reverse("commendation_layout_usual", args=[paper]), own.name if own else "",
        reverse("commendation_layout_own", args=[own.pk]) if own else "", own.pk if own else None,
    )  # fmt: skip
