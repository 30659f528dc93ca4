"""Members who live elsewhere: the quarterly register of mobile members, outside branches, resettlement sites."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from zugong.demo.identity import mobile_number
from zugong.demo.membership import Membership
from zugong.demo.organisations import County
from zugong.demo.people import day_between
from zugong.demo.posts import Posts
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Organisation, Person, Unit

_JOBS = ("建筑务工", "工厂务工", "餐饮服务", "运输", "经商", "家政服务", "快递", "电商")
_LIFE = ("线上参加", "返乡参加", "在外临时党支部参加", "电话汇报")
_ROLES = ("提供就业信息", "参与驻地志愿服务", "联系在外乡亲", "带动返乡创业")
_QUARTERS = ((3, 31, 0.72), (6, 30, 0.81), (9, 30, 0.92), (12, 31, 1.0))
_UNMANAGED_UNTIL_THE_LAST = 0.09


def mobile_registers(targets: Targets, membership: Membership) -> list[Ledger]:
    """Four registers, each of a quarter's end and each a part of the next; only in the last is everybody managed."""
    random = Random(f"{targets.seed} mobile")
    contacts = _contacts(membership)
    told = [
        (person, (*_told(targets, person, random), contacts.get(id(person.branch), ""))) for person in membership.mobile
    ]
    ledgers = []
    for month, day, share in _QUARTERS:
        as_of = date(targets.year, month, day)
        rows = []
        for place, (person, one) in enumerate(told[: round(len(told) * share)]):
            managed = as_of == targets.closed_on or place % 100 >= 100 * _UNMANAGED_UNTIL_THE_LAST
            branch = person.branch_on(as_of, rosters_apply_on=targets.closed_on)
            row = (person.name, person.identity_number, branch.name_on(as_of), *one, "yes" if managed else "no")
            rows.append(row)
        title = f"流动党员台账{targets.year}年第{month // 3}季度"
        ledgers.append(Ledger("mobile_register", as_of, _REGISTER_COLUMNS, rows, title=title))
    return ledgers


_REGISTER_COLUMNS = (
    "person.name", "person.identity_number", "organisation", "left_on", "destination", "contact", "job", "life",
    "last_talk_on", "role", "contact_person", "managed",
)  # fmt: skip


def _contacts(membership: Membership) -> dict[int, str]:
    """Who in each branch keeps in touch with those away: one who stays at home, by the branch."""
    mobile = {one.identity_number for one in membership.mobile}
    staying = [one for one in membership.staying() if one.identity_number not in mobile]
    return {id(one.branch): one.name for one in reversed(staying)}


def _told(targets: Targets, person: Person, random: Random) -> tuple:
    """The seven things to be clear about."""
    left_on = day_between(random, date(targets.year - 3, 2, 10), date(targets.year - 1, 11, 30))
    contact = person.mobile_phone or mobile_number(random, targets.people.mobile_prefix)
    talk_on = day_between(random, date(targets.year, 1, 5), date(targets.year, 3, 25))
    return (
        left_on, person.destination, contact, random.choice(_JOBS), random.choice(_LIFE), talk_on, random.choice(_ROLES),
    )  # fmt: skip


def attachment_ledger(
    targets: Targets, county: County, membership: Membership, posts: Posts, outsiders: list[Person]
) -> Ledger:
    """Who belongs to one organisation and lives or serves at another. `outsiders` are no members."""
    random = Random(f"{targets.seed} attached")
    rows = _outside_rows(targets, county, membership, random)
    rows += _site_rows(targets, county, membership, outsiders, random)
    for person, unit, since in posts.first_secretaries:
        host = county.village_branch[unit]
        rows.append(_row(person, "posted", host, unit, since))
    reporting = [one for one in membership.staying() if one.branch.sector == "agency"]
    if targets.members.reported_to_communities is not None:  # those of the departments, not of township offices
        reporting = [one for one in reporting if one.branch.parent not in county.townships]
    hosts = [county.village_branch[unit] for unit in county.places.communities if unit in county.village_branch]
    chosen = random.sample(reporting, _reporting(targets, reporting)) if hosts else []
    for place, person in enumerate(chosen):
        rows.append(_row(person, "community_report", hosts[place % len(hosts)], None, date(targets.year, 3, 25)))
    columns = ("person.name", "person.identity_number", "kind", "organisation", "unit", "contact", "since", "until")
    return Ledger("attached", targets.closed_on, columns, rows)


def _reporting(targets: Targets, fit: list[Person]) -> int:
    wanted = targets.members.reported_to_communities
    return min(len(fit) // 3, 300) if wanted is None else min(len(fit), wanted)


def _row(
    person: Person, kind: str, host: Organisation, unit: Unit | None, since: date, until: date | None = None
) -> tuple:
    name = unit.name_on(since) if unit else ""
    return person.name, person.identity_number, kind, host.name_on(since), name, person.mobile_phone, since, until


def _outside_rows(targets: Targets, county: County, membership: Membership, random: Random) -> list[tuple]:
    rows: list[tuple] = []
    if not county.outside:
        return rows
    ended = county.other_temporary[0] if county.other_temporary else county.outside[0]
    for place, person in enumerate(membership.mobile[: targets.members.attached_to_outside_branches]):
        host = county.outside[place % len(county.outside)]
        since = day_between(random, date(targets.year, 1, 10), date(targets.year, 6, 20))
        if place % 20 == 0 and ended.ended_on:  # first with the branch that was ended
            rows.append(_row(person, "outside_branch", ended, None, targets.opened_on, ended.ended_on))
            since = ended.ended_on
        rows.append(_row(person, "outside_branch", host, None, since))
    return rows


def _site_rows(
    targets: Targets, county: County, membership: Membership, outsiders: list[Person], random: Random
) -> list[tuple]:
    """Members at the sites, some who moved away, some who died, and applicants who are no members."""
    mobile = set(membership.mobile)
    rural = [one for one in membership.staying() if one.branch.sector == "rural" and one not in mobile]
    rows = []
    for unit in county.places.sites:
        since = date(targets.year, 1, 1) + timedelta(days=random.randint(9, 60))
        near = [one for one in rural if one.branch.unit and one.branch.unit.territory is unit.territory]
        for person in random.sample(near, min(len(near), 6 + random.randint(0, 9))):
            rural.remove(person)
            rows.append(_row(person, "settlement_site", unit.territory, unit, since))
    moved = random.sample(rural, min(5, len(rural)))
    site = county.places.sites[0] if county.places.sites else None
    if site is None:
        return rows
    for person in moved:
        rows.append(_row(person, "settlement_site", site.territory, site, targets.opened_on, date(targets.year, 9, 1)))
    for person in [*[one for one in membership.leavers if one.left_how == "died"][:4], *outsiders[:3]]:
        rows.append(_row(person, "settlement_site", site.territory, site, targets.opened_on))
    return rows


def site_life_ledgers(targets: Targets, county: County) -> list[Ledger]:
    """How each site that is in use holds its organisational life, at the year's beginning and end; a closed one has none."""
    branches = targets.places.sites_with_branch_meeting
    rows = [
        (unit.name, "branch" if place < branches else "group", 46 + 17 * place)
        for place, unit in enumerate(county.places.sites)
    ]
    changed = {"branch": "group", "group": "branch"}
    before = [(name, changed[form], households) for name, form, households in (*rows[:1], *rows[-1:])]
    columns = ("unit", "form", "households")
    return [
        Ledger("site_life", targets.opened_on, columns, before, title="安置点组织生活（年初）"),
        Ledger("site_life", targets.closed_on, columns, rows),
    ]
