"""What a demo county must reach: numbers, days and words from a pack's `demo.yaml`. No locality is named in the code."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from zugong.kernel.errors import PackError
from zugong.packs import yaml


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class People(_Part):
    """`identity_area` must be an area code that was never assigned, the prefixes ones that no operator has."""

    identity_area: str
    mobile_prefix: str
    landline_prefix: str
    home: str


class Group(_Part):
    """Units under one committee: departments, schools, firms. Each gets a branch."""

    committee: str
    kind: str
    sector: str
    unit_kind: str
    names: list[str]


class Renaming(_Part):
    old: str
    new: str
    on: date


class Organisations(_Part):
    """`primary` counts committees and branches of every kind under the county on the closing day."""

    county: str
    county_kind: str
    city: str
    province: str
    primary: int
    general_village_branches: int
    renamed_villages: int
    leading_groups: int
    townships: list[str]
    outside_cities: list[str]
    closed_outside_city: str
    inside_temporary_branch: str
    communities: list[str]
    community_being_built: str
    communities_moved_on: date
    enterprises_moved: int
    enterprises_moved_on: date
    groups: list[Group]
    township_enterprises: list[str]
    unorganised_enterprises: int
    renamed_unit: Renaming
    empty_enterprise: str


class Places(_Part):
    villages: int
    villages_before: int
    poor_villages: int
    natural_villages: int
    settlement_sites: int
    closed_sites: int
    sites_with_branch_meeting: int


class Members(_Part):
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


class ThemedDays(_Part):
    periods: int
    lectures: int
    deliberations: int
    open_affairs: int
    volunteer_services: int
    service_matters: int
    opinions: int
    aspects: list[str]
    problems: int
    themes: list[str]


class Leaders(_Part):
    dual_posts: int
    exited: int
    dispatched: int
    dispatch_subsidies_yuan: int
    reserves: int
    reserves_per_village: int
    file_categories: int
    county_delegates: int
    city_delegates: int
    provincial_delegates: int
    county_delegates_moved_out: int


class Training(_Part):
    section_cadres: int
    civil_servants: int
    ability_persons: int


class Work(_Part):
    city_projects: list[str]
    county_actions: list[str]
    weak_organisations: int
    livelihood_units: int
    livelihood_solved: int
    livelihood_planned: int
    livelihood_followed: int
    admission_problems: int
    admission_files: int
    provincial_benchmarks: int
    county_benchmarks: int
    demonstration_organisations: int
    party_building_yuan: int
    community_service_yuan: int


class Premises(_Part):
    five_affairs_villages: int
    regional_centres: list[str]
    teaching_bases: int
    rural_first_signs: int
    rural_second_signs: int
    community_first_signs: int
    community_second_signs: int
    signs_cleared: int
    signs_merged: int
    signs_kept: int
    rural_standards: int
    community_standards: int


class Measures(_Part):
    title: str
    number: str
    clauses: int


class Documents(_Part):
    work_measures: Measures
    rural_standard: str
    community_standard: str
    others: list[str]


class Reported(_Part):
    figure: str
    value: str
    unit_word: str
    origin: str
    evidence: str


class Statement(_Part):
    """What the county states of a line of a programme that no record shows."""

    line: str
    text: str
    paper: str
    on: date


class CentreRound(_Part):
    """A standard of village centres: who visits whom the lot draws, and who decides. `township` is the place in the list."""

    scheme: str
    version: str
    clauses: list[str]
    level: str
    stars: list[str]
    seed: str
    percent: int
    township: int
    visitor: str
    decider: str
    paper: str


class TitleRound(_Part):
    """A title of organisations in firms; `contested` is the clause that some do not meet."""

    scheme: str
    version: str
    clauses: list[str]
    contested: str
    level: str
    causes: list[str]
    reviewer: str
    office: str
    decider: str
    paper: str


class PartialRound(_Part):
    """A rating in the middle of its reviews, in one township."""

    scheme: str
    clauses: list[str]
    contested: str
    township: int
    reviewer: str
    office: str


class SchemeRounds(_Part):
    centres: CentreRound
    titles: TitleRound
    partly: PartialRound


class Account(_Part):
    """An account to try the site with. `kind` is a kind of office with its usual mandates; `matter` a lead bureau's own.

    The office acts for `organisation`, or for the first branch in force below it where `first_branch` is true. `member`:
    the account is that of a member of that branch and sits in no office.
    """

    username: str
    name: str
    says: str
    says_en: str
    administrator: bool = False
    office: str = ""
    kind: str = ""
    matter: str = ""
    organisation: str = ""
    first_branch: bool = False
    member: bool = False


class Trial(_Part):
    """The site that shows the county: its owner's name, and accounts that share one password."""

    owner: str
    password: str
    accounts: list[Account]


class Targets(_Part):
    """Everything that the generator is told. The same targets give the same county, cell for cell."""

    pack: str
    seed: int
    opened_on: date
    closed_on: date
    merged_on: date
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
    trial: Trial

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
