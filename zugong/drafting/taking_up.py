"""What was published, in every process: before it answers, a process looks whether its own pack is still the last one.

One small question; the texts are read only when something was published, or a backup brought back another state.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zugong.drafting.queries import edition, own_texts
from zugong.packs.own import NOTHING, OwnTexts
from zugong.packs.pack import take_up

_taken: dict[str, OwnTexts] = {}


def take_up_published() -> None:
    """From now on the pack of this site has in this process everything that is published by now."""
    name = settings.ZUGONG_PACK
    if _taken.get(name, NOTHING).edition == edition():
        return
    found = own_texts()
    take_up(name, found)
    _taken[name] = found


class OwnPackMiddleware:
    """Every request is answered with what is published by then, whichever process published it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        take_up_published()
        return self.get_response(request)
