"""Papers of cases as Word files: one filled for a case; the layouts of a type, to be taken away, changed and brought back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.cases.acting import actor_of, may_keep
from zugong.cases.filed import Case
from zugong.cases.layouts import keep_layout, layout_for, layouts_of, nearest_layout, withdraw_layout
from zugong.cases.models import PaperLayout
from zugong.cases.papers import Around, filled, mistakes_in, names_of, usual_layout
from zugong.kernel.errors import RuleBroken
from zugong.organisations.queries import tree_at
from zugong.packs.case_types import CaseType
from zugong.recruitment.notices import CASE_TYPE as RECRUITMENT
from zugong.recruitment.papers import STEPS
from zugong.web.cases.asked import AskedCases, asked_cases
from zugong.web.cases.lists import persons_listed
from zugong.web.cases.shown import hidden_fields
from zugong.web.cases.subjects import subject_name
from zugong.web.files import word_file
from zugong.web.looking import log_view
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat

_MOST_MB = 4


@dataclass(frozen=True)
class LayoutLine:
    """A paper of the type: where its usual layout is, and the own one where there is one."""

    code: str
    label: str
    address: str
    own: str
    own_address: str
    layout: int | None


@dataclass(frozen=True)
class MistakeLine:
    place: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class LayoutsPage(Page):
    """The papers of a type as Word files; `mistakes` are those of the file that was just brought."""

    template: ClassVar[str] = "web/cases/layouts.html"
    crumbs: tuple[Crumb, ...]
    lines: tuple[LayoutLine, ...]
    names: tuple[str, ...]
    may_keep: bool
    organisation: str
    uploaded: str
    refusal: str
    mistakes: tuple[MistakeLine, ...]


def case_document(request: HttpRequest, identity: int, paper: str) -> HttpResponse:
    """A paper of a case, filled; 404 where the type has no such paper, or for who may not list the case."""
    asked = asked_cases(request)
    found = asked.case(identity)
    if paper not in found.case_type.papers or found.case_type.papers[paper].official:
        raise Http404
    if paper in STEPS and found.case_type.case_type == RECRUITMENT and not _has_own_layout(found, paper, asked):
        return HttpResponseRedirect(reverse("recruitment_paper", args=[found.subject, paper]))
    log_view(request, asked.subject(found))
    around = _around(asked, found)
    content = filled(layout_for(found, paper, asked.tree), found, around, asked.language)
    return word_file(content, f"{found.case_type.papers[paper].label(asked.language)} {around.about}")


def _has_own_layout(found: Case, paper: str, asked: AskedCases) -> bool:
    """Does an office word this paper itself? Else that of a recruitment is made with its posts and names."""
    return nearest_layout(found.case_type.case_type, paper, found.organisation, asked.tree) is not None


def _around(asked: AskedCases, found: Case) -> Around:
    place = found.organisation
    then = tree_at(found.since)
    then = then if place is not None and place in then else asked.tree
    above, county = (actor_of(found.case_type, level, place, then) for level in ("committee", "county"))
    persons = {
        value for act in found.acts for name in ("first_person", "second_person") if (value := act.values.get(name))
    }
    persons |= persons_listed(found)
    names = asked.persons(persons)
    return Around(
        about=subject_name(asked, found), organisation=asked.organisation_name(place),
        above=asked.organisation_name(above), other=asked.organisation_name(found.other), today=asked.day,
        county=asked.organisation_name(county), places=_places(asked, found),
        persons={one: names.label("person", one) for one in persons}, hidden=hidden_fields(asked, found),
    )  # fmt: skip


def _places(asked: AskedCases, found: Case) -> dict[int, str]:
    """The organisations that steps of the case name."""
    named = {value for act in found.acts if (value := act.values.get("other")) is not None}
    return {one: asked.organisation_name(one) for one in named}


def case_layout_usual(request: HttpRequest, code: str, paper: str) -> HttpResponse:
    """The layout to begin with, its names in braces still in it."""
    declared = asked_cases(request).case_type(code)
    if paper not in declared.papers or declared.papers[paper].official:
        raise Http404
    return word_file(usual_layout(declared, paper), declared.papers[paper].zh)


def case_layout_own(request: HttpRequest, code: str, layout: int) -> HttpResponse:
    """An own layout, as it was brought; 404 for other organisations' above and below which the user has no office."""
    asked = asked_cases(request)
    asked.case_type(code)
    kept = PaperLayout.objects.believed().filter(pk=layout, case_type=code, organisation__in=_own(asked)).first()
    if kept is None:
        raise Http404
    return word_file(bytes(kept.document), kept.name.removesuffix(".docx"))


