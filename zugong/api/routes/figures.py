"""Figures: which there are, their numbers on any clocks, the rows behind a number, and the numbers that documents print."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from zugong.api import cells
from zugong.api.asked import (
    AskedClocks,
    Identity,
    Language,
    Limit,
    check_name,
    grouping_below,
    refused_splits,
    scope_at,
)
from zugong.api.looking import log_rows
from zugong.api.problems import ApiRefusal, NotAllowed, Problem
from zugong.api.rows import row_shapes
from zugong.api.shapes import FigureAnswers, FigureRow, FigureRows, FigureShape, VerdictShape
from zugong.figures.answers import WHOLE, Request
from zugong.figures.queries import ask, rows_of, this_site
from zugong.figures.verify import verify
from zugong.web.clocks import asked_clocks
from zugong.web.listing.tables import Placed

router = Router(tags=["Figures 指标"])
_MOST_FIGURES = 200

Codes = Annotated[str, Field(max_length=8000, description="Codes of figures, with commas between them; empty: all.")]


class TooManyFigures(ApiRefusal):
    code = "api.too_many_figures"
    message = "{count} figures were asked for, at most {limit} at once; ask for the others in another request."
    message_zh = "一次查询了{count}个指标，最多{limit}个；其余的请分次查询。"


class WrongPart(ApiRefusal):
    code = "api.wrong_part"
    message = "{figure} has {count} lists of rows; part={part} is none of them, count from 0."
    message_zh = "“{figure}”有{count}个明细表；part={part} 不在其中，请从 0 数起。"


class AskedFigures(AskedClocks):
    figures: Codes = ""
    org: Identity | None = Field(
        None, description="Only below this organisation, with a number for each of its children."
    )
    by: str = Field("", max_length=200, description="Split by the values of this path instead, such as person.sex.")
    language: Language = "zh"


class AskedRows(AskedClocks):
    org: Identity | None = Field(None, description="Only below this organisation.")
    group: Identity | None = Field(None, description="Only the rows that count under this child of `org`.")
    part: int = Field(0, ge=0, le=1, description="Of a figure that divides two: 0 the upper, 1 the lower.")
    after: Identity | None = Field(None, description="`next` of the page before.")
    limit: Limit = 50
    language: Language = "zh"


@router.get("/figures", response=list[FigureShape], summary="Figures 指标目录")
def figures(request: HttpRequest):
    """Every figure of the installed pack with its definition. The definition is the same for everybody."""
    pack = this_site().definitions.pack
    return [cells.figure_shape(figure, pack) for figure in pack.figures.values()]


@router.get(
    "/figures/values", response={200: FigureAnswers, 404: Problem, 422: Problem}, summary="Numbers of figures 指标数值"
)
def figure_values(request: HttpRequest, asked: Query[AskedFigures]):
    """The numbers of figures, planned together: in total, and for each child of `org` or each value of `by`.

    Only what you may count is counted, and split only by what you may see of all that is counted. With `known` the answer
    stays the same for ever.
    """
    site = this_site()
    codes = [code.strip() for code in asked.figures.split(",") if code.strip()] or list(site.definitions.pack.figures)
    if len(codes) > _MOST_FIGURES and asked.figures:
        raise TooManyFigures(count=len(codes), limit=_MOST_FIGURES)
    clocks = asked.clocks
    scope = scope_at(request, clocks)
    requests = [Request(code, clocks) for code in dict.fromkeys(codes)]
    too_deep = refused_splits(requests, asked.by, scope, site.definitions)
    wanted = [request for request in requests if request not in too_deep]
    answers = ask(wanted, grouping_below(scope, asked.org), scope.numbers, by=asked.by, site=site)
    answers = replace(answers, refused={**answers.refused, **too_deep})
    return cells.answers_shape(requests, answers, scope, site, by=asked.by, language=asked.language)


@router.get(
    "/figures/{figure}/rows",
    response={200: FigureRows, 404: Problem, 422: Problem},
    summary="Rows of a figure 指标明细",
)
def figure_rows(request: HttpRequest, figure: str, asked: Query[AskedRows]):
    """The rows behind a number, by the same condition as the number, so that it can be computed again from them.

    You may count deeper than you may list: only rows whose names you may see are here. Reading them is logged.
    """
    clocks, site = asked.clocks, this_site()
    scope = scope_at(request, clocks)
    parts = site.definitions.measured_parts(figure)
    if asked.part >= len(parts):
        raise WrongPart(figure=figure, count=len(parts), part=asked.part)
    grouping = grouping_below(scope, asked.org)
    if asked.group is not None:
        check_name(scope, asked.group)
    group = WHOLE if asked.group is None else asked.group
    found = rows_of(
        Request(figure, clocks), grouping, scope.names, part=asked.part, group=group, after=asked.after,
        limit=asked.limit, site=site,
    )  # fmt: skip
    kind = scope.catalogue.types[found.type_code]
    placed = [Placed(row.id, row.place) for row in found.rows]
    shapes = {shape.id: shape for shape in row_shapes(kind, placed, scope, asked.language)}
    log_rows(request, kind, list(shapes), scope)
    rows = [
        FigureRow(id=one.id, anchor=one.anchor, place=one.place, key=one.key, row=shapes.get(one.id))
        for one in found.rows
    ]
    return FigureRows(figure=found.figure, type=found.type_code, measure=found.measure, rows=rows, next=found.after)


@router.get(
    "/verify", response={200: list[VerdictShape], 403: Problem}, summary="Printed and computed numbers 核对公布数字"
)
def verified(request: HttpRequest):
    """The numbers that the pack's document prints beside those that are computed. Needs sight of everything."""
    scope = scope_at(request, asked_clocks({}).clocks)
    if scope.numbers(scope.catalogue.types["organisation"]).organisations is not None:
        raise NotAllowed(
            reason="The printed numbers are of the whole site; only who may count all of it may compare them.",
            reason_zh="公布数字针对全部范围，只有可统计全部数据的用户才能核对。",
        )
    return [cells.verdict_shape(verdict) for verdict in verify()]
