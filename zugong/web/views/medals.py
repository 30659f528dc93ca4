"""The medal for fifty years in the Party: who reaches the years on 1 July, the list, handed over on which day; titles."""

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
from django.views.decorators.http import require_POST

from zugong.activities.filed import kind_of, ledger
from zugong.commendations.actions import MEMBERS, WORK
from zugong.commendations.medals import approve_medals, hand_over_medals, renew_title, revoke_title
from zugong.commendations.queries import MEDAL, TITLE, names_of, row_of, still_members
from zugong.commendations.rules import coming_year, founding_day
from zugong.dictionary.store import StoredRow, store_of
from zugong.figures.answers import Request
from zugong.figures.queries import rows_of, this_site
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import months_after
from zugong.web.clocks import usual_day
from zugong.web.commendations.counting import (
    CHECK,
    DUE,
    EXPIRING,
    HANDED,
    IN_FORCE,
    REVOKED,
    WAITING,
    Count,
    medal_request,
    summary,
    title_request,
)
from zugong.web.commendations.doors import choices_of, label_of, organisation_name, writing_of
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_day, typed_number

_PAGE, _ALL, _LONG, _YEARS, _WHOLE_DAY = 50, 5000, 200, (2021, 2100), len("2020-01-01")


@dataclass(frozen=True)
class MedalLine:
    """A member of one of the lists. `mark` says that the member has died or left.

    `days` says since when the years count, `reaches` on which day they are complete.
    """

    row: int
    name: str
    branch: str
    days: str
    reaches: str
    paper: str
    number: str
    handed_on: date | None
    received_by: str
    mark: str
    may_act: bool


@dataclass(frozen=True, kw_only=True)
class MedalsPage(Page):
    """One of the four lists of a year, and how many stand in each."""

    template: ClassVar[str] = "web/commendations/medals.html"
    crumbs: tuple[Crumb, ...]
    year: int
    on: date
    counts: tuple[Count, ...]
    part: str
    label: str
    refusal: str
    lines: tuple[MedalLine, ...]
    may_approve: bool
    may_hand: bool
    receivers: tuple[tuple[str, str], ...]
    today: date
    problem: str
    said: dict[str, str]
    here: str
    years: tuple[Crumb, ...]
    list_address: str
    next: str
    is_first: bool
    first: str


@dataclass(frozen=True)
class TitleLine:
    """A title of an organisation."""

    row: int
    organisation: str
    kind: str
    level: str
    since: date
    valid_until: date | None
    until: date | None
    because: str
    paper: str
    address: str
    may_act: bool


@dataclass(frozen=True, kw_only=True)
class TitlesPage(Page):
    """Titles by how they stand."""

    template: ClassVar[str] = "web/commendations/titles.html"
    crumbs: tuple[Crumb, ...]
    counts: tuple[Count, ...]
    part: str
    lines: tuple[TitleLine, ...]
    reasons: tuple[tuple[str, str], ...]
    today: date
    add_address: str
    next: str
    is_first: bool
    first: str


def _year_of(request: HttpRequest) -> int:
    asked = typed_number(request.GET.get("year", ""))
    return asked if asked and _YEARS[0] <= asked <= _YEARS[1] else coming_year(usual_day())


@safe_to_repeat
def medals(request: HttpRequest) -> HttpResponse:
    """The medals of a year; a POST puts members on the list, or records that medals were handed over."""
    scope = scope_of(request)
    if not (scope.may_list(scope.catalogue.types[MEDAL]) and scope.may_list(scope.catalogue.types["membership"])):
        raise Http404
    if request.method != "POST":
        return _medals_page(request, "", 200)
    try:
        told = _approve(request) if request.POST.get("act") == "approve" else _hand_over(request)
    except RuleBroken as error:
        return _medals_page(request, error.sentence(spoken(request)), 422)
    messages.success(request, told)
    return HttpResponseRedirect(request.get_full_path())


def _approve(request: HttpRequest) -> str:
    """Those ticked among whom the rule lets through, or all of them."""
    scope, year = scope_of(request), _year_of(request)
    found = _listed(medal_request(DUE, year, scope.clocks.on), scope, None, _ALL)[0]
    ticked = {typed_number(text) for text in request.POST.getlist("chosen")}
    wanted = [row for row in found if "all" in request.POST or row.id in ticked]
    members = {row.values["person"]: row.values["organisation"] for row in wanted}
    paper = request.POST.get("paper", "").strip()[:_LONG]
    count = approve_medals(members=members, year=year, paper=paper, writing=writing_of(request))
    return gettext("%(count)s stand on the list now; hand the medals over and record the day.") % {"count": count}


def _hand_over(request: HttpRequest) -> str:
    scope = scope_of(request)
    ticked = {typed_number(text) for text in request.POST.getlist("chosen")}
    rows = [row for one in ticked if one and (row := row_of(MEDAL, one)) and _reaches(scope, MEDAL, row)]
    received_by = request.POST.get("received_by", "")
    known = dict(choices_of(scope, MEDAL, "received_by", "en"))
    count = hand_over_medals(
        medals=rows, on=typed_day(request.POST.get("on", "")) or usual_day(),
        received_by=received_by if received_by in known else next(iter(known)),
        number=request.POST.get("number", "").strip()[:_LONG], writing=writing_of(request),
    )  # fmt: skip
    return gettext("%(count)s medals are recorded as handed over.") % {"count": count}


