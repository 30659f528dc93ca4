"""Signing in with a printed card: its code, and the PIN that its holder chose at the first use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters

from zugong.cards import actions, rules
from zugong.cards.queries import card_state
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import today
from zugong.web.card_sessions import begin_with, keep_as_wished
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.sent_late import Values, as_carried, carried
from zugong.web.views.sign_in import address_after, led_on


@dataclass(frozen=True, kw_only=True)
class CardSignInPage(Page):
    """The code first; then the PIN, or for a new card the start number and the PIN to be chosen."""

    template: ClassVar[str] = "web/cards/sign_in.html"
    code: str
    is_new: bool
    problem: str
    next: str
    late: Values


@sensitive_post_parameters()
@login_not_required
def card_sign_in(request: HttpRequest) -> HttpResponse:
    """The form; after the right number, on to the page that was asked for."""
    given = request.POST if request.method == "POST" else request.GET
    code, wanted = rules.plain_code(given.get("code", "")), address_after(request)
    late = carried(request)
    if request.user.is_authenticated:
        return led_on(request, wanted, late)
    problem = ""
    if request.method == "POST" and given.get("step") == "open":
        try:
            begin_with(request, _opened(request, code))
            keep_as_wished(request)
            return led_on(request, wanted, late)
        except RuleBroken as error:
            problem = error.sentence(spoken(request))
    content = CardSignInPage(
        title=gettext("Sign in with a card"), code=rules.grouped(code) if code else "", is_new=_is_new(code),
        problem=problem, next=wanted, late=as_carried(late),
    )  # fmt: skip
    return page(request, content, status=422 if problem else 200)


def _opened(request: HttpRequest, code: str):
    typed = {name: request.POST.get(name, "")[:20] for name in ("start", "pin", "again")}
    if typed["start"]:
        return actions.choose_pin(code=code, **typed, on=today())
    return actions.sign_in(code=code, pin=typed["pin"], on=today())


def _is_new(code: str) -> bool:
    """Is it a card that nobody has used yet?"""
    card = actions.card_of(code) if code else None
    return card is not None and card_state(card, today()) == "new"
