"""Answers kept as long as nothing is recorded: the same figures for the same rights up to the same entry.

A sealed entry never changes and rights are part of the key, so a kept answer is the one that would be computed anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime
from threading import Lock
from typing import Generic, TypeVar

from zugong.dictionary.declarations import RecordType
from zugong.figures.answers import Answers, Request
from zugong.figures.grouping import Rights
from zugong.figures.queries import ask
from zugong.kernel.facts.models import Entry
from zugong.kernel.scope import RowRights
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


def rights_key(kinds: list[RecordType], rights: Rights) -> frozenset[tuple[str, RowRights]]:
    """The rights over some record types as a key."""
    return frozenset((kind.code, rights(kind)) for kind in kinds)


def kept_answers(codes: list[str], root: int | None, scope: Scope) -> Answers:
    """The figures below an organisation, as the user may count them."""
    kinds = list(scope.catalogue.types.values())
    key = (last_seal(), today(), scope.clocks, root, tuple(codes), rights_key(kinds, scope.numbers))
    requests = [Request(code, scope.clocks) for code in codes]
    return _answers.value(key, lambda: ask(requests, scope.grouping(root), scope.numbers))
