"""Forms that wait on a telephone until the line is back: the key under which they lie there, and how they are answered.

The scripts in `static/web/unsent` keep what was typed into a form marked `data-keep`. It lies on the telephone encrypted
under a key that only pages of the signed-in account carry, so a telephone that somebody else picks up tells nothing.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from zugong.offices.models import User

#: The header by which the script says that it sends the form, and reads the answer itself.
SENT_BY_SCRIPT = "X-Unsent"
#: The header that tells it where the answer leads.
LEADS_TO = "Leads-To"
_SHORT = 16
#: The scripts in the order in which they build on one another; pages load them, and the worker keeps them.
SCRIPTS = tuple(f"web/unsent/{name}.js" for name in ("kept", "typed", "sent", "waiting", "pages"))


@dataclass(frozen=True)
class Keeping:
    """Whose forms a page keeps: a short name of the account that tells nothing, and the key in base64; "" for nobody's."""

    account: str
    key: str


def keeping_of(user: User | AnonymousUser | None) -> Keeping:
    """The same for an account at every sign-in, so that what was kept is read again afterwards."""
    if user is None or not user.is_authenticated:
        return Keeping("", "")
    name = salted_hmac("zugong.web.unsent.account", str(user.pk), algorithm="sha256").hexdigest()[:_SHORT]
    key = salted_hmac("zugong.web.unsent.key", str(user.pk), algorithm="sha256").digest()
    return Keeping(name, base64.b64encode(key).decode())


class UnsentMiddleware:
    """A form that the script sends is answered with where it leads, not led there: a message on that page is read once.

    Who is signed in no more is told 401; the script then keeps the form until somebody signed in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if SENT_BY_SCRIPT not in request.headers or "Location" not in response.headers:
            return response
        if response["Location"].startswith(settings.LOGIN_URL):
            return HttpResponse(status=401)
        told = HttpResponse(status=204, headers={LEADS_TO: response["Location"]})
        told.cookies = response.cookies  # the message that waits for the next page may lie in one
        return told
