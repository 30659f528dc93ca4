"""The clauses of a scheme as packs declare them: their text, their points, how each is judged, and the groups they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from zugong.packs.figures import Measure, Name
from zugong.packs.programmes import MechanismId
from zugong.packs.reading import Declared, Words

Points = Annotated[Decimal, Field(max_digits=7, decimal_places=2)]
#: A number, or the name of a parameter whose value on the day it is.
Bound = Points | Name
Window = Literal["round", "month", "quarter", "half_year", "year", "day"]
Way = Literal["condition", "record", "figure", "document", "visit", "judgement", "unnamed"]
WAYS: tuple[Way, ...] = ("condition", "record", "figure", "document", "visit", "judgement")
#: What is computed from records; nobody types it.
COMPUTED: tuple[Way, ...] = ("condition", "record", "figure")


class Labelled(Declared):
    """Something with a name in Chinese and English; both are empty where the local paper's text is still to come."""

    zh: str = ""
    en: str = ""

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


class Band(Declared):
    """So many points from that value on, or up to it."""

    at_least: Bound | None = None
    at_most: Bound | None = None
    points: Points

    @model_validator(mode="after")
    def _has_one_end(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a band has exactly one of at_least, at_most")
        return self


class Threshold(Declared):
    """What a number must reach, a share in per cent. A name is a parameter: its value of the day counts.

    `bands` give points by value, the best that is reached; `proportional` gives points in proportion up to `at_least`.
    `window` is the part of time that counts: the round, or the month, quarter ... in which the day lies.
    """

    at_least: Bound | None = None
    at_most: Bound | None = None
    bands: tuple[Band, ...] = ()
    proportional: bool = False
    window: Window = "round"

    def _check_threshold(self) -> None:
        if sum([self.at_least is not None, self.at_most is not None, bool(self.bands)]) != 1:
            raise ValueError("a threshold has exactly one of at_least, at_most, bands")
        if self.proportional and self.at_least is None:
            raise ValueError("only at_least is reached in proportion")

    @property
    def bounds(self) -> Iterator[Bound]:
        """Every number or parameter that it compares with."""
        ends: tuple[Threshold | Band, ...] = (self, *self.bands)
        for one in ends:
            yield from (bound for bound in (one.at_least, one.at_most) if bound is not None)


class FigureTest(Threshold):
    """A figure of the pack against a threshold. `by` is the path from its rows to whoever is rated.

    Without `by` it counts everything below the rated organisation, its subordinates included.
    """

    figure: Name
    by: str = ""

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        self._check_threshold()
        return self


class RecordTest(Threshold):
    """Records that must exist: rows of `of` with the condition `where`, at least one unless said otherwise.

    `about` is the path from such a row to whoever is rated; without it rows below the rated organisation count.
    """

    of: str
    about: str = ""
    where: str
    measure: Measure = "rows"

    @model_validator(mode="before")
    @classmethod
    def _usually_one(cls, given: object) -> object:
        if isinstance(given, Mapping) and not {"at_least", "at_most", "bands"} & set(given):
            return {**given, "at_least": 1}
        return given

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        self._check_threshold()
        return self


class Criterion(Labelled):
    """One clause. It has a text and one way of being judged, or neither: then its place stands open for the local paper.

    Computed are `condition` (on the rated row itself), `record` and `figure`. `document` says what is to be shown, `visit`
    what is looked at on the spot, `judgement` what the reviewer weighs. Without `points` it is passed or not.
    """

    criterion: Name
    zh: str = ""
    en: str = ""
    group: Name
    sectors: tuple[Name, ...] = ()
    article: str = ""
    points: Points | None = Field(default=None, gt=0)
    condition: str | None = None
    record: RecordTest | None = None
    figure: FigureTest | None = None
    document: Words | None = None
    visit: Words | None = None
    judgement: Words | None = None
    reviewer: Name | None = None
    matter: Name | None = None
    implements: tuple[MechanismId, ...] = ()
    why: Words | None = None
    note: Words | None = None
    assumption: Words | None = None

    @model_validator(mode="after")
    def _is_stated_or_open(self) -> Self:
        ways = [way for way in WAYS if getattr(self, way) is not None]
        if bool(self.zh) != bool(self.en) or len(ways) != (1 if self.zh else 0):
            raise ValueError(f"a criterion has zh, en and exactly one of {', '.join(WAYS)}; one without text has none")
        if self.points is None and self.threshold and (self.threshold.bands or self.threshold.proportional):
            raise ValueError("bands and proportional give points; say how many points the criterion is worth")
        return self

    @cached_property
    def way(self) -> Way:
        return next((way for way in WAYS if getattr(self, way) is not None), "unnamed")

    @property
    def is_named(self) -> bool:
        """Is its text known?"""
        return bool(self.zh)

    @property
    def is_computed(self) -> bool:
        return self.way in COMPUTED

    @property
    def threshold(self) -> Threshold | None:
        return self.figure or self.record


class Wins(Declared):
    """How much of a group wins its star; without any of these all of its clauses."""

    clauses: int | None = None
    points: Points | None = None
    percent: int | None = None


class Group(Labelled):
    """Criteria that stand together: a chapter, or a star that is won. `unnamed` places stand open for the local paper's text.

    `reviewer` is the office that reviews it, by a mandate for `matter`; the version's where nothing is said.
    """

    zh: str
    en: str
    star: bool = False
    wins: Wins = Wins()
    sectors: tuple[Name, ...] = ()
    reviewer: Name | None = None
    matter: Name | None = None
    unnamed: int = Field(0, ge=0)
    implements: tuple[MechanismId, ...] = ()
    note: Words | None = None
    assumption: Words | None = None
