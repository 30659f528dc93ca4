"""The statements of a day: organisations with their units, units, members; and the changes between two of them."""

from __future__ import annotations

from datetime import date

from zugong.demo.membership import Membership
from zugong.demo.organisations import County
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Organisation, Person, Unit

_ORGANISATION_COLUMNS = (
    "organisation.code", "organisation.name", "belongs.parent", "organisation.kind", "organisation.sector",
    "organisation.situation", "organisation.region", "organisation.outside", "organisation.established_on",
    "unit.name", "unit.code", "unit.kind", "unit.territory", "unit.poverty", "unit.status",
)  # fmt: skip
_MEMBER_COLUMNS = (
    "person.name", "membership.organisation", "person.identity_number", "person.sex", "person.ethnicity",
    "person.born_on", "person.education", "membership.category", "membership.joined_on", "membership.full_on",
    "person.occupation", "person.mobile_phone", "person.landline", "person.address", "membership.standing",
    "membership.lost", "membership.lost_on", "membership.mobile", "membership.destination",
)  # fmt: skip
_UNIT_COLUMNS = ("code", "name", "kind", "territory", "poverty", "status")
_CHANGEABLE = ("mobile_phone", "address", "education", "ethnicity")


def organisation_ledgers(targets: Targets, county: County) -> list[Ledger]:
    """The organisations and the units of the opening day, the further units of joint branches, who guides whom."""
    day = targets.opened_on
    organisations = [_organisation_row(county, found, day) for found in county.all_organisations]
    units = [_unit_row(unit, day, _status_when_opened(county, unit)) for unit in county.places.all_units]
    serves = [(found.name, unit.name) for found in county.branches for unit in found.units[1:]]
    guides = []
    for unit in county.places.communities:
        if unit in county.village_branch and county.village_branch[unit].new_parent:
            guide = county.committees[len(county.townships)]
            guides.append((guide.name, county.village_branch[unit].name, "社区党建"))
    return [
        Ledger("organisations", day, _ORGANISATION_COLUMNS, organisations),
        Ledger("units", day, _UNIT_COLUMNS, units),
        Ledger("serves", day, ("organisation", "unit"), serves),
        Ledger("guides", day, ("guide", "guided", "subject"), guides),
    ]


def _organisation_row(county: County, organisation: Organisation, day: date) -> tuple:
    unit = organisation.unit
    parent = organisation.parent_on(day)
    situation = ""
    if organisation.kind == "joint_branch":
        situation = "joint"
    elif unit and parent:
        situation = "as_superior" if unit in parent.units else "legal_unit"
    of_unit = ("",) * 6
    if unit:
        territory = unit.territory.name_on(day) if unit.territory else ""
        status = _status_when_opened(county, unit)
        of_unit = (unit.name_on(day), unit.code, unit.kind, territory, unit.poverty, status)
    return (
        organisation.code, organisation.name_on(day), parent.name_on(day) if parent else "", organisation.kind,
        organisation.sector, situation, organisation.region, "yes" if organisation.outside else "no",
        organisation.established_on, *of_unit,
    )  # fmt: skip


def _unit_row(unit: Unit, day: date, status: str) -> tuple:
    territory = unit.territory.name_on(day) if unit.territory else ""
    return unit.code, unit.name_on(day), unit.kind, territory, unit.poverty, status


def _status_when_opened(county: County, unit: Unit) -> str:
    """Sites that are closed by now were in use, and a site and a community in use by now were being built."""
    if unit in county.places.closed_sites:
        return "in_use"
    return "building" if unit in (*county.places.sites[:1], *county.places.communities[:1]) else unit.status


def survey_of_units(targets: Targets, county: County) -> Ledger:
    """Those units whose state had changed by the middle of the year, as they stood then."""
    day = date(targets.year, 6, 30)
    changed = [unit for unit in county.places.all_units if _status_when_opened(county, unit) != unit.status]
    rows = [_unit_row(unit, day, unit.status) for unit in changed]
    return Ledger("units", day, _UNIT_COLUMNS, rows, title="社区和安置点核查")


def changes_ledger(targets: Targets, county: County) -> Ledger:
    """The operations of the year in the order of their days; renamings follow the mergers of the same day."""
    rows: list[tuple] = []
    for found in county.branches:
        if found.moved_on and found.new_parent:
            rows.append(("move_organisation", found.moved_on, found.name, found.new_parent.name, "", ""))
    for unit in county.places.merged_villages:
        branch = county.village_branch[unit]
        paper = f"民函〔{targets.year}〕{len(rows) + 1}号"
        rows.append(("merge_organisation", unit.merged_on, branch.name, branch.successor.name, "", paper))
        rows.append(("merge_unit", unit.merged_on, unit.name, unit.merged_into.name, "", paper))
    for unit in county.places.all_units:
        if unit.renamed_on:
            rows.append(("rename_unit", unit.renamed_on, unit.name, "", unit.new_name, ""))
    for found in county.branches:
        if found.renamed_on:
            rows.append(("rename_organisation", found.renamed_on, found.name, "", found.new_name, ""))
    for found in (*county.empty, *county.other_temporary):
        if found.ended_on:
            rows.append(("end_organisation", found.ended_on, found.name, "", "", ""))
    rows.sort(key=lambda row: row[1])
    return Ledger(
        "organisation_changes", targets.closed_on, ("kind", "on", "subject", "target", "new_name", "paper"), rows
    )


