"""Dues: what each branch has collected this month, and the list of names of one branch, ticked off on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.dictionary.store import StoredRow
from zugong.dues.actions import Taken, Tick, close_month, take_payments
from zugong.dues.queries import Owing, closed_months, has_dues, keeping_dues, owing_of, rule_on
from zugong.dues.records import PAYMENT
from zugong.dues.rules import in_yuan, last_day_of, month_after, month_of
from zugong.figures.answers import Request
from zugong.kernel.errors import RuleBroken
from zugong.web.clocks import usual_day
from zugong.web.countable import countable
from zugong.web.dues.doors import (
    KEEPERS,
    branch_asked,
    branches_listed,
    is_treasurer,
    keeps,
    may_see_amounts,
    month_asked,
    require_keeping,
    writing_of,
)
from zugong.web.dues.lines import TickLine, Totals, all_of, months_of, tick_lines, ticked_on, totals_of
from zugong.web.dues.meanwhile import Compared, Ticked, as_shown, compared, overtaken_ticks
from zugong.web.dues.wording import choices_of
from zugong.web.kept_answers import kept_answers
from zugong.web.looking import log_list
from zugong.web.meanwhile import Overtaken
from zugong.web.middleware import spoken
from zugong.web.numbers import shown_number
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_day

_PAGE = 30
_FEW_NAMES = 8
#: What the board says of the year, counted by the figures of the pack.
_OF_THE_YEAR = ("dues_received", "dues_given", "dues_allocated", "dues_used", "dues_sent_outside")


@dataclass(frozen=True)
class YearNumber:
    """A sum of the year, with the page that explains it."""

    label: str
    text: str
    address: str


@dataclass(frozen=True)
class BranchDues:
    """A branch with what it has collected for the month."""

    name: str
    address: str
    numbers: str
    amount: str
    closed: str
    level: str


@dataclass(frozen=True, kw_only=True)
class DuesPage(Page):
    """What each branch has collected for a month."""

    template: ClassVar[str] = "web/dues/board.html"
    month: str
    before: str
    after: str
    year: tuple[YearNumber, ...]
    accounts: tuple[Crumb, ...]
    branches: tuple[BranchDues, ...]
    count: int
    sees_amounts: bool
    others: int
    all_address: str
    keeping_address: str
    next: str
    is_first: bool
    first: str


@dataclass(frozen=True, kw_only=True)
class TickPage(Page):
    """The list of names of a branch for a month. `problem` stands against what was sent; "" where nothing does.

    `in_question` are those, with the months that were ticked, whose money somebody else took otherwise meanwhile.
    """

    template: ClassVar[str] = "web/dues/month.html"
    crumbs: tuple[Crumb, ...]
    problem: str
    organisation: str
    month: str
    before: str
    after: str
    here: str
    stood: str
    overtaken: Overtaken | None
    in_question: tuple[tuple[int, str], ...]
    lines: tuple[TickLine, ...]
    totals: Totals
    sees_amounts: bool
    keeps: bool
    is_treasurer: bool
    without_amount: int
    overdue: str
    rule_article: str
    remind_months: int
    ways: tuple[tuple[str, str], ...]
    way: str
    paid_on: str
    today: str
    closed: str
    is_current: bool
    close_address: str
    amounts_address: str
    receipts_address: str
    account_address: str
    gifts_address: str


def dues(request: HttpRequest) -> HttpResponse:
    """The branches below the user's organisation; whoever has but one branch is led to it, a member to the own page."""
    scope = scope_of(request)
    branches = branches_listed(scope)
    if not branches:
        own = scope.access.own_person
        if own is not None and has_dues(own):
            return HttpResponseRedirect(reverse("dues_mine"))
        raise Http404
    if len(branches) == 1:
        return HttpResponseRedirect(reverse("dues_month", args=branches))
    month, language = month_asked(request.GET.get("month", "")), spoken(request)
    keeping, is_all = keeping_dues(branches), "all" in request.GET
    listed = [one for one in branches if one in keeping or is_all or not keeping]
    shown, following = _shown(request, listed, scope)
    sees = all(may_see_amounts(scope, one) for one in shown)
    first = _board_address(month, is_all=is_all)
    content = DuesPage(
        title=gettext("Dues"), month=month, before=_board_address(month_after(month, -1), is_all=is_all),
        after=_board_address(month_after(month), is_all=is_all) if month < month_of(usual_day()) else "",
        year=tuple(_year_numbers(scope, language)), accounts=_accounts(scope), count=len(listed), sees_amounts=sees,
        others=len(branches) - len(keeping) if keeping else 0,
        all_address="" if is_all else _board_address(month, is_all=True), keeping_address=_board_address(month, is_all=False),
        branches=tuple(_branch_lines(shown, month, scope, sees=sees)),
        next=f"{first}&after={following}" if following else "", is_first="after" not in request.GET, first=first,
    )  # fmt: skip
    return page(request, content)


