"""Signing in and out. Guessing is slowed by axes; what an account may see follows from its seats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.contrib import auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from zugong.kernel.time import now
from zugong.offices.models import User
from zugong.web.card_sessions import keep_as_wished
from zugong.web.lately import keep_last_visit
from zugong.web.pages import Page, page
from zugong.web.sent_late import Values, as_carried, carried
from zugong.web.views.errors import RefusalPage


class SignInForm(AuthenticationForm):
    """User name and password; the password of a card opens nothing after its hours."""

    #: A locked account is told the same as a wrong password, so that nobody learns which accounts there are.
    error_messages = dict.fromkeys(
        ("invalid_login", "inactive"), gettext_lazy("The user name or the password is not right.")
    )

    def confirm_login_allowed(self, user: User) -> None:
        """Raises ValidationError for who may not sign in."""
        super().confirm_login_allowed(user)
        if user.has_expired_card(now()):
            raise ValidationError(card_expired())


def card_expired() -> str:
    """What somebody is told who comes too late with a card."""
    return gettext("The one-time password on this card has expired. Ask whoever administers this site for a new card.")


@dataclass(frozen=True, kw_only=True)
class SignInPage(Page):
    """The form, and where to go after it."""

    template: ClassVar[str] = "web/sign_in.html"
    form: SignInForm
    next: str
    late: Values = ()


@dataclass(frozen=True, kw_only=True)
class SentLatePage(Page):
    """Signed in again: what was sent before is sent on from here, by a press of a button."""

    template: ClassVar[str] = "web/sent_late.html"
    address: str
    values: Values


def sign_in_again(request: HttpRequest, values: Values) -> HttpResponse:
    """The form for signing in, for who sent something after the session had ended; it carries what was sent."""
    content = SignInPage(
        title=gettext("Sign in"), form=SignInForm(request), next=request.get_full_path(), late=as_carried(values)
    )
    return page(request, content, status=401)


@sensitive_post_parameters()
@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form; after the right password, on to the page that was asked for."""
    wanted, late = address_after(request), carried(request)
    if request.user.is_authenticated:
        return led_on(request, wanted, late)
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user, before = form.get_user(), form.get_user().last_login
        auth.login(request, user)
        keep_last_visit(request, before)
        keep_as_wished(request)
        return led_on(request, wanted, late)
    status = 422 if request.method == "POST" else 200
    content = SignInPage(title=gettext("Sign in"), form=form, next=wanted, late=as_carried(late))
    return page(request, content, status=status)


def led_on(request: HttpRequest, wanted: str, late: Values) -> HttpResponse:
    """To the page that was asked for; where something was sent before signing in, to the button that sends it on."""
    if not late:
        return HttpResponseRedirect(wanted)
    return page(request, SentLatePage(title=gettext("Not sent yet"), address=wanted, values=late))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    auth.logout(request)
    return HttpResponseRedirect(reverse("sign_in"))


def locked_out(request: HttpRequest, credentials: dict, *args, **kwargs) -> HttpResponse:
    """After too many wrong passwords, for a quarter of an hour."""
    content = RefusalPage(
        title=gettext("Too many attempts"),
        status=429,
        reason=gettext("The password was wrong five times, so signing in is closed for fifteen minutes."),
        advice=gettext("Whoever administers this site can set a new password."),
    )
    return page(request, content, status=429)


def address_after(request: HttpRequest) -> str:
    """The page that was asked for before signing in; of any other site, the first page."""
    address = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if address and is_ours else reverse("home")
