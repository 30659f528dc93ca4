"""填报账: what was asked of the base in a year, and what it no longer had to fill in. Computed from the records, never kept.

It tells numbers and titles of requests, which are no secrets of anybody, so that everybody reads the same account.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zugong.figures.answers import Answers, Request
from zugong.figures.grouping import EVERYWHERE, Rights
from zugong.figures.queries import ask
from zugong.kernel.time import Clocks, Period
from zugong.requests.queries import boxes_of, standings_of
from zugong.requests.records import Standing
from zugong.requests.rules import Box

ASKED, SENT, CONFIRMED = "forms_asked", "forms_sent", "forms_only_confirmed"
VALUES_TYPED, VALUES_FILLED, AS_LAST_TIME = "values_typed", "values_filled", "values_as_last_time"
NEVER_SENT, NEVER_ASKED = "forms_never_sent_out", "values_never_asked"
FIGURES = (ASKED, SENT, CONFIRMED, VALUES_TYPED, VALUES_FILLED, AS_LAST_TIME, NEVER_SENT, NEVER_ASKED)


@dataclass(frozen=True)
class Account:
    """What was asked and what was spared: forms and values."""

    asked: int = 0
    sent: int = 0
    confirmed: int = 0
    typed: int = 0
    filled: int = 0
    as_last_time: int = 0
    never_sent: int = 0
    never_asked: int = 0

    @property
    def forms_fewer(self) -> int:
        """Forms that nobody had to fill in: never sent out, or only confirmed."""
        return self.never_sent + self.confirmed

    @property
    def values_fewer(self) -> int:
        return self.filled + self.as_last_time + self.never_asked

    def plus(self, other: Account) -> Account:
        mine, theirs = vars(self), vars(other)
        return Account(**{name: mine[name] + theirs[name] for name in mine})


@dataclass(frozen=True)
class Line:
    """The account of one request."""

    standing: Standing
    account: Account
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Office:
    """All that one office asked, the latest first."""

    name: str
    account: Account
    lines: tuple[Line, ...]


def account_of(period: Period, on: date, rights: Rights) -> Account:
    """The account of a period as a whole, in one question."""
    clocks = Clocks.at(on, period=period)
    answers = ask([Request(code, clocks) for code in FIGURES], EVERYWHERE, rights)
    return _account(lambda code: answers.total(Request(code, clocks)).value)


def accounts_of(period: Period, on: date, rights: Rights) -> tuple[Office, ...]:
    """The account of each request, by the office that asked; those that asked most of the base first. One question."""
    clocks = Clocks.at(on, period=period)
    answers = ask([Request(code, clocks) for code in FIGURES], EVERYWHERE, rights, by="request")
    by_request = _by_request(answers, clocks)
    boxes = boxes_of(by_request)
    lines = [
        Line(one, by_request[one.request.id], boxes.get(one.request.id, ())) for one in standings_of(by_request)
    ]  # fmt: skip
    offices: dict[str, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: (line.standing.request.on, line.standing.request.id), reverse=True):
        offices[line.standing.request.asked_by].append(line)
    told = [Office(name, _sum(line.account for line in of), tuple(of)) for name, of in offices.items()]
    return tuple(sorted(told, key=lambda office: (-office.account.typed, -office.account.asked, office.name)))


def _by_request(answers: Answers, clocks: Clocks) -> dict[int, Account]:
    groups = {code: answers.groups(Request(code, clocks)) for code in FIGURES}
    requests = {group for cells in groups.values() for group in cells if isinstance(group, int)}

    def value(code: str, request: int):
        cell = groups[code].get(request)
        return cell.value if cell else 0

    return {one: _account(lambda code, one=one: value(code, one)) for one in requests}


def _account(value) -> Account:
    return Account(*(int(value(code) or 0) for code in FIGURES))


def _sum(accounts: Iterable[Account]) -> Account:
    total = Account()
    for one in accounts:
        total = total.plus(one)
    return total