def _own(asked: AskedCases) -> list[int]:
    return list(asked.own_organisations)


@safe_to_repeat
def case_layouts(request: HttpRequest, code: str) -> HttpResponse:
    """The layouts; a POST checks a file and keeps it, or withdraws an own one."""
    asked = asked_cases(request)
    declared = asked.case_type(code)
    place = _place(asked, declared)
    if request.method != "POST":
        return _shown(asked, declared, place)
    if place is None:
        raise PermissionDenied(gettext("No office of yours may begin cases of this kind."))
    if request.POST.get("withdraw", "").isdigit():
        return _withdrawn(asked, declared, int(request.POST["withdraw"]))
    return _kept(asked, declared, place)


def _place(asked: AskedCases, declared: CaseType) -> int | None:
    """For which organisation the user may word the papers: the first whose cases an office of theirs keeps."""
    return next((one for one in asked.own_organisations if may_keep(declared, one, asked.scope.access)), None)


def _withdrawn(asked: AskedCases, declared: CaseType, layout: int) -> HttpResponse:
    mine = {one.pk: one for one in layouts_of(declared.case_type, _own(asked))}
    if layout not in mine:
        raise Http404
    withdraw_layout(layout=mine[layout], source=asked.by.source)
    messages.success(asked.request, gettext("The usual layout serves again."))
    return HttpResponseRedirect(reverse("case_layouts", args=[declared.case_type]))


def _kept(asked: AskedCases, declared: CaseType, place: int) -> HttpResponse:
    file, paper = asked.request.FILES.get("file"), asked.request.POST.get("paper", "")
    if file is None or paper not in declared.papers or declared.papers[paper].official:
        return _shown(asked, declared, place, refusal=gettext("Choose the paper and the Word file."))
    if file.size > _MOST_MB * 1024 * 1024:
        return _shown(asked, declared, place, refusal=gettext("The file is larger than a layout needs to be."))
    content, name = file.read(), file.name or ""
    try:
        wrong = [
            MistakeLine(one.place, one.error.sentence(asked.language)) for one in mistakes_in(content, name, declared)
        ]
        if wrong:
            return _shown(asked, declared, place, uploaded=name, mistakes=tuple(wrong))
        keep_layout(
            declared=declared, paper=paper, organisation=place, name=name, content=content, source=asked.by.source
        )
    except RuleBroken as error:
        return _shown(asked, declared, place, refusal=error.sentence(asked.language))
    messages.success(asked.request, gettext("The layout is kept; papers are printed from it."))
    return HttpResponseRedirect(reverse("case_layouts", args=[declared.case_type]))


def _shown(
    asked: AskedCases, declared: CaseType, place: int | None, *, uploaded: str = "", refusal: str = "",
    mistakes: tuple[MistakeLine, ...] = (),
) -> HttpResponse:  # fmt: skip
    code, language = declared.case_type, asked.language
    own = {one.paper: one for one in layouts_of(code, _own(asked))}
    content = LayoutsPage(
        title=gettext("Papers as Word files"),
        crumbs=(
            Crumb(gettext("Cases"), reverse("cases")),
            Crumb(declared.label(language), reverse("case_type", args=[code])),
        ),
        lines=tuple(
            _line(code, paper, one.label(language), own.get(paper))
            for paper, one in declared.papers.items() if not one.official
        ),
        names=tuple(name for name in names_of(declared) if name.isascii() != language.startswith("zh")),
        may_keep=place is not None,
        organisation=asked.organisation_name(place),
        uploaded=uploaded, refusal=refusal, mistakes=mistakes,
    )  # fmt: skip
    return page(asked.request, content, status=422 if refusal or mistakes else 200)


def _line(code: str, paper: str, label: str, own: PaperLayout | None) -> LayoutLine:
    return LayoutLine(
        paper, label, reverse("case_layout_usual", args=[code, paper]), own.name if own else "",
        reverse("case_layout_own", args=[code, own.pk]) if own else "", own.pk if own else None,
    )  # fmt: skip
