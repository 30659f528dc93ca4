"""One figure: its value, what it counts and how, through time, split, and what other numbers stand near it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import ClassVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.freshness import mark_now
from zugong.figures.answers import Cell, Group, Request
from zugong.figures.explaining import Trace, kept_trace
from zugong.figures.queries import list_rows, this_site
from zugong.kernel.keeping import Kept
from zugong.packs.figures import Figure, Near
from zugong.web.countable import countable
from zugong.web.figuring.addresses import address, asked_clocks_of
from zugong.web.figuring.knowledge import beginnings
from zugong.web.figuring.splits import Split, in_bands, splits_of
from zugong.web.figuring.trend import SPANS, USUAL_SPAN, SpanLink, Trend, span_labels, trend_of
from zugong.web.kept_answers import Numbers, Question, numbers_soon
from zugong.web.middleware import spoken
from zugong.web.numbers import shown_number, unit_of, width_of
from zugong.web.pages import Page, page
from zugong.web.scope import Scope, scope_of
from zugong.web.views.figures import (
    Option,
    chapter_title,
    chosen_root,
    may_list_rows,
    options_of,
    papers_asking,
    scope_name,
    the_figure,
)


@dataclass(frozen=True)
class SplitLine:
    """One part of a figure, with the length of its bar in per cent; `rows_address` lists its rows."""

    name: str
    value: str
    width: str
    undecided: int
    rows_address: str
    address: str
    is_empty: bool = False


@dataclass(frozen=True)
class SplitOption:
    path: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class RowsLink:
    """Where the rows behind a number are listed; a share has two lists."""

    label: str
    address: str


@dataclass(frozen=True)
class NearNumber:
    """Another number that people hold against this one, and why the two differ."""

    label: str
    value: str
    unit: str
    why: str
    address: str


@dataclass(frozen=True, kw_only=True)
class FigurePage(Page):
    """One number and what it stands on. `first_known`: the day before which nothing was recorded, where it is asked about."""

    template: ClassVar[str] = "web/figure.html"
    code: str
    chapter: str
    value: str
    unit: str
    refusal: str
    is_known: bool
    first_known: date | None
    scope_name: str
    options: tuple[Option, ...]
    trace: Trace | None
    note: str
    near: tuple[NearNumber, ...]
    papers: tuple[str, ...]
    split_label: str
    split_options: tuple[SplitOption, ...]
    split: tuple[SplitLine, ...]
    split_empty: tuple[str, ...]
    has_undecided: bool
    trend: Trend | None
    spans: tuple[SpanLink, ...]
    rows_links: tuple[RowsLink, ...]
    compare_address: str
    pack: str
    entry: int
    sealed_at: datetime | None
    behind: bool
    kept: tuple[tuple[str, str], ...]
    has_period: bool


def figure(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one figure."""
    scope, language = scope_of(request), spoken(request)
    asked = _Asked(request, the_figure(code, scope), scope, chosen_root(request, scope), language)
    return page(request, asked.content())


