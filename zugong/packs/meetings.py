"""Meetings and procedures as packs declare them: who is called, who votes, how many are needed, by which paper, since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Protocol, Self, TypeVar

from pydantic import Field, model_validator

from zugong.kernel.errors import RuleBroken
from zugong.packs.figures import Name
from zugong.packs.reading import Declared, Words, many

Part = Annotated[str, Field(pattern=r"^[1-9]\d*/[1-9]\d*$")]
Called = Literal["members", "committee", "totals"]


class NoRuleYet(RuleBroken):
    code = "meetings.no_rule_yet"
    message = "For {name} the pack has no rule on {day}; its first one holds from {first} on."
    message_zh = "“{name_zh}”在 {day} 还没有规则，最早的规则自 {first} 起。"


class Share(Declared):
    """How many are needed of those due or those present: more than a part of them, or at least that part."""

    more_than: Part | None = None
    at_least: Part | None = None
    of: Literal["due", "present"] = "due"

    @model_validator(mode="after")
    def _has_one_bound(self) -> Self:
        if (self.more_than is None) == (self.at_least is None):
            raise ValueError("a share has exactly one of more_than, at_least")
        return self

    @property
    def part(self) -> Fraction:
        return Fraction(self.more_than or self.at_least or "1")

    def needed(self, base: int) -> int:
        """The least number that is enough of `base`."""
        exact = self.part * base
        return int(exact) + 1 if self.more_than else -(-exact.numerator // exact.denominator)


class RulePaper(Declared):
    """The paper that says so. `note` tells how it is read here, where its words leave room."""

    title: str
    number: str = ""
    article: str = ""
    published: str = ""
    note: Words | None = None


class Voting(Declared):
    """How many must come, and how many must be in favour; either may be left out where the paper asks for none."""

    quorum: Share | None = None
    majority: Share | None = None


class Dated(Declared):
    """A rule in force from its first day until the next one."""

    since: date
    paper: RulePaper


class MeetingRule(Dated):
    """Who counts at a meeting. `votes`: the categories that may vote, none where nothing is voted on.

    `not_called` are standings that take no part; `excused` reasons for which somebody is not counted among those due.
    `limited` grades may be given to no more than that part of those graded.
    """

    votes: tuple[str, ...] = ()
    not_called: tuple[str, ...] = ()
    excused: tuple[Name, ...] = ()
    voting: Voting | None = None
    limited: dict[Name, Part] = {}


class Review(Declared):
    """Who says how the day went."""

    by: Name
    zh: str
    en: str

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


class Meeting(Declared):
    """A kind of meeting, by its code in the list of series. `period` is how its records are numbered within time.

    `results` are kinds of results typed one to a line, `gives` one that the meeting itself is; `problems` the source under
    which problems found are listed; `grades` the code list of a meeting that grades its members; `line` the line of a
    programme that asks for it; `assumption` says what of it no paper states.
    """

    meeting: Name
    zh: str
    en: str
    called: Called
    period: str
    returns: Literal["monthly", "quarterly", "yearly"] | None = None
    posts: tuple[Name, ...] = ()
    steps: tuple[Words, ...] = ()
    results: tuple[Name, ...] = ()
    gives: Name | None = None
    opinions: Name | None = None
    problems: Name | None = None
    reviews: tuple[Review, ...] = ()
    grades: Name | None = None
    has_theme: bool = False
    line: str = ""
    assumption: Words | None = None
    rules: tuple[MeetingRule, ...] = Field(min_length=1)

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    def rule_on(self, day: date) -> MeetingRule:
        """The rule in force on a day. Raises NoRuleYet."""
        return in_force(self.rules, day, self)

    def period_of(self, day: date) -> str:
        """What the record of a meeting on that day is numbered by."""
        return self.period.format(year=day.year, month=day.month, quarter=(day.month + 2) // 3)


class LocalMeeting(Declared):
    """What a locality adds to a kind of meeting that an ancestor declares: its own steps, results and reviews."""

    extends: Name
    steps: tuple[Words, ...] = ()
    results: tuple[Name, ...] = ()
    reviews: tuple[Review, ...] = ()
    assumption: Words | None = None


class ShownFor(Declared):
    """For how long something hangs out: so many calendar or working days, the first day counted or not."""

    days: int = Field(ge=1)
    counted: Literal["calendar", "working"] = "calendar"
    first_day_counts: bool = True


class Step(Declared):
    """One step of a procedure: a meeting of a body with its arithmetic, or a publication.

    `may_join`: may be held together with the next step where one person leads both bodies. `paper` is a Chinese
    heading of what is printed.
    """

    step: Name
    zh: str
    en: str
    body: Words
    paper: Words
    article: str = ""
    voting: Voting | None = None
    shown: ShownFor | None = None
    may_join: bool = False
    decides: bool = False
    note: Words | None = None

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


class ProcedureRule(Dated):
    """The steps in their order. `rest` and `work`: holidays on working days, and days off that are worked."""

    steps: tuple[Step, ...] = Field(min_length=1)
    rest: tuple[date, ...] = ()
    work: tuple[date, ...] = ()


class Procedure(Declared):
    """One matter taken through steps, such as four deliberations and two publications; for who `serves` such a unit."""

    procedure: Name
    zh: str
    en: str
    serves: tuple[Name, ...]
    rules: tuple[ProcedureRule, ...] = Field(min_length=1)

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    def rule_on(self, day: date) -> ProcedureRule:
        """The rule in force on a day. Raises NoRuleYet."""
        return in_force(self.rules, day, self)


DatedRule = TypeVar("DatedRule", bound=Dated)


class Named(Protocol):
    """What has a name in both languages."""

    @property
    def zh(self) -> str: ...

    @property
    def en(self) -> str: ...


def in_force(rules: Sequence[DatedRule], day: date, about: Named) -> DatedRule:
    """The rule that holds on a day for what it is about. Raises NoRuleYet."""
    begun = [rule for rule in rules if rule.since <= day]
    if not begun:
        raise NoRuleYet(name=about.en, name_zh=about.zh, day=day, first=min(rule.since for rule in rules))
    return max(begun, key=lambda rule: rule.since)


def meeting_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Where kinds of meetings are declared, ancestors first."""
    for folder in folders:
        yield from sorted(folder.glob("meetings/*.yaml"))


def extension_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Where localities add to kinds of meetings, ancestors first."""
    for folder in folders:
        yield from sorted(folder.glob("meetings/local/*.yaml"))


def procedure_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Where procedures are declared, ancestors first."""
    for folder in folders:
        yield from sorted(folder.glob("procedures/*.yaml"))


@cache
def read_meetings(folders: tuple[Path, ...]) -> dict[str, Meeting]:
    """The kinds of meetings of a lineage by code, with what localities add. Raises PackError."""
    meetings = {one.meeting: one for path in meeting_files(folders) for one in many(Meeting, path)}
    for path in extension_files(folders):
        for local in many(LocalMeeting, path):
            if local.extends not in meetings:
                raise local.error(f"there is no meeting {local.extends!r} to extend", key="extends")
            meetings[local.extends] = _extended(meetings[local.extends], local)
    return meetings


def _extended(meeting: Meeting, local: LocalMeeting) -> Meeting:
    said = {name: getattr(local, name) for name in local.model_fields_set if name != "extends"}
    return meeting.model_copy(update=said)


@cache
def read_procedures(folders: tuple[Path, ...]) -> dict[str, Procedure]:
    """The procedures of a lineage by code. Raises PackError."""
    return {one.procedure: one for path in procedure_files(folders) for one in many(Procedure, path)}
