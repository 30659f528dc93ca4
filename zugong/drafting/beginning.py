"""Next year's element from this year's: the same clauses or lines under a new name and new days, its paper still to be stated."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from zugong.drafting.text import Data, plain
from zugong.kernel.time import months_after
from zugong.packs.programmes import Programme
from zugong.packs.schemes import Scheme, Version

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_MONTHS = 12
#: What last year's paper says of itself and this year's does not.
_OF_THE_OLD_PAPER = ("number", "published", "url", "note")


@dataclass(frozen=True)
class Beginning:
    """How the new element is called and from which day it is in force."""

    code: str
    since: date


def usual_version(scheme: Scheme, since: date) -> str:
    """A name for the next version that the scheme does not have yet: its year."""
    return _free(str(since.year), {one.version for one in scheme.versions})


def usual_code(programme: Programme, since: date, known: Collection[str]) -> str:
    """A code for the next programme that the pack does not have yet: the same with its year."""
    year = str(since.year)
    code = programme.programme
    renamed = _YEAR.sub(year, code) if _YEAR.search(code) else f"{code}_{year}"
    return _free(renamed, known)


def _free(wanted: str, known: Collection[str]) -> str:
    numbered = (f"{wanted}_{number}" for number in range(2, len(known) + 3))
    return next(one for one in (wanted, *numbered) if one not in known)


def next_version(scheme: Scheme, version: Version, beginning: Beginning) -> Data:
    """A further version of a scheme, with everything that the old one says but its paper's number and its end."""
    said = plain(version.model_dump(exclude_unset=True))
    said.pop("until", None)
    said |= {"version": beginning.code, "since": beginning.since, "paper": _paper(said["paper"])}
    for case in said.get("cases", []):
        case.pop("on", None)  # it is judged on the first day of its version
    head = plain(scheme.model_dump(exclude_unset=True, exclude={"versions"}))
    return {**head, "extends": True, "versions": [said]}


def next_programme(programme: Programme, beginning: Beginning) -> Data:
    """A programme with the same lines, its days moved by as many years as its beginning."""
    said: Data = plain(programme.model_dump(exclude_unset=True))
    years = beginning.since.year - programme.since.year
    said |= {"programme": beginning.code, "since": beginning.since, "paper": _paper(said["paper"])}
    said.pop("replaces", None)
    if programme.until is None:
        said["replaces"] = programme.programme
    else:
        said["until"] = later(programme.until, years)
    for line in said.get("lines", []):
        if "deadline" in line:
            line["deadline"] = later(line["deadline"], years)
    return _in_order(said)


def later(day: date, years: int) -> date:
    """The same day so many years later."""
    return months_after(day, _MONTHS * years)


def _paper(paper: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in paper.items() if key not in _OF_THE_OLD_PAPER}


def _in_order(said: Data) -> Data:
    """Head first: as files are written."""
    head = ("programme", "zh", "en", "replaces", "paper", "since", "until")
    return {key: said[key] for key in head if key in said} | said
