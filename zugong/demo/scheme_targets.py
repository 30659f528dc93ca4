"""What a demonstration tells of ratings: rounds of standards, titles and reviews, and adjustments by month."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

#: Whom a rating rates; with units, the unit that an organisation serves.
Rated = Literal[
    "villages", "village_units", "communities", "community_units", "townships", "districts", "agencies", "branches", "firms"
]  # fmt: skip


class Part(BaseModel):
    """A part of a targets file. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CentreRound(Part):
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


class TitleRound(Part):
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


class PartialRound(Part):
    """A rating in the middle of its reviews, in one township."""

    scheme: str
    clauses: list[str]
    contested: str
    township: int
    reviewer: str
    office: str


class ReviewedRound(Part):
    """A rating by reviews: whom it rates, which clauses people judge, and in how many of a hundred one is found wanting.

    `reviewed_percent` of those rated are reviewed, the others wait; `by_office` names who reviews which clauses, where that
    is not one office for all.
    """

    scheme: str
    round: str = ""
    rates: Rated
    clauses: list[str]
    unmet_percent: int = Field(20, ge=0, le=100)
    reviewed_percent: int = Field(80, ge=0, le=100)
    most: int = 400
    reviewer: str
    office: str
    by_office: dict[str, str] = {}


class GradedRound(Part):
    """A rating whose levels are given: of a hundred who are rated so many get each level; `reasons` by level."""

    scheme: str
    version: str
    round: str = ""
    rates: Rated
    percent: dict[str, int]
    reasons: dict[str, str]
    decider: str
    paper: str


class MonthlyRound(Part):
    """Adjustments of a rating, so many a month, up and down in turn, each with its reason: by points or to a level."""

    scheme: str
    a_month: int
    points: int = 0
    level_up: str = ""
    level_down: str = ""
    reasons_up: list[str]
    reasons_down: list[str]
    decider: str
    paper: str


class SchemeRounds(Part):
    centres: CentreRound | None = None
    titles: TitleRound | None = None
    partly: PartialRound | None = None
    reviewed: list[ReviewedRound] = []
    graded: list[GradedRound] = []
    monthly: list[MonthlyRound] = []
