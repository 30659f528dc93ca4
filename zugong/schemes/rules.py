"""Adding up: from what was found of each clause to stars, points, a level, and what lacks for the next. No Django, no clock.

Points are counted in hundredths as whole numbers, so that nothing is ever rounded on the way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from zugong.packs.scheme_criteria import Bound, Criterion, Group, Threshold
from zugong.packs.schemes import Level, Needs, Version

State = Literal["met", "part", "unmet", "not_applicable", "waiting", "blank", "unnamed"]
#: `waiting` for a review of what was filled in, `blank` nobody said anything, `unnamed` its text is still to come.
STATES: tuple[State, ...] = ("met", "part", "unmet", "not_applicable", "waiting", "blank", "unnamed")
HUNDREDTHS = 100
_PER_CENT = 100
#: Of clauses that lack equally much, these come first: the nearest to being met.
_NEARNESS: Mapping[State, int] = {"waiting": 0, "part": 1, "blank": 2, "unmet": 3, "unnamed": 4}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one clause, with its points in hundredths."""

    state: State
    points: int = 0


UNNAMED, BLANK, WAITING = Finding("unnamed"), Finding("blank"), Finding("waiting")
NOT_APPLICABLE = Finding("not_applicable")


def hundredths(points: Decimal | None) -> int:
    return int((points or Decimal(0)) * HUNDREDTHS)


def points_of(counted: int) -> Decimal:
    """Hundredths as points."""
    return Decimal(counted) / HUNDREDTHS


def full(criterion: Criterion) -> Finding:
    """The finding of a clause that is met."""
    return Finding("met", hundredths(criterion.points))


def stated(criterion: Criterion, outcome: str, points: Decimal | int | None = None) -> Finding:
    """The finding of a clause of which somebody said the outcome; points of `part` never reach those of `met`."""
    if outcome == "met":
        return full(criterion)
    if outcome == "part":
        most = hundredths(criterion.points)
        return Finding("part", max(0, min(hundredths(Decimal(points or 0)), most)))
    return NOT_APPLICABLE if outcome == "not_applicable" else Finding("unmet")


Amount = int | Decimal | Fraction


@dataclass(frozen=True)
class Judge:
    """Compares numbers with the threshold of one clause, its parameters looked up: `bounds` by name."""

    criterion: Criterion
    bounds: Mapping[str, Amount]

    def finding(self, value: Amount | None) -> Finding:
        """What a number comes to; one that nothing could be divided for is not reached."""
        threshold = self.criterion.threshold
        assert threshold is not None
        if value is None:
            return Finding("unmet")
        if threshold.bands:
            return self._counted(self._best_band(threshold, value))
        if threshold.at_most is not None:
            return full(self.criterion) if value <= self._bound(threshold.at_most) else Finding("unmet")
        assert threshold.at_least is not None
        wanted = self._bound(threshold.at_least)
        if value >= wanted:
            return full(self.criterion)
        return self._counted(self._in_proportion(value, wanted)) if threshold.proportional else Finding("unmet")

    def _bound(self, bound: Bound) -> Amount:
        return self.bounds[bound] if isinstance(bound, str) else bound

    def _best_band(self, threshold: Threshold, value: Amount) -> int:
        reached = [
            hundredths(band.points) for band in threshold.bands if self._is_in(band.at_least, band.at_most, value)
        ]
        return max(reached, default=0)

    def _is_in(self, at_least: Bound | None, at_most: Bound | None, value: Amount) -> bool:
        if at_least is not None:
            return value >= self._bound(at_least)
        return at_most is not None and value <= self._bound(at_most)

    def _in_proportion(self, value: Amount, wanted: Amount) -> int:
        if value <= 0 or wanted <= 0:
            return 0
        return int(Fraction(value) / Fraction(wanted) * hundredths(self.criterion.points))

    def _counted(self, counted: int) -> Finding:
        most = hundredths(self.criterion.points)
        if counted >= most:
            return full(self.criterion)
        return Finding("part", counted) if counted > 0 else Finding("unmet")


