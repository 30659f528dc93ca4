"""Who is a member where: the members of the opening day, who comes, who leaves and what changes until the closing day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from zugong.demo.admissions import Admissions, plan_admissions
from zugong.demo.organisations import County
from zugong.demo.people import People, day_between
from zugong.demo.targets import Targets
from zugong.demo.world import Organisation, Person

_WEIGHT = {"rural": 30, "urban": 64, "agency": 17, "school": 26, "hospital": 40, "state_firm": 16, "new": 7}
_SUB_BRANCH_SHARE = 0.65
_RECENT_SHARE = 0.035
_CITIES = (
    "北京市",
    "上海市",
    "西安市",
    "太原市",
    "广州市",
    "天津市",
    "苏州市",
    "郑州市",
    "临汾市",
    "杭州市",
    "成都市",
    "武汉市",
)


@dataclass
class Membership:
    """The members: of the opening day, and those who came in the year. The suspended stand in the rosters only."""

    opening: list[Person] = field(default_factory=list)
    admitted: list[Person] = field(default_factory=list)
    transferred_in: list[Person] = field(default_factory=list)
    suspended: list[Person] = field(default_factory=list)
    mobile: list[Person] = field(default_factory=list)
    cancel_proposed: list[Person] = field(default_factory=list)
    admissions: Admissions = field(default_factory=Admissions)

    @property
    def everybody(self) -> list[Person]:
        """All who were members on some day of the year, the suspended left out."""
        return [*self.opening, *self.admitted, *self.transferred_in]

    def staying(self) -> list[Person]:
        """The members of the closing day who were members all the year."""
        return [person for person in self.opening if person.left_on is None]

    def at_close(self) -> list[Person]:
        """The members of the closing day, the suspended left out."""
        return [person for person in self.everybody if person.left_on is None]

    @property
    def leavers(self) -> list[Person]:
        return [person for person in self.opening if person.left_on]


def weight(branch: Organisation) -> float:
    """How large a branch is against others."""
    below_general = branch.parent is not None and branch.parent.kind == "general_branch"
    return _WEIGHT[branch.sector] * (_SUB_BRANCH_SHARE if below_general else 1)


def shares(random: Random, count: int, weights: list[float], *, least: int) -> list[int]:
    """Whole shares of `count`, near the weights and somewhat scattered, none below `least`, that add up to `count`."""
    scattered = [one * random.uniform(0.65, 1.35) for one in weights]
    spare = count - least * len(weights)
    if spare < 0:
        raise ValueError(f"{count} members are too few for {len(weights)} branches of {least}")
    exact = [spare * one / sum(scattered) for one in scattered]
    result = [least + int(one) for one in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: exact[place] - int(exact[place]), reverse=True)
    for place in by_remainder[: count - sum(result)]:
        result[place] += 1
    return result


def build_membership(targets: Targets, county: County, people: People) -> Membership:
    """The members of the opening day and all that happens to them until the closing day."""
    random = Random(f"{targets.seed} membership")
    membership = Membership(admissions=plan_admissions(targets, county, random))
    _opening_members(targets, county, people, membership, random)
    _forced_admissions(county, people, membership)
    _leave(targets, membership, random)
    _arrive(targets, county, people, membership, random)
    _suspend(targets, county, people, membership, random)
    _go_away(targets, membership, random)
    _change(targets, membership, random)
    return membership


def home_of(branch: Organisation) -> str:
    """Where members of the branch live, without the county's name."""
    unit = branch.unit
    if unit is None or unit.territory is None:
        return "城区"
    township = unit.territory.name.removeprefix("中共").removesuffix("委员会")
    return township + (unit.name if unit.kind in ("village", "community") else "街道")


def _opening_members(targets: Targets, county: County, people: People, membership: Membership, random: Random) -> None:
    leaves = county.leaves
    wanted = targets.members.at_close - targets.members.arriving + targets.members.leaving
    counts = shares(random, wanted, [weight(leaf) for leaf in leaves], least=4)
    dry = membership.admissions.dry_branches
    for leaf, count in zip(leaves, counts, strict=True):
        home = home_of(leaf)
        for _ in range(count):
            recent = leaf not in dry and random.random() < _RECENT_SHARE
            person = people.person(leaf.sector, home, youngest=24, oldest=45 if recent else 99)
            person.branch = leaf
            if recent:
                first = date(targets.year - 3, 1, 15)
                people.joined_on(person, day_between(random, first, date(targets.year - 1, 12, 20)))
            else:
                people.join(person, latest=date(targets.year - 4, 11, 30))
            membership.opening.append(person)


def _forced_admissions(county: County, people: People, membership: Membership) -> None:
    """The last admission before the year, where the plan of admissions says when it was."""
    by_branch = {}
    for person in membership.opening:
        if person.born_on.year > 1970:
            by_branch.setdefault(person.branch, person)
    for branch, day in membership.admissions.last_before.items():
        person = by_branch.get(branch) or next(one for one in membership.opening if one.branch is branch)
        people.joined_on(person, day)
        by_branch.pop(branch, None)


