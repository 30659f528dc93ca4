"""The lot of the sample, and the publication of results: shown for some days, then decided."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from zugong.kernel.errors import RuleBroken
from zugong.packs.schemes import Sample
from zugong.schemes.actions import decide_results, draw_lot, publish
from zugong.schemes.evaluating import Standing
from zugong.schemes.results import Result, lot_of, results_of
from zugong.schemes.wording import level_word
from zugong.web.clocks import usual_day
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.schemes.asked import Asked, Crumb, asked_about
from zugong.web.schemes.rights import territory_of, within
from zugong.web.schemes.writing import refusal, source_of, writer_of
from zugong.web.views.figures import Option, options_of, scope_name

_NAMES = 120
_SEED_BYTES = 6


@dataclass(frozen=True)
class RatedName:
    """One who is rated, with the superior, as a link."""

    name: str
    address: str
    place: str


@dataclass(frozen=True)
class DrawnSector:
    label: str
    said: str
    lines: tuple[RatedName, ...]


@dataclass(frozen=True, kw_only=True)
class SamplePage(Page):
    """Whom the lot drew, with the seed by which anybody can draw again."""

    template: ClassVar[str] = "web/schemes/sample.html"
    crumbs: tuple[Crumb, ...]
    options: tuple[Option, ...]
    heading: str
    rule: str
    notes: tuple[str, ...]
    problem: str
    seed: str
    sectors: tuple[DrawnSector, ...]
    new_seed: str
    can_draw: bool


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
    act: str
    act_label: str
    act_hint: str
    paper: str


def rated_name(asked: Asked, standing: Standing) -> RatedName:
    """Somebody rated as a line of a list."""
    return RatedName(
        standing.subject.name, asked.address("scheme_rated", standing.subject.anchor), asked.place_name(standing)
    )


@safe_to_repeat
def scheme_sample(request: HttpRequest, code: str) -> HttpResponse:
    """The lot; 404 where the paper knows none."""
    asked = asked_about(request, code)
    sample = asked.version.sample
    if sample is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        problem = _drawn(asked, sample)
        if not problem:
            messages.success(request, gettext("The lot is drawn; everybody who may see this page sees the same names."))
            return HttpResponseRedirect(asked.address("scheme_sample"))
    lot = lot_of(asked.rating)
    content = SamplePage(
        title=gettext("Sample by lot"),
        crumbs=asked.crumbs(),
        options=options_of(asked.scope, asked.root),
        heading=scope_name(asked.scope, asked.root),
        rule=_sample_rule(sample),
        notes=(sample.note.in_language(asked.language),) if sample.note else (),
        problem=problem,
        seed=lot.seed if lot else "",
        sectors=tuple(_drawn_sectors(asked)) if lot else (),
        new_seed=secrets.token_hex(_SEED_BYTES),
        can_draw=lot is None and _may_draw(asked),
    )
    return page(request, content, status=422 if problem else 200)


def _sample_rule(sample: Sample) -> str:
    words = {"percent": sample.percent, "least": sample.least}
    said = (
        gettext("%(percent)s%% of each sector are drawn, at least %(least)s; only they prove what they filled in.")
        % words
    )
    return " ".join((said, gettext("For all others the self-check counts.")))


def _may_draw(asked: Asked) -> bool:
    """The lot is drawn for everybody rated at once, by who may check at the top of them."""
    return asked.scope.root is not None and asked.scope.root in territory_of("check", asked.version.matter, asked.scope)


def _drawn(asked: Asked, sample: Sample) -> str:
    if not _may_draw(asked):
        raise PermissionDenied(refusal("check"))
    seed = asked.request.POST.get("seed", "").strip()[:40] or secrets.token_hex(_SEED_BYTES)
    try:
        draw_lot(
            question=asked.question, organisation=asked.scope.root, seed=seed, percent=sample.percent,
            paper=asked.request.POST.get("paper", "").strip()[:200], source=source_of(asked.request, note=asked.label),
            access=asked.scope.access, on=usual_day(),
        )  # fmt: skip
    except RuleBroken as error:
        return error.sentence(asked.language)
    return ""


def _drawn_sectors(asked: Asked) -> Iterator[DrawnSector]:
    for code, sector in asked.version.sectors.items():
        those = [one for one in asked.standings if one.subject.sector == code]
        drawn = [one for one in those if one.is_drawn]
        if those:
            said = gettext("%(drawn)s of %(all)s drawn") % {"drawn": len(drawn), "all": len(those)}
            yield DrawnSector(sector.label(asked.language), said, tuple(rated_name(asked, one) for one in drawn))


@safe_to_repeat
def scheme_publication(request: HttpRequest, code: str) -> HttpResponse:
    """What is or would be published, and the next act for who may decide."""
    asked = asked_about(request, code)
    problem = ""
    if request.method == "POST":
        problem = _acted(asked)
        if not problem:
            return HttpResponseRedirect(asked.address("scheme_publication"))
    results = results_of(asked.question)
    mine = [one for one in asked.standings if one.subject.anchor in results]
    status = _status(results, mine, asked.standings)
    published_on = next((one.published_on for one in results.values() if one.published_on), None)
    act = _next_act(asked, status, published_on)
    content = PublicationPage(
        title=gettext("Publication of results"),
        crumbs=asked.crumbs(),
        options=options_of(asked.scope, asked.root),
        steps=_steps(asked, status, published_on),
        problem=problem,
        warnings=tuple(_warnings(asked)) if act else (),
        heading=f"{asked.label} · {asked.round_name}",
        said=_said(asked, status, published_on),
        levels=tuple(_levels(asked, results, status)),
        appeal_said=_appeal_said(asked),
        act=act,
        act_label=_act_labels().get(act, ""),
        act_hint=_act_hint(asked, act),
        paper=request.POST.get("paper", ""),
    )
    return page(request, content, status=422 if problem else 200)


def _status(results: dict[int, Result], published: Sequence[Standing], everybody: Sequence[Standing]) -> str:
    """`computed` before anything is published; `published` while something is; `decided` once nothing waits."""
    if not published:
        return "computed"
    return "published" if any(results[one.subject.anchor].status == "published" for one in published) else "decided"


def _last_day_of(asked: Asked, published_on: date) -> date | None:
    """The last day on which results are shown for objections."""
    rule = asked.version.publication
    return published_on + timedelta(days=rule.days - 1) if rule else None


def _next_act(asked: Asked, status: str, published_on: date | None) -> str:
    """What the user may do next: publish, or decide once the days are over; "" for nothing."""
    if not asked.standings or not within(asked.standings, "decide", asked.version.matter, asked.scope):
        return ""
    if status == "computed":
        return "publish" if asked.version.publication else "decide"
    last = _last_day_of(asked, published_on) if published_on else None
    return "decide" if status == "published" and (last is None or usual_day() > last) else ""


def _act_labels() -> dict[str, str]:
    return {"publish": gettext("Publish these results"), "decide": gettext("Decide these results")}


def _act_hint(asked: Asked, act: str) -> str:
    if act == "publish":
        days = asked.version.publication.days if asked.version.publication else 0
        return gettext("Shown until the last of %(days)s days; nothing follows before it is decided.") % {"days": days}
    return (
        gettext("From this day the results are in force; what follows from them is proposed, not done.") if act else ""
    )


def _acted(asked: Asked) -> str:
    """Publish or decide; what stands against it."""
    mine = within(asked.standings, "decide", asked.version.matter, asked.scope)
    if not mine:
        raise PermissionDenied(refusal("decide"))
    paper = asked.request.POST.get("paper", "").strip()[:200]
    by, source = writer_of(asked.request), source_of(asked.request, paper=paper, note=asked.label)
    try:
        if asked.request.POST.get("act") == "publish":
            publish(
                question=asked.question, standings=mine, decided_by=by, source=source, access=asked.scope.access,
                on=usual_day(),
            )  # fmt: skip
            messages.success(asked.request, gettext("Published; objections can be raised now."))
        else:
            decide_results(
                question=asked.question, subjects=[one.subject for one in mine], decided_by=by, paper=paper,
                source=source, access=asked.scope.access, on=usual_day(),
            )  # fmt: skip
            messages.success(asked.request, gettext("Decided; what follows is proposed under “What follows”."))
    except RuleBroken as error:
        return error.sentence(asked.language)
    return ""


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
    return " ".join((said, where.in_language(asked.language))) if where else said


def _warnings(asked: Asked) -> Iterator[Warned]:
    """What is still open, so that nobody publishes half a rating without knowing."""
    waiting = sum(bool(one.sum.waiting) for one in asked.standings)
    if waiting:
        text = gettext("%(count)s still have clauses that wait for a review.") % {"count": waiting}
        yield Warned(text, asked.address("scheme"), gettext("Who has not reviewed"))
    known = {one.subject.anchor for one in asked.standings}
    appeals = sum(one.decision is None and one.anchor in known for one in asked.appeals)
    if appeals:
        text = gettext("%(count)s appeals wait for their decision.") % {"count": appeals}
        yield Warned(text, asked.address("scheme_appeals"), gettext("Appeals"))


def _levels(asked: Asked, results: dict[int, Result], status: str) -> Iterator[LevelNames]:
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
