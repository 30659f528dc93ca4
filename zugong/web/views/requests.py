"""Forms from above: what one's own organisations have to send, what was asked of those below, drafts and admissions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from zugong.figures.answers import Request
from zugong.figures.grouping import EVERYWHERE, all_rows
from zugong.figures.queries import ask
from zugong.kernel.time import Clocks, Period, months_after
from zugong.requests import counting
from zugong.requests.permissions import asking
from zugong.requests.queries import OpenRequest, open_requests_of, requests_at, standings_of
from zugong.requests.records import ADDRESSEE, SENDING, Standing, kind_of, rows_at, sendings_from
from zugong.requests.rules import next_round, next_title
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.requests.opened import State, due_in_words, state_of
from zugong.web.requests.owed import own_organisations
from zugong.web.requests.waiting import defining, waits_for
from zugong.web.scope import Scope, scope_of

#: Requests that went out so long ago are found in the records.
_MONTHS = 13
_MOST_SENT = 12
#: So long before its day the next round of a standing request is offered.
_AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class OpenLine:
    """A form that is to be sent, with its address."""

    open: OpenRequest
    name: str
    reason: str
    due_words: str
    level: str
    address: str


@dataclass(frozen=True)
class SentLine:
    title: str
    name: str
    on: date
    typed: int
    known: int
    address: str


@dataclass(frozen=True)
class AskedLine:
    """A request that was asked of organisations that one sees; `asked` and `sent` count those only."""

    title: str
    asked_by: str
    due_on: date | None
    state: State
    asked: int
    sent: int
    address: str

    @property
    def missing(self) -> int:
        return self.asked - self.sent


@dataclass(frozen=True)
class AgainLine:
    """A standing request whose next round is due and not made yet; the round is made at `address` with one tap."""

    title: str
    on: date
    address: str


@dataclass(frozen=True, kw_only=True)
class RequestsPage(Page):
    """All that concerns the user. `has_own`: something was or is to be sent; `may_ask`: they may define one; `again`:
    standing requests whose next round is due; `account`: the year's account, told in a line."""

    template: ClassVar[str] = "web/requests/requests.html"
    has_own: bool
    may_ask: bool
    own: tuple[OpenLine, ...]
    optional: tuple[OpenLine, ...]
    sent: tuple[SentLine, ...]
    to_admit: tuple[AskedLine, ...]
    again: tuple[AgainLine, ...]
    drafts: tuple[AskedLine, ...]
    below: tuple[AskedLine, ...]
    year: int
    account: counting.Account


def requests(request: HttpRequest) -> HttpResponse:
    """The list. 403 for who can neither ask, nor answer, nor see any."""
    scope, on = scope_of(request), usual_day()
    kind = kind_of(ADDRESSEE)
    if not scope.may_list(kind):
        raise PermissionDenied(
            gettext("Forms from above go to offices that fill in, check or see; none of yours does.")
        )
    mine = own_organisations(scope)
    lines = [_open_line(one, scope, spoken(request), on) for one in open_requests_of(mine, on)]
    sent, asked = tuple(_sent(mine, scope, on)), _asked(scope, on)
    may_ask = not asking(scope.access).is_nothing
    content = RequestsPage(
        title=gettext("Forms") if may_ask else gettext("Forms from above"),
        has_own=bool(lines or sent) or not may_ask,
        may_ask=may_ask,
        own=tuple(line for line in lines if line.open.is_required),
        optional=tuple(line for line in lines if not line.open.is_required),
        sent=sent,
        to_admit=tuple(line for standing, line in asked if waits_for(request, standing)),
        again=tuple(_again([standing for standing, _ in asked], scope, on)),
        drafts=tuple(line for standing, line in asked if standing.is_draft),
        below=tuple(line for standing, line in asked if not standing.is_draft) if _leads(scope) else (),
        year=on.year,
        # Told whole to everybody: a department answers to those whom it asks.
        account=counting.account_of(Period.year(on.year), on, all_rows),
    )
    return page(request, content)


def _again(standings: Sequence[Standing], scope: Scope, on: date) -> Iterator[AgainLine]:
    """The earliest first; one that was put away as a draft does not return."""
    made = {one.request.follows for one in standings if not one.is_put_away}
    waiting = [
        one.request
        for one in standings
        if one.request.returns
        and not (one.is_draft or one.is_put_away or one.request.code in made)
        and one.request.organisation in asking(scope.access)
    ]
    due = sorted((next_round(one.on, one.returns), one.id, one) for one in waiting)
    for day, identity, one in due:
        if day <= on + _AHEAD:
            yield AgainLine(next_title(one.title, one.returns), day, reverse("request", args=[identity]))


def _leads(scope: Scope) -> bool:
    """Has the user organisations below, whose sending concerns them?"""
    return scope.root is not None and bool(scope.todays_tree.children(scope.root))


def _open_line(one: OpenRequest, scope: Scope, language: str, on: date) -> OpenLine:
    level = "red" if one.is_late else "amber" if one.is_required else "grey"
    return OpenLine(
        one, scope.todays_tree.name(one.organisation), one.reason(language), due_in_words(one.due_on, on), level,
        reverse("request_fill", args=[one.request, one.organisation]),
    )  # fmt: skip


def _sent(mine: Iterable[int], scope: Scope, on: date) -> list[SentLine]:
    """What one's own organisations sent, the latest first."""
    sendings = sorted(sendings_from(rows_at(SENDING, list(mine))), key=lambda one: (one.on, one.id), reverse=True)
    last = sendings[:_MOST_SENT]
    titles = {one.request.id: one.request.title for one in standings_of({one.request for one in last})}
    return [
        SentLine(
            titles[one.request], scope.todays_tree.name(one.organisation), one.on, one.typed, one.known + one.offered,
            reverse("request_fill", args=[one.request, one.organisation]),
        )
        for one in last if one.request in titles
    ]  # fmt: skip


def _asked(scope: Scope, on: date) -> list[tuple[Standing, AskedLine]]:
    """What went out to organisations that one sees, and what one's own offices define; one question for all counts."""
    clocks = Clocks.at(on, period=Period.from_days(months_after(on, -_MONTHS), on))
    figures = [Request(code, clocks) for code in (counting.ASKED, counting.SENT)]
    answers = ask(figures, EVERYWHERE, scope.names, by="request")
    asked, sent = (answers.groups(one) for one in figures)
    out = {group for group in asked if isinstance(group, int)}
    defined = requests_at(defining(scope))
    known = {one.request.id: one for one in (*standings_of(out - {one.request.id for one in defined}), *defined)}
    found = [
        (one, _asked_line(one, *(int(cells[pk].value or 0) if pk in cells else 0 for cells in (asked, sent))))
        for pk, one in known.items()
        if one.is_draft or one.is_from_data or pk in out or not one.is_closed
    ]
    return sorted(found, key=lambda pair: (pair[0].is_closed, -pair[0].request.on.toordinal(), -pair[0].request.id))


def _asked_line(standing: Standing, asked: int, sent: int) -> AskedLine:
    one = standing.request
    name = "request_define" if standing.is_draft else "request"
    return AskedLine(
        one.title, one.asked_by, one.due_on, state_of(standing), asked, sent, reverse(name, args=[one.id])
    )  # fmt: skip