def _board_address(month: str, *, is_all: bool) -> str:
    return f"{reverse('dues')}?month={month}{'&all=1' if is_all else ''}"


def _shown(request: HttpRequest, branches: list[int], scope: Scope) -> tuple[list[int], str]:
    """One page of branches from after a code, and the code for the next page."""
    code, tree = request.GET.get("after", ""), scope.todays_tree
    left = [one for one in branches if not code or tree.node(one).code > code]
    shown = left[:_PAGE]
    return shown, tree.node(shown[-1]).code if len(left) > _PAGE else ""


def _accounts(scope: Scope) -> tuple[Crumb, ...]:
    """The account of the user's own organisation, and of those directly below that keep one."""
    root, tree = scope.root, scope.todays_tree
    if root is None or root not in tree:
        return ()
    listed = [root, *(one for one in tree.children(root) if tree.children(one))]
    kept = [one for one in listed if tree.kind(one) in KEEPERS and scope.may_open(one)]
    return tuple(Crumb(tree.name(one), reverse("dues_account", args=[one])) for one in kept)


def _year_numbers(scope: Scope, language: str) -> Iterator[YearNumber]:
    """The sums of the year in the user's area, in one plan; what may not be counted is left out."""
    figures = countable(scope).figures
    wanted = [code for code in _OF_THE_YEAR if code in figures]
    answers = kept_answers(wanted, scope.root, scope)
    for code in wanted:
        value = answers.total(Request(code, scope.clocks)).value
        yield YearNumber(
            figures[code].label(language), shown_number(value, figures[code]), reverse("figure", args=[code])
        )  # fmt: skip


def _branch_lines(branches: list[int], month: str, scope: Scope, *, sees: bool) -> Iterator[BranchDues]:
    owing: dict[int, list[Owing]] = {one: [] for one in branches}
    for one in owing_of(branches, month, usual_day(), is_short=True):
        owing[one.member.organisation].append(one)
    closed = closed_months(branches, [month])
    for branch in branches:
        yield _branch_line(branch, owing[branch], closed.get((branch, month)), month, scope, sees=sees)


def _branch_line(
    branch: int, owing: list[Owing], closed: StoredRow | None, month: str, scope: Scope, *, sees: bool
) -> BranchDues:  # fmt: skip
    totals = totals_of(owing)
    level = "good" if closed else "grey" if not totals.persons_due else "amber"
    told = gettext("closed %(day)s") % {"day": closed.since.isoformat()} if closed else gettext("not closed yet")
    return BranchDues(
        scope.todays_tree.name(branch), f"{reverse('dues_month', args=[branch])}?month={month}",
        f"{totals.persons_paid} / {totals.persons_due}" if totals.persons_due else gettext("no amounts yet"),
        f"{totals.paid} / {totals.due}" if sees and totals.persons_due else "", told, level,
    )  # fmt: skip


@safe_to_repeat
def dues_month(request: HttpRequest, identity: int) -> HttpResponse:
    """The list of names of a branch for a month; a POST records who paid."""
    scope = scope_of(request)
    branch_asked(scope, identity)
    month = month_asked(request.POST.get("month", "") or request.GET.get("month", ""))
    owing = owing_of([identity], month, usual_day())
    found: Compared | None = None
    problem, status = "", 200
    if request.method == "POST":
        require_keeping(request, scope, identity)
        found = compared(_ticked(request, identity, month, owing), owing, request.POST)
        status = 409
        if not found.is_open:
            try:
                messages.success(request, _take(request, scope, found))
                return HttpResponseRedirect(f"{reverse('dues_month', args=[identity])}?month={month}")
            except RuleBroken as error:
                problem, status = error.sentence(spoken(request)), 422
    persons = [one.member.person for one in owing]
    log_list(request, scope.catalogue.types[PAYMENT], persons, len(persons), organisation=identity)
    content = _tick_page(request, scope, identity, month, owing, found, problem)
    return page(request, content, status=status)


def _ticked(request: HttpRequest, organisation: int, month: str, owing: list[Owing]) -> Ticked:
    """What the form says: whoever is ticked, and by its other button everybody whom it listed as not paid yet."""
    posted = request.POST
    ticked = ticked_on(posted, posted.getlist("p"))
    if posted.get("act") == "all":
        ticked = all_of(owing, posted) | ticked
    ways, way = dict(choices_of(PAYMENT, "way", "en")), posted.get("way", "")
    paid_on = typed_day(posted.get("paid_on", "")) or usual_day()
    return Ticked(organisation, month, ticked, way if way in ways else next(iter(ways)), paid_on.isoformat())