def _reaches(scope: Scope, type_code: str, row: StoredRow) -> bool:
    return scope.names(scope.catalogue.types[type_code]).reach(row.values["organisation"], None)


def _listed(request: Request, scope: Scope, after: int | None, limit: int) -> tuple[list[StoredRow], int | None]:
    """The rows behind a number in the order of their ids, and where the next page begins."""
    found = rows_of(request, scope.grouping(scope.root), scope.names, after=after, limit=limit)
    kind = kind_of(found.type_code)
    store = ledger(kind.code) if kind.is_ledger else store_of(kind)
    wanted = [row.id for row in found.rows]
    rows = {row.id: row for row in store.read(store.queryset().filter(pk__in=wanted))}
    return [rows[pk] for pk in wanted if pk in rows], found.after


def _medals_page(request: HttpRequest, problem: str, status: int) -> HttpResponse:
    scope, language, year = scope_of(request), spoken(request), _year_of(request)
    counts, _ = summary(scope, year, language)
    part = request.GET.get("part", DUE)
    shown = next((one for one in counts if one.part == part), counts[0])
    after, refusal = typed_number(request.GET.get("after", "")), ""
    rows, following = [], None
    try:
        rows, following = _listed(medal_request(shown.part, year, scope.clocks.on), scope, after, _PAGE)
    except RuleBroken as error:
        refusal = error.sentence(language)
    lines = tuple(_medal_lines(rows, shown.part, year, scope, language))
    first = f"{reverse('medals')}?{urlencode({'year': year, 'part': shown.part})}"
    content = MedalsPage(
        title=gettext("Medals for fifty years in the Party"),
        crumbs=(Crumb(gettext("Commendations"), reverse("commendations")),),
        year=year,
        on=founding_day(year),
        counts=counts,
        part=shown.part,
        label=shown.label,
        refusal=refusal,
        lines=lines,
        may_approve=shown.part == DUE and any(line.may_act for line in lines),
        may_hand=shown.part == WAITING and any(line.may_act for line in lines),
        receivers=tuple(choices_of(scope, MEDAL, "received_by", language)),
        today=usual_day(),
        problem=problem,
        said={key: str(value) for key, value in request.POST.items()},
        here=request.get_full_path(),
        years=tuple(
            Crumb(str(one), f"{reverse('medals')}?year={one}") for one in range(max(year - 1, _YEARS[0]), year + 2)
        ),
        list_address=f"{reverse('medal_list')}?year={year}" if shown.part in (WAITING, HANDED) and lines else "",
        next=f"{first}&after={following}" if following else "",
        is_first=after is None,
        first=first,
    )
    persons = [row.values["person"] for row in rows]
    log_list(request, scope.catalogue.types[MEDAL], persons, len(persons))
    return page(request, content, status=status)


def _medal_lines(rows: Sequence[StoredRow], part: str, year: int, scope: Scope, language: str):
    persons = [row.values["person"] for row in rows]
    names = names_of(persons, scope.clocks.on)
    living = still_members(persons, scope.clocks.on) if part in (WAITING, HANDED) else frozenset(persons)
    act = "check" if part == DUE else "fill"
    for row in rows:
        values = row.values
        yield MedalLine(
            row=row.id,
            name=names.get(values["person"], ""),
            branch=organisation_name(scope, values["organisation"]),
            days=_days(values, part),
            reaches=_reached_on(values, year) if part in (DUE, CHECK) else "",
            paper=values.get("paper") or "",
            number=values.get("number") or "",
            handed_on=values.get("handed_on"),
            received_by=label_of(scope, MEDAL, "received_by", values.get("received_by") or "", language),
            mark="" if values["person"] in living else gettext("no member any more; the family may receive it"),
            may_act=part in (DUE, WAITING) and scope.access.may(act, MEMBERS, values["organisation"]),
        )


def _days(values: dict, part: str) -> str:
    if part in (DUE, CHECK):
        return str(values["full_on"] or values["joined_on"] or "")
    return str(values["year"])


def _reached_on(values: dict, year: int) -> str:
    """The day on which the years that the rule names are complete, as precise as the date from which they count."""
    began = values["full_on"] or values["joined_on"]
    if not began:
        return ""
    years = int(this_site().definitions.pack.rule_value("medal_years", founding_day(year)))
    if len(str(began)) < _WHOLE_DAY:
        return f"{began.first.year + years}{str(began)[4:]}"
    return months_after(began.first, years * 12).isoformat()


