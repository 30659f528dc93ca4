"""What was said of schemes in the year: self-checks, a lot, visits, reviews, appeals, results, and what followed.

Villages that passed the check of their centre stand here as villages whose nine clauses are met, so that both agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from zugong.demo.filed import Filed
from zugong.demo.organisations import County
from zugong.demo.reviewed import file_adjustments, file_grades, file_reviews
from zugong.demo.scheme_targets import CentreRound, PartialRound, TitleRound
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Unit
from zugong.schemes.lots import drawn_by_lot

_VALID_DAYS = 366
_SHOWN_DAYS = 5
_CONFIRMED = 3


def scheme_ledgers(targets: Targets, county: County, premises: list[Ledger]) -> list[Ledger]:
    """What was filed about schemes; the checks among `premises` say which centres passed. None where no target asks."""
    wanted = targets.schemes
    if wanted is None:
        return []
    filed = Filed(targets.closed_on, str(targets.year))
    random = Random(f"{targets.seed} schemes")
    if wanted.centres:
        checks = [row for ledger in premises if ledger.sheet == "standard_check" for row in ledger.rows]
        passed = {row[0] for row in checks if row[1:3] == (wanted.centres.scheme, "passed")}
        _centres(targets, county, passed, wanted.centres, filed, random)
    if wanted.titles:
        _titles(targets, county, wanted.titles, filed)
    if wanted.partly:
        _partly(targets, county, wanted.partly, filed)
    for one in wanted.reviewed:
        file_reviews(targets, county, one, filed)
    for graded in wanted.graded:
        file_grades(targets, county, graded, filed)
    for one in wanted.monthly:
        file_adjustments(targets, county, one, filed)
    return filed.ledgers()


@dataclass(frozen=True)
class _Village:
    """One village on the day of the star: what is true of its clauses, and whether it claims one that is not."""

    unit: Unit
    about: tuple[str, str, str, str]
    lacking: tuple[str, ...]
    is_drawn: bool
    waits_for_decision: bool

    @property
    def claims(self) -> tuple[str, ...]:
        """What it says that it lacks. Only who is visited claims too much: of all others the own word counts."""
        return self.lacking[1:] if self.is_drawn else self.lacking


def _centres(
    targets: Targets, county: County, passed: set[str], wanted: CentreRound, filed: Filed, random: Random
) -> None:
    """Every village checks itself, one in so many is drawn and visited, results are shown and decided."""
    villages = _villages(targets, county, passed, wanted, filed, random)
    drawn_on = date(targets.year, 11, 9)
    root = county.root.name_on(targets.closed_on)
    filed.rows["scheme_lot"].append(
        (wanted.scheme, filed.round, root, wanted.seed, wanted.percent, wanted.paper, drawn_on)
    )
    for place, village in enumerate(villages):
        _self_check(village, wanted, date(targets.year, 10, 12 + place % 15), filed)
        if village.is_drawn:
            _visit(village, wanted, date(targets.year, 11, 12 + place % 12), filed)
        if not village.lacking:
            _centre_result(targets, village, wanted, filed)
    _appeals(targets, [one for one in villages if one.is_drawn], wanted, filed)


def _villages(
    targets: Targets, county: County, passed: set[str], wanted: CentreRound, filed: Filed, random: Random
) -> list[_Village]:
    units = county.places.villages
    drawn = drawn_by_lot(wanted.seed, (unit.code for unit in units), percent=wanted.percent, least=1)
    shown = county.townships[wanted.township]
    villages = []
    for unit in units:
        branch = county.village_branch[unit]
        lacking = () if unit.name_on(targets.closed_on) in passed else _some(wanted.clauses, random)
        about = filed.about(wanted.scheme, branch, unit)
        villages.append(_Village(unit, about, lacking, unit.code in drawn, unit.territory is shown))
    return villages


def _some(clauses: list[str], random: Random) -> tuple[str, ...]:
    chosen = set(random.sample(clauses, random.choice((1, 1, 2, 2, 3))))
    return tuple(clause for clause in clauses if clause in chosen)


def _self_check(village: _Village, wanted: CentreRound, on: date, filed: Filed) -> None:
    for clause in wanted.clauses:
        outcome = "unmet" if clause in village.claims else "met"
        text = "正在整合场地" if outcome == "unmet" else ""
        filed.rows["scheme_self_check"].append((*village.about, clause, outcome, "现场照片", text, on))


def _visit(village: _Village, wanted: CentreRound, on: date, filed: Filed) -> None:
    for clause in wanted.clauses:
        outcome = "unmet" if clause in village.lacking else "met"
        reason = "现场没有看到，请按标准整合" if outcome == "unmet" else "现场看过"
        filed.rows["scheme_visit"].append((*village.about, clause, outcome, reason, wanted.visitor, on))


def _centre_result(targets: Targets, village: _Village, wanted: CentreRound, filed: Filed) -> None:
    """All are published on one day, and decided when it is over, but for one township, which still waits for it."""
    published_on = date(targets.year, 12, 25)
    waits = village.waits_for_decision
    status, since = ("published", published_on) if waits else ("decided", published_on + timedelta(days=_SHOWN_DAYS))
    filed.rows["scheme_result"].append(
        (
            *village.about, wanted.version, status, wanted.level, ",".join(wanted.stars), "",
            published_on, wanted.decider, "" if waits else wanted.paper, since, None,
        )
    )  # fmt: skip


def _appeals(targets: Targets, drawn: list[_Village], wanted: CentreRound, filed: Filed) -> None:
    """One appeal is decided against the village, by another than who visited; one is still open."""
    made = [one for one in drawn if one.lacking][:2]
    for place, village in enumerate(made):
        clause, on = village.lacking[0], date(targets.year, 12, 10 + place)
        text = "场地已经投入使用，请再看一次"
        filed.rows["scheme_appeal"].append((*village.about, clause, text, "现场照片", on))
        if place == 0:
            reason = "再次到村查看，场地尚未启用，维持查看结论；启用后可以在下一年度申报"
            decided = (*village.about, clause, "unmet", reason, wanted.decider, on + timedelta(days=6))
            filed.rows["scheme_appeal_decision"].append(decided)


def _titles(targets: Targets, county: County, wanted: TitleRound, filed: Filed) -> None:
    """Organisations that bear the title passed every clause; some that tried lack one; some wait for their review."""
    firms = [one for one in county.leaves if one.sector == "new" and not one.renamed_on and one.unit]
    named = targets.work.demonstration_organisations
    title_on = date(targets.year, 7, 1)
    for place, branch in enumerate(firms[: named + 2 * _CONFIRMED]):
        about = filed.about(wanted.scheme, branch, None)
        lacking = () if place < named or place >= named + _CONFIRMED else (wanted.contested,)
        waits = place >= named + _CONFIRMED
        on = date(targets.year, 11 if waits else 5, 6 + place)
        for clause in wanted.clauses:
            filed.rows["scheme_self_check"].append((*about, clause, "met", "创建材料", "", on))
            if not waits:
                outcome, reason = ("unmet", "材料不足，请补充") if clause in lacking else ("met", "")
                reviewed_on = on + timedelta(days=20)
                review = (*about, clause, outcome, reason, wanted.reviewer, wanted.office, reviewed_on)
                filed.rows["scheme_review"].append(review)
        if place < named:
            _title(about, place, title_on, wanted, filed)


def _title(about: tuple[str, str, str, str], place: int, title_on: date, wanted: TitleRound, filed: Filed) -> None:
    filed.rows["scheme_result"].append(
        (
            *about, wanted.version, "decided", wanted.level, "", "", title_on - timedelta(days=_SHOWN_DAYS), wanted.decider,
            wanted.paper, title_on, title_on + timedelta(days=_VALID_DAYS),
        )
    )  # fmt: skip
    for number, cause in enumerate(wanted.causes):
        if number == 0 or place < _CONFIRMED:
            answer = (*about, cause, "confirmed", "", wanted.paper, wanted.decider, title_on)
            filed.rows["scheme_consequence"].append(answer)


def _partly(targets: Targets, county: County, wanted: PartialRound, filed: Filed) -> None:
    """One township is in the middle of its reviews: half of its villages are reviewed, the first has not filed yet."""
    township = county.townships[wanted.township]
    units = [unit for unit in county.places.villages if unit.territory is township]
    for place, unit in enumerate(units[1:], start=1):
        about = filed.about(wanted.scheme, county.village_branch[unit], unit)
        on = date(targets.year, 12, 3 + place % 12)
        for clause in wanted.clauses:
            filed.rows["scheme_self_check"].append((*about, clause, "met", "台账和凭据", "", on))
            if place <= len(units) // 2:
                is_lacking = clause == wanted.contested and place % 3 == 0
                outcome, reason = ("unmet", "凭据不全，请补齐") if is_lacking else ("met", "")
                reviewed_on = on + timedelta(days=5)
                review = (*about, clause, outcome, reason, wanted.reviewer, wanted.office, reviewed_on)
                filed.rows["scheme_review"].append(review)
