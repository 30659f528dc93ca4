"""The publication of results: shown for some days, then decided; where the level is given, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from zugong.kernel.errors import RuleBroken
from zugong.schemes.actions import decide_results, publish, publish_grade
from zugong.schemes.evaluating import Standing
from zugong.schemes.results import Result, results_of
from zugong.schemes.wording import level_word
from zugong.web.clocks import usual_day
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.schemes.asked import Asked, Crumb, asked_about
from zugong.web.schemes.clauses import Choice
from zugong.web.schemes.rights import within
from zugong.web.schemes.writing import refusal, source_of, writer_of
from zugong.web.views.figures import Option, options_of
from zugong.web.views.scheme_sample import RatedName, rated_name

_NAMES = 120


@dataclass(frozen=True)
class StepShown:
    label: str
    days: str
    is_done: bool
    is_now: bool


@dataclass(frozen=True)
class Warned:
    """What stands against publishing yet, and where to mend it."""

    text: str
    address: str
    link: str


@dataclass(frozen=True)
class Act:
    """Something that the user may do now: for so many, and what it means."""

    code: str
    label: str
    hint: str


@dataclass(frozen=True)
class LevelNames:
    """Everybody at one level, as on the notice board."""

    label: str
    count: int
    lines: tuple[RatedName, ...]
    more: str
    address: str


@dataclass(frozen=True, kw_only=True)
class PublicationPage(Page):
    """The results as they are published, with their days, and the next act."""

    template: ClassVar[str] = "web/schemes/publication.html"
    crumbs: tuple[Crumb, ...]
    options: tuple[Option, ...]
    steps: tuple[StepShown, ...]
    problem: str
    warnings: tuple[Warned, ...]
    heading: str
    said: str
    levels: tuple[LevelNames, ...]
    appeal_said: str
    acts: tuple[Act, ...]
    paper: str
    grade_rated: tuple[Choice, ...]
    grade_levels: tuple[Choice, ...]
    reason: str


@dataclass(frozen=True)
class _Stand:
    """How far the publication has come: the results, and of whom the user may publish or decide the result now."""

    results: Mapping[int, Result]
    mine: tuple[Standing, ...]
    ready: tuple[Standing, ...]
    over: tuple[Standing, ...]


@safe_to_repeat
def scheme_publication(request: HttpRequest, code: str) -> HttpResponse:
    """What is or would be published, and the next act for who may decide."""
    asked = asked_about(request, code)
    stand = _stand(asked)
    problem = ""
    if request.method == "POST":
        problem = _acted(asked, stand)
        if not problem:
            return HttpResponseRedirect(asked.address("scheme_publication"))
    results = stand.results
    published = [one for one in asked.standings if one.subject.anchor in results]
    status = _status(results, published)
    days = [results[one.subject.anchor].published_on for one in published]
    published_on = max((day for day in days if day), default=None)
    acts = tuple(_acts(asked, stand))
    content = PublicationPage(
        title=gettext("Publication of results"),
        crumbs=asked.crumbs(),
        options=options_of(asked.scope, asked.root),
        steps=_steps(asked, status, published_on),
        problem=problem,
        warnings=tuple(_warnings(asked)) if stand.mine and status != "decided" else (),
        heading=f"{asked.label} · {asked.round_name}",
        said=_said(asked, status, published_on),
        levels=tuple(_levels(asked, results, status)),
        appeal_said=_appeal_said(asked),
        acts=acts,
        paper=request.POST.get("paper", ""),
        grade_rated=_to_be_graded(asked, stand),
        grade_levels=_grades(asked),
        reason=request.POST.get("reason", ""),
    )
    return page(request, content, status=422 if problem else 200)


def _stand(asked: Asked) -> _Stand:
    results = results_of(asked.question)
    mine = within(asked.standings, "decide", asked.version.matter, asked.scope)
    ready = [one for one in mine if one.subject.anchor not in results and _is_ready(asked, one)]
    appealed = {one.anchor for one in asked.appeals if one.decision is None}
    over = [
        one for one in mine
        if one.subject.anchor not in appealed and _is_over(asked, results.get(one.subject.anchor))
    ]  # fmt: skip
    return _Stand(results, mine, () if asked.version.graded else tuple(ready), tuple(over))


def _is_ready(asked: Asked, one: Standing) -> bool:
    """Nothing waits; and nobody is told to have reached nothing by clauses that nobody can read."""
    places = asked.rating.rules_of(one.subject.anchor).places
    return not one.sum.waiting and (one.level is not None or all(place.is_named for place in places))


def _is_over(asked: Asked, result: Result | None) -> bool:
    """Was the result published, and are its days over?"""
    if result is None or result.status != "published" or result.published_on is None:
        return False
    last = _last_day_of(asked, result.published_on)
    return last is None or usual_day() > last


def _to_be_graded(asked: Asked, stand: _Stand) -> tuple[Choice, ...]:
    """Where the level is given: those who have none yet."""
    if not asked.version.graded:
        return ()
    chosen = asked.request.POST.get("rated", "")
    open_ones = (one for one in stand.mine if one.subject.anchor not in stand.results)
    return tuple(
        Choice(str(one.subject.anchor), one.subject.name, str(one.subject.anchor) == chosen) for one in open_ones
    )


def _grades(asked: Asked) -> tuple[Choice, ...]:
    chosen = asked.request.POST.get("level", "")
    return tuple(Choice(one.level, one.label(asked.language), one.level == chosen) for one in asked.version.levels)


def _status(results: Mapping[int, Result], published: Sequence[Standing]) -> str:
    """`computed` before anything is published; `published` while something is; `decided` once nothing waits."""
    if not published:
        return "computed"
    return "published" if any(results[one.subject.anchor].status == "published" for one in published) else "decided"


def _last_day_of(asked: Asked, published_on: date) -> date | None:
    """The last day on which results are shown for objections."""
    rule = asked.version.publication
    return published_on + timedelta(days=rule.days - 1) if rule else None


def _acts(asked: Asked, stand: _Stand) -> Iterator[Act]:
    """What the user may do next: publish those that are ready, decide those whose days are over."""
    rule = asked.version.publication
    if stand.ready and rule:
        hint = gettext("Shown until the last of %(days)s days; nothing follows before it is decided.") % {
            "days": rule.days
        }
        yield Act("publish", gettext("Publish %(count)s results") % {"count": len(stand.ready)}, hint)
    deciding = stand.over if rule else stand.ready
    if deciding:
        hint = gettext("From this day the results are in force; what follows from them is proposed, not done.")
        yield Act("decide", gettext("Decide %(count)s results") % {"count": len(deciding)}, hint)


def _acted(asked: Asked, stand: _Stand) -> str:
    """Publish, decide or give a grade; what stands against it."""
    if not stand.mine:
        raise PermissionDenied(refusal("decide"))
    does = {"publish": _published, "decide": _decided, "grade": _graded}.get(asked.request.POST.get("act", ""))
    if does is None:
        return gettext("Nothing was chosen.")
    try:
        said = does(asked, stand)
    except RuleBroken as error:
        return error.sentence(asked.language)
    messages.success(asked.request, said)
    return ""


def _published(asked: Asked, stand: _Stand) -> str:
    paper = _paper(asked)
    publish(
        question=asked.question, standings=stand.ready, decided_by=writer_of(asked.request),
        source=source_of(asked.request, paper=paper, note=asked.label), access=asked.scope.access, on=usual_day(),
    )  # fmt: skip
    return gettext("Published; objections can be raised now.")


def _decided(asked: Asked, stand: _Stand) -> str:
    paper, those = _paper(asked), stand.over if asked.version.publication else stand.ready
    decide_results(
        question=asked.question, subjects=[one.subject for one in those], decided_by=writer_of(asked.request), paper=paper,
        source=source_of(asked.request, paper=paper, note=asked.label), access=asked.scope.access, on=usual_day(),
    )  # fmt: skip
    return gettext("Decided; what follows is proposed under “What follows”.")


def _graded(asked: Asked, stand: _Stand) -> str:
    posted, known = asked.request.POST, {str(one.subject.anchor): one for one in stand.mine}
    standing = known.get(posted.get("rated", ""))
    if standing is None:
        raise PermissionDenied(refusal("decide"))
    publish_grade(
        filing=asked.filing(standing), level=posted.get("level", ""), reason=posted.get("reason", "").strip()[:300],
        decided_by=writer_of(asked.request), source=source_of(asked.request, note=asked.label),
        access=asked.scope.access, on=usual_day(),
    )  # fmt: skip
    return gettext("The level of %(name)s is published with its reason.") % {"name": standing.subject.name}


def _paper(asked: Asked) -> str:
    return asked.request.POST.get("paper", "").strip()[:200]


def _steps(asked: Asked, status: str, published_on: date | None) -> tuple[StepShown, ...]:
    order = ["computed", "published", "decided"] if asked.version.publication else ["computed", "decided"]
    labels = {
        "computed": gettext("Filled in and reviewed"),
        "published": gettext("Published for objections"),
        "decided": gettext("Decided, in force"),
    }
    here = order.index(status) if status in order else 0
    last = _last_day_of(asked, published_on) if published_on else None
    days = {"published": f"{published_on} – {last}" if last else ""}
    is_over = status == "decided"
    return tuple(
        StepShown(labels[one], days.get(one, ""), place < here or is_over, place == here and not is_over)
        for place, one in enumerate(order)
    )


def _said(asked: Asked, status: str, published_on: date | None) -> str:
    if status == "computed":
        return gettext("Computed today; nothing is published yet.")
    if status == "decided":
        return gettext("These results are decided.")
    last = _last_day_of(asked, published_on) if published_on else None
    where = asked.version.publication.where if asked.version.publication else None
    said = gettext("Published on %(first)s, shown until %(last)s.") % {"first": published_on, "last": last}
    return (
        " ".join((said, gettext("Shown at: %(where)s.") % {"where": where.in_language(asked.language)}))
        if where
        else said
    )


def _warnings(asked: Asked) -> Iterator[Warned]:
    """What is still open, so that nobody publishes half a rating without knowing."""
    waiting = sum(bool(one.sum.waiting) for one in asked.standings)
    if waiting:
        text = gettext("%(count)s still have clauses that wait for a review.") % {"count": waiting}
        yield Warned(text, asked.address("scheme"), gettext("Who has not reviewed"))
    unread = sum(not one.sum.waiting and not _is_ready(asked, one) for one in asked.standings)
    if unread and not asked.version.graded:
        text = gettext("%(count)s reach no level while clauses have no text; they are not published.") % {
            "count": unread
        }
        yield Warned(text, "", "")
    known = {one.subject.anchor for one in asked.standings}
    appeals = sum(one.decision is None and one.anchor in known for one in asked.appeals)
    if appeals:
        text = gettext("%(count)s appeals wait for their decision.") % {"count": appeals}
        yield Warned(text, asked.address("scheme_appeals"), gettext("Appeals"))


def _levels(asked: Asked, results: Mapping[int, Result], status: str) -> Iterator[LevelNames]:
    """Those rated under their level: of the result where there is one, else as computed; without a level nobody is named."""
    by_level: dict[str, list[Standing]] = {}
    for one in asked.standings:
        found = results.get(one.subject.anchor)
        level = found.level if found else one.level if status == "computed" else None
        if level:
            by_level.setdefault(level, []).append(one)
    for level in asked.version.levels:
        those = by_level.get(level.level, [])
        if those:
            more = len(those) - _NAMES
            yield LevelNames(
                level_word(asked.version, level.level, asked.language), len(those),
                tuple(rated_name(asked, one) for one in those[:_NAMES]),
                gettext("%(count)s more") % {"count": more} if more > 0 else "",
                asked.address("scheme", level=level.level),
            )  # fmt: skip


def _appeal_said(asked: Asked) -> str:
    rule = asked.version.appeal
    if rule is None:
        return ""
    return gettext("Whoever objects appeals within %(days)s days; another person decides.") % {"days": rule.days}