def titles(request: HttpRequest) -> HttpResponse:
    """Titles in force, those that end soon, those whose validity is over, and those that were revoked."""
    scope, language = scope_of(request), spoken(request)
    kind = scope.catalogue.types[TITLE]
    if not scope.may_list(kind):
        raise Http404
    _, counts = summary(scope, coming_year(usual_day()), language)
    part = request.GET.get("part", "")
    known = [one.part for one in counts]
    part = part if part in known else EXPIRING if counts[known.index(EXPIRING)].number else IN_FORCE
    after = typed_number(request.GET.get("after", ""))
    rows, following = _listed(title_request(part, scope.clocks.on), scope, after, _PAGE)
    first = f"{reverse('titles')}?part={part}"
    content = TitlesPage(
        title=gettext("Titles and demonstration sites"),
        crumbs=(Crumb(gettext("Commendations"), reverse("commendations")),),
        counts=counts,
        part=part,
        lines=tuple(_title_line(row, part, scope, language) for row in rows),
        reasons=tuple(choices_of(scope, TITLE, "ended_because", language)),
        today=usual_day(),
        add_address=reverse("record_new", args=[TITLE]) if any(_fills(scope, one) for one in scope.roots) else "",
        next=f"{first}&after={following}" if following else "",
        is_first=after is None,
        first=first,
    )
    return page(request, content)


def _fills(scope: Scope, organisation: int) -> bool:
    return scope.access.may("fill", WORK, organisation)


def _title_line(row: StoredRow, part: str, scope: Scope, language: str) -> TitleLine:
    values = row.values
    return TitleLine(
        row=row.id,
        organisation=organisation_name(scope, values["organisation"]),
        kind=label_of(scope, TITLE, "kind", values["kind"], language),
        level=label_of(scope, TITLE, "level", values["level"], language),
        since=row.since,
        valid_until=values["valid_until"],
        until=row.until,
        because=label_of(scope, TITLE, "ended_because", values["ended_because"] or "", language),
        paper=values["paper"] or "",
        address=reverse("record", args=[TITLE, row.id]),
        may_act=part != REVOKED and row.until is None and _may_judge(scope, values["organisation"]),
    )


def _may_judge(scope: Scope, organisation: int) -> bool:
    """Titles are given and taken from above: by who may look into the work there, not by the organisation itself."""
    return scope.access.may("check", WORK, organisation)


@require_POST
@safe_to_repeat
def title_act(request: HttpRequest, row_id: int) -> HttpResponse:
    """Renew a title until a later day by a paper, or revoke it on a day for a reason."""
    scope = scope_of(request)
    row = row_of(TITLE, row_id)
    if row is None or not _reaches(scope, TITLE, row):
        raise Http404
    writing, posted = writing_of(request), request.POST
    try:
        if posted.get("act") == "renew":
            until = typed_day(posted.get("until", "")) or usual_day()
            renew_title(title=row, until=until, paper=posted.get("paper", "").strip()[:_LONG], writing=writing)
            messages.success(request, gettext("The title is valid until %(day)s.") % {"day": until})
        else:
            known = dict(choices_of(scope, TITLE, "ended_because", "en"))
            because = posted.get("because", "") if posted.get("because", "") in known else "other"
            revoke_title(title=row, on=typed_day(posted.get("on", "")) or usual_day(), because=because, writing=writing)
            messages.success(request, gettext("The title is revoked."))
    except RuleBroken as error:
        messages.error(request, error.sentence(spoken(request)))
    return HttpResponseRedirect(reverse("titles"))


@dataclass(frozen=True, kw_only=True)
class MedalListPage(Page):
    """All medals of a year with a column to sign in, as they are handed over."""

    template: ClassVar[str] = "web/commendations/medal_list.html"
    crumbs: tuple[Crumb, ...]
    year: int
    lines: tuple[MedalLine, ...]
    by: str


def medal_list(request: HttpRequest) -> HttpResponse:
    """The list to be signed at the hand-over: medals approved or handed over for a year, branch by branch."""
    scope, language, year = scope_of(request), spoken(request), _year_of(request)
    if not (scope.may_list(scope.catalogue.types[MEDAL]) and scope.may_list(scope.catalogue.types["membership"])):
        raise Http404
    rows = _of_year(year, scope)
    lines = sorted(_medal_lines(rows, HANDED, year, scope, language), key=lambda line: line.branch)
    content = MedalListPage(
        title=gettext("Medals of %(year)s: list to be signed") % {"year": year},
        crumbs=(
            Crumb(gettext("Commendations"), reverse("commendations")),
            Crumb(gettext("Medals for fifty years in the Party"), f"{reverse('medals')}?year={year}"),
        ),
        year=year,
        lines=tuple(lines),
        by=scope.todays_tree.name(scope.root) if scope.root in scope.todays_tree else "",
    )
    persons = [row.values["person"] for row in rows]
    log_list(request, scope.catalogue.types[MEDAL], persons, len(persons))
    return page(request, content)


def _of_year(year: int, scope: Scope) -> list[StoredRow]:
    """The medals of the list of a year within the user's rights, in the order of their records."""
    rows = ledger(MEDAL).believed(until__isnull=True)
    return [row for row in rows if row.values["year"] == year and _reaches(scope, MEDAL, row)]
