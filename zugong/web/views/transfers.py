"""Transfers at a glance: letters about to lapse, files that have not come, refusals; the month's differences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy

from zugong.cases import queries
from zugong.cases.queries import Waiting
from zugong.dictionary.catalogue import Catalogue
from zugong.exchange.reconcile import Differences, Misfit
from zugong.exchange.reconciling import Side, differences_for
from zugong.exchange.uploads import read_upload
from zugong.kernel.errors import RuleBroken
from zugong.packs.case_types import CaseType
from zugong.transfers.standing import LEDGER
from zugong.web.cases.asked import AskedCases, asked_cases
from zugong.web.cases.beginning import may_begin
from zugong.web.cases.subjects import Named, named
from zugong.web.entering.rights import may_add
from zugong.web.imports.settling import Settling, settlings_of
from zugong.web.looking import log_list
from zugong.web.pages import Crumb, Page, page
from zugong.web.scope import scope_of
from zugong.web.views.cases import WaitingLine, waiting_line

_SOON = timedelta(days=10)
#: Which steps a part of the board is about.
_FILE, _REFUSAL = ("file_in", "file_sent"), ("refusal_reviewed",)
_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


@dataclass(frozen=True)
class BoardPart:
    """One matter of the board; `empty` is what stands there where nothing is."""

    heading: str
    lines: tuple[WaitingLine, ...]
    empty: str


@dataclass(frozen=True)
class Direction:
    """A type of transfer: how many run, where to see and to begin one."""

    label: str
    running: int
    address: str
    begin_address: str


@dataclass(frozen=True, kw_only=True)
class TransfersPage(Page):
    """The board of transfers that a user sees."""

    template: ClassVar[str] = "web/guide/transfers.html"
    crumbs: tuple[Crumb, ...]
    directions: tuple[Direction, ...]
    parts: tuple[BoardPart, ...]
    desk_address: str
    desks_address: str


class DifferencesForm(forms.Form):
    """A roster of the national system and the day of which it speaks."""

    on = forms.DateField(label=gettext_lazy("Day of the roster"), widget=_DAY)
    roster = forms.FileField(label=gettext_lazy("Roster exported from the national system (.xlsx, .xls, .csv)"))


@dataclass(frozen=True)
class DifferenceLine:
    name: str
    branch: str
    why: str
    row: int | None
    settlings: tuple[Settling, ...]


@dataclass(frozen=True)
class DifferencePart:
    heading: str
    lines: tuple[DifferenceLine, ...]


@dataclass(frozen=True, kw_only=True)
class DifferencesPage(Page):
    """The form, and after it was sent who stands otherwise there than here."""

    template: ClassVar[str] = "web/guide/differences.html"
    crumbs: tuple[Crumb, ...]
    form: DifferencesForm
    problem: str
    is_done: bool
    agreeing: int
    unread: str
    parts: tuple[DifferencePart, ...]


def transfers(request: HttpRequest) -> HttpResponse:
    """The board; 404 for who sees no transfer."""
    asked = asked_cases(request)
    types = _types(asked)
    waiting = [row for code in types for row in queries.waiting(asked.reach, asked.day, case_type=code).rows]
    about = named(asked, queries.standings([row.case for row in waiting]))
    persons = {anchor for _, anchor in about.about.values()}
    log_list(request, asked.scope.catalogue.types[LEDGER], persons, len(waiting))
    desk = asked.scope.catalogue.types["transfer_desk"]
    content = TransfersPage(
        title=gettext("Transfers of affiliation"),
        crumbs=(Crumb(gettext("Cases"), reverse("cases")),),
        directions=tuple(_direction(asked, one) for one in types.values()),
        parts=_parts(asked, waiting, about),
        desk_address=reverse("record_new", args=[desk.code]) if may_add(desk, asked.scope) else "",
        desks_address=reverse("record_list", args=[desk.code]),
    )
    return page(request, content)


def _types(asked: AskedCases) -> Mapping[str, CaseType]:
    found = {code: one for code, one in asked.types.types.items() if one.kept_as == LEDGER}
    if not any(asked.reach.sees_any(code) for code in found):
        raise Http404
    return found


def _direction(asked: AskedCases, declared: CaseType) -> Direction:
    standing = queries.where_cases_stand(asked.reach, declared.case_type, asked.day)
    return Direction(
        declared.label(asked.language), sum(count for (_, state), count in standing.items() if state == "running"),
        reverse("case_type", args=[declared.case_type]),
        reverse("case_begin", args=[declared.case_type]) if may_begin(asked, declared) else "",
    )  # fmt: skip


def _parts(asked: AskedCases, rows: Iterable[Waiting], about: Named) -> tuple[BoardPart, ...]:
    """What is due first stands first, in each part."""
    ordered = sorted(rows, key=lambda one: (one.due_on or date.max, one.case))
    soon = [one for one in ordered if one.due_on and one.due_on <= asked.day + _SOON and one.step not in _REFUSAL]
    files = [one for one in ordered if one.step in _FILE and one not in soon]
    refused = [one for one in ordered if one.step in _REFUSAL]
    made = (
        (gettext("Letters that lapse within ten days, or have lapsed"), soon, gettext("No letter is about to lapse.")),
        (gettext("Files that have not come"), files, gettext("No file is missing.")),
        (gettext("Refusals to review"), refused, gettext("Nobody was refused.")),
    )
    return tuple(
        BoardPart(heading, tuple(waiting_line(asked, one, about.of(one.case)) for one in lines), empty)
        for heading, lines, empty in made
    )


def transfer_differences(request: HttpRequest) -> HttpResponse:
    """The form; a POST compares. Nothing is written or kept. 404 for who sees no transfer."""
    asked = asked_cases(request)
    _types(asked)
    form = DifferencesForm(request.POST or None, request.FILES or None, initial={"on": asked.day})
    if request.method != "POST" or not form.is_valid():
        return _shown(asked, form, status=422 if form.errors else 200)
    file = form.cleaned_data["roster"]
    catalogue: Catalogue = asked.scope.catalogue
    try:
        side = Side(form.cleaned_data["on"], file.name, read_upload(file.name, file.chunks()))
        found = differences_for(side, access=request.access, catalogue=catalogue)
    except RuleBroken as error:
        return _shown(asked, form, problem=error.sentence(asked.language), status=422)
    named = {one.person for one in found.misfits if isinstance(one.person, int)}
    log_list(request, catalogue.types["membership"], named, len(found.misfits))
    return _shown(asked, form, found)


def _shown(
    asked: AskedCases, form: DifferencesForm, found: Differences | None = None, *, problem: str = "", status: int = 200
) -> HttpResponse:
    content = DifferencesPage(
        title=gettext("Differences from the national system"),
        crumbs=(
            Crumb(gettext("Cases"), reverse("cases")), Crumb(gettext("Transfers of affiliation"), reverse("transfers")),
        ),
        form=form,
        problem=problem,
        is_done=found is not None,
        agreeing=found.agreeing if found else 0,
        unread=gettext(", ").join(str(row) for row in found.unread) if found else "",
        parts=_difference_parts(asked, found.misfits) if found else (),
    )  # fmt: skip
    return page(asked.request, content, status=status)


def _difference_parts(asked: AskedCases, misfits: list[Misfit]) -> tuple[DifferencePart, ...]:
    """Here and not there, there and not here, in another branch, and what is wrong in the file."""
    headings = {
        gettext("Here and not there"): ("not_listed",),
        gettext("There and not here"): ("not_in_store", "ended_but_listed", "never_here"),
        gettext("In another branch"): ("in_another_branch",),
        gettext("Name or file to be compared"): ("other_name", "unknown_branch", "listed_twice", "outside_scope"),
    }
    settlings = settlings_of(misfits, scope_of(asked.request), asked.language)
    lines = [(one.why, _line(asked, one, ways)) for one, ways in zip(misfits, settlings, strict=True)]
    made = (
        DifferencePart(heading, tuple(line for why, line in lines if why in whys)) for heading, whys in headings.items()
    )
    return tuple(part for part in made if part.lines)


def _line(asked: AskedCases, misfit: Misfit, ways: tuple[Settling, ...]) -> DifferenceLine:
    """A difference with what settles it: a transfer first, where that is how it came about, and the user may begin one."""
    made = (*_transfers(asked, misfit), *ways) if ways else ()
    return DifferenceLine(misfit.name, misfit.branch_name, misfit.sentence.text(asked.language), misfit.row, made)


def _transfers(asked: AskedCases, misfit: Misfit) -> tuple[Settling, ...]:
    begun = {"not_listed": "transfer_out", "in_another_branch": "transfer_within", "not_in_store": "transfer_in"}
    declared = asked.types.types.get(begun.get(misfit.why, ""))
    if declared is None:
        return ()
    if declared.whom != "members":
        address = reverse("case_begin", args=[declared.case_type])
    else:
        address = f"{reverse('case_of_member', args=[declared.case_type])}?{urlencode({'person': misfit.person})}"
    return (Settling(declared.label(asked.language), address),)
