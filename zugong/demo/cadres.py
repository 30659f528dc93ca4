"""Reserves, delegates and personnel files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from zugong.demo.membership import Membership, home_of
from zugong.demo.organisations import County
from zugong.demo.people import People, day_between
from zugong.demo.posts import Candidates, Posts
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Organisation, Person, Unit

_FILE_TITLES = (
    "备案登记表", "任职审批表", "身份证明", "学历证明", "入党材料", "政审材料", "考察材料",
    "公示材料", "承诺书", "年度考核", "奖惩材料", "培训记录", "离任材料",
)  # fmt: skip
_COUNTED_KINDS = ("main_cadre", "committee_member", "activist")


@dataclass
class Reserves:
    """`counted` are in force, confirmed and of the kinds that count; `applicants` are the non-members among all."""

    rows: list[tuple] = field(default_factory=list)
    applicants: list[tuple[Person, Organisation]] = field(default_factory=list)
    counted: int = 0

    def ledger(self, targets: Targets) -> Ledger:
        columns = (
            "person.name", "person.identity_number", "person.sex", "person.born_on", "person.education",
            "reserve_candidate.unit", "reserve_candidate.kind", "reserve_candidate.secretary",
            "reserve_candidate.status", "reserve_candidate.since", "reserve_candidate.until",
        )  # fmt: skip
        return Ledger("reserve_candidates", targets.closed_on, columns, self.rows)


def build_reserves(targets: Targets, county: County, people: People, candidates: Candidates) -> Reserves:
    """Reserves of every village: at least the number required, one or two of them for secretary, and some who do not count."""
    random = Random(f"{targets.seed} reserves")
    reserves = Reserves()
    villages = county.places.villages
    least, wanted = targets.leaders.reserves_per_village, targets.leaders.reserves
    for place, unit in enumerate(villages):
        extra = wanted - least * len(villages)
        count = least + extra // len(villages) + (place < extra % len(villages))
        for number in range(count):
            _counted(targets, county, people, candidates, reserves, unit, number, random)
        reserves.counted += count
        _not_counted(targets, county, people, candidates, reserves, unit, place, random)
    return reserves


def _counted(
    targets: Targets, county: County, people: People, candidates: Candidates, reserves: Reserves, unit: Unit,
    number: int, random: Random,
) -> None:  # fmt: skip
    kind = _COUNTED_KINDS[0] if number < 2 else _COUNTED_KINDS[1 + number % 2]
    person = _applicant(county, people, reserves, unit) if kind == "activist" else candidates.of_unit(unit)
    for_secretary = number == 0 or (number == 1 and random.random() < 0.5)
    since = targets.half_year_on + timedelta(days=random.randint(10, 120))
    reserves.rows.append(_row(person, unit, kind, for_secretary, "confirmed", since))


def _applicant(county: County, people: People, reserves: Reserves, unit: Unit) -> Person:
    branch = county.leaves_of(county.village_branch[unit])[0]
    person = people.person("rural", home_of(branch), youngest=20, oldest=44)
    reserves.applicants.append((person, branch))
    return person


def _not_counted(
    targets: Targets, county: County, people: People, candidates: Candidates, reserves: Reserves, unit: Unit,
    place: int, random: Random,
) -> None:  # fmt: skip
    """Proposed, left in the year (the last on the closing day itself), or of a kind that does not count."""
    since = targets.half_year_on + timedelta(days=random.randint(10, 120))
    if place % 4 == 0:
        reserves.rows.append(_row(candidates.of_unit(unit), unit, "main_cadre", True, "proposed", since))
    if place % 4 == 1:
        until = targets.closed_on if place == 1 else since + timedelta(days=25)
        reserves.rows.append(_row(candidates.of_unit(unit), unit, "committee_member", True, "confirmed", since, until))
    if place % 3 == 0:
        person = _applicant(county, people, reserves, unit)
        reserves.rows.append(_row(person, unit, "returned_worker", False, "confirmed", since))


def _row(
    person: Person, unit: Unit, kind: str, for_secretary: bool, status: str, since: date, until: date | None = None
) -> tuple:
    return (
        person.name, person.identity_number, person.sex, person.born_on, person.education, unit.name_on(since), kind,
        "yes" if for_secretary else "no", status, since, until,
    )  # fmt: skip


def delegates_ledger(targets: Targets, county: County, membership: Membership) -> Ledger:
    """Delegates of three levels in force, those who moved out in the year, and mandates that ended otherwise or earlier."""
    random = Random(f"{targets.seed} delegates")
    leaders = targets.leaders
    fit = [one for one in membership.staying() if 30 <= one.age_on(targets.opened_on) <= 66]
    county_level = random.sample(fit, leaders.county_delegates)
    city_level = county_level[:: max(1, len(county_level) // max(1, leaders.city_delegates))][: leaders.city_delegates]
    only_of_the_city = [one for one in fit if one not in set(county_level)][-1:]
    city_level = city_level[: -len(only_of_the_city)] + only_of_the_city
    elected_on = date(targets.year - 4, 8, 20)
    electors = county.committees
    rows = [
        _delegate(one, "county", electors[place % len(electors)], elected_on)
        for place, one in enumerate(county_level[:-1])
    ]
    rows.append(_delegate(county_level[-1], "county", electors[0], elected_on, targets.day_after, "moved_out"))
    rows += [_delegate(one, "city", county.root, date(targets.year - 4, 9, 18)) for one in city_level]
    provincial = city_level[: leaders.provincial_delegates]
    rows += [_delegate(one, "province", county.root, date(targets.year - 4, 10, 28)) for one in provincial]
    rows += _ended_delegates(targets, county, membership, elected_on)
    taken = set(county_level)
    earlier = random.sample([one for one in fit if one not in taken], min(12, len(fit) - len(taken)))
    rows += [
        _delegate(one, "county", electors[0], date(targets.year - 9, 7, 15), elected_on, "term_ended")
        for one in earlier
    ]
    rows += [_delegate(one, "county", electors[0], elected_on, targets.day_before, "moved_out") for one in earlier[:1]]
    rows += [
        _delegate(one, "province", county.root, date(targets.year - 9, 9, 1), elected_on, "term_ended")
        for one in earlier[:2]
    ]
    rows += [
        _delegate(one, "county", electors[0], elected_on, date(targets.year, 5, 6), "resigned") for one in earlier[1:3]
    ]
    columns = ("person.name", "person.identity_number", "level", "organisation", "end_reason", "since", "until")
    return Ledger("delegate", targets.closed_on, columns, rows)


def _delegate(
    person: Person, level: str, electors: Organisation, since: date, until: date | None = None, reason: str = ""
) -> tuple:
    return person.name, person.identity_number, level, electors.name_on(since), reason, since, until


def _ended_delegates(targets: Targets, county: County, membership: Membership, elected_on: date) -> list[tuple]:
    """The counted ones first; then one of the city's level who moved out, and one of the county's who died."""
    moved = [one for one in membership.leavers if one.left_how == "transferred_out"]
    moved.sort(key=lambda one: (one.branch.sector != "agency", one.left_on, one.identity_number))
    counted = moved[: targets.leaders.county_delegates_moved_out]
    rows = [_delegate(one, "county", county.committees[0], elected_on, one.left_on, "moved_out") for one in counted]
    for one in moved[len(counted) : len(counted) + 1]:
        rows.append(_delegate(one, "city", county.root, elected_on, one.left_on, "moved_out"))
    for one in [leaver for leaver in membership.leavers if leaver.left_how == "died"][:2]:
        rows.append(_delegate(one, "county", county.committees[0], elected_on, one.left_on, "died"))
    return rows


def file_ledgers(targets: Targets, membership: Membership, posts: Posts) -> list[Ledger]:
    """The files of secretaries, complete for all who are in office, and admission files, some put in order in the year."""
    random = Random(f"{targets.seed} files")
    files, materials = [], []
    in_office = posts.secretaries_on(targets.closed_on)
    exited = [
        one
        for one in posts.appointments
        if one.end_reason == "exit_rule" and one.post.kind == "village_secretary" and one not in in_office
    ]
    for appointment in [*in_office, *exited]:
        person, complete = appointment.person, appointment.holds_on(targets.closed_on)
        keeper = appointment.post.manager.name_on(targets.closed_on)
        formed_on = day_between(random, date(targets.year, 8, 1), date(targets.year, 11, 20))
        corrected_on = formed_on + timedelta(days=9) if random.random() < 0.2 else None
        files.append((person.name, person.identity_number, "secretary_file", keeper, formed_on, corrected_on))
        for number in range(1, targets.leaders.file_categories + 1):
            title = _FILE_TITLES[(number - 1) % len(_FILE_TITLES)]
            filed = "yes" if complete or number % 4 else "no"
            materials.append((person.name, person.identity_number, "secretary_file", number, title, filed))
    files += _admission_files(targets, membership, random)
    columns = ("person.name", "person.identity_number", "kind", "organisation", "formed_on", "corrected_on")
    material_columns = (
        "personnel_file.person.name", "personnel_file.person.identity_number", "personnel_file.kind", "category",
        "title", "filed",
    )  # fmt: skip
    return [
        Ledger("personnel_file", targets.closed_on, columns, files),
        Ledger("file_material", targets.closed_on, material_columns, materials),
    ]


def _admission_files(targets: Targets, membership: Membership, random: Random) -> list[tuple]:
    """So many put in order in the year as wanted; others on the days around it, or never."""
    recent = [one for one in membership.staying() if one.joined_on.year >= targets.year - 3]
    count = min(len(recent), targets.work.admission_files * 2)
    rows = []
    for place, person in enumerate(random.sample(recent, count)):
        corrected_on = date(targets.year, 3 + place % 9, 1 + place % 28)
        if place >= targets.work.admission_files:
            corrected_on = (targets.day_before, None, targets.day_after)[place % 3]
        elif place == 0:
            corrected_on = targets.opened_on
        branch = person.branch_on(targets.closed_on, rosters_apply_on=targets.closed_on)
        keeper = branch.parent_on(targets.closed_on)
        name = keeper.name_on(targets.closed_on)
        formed_on = person.joined_on
        rows.append((person.name, person.identity_number, "admission_file", name, formed_on, corrected_on))
    return rows
