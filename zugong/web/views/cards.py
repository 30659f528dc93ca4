"""Cards of the organisations below: who has one, issuing and printing them on A4, blocking one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

import segno
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from zugong.cards import actions
from zugong.cards.queries import HolderLine, Issuer, holders_in, may_issue, offices_below, offices_of_users
from zugong.cards.rules import grouped
from zugong.kernel.time import SHANGHAI, last_day, today
from zugong.offices.models import User
from zugong.organisations.queries import Tree
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat, safe_to_tell_again, sent_mark, shown_once
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_number

_OFFICES = 60
_LONGEST = 200
_BADGES = {"used": "good", "new": "amber", "missed": "red", "locked": "red", "expired": "red", "": "grey"}


@dataclass(frozen=True)
class HolderShown:
    """One account with its card; `may_issue`: it may be given one, `has_card`: one can be blocked."""

    username: str
    name: str
    office: str
    organisation: str
    state: str
    badge: str
    until: str
    last: str
    may_issue: bool
    has_card: bool


@dataclass(frozen=True, kw_only=True)
class CardsPage(Page):
    """Accounts in the offices below, by office; `next` leads to the next offices, "" at the end."""

    template: ClassVar[str] = "web/cards/cards.html"
    lines: tuple[HolderShown, ...]
    is_first: bool
    next: str


@dataclass(frozen=True)
class PrintedCard:
    """What is printed on one card, and the start number that is told apart from it."""

    name: str
    username: str
    office: str
    code: str
    start: str
    qr: SafeString
    first_use_by: date
    last_day: date


@dataclass(frozen=True, kw_only=True)
class CardSheetPage(Page):
    """The sheet, shown once: cards to be cut out, and on a page of its own the start numbers."""

    template: ClassVar[str] = "web/cards/sheet.html"
    cards: tuple[PrintedCard, ...]
    site_address: str


def _issuer(request: HttpRequest) -> Issuer:
    """403 with the reason for who issues none."""
    issuer = Issuer.of(request.user, request.access)
    if issuer is None:
        raise PermissionDenied(
            gettext("Cards are issued by the office that checks the work of the organisations below it.")
        )
    return issuer


def cards(request: HttpRequest) -> HttpResponse:
    """Who has a card."""
    issuer, after = _issuer(request), typed_number(request.GET.get("after", "")) or 0
    offices = offices_below(issuer, today(), after=after, limit=_OFFICES + 1)
    lines = holders_in(issuer, offices[:_OFFICES], today())
    content = CardsPage(
        title=gettext("Sign-in cards"),
        lines=tuple(_shown(line, scope_of(request)) for line in lines),
        is_first=not after,
        next=f"?{urlencode({'after': offices[_OFFICES - 1].anchor_id})}" if len(offices) > _OFFICES else "",
    )
    return page(request, content)


def _shown(line: HolderLine, scope: Scope) -> HolderShown:
    card, tree = line.card, scope.todays_tree
    return HolderShown(
        username=line.user.username, name=line.user.get_full_name(), office=line.office,
        organisation=tree.name(line.organisation) if line.organisation in tree else "",
        state=_words(line.state), badge=_BADGES[line.state],
        until=str(last_day(card.expires_on)) if card else "",
        last=f"{card.last_used_at.astimezone(SHANGHAI):%Y-%m-%d}" if card and card.last_used_at else "",
        may_issue=line.is_mine, has_card=card is not None and line.is_mine,
    )  # fmt: skip


def _words(state: str) -> str:
    return {
        "": gettext("no card"), "new": gettext("issued, not used yet"), "used": gettext("in use"),
        "missed": gettext("not used in time"), "locked": gettext("locked after wrong numbers"),
        "expired": gettext("expired"),
    }[state]  # fmt: skip


@require_POST
@safe_to_tell_again
@sensitive_variables()
def cards_issue(request: HttpRequest) -> HttpResponse:
    """New cards for the accounts that were ticked, as a sheet; shown again for minutes only, to the form that asked for it."""
    issuer = _issuer(request)
    wanted = request.POST.getlist("account")[: 2 * _OFFICES]
    users = list(User.objects.filter(username__in=wanted).order_by("username"))
    if not users:
        messages.error(request, gettext("Tick whoever is to get a card."))
        return HttpResponseRedirect(reverse("cards"))
    _check_mine(issuer, users)
    paper = request.POST.get("paper", "").strip()[:_LONGEST]
    issued = actions.issue(
        issuer=issuer, by=request.user, users=users, on=today(), paper=paper, mark=sent_mark(request)
    )
    return shown_once(page(request, _sheet(request, issued)), afterwards=reverse("cards"))


def _check_mine(issuer: Issuer, users: list[User]) -> None:
    """404 for an account that the list does not offer: nobody learns here which others there are."""
    if {user.pk for user in users} - may_issue(issuer, users, today()):
        raise Http404


def _sheet(request: HttpRequest, issued: list[actions.Issued]) -> CardSheetPage:
    offices, tree = offices_of_users([one.card.user_id for one in issued], today()), scope_of(request).todays_tree
    printed = tuple(
        PrintedCard(
            name=one.card.user.get_full_name(), username=one.card.user.username,
            office="、".join(_place_and_office(tree, *each) for each in offices.get(one.card.user_id, ())),
            code=grouped(one.numbers.code), start=one.numbers.start, qr=_qr(request, one.numbers.code),
            first_use_by=one.card.first_use_by, last_day=last_day(one.card.expires_on) or one.card.expires_on,
        )
        for one in issued
    )  # fmt: skip
    address = request.build_absolute_uri(reverse("card_sign_in"))
    return CardSheetPage(title=gettext("Cards to be cut out"), cards=printed, site_address=address)


def _place_and_office(tree: Tree, organisation: int, office: str) -> str:
    """Of twenty cards on a table each says whose it is: offices of villages mostly have the same name."""
    name = tree.name(organisation) if organisation in tree else ""
    return office if not name or name in office else f"{name} {office}"


def _qr(request: HttpRequest, code: str) -> SafeString:
    """Address and code and nothing else, as SVG of our own making."""
    address = request.build_absolute_uri(f"{reverse('card_sign_in')}?{urlencode({'code': code})}")
    return mark_safe(segno.make(address, error="m").svg_inline(scale=3, border=2, omitsize=True))


@require_POST
@safe_to_repeat
def card_block(request: HttpRequest, username: str) -> HttpResponse:
    """The card of an account opens nothing from now on."""
    issuer, user = _issuer(request), get_object_or_404(User, username=username)
    _check_mine(issuer, [user])
    paper = request.POST.get("paper", "").strip()[:_LONGEST]
    actions.block(issuer=issuer, by=request.user, user=user, on=today(), paper=paper)
    messages.success(request, gettext("The card of %(name)s opens nothing any more.") % {"name": user.get_full_name()})
    return HttpResponseRedirect(reverse("cards"))
