"""What lies between two numbers of one figure: who came, who left, what was recorded late, what the tree moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from zugong.figures.answers import Cell, Request
from zugong.figures.definitions import Definition
from zugong.figures.movements import End, Movement, Way, moved_rows, movements
from zugong.figures.queries import PAGE_ROWS, this_site
from zugong.packs.figures import Figure
from zugong.web.figuring.addresses import address, query_of
from zugong.web.figuring.comparing import Column, at_clocks, change_shown, column_of, usual_days
from zugong.web.figuring.knowledge import beginnings
from zugong.web.kept_answers import Question, numbers_now
from zugong.web.listing.tables import Placed, Table, columns_of, table_of
from zugong.web.listing.tables import TableRow as Row
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.numbers import shown_number, unit_of
from zugong.web.pages import Page, page
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_number
from zugong.web.views.figures import scope_name, the_figure
from zugong.web.views.records import Heading

_KEPT = ("organisation", "before", "after", "tree", "known", "part")
_WAYS = {"in": True, "out": False}


@dataclass(frozen=True)
class EndShown:
    """One of the two numbers."""

    label: str
    value: str
    address: str


@dataclass(frozen=True)
class MovementShown:
    """What entered or left at one step: in words, how many, by how much the number moved, and its list."""

    label: str
    count: int
    moved: str
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class PartLink:
    """One of the two figures that a share divides; each has a difference of its own."""

    label: str
    address: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class DifferencePage(Page):
    """The way from one number to the other."""

    template: ClassVar[str] = "web/figure_difference.html"
    code: str
    figure: str
    scope_name: str
    unit: str
    before: EndShown
    after: EndShown
    change: str
    is_known: bool
    parts: tuple[PartLink, ...]
    movements: tuple[MovementShown, ...]
    chosen: str
    may_list: bool
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    is_first: bool
    first: str
    next: str


def difference(request: HttpRequest, code: str) -> HttpResponse:
    """The page. Whoever may count but not list sees how many, and no rows."""
    scope, language = scope_of(request), spoken(request)
    found = the_figure(code, scope)
    definitions = this_site().definitions.measured_parts(code)
    part = request.GET.get("part", "0")
    if part not in [str(place) for place in range(len(definitions))]:
        raise Http404
    return page(request, _Difference(request, scope, language, found, definitions[int(part)]).content())


class _Difference:
    """One page as it is put together."""

    def __init__(
        self, request: HttpRequest, scope: Scope, language: str, found: Figure, definition: Definition
    ) -> None:
        self.request, self.scope, self.language, self.found = request, scope, language, found
        self.definition, self.figure = definition, definition.figure
        usual = usual_days(scope.clocks.on)
        self.before, self.after = (self._column(*one) for one in zip(("before", "after"), usual, strict=True))
        self.root = self._root()
        self.cells = [self._cell(column) for column in (self.before, self.after)]

    def _column(self, name: str, usual: str) -> Column:
        text = self.request.GET.get(name, "") or usual
        return column_of(
            text, self.scope.clocks.tree if self.request.GET.get("tree") else None, self.request.asked.known
        )

    def _root(self) -> int:
        text = self.request.GET.get("organisation", "")
        root = typed_number(text) if text else self.scope.root
        if root is None or not (self.scope.may_name(root) or root == self.scope.root):
            raise Http404
        if not any(root in at_clocks(self.scope, column.clocks).tree for column in (self.before, self.after)):
            raise Http404
        return root

    def _cell(self, column: Column) -> Cell | None:
        request = Request(self.definition.code, column.clocks)
        if self.root not in at_clocks(self.scope, column.clocks).tree:
            return None
        if not beginnings([self.definition.code], column.clocks.known).knows(request):
            return None
        return numbers_now(Question((request,), self.root, at_clocks(self.scope, column.clocks))).answers.total(request)

    @property
    def way(self) -> Way:
        ends = [
            End(column.clocks, at_clocks(self.scope, column.clocks).grouping(self.root))
            for column in (self.before, self.after)
        ]
        return Way(self.definition.code, *ends)

    def content(self) -> DifferencePage:
        is_known = None not in self.cells
        moved = movements(self.way, self.scope.numbers) if is_known else []
        chosen = self._chosen(moved)
        may_list = self.scope.may_list(self.definition.kind)
        table, after = self._rows(chosen) if chosen and may_list else (None, None)
        kept = {name: value for name, value in self.request.GET.items() if value and name != "after_row"}
        return DifferencePage(
            title=gettext("What changed: %(figure)s") % {"figure": self.figure.label(self.language)},
            code=self.found.figure,
            figure=self.found.label(self.language),
            scope_name=scope_name(at_clocks(self.scope, self.after.clocks), self.root),
            unit=unit_of(self.figure, self.language),
            before=self._end(self.before, self.cells[0]),
            after=self._end(self.after, self.cells[1]),
            change=change_shown(*self.cells, self.figure),
            is_known=is_known,
            parts=self._parts(),
            movements=tuple(self._movement(one, one == chosen, may_list) for one in moved),
            chosen=_label(chosen) if chosen else "",
            may_list=may_list,
            headings=tuple(Heading(one.label, one.is_number, "", "") for one in table.columns) if table else (),
            rows=table.rows if table else (),
            is_first="after_row" not in self.request.GET,
            first=f"?{urlencode({name: value for name, value in kept.items() if name != 'after_row'})}",
            next=f"?{urlencode({**kept, 'before': self.before.text, 'after': self.after.text, 'after_row': after})}"
            if after
            else "",
        )

    def _end(self, column: Column, cell: Cell | None) -> EndShown:
        label = f"{column.label} · {gettext('As known at')} {column.known}" if column.known else column.label
        if cell is None:
            return EndShown(label, gettext("not known"), "")
        there = address(
            "figure_rows", self.definition.code, query_of(column.clocks, column.known), organisation=self.root
        )
        opens = cell.rows and self.scope.may_list(self.definition.kind)
        return EndShown(label, shown_number(cell.value, self.figure), there if opens else "")

    def _parts(self) -> tuple[PartLink, ...]:
        if not self.found.parts:
            return ()
        pack = this_site().definitions
        return tuple(
            PartLink(
                pack.figure(code).label(self.language), self._address(part=str(place)), code == self.definition.code
            )
            for place, code in enumerate(self.found.parts)
        )

    def _address(self, **changed: str) -> str:
        kept = {
            name: value
            for name, value in self.request.GET.items()
            if name in ("organisation", "before", "after", "tree", "known", "part")
        }
        return f"?{urlencode({**kept, **changed})}"

    # What moved

    def _chosen(self, moved: list[Movement]) -> Movement | None:
        step, way = self.request.GET.get("step", ""), self.request.GET.get("way", "")
        if not step:
            return moved[0] if moved else None
        return next((one for one in moved if one.step == step and one.entered == _WAYS.get(way)), None)

    def _movement(self, one: Movement, is_chosen: bool, may_list: bool) -> MovementShown:
        there = self._address(step=one.step, way="in" if one.entered else "out") if may_list else ""
        return MovementShown(_label(one), one.count, self._moved(one), there, is_chosen)

    def _moved(self, one: Movement) -> str:
        amount = Fraction(one.amount, 100) if self.definition.is_money else Fraction(one.amount)
        sign = "+" if amount > 0 else "−" if amount < 0 else "±"
        size = abs(amount)
        return f"{sign}{shown_number(int(size) if size.denominator == 1 else size, self.figure)}"

    def _rows(self, chosen: Movement) -> tuple[Table, int | None]:
        text = self.request.GET.get("after_row", "")
        after = typed_number(text)
        found = moved_rows(
            self.way, self.scope.names, chosen.step, entered=chosen.entered, after=after, limit=PAGE_ROWS
        )
        kind = self.scope.catalogue.types[found.type_code]
        clocks = self.after.clocks if chosen.entered else self.before.clocks
        there = replace(self.scope, clocks=clocks)
        columns = columns_of(kind, there, self.language)
        table = table_of(kind, [Placed(row.id, row.place) for row in found.rows], columns, there, self.language)
        log_list(self.request, kind, table.persons, len(table.rows), organisation=self.root, figure=self.found.zh)
        return table, found.after


def _label(one: Movement) -> str:
    said = {
        ("known", True): gettext("recorded later"),
        ("known", False): gettext("corrected or withdrawn later"),
        ("day", True): gettext("came"),
        ("day", False): gettext("left"),
        ("tree", True): gettext("came by the change of the tree"),
        ("tree", False): gettext("left by the change of the tree"),
    }
    return said[one.step, one.entered]
