"""A password of one's own: asked for after the one-time password of a card, and at any time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters

from zugong.kernel.time import now
from zugong.web.card_sessions import is_by_card
from zugong.web.pages import Page, page
from zugong.web.views.sign_in import card_expired

#: What an account with a one-time password may open nevertheless.
_OPEN = ("own_password", "sign_out", "set_language", "set_type_size", "about")


@dataclass(frozen=True, kw_only=True)
class OwnPasswordPage(Page):
    """The form; `is_first` after a one-time password."""

    template: ClassVar[str] = "web/administration/own_password.html"
    form: PasswordChangeForm
    is_first: bool


@sensitive_post_parameters()
def own_password(request: HttpRequest) -> HttpResponse:
    """Choose a password of one's own. The session goes on, all others of the account end."""
    is_first = request.user.has_one_time_password
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, form.user)
        messages.success(request, gettext("Your new password holds from now on."))
        return HttpResponseRedirect(reverse("home"))
    content = OwnPasswordPage(title=gettext("Your password"), form=form, is_first=is_first)
    return page(request, content, status=422 if form.errors else 200)


class OwnPasswordMiddleware:
    """Who signed in with a one-time password chooses another before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> HttpResponse | None:
        """On to the form, from every page but those that are open to such an account."""
        user = request.user
        if not user.is_authenticated or not user.has_one_time_password or is_by_card(request):
            return None
        if user.has_expired_card(now()):
            logout(request)
            messages.error(request, card_expired())
            return HttpResponseRedirect(reverse("sign_in"))
        if request.resolver_match and request.resolver_match.url_name in _OPEN:
            return None
        return HttpResponseRedirect(reverse("own_password"))
