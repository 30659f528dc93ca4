"""The slow, obvious way to rate: one after the other, clause by clause, row by row. It defines what one question must answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zugong.figures.answers import Request
from zugong.figures.definitions import Definitions
from zugong.figures.grouping import Grouping, all_rows
from zugong.figures.reference import reference_answers
from zugong.kernel.time import Clocks
from zugong.language.reference import Reference, RowData, World
from zugong.packs.scheme_criteria import Criterion, Threshold
from zugong.packs.schemes import Level, Version
from zugong.schemes.evaluating import Question
from zugong.schemes.lots import lot_number


@dataclass(frozen=True)
class SlowStanding:
    """What the slow way finds of one: states and points of the clauses in their order, stars, points in all, level."""

    states: tuple[str, ...]
    points: Decimal
    stars: tuple[str, ...]
    level: str | None


@dataclass(frozen=True)
class SlowRating:
    """Rates from rows in memory. `parent_of` is the tree; records are those that were filed up to the day of the asking."""

    question: Question
    definitions: Definitions
    world: World
    parent_of: Mapping[int, int]

    def standings(self) -> dict[int, SlowStanding]:
        """Everybody who is rated, by anchor."""
        return {row["anchor"]: self._standing(row, sector) for row, sector in self._rated()}

    @property
    def version(self) -> Version:
        return self.question.version

    def _rated(self) -> Iterator[tuple[RowData, str]]:
        for row in self.world.rows(self.question.scheme.rates):
            fitting = [
                code
                for code, one in self.version.sectors.items()
                if self._is_true(one.where, row, self.question.clocks)
            ]
            if fitting:
                yield row, fitting[0]

    def _is_true(self, text: str, row: RowData, clocks: Clocks) -> bool:
        kind = self.definitions.kind(self.question.scheme.rates)
        reading = Reference(self.world, self.definitions.moment(clocks))
        return reading.verdict(self.definitions.condition(kind, text), row).holds

    def _standing(self, row: RowData, sector: str) -> SlowStanding:
        places = self.version.places_in(sector)
        found = [self._finding(one, row, sector) for one in places]
        stars = tuple(
            code for code, group in self.version.groups.items()
            if group.star and self._is_won(code, places, found) and code not in self._removed(row, sector)
        )  # fmt: skip
        points = sum((one for _, one in found), Decimal(0)) + self._adjusted(row["anchor"])
        points = max(points, Decimal(0))
        return SlowStanding(
            tuple(state for state, _ in found), points, stars, self._level(row, sector, places, found, points, stars)
        )

    def _finding(self, criterion: Criterion, row: RowData, sector: str) -> tuple[str, Decimal]:
        anchor = row["anchor"]
        if not criterion.is_named:
            return "unnamed", Decimal(0)
        decision = self._decision(criterion.criterion, anchor)
        if decision is not None:
            return self._stated(criterion, decision)
        if criterion.condition:
            holds = self._is_true(criterion.condition, row, self.question.clocks_of(criterion))
            return self._of_points(criterion, full=holds)
        if criterion.threshold:
            return self._compared(criterion, criterion.threshold, self._value(criterion, anchor))
        assessed = self._last(("scheme_review", "scheme_visit"), criterion.criterion, anchor)
        if assessed is not None:
            return self._stated(criterion, assessed)
        own = self._last(("scheme_self_check",), criterion.criterion, anchor)
        if own is None:
            return "blank", Decimal(0)
        drawn = self._drawn(sector)
        is_spared = drawn is not None and anchor not in drawn
        return self._stated(criterion, own) if own["outcome"] == "unmet" or is_spared else ("waiting", Decimal(0))

    @staticmethod
    def _of_points(criterion: Criterion, *, full: bool) -> tuple[str, Decimal]:
        return ("met", criterion.points or Decimal(0)) if full else ("unmet", Decimal(0))

    def _stated(self, criterion: Criterion, record: RowData) -> tuple[str, Decimal]:
        if record["outcome"] == "part":
            return "part", max(Decimal(0), min(Decimal(record.get("points") or 0), criterion.points or Decimal(0)))
        if record["outcome"] == "not_applicable":
            return "not_applicable", Decimal(0)
        return self._of_points(criterion, full=record["outcome"] == "met")

    def _value(self, criterion: Criterion, anchor: int) -> Any:
        request, path = self.question.request_of(criterion), self.question.by_of(criterion)
        assert request is not None
        found = self._counted(request, path, anchor)
        figure = self.definitions.figure(request.figure)
        return None if found is None else Fraction(found) * 100 if figure.share else found

    def _counted(self, request: Request, path: str, anchor: int) -> Any:
        """The figure in the group of the anchor, or of everything below it."""
        if path:
            everything = Grouping(None, {}, {})
            answers = reference_answers(
                [request], self.definitions, everything, all_rows, lambda known: self.world, by=path
            )  # fmt: skip
            cell = answers.groups(request).get(anchor)
            divides = bool(self.definitions.figure(request.figure).parts)
            return cell.value if cell else None if divides else 0
        below = {one: anchor for one in {*self.parent_of, anchor} if self._is_below(one, anchor)}
        mine = Grouping(anchor, below, self.parent_of)
        return (
            reference_answers([request], self.definitions, mine, all_rows, lambda known: self.world)
            .total(request)
            .value
        )

    def _is_below(self, organisation: int | None, anchor: int) -> bool:
        while organisation is not None and organisation != anchor:
            organisation = self.parent_of.get(organisation)
        return organisation == anchor

    def _compared(self, criterion: Criterion, threshold: Threshold, value: Any) -> tuple[str, Decimal]:
        if value is None:
            return "unmet", Decimal(0)
        if threshold.bands:
            reached = [band.points for band in threshold.bands if self._is_reached(band.at_least, band.at_most, value)]
            return self._by_points(criterion, max(reached, default=Decimal(0)))
        if self._is_reached(threshold.at_least, threshold.at_most, value):
            return self._of_points(criterion, full=True)
        if threshold.proportional and value > 0:
            wanted = self._bound(threshold.at_least)
            hundredths = int(Fraction(value) / Fraction(wanted) * Fraction(criterion.points or 0) * 100)
            return self._by_points(criterion, Decimal(hundredths) / 100)
        return "unmet", Decimal(0)

    @staticmethod
    def _by_points(criterion: Criterion, points: Decimal) -> tuple[str, Decimal]:
        if points >= (criterion.points or 0):
            return "met", criterion.points or Decimal(0)
        return ("part", points) if points > 0 else ("unmet", Decimal(0))

    def _is_reached(self, at_least: Any, at_most: Any, value: Any) -> bool:
        return value >= self._bound(at_least) if at_least is not None else value <= self._bound(at_most)

    def _bound(self, bound: Any) -> Any:
        parameters = self.question.pack.parameters
        return parameters[bound].value_on(self.question.day) if isinstance(bound, str) else bound

    # What people filed

    def _about(self, type_code: str, anchor: int) -> list[RowData]:
        """The records of a ledger about one in this round, in the order of their days."""
        subject = "unit" if self.question.scheme.rates == "unit" else "organisation"
        found = [
            row for row in self.world.rows(type_code)
            if row["scheme"] == self.question.scheme.scheme and row["round"] == self.question.round.code
            and row[subject] == anchor and row["on"] <= self.question.asked_on
        ]  # fmt: skip
        return sorted(found, key=lambda row: (row["on"], row["id"]))

    def _last(self, types: tuple[str, ...], criterion: str, anchor: int) -> RowData | None:
        found = [row for code in types for row in self._about(code, anchor) if row["criterion"] == criterion]
        return max(found, key=lambda row: (row["on"], row["id"]), default=None)

    def _decision(self, criterion: str, anchor: int) -> RowData | None:
        """The last decision on an appeal, unless who reviewed has decided or nobody had appealed by then."""
        decision = self._last(("scheme_appeal_decision",), criterion, anchor)
        appeals = [row for row in self._about("scheme_appeal", anchor) if row["criterion"] == criterion]
        if decision is None or not any(row["on"] <= decision["on"] for row in appeals):
            return None
        reviews = (self._last((code,), criterion, anchor) for code in ("scheme_review", "scheme_visit"))
        said_by = {row["reviewer"] for row in reviews if row}
        return None if (decision["decided_by"] or "") in {name or "" for name in said_by} else decision

    def _drawn(self, sector: str) -> set[int] | None:
        sample, lots = self.version.sample, [
            row for row in self.world.rows("scheme_lot")
            if row["scheme"] == self.question.scheme.scheme and row["round"] == self.question.round.code
            and row["on"] <= self.question.asked_on
        ]  # fmt: skip
        if sample is None or not lots:
            return None
        first = min(lots, key=lambda row: (row["on"], row["id"]))
        pool = {
            (lot_number(first["seed"], row["code"]), row["code"]): row["anchor"]
            for row, one in self._rated()
            if one == sector
        }
        count = max(sample.least, -(-len(pool) * first["percent"] // 100))
        return {pool[key] for key in sorted(pool)[:count]}

    def _adjusted(self, anchor: int) -> Decimal:
        adjustment = self.version.adjustment
        most = adjustment.most_points if adjustment else None
        rows = self._about("scheme_adjustment", anchor) if adjustment else []
        points = [row.get("points") or 0 for row in rows]
        return Decimal(sum(points if most is None else (max(-int(most), min(one, int(most))) for one in points)))

    # Adding up

    def _vetoes(self, row: RowData, sector: str) -> set[str]:
        recorded = {one["veto"] for one in self._about("scheme_veto", row["anchor"])}
        clocks = self.question.clocks_of(Criterion(criterion="veto", group="veto"))
        return {
            one.veto for one in self.version.vetoes
            if sector in (one.sectors or (sector,))
            and (one.veto in recorded or (one.condition is not None and self._is_true(one.condition, row, clocks)))
        }  # fmt: skip

    def _removed(self, row: RowData, sector: str) -> set[str]:
        vetoes = self._vetoes(row, sector)
        return {star for one in self.version.vetoes if one.veto in vetoes for star in one.removes}

    def _is_won(self, group: str, places: tuple[Criterion, ...], found: list[tuple[str, Decimal]]) -> bool:
        those = [
            (one, state, points) for one, (state, points) in zip(places, found, strict=True)
            if one.group == group and state != "not_applicable"
        ]  # fmt: skip
        wins, met = self.version.groups[group].wins, sum(state == "met" for _, state, _ in those)
        points, most = sum(points for *_, points in those), sum(one.points or 0 for one, *_ in those)
        if wins.clauses is not None:
            return met >= wins.clauses
        if wins.points is not None:
            return points >= wins.points
        if wins.percent is not None:
            return most > 0 and points * 100 >= wins.percent * most
        return bool(those) and met == len(those)

    def _level(
        self, row: RowData, sector: str, places: tuple[Criterion, ...], found: list[tuple[str, Decimal]], points: Decimal,
        stars: tuple[str, ...],
    ) -> str | None:  # fmt: skip
        met = [one.group for one, (state, _) in zip(places, found, strict=True) if state == "met"]
        most = sum(one.points or 0 for one, (state, _) in zip(places, found, strict=True) if state != "not_applicable")
        for level in self.version.levels_in(sector):
            needs = level.needs
            if needs is None or self._is_vetoed(level, row, sector):
                continue
            if (
                points >= (needs.points or 0)
                and (needs.percent is None or (most > 0 and points * 100 >= needs.percent * most))
                and len(met) >= (needs.clauses or 0)
                and len(stars) >= (needs.stars or 0)
                and all(met.count(group) >= least for group, least in needs.groups.items())
            ):
                return level.level
        return None

    def _is_vetoed(self, level: Level, row: RowData, sector: str) -> bool:
        order = [one.level for one in self.version.levels_in(sector)]
        for veto in self.version.vetoes:
            if veto.veto in self._vetoes(row, sector) and not veto.removes:
                if veto.caps is None or veto.caps not in order:
                    return True
                if order.index(level.level) < order.index(veto.caps):
                    return True
        return False
