"""Numbers beside each other: any organisations × days × figures in one table, kept in the address, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.figures.answers import Cell
from zugong.figures.queries import this_site
from zugong.packs.figures import Figure
from zugong.web.countable import countable
from zugong.web.figuring.addresses import address, query_of
from zugong.web.figuring.comparing import Chosen, Column, change_shown, chosen, column_of, compared
from zugong.web.figuring.workbook import comparison_workbook
from zugong.web.files import workbook_file
from zugong.web.middleware import spoken
from zugong.web.numbers import shown_number, unit_of
from zugong.web.pages import Page, page
from zugong.web.scope import Scope, scope_of
from zugong.web.views.figures import is_meant, may_list_rows

_FOUND = 12
_YEARS = 5
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Chip:
    """Something chosen, and the address without it."""

    label: str
    address: str


@dataclass(frozen=True)
class Offer:
    """Something that can be added, and the address with it."""

    label: str
    address: str


@dataclass(frozen=True)
class ColumnHead:
    label: str
    known: str


@dataclass(frozen=True)
class CompareCell:
    """A number of the table with its rows, and by how much it differs from the one before, with who came and went."""

    value: str
    address: str
    change: str
    change_address: str
    is_known: bool


@dataclass(frozen=True)
class CompareRow:
    heading: str
    unit: str
    address: str
    cells: tuple[CompareCell, ...]


@dataclass(frozen=True)
class CompareGroup:
    """Rows under one heading; without a heading where there is only one thing to head them."""

    heading: str
    rows: tuple[CompareRow, ...]


@dataclass(frozen=True, kw_only=True)
class ComparePage(Page):
    """The table with everything that changes it."""

    template: ClassVar[str] = "web/compare.html"
    subtitle: str
    figures: tuple[Chip, ...]
    organisations: tuple[Chip, ...]
    days: tuple[Chip, ...]
    columns: tuple[ColumnHead, ...]
    groups: tuple[CompareGroup, ...]
    searched: str
    found_figures: tuple[Offer, ...]
    found_organisations: tuple[Offer, ...]
    shortcuts: tuple[Offer, ...]
    hidden: tuple[tuple[str, str], ...]
    workbook_address: str
    tree_on: str
    entry: int
    is_empty: bool
    kept: tuple[tuple[str, str], ...]
    has_period: bool


def compare(request: HttpRequest) -> HttpResponse:
    """The table; what the form adds is put into the address first."""
    added = _added(request)
    if added is not None:
        return HttpResponseRedirect(f"{reverse('compare')}?{urlencode(added)}")
    scope, language = scope_of(request), spoken(request)
    wanted = chosen(request, scope, countable(scope).figures)
    return page(request, _Comparing(request, scope, language, wanted).content())


def compare_workbook(request: HttpRequest) -> FileResponse:
    """The same table as .xlsx, with a sheet of definitions."""
    scope, language = scope_of(request), spoken(request)
    wanted = chosen(request, scope, countable(scope).figures)
    stream = comparison_workbook(compared(wanted, scope), request, language)
    return workbook_file(stream, gettext("Comparison"))


def _added(request: HttpRequest) -> Pairs | None:
    """The address with the day that the form asks to add; None where it asks for none. Raises NotAColumn, NotAMoment."""
    until, since, known = (request.GET.get(name, "").strip() for name in ("until", "since", "known_at"))
    names = {"until", "since", "known_at"}
    if not names.intersection(request.GET):
        return None
    pairs = [(name, value) for name, values in request.GET.lists() for value in values if value and name not in names]
    if until:
        text = f"{since}..{until}" if since else until
        text = f"{text}@{known}" if known else text
        column_of(text, None, "")
        pairs.append(("day", text))
    return pairs


class _Comparing:
    """One page of a comparison as it is put together."""

    def __init__(self, request: HttpRequest, scope: Scope, language: str, wanted: Chosen) -> None:
        self.request, self.scope, self.language, self.wanted = request, scope, language, wanted
        self.table = compared(wanted, scope)
        self.pairs: Pairs = [
            *(("figure", code) for code in wanted.figures),
            *(("organisation", str(pk)) for pk in wanted.organisations),
            *(("day", column.text) for column in wanted.columns),
            *((name, request.GET[name]) for name in ("tree", "known") if request.GET.get(name)),
        ]
        self.searched = request.GET.get("q", "").strip()[:60]

    def content(self) -> ComparePage:
        wanted, names = self.wanted, self.table.names
        return ComparePage(
            title=gettext("Comparison"),
            subtitle=self._subtitle(),
            figures=self._chips("figure", [(code, one.label(self.language)) for code, one in wanted.figures.items()]),
            organisations=self._chips("organisation", [(str(pk), names.get(pk, "")) for pk in wanted.organisations]),
            days=self._chips("day", [(column.text, _said(column)) for column in wanted.columns]),
            columns=tuple(ColumnHead(column.label, column.known) for column in wanted.columns),
            groups=tuple(self._groups()),
            searched=self.searched,
            found_figures=tuple(self._figures_found()),
            found_organisations=tuple(self._organisations_found()),
            shortcuts=tuple(self._shortcuts()),
            hidden=tuple(self.pairs),
            workbook_address=f"{reverse('compare_workbook')}?{urlencode(self.pairs)}",
            tree_on=self.request.GET.get("tree", ""),
            entry=self.table.entry,
            is_empty=not wanted.figures,
            kept=tuple(pair for pair in self.pairs if pair[0] in ("figure", "organisation", "day")),
            has_period=False,
        )

    def _subtitle(self) -> str:
        return gettext("%(figures)s figures · %(organisations)s organisations · %(days)s points in time") % {
            "figures": len(self.wanted.figures),
            "organisations": len(self.wanted.organisations),
            "days": len(self.wanted.columns),
        }

    # Choosing

    def _chips(self, name: str, values: Sequence[tuple[str, str]]) -> tuple[Chip, ...]:
        return tuple(Chip(label, self._without(name, value)) for value, label in values)

    def _without(self, name: str, value: str) -> str:
        return f"?{urlencode([pair for pair in self.pairs if pair != (name, value)])}"

    def _with(self, *added: tuple[str, str]) -> str:
        search = [("q", self.searched)] if self.searched else []
        return f"?{urlencode([*self.pairs, *(pair for pair in added if pair not in self.pairs), *search])}"

    def _figures_found(self) -> Iterator[Offer]:
        if not self.searched and self.wanted.figures:
            return
        meant = (
            (figure.label(self.language), code)
            for code, figure in countable(self.scope).figures.items()
            if code not in self.wanted.figures and is_meant(figure, self.searched, self.language)
        )
        # Whoever types the whole name of a figure, or its beginning, means that one first; who types nothing, what all ask for.
        headlines = this_site().definitions.pack.headlines
        usual = headlines.of_committee if headlines and not self.searched else ()
        named = sorted(
            meant,
            key=lambda one: (one[1] not in usual, one[0] != self.searched, not one[0].startswith(self.searched)),
        )
        yield from _first(Offer(label, self._with(("figure", code))) for label, code in named)

    def _organisations_found(self) -> Iterator[Offer]:
        if not self.searched:
            return
        tree, allowed = self.scope.tree, self.scope.territory
        fitting = (
            node for node in tree
            if self.searched in node.name and (allowed is None or node.id in allowed) and node.id not in self.wanted.organisations
        )  # fmt: skip
        named = sorted(fitting, key=lambda node: (not node.living, node.depth, node.code))
        yield from _first(Offer(node.name, self._with(("organisation", str(node.id)))) for node in named)

    def _shortcuts(self) -> Iterator[Offer]:
        """What is asked for most: the ends of the last years, and all subordinates of what is shown."""
        on = self.scope.clocks.on
        first = on.year - _YEARS + 1
        years = [*(date(year, 12, 31) for year in range(first, on.year)), on]
        kept = [pair for pair in self.pairs if pair[0] != "day"]
        label = gettext("%(first)s to %(last)s in one table") % {"first": first, "last": on.year}
        yield Offer(label, f"?{urlencode([*kept, *(('day', day.isoformat()) for day in years)])}")
        if len(self.wanted.organisations) == 1 and self.wanted.organisations[0] in self.scope.tree:
            children = [pk for pk in self.scope.tree.children(self.wanted.organisations[0]) if self.scope.may_name(pk)]
            if children:
                yield Offer(
                    gettext("With all subordinates"), self._with(*(("organisation", str(pk)) for pk in children))
                )

    # The table

    def _groups(self) -> Iterator[CompareGroup]:
        figures, organisations = self.wanted.figures, self.wanted.organisations
        if len(organisations) == 1:
            rows = [self._row(code, organisations[0], figure.label(self.language)) for code, figure in figures.items()]
            yield CompareGroup("", tuple(rows))
            return
        for code, figure in figures.items():
            rows = [self._row(code, pk, self.table.names.get(pk, "")) for pk in organisations]
            yield CompareGroup(figure.label(self.language), tuple(rows))

    def _row(self, code: str, organisation: int, heading: str) -> CompareRow:
        figure = self.wanted.figures[code]
        columns = self.wanted.columns
        before: list[Column | None] = [None, *columns[:-1]]
        cells = tuple(self._cell(figure, organisation, one, last) for one, last in zip(columns, before, strict=True))
        there = address("figure", code, {}, organisation=organisation)
        return CompareRow(heading, unit_of(figure, self.language), there, cells)

    def _cell(self, figure: Figure, organisation: int, column: Column, before: Column | None) -> CompareCell:
        code = figure.figure
        if (code, column.text) in self.table.refused:
            return CompareCell("—", "", "", "", is_known=False)
        cell = self.table.cell(code, organisation, column)
        if cell is None:
            return CompareCell(gettext("not known"), "", "", "", is_known=False)
        last = self.table.cell(code, organisation, before) if before else None
        return CompareCell(
            value=shown_number(cell.value, figure),
            address=self._rows_address(figure, organisation, column, cell),
            change=change_shown(last, cell, figure),
            change_address=self._change_address(code, organisation, before, column) if before and last else "",
            is_known=True,
        )

    def _rows_address(self, figure: Figure, organisation: int, column: Column, cell: Cell) -> str:
        lists_rows = not figure.parts and may_list_rows(figure, self.scope)
        if lists_rows and not cell.rows:
            return ""
        view = "figure_rows" if lists_rows else "figure"
        return address(view, figure.figure, query_of(column.clocks, column.known), organisation=organisation)

    def _change_address(self, code: str, organisation: int, before: Column, after: Column) -> str:
        query = {"before": before.text, "after": after.text}
        query |= {name: self.request.GET[name] for name in ("tree", "known") if self.request.GET.get(name)}
        return address("figure_difference", code, query, organisation=organisation)


def _said(column: Column) -> str:
    if "@" not in column.text:
        return column.label
    return gettext("%(day)s, as known at %(known)s") % {"day": column.label, "known": column.known}


def _first(offers: Iterator[Offer]) -> Iterator[Offer]:
    for _, offer in zip(range(_FOUND), offers, strict=False):
        yield offer
