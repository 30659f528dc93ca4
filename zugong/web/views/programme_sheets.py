"""The weekly sheet and the monthly report: what is done, due, overdue, by office, beside the last time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from zugong.dictionary.store import StoredRow, store_of
from zugong.figures.queries import list_rows
from zugong.kernel.time import last_day, months_after
from zugong.programmes.evaluating import week_before
from zugong.programmes.papers import sheet_paper
from zugong.programmes.sheets import OwnerLines, Sheet, SheetLine, sheet_of
from zugong.programmes.wording import state_word
from zugong.web.clocks import NotADay
from zugong.web.files import word_file
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.programmes import (
    ShownLine,
    counting_below,
    evaluation_for,
    kept_query,
    shown_common,
    the_pack,
)
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_day
from zugong.web.views.figures import Option, chosen_root, options_of, scope_name
from zugong.web.views.programmes import Count, counts_of

_MOST_PROBLEMS = 30


@dataclass(frozen=True)
class ShownSheetLine:
    """A line now, with its state at the last sheet and by how much it moved."""

    line: ShownLine
    before: str
    moved: str
    is_newly_done: bool
    is_newly_overdue: bool


@dataclass(frozen=True)
class ShownOwner:
    """What an office answers for: `lines` are open or have moved, `quiet` are finished or only counted, and stand still."""

    title: str
    counts: tuple[Count, ...]
    lines: tuple[ShownSheetLine, ...]
    quiet: tuple[ShownSheetLine, ...]


@dataclass(frozen=True)
class ShownProblem:
    """A problem on the list: what, whose, listed when, due when, and its page."""

    text: str
    organisation: str
    listed_on: str
    due_on: str
    address: str


@dataclass(frozen=True, kw_only=True)
class SheetPage(Page):
    """A sheet; `document_address` leads to it as a Word file."""

    template: ClassVar[str] = "web/programmes/sheet.html"
    scope_name: str
    options: tuple[Option, ...]
    on: date
    before: date
    counts: tuple[Count, ...]
    overdue: tuple[ShownSheetLine, ...]
    soon: tuple[ShownSheetLine, ...]
    newly_done: tuple[ShownSheetLine, ...]
    problems: tuple[ShownProblem, ...]
    owners: tuple[ShownOwner, ...]
    is_monthly: bool
    document_address: str
    other_address: str
    query: str


def week(request: HttpRequest) -> HttpResponse:
    """The sheet of the weekly meeting."""
    scope = scope_of(request)
    return _answered(request, scope, _since(request, week_before(scope.clocks.on)), is_monthly=False)


def month(request: HttpRequest) -> HttpResponse:
    """The report of the month on screen, beside the end of the month before."""
    scope = scope_of(request)
    return _answered(request, scope, _since(request, _end_of_last_month(scope.clocks.on)), is_monthly=True)


def week_document(request: HttpRequest) -> HttpResponse:
    """The sheet of the weekly meeting as a Word file."""
    return _document(request, week_before(scope_of(request).clocks.on), gettext("Weekly sheet"), is_weekly=True)


def month_document(request: HttpRequest) -> HttpResponse:
    """The report of the month as a Word file."""
    before = _end_of_last_month(scope_of(request).clocks.on)
    return _document(request, before, gettext("Monthly report on programmes"), is_weekly=False)


def _document(request: HttpRequest, usual: date, name: str, *, is_weekly: bool) -> HttpResponse:
    scope = scope_of(request)
    root, before = chosen_root(request, scope), _since(request, usual)
    sheet = _sheet(root, scope, before)
    problems = [f"{one.organisation}：{one.text}" for one in _problems(root, scope, before)]
    written = sheet_paper(
        sheet, the_pack(), organisation=scope_name(scope, root), problems=problems, is_weekly=is_weekly
    )  # fmt: skip
    return word_file(written, f"{name}-{sheet.on.isoformat()}")


def _since(request: HttpRequest, usual: date) -> date:
    """The day of the last sheet, as the address says or as usual. Raises NotADay."""
    text = request.GET.get("since", "")
    if not text:
        return usual
    if (day := typed_day(text)) is None:
        raise NotADay(name="since", text=text[:20])
    return day


def _end_of_last_month(day: date) -> date:
    """The last day of the month before; on the last day of a month that of the month before it."""
    return last_day(day.replace(day=1)) or months_after(day, -1)


def _sheet(root: int | None, scope: Scope, before: date) -> Sheet:
    """The sheet; 404 where the user may count no line at all."""
    evaluation = evaluation_for(root, scope, is_recent=True)
    if not evaluation.asked:
        raise Http404
    return sheet_of(evaluation, before, counting_below(root, scope))


def _answered(request: HttpRequest, scope: Scope, before: date, *, is_monthly: bool) -> HttpResponse:
    language, root = spoken(request), chosen_root(request, scope)
    sheet, query = _sheet(root, scope, before), kept_query(request, root, scope)
    document = reverse("programme_month_document" if is_monthly else "programme_week_document") + query
    content = SheetPage(
        title=gettext("Monthly report on programmes") if is_monthly else gettext("Weekly sheet"),
        scope_name=scope_name(scope, root),
        options=options_of(scope, root),
        on=sheet.on,
        before=sheet.before,
        counts=counts_of([line.now for line in sheet.lines], language),
        overdue=_shown(sheet.overdue, language, query),
        soon=_shown(sheet.soon, language, query),
        newly_done=_shown(sheet.newly_done, language, query, is_done=True),
        problems=tuple(_problems(root, scope, before)),
        owners=tuple(_owner(one, language, query) for one in sheet.owners),
        is_monthly=is_monthly,
        document_address=document,
        other_address=reverse("programme_week" if is_monthly else "programme_month") + query,
        query=query,
    )
    return page(request, content)


def _owner(one: OwnerLines, language: str, query: str) -> ShownOwner:
    stirring = [line for line in one.lines if line.now.state in ("overdue", "due") or line.is_newly_done or line.moved]
    quiet = [line for line in one.lines if line not in stirring]
    title = the_pack().owners[one.owner].in_language(language)
    return ShownOwner(
        title,
        counts_of([line.now for line in one.lines], language),
        _shown(stirring, language, query),
        _shown(quiet, language, query),
    )


def _shown(
    lines: Sequence[SheetLine], language: str, query: str, *, is_done: bool = False
) -> tuple[ShownSheetLine, ...]:
    """The lines in words; where `is_done`, with the round that was finished."""
    return tuple(
        ShownSheetLine(
            line=shown_common(one.common, language, query, one.newly_done if is_done else None),
            before=state_word(one.before.state, language) if one.before else "—",
            moved="" if one.moved is None else f"{one.moved:+,d}" if one.moved else "±0",
            is_newly_done=one.is_newly_done,
            is_newly_overdue=one.is_newly_overdue,
        )
        for one in lines
    )


def _problems(root: int | None, scope: Scope, before: date) -> Iterator[ShownProblem]:
    """The problems listed since the last sheet, as far as the user may list them."""
    kind = scope.catalogue.types["problem"]
    if not scope.may_list(kind):
        return
    where = f"holds() and listed_on > day('{before.isoformat()}') and listed_on <= day"
    found = list_rows(
        "problem", where, scope.clocks, scope.grouping(root), scope.names, order="listed_on", limit=_MOST_PROBLEMS
    )
    store = store_of(kind)
    rows = {row.id: row for row in store.read(store.queryset().filter(pk__in=[one.id for one in found.rows]))}
    for one in found.rows:
        yield _problem(rows[one.id], one.place, scope)


def _problem(row: StoredRow, place: int | None, scope: Scope) -> ShownProblem:
    values = row.values
    return ShownProblem(
        text=str(values.get("text") or ""),
        organisation=scope.tree.name(place) if place is not None and place in scope.tree else "",
        listed_on=str(values.get("listed_on") or ""),
        due_on=str(values.get("due_on") or ""),
        address=reverse("record", args=["problem", row.anchor]) if row.anchor else "",
    )
