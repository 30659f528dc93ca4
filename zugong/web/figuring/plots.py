"""Small plots as SVG in the page itself: every mark a link, no scripts, crisp at any width and on paper.

Places across are per cents and places upwards are pixels, so that letters keep their size on a phone. A library would
bring styles and scripts of its own, which the policy of the site refuses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log10

TOP, BOTTOM = 22, 152  # pixels: where the greatest mark ends, and where zero lies
SPARK = 18  # pixels: the height of a plot beside a number
_WIDE_GAP = Fraction(1, 5)
_LABELS = 13
_LEVELS = 4  # at most
_ROUND = (Fraction(1, 4), Fraction(1, 2), Fraction(1), Fraction(2), Fraction(5))  # steps between levels


@dataclass(frozen=True)
class Point:
    """One value of a series, `value` None where it is not known; `short` stands below the plot."""

    label: str
    short: str
    value: Fraction | None
    shown: str
    unit: str
    address: str


@dataclass(frozen=True)
class Mark:
    """A point with where it is drawn: per cents across, pixels down. `before` is the mark that a line comes from."""

    point: Point
    left: str
    middle: str
    width: str
    top: int
    height: int
    has_label: bool
    has_number: bool
    before: tuple[str, int] | None

    @property
    def spark_height(self) -> int:
        """How high it stands in a plot beside a number."""
        return max(round(self.height * SPARK / (BOTTOM - TOP)), 1)

    @property
    def spark_top(self) -> int:
        return SPARK - self.spark_height


@dataclass(frozen=True)
class Line:
    """A level with its number, drawn across."""

    top: int
    shown: str


@dataclass(frozen=True)
class Plot:
    """What a template draws. A line joins the points of a stock; a flow has columns."""

    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    is_line: bool
    bottom: int = BOTTOM

    @property
    def has_marks(self) -> bool:
        return any(mark.point.value is not None for mark in self.marks)

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(mark.point for mark in self.marks)


def plot_of(points: Sequence[Point], *, is_line: bool) -> Plot:
    """The points from left to right. Columns stand on zero; a line shows the range in which it moves."""
    values = [point.value for point in points if point.value is not None]
    span = _range(values, is_line=is_line)
    return Plot(_marks(points, span), _lines(*span) if values else (), is_line)


def _marks(points: Sequence[Point], span: tuple[Fraction, Fraction]) -> tuple[Mark, ...]:
    step = Fraction(100, max(len(points), 1))
    marks: list[Mark] = []
    for place, point in enumerate(points):
        before = marks[-1] if marks and marks[-1].point.value is not None and point.value is not None else None
        marks.append(_mark(point, place, step, span, len(points), before))
    return tuple(marks)


def _mark(
    point: Point, place: int, step: Fraction, span: tuple[Fraction, Fraction], count: int, before: Mark | None
) -> Mark:
    top = BOTTOM if point.value is None else _height(point.value, span)
    every = -(-count // _LABELS)
    return Mark(
        point=point,
        left=_percent((place + _WIDE_GAP / 2) * step),
        middle=_percent((place + Fraction(1, 2)) * step),
        width=_percent(step * (1 - _WIDE_GAP)),
        top=top,
        height=max(BOTTOM - top, 0),
        has_label=(count - 1 - place) % every == 0,
        has_number=point.value is not None and (count <= 6 or place == count - 1),
        before=(before.middle, before.top) if before else None,
    )


def _range(values: Sequence[Fraction], *, is_line: bool) -> tuple[Fraction, Fraction]:
    high = max(values, default=Fraction(1))
    low = min(values, default=Fraction(0))
    if not is_line or low <= 0 or (high - low) * 4 > high:
        low = min(low, Fraction(0))
    else:
        low = max(low - (high - low) / 2 - high / 200, Fraction(0))
    return low, high if high > low else low + 1


def _height(value: Fraction, span: tuple[Fraction, Fraction]) -> int:
    low, high = span
    return round(BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP))


def _lines(low: Fraction, high: Fraction) -> tuple[Line, ...]:
    """Two to four round levels over the whole of the range."""
    size = Fraction(10) ** floor(log10(float(high - low)))
    ways = (_levels(low, high, size * part) for part in _ROUND)
    levels = next(levels for levels in ways if len(levels) <= _LEVELS)
    return tuple(Line(_height(level, (low, high)), _plain(level)) for level in levels)


def _levels(low: Fraction, high: Fraction, step: Fraction) -> list[Fraction]:
    return [step * number for number in range(-int(-low // step), int(high // step) + 1)]


def _plain(number: Fraction) -> str:
    return f"{int(number):,}" if number.denominator == 1 else f"{float(number):g}"


def _percent(number: Fraction) -> str:
    return f"{float(number):.3f}%"


@dataclass(frozen=True)
class Spark:
    """A few points beside a number: columns on zero, with what a reader of the page hears instead."""

    marks: tuple[Mark, ...]
    said: str


def spark_of(points: Sequence[Point]) -> Spark:
    """The points as small columns."""
    said = "; ".join(f"{point.label}: {point.shown}" for point in points)
    values = [point.value for point in points if point.value is not None]
    return Spark(_marks(points, _range(values, is_line=False)), said)
