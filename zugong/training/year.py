"""The training of a year in numbers: classes of each series, planned and held, persons and person-times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from zugong.figures.grouping import Grouping, Rights
from zugong.figures.judging import Reading, value_rows_of
from zugong.figures.queries import this_site
from zugong.kernel.time import Clocks, Period
from zugong.packs.training import TrainingGroup
from zugong.training.drafts import CANCELLED, HELD, PLANNED
from zugong.training.hours import coverage_among, reading_of
from zugong.training.queries import CLASS, ONLINE, ROLL
from zugong.training.rules import Coverage

_IN_PERIOD = "on >= period_start and on < period_end"
_ATTENDED = f"{_IN_PERIOD} and completed and training_class.status = 'held'"


@dataclass(frozen=True, slots=True)
class SeriesOfYear:
    """One series of classes: how many were planned and are still to come, held, cancelled; places; who completed.

    `times` counts somebody once for each class, `persons` once.
    """

    series: str
    planned: int
    held: int
    cancelled: int
    places: int
    times: int
    persons: int


@dataclass(frozen=True)
class Year:
    """The series in which there is anything, and of all together the person-times and the persons; of online hours too."""

    series: tuple[SeriesOfYear, ...]
    times: int
    persons: int
    attended: Mapping[int, int]
    online_persons: int
    online_hours: int

    def count(self, name: str) -> int:
        """The sum of a number of the series: planned, held, cancelled, places."""
        return sum(getattr(one, name) for one in self.series)


@dataclass(frozen=True)
class Overview:
    """A year, and each group in numbers."""

    year: Year
    groups: Mapping[str, Coverage]


def overview(groups: Sequence[TrainingGroup], clocks: Clocks, grouping: Grouping, rights: Rights) -> Overview:
    """The calendar year of a day, of the classes in scope, and the groups on the day; all in one plan."""
    at = replace(clocks, period=Period.year(clocks.on.year))
    with this_site().asking(grouping, rights) as asking:
        readings = [
            Reading(CLASS, _IN_PERIOD, ("series", "status", "places"), at),
            Reading(ROLL, _ATTENDED, ("training_class", "training_class.series", "person"), at),
            Reading(ONLINE, f"year = {at.on.year}", ("person", "hours"), at),
            *(reading_of(group, clocks, asking) for group in groups),
        ]
        classes, attended, online, *persons = value_rows_of(readings, asking)
    covered = {
        group.group: coverage_among(group, {row[1] for row in rows if row[1] is not None}, clocks.on)
        for group, rows in zip(groups, persons, strict=True)
    }
    return Overview(_year(classes, attended, online), covered)


def _year(classes: list[tuple], attended: list[tuple], online: list[tuple]) -> Year:
    return Year(
        tuple(_series(classes, attended)), len(attended), len({row[3] for row in attended}),
        Counter(row[1] for row in attended), len({row[1] for row in online}), sum(row[2] or 0 for row in online),
    )  # fmt: skip


def _series(classes: list[tuple], attended: list[tuple]) -> Iterator[SeriesOfYear]:
    states = Counter((series, status) for _, series, status, _ in classes)
    places: Counter[str] = Counter()
    for _, series, status, count in classes:
        places[series] += (count or 0) if status != CANCELLED else 0
    times = Counter(series for _, _, series, _ in attended)
    persons = Counter(series for series, _ in {(row[2], row[3]) for row in attended})
    for series in dict.fromkeys(series for _, series, _, _ in classes):
        numbers = [states[series, status] for status in (PLANNED, HELD, CANCELLED)]
        yield SeriesOfYear(series, *numbers, places[series], times[series], persons[series])
