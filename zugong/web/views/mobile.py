"""Mobile members: the board of those above, and the register of one branch as a table that is confirmed in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.activities.queries import person_names
from zugong.dictionary.store import StoredRow
from zugong.kernel.facts.recording import NotBelievedAnyMore
from zugong.mobile.actions import Confirmation, confirm
from zugong.mobile.queries import (
    REGISTER,
    OutsideBranch,
    checks_of,
    definition_on,
    homecoming_items,
    homecomings,
    outside_branches,
    register_count,
    register_rows,
    unregistered,
)
from zugong.mobile.rules import UNCHANGED, UNREACHED, UPDATED, quarter_number, quarter_of
from zugong.web.clocks import usual_day
from zugong.web.listing.entries import entry_lines
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.mobile.board import BoardLine, Counts, board_lines, counts_of
from zugong.web.mobile.doors import branch_asked, may_fill, may_list, require_fill, sees_items, writing_of
from zugong.web.mobile.handing import HandoverLine, handover_lines, taken_in_names
from zugong.web.mobile.table import ITEMS, TableLine, Told, Typed, table_lines, typed_confirmations
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_number

#: As many as a branch usually has at most, and as many cards as a telephone carries.
_PAGE = 60


@dataclass(frozen=True, kw_only=True)
class MobileBoardPage(Page):
    """How far each organisation below has confirmed its register in the quarter."""

    template: ClassVar[str] = "web/mobile/board.html"
    crumbs: tuple[Crumb, ...]
    quarter: str
    definition: str
    months: int | None
    total: Counts
    lines: tuple[BoardLine, ...]
    records_address: str


@dataclass(frozen=True, kw_only=True)
class MobileBranchPage(Page):
    """The register of one branch: a form where the user may keep it, else a table."""

    template: ClassVar[str] = "web/mobile/branch.html"
    crumbs: tuple[Crumb, ...]
    quarter: str
    definition: str
    count: int
    open_count: int
    may_fill: bool
    who: str
    headings: tuple[str, ...]
    lines: tuple[TableLine, ...]
    problems: tuple[str, ...]
    here: str
    add_address: str
    missing: tuple[Crumb, ...]
    offers: tuple[HandoverLine, ...]
    taken_in: tuple[Crumb, ...]
    outside: tuple[OutsideBranch, ...]
    next: str
    is_first: bool
    first: str


def mobile(request: HttpRequest) -> HttpResponse:
    """The organisations below one's own, or below one of them; whoever has but one branch is led to its table."""
    scope = scope_of(request)
    root = typed_number(request.GET.get("organisation", "")) or scope.root
    if root is None or root not in scope.todays_tree or not scope.may_list(scope.catalogue.types[REGISTER]):
        raise Http404
    if not scope.todays_tree.children(root):
        branch_asked(scope, root)
        return HttpResponseRedirect(reverse("mobile_branch", args=[root]))
    day = scope.clocks.on
    counts = counts_of(root, scope)
    content = MobileBoardPage(
        title=gettext("Mobile members: %(name)s") % {"name": scope.todays_tree.name(root)},
        crumbs=_crumbs(scope, root),
        quarter=quarter_words(day),
        definition=definition_words(day),
        months=counts.months,
        total=counts.total,
        lines=tuple(board_lines(counts, scope)),
        records_address=reverse("record_list", args=[REGISTER]),
    )
    return page(request, content)


def _crumbs(scope: Scope, organisation: int) -> tuple[Crumb, ...]:
    """The boards above, from the user's own down."""
    tree = scope.todays_tree
    above = [one for one in tree.above(organisation) if may_list(scope, one) and tree.children(one)]
    return tuple(
        Crumb(tree.name(one), f"{reverse('mobile')}?organisation={one}") for one in above if tree.children(one)
    )


def quarter_words(day: date) -> str:
    """The quarter of a day, as people say it."""
    return gettext("quarter %(number)s of %(year)s") % {"number": quarter_number(day), "year": day.year}


def definition_words(day: date) -> str:
    """Who is a mobile member by the paper in force on a day."""
    definition = definition_on(day)
    if definition.months is None:
        return gettext(
            "The rules in force on this day name no number of months; whom the branch put on the register counts."
        )
    return gettext("By “%(paper)s”: away for %(months)s months running, with the membership still here.") % {
        "paper": definition.paper, "months": definition.months,
    }  # fmt: skip


