"""Kinds of secret votes as packs declare them: who votes, what stands on a ballot, how many are needed, by which paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from zugong.packs.figures import Name
from zugong.packs.meetings import MeetingRule, Part, in_force
from zugong.packs.reading import Declared, Words, many


class BallotChoice(Declared):
    """One thing that may be ticked on a line. The first of a kind is the one that counts as in favour."""

    choice: Name
    zh: str
    en: str

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


class BallotKind(Declared):
    """A kind of secret vote.

    `asks`: `approve` (a matter passes or not), `grade` (each line is graded), `elect` (so many of the candidates, others
    may be written in), `recommend` (at most so many of those listed). `lines`: what stands on the ballot is typed, or it is
    everybody who votes. `called`: the members of the organisation, or those who are named. `held_by` are kinds of
    organisations. `surplus` is the part by which candidates exceed the seats. `told`: who reads the result. `months`: for
    so long the result is good for anything. `implements`: the mechanisms of the catalogue that it carries. `assumption`
    says what of it no paper states.
    """

    ballot: Name
    zh: str
    en: str
    about: Words
    asks: Literal["approve", "grade", "elect", "recommend"]
    called: Literal["members", "named"]
    held_by: tuple[Name, ...] = Field(min_length=1)
    choices: tuple[BallotChoice, ...] = Field(min_length=1)
    lines: Literal["typed", "electors"] = "typed"
    is_one_line: bool = False
    matter: Name = "activities"
    meetings: tuple[Name, ...] = ()
    surplus: Part | None = None
    told: Literal["voters", "holders"] = "voters"
    months: int | None = None
    assumption: Words | None = None
    implements: tuple[str, ...] = ()
    rules: tuple[MeetingRule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _says_how_many_lines(self) -> Self:
        if self.is_one_line and (self.lines != "typed" or self.asks != "approve"):
            raise ValueError("only a typed matter that passes or not can be the one line of a ballot")
        return self

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    def rule_on(self, day: date) -> MeetingRule:
        """The rule in force on a day. Raises NoRuleYet."""
        return in_force(self.rules, day, self)

    @property
    def is_limited(self) -> bool:
        """May only so many lines be chosen?"""
        return self.asks in ("elect", "recommend")


def ballot_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Where kinds of secret votes are declared, ancestors first."""
    for folder in folders:
        yield from sorted(folder.glob("ballots/*.yaml"))


@cache
def read_ballots(folders: tuple[Path, ...]) -> dict[str, BallotKind]:
    """The kinds of secret votes of a lineage by code. Raises PackError."""
    return {one.ballot: one for path in ballot_files(folders) for one in many(BallotKind, path)}