def opening_roster(targets: Targets, membership: Membership) -> Ledger:
    """The members of the opening day, with the values that the closing roster will change."""
    people = sorted([*membership.opening, *membership.suspended], key=lambda one: one.branch.code)
    rows = [_member_row(person, person.branch, targets.opened_on, opening=True) for person in people]
    return Ledger("members", targets.opened_on, _MEMBER_COLUMNS, rows)


def closing_roster(targets: Targets, membership: Membership) -> Ledger:
    """The members of the closing day in the order of their branches then."""
    day = targets.closed_on
    people = [*membership.at_close(), *membership.suspended]
    placed = [(person.branch_on(day, rosters_apply_on=day), person) for person in people]
    placed.sort(key=lambda pair: pair[0].code)
    suspended = {one.identity_number for one in membership.suspended}
    mobile = {one.identity_number for one in membership.mobile}
    rows = []
    for branch, person in placed:
        standing = "suspended" if person.identity_number in suspended else "normal"
        rows.append(_member_row(person, branch, day, standing=standing, mobile=person.identity_number in mobile))
    return Ledger("members", day, _MEMBER_COLUMNS, rows)


def _member_row(
    person: Person,
    branch: Organisation,
    day: date,
    *,
    opening: bool = False,
    standing: str = "normal",
    mobile: bool = False,
) -> tuple:
    then = person.former if opening else {}
    phone, address, education, ethnicity = (then.get(name, getattr(person, name)) for name in _CHANGEABLE)
    full_on = person.full_on if person.full_on and person.full_on <= day else None
    lost = person.lost_on is not None
    return (
        person.name, branch.name_on(day), person.identity_number, person.sex, ethnicity, person.born_on, education,
        "full" if full_on else "probationary", person.joined_text, full_on, person.occupation, phone, person.landline,
        address, standing, "yes" if lost else "no", person.lost_on, "yes" if mobile else "no",
        person.destination if mobile else "",
    )  # fmt: skip


def joiners_ledgers(targets: Targets, membership: Membership) -> list[Ledger]:
    """Those who became members of the county, with how and the day: two half-years, as the leavers are."""
    arriving = [one for one in membership.at_close() if one.arrived_on]
    arriving.sort(key=lambda one: (one.arrived_on, one.identity_number))
    year, merged_on = targets.year, targets.half_year_on
    return [
        _joiners_ledger(
            [one for one in arriving if one.arrived_on <= merged_on], merged_on, f"{year}年上半年党员增加台账"
        ),
        _joiners_ledger(
            [one for one in arriving if one.arrived_on > merged_on], targets.closed_on, f"{year}年下半年党员增加台账"
        ),
    ]


def _joiners_ledger(arriving: list[Person], as_of: date, title: str) -> Ledger:
    columns = (
        "person.name", "person.identity_number", "person.sex", "person.ethnicity", "person.born_on", "person.education",
        "membership.organisation", "membership.category", "membership.joined_on", "membership.since",
        "membership.start_reason",
    )  # fmt: skip
    rows = [
        (
            one.name, one.identity_number, one.sex, one.ethnicity, one.born_on, one.education,
            one.branch.standing_on(one.arrived_on).name_on(one.arrived_on),
            "full" if one.full_on and one.full_on <= one.arrived_on else "probationary",
            one.joined_text, one.arrived_on, one.arrived_how,
        )
        for one in arriving
    ]  # fmt: skip
    return Ledger("members_joined", as_of, columns, rows, title=title)


def leavers_ledgers(targets: Targets, membership: Membership) -> list[Ledger]:
    """Those who ceased to be members, with how and the first day on which they no longer were: two half-years.

    The first is imported before the changes of organisations, so that nobody is moved by a merger after having left.
    """
    leavers = sorted(membership.leavers, key=lambda one: (one.left_on, one.identity_number))
    first = [one for one in leavers if one.left_on <= targets.half_year_on]
    second = [one for one in leavers if one.left_on > targets.half_year_on]
    year = targets.year
    return [
        _leavers_ledger(first, targets.half_year_on, f"{year}年上半年党员减少台账"),
        _leavers_ledger(second, targets.closed_on, f"{year}年下半年党员减少台账"),
    ]


def _leavers_ledger(leavers: list[Person], as_of: date, title: str) -> Ledger:
    rows = [(person.name, person.identity_number, person.left_on, person.left_how) for person in leavers]
    return Ledger(
        "members_left", as_of, ("person.name", "person.identity_number", "until", "end_reason"), rows, title=title
    )


def registered_ledger(targets: Targets, people: list[Person]) -> Ledger:
    """People who are no members and of whom other ledgers tell: applicants, reserves, trainees."""
    columns = (
        "identity_number", "name", "sex", "ethnicity", "born_on", "education", "occupation", "mobile_phone", "landline",
        "address",
    )  # fmt: skip
    rows = [tuple(getattr(person, column) for column in columns) for person in people]
    return Ledger("person", targets.opened_on, columns, rows, title="非党员人员登记表")
