"""What waits for an office in cases, what is due first, and what was done since the last visit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.cases import queries
from zugong.cases.queries import Waiting, WaitingCount
from zugong.cases.told import News
from zugong.cases.wording import step_called
from zugong.web.cases.asked import AskedCases, asked_cases
from zugong.web.cases.beginning import may_begin
from zugong.web.cases.news import news_of
from zugong.web.cases.subjects import Named, named, named_cases, place_listed
from zugong.web.looking import log_list
from zugong.web.pages import Crumb, Page, Tab, page

_SOON = timedelta(days=30)
_OURS, _ALL, _NEWS = "ours", "all", "news"


@dataclass(frozen=True)
class WaitingLine:
    """A step that waits: about whom or what, what is to be done, by whom, until when."""

    about: str
    case_type: str
    address: str
    step: str
    organisation: str
    actor: str
    due: str
    badge: str
    level: str
    is_again: bool = False


@dataclass(frozen=True)
class TypeLink:
    label: str
    address: str
    begin_address: str


@dataclass(frozen=True, kw_only=True)
class CasesPage(Page):
    """The to-do of an office, or of all that it sees."""

    template: ClassVar[str] = "web/cases/cases.html"
    tabs: tuple[Tab, ...]
    counts: WaitingCount
    lines: tuple[WaitingLine, ...]
    batches: tuple[Crumb, ...]
    types: tuple[TypeLink, ...]
    boards: tuple[Crumb, ...]
    transfers_address: str
    is_ours: bool
    is_first: bool
    first: str
    next: str


@dataclass(frozen=True)
class NewsLine:
    """A step that others recorded: about whom or what, what it came to, on which day."""

    about: str
    case_type: str
    address: str
    step: str
    outcome: str
    on: str


@dataclass(frozen=True, kw_only=True)
class CaseNewsPage(Page):
    """What was done since the last visit."""

    template: ClassVar[str] = "web/cases/news.html"
    tabs: tuple[Tab, ...]
    lines: tuple[NewsLine, ...]


def cases(request: HttpRequest) -> HttpResponse:
    """What waits for the user's offices; the tab beside it has all that they see. 404 for who sees no case."""
    asked = asked_cases(request)
    if not asked.may_see_any:
        raise Http404
    whose = request.GET.get("whose", _OURS)
    if whose == _NEWS:
        return _news(asked)
    actors = asked.own_organisations if whose == _OURS else None
    after = request.GET.get("after", "")
    found = queries.waiting(asked.reach, asked.day, actors=actors, after=after)
    standings = queries.standings([one.case for one in found.rows])
    about, anew = named(asked, standings), queries.taken_anew(standings)
    _log_lists(asked, found.rows, about)
    content = CasesPage(
        title=gettext("Cases"),
        tabs=_tabs(whose),
        counts=queries.count_waiting(asked.reach, asked.day, asked.day + _SOON, actors=actors),
        lines=tuple(
            replace(waiting_line(asked, one, about.of(one.case)), is_again=one.step in anew.get(one.case, ()))
            for one in found.rows
        ),
        batches=_batches(asked, found.rows) if whose == _OURS else (),
        types=_types(asked),
        boards=_boards(asked),
        transfers_address=reverse("transfers") if asked.reach.sees_any("transfer_out") else "",
        is_ours=whose == _OURS,
        is_first=not after,
        first=f"?{urlencode({'whose': whose})}",
        next=f"?{urlencode({'whose': whose, 'after': found.after})}" if found.after else "",
    )
    return page(request, content)


def _news(asked: AskedCases) -> HttpResponse:
    """What was done in cases since the last visit that offices of the user are to hear of; it is told once."""
    found = news_of(asked)
    names = named_cases(asked, [one.case for one in found])
    content = CaseNewsPage(
        title=gettext("Cases"), tabs=_tabs(_NEWS), lines=tuple(_news_line(asked, one, names) for one in found)
    )
    for ledger in {one.case.case_type.kept_as for one in found}:
        persons = {one.case.person for one in found if one.case.case_type.kept_as == ledger and one.case.person}
        log_list(asked.request, asked.scope.catalogue.types[ledger], persons, len(persons))
    return page(asked.request, content)


