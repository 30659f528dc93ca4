"""Numbers of medals and titles: one question for all of them, with the rights of the request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from zugong.commendations.rules import founding_day
from zugong.figures.answers import Request
from zugong.kernel.time import Clocks, Period, months_after
from zugong.web.kept_answers import Question, numbers_soon
from zugong.web.scope import Scope

DUE, CHECK, WAITING, HANDED = "due", "check", "waiting", "handed"
IN_FORCE, EXPIRING, EXPIRED, REVOKED = "in_force", "expiring", "expired", "revoked"
#: Titles that end within so many months are to be looked at again.
_AHEAD_MONTHS = 3


@dataclass(frozen=True)
class Count:
    """A number with what it counts; None where no rule answers on that day."""

    part: str
    label: str
    number: int | None
    undecided: int
    address: str
    level: str


def medal_request(part: str, year: int, day: date) -> Request:
    """What counts a part of the medals of a year: who reaches the years on 1 July; who got theirs in the year."""
    at_founding = Clocks.at(founding_day(year))
    return {
        DUE: Request("medal_due", at_founding),
        CHECK: Request("medal_to_check", at_founding),
        WAITING: Request("medals_waiting", Clocks.at(day)),
        HANDED: Request("medals_handed", Clocks.at(day, period=Period.year(year))),
    }[part]


def title_request(part: str, day: date) -> Request:
    """What counts a part of the titles on a day."""
    return {
        IN_FORCE: Request("titles_in_force", Clocks.at(day)),
        EXPIRING: Request("titles_expiring", Clocks.at(day, period=Period(day, months_after(day, _AHEAD_MONTHS)))),
        EXPIRED: Request("titles_expired", Clocks.at(day)),
        REVOKED: Request("titles_revoked", Clocks.at(day, period=Period.year(day.year))),
    }[part]


def medal_parts() -> dict[str, str]:
    """The parts of the medals in words."""
    return {
        DUE: gettext("reach the years, on no list yet"), CHECK: gettext("years to be looked up"),
        WAITING: gettext("approved, to be handed over"), HANDED: gettext("handed over this year"),
    }  # fmt: skip


def title_parts() -> dict[str, str]:
    """The parts of the titles in words."""
    return {
        IN_FORCE: gettext("in force"), EXPIRING: gettext("end within three months"),
        EXPIRED: gettext("validity over"), REVOKED: gettext("revoked this year"),
    }  # fmt: skip


_WARNED = {DUE: "amber", CHECK: "amber", WAITING: "amber", EXPIRING: "amber", EXPIRED: "red"}


def summary(scope: Scope, year: int, language: str) -> tuple[tuple[Count, ...], tuple[Count, ...]]:
    """The numbers of the medals of a year and of the titles."""
    day = scope.clocks.on
    medals = {part: medal_request(part, year, day) for part in medal_parts()}
    titles = {part: title_request(part, day) for part in title_parts()}
    requests = tuple(dict.fromkeys([*medals.values(), *titles.values()]))
    answers = numbers_soon(Question(requests, scope.root, scope)).answers

    def counts(asked: dict[str, Request], words: dict[str, str], address: str) -> tuple[Count, ...]:
        found = []
        for part, request in asked.items():
            cell = None if request in answers.refused else answers.total(request)
            number = None if cell is None else int(cell.value or 0)
            level = _WARNED.get(part, "") if number else ""
            found.append(
                Count(part, words[part], number, cell.undecided if cell else 0, f"{address}part={part}", level)
            )
        return tuple(found)

    return (
        counts(medals, medal_parts(), f"{reverse('medals')}?year={year}&"),
        counts(titles, title_parts(), f"{reverse('titles')}?"),
    )
