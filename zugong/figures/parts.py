"""The queries that read one scan's `stage`, and where their numbers go.

Each gives rows of (its number, group, organisation, numbers), so that one statement answers them all. Rows and sums are
counted in one query and totals are their sum; values counted distinct need one more query per value, and one for the
total, since a person may stand in several groups. A total is told from "no group" by its query, never by NULL.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from zugong.figures.answers import Group, Request
from zugong.figures.definitions import Definition
from zugong.figures.scan import NO, Filter, Measured


@dataclass
class Counts:
    """What came back for one figure. `numbers` are (rows, undecided, sum) by group."""

    numbers: dict[Group, tuple[int, int, int]] = field(default_factory=dict)
    distinct: dict[Group, int] = field(default_factory=dict)
    whole_distinct: int = 0
    organisations: dict[Group, set[int]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True)
class Asked:
    """One figure in a scan: where its condition and its value stand, and what is counted for it."""

    request: Request
    definition: Definition
    filter: Filter
    measured: Measured | None
    counts: Counts = field(default_factory=Counts)

    @property
    def undecided(self) -> str:
        """True for rows that the condition left undecided, or that count but whose value is undecided."""
        if self.measured is None or self.measured.undecided == NO:
            return self.filter.undecided
        return f"({self.filter.undecided} OR ({self.filter.holds} AND {self.measured.undecided}))"

    @property
    def summed(self) -> str:
        if self.definition.measure != "sum" or self.measured is None:
            return "0"
        return f"coalesce(sum({self.measured.value}) FILTER ({self.filter.holds}), 0)"


class Part(Protocol):
    """One query on `stage` and what is done with its rows."""

    def select(self, number: int) -> str: ...
    def put(self, group: Group, organisation: int | None, numbers: Sequence[int]) -> None: ...


@dataclass(frozen=True)
class NumbersPart:
    """Rows, undecided rows and sums of every figure, by group."""

    asked: Sequence[Asked]

    def select(self, number: int) -> str:
        counted = [text for one in self.asked for text in (_count(one.filter.holds), _count(one.undecided), one.summed)]
        return f"{_head(number, 'grp', 'NULL', counted)} FROM stage GROUP BY grp"

    def put(self, group: Group, organisation: int | None, numbers: Sequence[int]) -> None:
        for place, one in enumerate(self.asked):
            rows, undecided, total = numbers[3 * place : 3 * place + 3]
            one.counts.numbers[group] = (rows, undecided, total)


@dataclass(frozen=True)
class DistinctPart:
    """How many values each figure has, in each group or, where `whole`, in all together; all count the same value."""

    value: str
    asked: Sequence[Asked]
    whole: bool

    def select(self, number: int) -> str:
        keys = self.value if self.whole else f"grp, {self.value}"
        found = [f"bool_or({one.filter.holds}) AS found_{place}" for place, one in enumerate(self.asked)]
        once = f"SELECT {keys}, {', '.join(found)} FROM stage WHERE {self.value} IS NOT NULL GROUP BY {keys}"
        counted = [_count(f"found_{place}") for place in range(len(self.asked))]
        head = _head(number, "NULL" if self.whole else "grp", "NULL", counted)
        return f"{head} FROM ({once})" if self.whole else f"{head} FROM ({once}) GROUP BY grp"

    def put(self, group: Group, organisation: int | None, numbers: Sequence[int]) -> None:
        for one, count in zip(self.asked, numbers, strict=True):
            if self.whole:
                one.counts.whole_distinct = count
            else:
                one.counts.distinct[group] = count


@dataclass(frozen=True)
class OrganisationsPart:
    """The organisations that have a row themselves, by group."""

    value: str
    asked: Sequence[Asked]

    def select(self, number: int) -> str:
        counted = [_count(one.filter.holds) for one in self.asked]
        head = _head(number, "grp", self.value, counted)
        return f"{head} FROM stage WHERE {self.value} IS NOT NULL GROUP BY grp, {self.value}"

    def put(self, group: Group, organisation: int | None, numbers: Sequence[int]) -> None:
        assert organisation is not None
        for one, count in zip(self.asked, numbers, strict=True):
            if count:
                one.counts.organisations[group].add(organisation)


def parts_of(asked: Sequence[Asked]) -> list[Part]:
    """The queries that answer these figures of one scan."""
    parts: list[Part] = [NumbersPart(asked)]
    for value, those in _by_value(asked, "distinct").items():
        parts += [DistinctPart(value, those, whole=False), DistinctPart(value, those, whole=True)]
    parts += [OrganisationsPart(value, those) for value, those in _by_value(asked, "organisations_with").items()]
    return parts


def _by_value(asked: Sequence[Asked], measure: str) -> dict[str, list[Asked]]:
    found: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        if one.definition.measure == measure and one.measured:
            found[one.measured.value].append(one)
    return found


def _count(condition: str) -> str:
    return "0" if condition == NO else f"count(*) FILTER ({condition})"


def _head(number: int, group: str, organisation: str, counted: Sequence[str]) -> str:
    numbers = f"CAST([{', '.join(counted)}] AS HUGEINT[])"
    return (
        f"SELECT {number} AS part, {group} AS grp, CAST({organisation} AS BIGINT) AS organisation, {numbers} AS numbers"
    )
