"""Working days by the yearly notices on holidays. A year without a notice counts weekdays and is provisional."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from zugong.packs.reading import Declared, many

_SATURDAY = 5
_ONE = timedelta(days=1)


class YearOfDays(Declared):
    """One year: weekdays that are off and days of weekends that are worked, each as month and day."""

    year: int
    paper: str
    number: str = ""
    off: tuple[str, ...] = ()
    worked: tuple[str, ...] = ()

    def days(self, written: Iterable[str]) -> Iterator[date]:
        for one in written:
            yield date.fromisoformat(f"{self.year}-{one}")


@dataclass(frozen=True)
class WorkingDays:
    """The working days of all years that are published."""

    years: frozenset[int]
    off: frozenset[date]
    worked: frozenset[date]

    def is_working(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)

    def is_provisional(self, first: date, last: date) -> bool:
        """Is the notice for one of the years between two days still to come?"""
        return any(year not in self.years for year in range(first.year, last.year + 1))

    def after(self, day: date, count: int, *, count_first: bool = False) -> date:
        """The last of so many working days after a day, the day itself counted only where said."""
        here = day - _ONE if count_first else day
        while count > 0:
            here += _ONE
            count -= self.is_working(here)
        return here

    def between(self, first: date, last: date, *, count_first: bool = False) -> int:
        """How many working days from a day to another, the last one counted, the first only where said."""
        start = first if count_first else first + _ONE
        return sum(self.is_working(start + _ONE * step) for step in range(max(0, (last - start).days + 1)))


def read_working_days(folders: Iterable[Path]) -> WorkingDays:
    """The calendar of a lineage. Raises PackError."""
    read = [
        year for folder in folders for path in sorted(folder.glob("cases/calendar/*.yaml"))
        for year in many(YearOfDays, path)
    ]  # fmt: skip
    return WorkingDays(
        frozenset(one.year for one in read),
        frozenset(day for one in read for day in one.days(one.off)),
        frozenset(day for one in read for day in one.days(one.worked)),
    )
