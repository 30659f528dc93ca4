"""The first page: what is due and why, what changed since the last visit, the figures that matter, one's own record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from zugong.figures.answers import Request
from zugong.figures.queries import this_site
from zugong.kernel.keeping import Kept
from zugong.packs.figures import Figure
from zugong.web.administration.duty import duties_told, duty_here
from zugong.web.attention import Attentions, BoardLine, Matter, attentions_below, matters_for, requests_of, with_overdue
from zugong.web.context import doors_of_few
from zugong.web.countable import countable
from zugong.web.cycle.band import Band
from zugong.web.cycle.stages import Year, year_asked
from zugong.web.kept_answers import Numbers, Question, numbers_soon
from zugong.web.lately import Change, changes_lately, last_visit
from zugong.web.listing.entries import EntryLine
from zugong.web.middleware import spoken
from zugong.web.month.lines import Month, month_with
from zugong.web.overdue import overdue_below
from zugong.web.pages import Crumb, Page, page
from zugong.web.scope import Scope, scope_of
from zugong.web.tasks import Task, tasks_of
from zugong.web.views.corrections import CorrectionLine, own_news
from zugong.web.views.figures import FigureLine, chapters_of, scope_name

#: A village secretary reads at most so many lines of what is due; the rest is behind them.
_DUE_LINES = 5
#: The rest is on the board itself, so that the year above leaves the page no longer than a screen or two.
_BOARD_LINES = 6
_FIGURES_WITHOUT_HEADLINES = 8
_questions: Kept[Question] = Kept()


@dataclass(frozen=True)
class EntryInScope:
    """An entry with how many rows of each type it recorded in one's scope."""

    entry: EntryLine
    counts: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """What a user sees first. `own_address` is their own record, "" for accounts that are nobody's; `own_requests` are
    the corrections of it that they asked for.

    `may_know_due` is false for who may count nothing; `since` is the last visit, None at the first. `duty` says what an
    administrator does, "" for everybody else, and `doors` where. `year` is for whoever has organisations below, drawn
    from the county up, in one line for a township. `month` stands in the place of tasks and matters for branches and townships.
    """

    template: ClassVar[str] = "web/home.html"
    own_address: str
    own_requests: tuple[CorrectionLine, ...]
    scope_name: str
    may_know_due: bool
    tasks: tuple[Task, ...]
    matters: tuple[Matter, ...]
    more_matters: int
    board: tuple[BoardLine, ...]
    board_address: str
    month: Month | None
    more_grave: int
    quiet_count: int
    headlines: tuple[FigureLine, ...]
    since: datetime | None
    changes: tuple[EntryInScope, ...]
    has_nothing: bool
    duty: str
    doors: tuple[tuple[str, str], ...]
    year: Band | None
    year_title: str
    year_address: str
    year_is_drawn: bool
    behind: bool
    entry: int
    sealed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class BoardPage(Page):
    """Every subordinate of an organisation with what needs attention there."""

    template: ClassVar[str] = "web/board.html"
    crumbs: tuple[Crumb, ...]
    matters: tuple[Matter, ...]
    board: tuple[BoardLine, ...]
    red_count: int
    amber_count: int
    good_count: int


