"""Monthly adjustment: what each month added or took, by which paper, what it does to the level, and who appealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from zugong.kernel.errors import RuleBroken
from zugong.packs.schemes import Adjustment
from zugong.schemes.actions import adjust
from zugong.schemes.evaluating import Adjusted, Appeal, Standing
from zugong.schemes.rounds import months_of
from zugong.web.clocks import usual_day
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.schemes.adjusted import change_said, effect_said
from zugong.web.schemes.appeals import ShownAppeal, may_appeal, shown_appeal
from zugong.web.schemes.asked import Asked, Crumb, asked_about
from zugong.web.schemes.clauses import Choice
from zugong.web.schemes.rights import within
from zugong.web.schemes.wording import office_name, plain
from zugong.web.schemes.writing import refusal, require, source_of, writer_of
from zugong.web.views.figures import Option, options_of, scope_name
from zugong.web.views.scheme_reviewing import Tab

_MOST = 60
_TYPED = ("points", "reason", "paper", "rated", "level")


@dataclass(frozen=True)
class MonthLine:
    """One adjustment with what it does, and the appeals against it."""

    id: int
    name: str
    address: str
    change: str
    tone: str
    reason: str
    paper: str
    by: str
    on: date
    effect: str
    appeals: tuple[ShownAppeal, ...]
    appeal_address: str


@dataclass(frozen=True, kw_only=True)
class MonthsPage(Page):
    """The adjustments of one month, and the form for another."""

    template: ClassVar[str] = "web/schemes/months.html"
    crumbs: tuple[Crumb, ...]
    scope_name: str
    options: tuple[Option, ...]
    round_name: str
    rule: str
    problem: str
    tabs: tuple[Tab, ...]
    heading: str
    lines: tuple[MonthLine, ...]
    more: str
    nothing: str
    options_of_rated: tuple[Choice, ...]
    points_label: str
    levels: tuple[Choice, ...]
    reasons: tuple[str, ...]
    typed: Mapping[str, str]


@safe_to_repeat
def scheme_months(request: HttpRequest, code: str) -> HttpResponse:
    """The adjustments of a month; 404 where the paper knows none."""
    asked = asked_about(request, code)
    adjustment = asked.version.adjustment
    if adjustment is None:
        raise Http404
    month = _month(asked)
    if request.method != "POST":
        return _months_page(asked, adjustment, month, "")
    problem = _recorded(asked, month)
    if problem:
        return _months_page(asked, adjustment, month, problem)
    return HttpResponseRedirect(asked.address("scheme_months", month=month))


def _month(asked: Asked) -> str:
    """The month that the address names, else the last that has begun."""
    months = months_of(asked.question.round, asked.question.day)
    wanted = asked.request.GET.get("month", "")
    return wanted if wanted in months else months[-1] if months else usual_day().strftime("%Y-%m")


def _recorded(asked: Asked, month: str) -> str:
    """Records the adjustment; what stands against it, or nothing."""
    posted, known = asked.request.POST, {str(one.subject.anchor): one for one in asked.standings}
    standing = known.get(posted.get("rated", ""))
    if standing is None:
        if not _mine(asked):
            raise PermissionDenied(refusal("check"))
        return gettext("Choose whom it concerns.")
    require("check", asked.version.matter, standing, asked)
    points = posted.get("points", "").strip().replace("−", "-").replace("－", "-").replace("＋", "+")
    if points and not points.lstrip("+-").isdigit():
        return gettext("Write the points as a whole number, such as 2 or -2.")
    try:
        adjust(
            filing=asked.filing(standing), month=month, points=int(points or 0), level=posted.get("level", ""),
            reason=posted.get("reason", "").strip()[:200], paper=posted.get("paper", "").strip()[:200],
            decided_by=writer_of(asked.request), source=source_of(asked.request, paper=posted.get("paper", "")[:200]),
            access=asked.scope.access, on=usual_day(),
        )  # fmt: skip
    except RuleBroken as error:
        return error.sentence(asked.language)
    words = {"name": standing.subject.name, "month": month}
    messages.success(asked.request, gettext("Recorded for %(name)s, %(month)s; it may be appealed.") % words)
    return ""


def _mine(asked: Asked) -> tuple[Standing, ...]:
    """Those whose points the user may adjust."""
    return within(asked.standings, "check", asked.version.matter, asked.scope)


def _months_page(asked: Asked, adjustment: Adjustment, month: str, problem: str) -> HttpResponse:
    typed = {name: asked.request.POST.get(name, "") if problem else "" for name in _TYPED}
    lines = list(_lines(asked, month))
    mine, language = _mine(asked), asked.language
    levels = asked.version.levels if adjustment.moves_level else ()
    content = MonthsPage(
        title=gettext("Monthly adjustment"),
        crumbs=asked.crumbs(),
        scope_name=scope_name(asked.scope, asked.root),
        options=options_of(asked.scope, asked.root),
        round_name=asked.round_name,
        rule=_rule(asked, adjustment),
        problem=problem,
        tabs=_tabs(asked, month),
        heading=gettext("Adjusted in %(month)s") % {"month": month},
        lines=tuple(lines[:_MOST]),
        more=_more(lines),
        nothing=gettext("Nothing was adjusted in this month."),
        options_of_rated=tuple(Choice(str(one.subject.anchor), one.subject.name, _is(typed, one)) for one in mine),
        points_label=_points_label(adjustment) if _gives_points(asked) else "",
        levels=tuple(Choice(one.level, one.label(language), one.level == typed["level"]) for one in levels),
        reasons=tuple(one.in_language(language) for one in adjustment.reasons),
        typed=typed,
    )
    return page(asked.request, content, status=422 if problem else 200)


def _is(typed: Mapping[str, str], standing: Standing) -> bool:
    return typed["rated"] == str(standing.subject.anchor)


def _more(lines: Sequence[MonthLine]) -> str:
    if len(lines) <= _MOST:
        return ""
    return gettext("%(count)s more; choose an organisation above to see them.") % {"count": len(lines) - _MOST}


def _gives_points(asked: Asked) -> bool:
    """Does the paper count in points, or in clauses and levels alone?"""
    adjustment = asked.version.adjustment
    has_most = adjustment is not None and adjustment.most_points is not None
    return has_most or any(one.points is not None for one in asked.version.criteria)


def _points_label(adjustment: Adjustment) -> str:
    if adjustment.most_points is None:
        return gettext("Points, more or less")
    return gettext("Points, more or less, at most %(most)s") % {"most": plain(adjustment.most_points)}


def _rule(asked: Asked, adjustment: Adjustment) -> str:
    """What the paper allows, in a sentence or two."""
    office = office_name(adjustment.decided_by, asked.pack, asked.language)
    said = [
        gettext("The yearly total stays; each month may add or take points beside it. Adjusted by: %(office)s.")
        % {"office": office}
    ]
    if adjustment.moves_level:
        said.append(gettext("The level in force may move until the yearly result."))
    if adjustment.note:
        said.append(adjustment.note.in_language(asked.language))
    return " ".join(said)


def _tabs(asked: Asked, month: str) -> tuple[Tab, ...]:
    counts: dict[str, int] = {}
    for standing in asked.standings:
        for one in standing.adjustments:
            counts[one.month] = counts.get(one.month, 0) + 1
    months = months_of(asked.question.round, asked.question.day)
    return tuple(
        Tab(one, asked.address("scheme_months", month=one), counts.get(one, 0), one == month) for one in months
    )


def _lines(asked: Asked, month: str) -> Iterator[MonthLine]:
    appeals: dict[tuple[int, str], list[Appeal]] = {}
    for appeal in asked.appeals:
        appeals.setdefault((appeal.anchor, appeal.criterion), []).append(appeal)
    for standing in asked.standings:
        for one in standing.adjustments:
            if one.month == month:
                about = appeals.get((standing.subject.anchor, f"adjustment:{month}"), [])
                yield _line(asked, standing, one, about)


def _line(asked: Asked, standing: Standing, one: Adjusted, appeals: Sequence[Appeal]) -> MonthLine:
    criterion = f"adjustment:{one.month}"
    open_to_appeal = not appeals and may_appeal(asked, standing)
    return MonthLine(
        id=one.id,
        name=standing.subject.name,
        address=asked.address("scheme_rated", standing.subject.anchor),
        change=change_said(asked, one),
        tone="red" if one.points < 0 else "good" if one.points > 0 else "",
        reason=one.reason,
        paper=one.paper,
        by=one.decided_by,
        on=one.on,
        effect=effect_said(asked, standing, one),
        appeals=tuple(shown_appeal(asked, standing, appeal) for appeal in appeals),
        appeal_address=asked.address("scheme_appeal", standing.subject.anchor, criterion) if open_to_appeal else "",
    )
