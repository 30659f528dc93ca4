"""The things of the demo county: units, organisations, persons. Plain values that the subjects fill, then write out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

LEAF_KINDS = ("branch", "joint_branch")
PRIMARY_KINDS = ("committee", "work_committee", "general_branch", *LEAF_KINDS)


@dataclass(eq=False, slots=True)
class Unit:
    """A village, community, department, school, enterprise ... as it stood on the opening day, and what became of it."""

    code: str
    name: str
    kind: str
    territory: Organisation | None = None
    poverty: str = ""
    status: str = "in_use"
    new_name: str = ""
    renamed_on: date | None = None
    merged_into: Unit | None = None
    merged_on: date | None = None

    def name_on(self, day: date) -> str:
        """The name that is in force on `day`."""
        return self.new_name if self.renamed_on and day >= self.renamed_on else self.name

    def exists_on(self, day: date) -> bool:
        """Is it there on `day`? A unit merged on the day is not."""
        return self.merged_on is None or day < self.merged_on


@dataclass(eq=False, slots=True)
class Organisation:
    """A Party organisation as it stood on the opening day, and what became of it in the year."""

    code: str
    name: str
    kind: str
    sector: str
    parent: Organisation | None
    established_on: date
    units: list[Unit] = field(default_factory=list)
    outside: bool = False
    region: str = ""
    new_name: str = ""
    renamed_on: date | None = None
    new_parent: Organisation | None = None
    moved_on: date | None = None
    successor: Organisation | None = None
    ended_on: date | None = None

    def name_on(self, day: date) -> str:
        """The name that is in force on `day`."""
        return self.new_name if self.renamed_on and day >= self.renamed_on else self.name

    def exists_on(self, day: date) -> bool:
        """Is it there on `day`? An organisation that ended on the day is not."""
        return self.ended_on is None or day < self.ended_on

    def parent_on(self, day: date) -> Organisation | None:
        """Its superior on `day`; a merged superior hands its children to its successor."""
        parent = self.new_parent if self.moved_on and day >= self.moved_on else self.parent
        return parent.standing_on(day) if parent else None

    def standing_on(self, day: date) -> Organisation:
        """Itself, or on and after the day of its merger the organisation into which it went."""
        here = self
        while not here.exists_on(day) and here.successor:
            here = here.successor
        return here

    @property
    def unit(self) -> Unit | None:
        """The unit in which it is set up; the first where it is a joint branch."""
        return self.units[0] if self.units else None


@dataclass(eq=False, slots=True)
class Person:
    """A person; a member where `branch` is given. `joined_text` is what the rosters print: a day, or only a month."""

    identity_number: str
    name: str
    sex: str
    ethnicity: str
    born_on: date
    education: str
    occupation: str
    mobile_phone: str
    landline: str
    address: str
    branch: Organisation | None = None
    later_branch: Organisation | None = None
    joined_on: date | None = None
    joined_text: date | str = ""
    full_on: date | None = None
    arrived_on: date | None = None
    arrived_how: str = ""
    left_on: date | None = None
    left_how: str = ""
    destination: str = ""
    lost_on: date | None = None
    former: dict[str, str] = field(default_factory=dict)

    def age_on(self, day: date) -> int:
        """Whole years on `day`."""
        return day.year - self.born_on.year - ((day.month, day.day) < (self.born_on.month, self.born_on.day))

    def is_member_on(self, day: date) -> bool:
        """Was the person a member of the county's organisations on `day`?"""
        if self.branch is None or (self.arrived_on and day < self.arrived_on):
            return False
        return self.left_on is None or day < self.left_on

    def branch_on(self, day: date, *, rosters_apply_on: date) -> Organisation:
        """The member's branch on `day`: a change of branch shows from the day of the closing roster on."""
        branch = self.later_branch if self.later_branch and day >= rosters_apply_on else self.branch
        if branch is None:
            raise ValueError(f"{self.identity_number} is not a member")
        return branch.standing_on(day)


@dataclass(frozen=True, slots=True)
class Ledger:
    """One workbook before it is written: a sheet, the day it is a statement of, its columns and its rows.

    `columns` are paths as the catalogue has them (`themed_day.organisation`), without the record type where the sheet
    writes one type only. Code values stand as codes, days as dates, names of organisations as on the day of the row.
    """

    sheet: str
    as_of: date
    columns: tuple[str, ...]
    rows: list[tuple]
    title: str = ""
