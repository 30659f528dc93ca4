"""The lot of the sample: whom it drew, by which seed, and drawing it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from zugong.kernel.errors import RuleBroken
from zugong.packs.schemes import Sample
from zugong.schemes.actions import draw_lot
from zugong.schemes.evaluating import Standing
from zugong.schemes.results import lot_of
from zugong.web.clocks import usual_day
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.schemes.asked import Asked, Crumb, asked_about
from zugong.web.schemes.rights import territory_of
from zugong.web.schemes.writing import refusal, source_of
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