@dataclass(frozen=True, slots=True)
class GroupSum:
    """One group of one who is rated: how many clauses are met of how many that apply, and the points."""

    group: str
    met: int
    clauses: int
    points: int
    most: int
    is_won: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """What all clauses of one who is rated come to. `level` is None where none is reached; points in hundredths."""

    groups: tuple[GroupSum, ...]
    met: int
    points: int
    most: int
    stars: tuple[str, ...]
    level: str | None
    waiting: int
    vetoes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """What lacks for a level: clauses by their codes, in the order of the paper; points in hundredths, 0 where enough.

    `vetoes` stand against it whatever clauses are met.
    """

    level: str
    clauses: tuple[str, ...]
    points: int
    vetoes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SectorRules:
    """The clauses and levels of one sector of a version, ready for adding up many."""

    version: Version
    sector: str

    @cached_property
    def places(self) -> tuple[Criterion, ...]:
        return self.version.places_in(self.sector)

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        return self.version.levels_in(self.sector)

    @cached_property
    def _spans(self) -> tuple[tuple[str, Group, int, int], ...]:
        """Each group with the first of its places and the one after its last: places stand in the order of groups."""
        found, start = [], 0
        for code, group in self.version.groups.items():
            end = start + sum(one.group == code for one in self.places)
            if end > start:
                found.append((code, group, start, end))
            start = end
        return tuple(found)

    @cached_property
    def _most(self) -> tuple[int, ...]:
        return tuple(hundredths(one.points) for one in self.places)

    def sum(self, findings: Sequence[Finding], vetoes: Collection[str] = (), adjusted: int = 0) -> Sum:
        """Add up findings in the order of the places; `adjusted` hundredths come from monthly adjustments."""
        groups = tuple(self._group_sum(*span, findings) for span in self._spans)
        removed = self._removed(vetoes)
        stars = tuple(
            one.group for one in groups
            if one.is_won and one.group not in removed and self.version.groups[one.group].star
        )  # fmt: skip
        met, most = sum(one.met for one in groups), sum(one.most for one in groups)
        points = max(0, sum(one.points for one in groups) + adjusted)
        waiting = sum(one.state == "waiting" for one in findings)
        found = Sum(groups, met, points, most, stars, None, waiting, tuple(vetoes))
        return Sum(groups, met, points, most, stars, self._level(found, vetoes), waiting, tuple(vetoes))

    def _group_sum(self, code: str, group: Group, start: int, end: int, findings: Sequence[Finding]) -> GroupSum:
        met = clauses = points = most = 0
        for place in range(start, end):
            found = findings[place]
            if found.state != "not_applicable":
                clauses += 1
                met += found.state == "met"
                points += found.points
                most += self._most[place]
        return GroupSum(code, met, clauses, points, most, _is_won(group, met, clauses, points, most))

    def _removed(self, vetoes: Collection[str]) -> set[str]:
        return {star for one in self.version.vetoes if one.veto in vetoes for star in one.removes}

    def _level(self, found: Sum, vetoes: Collection[str]) -> str | None:
        for level in self.levels:
            if level.needs is not None and not self._against(level, vetoes) and _is_reached(level.needs, found):
                return level.level
        return None

    def _against(self, level: Level, vetoes: Collection[str]) -> tuple[str, ...]:
        """The vetoes that stand against a level, those apart that only take stars."""
        order = [one.level for one in self.levels]
        return tuple(
            one.veto for one in self.version.vetoes
            if one.veto in vetoes and not one.removes
            and (one.caps is None or one.caps not in order or order.index(level.level) < order.index(one.caps))
        )  # fmt: skip

    def better_levels(self, level: str | None) -> tuple[Level, ...]:
        """The levels above one, the nearest first."""
        order = [one.level for one in self.levels]
        place = order.index(level) if level in order else len(order)
        return tuple(reversed(self.levels[:place]))

    def gap(self, level: Level, findings: Sequence[Finding], found: Sum) -> Gap:
        """The fewest clauses that bring one who stands at `found` to a level, and how many points lack."""
        needs = level.needs
        if needs is None:
            return Gap(level.level, (), 0)
        search = _Search(self, findings, found, self._removed(found.vetoes))
        search.add_groups(needs)
        search.add_stars(needs)
        search.add_clauses(needs)
        lacking = search.add_points(needs)
        clauses = tuple(one.criterion for place, one in enumerate(self.places) if place in search.chosen)
        blocked = self._against(level, found.vetoes) + search.blocked
        return Gap(level.level, clauses, lacking, tuple(dict.fromkeys(blocked)))