def _leave(targets: Targets, membership: Membership, random: Random) -> None:
    """Those who die are old, those who are cancelled were on probation, the others are of any age."""
    wanted = targets.members
    on_probation = [one for one in membership.opening if one.joined_on.year == targets.year - 1]
    membership.cancel_proposed = random.sample(on_probation, wanted.probation_cancellings_proposed)
    for person in membership.cancel_proposed:
        person.full_on = None
    free = [one for one in membership.opening if one not in set(membership.cancel_proposed)]
    old = [one for one in free if one.age_on(targets.opened_on) >= 66]
    rest = [one for one in free if 24 <= one.age_on(targets.opened_on) < 60 and one.joined_on.year < targets.year - 3]
    removed_from = random.sample(rest, wanted.transferred_out + wanted.removed)
    # Delegates who moved out of the county are taken from the offices.
    removed_from.sort(key=lambda one: one.branch.sector != "agency")
    leaving = [(one, "died") for one in random.sample(old, wanted.died)]
    leaving += [(one, "transferred_out") for one in removed_from[: wanted.transferred_out]]
    leaving += [(one, "removed") for one in removed_from[wanted.transferred_out :]]
    leaving += [(one, "cancelled") for one in membership.cancel_proposed[: wanted.cancelled]]
    for person, how in leaving:
        first = date(targets.year, 7, 10) if how == "cancelled" else date(targets.year, 2, 15)
        person.left_on, person.left_how = day_between(random, first, date(targets.year, 12, 24)), how


def _arrive(targets: Targets, county: County, people: People, membership: Membership, random: Random) -> None:
    wanted = targets.members
    for branch, day in membership.admissions.admitted:
        person = people.person(branch.sector, home_of(branch), youngest=22, oldest=42)
        people.joined_on(person, day)
        person.full_on, person.branch = None, branch
        person.arrived_on, person.arrived_how = day, "admitted"
        membership.admitted.append(person)
    leaves = [leaf for leaf in county.leaves if leaf.ended_on is None]
    for number in range(wanted.transferred_in + wanted.restored):
        branch = random.choice(leaves)
        person = people.person(branch.sector, home_of(branch), youngest=25, oldest=58)
        people.join(person, latest=date(targets.year - 4, 11, 30))
        person.branch = branch
        person.arrived_on = day_between(random, date(targets.year, 1, 20), date(targets.year, 12, 10))
        person.arrived_how = "transferred_in" if number < wanted.transferred_in else "restored"
        membership.transferred_in.append(person)


def _suspend(targets: Targets, county: County, people: People, membership: Membership, random: Random) -> None:
    leaves = [leaf for leaf in county.leaves if leaf.sector == "rural" and leaf.ended_on is None]
    for branch in random.sample(leaves, targets.members.suspended):
        person = people.person("rural", home_of(branch), youngest=30, oldest=50)
        people.join(person, latest=date(targets.year - 8, 6, 30))
        person.branch, person.lost_on = branch, date(targets.year - 1, random.randint(1, 6), 15)
        membership.suspended.append(person)


def _go_away(targets: Targets, membership: Membership, random: Random) -> None:
    """The mobile members: they stay members of their branch."""
    fit = [one for one in membership.staying() if one.age_on(targets.opened_on) <= 62]
    fit = [one for one in fit if one not in set(membership.cancel_proposed)]
    preferred = [one for one in fit if one.branch.sector in ("rural", "urban", "new")]
    chosen = random.sample(preferred, min(targets.members.mobile, len(preferred) * 2 // 3))
    if len(chosen) < targets.members.mobile:
        others = [one for one in fit if one not in set(chosen)]
        chosen += random.sample(others, targets.members.mobile - len(chosen))
    membership.mobile = chosen
    for person in chosen:
        person.destination = random.choice(_CITIES)


def _change(targets: Targets, membership: Membership, random: Random) -> None:
    """What the second roster says otherwise: phones, addresses, schooling, branches, and slips put right."""
    staying = membership.staying()
    part = max(1, len(staying) // 100)
    for person in random.sample(staying, 3 * part):
        person.former["mobile_phone"] = person.mobile_phone
        person.mobile_phone = f"{targets.people.mobile_prefix}{random.randrange(10**8):08d}"
    for person in random.sample(staying, part):
        person.former["address"] = person.address
        person.address = f"{targets.people.home}城区{random.randint(1, 9)}号楼{random.randint(101, 1802)}室"
    for person in random.sample([one for one in staying if one.education in ("61", "41")], part // 2):
        person.former["education"], person.education = person.education, "31"
    for person in random.sample([one for one in staying if one.ethnicity == "01"], max(1, part // 12)):
        person.former["ethnicity"] = "03"
    _change_branches([one for one in staying if one.branch.sector != "rural"], part, random)


def _change_branches(movable: list[Person], count: int, random: Random) -> None:
    branches = list(dict.fromkeys(person.branch for person in movable if person.branch.ended_on is None))
    for person in random.sample(movable, min(count, len(movable) // 4)):
        same_field = [one for one in branches if one.sector == person.branch.sector and one is not person.branch]
        if same_field:
            person.later_branch = random.choice(same_field)