def home(request: HttpRequest) -> HttpResponse:
    """The first page."""
    scope, language = scope_of(request), spoken(request)
    asked, shown, declared = year_asked(request, scope.root), _headlines(scope), matters_for(scope)
    numbers = _numbers(asked, shown, requests_of(declared, scope), scope)
    year = _shown_year(asked, numbers)
    year_address = reverse("cycle") + year.query if year else ""
    chapters = chapters_of(shown, numbers.answers, scope, language)
    by_code = {line.code: line for chapter in chapters for line in chapter.lines}
    overdue = overdue_below(request, scope.root)
    attentions = Attentions(scope.root, scope, language, declared, numbers, overdue.by_organisation)
    matters = attentions.in_all()
    grave = [line for line in attentions.board if line.matters]
    since, tasks = last_visit(request), tasks_of(request)
    room = max(_DUE_LINES - len(tasks), 1)
    own = reverse("person", args=[request.user.person_id]) if request.user.person_id else ""
    duty = dict(duties_told()).get(duty_here(request), "")
    up_to = numbers.entry if numbers.behind else None
    has_board = scope.root is not None and bool(scope.tree.children(scope.root))
    content = HomePage(
        title=gettext("Home"),
        own_address=own,
        own_requests=own_news(request.user.person_id, scope, language) if own else (),
        scope_name=scope_name(scope, scope.root) if shown else gettext("Home"),
        may_know_due=bool(attentions.declared),
        tasks=tuple(sorted(tasks, key=lambda one: not one.is_over)),
        matters=matters[:room],
        more_matters=max(len(matters) - room, 0),
        board=tuple(grave[:_BOARD_LINES]) if has_board else (),
        board_address=reverse("board", args=[scope.root]) if has_board and attentions.declared else "",
        month=month_with(request, matters, tasks),
        more_grave=max(len(grave) - _BOARD_LINES, 0),
        quiet_count=len(attentions.board) - len(grave),
        headlines=tuple(by_code[code] for code in shown if code in by_code),
        since=since,
        changes=tuple(
            EntryInScope(entry, counts) for entry, counts in changes_lately(scope, language, since, up_to=up_to)
        ),
        has_nothing=not shown and not own and not tasks and not duty,
        duty=duty,
        doors=tuple(doors_of_few(request)) if duty else (),
        year=year.band(year_address) if year else None,
        year_title=year.title if year else "",
        year_address=year_address,
        year_is_drawn=scope.reaches_a_county,
        behind=numbers.behind,
        entry=numbers.entry,
        sealed_at=numbers.sealed_at,
    )
    return page(request, content)


def _numbers(year: Year | None, shown: Iterable[str], matters: Iterable[Request], scope: Scope) -> Numbers:
    """Everything that the page counts, asked for at once; the question is put together once for each scope."""

    def put_together() -> Question:
        figures = (Request(code, scope.clocks) for code in shown)
        requests = dict.fromkeys([*(year.question.requests if year else ()), *figures, *matters])
        return Question(tuple(requests), scope.root, scope)

    return numbers_soon(_questions.value((this_site().definitions, scope, year is not None), put_together))


def _shown_year(year: Year | None, numbers: Numbers) -> Year | None:
    counted = replace(year, counted=numbers) if year else None
    return counted if counted and counted.is_shown else None


def board(request: HttpRequest, identity: int) -> HttpResponse:
    """The board of an organisation; 404 for one by whose name the user may be told no number."""
    scope, language = scope_of(request), spoken(request)
    attentions = attentions_below(identity, scope, language)
    if (
        identity not in scope.tree
        or not (scope.may_name(identity) or identity == scope.root)
        or not attentions.declared
    ):
        raise Http404
    overdue = overdue_below(request, identity)
    lines = replace(attentions, overdue=overdue.by_organisation).board
    content = BoardPage(
        title=gettext("%(name)s: what needs attention") % {"name": scope.tree.name(identity)},
        crumbs=_crumbs(identity, scope),
        matters=with_overdue(attentions.in_all(), overdue.in_all),
        board=lines,
        red_count=sum(line.level == "red" for line in lines),
        amber_count=sum(line.level == "amber" for line in lines),
        good_count=sum(line.level == "good" for line in lines),
    )
    return page(request, content)


def _crumbs(organisation: int, scope: Scope) -> tuple[Crumb, ...]:
    """The boards above, as far as the user's own top."""
    above = [pk for pk in scope.tree.above(organisation) if scope.may_name(pk)]
    above = above[above.index(scope.root) :] if scope.root in above else []
    return tuple(Crumb(scope.tree.name(pk), reverse("board", args=[pk])) for pk in above)


def _headlines(scope: Scope) -> dict[str, Figure]:
    """The figures of the first page that the pack names for an office like this; else the first of those to be counted."""
    may_count = countable(scope).figures
    named = this_site().definitions.pack.headlines
    if named is None or scope.root is None:
        return {code: may_count[code] for code in list(may_count)[:_FIGURES_WITHOUT_HEADLINES]}
    wanted = named.of_committee if scope.tree.children(scope.root) else named.of_branch
    shown = {code: may_count[code] for code in wanted if code in may_count}
    return shown or {code: may_count[code] for code in list(may_count)[:_FIGURES_WITHOUT_HEADLINES]}
