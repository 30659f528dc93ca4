"""The rows behind a number, by the same condition and the same columns as the list of their type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from zugong.figures.answers import WHOLE, Cell, Group, Request, Whole
from zugong.figures.queries import rows_of, this_site
from zugong.figures.rows import Between
from zugong.kernel.errors import RuleBroken
from zugong.packs.figures import Figure
from zugong.web.figuring.splits import Split, in_bands, splits_of
from zugong.web.kept_answers import Question, numbers_now
from zugong.web.listing.tables import Placed, TableRow, columns_of, table_of
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.numbers import shown_number, unit_of
from zugong.web.pages import Page, page, said_of
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_number
from zugong.web.views.figure import group_name
from zugong.web.views.figures import chosen_root, scope_name, the_figure
from zugong.web.views.records import Heading

_KEPT = ("organisation", "group", "part", "by")


@dataclass(frozen=True, kw_only=True)
class FigureRowsPage(Page):
    """One page of the rows behind a number."""

    template: ClassVar[str] = "web/figure_rows.html"
    code: str
    figure: str
    value: str
    unit: str
    scope_name: str
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    kept: tuple[tuple[str, str], ...]
    has_period: bool
    is_first: bool
    first: str
    next: str


class NotAGroup(RuleBroken):
    code: ClassVar[str] = "figures.not_a_group"
    message: ClassVar[str] = "{text} is no group of this figure; open the figure and choose one of its rows."
    message_zh: ClassVar[str] = "{text} 不是该指标的分组，请从指标页选择。"


@dataclass(frozen=True)
class _Place:
    """Which list of a figure: of which part, split by what, of which group, from which row on."""

    part: int
    split: Split | None
    group: Group | Whole
    after: int | None

    @property
    def engine_group(self) -> Group | Whole | Between:
        """The group as the engine asks for it: a band of ages is many."""
        bands = self.split.bands if self.split else ()
        band = next((band for band in bands if band.code == self.group), None)
        return Between(band.low, band.high) if band else self.group


def figure_rows(request: HttpRequest, code: str) -> HttpResponse:
    """The page."""
    scope, language = scope_of(request), spoken(request)
    found, root = the_figure(code, scope), chosen_root(request, scope)
    place = _place_in_list(request, found, scope, language)
    definition = this_site().definitions.measured_parts(code)[place.part]
    if not scope.may_list(definition.kind):
        raise PermissionDenied(gettext("You may see this number but not the names behind it."))
    if place.split is None:
        _check_group(place.group, scope, root)
    by = place.split.path if place.split else ""
    rows = rows_of(
        Request(code, scope.clocks), scope.grouping(root), scope.names, part=place.part, group=place.engine_group, by=by,
        after=place.after,
    )  # fmt: skip
    kind = scope.catalogue.types[rows.type_code]
    columns = columns_of(kind, scope, language)
    table = table_of(kind, [Placed(row.id, row.place) for row in rows.rows], columns, scope, language)
    log_list(request, kind, table.persons, len(table.rows), organisation=root, figure=found.zh)
    kept = {name: value for name, value in request.GET.items() if value and name != "after"}
    content = FigureRowsPage(
        title=gettext("%(figure)s: the rows") % {"figure": definition.figure.label(language)},
        code=code,
        figure=found.label(language),
        value=_value(definition.code, definition.figure, place, scope, root),
        unit=unit_of(definition.figure, language),
        scope_name=_scope_name(place, scope, root, language),
        headings=tuple(Heading(column.label, column.is_number, "", "") for column in columns),
        rows=table.rows,
        kept=tuple((name, value) for name, value in kept.items() if name in _KEPT),
        has_period=definition.figure.time == "flow",
        is_first=place.after is None,
        first=f"?{urlencode(kept)}",
        next=f"?{urlencode({**kept, 'after': rows.after})}" if rows.after else "",
    )
    return page(request, content)


def _check_group(group: Group | Whole, scope: Scope, root: int | None) -> None:
    """404 for an organisation that is no part of the page's: its very name may be none of the user's business."""
    if not isinstance(group, int) or group == root:
        return
    if root is None or group not in scope.tree.children(root) or not scope.may_name(group):
        raise Http404


def _scope_name(place: _Place, scope: Scope, root: int | None, language: str) -> str:
    whole = scope_name(scope, root)
    if isinstance(place.group, Whole):
        return whole
    if place.split:
        return f"{whole} · {said_of(place.split.label, place.split.name(place.group, language))}"
    return group_name(place.group, scope, root)


def _value(code: str, figure: Figure, place: _Place, scope: Scope, root: int | None) -> str:
    """The number that these rows make, counted with all that was recorded, like the rows themselves."""
    request = Request(code, scope.clocks)
    asked = Question((request,), root, scope, place.split.path if place.split else "")
    answers = numbers_now(asked).answers
    if isinstance(place.group, Whole):
        return shown_number(answers.total(request).value, figure)
    groups = answers.groups(request)
    cells: list[Cell] = in_bands(groups, place.split).get(place.group, []) if place.split else []
    if not place.split and place.group in groups:
        cells = [groups[place.group]]
    if len(cells) == 1:
        return shown_number(cells[0].value, figure)
    return shown_number(sum(int(cell.value or 0) for cell in cells), figure)


def _place_in_list(request: HttpRequest, figure: Figure, scope: Scope, language: str) -> _Place:
    part, group, after, by = (request.GET.get(name, "") for name in ("part", "group", "after", "by"))
    for text in (part, after):
        if text and typed_number(text) is None:
            raise NotAGroup(text=text[:60])
    if part and int(part) >= max(len(figure.parts), 1):
        raise NotAGroup(text=part[:60])
    split = _split(figure, by, scope, language)
    return _Place(int(part or 0), split, _group(group, split), int(after) if after else None)


def _split(figure: Figure, by: str, scope: Scope, language: str) -> Split | None:
    if not by:
        return None
    found = splits_of(figure.figure, scope, language)
    if by not in found:
        raise Http404
    return found[by]


def _group(text: str, split: Split | None) -> Group | Whole:
    if not text:
        return WHOLE
    try:
        if split:
            return split.group_of(text)
        return None if text == "none" else int(text)
    except ValueError:
        raise NotAGroup(text=text[:60]) from None
