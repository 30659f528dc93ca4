"""Personal tokens for programs: made here, shown once, revoked here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from zugong.kernel.time import SHANGHAI, today
from zugong.offices.actions import issue_token, revoke_token
from zugong.offices.models import Token
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_tell_again, sent_mark, shown_once

_USUAL_DAYS, _MOST_DAYS = 90, 366


class TokenForm(forms.Form):
    """A name for people and a day on which the token ends."""

    name = forms.CharField(max_length=100, label=gettext_lazy("What it is for"))
    days = forms.IntegerField(
        min_value=1, max_value=_MOST_DAYS, initial=_USUAL_DAYS, label=gettext_lazy("Valid for days, at most 366")
    )


@dataclass(frozen=True)
class TokenLine:
    """One token of the user."""

    uid: str
    name: str
    created: str
    expires: str
    last_used: str
    state: str
    is_valid: bool


@dataclass(frozen=True, kw_only=True)
class TokensPage(Page):
    """The user's tokens; `secret` is shown once, right after a token was made."""

    template: ClassVar[str] = "web/account/tokens.html"
    tokens: tuple[TokenLine, ...]
    form: TokenForm
    secret: str


@safe_to_tell_again
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of the user, and a form for a new one."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ends = today() + timedelta(days=form.cleaned_data["days"])
        name, mark = form.cleaned_data["name"], sent_mark(request)
        secret, _ = issue_token(user=request.user, name=name, expires_on=ends, mark=mark)
        return shown_once(_shown(request, TokenForm(), secret=secret), afterwards=reverse("tokens"))
    return _shown(request, form, status=422 if form.errors else 200)


@require_POST
def token_revoke(request: HttpRequest, uid: str) -> HttpResponse:
    """End a token of the user's own at once."""
    revoke_token(get_object_or_404(Token, uid=uid, user=request.user))
    messages.success(request, gettext("The token is revoked."))
    return HttpResponseRedirect(reverse("tokens"))


def _shown(request: HttpRequest, form: TokenForm, *, secret: str = "", status: int = 200) -> HttpResponse:
    lines = tuple(_line(token) for token in request.user.tokens.order_by("-created_at"))
    content = TokensPage(title=gettext("Tokens for programs"), tokens=lines, form=form, secret=secret)
    return page(request, content, status=status)


def _line(token: Token) -> TokenLine:
    is_valid = token.revoked_at is None and token.expires_on >= today()
    used = token.last_used_at.astimezone(SHANGHAI) if token.last_used_at else None
    state = gettext("valid") if is_valid else gettext("revoked") if token.revoked_at else gettext("expired")
    return TokenLine(
        uid=str(token.uid), name=token.name, created=f"{token.created_at.astimezone(SHANGHAI):%Y-%m-%d}",
        expires=token.expires_on.isoformat(),
        last_used=f"{used:%Y-%m-%d %H:%M}" if used else "", state=state, is_valid=is_valid,
    )  # fmt: skip
