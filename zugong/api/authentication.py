"""Who asks: the bearer of a personal token. Cookies are not looked at, so nothing can be forged across sites."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.db.models import Q
from django.http import HttpRequest
from ninja.security import HttpBearer

from zugong.api.problems import NoToken, TooManyFailures
from zugong.kernel.time import now, today
from zugong.offices.models import Token
from zugong.offices.queries import valid_token

_GUESSED_FROM = 12  # characters by which wrong tokens from one address count as guesses at one token
_USE_NOTED_EVERY = timedelta(minutes=5)  # so that reading does not write each time


class PersonalToken(HttpBearer):
    """Lets in who brings a valid token of an active user; slows who guesses, as signing in does."""

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        """The token, with `request.user` its user. Raises NoToken, TooManyFailures."""
        credentials = _credentials(token)
        if not AxesProxyHandler.is_allowed(request, credentials):
            raise TooManyFailures(minutes=int(get_cool_off(request).total_seconds() // 60))
        found = valid_token(token, on=today())
        if found is None:
            _note_failure(request, credentials)
            raise NoToken
        request.user = found.user
        request.user.signed_in_by = "token"
        _note_use(found)
        return found


def _credentials(token: str) -> dict[str, str]:
    """What stands for the token in the record of failures: never the token itself, nor a part of it."""
    return {"username": f"token-{hashlib.sha256(token[:_GUESSED_FROM].encode()).hexdigest()[:16]}"}


def _note_failure(request: HttpRequest, credentials: dict[str, str]) -> None:
    AxesProxyHandler.user_login_failed(PersonalToken, credentials=credentials, request=request)
    request.axes_locked_out = False  # else its middleware would answer with a page instead of a problem


def _note_use(token: Token) -> None:
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now() - _USE_NOTED_EVERY)
    Token.objects.filter(stale, pk=token.pk).update(last_used_at=now())
