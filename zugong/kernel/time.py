"""Time as this field writes it: days in Asia/Shanghai, dates as precise as their source, and three clocks.

A state holds on `[since, until)`: true on `since`, no longer true on `until`, empty `until` means still.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def now() -> datetime:
    """This moment in Asia/Shanghai. Only views and commands ask."""
    return datetime.now(SHANGHAI)


def today() -> date:
    """This day in Asia/Shanghai. Only views and commands ask."""
    return now().date()


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as its source: `1987`, `1987-05` or `1987-05-20`, never padded.

    It stands for the days from `first` to `last`, both inclusive. Raises ValueError for any other text.
    """

    text: str

    def __post_init__(self) -> None:
        if not _PARTIAL.fullmatch(self.text):
            raise ValueError(f"not a date: {self.text!r}; write 1987, 1987-05 or 1987-05-20")
        if not 1 <= self.first.year <= 9998:
            raise ValueError(f"not a date: {self.text!r}")

    @classmethod
    def of(cls, day: date) -> Self:
        """The date that is known to the day."""
        return cls(day.isoformat())

    @property
    def first(self) -> date:
        return date.fromisoformat(self.text + "-01-01"[len(self.text) - len("1987") :])

    @property
    def last(self) -> date:
        parts = [int(part) for part in self.text.split("-")]
        if len(parts) == 3:
            return date(*parts)
        if len(parts) == 2:
            return date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])
        return date(parts[0], 12, 31)

    @property
    def day(self) -> date | None:
        """The day, where the date is known to the day."""
        return self.first if len(self.text) == 10 else None

    def __str__(self) -> str:
        return self.text


def ymd(day: date) -> int:
    """A day as the number YYYYMMDD. Both engines compare and subtract days in this form."""
    return day.year * 10000 + day.month * 100 + day.day


def whole_years(earlier: date, later: date) -> int:
    """Completed years from `earlier` to `later`, as birthdays count them; someone born on 29 February turns on 1 March.

    Raises ValueError where `later` comes first: floor and truncation differ below zero.
    """
    if later < earlier:
        raise ValueError(f"{later} comes before {earlier}")
    return (ymd(later) - ymd(earlier)) // 10000


def years_before(day: date, years: int) -> date:
    """The same day `years` years earlier; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, earlier for a negative number; the last day of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def holds(*, since: date, until: date | None, on: date) -> bool:
    """Is a state of `[since, until)` true on the day `on`?"""
    return since <= on and (until is None or on < until)


def last_day(until: date | None) -> date | None:
    """The last day of a state, as screens and spreadsheets write it: the day before `until`."""
    return None if until is None else until - timedelta(days=1)


def until_after(last: date | None) -> date | None:
    """`until` of a state whose last day is `last`: the opposite of `last_day`."""
    return None if last is None else last + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to before `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"the period ends on {self.end}, which is not after its start {self.start}")

    @classmethod
    def from_days(cls, first: date, last: date) -> Self:
        """The period whose first and last day are given, both inclusive."""
        return cls(first, last + timedelta(days=1))

    @classmethod
    def year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clocks:
    """Which time a question is asked of: on day `on`, in `period`, under the tree of day `tree`, as known at entry `known`.

    `known` is the number of the last sealed entry that counts; None means all that is known now.
    `period` is what flows are counted in; a question about a stock leaves it at the year of `on`.
    """

    on: date
    tree: date
    period: Period
    known: int | None = None

    @classmethod
    def at(cls, on: date, *, tree: date | None = None, period: Period | None = None, known: int | None = None) -> Self:
        """The clocks of a day: its own tree, and the period from 1 January to that day, unless said otherwise."""
        return cls(on, tree or on, period or Period.from_days(date(on.year, 1, 1), on), known)

    def as_known(self, known: int | None) -> Self:
        return replace(self, known=known)
