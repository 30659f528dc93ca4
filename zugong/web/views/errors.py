"""Pages for what cannot be shown: each says what stands against it and what would be right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext

from zugong.kernel.errors import RuleBroken
from zugong.web.pages import Page, page


@dataclass(frozen=True, kw_only=True)
class RefusalPage(Page):
    """A status with its reason, and where to go from here."""

    template: ClassVar[str] = "web/refusal.html"
    status: int
    reason: str
    advice: str


def refused(request: HttpRequest, error: RuleBroken, *, status: int) -> HttpResponse:
    """The page of a broken rule: its sentence as it stands."""
    sentence = error.sentence(get_language() or "zh-hans")
    return _page(
        request, status, gettext("This cannot be done"), sentence, gettext("Go back, change it, and try again.")
    )


def not_asked_rightly(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _page(request, 400, gettext("The address is not right"), gettext("The request could not be understood."), "")


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: they may see it but not do it; the reason is the view's."""
    advice = gettext("Whoever administers this site can tell you which office holds this mandate.")
    return _page(
        request, 403, gettext("You may not do this"), str(exception) or gettext("No mandate allows it."), advice
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that did not come from a page of this site, or from one that is too old."""
    advice = gettext("Open the page again and send the form once more.")
    return _page(request, 403, gettext("The form has expired"), gettext("It did not carry a valid token."), advice)


def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not theirs to know of; the page does not tell which."""
    reason = gettext("There is nothing at this address, or it lies outside what you may see.")
    advice = gettext("What one may not know of looks the same as what does not exist.")
    return _page(request, 404, gettext("Not found"), reason, advice)


def broken(request: HttpRequest) -> HttpResponse:
    """500: an error of ours. Nothing was saved; the log has the trace."""
    reason = gettext("Something went wrong in the program. Nothing was saved.")
    return _page(
        request, 500, gettext("An error of the program"), reason, gettext("Tell whoever administers this site.")
    )


def _page(request: HttpRequest, status: int, title: str, reason: str, advice: str) -> HttpResponse:
    return page(request, RefusalPage(title=title, status=status, reason=reason, advice=advice), status=status)
