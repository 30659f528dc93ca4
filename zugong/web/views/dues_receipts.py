"""Receipts of a branch, to print: each with its number, the months, the amount in figures and in capitals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.dictionary.store import StoredRow
from zugong.dues.actions import withdraw_receipt
from zugong.dues.errors import NotYours
from zugong.dues.papers import ReceiptPaper, receipt_paper
from zugong.dues.queries import receipts_of
from zugong.dues.records import PAYMENT
from zugong.dues.rules import first_day, in_yuan, last_day_of, month_after, month_of
from zugong.kernel.errors import RuleBroken
from zugong.web.clocks import usual_day
from zugong.web.dues.doors import branch_asked, keeps, may_see_amounts, month_asked, require_keeping, writing_of
from zugong.web.dues.wording import code_word, months_named
from zugong.web.listing.references import known_records
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of

_SHORTEST_REASON = 4


@dataclass(frozen=True)
class Receipt:
    """One receipt as it is printed."""

    paper: ReceiptPaper
    withdraw_address: str


@dataclass(frozen=True, kw_only=True)
class ReceiptsPage(Page):
    """The receipts of a month, or one; `total` in yuan."""

    template: ClassVar[str] = "web/dues/receipts.html"
    crumbs: tuple[Crumb, ...]
    organisation: str
    month: str
    before: str
    after: str
    receipts: tuple[Receipt, ...]
    total: str
    is_one: bool
    keeps: bool


def dues_receipts(request: HttpRequest, identity: int) -> HttpResponse:
    """The receipts of payments that a branch took in a month; with ?number= one alone."""
    scope, language = scope_of(request), spoken(request)
    branch_asked(scope, identity)
    if not may_see_amounts(scope, identity):
        raise PermissionDenied(NotYours(name=scope.todays_tree.name(identity)).sentence(language))
    number = request.GET.get("number", "")
    month = month_asked(request.GET.get("month", ""))
    found = _asked(identity, number, month)
    persons = {row.values["person"] for rows in found.values() for row in rows}
    log_list(request, scope.catalogue.types[PAYMENT], persons, len(persons), organisation=identity)
    here = reverse("dues_receipts", args=[identity])
    name = scope.todays_tree.name(identity)
    content = ReceiptsPage(
        title=gettext("Receipts for dues"),
        crumbs=(
            Crumb(gettext("Dues"), reverse("dues")),
            Crumb(name, f"{reverse('dues_month', args=[identity])}?month={month}"),
        ),
        organisation=name, month=month, before=f"{here}?month={month_after(month, -1)}",
        after=f"{here}?month={month_after(month)}" if month < month_of(usual_day()) else "",
        receipts=tuple(_receipts(found, identity, scope, language)),
        total=in_yuan(sum(row.values["amount"] for rows in found.values() for row in rows)),
        is_one=bool(number), keeps=keeps(scope, identity),
    )  # fmt: skip
    return page(request, content)


def _asked(organisation: int, number: str, month: str) -> dict[str, list[StoredRow]]:
    """The receipts of a month, or the one with a number. 404 where there is none of that number."""
    if not number:
        return receipts_of(organisation, first_day(month), first_day(month_after(month)))
    year = number[:4]
    if not (year.isascii() and year.isdigit() and 1900 < int(year) < 9999):
        raise Http404
    found = receipts_of(organisation, date(int(year), 1, 1), last_day_of(f"{year}-12"))
    if number not in found:
        raise Http404
    return {number: found[number]}


def _receipts(found: dict[str, list[StoredRow]], organisation: int, scope: Scope, language: str) -> Iterable[Receipt]:
    persons = [("person", row.values["person"]) for rows in found.values() for row in rows[:1]]
    known = known_records(persons, scope.clocks, scope.catalogue, language)
    for number, rows in found.items():
        fen = sum(row.values["amount"] for row in rows)
        paper = receipt_paper(
            organisation=scope.todays_tree.name(organisation), number=number,
            name=known.label("person", rows[0].values["person"]),
            months=months_named([row.values["month"].text for row in rows]),
            way=code_word(PAYMENT, "way", rows[0].values["way"], "zh"), fen=fen, on=rows[0].since,
        )  # fmt: skip
        yield Receipt(paper, reverse("dues_receipt_withdraw", args=[organisation, number]))


@require_POST
@safe_to_repeat
def dues_receipt_withdraw(request: HttpRequest, identity: int, number: str) -> HttpResponse:
    """A receipt was written by mistake: its payments are withdrawn, with the reason."""
    scope = scope_of(request)
    branch_asked(scope, identity)
    require_keeping(request, scope, identity)
    rows = _asked(identity, number, "")[number]
    back = f"{reverse('dues_receipts', args=[identity])}?number={number}"
    reason = request.POST.get("reason", "").strip()
    if len(reason) < _SHORTEST_REASON:
        messages.error(request, gettext("Write in at least four characters what was wrong."))
        return HttpResponseRedirect(back)
    try:
        withdraw_receipt(organisation=identity, rows=rows, writing=writing_of(request, scope, note=reason))
    except RuleBroken as error:
        messages.error(request, error.sentence(spoken(request)))
        return HttpResponseRedirect(back)
    messages.success(request, gettext("Receipt %(number)s is void; its number is not used again.") % {"number": number})
    return HttpResponseRedirect(f"{reverse('dues_month', args=[identity])}?month={rows[0].values['month'].text}")
