"""The year of an office: what each stage asks, how far it has come, who stands behind, and where its lists are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zugong.packs.parameters import Source
from zugong.web.cycle.band import Band
from zugong.web.cycle.doors import StageDoor, stage_doors
from zugong.web.cycle.ratings import ShownRating, ratings_of, the_rating
from zugong.web.cycle.stages import ShownStage, Year, year_of
from zugong.web.pages import Page, page
from zugong.web.scope import scope_of
from zugong.web.views.figures import Option, chosen_root, options_of, scope_name


@dataclass(frozen=True)
class StageWithDoors:
    """A stage with its ratings and with where it leads."""

    shown: ShownStage
    ratings: tuple[ShownRating, ...]
    doors: tuple[StageDoor, ...]


@dataclass(frozen=True, kw_only=True)
class CyclePage(Page):
    """The year below an organisation."""

    template: ClassVar[str] = "web/cycle/cycle.html"
    scope_name: str
    options: tuple[Option, ...]
    band: Band
    stages: tuple[StageWithDoors, ...]
    source: Source
    behind: bool
    entry: int
    sealed_at: datetime | None


def cycle(request: HttpRequest) -> HttpResponse:
    """The year; 404 for whoever has nobody below, or may count nothing of it."""
    scope = scope_of(request)
    year = _the_year(request)
    content = CyclePage(
        title=year.title,
        scope_name=scope_name(scope, year.root),
        options=options_of(scope, year.root),
        band=year.band(),
        stages=tuple(_stages(request, year)),
        source=year.cycle.source,
        behind=year.numbers.behind,
        entry=year.numbers.entry,
        sealed_at=year.numbers.sealed_at,
    )
    return page(request, content)


def cycle_rating(request: HttpRequest, code: str) -> HttpResponse:
    """One rating of the year alone, for the page that shows itself before all of them are computed."""
    year = _the_year(request)
    return render(request, "web/cycle/rating.html", {"rating": the_rating(request, code, year.root)})


def _the_year(request: HttpRequest) -> Year:
    year = year_of(request, chosen_root(request, scope_of(request)))
    if year is None:
        raise Http404
    return year


def _stages(request: HttpRequest, year: Year) -> Iterator[StageWithDoors]:
    for shown in year.stages:
        doors = stage_doors(shown.stage, year.scope, year.language)
        yield StageWithDoors(shown, ratings_of(request, shown.stage, year.root), doors)