class _Asked:
    """One page of a figure as it is put together: every number is asked for once."""

    def __init__(self, request: HttpRequest, figure: Figure, scope: Scope, root: int | None, language: str) -> None:
        self.request, self.figure, self.scope, self.root, self.language = request, figure, scope, root, language
        self.definitions = this_site().definitions
        self.splits = splits_of(figure.figure, scope, language)
        self.by = request.GET.get("by", "")
        self.span = request.GET.get("trend", USUAL_SPAN)
        if (self.by and self.by not in self.splits) or self.span not in SPANS:
            raise Http404
        self.number = Request(figure.figure, scope.clocks)
        self.numbers = numbers_soon(Question((self.number,), root, scope))
        self.answers = self.numbers.answers
        self.refusal = self.answers.refused.get(self.number)
        self.beginnings = beginnings([figure.figure], scope.clocks.known)
        self.is_known = self.beginnings.knows(self.number)

    def content(self) -> FigurePage:
        figure, language, shows = self.figure, self.language, self.refusal is None
        total = self.answers.total(self.number) if shows else None
        split = self._split_numbers() if shows else None
        lines = self._split_lines(split) if split and self.is_known else ()
        trend = self._trend() if shows else None
        return FigurePage(
            title=figure.label(language),
            code=figure.figure,
            chapter=chapter_title(figure.chapter, language),
            value=self._value(total),
            unit=unit_of(figure, language) if total and self.is_known else "",
            refusal=self.refusal.sentence(language) if self.refusal else "",
            is_known=self.is_known,
            first_known=self.beginnings.of(figure.figure),
            scope_name=scope_name(self.scope, self.root),
            options=options_of(self.scope, self.root),
            trace=kept_trace(total, self.definitions, self.root, language) if total else None,
            note=figure.note.in_language(language) if figure.note else "",
            near=tuple(number for near in figure.near if (number := self._near(near))),
            papers=papers_asking(figure.figure, language),
            split_label=self.splits[self.by].label if self.by else gettext("Subordinate organisation"),
            split_options=tuple(SplitOption(path, one.label, path == self.by) for path, one in self.splits.items()),
            split=tuple(line for line in lines if not line.is_empty),
            split_empty=tuple(line.name for line in lines if line.is_empty),
            has_undecided=any(line.undecided for line in lines),
            trend=trend,
            spans=self._spans(),
            rows_links=self._rows_links() if shows and self.is_known else (),
            compare_address=self._compare_address(),
            pack=self.definitions.pack.version,
            entry=self.numbers.entry,
            sealed_at=self.numbers.sealed_at,
            behind=self.numbers.behind or bool(trend and trend.behind) or bool(split and split.behind),
            kept=tuple(
                (name, value) for name, value in self.request.GET.items() if name in ("organisation", "by", "trend")
            ),
            has_period=self._is_flow,
        )

    @property
    def _is_flow(self) -> bool:
        return any(part.figure.time == "flow" for part in self.definitions.measured_parts(self.figure.figure))

    def _value(self, total: Cell | None) -> str:
        if total is None:
            return "—"
        return shown_number(total.value, self.figure) if self.is_known else gettext("not known")

    # Through time

    def _trend(self) -> Trend:
        known = self.request.asked.known
        view = "figure_rows" if self._lists_rows else "figure"
        return trend_of(self.figure, self.span, self.root, self.scope, known, self.language, view=view)

    def _spans(self) -> tuple[SpanLink, ...]:
        kept = {name: value for name, value in self.request.GET.items() if value and name != "trend"}
        return tuple(
            SpanLink(label, f"?{urlencode({**kept, 'trend': span})}", span == self.span)
            for span, label in span_labels().items()
        )

    # Split

    def _split_numbers(self) -> Numbers:
        return numbers_soon(Question((self.number,), self.root, self.scope, self.by)) if self.by else self.numbers

    def _split_lines(self, numbers: Numbers) -> tuple[SplitLine, ...]:
        groups = numbers.answers.groups(self.number)
        if self.by:
            return self._by_field(groups, self.splits[self.by])
        greatest = max(
            (Fraction(cell.value) for cell in groups.values() if cell.value is not None), default=Fraction(0)
        )
        return tuple(
            self._of_group(group, cell, greatest) for group, cell in groups.items() if self._is_shown(group, cell)
        )

    def _is_shown(self, group: Group, cell: Cell) -> bool:
        is_elsewhere = isinstance(group, int) and group in self.scope.tree and not self.scope.may_name(group)
        return not is_elsewhere and (group != self.root or cell.rows > 0)

    def _of_group(self, group: Group, cell: Cell, greatest: Fraction) -> SplitLine:
        opens = isinstance(group, int) and group != self.root and bool(self.scope.tree.children(group))
        return SplitLine(
            name=group_name(group, self.scope, self.root),
            value=shown_number(cell.value, self.figure),
            width=width_of(cell, greatest),
            undecided=cell.undecided,
            rows_address=self._rows_address(group) if cell.rows and self._lists_rows else "",
            address=self._address("figure", organisation=group) if opens else "",
            is_empty=not cell.rows and not cell.undecided,
        )

    def _by_field(self, groups: Mapping[Group, Cell], split: Split) -> tuple[SplitLine, ...]:
        parts = in_bands(groups, split)
        values = {
            group: sum((Fraction(cell.value or 0) for cell in cells), Fraction(0)) for group, cells in parts.items()
        }
        greatest = max(values.values(), default=Fraction(0))
        return tuple(
            SplitLine(
                name=split.name(group, self.language),
                value=shown_number(
                    int(values[group]) if values[group].denominator == 1 else values[group], self.figure
                ),
                width=f"{float(values[group] / greatest * 100):.1f}" if greatest > 0 else "0",
                undecided=sum(cell.undecided for cell in cells),
                rows_address=self._rows_address(group) if self._lists_rows and values[group] else "",
                address="",
            )
            for group, cells in parts.items()
            if any(cell.rows or cell.undecided for cell in cells)
        )

    # Links

    @property
    def _lists_rows(self) -> bool:
        return not self.figure.parts and may_list_rows(self.figure, self.scope)

    def _address(self, view: str, **parameters: Group) -> str:
        return address(view, self.figure.figure, asked_clocks_of(self.request), **parameters)

    def _rows_address(self, group: Group) -> str:
        by = {"by": self.by} if self.by else {}
        return self._address("figure_rows", organisation=self.root, **by, group=group)

    def _rows_links(self) -> tuple[RowsLink, ...]:
        if not may_list_rows(self.figure, self.scope):
            return ()
        if not self.figure.parts:
            return (RowsLink(gettext("Open the rows"), self._address("figure_rows", organisation=self.root)),)
        labels = [self.definitions.figure(part).label(self.language) for part in self.figure.parts]
        return tuple(
            RowsLink(label, self._address("figure_rows", organisation=self.root, part=part))
            for part, label in enumerate(labels)
        )

    def _compare_address(self) -> str:
        query = [("figure", self.figure.figure)] + ([("organisation", str(self.root))] if self.root else [])
        on = self.scope.clocks.on
        query += [("day", date(on.year - 1, 12, 31).isoformat()), ("day", on.isoformat())]
        return f"{reverse('compare')}?{urlencode(query)}"

    # Numbers nearby

    def _near(self, near: Near) -> NearNumber | None:
        return self._near_figure(near) if near.figure else self._near_list(near)

    def _near_figure(self, near: Near) -> NearNumber | None:
        assert near.figure
        if near.figure not in countable(self.scope):
            return None
        found, asked = self.definitions.figure(near.figure), Request(near.figure, self.scope.clocks)
        answers = numbers_soon(Question((asked,), self.root, self.scope)).answers
        if asked in answers.refused:
            return None
        value = shown_number(answers.total(asked).value, found)
        there = address("figure", near.figure, asked_clocks_of(self.request), organisation=self.root)
        return NearNumber(
            found.label(self.language), value, unit_of(found, self.language), near.why.in_language(self.language), there
        )

    def _count_of_list(self, kind: RecordType) -> int:
        """How many rows the list of a type has; counted again when an entry touched the type or where it counts."""
        scope, rights = self.scope, self.scope.names(kind)
        version = mark_now().version({kind.code}, scope.clocks.known)

        def counted() -> int:
            return list_rows(kind.code, "", scope.clocks, scope.grouping(self.root), scope.names, limit=1).count

        return _list_counts.value((kind.code, scope.clocks, scope.tree, self.root, rights, version), counted)

    def _near_list(self, near: Near) -> NearNumber | None:
        assert near.records
        kind = self.definitions.kind(near.records)
        if not self.scope.may_list(kind):
            return None
        count = self._count_of_list(kind)
        label = gettext("The list “%(list)s”") % {"list": kind.name(self.language)}
        query = asked_clocks_of(self.request) | ({"organisation": str(self.root)} if self.root else {})
        there = f"{reverse('record_list', args=[kind.code])}{'?' if query else ''}{urlencode(query)}"
        return NearNumber(label, f"{count:,}", gettext("rows"), near.why.in_language(self.language), there)


_list_counts: Kept[int] = Kept()


def group_name(group: Group, scope: Scope, root: int | None) -> str:
    """What a group of organisations is called."""
    if not isinstance(group, int) or group not in scope.tree:
        return gettext("Without organisation")
    return gettext("%(name)s itself") % {"name": scope.tree.name(group)} if group == root else scope.tree.name(group)
