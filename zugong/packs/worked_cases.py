"""Worked cases of case types: what was done on which day, and what must be next, possible, due, refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from zugong.packs.figures import Name
from zugong.packs.reading import Declared, many


class GivenAct(Declared):
    """A step that was done. `values` are fields of the ledger case_step; `listed` by post the persons, each with the votes."""

    step: str
    on: date
    outcome: Name | None = None
    values: dict[Name, int | str | date] = {}
    papers: tuple[Name, ...] | None = None
    listed: dict[Name, dict[int, int | None]] = {}


class ExpectedState(Declared):
    """What must come out; only what is named is compared.

    `refused` are the conditions that stop the last of `tried`, `warned` those that warn; `says` its first sentence, `chosen`
    whom its count elects. `holders` are who has which post in the end. A day that is null is one that there is not.
    """

    next: tuple[Name, ...] | None = None
    ended: str | None = None
    earliest: dict[Name, date] = {}
    due: dict[Name, date | None] = {}
    dates: dict[Name, date | None] = {}
    refused: tuple[str, ...] | None = None
    warned: tuple[str, ...] | None = None
    outcome: Name | None = None
    missing: tuple[Name, ...] | None = None
    chosen: dict[Name, tuple[int, ...]] | None = None
    holders: dict[Name, tuple[int, ...]] | None = None
    says_zh: str | None = None
    says_en: str | None = None


class WorkedCase(Declared):
    """One case. `done` are steps that went as usual, with all their papers; `acts` such with more to say, after them.

    `tried` is the act that is judged; `asked_on` the day on which the case is looked at, else that of the last act.
    `born_on` and `open_tasks` are what is known of whom or what it is about.
    """

    case: str
    of: Name
    born_on: str = "1990-05-01"
    open_tasks: int = 0
    done: dict[str, date] = {}
    acts: tuple[GivenAct, ...] = ()
    tried: GivenAct | None = None
    asked_on: date | None = None
    forms: tuple[Name, ...] = ()
    expect: ExpectedState


def read_worked_cases(folders: Iterable[Path]) -> Iterator[WorkedCase]:
    """The worked cases of a lineage, in the order of its files. Raises PackError."""
    for folder in folders:
        for path in sorted(folder.glob("cases/worked/*.yaml")):
            yield from many(WorkedCase, path)
