"""Commendations as packs declare them: who may be commended as what, and which conditions the records show, since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from zugong.packs.figures import Name
from zugong.packs.meetings import Dated
from zugong.packs.reading import Declared, Words, many


class Condition(Declared):
    """One condition in the condition language, on rows of the type that the commendation is of."""

    condition: Name
    zh: str
    en: str
    where: str

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


class CommendationRule(Dated):
    """The conditions in force from a day on, with the paper that sets them."""

    conditions: tuple[Condition, ...] = ()


class Commendation(Declared):
    """A kind of commendation, by its code in the list of kinds: of members (`membership`) or of organisations."""

    commendation: Name
    zh: str
    en: str
    of: Literal["membership", "organisation"]
    rules: tuple[CommendationRule, ...] = Field(min_length=1)
    note: Words | None = None

    @property
    def is_of_persons(self) -> bool:
        return self.of == "membership"

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    def conditions_on(self, day: date) -> tuple[Condition, ...]:
        """The conditions in force on a day; none before the first rule."""
        begun = [rule for rule in self.rules if rule.since <= day]
        return max(begun, key=lambda rule: rule.since).conditions if begun else ()


def commendation_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Where kinds of commendations are declared, ancestors first."""
    for folder in folders:
        yield from sorted(folder.glob("commendations/*.yaml"))


@cache
def read_commendations(folders: tuple[Path, ...]) -> dict[str, Commendation]:
    """The kinds of commendations of a lineage by code; a locality's replaces that of an ancestor. Raises PackError."""
    return {one.commendation: one for path in commendation_files(folders) for one in many(Commendation, path)}
