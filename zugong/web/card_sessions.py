"""Sessions begun with a card or on one's own telephone: how long they last, and that a blocked card ends them."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.cards.models import Card
from zugong.cards.queries import opens_now
from zugong.kernel.time import today
from zugong.web.lately import keep_last_visit

_CARD = "card"
_SECONDS_A_DAY = 24 * 60 * 60
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def begin_with(request: HttpRequest, card: Card) -> None:
    """Sign in the account of a card; its session ends with the card."""
    before = card.user.last_login
    auth.login(request, card.user, backend=_BACKEND)
    request.session[_CARD] = card.pk
    keep_last_visit(request, before)


def keep_as_wished(request: HttpRequest) -> None:
    """Where the form says "my own phone", the session lasts for weeks, over the end of the browser too."""
    if request.POST.get("own_phone"):
        request.session.set_expiry(settings.ZUGONG_OWN_PHONE_DAYS * _SECONDS_A_DAY)


def is_by_card(request: HttpRequest) -> bool:
    """Was this session begun with a card?"""
    return _CARD in request.session


class CardMiddleware:
    """A session that was begun with a card goes on while the card opens the account; the log of looks says that it was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        card = request.session.get(_CARD)
        if card is None:
            return self.get_response(request)
        if opens_now(card, today()):
            request.user.signed_in_by = _CARD
            return self.get_response(request)
        auth.logout(request)
        messages.error(request, gettext("This card opens nothing any more. Ask your township for a new one."))
        return HttpResponseRedirect(
            f"{settings.LOGIN_URL}?next={request.path}" if request.method == "GET" else reverse("sign_in")
        )
