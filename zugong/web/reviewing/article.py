"""The text of a review as a page shows it: headings to go to, paragraphs in which each number opens its list, plots."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from zugong.figures.definitions import Definitions
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.models import Entry
from zugong.kernel.time import SHANGHAI, Clocks
from zugong.reviews.filling import year_before
from zugong.reviews.written import Shown, Spans, Written, WrittenLine, WrittenPlot, WrittenTable
from zugong.web.scope import Scope

_LEVELS = {"title": 0, "heading1": 2, "heading2": 3, "heading3": 4}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; a number has the address of its list and says what it is."""

    text: str
    address: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the article; `kind` is title, heading2 to heading4, subtitle, signature, body, table or plot."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    anchor: str = ""
    head: tuple[tuple[Piece, ...], ...] = ()
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()
    plot: PlotShown | None = None


@dataclass(frozen=True, slots=True)
class BarShown:
    """One bar with its number; its width in per cent of the longest."""

    label: str
    series: str
    number: Piece
    width: str
    tone: int


@dataclass(frozen=True, slots=True)
class PlotShown:
    title: str
    series: tuple[str, ...]
    bars: tuple[BarShown, ...]


@dataclass(frozen=True, slots=True)
class HeadingLink:
    """A heading by which the reader goes through the text."""

    text: str
    anchor: str
    level: int


@dataclass(frozen=True)
class Article:
    blocks: tuple[Block, ...]
    headings: tuple[HeadingLink, ...]


Address = Callable[[Shown], str]


def article_of(written: Written, address: Address, definitions: Definitions, language: str) -> Article:
    """The article of a text."""
    showing = _Showing(address, definitions, language)
    blocks = tuple(showing.block(place, block) for place, block in enumerate(written))
    headings = tuple(
        HeadingLink("".join(piece.text for piece in block.pieces), block.anchor, int(block.kind[-1]))
        for block in blocks
        if block.anchor
    )
    return Article(blocks, headings)


@dataclass(frozen=True)
class _Showing:
    address: Address
    definitions: Definitions
    language: str

    def block(self, place: int, block: WrittenLine | WrittenTable | WrittenPlot) -> Block:
        if isinstance(block, WrittenPlot):
            return Block("plot", plot=self._plot(block))
        if isinstance(block, WrittenTable):
            rows = [tuple(self._cell(cell) for cell in row.cells) for row in block.rows]
            return Block("table", head=rows[0] if rows else (), rows=tuple(rows[1:]))
        level = _LEVELS.get(block.role)
        pieces = self._pieces(block.spans)
        if level:
            return Block(f"heading{level}", pieces, anchor=f"h{place}")
        return Block(block.role, pieces)

    def _cell(self, cell: Iterable[Spans]) -> tuple[Piece, ...]:
        return tuple(piece for spans in cell for piece in self._pieces(spans))

    def _pieces(self, spans: Spans) -> tuple[Piece, ...]:
        return tuple(self._number(span.number) if span.number else Piece(span.text) for span in spans)

    def _number(self, number: Shown) -> Piece:
        return Piece(number.text, self.address(number), self._says(number))

    def _says(self, number: Shown) -> str:
        pack = self.definitions.pack
        if number.kind == "parameter":
            declared = pack.parameters.get(number.code)
            return declared.text(self.language) if declared else number.code
        figure = pack.figures.get(number.code)
        return figure.label(self.language) if figure else number.code

    def _plot(self, plot: WrittenPlot) -> PlotShown:
        greatest = max((value for bar in plot.bars for value in bar.values), default=0.0)
        bars = tuple(
            BarShown(
                bar.label if tone == 0 else "", plot.series[tone], self._number(number), _width(value, greatest), tone
            )
            for bar in plot.bars
            for tone, (value, number) in enumerate(zip(bar.values, bar.numbers, strict=True))
        )
        return PlotShown(plot.title, plot.series, bars)


def _width(value: float, greatest: float) -> str:
    return f"{value / greatest * 100:.1f}" if greatest > 0 and value > 0 else "0"


class Addresses:
    """Where numbers lead: to their rows where the user may list them, else to the page of the figure."""

    def __init__(self, clocks: Clocks, organisation: int, scope: Scope, definitions: Definitions) -> None:
        self._organisation, self._scope, self._definitions = organisation, scope, definitions
        known = _moment(clocks.known)
        self._queries = {"this": _query(clocks, known), "last": _query(year_before(clocks), known)}
        self._lists: dict[str, bool] = {}
        self._figure, self._rows = (reverse(name, args=["0"]) for name in ("figure", "figure_rows"))

    def __call__(self, number: Shown) -> str:
        if number.kind == "parameter" or number.code not in self._definitions.pack.figures:
            return ""
        query = self._queries["last" if number.when == "last" else "this"]
        if number.group is not None and not self._scope.may_name(number.group):
            return ""
        group = {"group": number.group} if number.group is not None else {}
        rows = self._leads_to_rows(number)
        path = (self._rows if rows else self._figure).replace("/0/", f"/{number.code}/")
        return f"{path}?{urlencode({'organisation': self._organisation, **(group if rows else {}), **query})}"

    def _leads_to_rows(self, number: Shown) -> bool:
        if number.when not in ("this", "last") or number.value in ("", "0"):
            return False
        if number.code not in self._lists:
            self._lists[number.code] = self._may_list(number.code)
        return self._lists[number.code]

    def _may_list(self, code: str) -> bool:
        try:
            definition = self._definitions.measured(code)
        except RuleBroken:  # it divides two figures, and its page has both lists
            return False
        return self._scope.may_list(definition.kind)


def _query(clocks: Clocks, known: str) -> dict[str, str]:
    query = {
        "on": clocks.on.isoformat(), "tree": clocks.tree.isoformat(), "from": clocks.period.start.isoformat(),
        "to": clocks.period.last.isoformat(),
    }  # fmt: skip
    return {**query, "known": known} if known else query


def _moment(known: int | None) -> str:
    """The moment that stands for an entry in an address: when it was sealed, as precise as it is kept."""
    if known is None:
        return ""
    sealed = Entry.objects.filter(number=known).values_list("sealed_at", flat=True).first()
    return sealed.astimezone(SHANGHAI).isoformat() if sealed else ""
