"""A member's own dues and why, and the statement that an organisation publishes to its members once a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from zugong.dictionary.store import StoredRow
from zugong.dues.accounts import account_of
from zugong.dues.papers import StatementPaper, statement_paper
from zugong.dues.queries import Owing, amount_in, amounts_of, has_dues, owing_of, payments_by, rule_on
from zugong.dues.records import PAYMENT
from zugong.dues.rules import in_yuan, month_of
from zugong.web.clocks import usual_day
from zugong.web.dues.doors import keeper_asked, may_read_statement, own_branches, year_asked
from zugong.web.dues.wording import code_word, months_named, why
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.scope import Scope, scope_of
from zugong.web.views.dues_account import SumLine, sum_lines


@dataclass(frozen=True)
class OwnMonth:
    """A month of the own dues."""

    month: str
    state: str
    level: str
    amount: str
    receipt: str


@dataclass(frozen=True, kw_only=True)
class MinePage(Page):
    """The own dues: how much, why, what was paid, what is open, where to read what became of it."""

    template: ClassVar[str] = "web/dues/mine.html"
    amount: str
    why: str
    year: int
    before: str
    after: str
    months: tuple[OwnMonth, ...]
    open: str
    paper: str
    since: str
    starts: str
    arrears: str
    statements: tuple[Crumb, ...]


def dues_mine(request: HttpRequest) -> HttpResponse:
    """What a member pays and why. 404 for an account that is nobody's, or an applicant's."""
    scope, language, person = scope_of(request), spoken(request), request.user.person_id
    if person is None or not has_dues(person):
        raise Http404
    today, year = usual_day(), year_asked(request.GET.get("year", ""))
    rule = rule_on(today)
    amounts = amounts_of([person]).get(person, ())
    now = amount_in(amounts, month_of(today))
    own = _owing(scope, person, month_of(today))
    here = reverse("dues_mine")
    content = MinePage(
        title=gettext("My dues"), amount=in_yuan(now.values["amount"]) if now else "",
        why=why(now, language, with_base=True) if now else "", year=year, before=f"{here}?year={year - 1}",
        after=f"{here}?year={year + 1}" if year < today.year else "",
        months=tuple(_months(person, year, amounts, language)),
        open=months_named(own.owed) if own and own.owed else "", paper=rule.paper.title, since=rule.since.isoformat(),
        starts=rule.starts.in_language(language),
        arrears=gettext("Back payments reach %(months)s months back as a rule (article 12).") % {"months": rule.back_months},
        statements=tuple(_statements(scope, today)),
    )  # fmt: skip
    return page(request, content)


def _owing(scope: Scope, person: int, month: str) -> Owing | None:
    owing = owing_of(own_branches(scope), month, usual_day())
    return next((one for one in owing if one.member.person == person), None)


def _months(person: int, year: int, amounts: tuple[StoredRow, ...], language: str) -> Iterator[OwnMonth]:
    """The months of a year for which something was fixed or paid."""
    payments, now = payments_by(person, year), month_of(usual_day())
    for number in range(1, 13):
        month = f"{year}-{number:02d}"
        paid, amount = payments.get(month), amount_in(amounts, month)
        if paid:
            way = code_word(PAYMENT, "way", paid.values["way"], language)
            told = gettext("paid %(day)s, %(way)s") % {"day": paid.since.isoformat(), "way": way}
            yield OwnMonth(month, told, "good", in_yuan(paid.values["amount"]), paid.values["receipt"])
        elif amount is not None and month <= now:
            is_free = amount.values["amount"] == 0
            told = gettext("nothing to pay") if is_free else gettext("not paid yet")
            yield OwnMonth(month, told, "grey" if is_free else "amber", in_yuan(amount.values["amount"]), "")


def _statements(scope: Scope, today: date) -> Iterator[Crumb]:
    """What the own branch and the organisations above it publish of the year before, and of this one."""
    tree = scope.todays_tree
    for branch in own_branches(scope):
        for one in (branch, *reversed(tree.above(branch))):
            if may_read_statement(scope, one):
                yield Crumb(f"{tree.name(one)} {today.year}", reverse("dues_statement", args=[one, today.year]))


@dataclass(frozen=True, kw_only=True)
class StatementPage(Page):
    """The statement of a year: sums, uses, no names."""

    template: ClassVar[str] = "web/dues/statement.html"
    crumbs: tuple[Crumb, ...]
    organisation: str
    year: int
    sums: tuple[SumLine, ...]
    uses: tuple[SumLine, ...]
    paper: StatementPaper
    before: str
    after: str


def dues_statement(request: HttpRequest, identity: int, year: int) -> HttpResponse:
    """What an organisation tells its members of a year: for who reads its account, and every member below it."""
    scope, language = scope_of(request), spoken(request)
    today = usual_day()
    if not may_read_statement(scope, identity) or not 1921 < year <= today.year:
        raise Http404
    account, tree = account_of(identity), scope.todays_tree
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    sums = account.sums(start, end)
    here = lambda other: reverse("dues_statement", args=[identity, other])  # noqa: E731
    content = StatementPage(
        title=gettext("Dues received and used in %(year)s") % {"year": year}, crumbs=_crumbs(scope, identity),
        organisation=tree.name(identity), year=year, sums=tuple(sum_lines(sums, language)),
        uses=tuple(_uses(account.entries, start, end, language)),
        paper=statement_paper(year=year, until=min(today, date(year, 12, 31)), is_running=year == today.year),
        before=here(year - 1),
        after=here(year + 1) if year < today.year else "",
    )  # fmt: skip
    return page(request, content)


def _crumbs(scope: Scope, organisation: int) -> tuple[Crumb, ...]:
    """Back to the account for who may open it, else to the own dues."""
    try:
        keeper_asked(scope, organisation)
    except Http404:
        return (Crumb(gettext("My dues"), reverse("dues_mine")),)
    return (
        Crumb(gettext("Dues"), reverse("dues")),
        Crumb(gettext("Account of dues"), reverse("dues_account", args=[organisation])),
    )


def _uses(entries: tuple[StoredRow, ...], start: date, end: date, language: str) -> Iterator[SumLine]:
    """What was used, by use, the greatest first."""
    sums: dict[str, int] = {}
    for row in entries:
        if row.values["kind"] == "used" and start <= row.since < end:
            sums[row.values["use"] or ""] = sums.get(row.values["use"] or "", 0) + row.values["amount"]
    for use, fen in sorted(sums.items(), key=lambda pair: -pair[1]):
        yield SumLine(code_word("dues_entry", "use", use, language) or gettext("not said"), in_yuan(fen))
