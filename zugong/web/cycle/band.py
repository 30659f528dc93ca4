"""The year drawn as bars over twelve months, with a mark for the day. Places across are per cents, as in plots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zugong.packs.cycle import MONTHS, Stage

#: Of each bar the colour is that of the gravest thing in its stage.
_WIDE = 100 / len(MONTHS)


@dataclass(frozen=True)
class Bar:
    """A run of months: where it begins, how long it is, and how much of it is past."""

    left: str
    width: str
    past: str


@dataclass(frozen=True)
class BandRow:
    """One stage: its bars, what is said of it, and where it is told in full. `is_now`: the day lies in its months."""

    label: str
    address: str
    level: str
    said: str
    months: str
    is_now: bool
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class MonthMark:
    """The number of a month and the middle of its place."""

    number: int
    middle: str
    is_now: bool


@dataclass(frozen=True)
class Band:
    """The whole drawing: `today` is where the day stands."""

    months: tuple[MonthMark, ...]
    rows: tuple[BandRow, ...]
    today: str
    day: date


def band_of(rows: Sequence[BandRow], day: date) -> Band:
    """The rows under twelve months."""
    marks = tuple(MonthMark(one, _percent((one - 0.5) * _WIDE), one == day.month) for one in MONTHS)
    return Band(marks, tuple(rows), _percent(_place(day)), day)


def bars_of(stage: Stage, day: date) -> tuple[Bar, ...]:
    """The bars of a stage, each with its part up to the day."""
    return tuple(_bars(stage, _place(day)))


def _bars(stage: Stage, today: float) -> Iterator[Bar]:
    for first, last in stage.runs:
        left, right = (first - 1) * _WIDE, last * _WIDE
        yield Bar(_percent(left), _percent(right - left), _percent(max(min(today, right) - left, 0.0)))


def _place(day: date) -> float:
    """Where a day stands in its year, in per cent: its month's place, and how much of the month is over at its end."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (day.month - 1 + day.day / (following - day.replace(day=1)).days) * _WIDE


def _percent(number: float) -> str:
    return f"{number:.2f}%"