def _is_won(group: Group, met: int, clauses: int, points: int, most: int) -> bool:
    wins = group.wins
    if wins.clauses is not None:
        return met >= wins.clauses
    if wins.points is not None:
        return points >= hundredths(wins.points)
    if wins.percent is not None:
        return most > 0 and points * _PER_CENT >= wins.percent * most
    return 0 < clauses == met


def _is_reached(needs: Needs, found: Sum) -> bool:
    met = {one.group: one.met for one in found.groups}
    return (
        (needs.points is None or found.points >= hundredths(needs.points))
        and (needs.percent is None or (found.most > 0 and found.points * _PER_CENT >= needs.percent * found.most))
        and (needs.clauses is None or found.met >= needs.clauses)
        and (needs.stars is None or len(found.stars) >= needs.stars)
        and all(met.get(group, 0) >= least for group, least in needs.groups.items())
    )


@dataclass
class _Search:
    """Chooses clauses for a gap, one need after the other; what serves two needs is chosen once."""

    rules: SectorRules
    findings: Sequence[Finding]
    found: Sum
    removed: set[str]

    def __post_init__(self) -> None:
        self.chosen: set[int] = set()
        self.blocked: tuple[str, ...] = ()

    def add_groups(self, needs: Needs) -> None:
        met = {one.group: one.met for one in self.found.groups}
        for group, least in needs.groups.items():
            self.chosen.update(self._nearest(self._open(group), least - met.get(group, 0)))

    def add_stars(self, needs: Needs) -> None:
        lacking = (needs.stars or 0) - len(self.found.stars)
        if lacking <= 0:
            return
        ways = [
            (self._to_win(one), one.group) for one in self.found.groups
            if self.rules.version.groups[one.group].star and one.group not in (*self.found.stars, *self.removed)
        ]  # fmt: skip
        ways.sort(key=lambda way: len(way[0] - self.chosen))
        for places, _ in ways[:lacking]:
            self.chosen.update(places)
        if len(ways) < lacking:
            self.blocked = tuple(
                one.veto for one in self.rules.version.vetoes if one.removes and one.veto in self.found.vetoes
            )

    def add_clauses(self, needs: Needs) -> None:
        lacking = (needs.clauses or 0) - self.found.met - len(self.chosen)
        self.chosen.update(self._nearest(self._open(None), lacking))

    def add_points(self, needs: Needs) -> int:
        """How many points lack now; clauses are chosen until they are there, those worth most first."""
        wanted = hundredths(needs.points)
        if needs.percent is not None:
            wanted = max(wanted, -(-needs.percent * self.found.most // _PER_CENT))
        lacking = max(0, wanted - self.found.points)
        gained = sum(self._gain(place) for place in self.chosen)
        for place in sorted(self._open(None), key=lambda place: (-self._gain(place), place)):
            if gained >= lacking:
                break
            gained += self._gain(place)
            self.chosen.add(place)
        return lacking

    def _to_win(self, group: GroupSum) -> set[int]:
        wins, places = self.rules.version.groups[group.group].wins, self._open(group.group)
        if wins.clauses is not None:
            return set(self._nearest(places, wins.clauses - group.met))
        if wins.points is None and wins.percent is None:
            return set(places)
        wanted = (
            hundredths(wins.points) if wins.points is not None else -(-(wins.percent or 0) * group.most // _PER_CENT)
        )
        chosen: set[int] = set()
        gained = group.points
        for place in sorted(places, key=lambda place: (-self._gain(place), place)):
            if gained >= wanted:
                break
            gained += self._gain(place)
            chosen.add(place)
        return chosen

    def _open(self, group: str | None) -> list[int]:
        """The places that are not met, of one group or of all, and not chosen yet."""
        return [
            place for place, one in enumerate(self.rules.places)
            if (group is None or one.group == group) and place not in self.chosen
            and self.findings[place].state not in ("met", "not_applicable")
        ]  # fmt: skip

    def _nearest(self, places: Sequence[int], count: int) -> list[int]:
        ordered = sorted(places, key=lambda place: (_NEARNESS[self.findings[place].state], place))
        return ordered[: max(0, count)]

    def _gain(self, place: int) -> int:
        return hundredths(self.rules.places[place].points) - self.findings[place].points
