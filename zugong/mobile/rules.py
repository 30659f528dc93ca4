"""Who is mobile by the definition of a day, in which quarter a day lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from zugong.kernel.time import PartialDate, Period, months_after

UNCHANGED, UPDATED, UNREACHED = "unchanged", "updated", "unreached"

Standing = Literal["mobile", "not_yet", "undecided", "unruled"]


@dataclass(frozen=True)
class Definition:
    """The months away that make a mobile member on a day, with the paper; None where no paper names a number then."""

    months: int | None
    paper: str = ""

    def standing(self, left_on: PartialDate | None, day: date) -> Standing:
        """Does somebody who left then fall under the definition? A date that is not whole may leave it undecided."""
        if self.months is None:
            return "unruled"
        if left_on is None:
            return "undecided"
        latest = months_after(day, -self.months)
        if left_on.last <= latest:
            return "mobile"
        return "not_yet" if left_on.first > latest else "undecided"


def quarter_of(day: date) -> Period:
    """The quarter in which a day lies."""
    start = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return Period(start, months_after(start, 3))


def quarter_number(day: date) -> int:
    """1 for January to March, and so on."""
    return (day.month + 2) // 3


def so_far(day: date, *, months: int) -> Period:
    """The so many months up to a day, which is the last of them."""
    return Period(months_after(day, -months), day + timedelta(days=1))
