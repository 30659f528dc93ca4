"""Dues as packs declare them: who pays how much of what, what is handed on to the level above, by which paper, since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from zugong.kernel.errors import RuleBroken
from zugong.packs.figures import Name
from zugong.packs.meetings import Dated
from zugong.packs.reading import Declared, Words, many

Percent = Annotated[Decimal, Field(ge=0, le=100)]
Yuan = Annotated[Decimal, Field(ge=0, decimal_places=2)]


class NoDuesRuleYet(RuleBroken):
    code = "dues.no_rule_yet"
    message = "The pack has no rule on dues for {day}; its first one holds from {first} on."
    message_zh = "{day} 还没有党费规则，最早的规则自 {first} 起。"


class Step(Declared):
    """A step of the table: this percentage of the whole base, for a base of up to so many yuan; no end for the last."""

    up_to: Yuan | None = None
    percent: Percent


class PayerRule(Declared):
    """Who pays by one measure: by steps of a base, or an amount between two bounds.

    `needs_decision`: less or nothing is paid because the branch discussed it and the committee above agreed.
    """

    payer: Name
    zh: str
    en: str
    article: str
    base: Words | None = None
    steps: tuple[Step, ...] = ()
    least: Yuan | None = None
    most: Yuan | None = None
    usual: Yuan | None = None
    needs_decision: bool = False
    occupations: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _has_one_measure(self) -> Self:
        bounds = [step.up_to for step in self.steps]
        if bool(self.steps) == (self.least is not None) or bool(self.steps) != (self.base is not None):
            raise ValueError("a payer has a base with steps, or a least amount")
        if self.steps and (bounds[-1] is not None or None in bounds[:-1] or bounds[:-1] != sorted(bounds[:-1])):
            raise ValueError("the steps go up, and only the last has no end")
        return self

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


class Rounding(Declared):
    """To how many fen an amount is rounded, and how; no paper says it, so it is a setting."""

    fen: int = Field(1, ge=1)
    how: Literal["half_up", "up", "down"] = "half_up"
    note: Words | None = None


class DuesRule(Dated):
    """The table of one paper. `not_due` are standings that owe nothing.

    `remind_months`: after so many months in a row without payment the branch talks with the member; nothing follows by
    itself. `back_months` is how far back is paid as a rule; `whole_above` the amount above which what somebody gives at
    once of the own will goes upward undivided.
    """

    payers: tuple[PayerRule, ...] = Field(min_length=1)
    rounding: Rounding
    not_due: tuple[str, ...] = ()
    starts: Words
    remind_months: int = Field(ge=1)
    remind_article: str
    back_months: int = Field(ge=1)
    whole_above: Yuan
    whole_article: str
    voluntary: Words

    def payer(self, code: str) -> PayerRule | None:
        return next((one for one in self.payers if one.payer == code), None)


class ShareRule(Dated):
    """Which part of what it received an organisation of a kind hands on, in percent."""

    percent: dict[Name, Percent] = Field(min_length=1)
    assumption: Words | None = None


def dues_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Where the tables are declared, ancestors first."""
    for folder in folders:
        yield from sorted(folder.glob("dues/table*.yaml"))


def share_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Where the shares handed on are declared, ancestors first."""
    for folder in folders:
        yield from sorted(folder.glob("dues/shares*.yaml"))


@cache
def read_dues(folders: tuple[Path, ...]) -> tuple[DuesRule, ...]:
    """The tables of a lineage. Raises PackError."""
    return tuple(rule for path in dues_files(folders) for rule in many(DuesRule, path))


@cache
def read_shares(folders: tuple[Path, ...]) -> tuple[ShareRule, ...]:
    """The shares of a lineage, those of ancestors first. Raises PackError."""
    return tuple(rule for path in share_files(folders) for rule in many(ShareRule, path))


def dues_rule_on(folders: tuple[Path, ...], day: date) -> DuesRule:
    """The table in force on a day; of two of the same day that of the locality. Raises NoDuesRuleYet."""
    rules = read_dues(folders)
    begun = [rule for rule in rules if rule.since <= day]
    if not begun:
        raise NoDuesRuleYet(day=day, first=min((rule.since for rule in rules), default="—"))
    return max(reversed(begun), key=lambda rule: rule.since)


def share_of_kind(folders: tuple[Path, ...], kind: str, day: date) -> ShareRule | None:
    """The rule by which an organisation of a kind hands on, the locality's before its ancestors'; None where none says."""
    for folder in reversed(folders):
        rules = [rule for rule in read_shares((folder,)) if rule.since <= day and kind in rule.percent]
        if rules:
            return max(rules, key=lambda rule: rule.since)
    return None
