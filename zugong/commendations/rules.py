"""Places, days of publication, and what stands against a decision; no Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

OPEN, SHOWN, DECIDED = "open", "shown", "decided"
PROPOSED, COMMENDED, NOT_THIS_TIME, WITHDRAWN = "proposed", "commended", "not_this_time", "withdrawn"
ENDORSED, RETURNED = "endorsed", "returned"
#: The day of the year on which years in the Party are counted for the medal, and titles are usually conferred.
FOUNDING_MONTH, FOUNDING_DAY = 7, 1


def founding_day(year: int) -> date:
    """1 July of a year."""
    return date(year, FOUNDING_MONTH, FOUNDING_DAY)


def coming_year(day: date) -> int:
    """The year of the next 1 July, that day included."""
    return day.year if day <= founding_day(day.year) else day.year + 1


def between(organisation: int, holder: int, above: Sequence[int]) -> tuple[int, ...]:
    """The organisations between one that proposes and the holder of a round, the highest first; none where there is none.

    `above` are those above the organisation, the highest first.
    """
    return tuple(above[above.index(holder) + 1 :]) if holder in above and organisation != holder else ()


def state_unchosen(state: str, endorsed_on: date | None) -> str:
    """The state of a proposal that is not among those published: as it was before any publication."""
    if state != SHOWN:
        return state
    return ENDORSED if endorsed_on else PROPOSED


def last_shown(shown_on: date, days: int) -> date:
    """The last day of a publication; its first day counts."""
    return shown_on + timedelta(days=days - 1)


@dataclass(frozen=True)
class Places:
    """So many places of a kind for an organisation and all below it."""

    kind: str
    organisation: int
    places: int


@dataclass(frozen=True)
class Chosen:
    """Somebody or an organisation that is chosen: of which kind, proposed where, below which organisations."""

    kind: str
    organisation: int
    above: tuple[int, ...]


@dataclass(frozen=True)
class TooMany:
    """An organisation has fewer places of a kind than were chosen."""

    kind: str
    organisation: int
    places: int
    chosen: int


def too_many(places: Iterable[Places], chosen: Iterable[Chosen]) -> TooMany | None:
    """The first organisation whose places do not suffice; a kind for which nobody has places is not limited."""
    chosen = list(chosen)
    for one in places:
        count = sum(
            each.kind == one.kind and one.organisation in (each.organisation, *each.above) for each in chosen
        )  # fmt: skip
        if count > one.places:
            return TooMany(one.kind, one.organisation, one.places, count)
    return None
