"""A figure through time: by month or by year, all points in one plan, each with the list behind it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext

from zugong.figures.answers import Cell, Request
from zugong.figures.queries import this_site
from zugong.kernel.time import Clocks, Period
from zugong.packs.figures import Figure
from zugong.web.figuring.addresses import address, query_of
from zugong.web.figuring.knowledge import beginnings
from zugong.web.figuring.plots import Plot, Point, plot_of
from zugong.web.kept_answers import Numbers, Question, numbers_soon
from zugong.web.numbers import shown_number, unit_of
from zugong.web.scope import Scope

#: How far a trend reaches: its name in the address, and how many points at most.
SPANS = {"12": 12, "24": 24, "years": 10}
USUAL_SPAN = "12"


@dataclass(frozen=True)
class SpanLink:
    """One choice of how far the trend reaches."""

    label: str
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Trend:
    """The points as a plot, and whether some are missing because nothing is known of their days."""

    plot: Plot
    first_known: date | None
    has_unknown: bool
    behind: bool


def span_labels() -> dict[str, str]:
    return {"12": gettext("12 months"), "24": gettext("24 months"), "years": gettext("By year")}


def steps_of(span: str, on: date) -> list[Period]:
    """The months or years up to that of the day, the last one up to the day itself, the earliest first."""
    count = SPANS[span]
    months = [(on.year - back, 12) for back in range(count)] if span == "years" else _months(on, count)
    periods = [_period(year, month, whole_year=span == "years") for year, month in reversed(months)]
    return [period if period.last <= on else Period.from_days(period.start, on) for period in periods]


def _months(on: date, count: int) -> list[tuple[int, int]]:
    numbers = [on.year * 12 + on.month - 1 - back for back in range(count)]
    return [(number // 12, number % 12 + 1) for number in numbers]


def _period(year: int, month: int, *, whole_year: bool) -> Period:
    last = date(year, month, calendar.monthrange(year, month)[1])
    return Period(date(year, 1 if whole_year else month, 1), last + timedelta(days=1))


def trend_of(
    figure: Figure, span: str, root: int | None, scope: Scope, known: str, language: str, *, view: str
) -> Trend:
    """The trend under the tree of the scope's clocks. Of a stock each point is the last day, of a flow the whole step.

    `view` is the page that a point opens: the rows, or the figure on that day for who may not see them.
    """
    is_flow = any(part.figure.time == "flow" for part in this_site().definitions.measured_parts(figure.figure))
    clocks = scope.clocks
    steps = steps_of(span, clocks.on)
    asked = [Request(figure.figure, Clocks(step.last, clocks.tree, step, clocks.known)) for step in steps]
    begin = beginnings([figure.figure], clocks.known)
    wanted = tuple(request for request in asked if begin.knows(request))
    numbers = numbers_soon(Question(wanted, root, scope)) if wanted else None
    points = [_point(figure, request, numbers, root, known, language, span, view) for request in asked]
    return Trend(
        plot=plot_of(points, is_line=not is_flow),
        first_known=begin.of(figure.figure),
        has_unknown=len(wanted) < len(asked),
        behind=bool(numbers and numbers.behind),
    )


def _point(
    figure: Figure,
    request: Request,
    numbers: Numbers | None,
    root: int | None,
    known: str,
    language: str,
    span: str,
    view: str,
) -> Point:
    clocks = request.clocks
    label = f"{clocks.on.year}" if span == "years" else f"{clocks.on.year}-{clocks.on.month:02}"
    cell = _cell(request, numbers)
    return Point(
        label=label,
        short=str(clocks.on.year) if span == "years" or clocks.on.month == 1 else str(clocks.on.month),
        value=None if cell is None or cell.value is None else Fraction(cell.value),
        shown=gettext("not known") if cell is None else shown_number(cell.value, figure),
        unit="" if cell is None else unit_of(figure, language),
        address="" if cell is None else address(view, figure.figure, query_of(clocks, known), organisation=root),
    )


def _cell(request: Request, numbers: Numbers | None) -> Cell | None:
    cells = numbers.answers.cells if numbers else {}
    return cells[request].total if request in cells else None
