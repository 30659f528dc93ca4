"""Admissions: which branches admit a member in the year, and when they last admitted one before.

A village is cleared of "no admissions for years" when it admits a member in the year after three calendar years
without. The villages that must be cleared have been dry since before those years; every other village that admits one
had an admission within them; and there are dry villages that stay dry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from zugong.demo.organisations import County
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Organisation, Person, Unit

_DRY_YEARS = 3
_STAYING_DRY_SHARE = 0.15
_POOR_AND_CLEARED = 2


@dataclass
class Admissions:
    """`admitted`: branch and day of each admission of the year. `last_before`: the last one before the year."""

    admitted: list[tuple[Organisation, date]] = field(default_factory=list)
    last_before: dict[Organisation, date] = field(default_factory=dict)
    cleared: list[Unit] = field(default_factory=list)
    staying_dry: list[Unit] = field(default_factory=list)
    dry_branches: set[Organisation] = field(default_factory=set)


def _admission_day(targets: Targets, random: Random) -> date:
    return date(targets.year, random.randint(3, 11), random.randint(1, 28))


def plan_admissions(targets: Targets, county: County, random: Random) -> Admissions:
    """Which branches admit a member in the year, so that the wanted villages are cleared and no others."""
    wanted = targets.members
    hosts = {unit.merged_into for unit in county.places.merged_villages}
    plain = [
        unit for unit in county.places.villages if unit not in hosts and county.village_branch[unit].kind == "branch"
    ]
    poor = [unit for unit in plain if unit.poverty == "poor"]
    ordinary = [unit for unit in plain if unit.poverty != "poor"]
    poor_cleared = min(_POOR_AND_CLEARED, wanted.villages_cleared_of_no_admissions, wanted.admitted_in_poor_villages)
    plan = Admissions()
    plan.cleared = poor[:poor_cleared] + ordinary[: wanted.villages_cleared_of_no_admissions - poor_cleared]
    rest = ordinary[len(plan.cleared) - poor_cleared :]
    staying_dry = max(2, int(len(plain) * _STAYING_DRY_SHARE))
    plan.staying_dry, rest = rest[:staying_dry], rest[staying_dry:]
    also_poor = poor[poor_cleared : poor_cleared + wanted.admitted_in_poor_villages - poor_cleared]
    elsewhere = wanted.admitted - len(plan.cleared) - len(also_poor)
    also_ordinary = rest[: elsewhere // 3]
    offices = [leaf for leaf in county.leaves if leaf.sector != "rural" and leaf.ended_on is None]
    branches = [county.village_branch[unit] for unit in (*plan.cleared, *also_poor, *also_ordinary)]
    branches += [random.choice(offices) for _ in range(elsewhere - len(also_ordinary))]
    plan.admitted = [(branch, _admission_day(targets, random)) for branch in branches]
    plan.dry_branches = {county.village_branch[unit] for unit in (*plan.cleared, *plan.staying_dry)}
    _last_before(targets, county, plan, also_poor + also_ordinary, random)
    return plan


def _last_before(targets: Targets, county: County, plan: Admissions, others: list[Unit], random: Random) -> None:
    """One village on each side of the first day of the three years, the rest well away from it."""
    first = date(targets.year - _DRY_YEARS, 1, 1)
    for place, unit in enumerate(plan.cleared):
        day = first - timedelta(days=1) if place == 0 else date(first.year - 1, random.randint(1, 6), 15)
        plan.last_before[county.village_branch[unit]] = day
    for place, unit in enumerate(others):
        if place == 0:
            plan.dry_branches.add(county.village_branch[unit])
        day = first if place == 0 else date(targets.year - random.randint(1, 2), random.randint(2, 11), 20)
        plan.last_before[county.village_branch[unit]] = day


def admission_steps(
    targets: Targets, membership_steps: list[tuple[Person, Organisation]], cancel_proposed: list[Person],
    applicants: list[tuple[Person, Organisation]], random: Random,
) -> Ledger:  # fmt: skip
    """The ledger of steps. `membership_steps` are members and the branch that admitted them, `applicants` non-members."""
    rows = []
    for person, branch in membership_steps:
        rows += _steps_of_member(targets, person, branch, random)
    for place, person in enumerate(cancel_proposed):
        day = date(targets.year, 6, 5 + place)
        rows.append(_step(person, person.branch_on(day, rosters_apply_on=targets.closed_on), "cancel_proposed", day))
    rows += _decoy_steps(targets, applicants, random)
    rows += _steps_after_the_year(targets, membership_steps, applicants)
    columns = (
        "person.name", "person.identity_number", "person.sex", "person.born_on", "membership_step.organisation",
        "membership_step.unit", "membership_step.kind", "membership_step.status", "membership_step.on",
    )  # fmt: skip
    return Ledger("admissions", targets.closed_on, columns, rows)


def with_steps_of_cases(ledger: Ledger, told: Iterable[tuple[Person, Organisation, str, date]]) -> Ledger:
    """The ledger with the steps that cases say and that it has not yet."""
    known = {(row[1], row[6], row[8]) for row in ledger.rows}
    steps = [_step(*one) for one in told]
    return replace(ledger, rows=[*ledger.rows, *(row for row in steps if (row[1], row[6], row[8]) not in known)])


def _step(person: Person, branch: Organisation, kind: str, day: date, status: str = "valid") -> tuple:
    unit = branch.unit.name_on(day) if branch.unit else ""
    return (
        person.name, person.identity_number, person.sex, person.born_on, branch.name_on(day), unit, kind, status, day,
    )  # fmt: skip


def _steps_of_member(targets: Targets, person: Person, branch: Organisation, random: Random) -> list[tuple]:
    day = person.joined_on
    steps = [_step(person, branch, "admitted", day)]
    if day >= targets.opened_on:
        earlier = timedelta(days=random.randint(60, 300))  # some of them in the year before
        steps.insert(0, _step(person, branch, "prospective", day - earlier))
    full_on = person.full_on
    if (
        full_on
        and targets.opened_on <= full_on <= targets.closed_on
        and (person.left_on is None or person.left_on > full_on)
    ):
        standing = branch.standing_on(full_on)
        steps.append(_step(person, standing, "full", full_on))
    return steps


def _decoy_steps(targets: Targets, applicants: list[tuple[Person, Organisation]], random: Random) -> list[tuple]:
    """Steps that are no admission of the year: revoked ones, earlier stages, and cancellings of another year."""
    rows = []
    for place, (person, branch) in enumerate(applicants):
        day = date(targets.year, random.randint(2, 11), random.randint(1, 28))
        kind, status = ("admitted", "revoked") if place % 3 == 0 else ("prospective", "valid")
        rows.append(_step(person, branch, kind, day, status))
    for place, (person, branch) in enumerate(applicants[1:8:3]):
        status = "revoked" if place else "valid"
        day = date(targets.year if place else targets.year - 1, 9, 3 + place)
        rows.append(_step(person, branch, "cancel_proposed", day, status))
    return rows


def _steps_after_the_year(
    targets: Targets, membership_steps: list[tuple[Person, Organisation]], applicants: list[tuple[Person, Organisation]]
) -> list[tuple]:
    """On the first day after the year: an admission in a poor village, one in a dry village, a cancelling proposed.

    And where the year brought the first admission after dry years, one that was revoked the year before.
    """
    since = date(targets.year - _DRY_YEARS, 1, 1)
    before = {branch.unit for person, branch in membership_steps if since <= person.joined_on < targets.opened_on}
    in_year = {branch.unit for person, branch in membership_steps if person.joined_on >= targets.opened_on}
    poor = [one for one in applicants if one[1].unit.poverty == "poor"]
    dry = [one for one in applicants if one[1].unit not in before | in_year]
    cleared = [one for one in applicants if one[1].unit in in_year - before]
    rows = [
        _step(*one, "admitted", targets.day_after) for one in (*poor[:1], *[one for one in dry if one not in poor][:1])
    ]
    rows += [_step(*one, "cancel_proposed", targets.day_after) for one in applicants[-1:]]
    rows += [_step(*one, "admitted", date(targets.year - 1, 10, 9), "revoked") for one in cleared[:1]]
    return rows
