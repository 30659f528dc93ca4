"""Which of the three administrators asks, and the acts that a page may offer them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext

from zugong.kernel.time import today
from zugong.offices.administering import Acting
from zugong.offices.queries import duty_of
from zugong.offices.rules import AUDIT, DUTIES, SECURITY, SYSTEM, may_administer


def duty_here(request: HttpRequest) -> str:
    """The duty of the user, asked once for each request; "" for everybody else."""
    if not hasattr(request, "duty_kept"):
        request.duty_kept = duty_of(request.user, today()) if request.user.is_authenticated else ""
    return request.duty_kept


def may_here(request: HttpRequest, act: str) -> bool:
    return may_administer(duty_here(request), act)


def require_duty(request: HttpRequest, act: str) -> None:
    """403 with the reason for who does not administer this."""
    if not may_here(request, act):
        raise PermissionDenied(gettext("Only an administrator with the duty for it may open this."))


def acting_here(request: HttpRequest) -> Acting:
    """Who acts, today, on the paper that the form names."""
    return Acting(request.user, today(), request.POST.get("paper", "").strip()[:200])


def duty_words() -> dict[str, str]:
    """The three duties in the language of the page."""
    words = (gettext("system administrator"), gettext("security administrator"), gettext("audit administrator"))
    return dict(zip(DUTIES, words, strict=True))


def duties_told() -> tuple[tuple[str, str], ...]:
    """What each of the three does, for the page on which somebody chooses."""
    told = {
        SYSTEM: gettext("gives and takes: accounts, offices, seats, mandates"),
        SECURITY: gettext("watches: may lock accounts and end seats and mandates, gives none"),
        AUDIT: gettext("reads the whole log of looks, changes nothing"),
    }
    words = duty_words()
    return tuple((duty, f"{words[duty]} · {told[duty]}") for duty in DUTIES)
