"""Whom and what the cases of the demo county are about: chosen so that they agree with what the other ledgers say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from zugong.demo.case_targets import BegunCase
from zugong.demo.membership import Membership, home_of
from zugong.demo.organisations import County
from zugong.demo.people import People
from zugong.demo.posts import Posts
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Organisation, Person, Unit

_FULL_SINCE_YEARS = 5
_DAYS_TO_CLOSE = 40  # a full member's file is closed within so many days after the end of the probation


@dataclass(frozen=True)
class Subject:
    """Whom or what a case is about, where, and the days of it that other ledgers know.

    The team of an organisation (`team`) changes at the one above it; `candidates` may be named on lists, in this order.
    """

    branch: Organisation
    person: Person | None = None
    problem: str = ""
    text: str = ""
    days: dict[str, date] = field(default_factory=dict)
    unit: Unit | None = None
    team: Organisation | None = None
    candidates: tuple[Person, ...] = ()
    other: Organisation | None = None


def case_people(targets: Targets, county: County, people: People) -> list[Person]:
    """Those who are made for a case each, in the order of the cases: applicants, and members who come from elsewhere."""
    begun = targets.cases.begun if targets.cases else []
    return [_made(one, targets, county, people) for one in begun if one.whom in ("applicant", "newcomer")]


def _made(one: BegunCase, targets: Targets, county: County, people: People) -> Person:
    branch = branch_at(county, one.township or 0, one.branch or 0)
    person = people.person(branch.sector, home_of(branch), youngest=22, oldest=44)
    if one.whom == "newcomer":
        people.join(person, latest=date(targets.year - 2, 6, 30))
    return person


def branch_at(county: County, township: int, place: int | None) -> Organisation:
    """A branch of a township by its place among its village branches that stay; without a place that of its office."""
    above, sector = county.townships[township], "agency" if place is None else "rural"
    branches = [one for one in county.branches if one.parent is above and one.kind == "branch" and one.ended_on is None]
    return [one for one in branches if one.sector == sector][place or 0]


def firm_at(county: County, township: int, place: int) -> Organisation:
    """A branch of a firm of a township that stays, by its place among them."""
    above = county.townships[township]
    return [one for one in county.branches if one.parent is above and one.sector == "new" and _stays(one)][place]


class Subjects:
    """Gives every case its subject, nobody and nothing twice."""

    def __init__(
        self, targets: Targets, county: County, membership: Membership, posts: Posts, made: list[Person],
        told: list[Ledger],
    ) -> None:  # fmt: skip
        self._targets, self._county, self._membership = targets, county, membership
        self._made, self._told, self._problems = iter(made), told, 0
        self._posts = posts
        self._away = set(membership.mobile)
        self._used = {one.person for one in posts.appointments} | self._away

    def of(self, one: BegunCase) -> Subject:
        """The subject of a case. Raises ValueError where nobody fits."""
        if one.whom in ("applicant", "newcomer"):
            return self._for_whom_it_was_made(one)
        if one.whom == "weak":
            return self._weak(one.weak)
        if one.whom in ("branch", "problem"):
            return self._at(one)
        if one.whom in ("village", "team"):
            return self._electing(one)
        if one.whom in ("firm", "moving", "moved", "uncovered", "titled"):
            return self._of_the_tree(one)
        person = next((person for person in self._fitting(one.whom) if self._is_free(person, one)), None)
        if person is None or person.branch is None:
            raise ValueError(f"nobody is there for {one.course}, {one.whom}, township {one.township}")
        self._used.add(person)
        return Subject(person.branch, person, days=self._days(person, one.whom))

    def _of_the_tree(self, one: BegunCase) -> Subject:
        """What changes of organisations and demonstration sites are about."""
        county, place = self._county, one.branch or 0
        if one.whom == "uncovered":
            unit = [unit for unit in county.places.others if _is_uncovered(unit, county)][place]
            return Subject(unit.territory or county.root, unit=unit)
        moved = [
            branch for branch in county.branches if branch.new_parent and branch.sector == "new" and branch.moved_on
        ]
        if one.whom == "moved":
            branch = moved[place]
            return Subject(branch, days={"moved": branch.moved_on} if branch.moved_on else {}, other=branch.new_parent)
        if one.whom == "titled":
            [titles] = [ledger for ledger in self._told if ledger.sheet == "designation"]
            names = [row[2] for row in titles.rows if row[:2] == ("benchmark_village", "county") and row[-1] is None]
            return Subject(next(branch for branch in county.branches if branch.name == names[place]))
        firm = firm_at(county, one.township or 0, place)
        return Subject(firm, other=moved[0].new_parent if one.whom == "moving" else None)

    def members(self, branch: Organisation, on: date) -> int:
        """How many members a branch has on a day."""
        return sum(one.branch is branch and one.is_member_on(on) for one in self._membership.everybody)

    def full_members(self, branch: Organisation, on: date) -> list[Person]:
        """Who of a branch may vote on a day."""
        members = [one for one in self._membership.everybody if one.branch is branch and one.is_member_on(on)]
        return [one for one in members if one.full_on and one.full_on <= on]

    def named(self, branch: Organisation, count: int, beside: Person | None) -> list[Person]:
        """Full members of long standing of a branch, to be mentors or introducers."""
        before = self._targets.year - _FULL_SINCE_YEARS
        fit = [one for one in self._membership.staying() if one.branch is branch and one.joined_on.year < before]
        fit = [one for one in fit if one is not beside and one not in self._away]
        start = len(self._used) % max(1, len(fit))
        return [*fit[start:], *fit[:start]][:count]

    def _at(self, one: BegunCase) -> Subject:
        branch = branch_at(self._county, one.township or 0, one.branch or 0)
        if one.whom == "branch":
            return Subject(branch)
        self._problems += 1
        return Subject(branch, problem=f"YJ{self._targets.year}{self._problems:04d}")

    def _electing(self, one: BegunCase) -> Subject:
        """A village whose own branch elects, or a township's team with the officials of its offices."""
        there = branch_at(self._county, one.township or 0, one.branch if one.whom == "village" else None)
        named = self._candidates(there)
        if one.whom == "village":
            return Subject(there, days=dict(one.days), unit=there.unit, candidates=named)
        return Subject(self._county.root, team=there.parent, candidates=named)

    def _candidates(self, branch: Organisation) -> tuple[Person, ...]:
        """Whoever holds a post of the village first, then full members of long standing."""
        day = self._targets.closed_on
        holds = [one.person for one in self._posts.appointments if one.post.unit is branch.unit and one.holds_on(day)]
        full = self.full_members(branch, self._targets.opened_on)
        stay = [one for one in full if one.is_member_on(day) and one not in self._away]
        return tuple(dict.fromkeys([*(one for one in holds if one in stay), *stay]))

    def _for_whom_it_was_made(self, one: BegunCase) -> Subject:
        person = next(self._made)
        days = {"joined": person.joined_on, "full": person.full_on} if person.joined_on and person.full_on else {}
        return Subject(branch_at(self._county, one.township or 0, one.branch or 0), person, days=days)

    def _weak(self, place: int) -> Subject:
        """The organisation at that place of the ledger of rectifications, with the days that it says."""
        [ledger] = [one for one in self._told if one.sheet == "rectification"]
        name, _, _, problem, determined_on, closed_on = ledger.rows[place]
        day = self._targets.closed_on
        branch = next(one for one in self._county.branches if one.name_on(day) == name)
        return Subject(
            branch, text=problem, days={"determined": determined_on} | ({"closed": closed_on} if closed_on else {})
        )

    def _fitting(self, whom: str) -> list[Person]:
        """Who could be the subject, the latest first."""
        there, year = self._membership, self._targets.year
        if whom == "left":
            left = [one for one in there.leavers if one.left_how == "transferred_out"]
            return sorted(left, key=lambda one: (one.left_on, one.identity_number), reverse=True)
        if whom == "arrived":
            arrived = [one for one in there.transferred_in if one.arrived_how == "transferred_in"]
            return sorted(arrived, key=lambda one: (one.arrived_on, one.identity_number), reverse=True)
        if whom == "admitted":
            return there.admitted
        if whom == "unsettled":
            return [one for one in there.cancel_proposed if one.left_on is None]
        if whom == "full":
            last = self._targets.closed_on - timedelta(days=_DAYS_TO_CLOSE)
            full = [one for one in there.staying() if one.joined_on.year == year - 1 and one.full_on]
            return sorted((one for one in full if one.full_on <= last), key=lambda one: one.full_on, reverse=True)
        return [one for one in there.staying() if one.age_on(self._targets.closed_on) < 50]

    def _is_free(self, person: Person, one: BegunCase) -> bool:
        branch = person.branch
        if person in self._used or branch is None or person.later_branch:
            return False
        if one.whom != "member" and not _stays(branch):  # their cases began before the year's changes
            return False
        if one.whom != "unsettled" and person in self._membership.cancel_proposed:
            return False
        if one.township is None:
            return True
        if one.branch is None:
            return branch.parent is self._county.townships[one.township]
        return branch is branch_at(self._county, one.township, one.branch)

    def _days(self, person: Person, whom: str) -> dict[str, date]:
        known = {
            "joined": person.joined_on,
            "full": person.full_on,
            "left": person.left_on,
            "arrived": person.arrived_on,
        }
        if whom == "member":
            known = {}
        if whom == "admitted":
            known["listed"] = next(self._told_steps(person, "prospective"), None)
        return {name: day for name, day in known.items() if day is not None}

    def _told_steps(self, person: Person, kind: str) -> Iterator[date]:
        """The days on which the ledger of admissions has a step of a person."""
        for ledger in self._told:
            if ledger.sheet == "admissions":
                at = {name: place for place, name in enumerate(ledger.columns)}
                known = (at["person.identity_number"], at["membership_step.kind"], at["membership_step.on"])
                for row in ledger.rows:
                    if (row[known[0]], row[known[1]]) == (person.identity_number, kind):
                        yield row[known[2]]


def _is_uncovered(unit: Unit, county: County) -> bool:
    return unit.kind == "enterprise" and all(unit not in branch.units for branch in (*county.branches, *county.empty))


def _stays(branch: Organisation) -> bool:
    """Is it the same branch, with the same name and above it the same committee, all the time?"""
    return branch.ended_on is None and branch.moved_on is None and branch.renamed_on is None