def _take(request: HttpRequest, scope: Scope, found: Compared) -> str:
    """Records what was ticked, without whom another's record holds for; what the user is told of it."""
    if found.differing and not found.left:
        return gettext("It stays as it was recorded.")
    ticked, note = found.ticked, gettext("Two people recorded it; compared.") if found.differing else ""
    taken = take_payments(
        organisation=ticked.organisation, month=ticked.month, way=ticked.way, paid_on=date.fromisoformat(ticked.day),
        ticks=[Tick(person, months_of(text, ticked.month)) for person, text in found.left.items()],
        writing=writing_of(request, scope, note=note), instead_of=found.instead_of,
    )  # fmt: skip
    return _taken(taken)


def _taken(taken: Taken) -> str:
    told = gettext("Recorded: members %(count)s, %(sum)s yuan, receipts %(receipts)s.") % {
        "count": taken.persons, "sum": in_yuan(taken.fen),
        "receipts": " – ".join(dict.fromkeys((*taken.receipts[:1], *taken.receipts[-1:]))),
    }  # fmt: skip
    if not taken.persons:
        return gettext("These months were recorded as paid already; nothing was written twice.")
    if taken.already:
        told += " " + gettext("What was paid already was left as it is.")
    return told


def _tick_page(
    request: HttpRequest, scope: Scope, organisation: int, month: str, owing: list[Owing], found: Compared | None,
    problem: str,
) -> TickPage:  # fmt: skip
    language, today = spoken(request), usual_day()
    here = reverse("dues_month", args=[organisation])
    rule = rule_on(min(last_day_of(month), today))
    sees = may_see_amounts(scope, organisation)
    ticked = found.ticked.persons if found else {}
    told = overtaken_ticks(found, language, with_amounts=sees) if found else None
    differing = {one.person: one.months for one in found.differing} if found else {}
    lines = tuple(
        replace(line, choices=()) if line.person in differing else line  # the question above carries the tick
        for line in tick_lines(owing, organisation, rule, language, with_amounts=sees, ticked=ticked)
    )
    closed = closed_months([organisation], [month]).get((organisation, month))
    several = len(branches_listed(scope)) > 1
    return TickPage(
        title=gettext("Dues of %(month)s") % {"month": month},
        crumbs=(Crumb(gettext("Dues"), f"{reverse('dues')}?month={month}"),) if several else (),
        problem=problem, organisation=scope.todays_tree.name(organisation), month=month,
        before=f"{here}?month={month_after(month, -1)}",
        after=f"{here}?month={month_after(month)}" if month < month_of(today) else "",
        here=here, stood=as_shown(owing) if sees else "", overtaken=told, in_question=tuple(differing.items()),
        lines=lines, totals=totals_of(owing), sees_amounts=sees, keeps=keeps(scope, organisation),
        is_treasurer=is_treasurer(scope, organisation),
        without_amount=sum(not one.amounts for one in owing),
        overdue=_overdue([line.name for line in lines if line.is_overdue]), rule_article=rule.remind_article,
        remind_months=rule.remind_months, ways=choices_of(PAYMENT, "way", language),
        way=request.POST.get("way", "") or "cash",
        paid_on=request.POST.get("paid_on", "") or _usual_payment_day(month, today).isoformat(), today=today.isoformat(),
        closed=closed.since.isoformat() if closed else "", is_current=month == month_of(today),
        close_address=reverse("dues_close", args=[organisation]),
        amounts_address=reverse("dues_amounts", args=[organisation]),
        receipts_address=f"{reverse('dues_receipts', args=[organisation])}?month={month}",
        account_address=reverse("dues_account", args=[organisation]),
        gifts_address=reverse("dues_gift_new", args=[organisation]),
    )  # fmt: skip


def _overdue(names: list[str]) -> str:
    """Who has been open for long: by name while they are few, else how many."""
    if len(names) <= _FEW_NAMES:
        return gettext(", ").join(names)
    return gettext("%(count)s members, marked below") % {"count": len(names)}


def _usual_payment_day(month: str, today: date) -> date:
    return min(today, last_day_of(month)) if month == month_of(today) else today


@require_POST
@safe_to_repeat
def dues_close(request: HttpRequest, identity: int) -> HttpResponse:
    """The dues of a month are collected as far as they are."""
    scope = scope_of(request)
    branch_asked(scope, identity)
    require_keeping(request, scope, identity)
    month = month_asked(request.POST.get("month", ""))
    try:
        close_month(organisation=identity, month=month, writing=writing_of(request, scope))
        messages.success(request, gettext("The month %(month)s is closed.") % {"month": month})
    except RuleBroken as error:
        messages.error(request, error.sentence(spoken(request)))
    return HttpResponseRedirect(f"{reverse('dues_month', args=[identity])}?month={month}")
