"""A text as it was written: paragraphs and tables whose numbers still know which figure they are. Also as JSON keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any, Literal

from zugong.figures.answers import Number
from zugong.reviews.outline import Role
from zugong.reviews.styles import When
from zugong.reviews.tokens import PlotWanted


@dataclass(frozen=True, slots=True)
class Shown:
    """A number in the text: a figure or parameter, of which year, of which subordinate (None: all); exact, and as shown.

    `value` is the exact number as a fraction in digits; empty where there is none.
    """

    kind: Literal["figure", "parameter"]
    code: str
    when: When
    group: int | None
    value: str
    text: str

    @property
    def exact(self) -> Fraction | None:
        return Fraction(self.value) if self.value else None


def exactly(value: Number | None) -> str:
    """The number as `Shown` and frozen versions keep it."""
    return "" if value is None else str(Fraction(value))


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a paragraph; `start` and `end` are where it stood in the template's paragraph."""

    text: str
    start: int
    end: int
    number: Shown | None = None


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A paragraph. `source` is the place of its block in the template."""

    source: int
    role: Role
    spans: Spans

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row of a table. `source` is the place of its row in the template's table."""

    source: int
    cells: tuple[tuple[Spans, ...], ...]


@dataclass(frozen=True, slots=True)
class WrittenTable:
    source: int
    rows: tuple[WrittenRow, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a plot."""

    label: str
    values: tuple[float, ...]
    numbers: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class WrittenPlot:
    """A plot: its title, what each of a bar's values is, and the bars."""

    source: int
    title: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    wanted: PlotWanted


Written = tuple[WrittenLine | WrittenTable | WrittenPlot, ...]


def numbers_of(written: Written) -> Iterator[Shown]:
    """Every number of a text in order, those of tables and plots included."""
    for block in written:
        if isinstance(block, WrittenPlot):
            yield from (number for bar in block.bars for number in bar.numbers)
        else:
            yield from (span.number for spans in spans_of(block) for span in spans if span.number)


def spans_of(block: WrittenLine | WrittenTable) -> Iterator[Spans]:
    """The paragraphs of a block."""
    if isinstance(block, WrittenLine):
        yield block.spans
    else:
        yield from (spans for row in block.rows for cell in row.cells for spans in cell)


def as_json(written: Written) -> list[dict[str, Any]]:
    """The text as JSON keeps it."""
    return [{"block": type(block).__name__, **asdict(block)} for block in written]


def from_json(kept: list[dict[str, Any]]) -> Written:
    """The text that JSON kept."""
    return tuple(_block(block) for block in kept)


def _block(kept: dict[str, Any]) -> WrittenLine | WrittenTable | WrittenPlot:
    if kept["block"] == "WrittenLine":
        return WrittenLine(kept["source"], kept["role"], _spans(kept["spans"]))
    if kept["block"] == "WrittenTable":
        rows = (
            WrittenRow(row["source"], tuple(tuple(_spans(spans) for spans in cell) for cell in row["cells"]))
            for row in kept["rows"]
        )
        return WrittenTable(kept["source"], tuple(rows))
    bars = tuple(
        Bar(bar["label"], tuple(bar["values"]), tuple(Shown(**number) for number in bar["numbers"]))
        for bar in kept["bars"]
    )
    wanted = PlotWanted(tuple(kept["wanted"]["figures"]), kept["wanted"]["by"])
    return WrittenPlot(kept["source"], kept["title"], tuple(kept["series"]), bars, wanted)


def _spans(kept: list[dict[str, Any]]) -> Spans:
    return tuple(
        Span(one["text"], one["start"], one["end"], Shown(**one["number"]) if one["number"] else None) for one in kept
    )
