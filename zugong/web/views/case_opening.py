"""A case about an organisation, a unit, a post or a problem begins: what proposes itself, what is chosen, the first step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.cases import queries
from zugong.cases.about import reckoned
from zugong.cases.acting import may_act
from zugong.cases.actions import Begin, begin
from zugong.cases.judging import judge
from zugong.cases.rules import About, CaseState
from zugong.cases.subjects import place_of, stands_at
from zugong.figures.queries import list_rows, this_site
from zugong.kernel.errors import RuleBroken
from zugong.packs.case_types import CaseType
from zugong.web.cases.asked import AskedCases
from zugong.web.cases.beginning import may_begin, places
from zugong.web.cases.forms import (
    Choice,
    FormField,
    Typed,
    add_verdicts,
    blank,
    form_fields,
    named_places,
    outcome_choices,
    outcome_label,
    paper_choices,
    read_form,
    rules_of,
)
from zugong.web.cases.signals import signals_of
from zugong.web.listing.references import known_records
from zugong.web.pages import Crumb, Page, page

_PAGE = 50
_WHERE = {"problem": "holds() and status = 'open'"}


@dataclass(frozen=True)
class Proposed:
    """Something a case may be begun about: what speaks for it, and the case that runs already, if any."""

    label: str
    place: str
    signals: tuple[str, ...]
    address: str
    running: str


@dataclass(frozen=True, kw_only=True)
class ChoosePage(Page):
    """What the case is to be about. With signals first only that of which one speaks; `all` leads to everything."""

    template: ClassVar[str] = "web/cases/choose.html"
    crumbs: tuple[Crumb, ...]
    note: str
    can_find: bool
    intake_address: str
    has_signals: bool
    is_everything: bool
    other: str
    q: str
    lines: tuple[Proposed, ...]
    is_first: bool
    first: str
    next: str


@dataclass(frozen=True, kw_only=True)
class OpenPage(Page):
    """The first step about what was chosen."""

    template: ClassVar[str] = "web/cases/open.html"
    crumbs: tuple[Crumb, ...]
    about: str
    place: str
    signals: tuple[str, ...]
    problems: tuple[str, ...]
    on: FormField
    fields: tuple[FormField, ...]
    outcomes: tuple[Choice, ...]
    outcome_label: str
    outcome_problem: str
    papers: tuple[Choice, ...]
    rules: tuple[str, ...]
    note: str
    back: str


def open_case(asked: AskedCases, declared: CaseType) -> HttpResponse:
    """The choice, the form, and the case that comes of it. 403 for who may begin nowhere, 404 for what is not theirs."""
    subject = asked.request.GET.get("subject", "")
    if not subject.isdigit():
        return _choose(asked, declared)
    place = place_of(declared, int(subject), asked.day)
    if place is None or not asked.reach.rights(declared.case_type).reach(place, None):
        raise Http404
    if not may_act(declared, declared.steps[0], place, asked.scope.access):
        raise PermissionDenied(gettext("No office of yours may begin cases of this kind."))
    if asked.request.method != "POST":
        return _form(asked, declared, int(subject), place, blank(declared.steps[0], asked.day), ())
    return _begun(asked, declared, int(subject), place)


def _begun(asked: AskedCases, declared: CaseType, subject: int, place: int) -> HttpResponse:
    posted, step = asked.request.POST, declared.steps[0]
    allowed = named_places(asked, declared, step, place)
    typed = read_form(posted, posted.getlist("papers"), step, allowed, asked.day)
    typed.act = reckoned(declared, place, typed.act, asked.scope.access)
    verdict = judge(CaseState(declared, (), asked.types.calendar), typed.act, About())
    above = add_verdicts(typed, verdict, asked.language)
    if above or typed.problems:
        return _form(asked, declared, subject, place, typed, above)
    begun = Begin(declared.case_type, 0, place, typed.act, asked.office, subject=subject)
    try:
        identity = begin(begun=begun, by=asked.by)
    except RuleBroken as error:
        return _form(asked, declared, subject, place, typed, (error.sentence(asked.language),))
    messages.success(asked.request, gettext("The case is begun; this is its file."))
    for one in verdict.warnings:
        messages.warning(asked.request, one.said.in_language(asked.language))
    return HttpResponseRedirect(reverse("case", args=[identity]))


def _crumbs(asked: AskedCases, declared: CaseType) -> tuple[Crumb, ...]:
    own = Crumb(declared.label(asked.language), reverse("case_type", args=[declared.case_type]))
    return (Crumb(gettext("Cases"), reverse("cases")), own)


def _form(
    asked: AskedCases, declared: CaseType, subject: int, place: int, typed: Typed, problems: tuple[str, ...]
) -> HttpResponse:
    step, language = declared.steps[0], asked.language
    known = known_records([(declared.about, subject)], asked.scope.clocks, asked.scope.catalogue, language)
    content = OpenPage(
        title=step.label(language),
        crumbs=_crumbs(asked, declared),
        about=known.label(declared.about, subject),
        place=asked.organisation_name(place) if declared.about != "organisation" else "",
        signals=signals_of(asked, declared, [place]).get(place, ()),
        problems=problems,
        on=FormField(
            "on", gettext("Day on which it was done"), "day", typed.texts.get("on", ""), True, "",
            typed.problems.get("on", ""),
        ),
        fields=form_fields(step, typed, named_places(asked, declared, step, place), language),
        outcomes=outcome_choices(step, typed.act.outcome, language),
        outcome_label=outcome_label(step, language),
        outcome_problem=typed.problems.get("outcome", ""),
        papers=paper_choices(declared, step, typed.act.papers, language),
        rules=rules_of(declared, step, asked.day, language),
        note=step.note.in_language(language) if step.note else "",
        back=reverse("case_begin", args=[declared.case_type]),
    )  # fmt: skip
    return page(asked.request, content, status=422 if problems or typed.problems else 200)


def _choose(asked: AskedCases, declared: CaseType) -> HttpResponse:
    if not may_begin(asked, declared):
        raise PermissionDenied(gettext("No office of yours may begin cases of this kind."))
    asks = asked.request.GET
    q, everything, after = asks.get("q", "").strip(), asks.get("all") == "1", asks.get("after", "")
    there = _to_begin_about(asked, declared) if declared.about == "organisation" else []
    everything = everything or len(there) == 1
    if declared.about == "organisation":
        lines, more = _organisations(asked, declared, there, q, everything, int(after) if after.isdigit() else 0)
    else:
        lines, more = _records(asked, declared, after)
    here = {"q": q, "all": "1" if everything else ""}
    here = {name: value for name, value in here.items() if value}
    content = ChoosePage(
        title=gettext("%(type)s: begin") % {"type": declared.label(asked.language)},
        crumbs=_crumbs(asked, declared),
        note=declared.note.in_language(asked.language) if declared.note else "",
        can_find=len(there) > 1,
        intake_address=reverse("case_take_in", args=[declared.case_type]) if declared.about == "problem" else "",
        has_signals=bool(declared.signals),
        is_everything=everything or not declared.signals,
        other="?" if everything else "?all=1",
        q=q,
        lines=lines,
        is_first=not after,
        first=f"?{urlencode(here)}",
        next=f"?{urlencode(here | {'after': more})}" if more else "",
    )
    return page(asked.request, content)


def _to_begin_about(asked: AskedCases, declared: CaseType) -> list[int]:
    """The organisations about which the user may begin such a case, in the order of the tree."""
    step, access = declared.steps[0], asked.scope.access
    there = places(asked, declared)
    return [one for one in there if may_act(declared, step, stands_at(declared, one, asked.tree), access)]


def _organisations(
    asked: AskedCases, declared: CaseType, there: list[int], q: str, everything: bool, after: int
) -> tuple[tuple[Proposed, ...], str]:
    """A page of these organisations; without `everything` or words only those with a signal."""
    highest = [one for one in there if asked.tree.parent(one) not in set(there)]
    found = signals_of(asked, declared, highest) if declared.signals else {}
    wanted = [
        one for one in (there if q else highest)
        if (q in asked.tree.name(one) if q else everything or not declared.signals or one in found)
    ]  # fmt: skip
    shown = wanted[after : after + _PAGE]
    running = queries.running_about(declared, shown, asked.day)
    lines = tuple(
        _proposed(declared, one, asked.tree.name(one), _above(asked, one), found.get(one, ()), running) for one in shown
    )
    return lines, str(after + _PAGE) if len(wanted) > after + _PAGE else ""


def _above(asked: AskedCases, organisation: int) -> str:
    parent = asked.tree.parent(organisation)
    return asked.organisation_name(parent)


def _records(asked: AskedCases, declared: CaseType, after: str) -> tuple[tuple[Proposed, ...], str]:
    """A page of units, posts or problems by their ids, under the rights to them."""
    kind = asked.scope.catalogue.types[declared.about]
    figure = this_site().definitions.pack.figures[declared.candidates] if declared.candidates else None
    where = (figure.where if figure else None) or _WHERE.get(declared.about, "holds()")
    after_row = (None, int(after)) if after.isdigit() else None
    found = list_rows(
        kind.code,
        where,
        asked.scope.clocks,
        asked.scope.grouping(None),
        asked.scope.names,
        after=after_row,
        limit=_PAGE,
    )
    anchors = [one.anchor for one in found.rows if one.anchor is not None]
    known = known_records(
        [(kind.code, one) for one in anchors], asked.scope.clocks, asked.scope.catalogue, asked.language
    )
    running = queries.running_about(declared, anchors, asked.day)
    lines = tuple(
        _proposed(declared, one.anchor, known.label(kind.code, one.anchor), asked.organisation_name(one.place), (), running)
        for one in found.rows if one.anchor is not None
    )  # fmt: skip
    return lines, str(found.after[1]) if found.after else ""


def _proposed(
    declared: CaseType, anchor: int, label: str, place: str, signals: tuple[str, ...], running: dict[int, int]
) -> Proposed:
    address = f"{reverse('case_begin', args=[declared.case_type])}?{urlencode({'subject': anchor})}"
    case = reverse("case", args=[running[anchor]]) if anchor in running else ""
    return Proposed(label, place, signals, "" if case else address, case)
