"""Ratings that reviews decide, and adjustments by month: filed about whoever the targets name, most of it met."""

from __future__ import annotations

from datetime import date
from random import Random

from zugong.demo.filed import Filed
from zugong.demo.organisations import County
from zugong.demo.scheme_targets import GradedRound, MonthlyRound, Rated, ReviewedRound
from zugong.demo.targets import Targets
from zugong.demo.world import Organisation, Unit

_REVIEWED_AFTER_MONTH = 10
_LACKING = ("材料不足，请补充", "现场没有看到", "台账不全，请补齐")


def file_reviews(targets: Targets, county: County, wanted: ReviewedRound, filed: Filed) -> None:
    """Self-checks of all who are rated, and the reviews of most of them; those rated lie apart, so that each level occurs."""
    random = Random(f"{targets.seed} {wanted.scheme}")
    for place, (branch, unit) in enumerate(_rated(targets, county, wanted.rates)[: wanted.most]):
        about = (wanted.scheme, wanted.round or filed.round, *filed.about(wanted.scheme, branch, unit)[2:])
        is_reviewed = random.randrange(100) < wanted.reviewed_percent
        on = date(targets.year, _REVIEWED_AFTER_MONTH, 1 + place % 28)
        for clause in wanted.clauses:
            filed.rows["scheme_self_check"].append((*about, clause, "met", "台账和图片", "", on))
            if is_reviewed:
                is_unmet = random.randrange(100) < wanted.unmet_percent
                outcome, reason = ("unmet", _LACKING[place % len(_LACKING)]) if is_unmet else ("met", "")
                office = wanted.by_office.get(clause, wanted.office)
                reviewed_on = on.replace(month=_REVIEWED_AFTER_MONTH + 1)
                reviewer = wanted.reviewer if office == wanted.office else f"{office}评审组"
                filed.rows["scheme_review"].append((*about, clause, outcome, reason, reviewer, office, reviewed_on))


def file_grades(targets: Targets, county: County, wanted: GradedRound, filed: Filed) -> None:
    """Results with given levels, each with its reason, shown and decided in the last month."""
    random = Random(f"{targets.seed} {wanted.scheme} grades")
    levels, weights = list(wanted.percent), list(wanted.percent.values())
    shown_on, decided_on = date(targets.year, 12, 12), date(targets.year, 12, 20)
    for branch, unit in _rated(targets, county, wanted.rates):
        level = random.choices(levels, weights)[0]
        about = (wanted.scheme, wanted.round or filed.round, *filed.about(wanted.scheme, branch, unit)[2:])
        said = (wanted.version, "decided", level, "", wanted.reasons[level], shown_on, wanted.decider, wanted.paper)
        filed.rows["scheme_result"].append((*about, *said, decided_on, None))


def file_adjustments(targets: Targets, county: County, wanted: MonthlyRound, filed: Filed) -> None:
    """So many villages a month, from the first month to the last, up and down in turn."""
    villages = list(county.places.villages)
    Random(f"{targets.seed} {wanted.scheme} months").shuffle(villages)
    for number in range(12 * wanted.a_month):
        month, unit = 1 + number // wanted.a_month, villages[number % len(villages)]
        goes_up = number % 2 == 0
        reasons = wanted.reasons_up if goes_up else wanted.reasons_down
        about = filed.about(wanted.scheme, county.village_branch[unit], None)
        points, level = (wanted.points, wanted.level_up) if goes_up else (-wanted.points, wanted.level_down)
        row = (
            f"{targets.year}-{month:02d}",
            points,
            level,
            reasons[number % len(reasons)],
            wanted.paper,
            wanted.decider,
        )
        filed.rows["scheme_adjustment"].append((*about, *row, date(targets.year, month, 25)))


def _rated(targets: Targets, county: County, rates: Rated) -> list[tuple[Organisation, Unit | None]]:
    """The organisations rated, with their unit where the scheme rates units."""
    places, branch_of = county.places, county.village_branch
    lives = [one for one in county.leaves if one.exists_on(targets.closed_on) and not one.renamed_on]
    if rates in ("villages", "village_units", "communities", "community_units"):
        units = places.villages if rates.startswith("village") else places.communities
        in_use = [unit for unit in units if unit in branch_of]
        return [(branch_of[unit], unit if rates.endswith("units") else None) for unit in in_use]
    found = {
        "townships": county.townships,
        "districts": county.districts,
        "agencies": [one for one in lives if one.sector == "agency" and one.parent not in county.townships],
        "firms": [one for one in lives if one.sector == "new"],
        "branches": lives,
    }
    return [(one, None) for one in found[rates]]
