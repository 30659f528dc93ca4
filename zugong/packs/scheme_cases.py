"""Worked cases of a scheme: what is found of each clause, and what must come of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from zugong.packs.figures import Name
from zugong.packs.reading import Declared

Outcome = Literal["met", "part", "unmet", "not_applicable"]
OUTCOMES: tuple[Outcome, ...] = ("met", "part", "unmet", "not_applicable")


class Missing(Declared):
    """What lacks for a better level: the clauses in the order of the paper, and points."""

    level: Name
    clauses: tuple[Name, ...] = ()
    points: Decimal | None = None


class Expected(Declared):
    """What must come out; only what is named is compared. `level` is none where no level is reached."""

    level: Name | None = None
    points: Decimal | None = None
    stars: tuple[Name, ...] | None = None
    missing: Missing | None = None


class SchemeCase(Declared):
    """One case. `given` says of clauses what was found: an outcome, or the number that is compared with the threshold.

    All other clauses that have a text are as `others` says; of a numbered place only what `given` says counts. Numbers are
    judged on `on`, or else the first day of the version.
    """

    case: str
    sector: Name
    on: date | None = None
    others: Outcome = "met"
    given: dict[Name, Outcome | Decimal] = {}
    part_points: dict[Name, Decimal] = {}
    vetoes: tuple[Name, ...] = ()
    expect: Expected
