"""Points of one person in the restrained form: of own will, only given, shown to nobody beside others, off until switched on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from zugong.dictionary.store import store_of
from zugong.kernel.errors import RuleBroken
from zugong.packs.schemes import Scheme
from zugong.schemes.filing import ledger


class NotSwitchedOn(RuleBroken):
    code: ClassVar[str] = "schemes.points_not_switched_on"
    message: ClassVar[str] = "{scheme} is not switched on here; the locality decides that in its pack."
    message_zh: ClassVar[str] = "“{scheme_zh}”在本地没有启用，是否启用由本地在配置包中决定。"


@dataclass(frozen=True, slots=True)
class PointsGiven:
    """One entry that counts: for which clause, when, how many points, what for."""

    id: int
    criterion: str
    on: date
    points: int
    text: str


def points_of_person(scheme: Scheme, person: int, *, on: date) -> tuple[PointsGiven, ...]:
    """What one person was given up to a day, in time; there is no way to ask it of many, so that nobody is ranked.

    An entry counts where the person agreed, for a clause of the version of its day, with no more than the clause gives and
    never less than nothing. Raises NotSwitchedOn.
    """
    if scheme.restrained is None or not scheme.restrained.switched_on:
        raise NotSwitchedOn(scheme=scheme.en, scheme_zh=scheme.zh)
    rows = [row for row in store_of(ledger("scheme_entry")).believed() if row.values["person"] == person]
    found = (
        PointsGiven(row.id, row.values["criterion"], row.since, row.values["points"], row.values["text"] or "")
        for row in sorted(rows, key=lambda row: (row.since, row.id))
        if row.values["scheme"] == scheme.scheme and row.values["agreed"] and row.since <= on
    )
    return tuple(one for one in found if 0 < one.points <= _most(scheme, one))


def _most(scheme: Scheme, given: PointsGiven) -> int:
    version = scheme.version_on(given.on)
    clause = version.place(given.criterion) if version else None
    return int(clause.points or 0) if clause else 0
