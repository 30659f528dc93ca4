"""Conditions of steps as packs declare them: the texts they rest on, what each text asks, and the fields a step may record."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from zugong.packs.figures import Name
from zugong.packs.programmes import Paper
from zugong.packs.reading import Declared, Words
from zugong.packs.scheme_criteria import Labelled

ConditionKind = Literal[
    "after", "within", "age", "vote", "persons", "amount", "notice", "field_after", "papers", "range", "fields",
    "settled", "election", "surplus", "among", "same_as", "members_listed",
]  # fmt: skip
Share = Annotated[Fraction, BeforeValidator(lambda written: Fraction(str(written)))]
#: The fields of the ledger of its steps that a step may ask for, beside its day, outcome and papers.
STEP_FIELDS = (
    "eligible", "present", "yes", "written_yes", "first_person", "second_person", "day", "until_day", "days", "hours",
    "months", "number", "names", "text", "joined_unit", "addressee", "target",
    "leader", "resident", "posted", "aid", "goal", "item1", "item2", "item3", "item4", "item5", "item6", "other",
    "new_name", "members", "full_members", "units", "amount",
    "seats", "deputy_seats", "ballots", "spoilt", "talks", "commitments",
)  # fmt: skip


class RuleText(Labelled):
    """A text that conditions rest on, in force from `since` to before `until`."""

    zh: str
    en: str
    paper: Paper
    since: date
    until: date | None = None

    def is_in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class Terms(Declared):
    """What one text asks: its article and the numbers. Months clip to the end of the month; `most_months` is the last resort.

    `quorum` and `majority` must be exceeded, `quorum_from` and `majority_from` be reached; a majority is `majority_of` those
    entitled, those present or the ballots cast. `surplus` is the share by which candidates outnumber the seats.
    `article` is empty where a text is not divided, or names the matter without an article of its own.
    """

    article: str = ""
    months: int | None = None
    most_months: int | None = None
    days: int | None = None
    working_days: int | None = None
    least: int | None = None
    most: int | None = None
    hours: int | None = None
    quorum: Share | None = None
    majority: Share | None = None
    quorum_from: Share | None = None
    majority_from: Share | None = None
    majority_of: Literal["eligible", "present", "ballots"] = "eligible"
    surplus: Share | None = None
    count_first_day: bool = False


class Condition(Labelled):
    """Something that must hold on the day of a step. `by` says for each text what it asks; a text not named asks nothing.

    `of` is the step or the date that is counted from; `outcomes`: only where the step comes to one of these. What only
    `warns` is told and recorded all the same.
    """

    condition: Name
    zh: str
    en: str
    kind: ConditionKind
    of: Name | None = None
    field: Name | None = None
    fields: tuple[Name, ...] = ()
    papers: tuple[Name, ...] = ()
    posts: tuple[Name, ...] = ()
    full_members: bool = False
    outcomes: tuple[Name, ...] = ()
    weight: Literal["stops", "warns"] = "stops"
    by: dict[Name, Terms] = Field(min_length=1)
    note: Words | None = None