def _news_line(asked: AskedCases, one: News, names: Named) -> NewsLine:
    outcome = one.step.outcome(one.outcome) if one.step and one.step.outcomes else None
    label = step_called(one.code, one.case.case_type).in_language(asked.language)
    return NewsLine(
        about=names.of(one.case.id), case_type=one.case.case_type.label(asked.language),
        address=reverse("case", args=[one.case.id]), step=label,
        outcome=outcome.label(asked.language) if outcome else "", on=one.on.isoformat(),
    )  # fmt: skip


def _log_lists(asked: AskedCases, rows: Iterable[Waiting], about: Named) -> None:
    """One look for each ledger of cases that the list names persons of."""
    by_ledger: dict[str, set[int]] = {}
    for row in rows:
        code, anchor = about.about.get(row.case, ("", 0))
        if code == "person":
            by_ledger.setdefault(asked.types.types[row.case_type].kept_as, set()).add(anchor)
    for ledger, persons in by_ledger.items():
        log_list(asked.request, asked.scope.catalogue.types[ledger], persons, len(persons))


def _tabs(whose: str) -> tuple[Tab, ...]:
    labels = {
        _OURS: gettext("Waits for us"),
        _ALL: gettext("Everything we see"),
        _NEWS: gettext("Done since the last visit"),
    }
    return tuple(Tab(label, f"?{urlencode({'whose': code})}", code == whose) for code, label in labels.items())


def waiting_line(asked: AskedCases, row: Waiting, about: str) -> WaitingLine:
    """A step that waits, in words."""
    declared, step = asked.types.types[row.case_type], asked.types.any_step(row.case_type, row.step)
    badge, level = _due_badge(row, asked.day)
    return WaitingLine(
        about=about, case_type=declared.label(asked.language), address=reverse("case", args=[row.case]),
        step=step.label(asked.language) if step else row.step,
        organisation=place_listed(asked, declared, row.organisation), actor=asked.organisation_name(row.actor),
        due=row.due_on.isoformat() if row.due_on else "", badge=badge, level=level,
    )  # fmt: skip


def _batches(asked: AskedCases, rows: Iterable[Waiting]) -> tuple[Crumb, ...]:
    """The steps that wait more than once on this page and may be recorded for several at once, by the user."""
    found = Counter((row.case_type, row.step) for row in rows if _may_take(asked, row))
    made = []
    for (code, name), count in found.items():
        step = asked.types.any_step(code, name)
        if step is not None and step.batch and count > 1:
            label = f"{asked.types.types[code].label(asked.language)} · {step.label(asked.language)}"
            made.append(Crumb(label, reverse("case_batch", args=[code, name])))
    return tuple(made)


def _may_take(asked: AskedCases, row: Waiting) -> bool:
    step = asked.types.any_step(row.case_type, row.step)
    return step is not None and row.actor is not None and asked.scope.access.may(
        step.act, asked.types.types[row.case_type].matter, row.actor
    )  # fmt: skip


def _due_badge(row: Waiting, day: date) -> tuple[str, str]:
    if row.due_on is None:
        return gettext("can be done"), "grey"
    left = (row.due_on - day).days
    if left < 0:
        return gettext("%(days)s days overdue") % {"days": -left}, "red"
    return gettext("%(days)s days left") % {"days": left}, "amber" if left <= _SOON.days else "grey"


def _types(asked: AskedCases) -> tuple[TypeLink, ...]:
    begins = {code: may_begin(asked, one) for code, one in asked.types.types.items()}
    return tuple(
        TypeLink(
            one.label(asked.language), reverse("case_type", args=[code]),
            reverse("case_begin", args=[code]) if begins[code] else "",
        )
        for code, one in asked.types.types.items()
        if asked.reach.sees_any(code)
    )  # fmt: skip


def _boards(asked: AskedCases) -> tuple[Crumb, ...]:
    """The boards of types that the user sees cases of, for whoever has organisations below."""
    root = asked.scope.root
    if root is None or not asked.tree.children(root):
        return ()
    return tuple(
        Crumb(one.label(asked.language), reverse("case_board", args=[code]))
        for code, one in asked.types.boards.items()
        if any(asked.reach.sees_any(name) for name in one.types)
    )
