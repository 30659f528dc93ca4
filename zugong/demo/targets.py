"""What a demo county must reach: numbers, days and words from a pack's `demo.yaml`. No locality is named in the code."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError, model_validator

from zugong.demo.account_targets import Trial
from zugong.demo.case_targets import Cases
from zugong.demo.dues_targets import Dues
from zugong.demo.recruitment_targets import Recruitments
from zugong.demo.request_targets import RequestRounds
from zugong.demo.scheme_targets import Part, SchemeRounds
from zugong.kernel.errors import PackError
from zugong.packs import yaml
from zugong.packs.folder import packs_folder


class People(Part):
    """`identity_area` must be an area code that was never assigned, the prefixes ones that no operator has.

    `peoples` are the codes of the other peoples of the place, as many members of each as of the next.
    """

    identity_area: str
    mobile_prefix: str
    landline_prefix: str
    home: str
    han_share: float = 0.994
    peoples: list[str] = ["03", "11", "02", "15", "08"]


class District(Part):
    """A level between the root and its townships: a county of a city, a prefecture of a province."""

    committee: str
    townships: list[str]


class Group(Part):
    """Units under one committee: departments, schools, firms. Each gets a branch."""

    committee: str
    kind: str
    sector: str
    unit_kind: str
    names: list[str]


class Renaming(Part):
    old: str
    new: str
    on: date


class Organisations(Part):
    """`primary` counts committees and branches of every kind under the county on the closing day.

    `county` is the root, of whatever level, `city` and `province` its superiors. Townships stand under it, or under
    `districts` where there are any. What is empty or nought is not there.
    """

    county: str
    county_kind: str
    city: str
    province: str = ""
    primary: int | None = None
    general_village_branches: int = 0
    renamed_villages: int = 0
    leading_groups: int = 0
    townships: list[str] = []
    districts: list[District] = []
    outside_cities: list[str] = []
    closed_outside_city: str = ""
    inside_temporary_branch: str = ""
    communities: list[str] = []
    community_being_built: str = ""
    communities_in_townships: int = Field(1, ge=1)
    communities_moved_on: date | None = None
    enterprises_moved: int = 0
    enterprises_moved_on: date | None = None
    groups: list[Group]
    township_enterprises: list[str] = []
    unorganised_enterprises: int = 0
    renamed_unit: Renaming | None = None
    empty_enterprise: str = ""

    @property
    def all_townships(self) -> list[str]:
        """The townships, those of the first district first."""
        return [*self.townships, *(name for district in self.districts for name in district.townships)]


class Places(Part):
    """`villages_before` is how many there were before the merger; without a merger as many as after it."""

    villages: int
    villages_before: int | None = None
    poor_villages: int = 0
    natural_villages: int = 0
    settlement_sites: int = 0
    closed_sites: int = 0
    sites_with_branch_meeting: int = 0

    @property
    def merged(self) -> bool:
        """Were villages merged in the year?"""
        return self.villages_before is not None and self.villages_before > self.villages


class Members(Part):
    """`at_close` leaves out the suspended, who stand in the rosters all the same.

    `present_at_themed_days` are the distinct persons present in the year. Whoever moves out later in the year is one.
    """

    at_close: int
    suspended: int
    admitted: int
    admitted_in_poor_villages: int
    transferred_in: int
    restored: int
    transferred_out: int
    died: int
    removed: int
    cancelled: int
    mobile: int
    attached_to_outside_branches: int
    present_at_themed_days: int
    villages_cleared_of_no_admissions: int
    probation_cancellings_proposed: int
    mobile_news: bool = False  # does the county ask its branches to send members away from home news
    reported_to_communities: int | None = None

    @property
    def arriving(self) -> int:
        """How many become members of the county in the year."""
        return self.admitted + self.transferred_in + self.restored

    @property
    def never_present(self) -> int:
        """How many members of the closing day were at no themed day of the year."""
        return self.at_close + self.transferred_out - self.present_at_themed_days

    @property
    def leaving(self) -> int:
        """How many cease to be members of the county in the year."""
        return self.transferred_out + self.died + self.removed + self.cancelled


class ThemedDays(Part):
    """`months_with_rolls`: in so many of the last months the roll was kept person by person."""

    periods: int
    months_with_rolls: int = 12
    lectures: int
    deliberations: int
    open_affairs: int
    volunteer_services: int
    service_matters: int
    opinions: int
    aspects: list[str]
    problems: int
    themes: list[str]


class Leaders(Part):
    """`appointed_on` is the day of the last change of term in the villages."""

    dual_posts: int
    exited: int = 0
    dispatched: int = 0
    dispatch_subsidies_yuan: int = 0
    first_secretaries: int | None = None
    secretaries_with_college: int | None = None
    appointed_on: date = date(2017, 12, 20)
    reserves: int
    reserves_per_village: int
    file_categories: int
    county_delegates: int
    city_delegates: int
    provincial_delegates: int
    county_delegates_moved_out: int


class Training(Part):
    """`classes` says by series how many were held in the year."""

    level: str = "county"
    classes: dict[str, int] = {
        "main_class": 4,
        "reading_class": 3,
        "rural_leaders": 5,
        "members_school": 14,
        "affairs_staff": 5,
        "practical_skill": 3,
    }
    section_cadres: int
    civil_servants: int
    ability_persons: int


class IncomeBand(Part):
    """So many villages earned in the year from `least` to `most` yuan."""

    villages: int
    least: int
    most: int


class Work(Part):
    """`income` says what villages earned, band after band; without it all but the weakest earn the line or more.

    `firms_title` is the code of the title that firms bear, `excuse` why some branches held no meeting in the first quarter.
    """

    city_projects: list[str] = []
    county_actions: list[str] = []
    weak_organisations: int
    looked_back: int = 2
    livelihood_units: int = 3
    livelihood_solved: int = 3
    livelihood_planned: int = 2
    livelihood_followed: int = 1
    admission_problems: int
    admission_files: int
    provincial_benchmarks: int = 1
    county_benchmarks: int
    demonstration_organisations: int = 0
    firms_title: str = ""
    excuse: str = "疫情防控卡口值守，经上级党委同意不召开"
    income: list[IncomeBand] = []
    party_building_yuan: int
    community_service_yuan: int


class Premises(Part):
    """`village_standard` and `community_standard` are codes of the standards that were checked, "" for none."""

    village_standard: str = ""
    community_standard: str = ""
    five_affairs_villages: int = 0
    regional_centres: list[str]
    teaching_bases: int = 1
    rural_first_signs: int = 2
    rural_second_signs: int = 2
    community_first_signs: int = 2
    community_second_signs: int = 2
    signs_cleared: int = 0
    signs_merged: int = 0
    signs_kept: int = 0
    rural_standards: int
    community_standards: int


class Measures(Part):
    title: str
    number: str
    clauses: int


class Documents(Part):
    work_measures: Measures
    rural_standard: str
    community_standard: str
    others: list[str]


class Reported(Part):
    figure: str
    value: str
    unit_word: str
    origin: str
    evidence: str


class Statement(Part):
    """What the county states of a line of a programme that no record shows."""

    line: str
    text: str
    paper: str
    on: date


class Targets(Part):
    """Everything that the generator is told. The same targets give the same county, cell for cell.

    `expects` are figures with the counts that must come out of the records on the closing day.
    """

    pack: str
    seed: int
    opened_on: date
    closed_on: date
    merged_on: date | None = None
    people: People
    organisations: Organisations
    places: Places
    members: Members
    themed_days: ThemedDays
    leaders: Leaders
    training: Training
    work: Work
    premises: Premises
    documents: Documents
    reported: list[Reported]
    statements: list[Statement] = []
    schemes: SchemeRounds | None = None
    requests: RequestRounds | None = None
    dues: Dues | None = None
    cases: Cases | None = None
    recruitments: Recruitments | None = None
    expects: dict[str, int | Decimal] = {}
    trial: Trial

    @model_validator(mode="after")
    def _merges_on_a_day(self) -> Self:
        if self.places.merged and self.merged_on is None:
            raise ValueError("villages were merged: say on which day, as merged_on")
        return self

    @property
    def half_year_on(self) -> date:
        """Where the year is cut in two: the day of the merger, else the end of June."""
        return self.merged_on or date(self.year, 6, 30)

    @property
    def year(self) -> int:
        """The year that is told."""
        return self.closed_on.year

    @property
    def day_before(self) -> date:
        """The last day before the year."""
        return self.opened_on - timedelta(days=1)

    @property
    def day_after(self) -> date:
        """The first day after the year."""
        return self.closed_on + timedelta(days=1)


def read_targets(path: Path) -> Targets:
    """The targets in a `demo.yaml`. Raises PackError naming the file and what is wrong in it."""
    declared = yaml.read(path)
    try:
        return Targets.model_validate(declared)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise PackError(first["msg"], file=str(path), key=place) from error


def usual_demonstration() -> Path:
    """The targets to take when nobody names a place: of the first whose published document can be verified, else of any."""
    found = packs_folder().glob("*/demo.yaml")
    return min(found, key=lambda file: (not (file.parent / "promises.yaml").exists(), file))
