"""A form that is sent twice does its deed once.

On a bad line people press again, and a browser that reloads a page sends its form once more. Each form that creates
something carries a mark of its own; the mark together with what the form says is taken once.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import partial, wraps
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import written_with_entries
from zugong.kernel.time import now
from zugong.web.models import SentForm
from zugong.web.pages import page
from zugong.web.views.errors import RefusalPage

MARK = "form_mark"
#: Twice as long as a telephone sends by itself what it keeps (`static/web/unsent`).
_KEPT = timedelta(days=60)
#: Old ones are forgotten with each hundredth form: one writing transaction less for all the others.
_FORGOTTEN_EVERY = 100
#: A form that has been at work for so long, and of which nothing is done, was lost with a server that stopped.
_LOST_AFTER = timedelta(seconds=30)
#: For so long the same form is told again what only its first answer told: that may have been lost on the way.
_TOLD_AGAIN = timedelta(minutes=10)
#: What differs between two presses of one button although the same is meant.
_NOT_SAID = ("csrfmiddlewaretoken",)


class BegunAnew(RuleBroken):
    code: ClassVar[str] = "web.begun_anew"
    message: ClassVar[str] = "This form was sent once more meanwhile, and that sending is being recorded."
    message_zh: ClassVar[str] = "这张表又提交了一次，正在按后一次登记。"


def new_mark() -> str:
    """A mark for one form on one page."""
    return secrets.token_urlsafe(12)


def sent_mark(request: HttpRequest) -> str:
    """The mark that the request carries together with what it says, as 64 hexadecimal characters; "" without a mark."""
    mark = request.POST.get(MARK, "")
    if not mark:
        return ""
    said = [(name, request.POST.getlist(name)) for name in sorted(request.POST) if name not in _NOT_SAID]
    files = [(name, [(one.name, one.size) for one in request.FILES.getlist(name)]) for name in sorted(request.FILES)]
    return hashlib.sha256(repr((request.user.pk, request.path, said, files)).encode()).hexdigest()


def safe_to_repeat(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, doing once what a form with a mark asks for: sent again, it leads to where it led the first time.

    A form is done when the answer leads on, or shows what is `shown_once`; after any other answer it may be sent again.
    """
    return _once(view, timedelta(0))


def safe_to_tell_again(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for a view whose deed is the same for the same mark, and whose answer is a secret: sent again within
    minutes, by somebody whose line broke or who pressed twice, it is answered as the first time.
    """
    return _once(view, _TOLD_AGAIN)


def _once(view: Callable[..., HttpResponse], told_again: timedelta) -> Callable[..., HttpResponse]:
    @wraps(view)
    def once(request: HttpRequest, *arguments, **named) -> HttpResponse:
        mark = sent_mark(request)
        if not mark:
            return view(request, *arguments, **named)
        sent, is_first = SentForm.objects.get_or_create(mark_hash=mark, defaults={"at": now()})
        if is_first or _is_begun_anew(sent):
            return _done(sent, lambda: view(request, *arguments, **named))
        if sent.is_done and sent.at > now() - told_again:
            return view(request, *arguments, **named)
        return _repeated(request, sent)

    once.is_safe_to_repeat = True
    return once


def shown_once(response: HttpResponse, *, afterwards: str) -> HttpResponse:
    """A page that tells a secret only now; who sends its form again later is led to the address `afterwards`."""
    response.repeated_leads_to = afterwards
    return response


def _is_begun_anew(sent: SentForm) -> bool:
    """Was it lost with a server that stopped, and is it ours now to do? Of several who ask at once one is told yes."""
    if sent.is_done or sent.leads_to or sent.at > now() - _LOST_AFTER:
        return False
    at, sent.at = sent.at, now()
    lost = SentForm.objects.filter(pk=sent.pk, at=at, is_done=False, leads_to="")
    return bool(lost.update(at=sent.at))


def _done(sent: SentForm, answer: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        with written_with_entries(partial(_said_done, sent)):
            response = answer()
        sent.leads_to = response.headers.get("Location") or getattr(response, "repeated_leads_to", "")
    finally:  # whatever went wrong: what was not done may be sent again
        if sent.leads_to:
            sent.save(update_fields=["leads_to"])
            if sent.pk % _FORGOTTEN_EVERY == 0:
                SentForm.objects.filter(at__lt=now() - _KEPT).delete()
        else:
            SentForm.objects.filter(pk=sent.pk, is_done=False).delete()
    return response


def _said_done(sent: SentForm) -> None:
    """Raises BegunAnew for who was thought to be lost, so that nothing is recorded twice."""
    if not SentForm.objects.filter(pk=sent.pk, at=sent.at).update(is_done=True):
        raise BegunAnew


def _repeated(request: HttpRequest, sent: SentForm) -> HttpResponse:
    if not (sent.leads_to or sent.is_done):
        return _at_work(request)
    messages.info(request, gettext("This form was sent already; here is what came of it."))
    return HttpResponseRedirect(sent.leads_to or reverse("home"))


def _at_work(request: HttpRequest) -> HttpResponse:
    content = RefusalPage(
        title=gettext("Already sent"),
        status=409,
        reason=gettext("This form was sent a moment ago and is still being recorded."),
        advice=gettext("Do not send it again: wait a moment, then open the list and look."),
    )
    response = page(request, content, status=409)
    response.headers["Retry-After"] = str(_LOST_AFTER.seconds)
    return response
