"""填报账: what was asked of the base in a year against what the data answered, by office and request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from zugong.figures.grouping import all_rows
from zugong.kernel.time import Period
from zugong.requests import counting
from zugong.requests.counting import Account, Line
from zugong.requests.records import REQUEST
from zugong.requests.sources import source_of
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.requests.opened import State, state_of
from zugong.web.scope import scope_of
from zugong.web.typed import typed_number

_FIRST_YEAR = 1949


@dataclass(frozen=True)
class AccountLine:
    """One request with its account; `replaced` are the boxes that nobody had to fill in, each with what replaced it."""

    title: str
    paper: str
    state: State
    account: Account
    replaced: tuple[tuple[str, str], ...]
    address: str


@dataclass(frozen=True)
class OfficeAccount:
    name: str
    account: Account
    lines: tuple[AccountLine, ...]


@dataclass(frozen=True, kw_only=True)
class AccountPage(Page):
    """The account of a year. The years beside it are links; "" where there is none to go to."""

    template: ClassVar[str] = "web/requests/account.html"
    year: int
    before: int
    after: int
    account: Account
    offices: tuple[OfficeAccount, ...]
    may_list: bool


def request_account(request: HttpRequest) -> HttpResponse:
    """The account; for everybody who is signed in, because it holds numbers about offices and nothing of anybody."""
    this_year = usual_day().year
    wanted = typed_number(request.GET.get("year", "")) or this_year
    year = wanted if _FIRST_YEAR < wanted <= this_year else this_year
    on = min(usual_day(), Period.year(year).last)
    # The account is told whole to everybody: a department answers to its members for what it asks of them.
    offices = counting.accounts_of(Period.year(year), on, all_rows)
    scope = scope_of(request)
    may_list = scope.may_list(scope.catalogue.types[REQUEST])
    content = AccountPage(
        title=gettext("Account of forms, %(year)s") % {"year": year},
        year=year,
        before=year - 1,
        after=year + 1 if year < this_year else 0,
        account=_total(offices),
        offices=tuple(
            OfficeAccount(one.name, one.account, tuple(_line(line, request) for line in one.lines)) for one in offices
        ),
        may_list=may_list,
    )
    return page(request, content)


def _total(offices: tuple[counting.Office, ...]) -> Account:
    total = Account()
    for one in offices:
        total = total.plus(one.account)
    return total


def _line(line: Line, request: HttpRequest) -> AccountLine:
    scope, asked = scope_of(request), line.standing.request
    kind = scope.catalogue.types[REQUEST]
    is_seen = scope.names(kind).reach(asked.organisation, asked.id)
    return AccountLine(
        asked.title, asked.paper_in_words, state_of(line.standing), line.account,
        tuple(_replaced(line, spoken(request))), reverse("request", args=[asked.id]) if is_seen else "",
    )  # fmt: skip


def _replaced(line: Line, language: str) -> Iterator[tuple[str, str]]:
    for box in line.boxes:
        source = source_of(box.source, language) if box.source else None
        if source is not None:
            yield box.words, source.whole_label
        elif box.takes_from:
            yield box.words, gettext("the answers to request %(code)s") % {"code": box.takes_from.partition("/")[0]}
