"""Large type: a switch in the head, kept in a cookie, so that it holds before signing in as well."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from zugong.web.context import LARGE, TYPE_SIZE_COOKIE

_A_YEAR = 365 * 24 * 60 * 60


@login_not_required
@require_POST
def set_type_size(request: HttpRequest) -> HttpResponse:
    """Enlarge the type, or make it as usual again; back to the page where the switch stood."""
    response = HttpResponseRedirect(address_within(request, request.POST.get("next", "")))
    if request.POST.get("size") == LARGE:
        response.set_cookie(
            TYPE_SIZE_COOKIE, LARGE, max_age=_A_YEAR, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    else:
        response.delete_cookie(TYPE_SIZE_COOKIE)
    return response


def address_within(request: HttpRequest, address: str) -> str:
    """An address of this site that a form brought along; of any other, the first page."""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if address and is_ours else reverse("home")
