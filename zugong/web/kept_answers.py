"""Answers kept as long as nothing is recorded: the same figures for the same rights up to the same entry.

A sealed entry never changes and what gives rights is part of the key, so a kept answer is what would be computed anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from threading import Lock
from typing import Generic, TypeVar

from django.conf import settings

from zugong.figures.answers import Answers, Request
from zugong.figures.queries import ask
from zugong.kernel.facts.models import Entry
from zugong.kernel.time import today
from zugong.web.scope import Scope

_KEPT = 128
Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The last values by key; the longest unused goes first. Safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._values: OrderedDict[Hashable, Value] = OrderedDict()

    def value(self, key: Hashable, compute: Callable[[], Value]) -> Value:
        """The value of the key, computed where it is not kept; two threads may then compute it both."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        found = compute()
        with self._lock:
            self._values[key] = found
            while len(self._values) > _KEPT:
                self._values.popitem(last=False)
        return found


_answers: Kept[Answers] = Kept()


def last_seal() -> tuple[int, datetime | None]:
    """The last sealed entry, with its moment: after a restored backup the same number is another entry."""
    found = Entry.objects.exclude(number=None).order_by("-number").values_list("number", "sealed_at").first()
    return found or (0, None)


def seen_key(scope: Scope) -> Hashable:
    """What everything that a user sees depends on: the last entry, the day, the clocks, and what their offices hold.

    Mandates, seats, places and managed posts are facts themselves, so the same entry and grants mean the same rights.
    """
    access = scope.access
    return last_seal(), today(), scope.clocks, access.grants, access.own_person, settings.ZUGONG_CADRE


def kept_answers(codes: Sequence[str], root: int | None, scope: Scope) -> Answers:
    """The figures below an organisation, as the user may count them."""
    key = (seen_key(scope), root, tuple(codes))
    requests = [Request(code, scope.clocks) for code in codes]
    return _answers.value(key, lambda: ask(requests, scope.grouping(root), scope.numbers))