@safe_to_repeat
def mobile_branch(request: HttpRequest, identity: int) -> HttpResponse:
    """The register of a branch; a POST confirms the rows that it names, with what was changed in them."""
    scope = scope_of(request)
    branch_asked(scope, identity)
    if request.method == "POST":
        require_fill(request, identity)
    typed = Typed(request.POST if request.method == "POST" else {}, usual_day(), spoken(request))
    if request.method != "POST":
        return _shown(request, identity, typed, (), 200)
    fields = scope.catalogue.types[REGISTER].fields
    said = typed_confirmations(typed, register_rows(identity, typed.day), fields)
    if typed.problems:
        problem = gettext("%(count)s fields need another look.") % {"count": len(typed.problems)}
        return _shown(request, identity, typed, (problem,), 422)
    return _confirmed(request, identity, said, typed)


def _confirmed(request: HttpRequest, identity: int, said: Sequence[Confirmation], typed: Typed) -> HttpResponse:
    if not said:
        return _shown(request, identity, typed, (gettext("Nothing was changed and nobody was to be confirmed."),), 422)
    try:
        done = confirm(organisation=identity, said=said, writing=writing_of(request))
    except NotBelievedAnyMore as error:
        return _shown(request, identity, typed, (error.sentence(typed.language),), 409)
    told = gettext("Recorded: %(unchanged)s unchanged, %(updated)s brought up to date, %(unreached)s not reached.")
    messages.success(
        request, told % {"unchanged": done[UNCHANGED], "updated": done[UPDATED], "unreached": done[UNREACHED]}
    )
    return HttpResponseRedirect(reverse("mobile_branch", args=[identity]))


def _shown(
    request: HttpRequest, identity: int, typed: Typed, problems: tuple[str, ...], status: int
) -> HttpResponse:  # fmt: skip
    scope, day = scope_of(request), usual_day()
    after = typed_number(request.GET.get("after", "")) or 0
    found = register_rows(identity, day, after=after, limit=_PAGE + 1)
    rows = found[:_PAGE]
    told = _told(identity, rows, scope, day)
    here, fields = reverse("mobile_branch", args=[identity]), scope.catalogue.types[REGISTER].fields
    lines = table_lines(rows, told, fields, typed)
    known = {row.values["person"] for row in found}
    fills = may_fill(scope, identity)
    missing = unregistered(identity, day, known) if fills and not after and len(found) <= _PAGE else {}
    content = MobileBranchPage(
        title=gettext("Mobile members: %(name)s") % {"name": scope.todays_tree.name(identity)},
        crumbs=_crumbs(scope, identity),
        quarter=quarter_words(day),
        definition=definition_words(day),
        count=register_count(identity, day),
        open_count=sum(not line.said_by for line in lines),
        may_fill=fills,
        who=fields["person"].label(typed.language),
        headings=tuple(fields[code].label(typed.language) for code in ITEMS) if told.sees_items else (),
        lines=tuple(lines),
        problems=problems,
        here=request.get_full_path(),
        add_address=_add_address(identity) if fills else "",
        missing=tuple(Crumb(name, _add_address(identity, person)) for person, name in missing.items()),
        offers=tuple(handover_lines(identity, scope, typed.language)),
        taken_in=taken_in_names(identity, day, scope),
        outside=tuple(outside_branches(known, day)),
        next=f"{here}?after={rows[-1].id}" if len(found) > _PAGE else "",
        is_first=not after,
        first=here,
    )
    log_list(request, scope.catalogue.types[REGISTER], known | set(missing), len(known), organisation=identity)
    return page(request, content, status=status)


def _told(identity: int, rows: Sequence[StoredRow], scope: Scope, day: date) -> Told:
    quarter = quarter_of(day)
    checks = checks_of(identity, quarter)
    return Told(
        organisation=identity,
        day=day,
        quarter=quarter,
        definition=definition_on(day),
        names=person_names([row.values["person"] for row in rows], day),
        checks=checks,
        entries=entry_lines({one.entry for found in checks.values() for one in found}),
        done=homecomings(identity, day.year),
        activities=len(homecoming_items()),
        sees_items=sees_items(scope, identity),
    )


def _add_address(organisation: int, person: int | None = None) -> str:
    given = {f"{REGISTER}.organisation": organisation, f"{REGISTER}.managed": "yes"}
    given |= {f"{REGISTER}.person": person} if person else {}
    return f"{reverse('record_new', args=[REGISTER])}?{urlencode(given)}"
