"""Puts what the user may see and which time is asked of on each request, and turns refusals into designed pages."""

from __future__ import annotations

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import today
from zugong.offices.access import Access
from zugong.web.clocks import asked_clocks
from zugong.web.sent_late import may_be_carried, sent_late
from zugong.web.unsent import SENT_BY_SCRIPT
from zugong.web.views.errors import refused
from zugong.web.views.sign_in import sign_in_again

_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class SignInMiddleware(LoginRequiredMiddleware):
    """Login is required unless a view says otherwise. The API has credentials of its own."""

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs):
        if is_for_programs(request):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func):
        """A part of a page that is fetched loads its page anew; a form that was filled in is carried through the sign-in."""
        if "HX-Request" in request.headers:
            return HttpResponse(headers={"HX-Refresh": "true"})
        is_carried = SENT_BY_SCRIPT not in request.headers and may_be_carried(view_func)
        values = sent_late(request) if is_carried else ()
        return sign_in_again(request, values) if values else super().handle_no_permission(request, view_func)


class AccessMiddleware:
    """`request.access`, worked out when first asked for; `request.asked` and `request.clocks`, from the address."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Rights follow today's links whatever day is asked: the clocks group and date, they never open anything.
        request.access = SimpleLazyObject(lambda: Access.kept(request.user, today()))
        try:
            # The API reads its own clocks, among them the number of an entry, and answers in JSON.
            request.asked = asked_clocks({} if is_for_programs(request) else request.GET)
        except RuleBroken as error:
            request.asked = asked_clocks({})
            request.clocks = request.asked.clocks
            return self._guarded(refused(request, error, status=400))
        request.clocks = request.asked.clocks
        return self._guarded(self.get_response(request))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A broken rule is an answer, shown as it stands; everything else goes on."""
        return refused(request, exception, status=422) if isinstance(exception, RuleBroken) else None

    @staticmethod
    def _guarded(response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def is_for_programs(request: HttpRequest) -> bool:
    """Is it a request to the API?"""
    return request.path_info.startswith("/api/")


def spoken(request: HttpRequest) -> str:
    """The language of the page."""
    return get_language() or "zh-hans"
