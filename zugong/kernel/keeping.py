"""Values kept in a process for as long as what they depend on, their key, is asked for again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

_MOST = 128
Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The last values by key; the longest unused goes first. Safe for threads."""

    def __init__(self, most: int = _MOST) -> None:
        self._lock, self._most = Lock(), most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()

    def has(self, key: Hashable) -> bool:
        """Is the value of the key kept just now?"""
        with self._lock:
            return key in self._values

    def get(self, key: Hashable) -> Value | None:
        """The value of the key where it is kept."""
        with self._lock:
            return self._values.get(key)

    def keep(self, key: Hashable, value: Value) -> None:
        """Keep a value that is known already."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)

    def value(self, key: Hashable, compute: Callable[[], Value]) -> Value:
        """The value of the key, computed where it is not kept; two threads may then compute it both."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        found = compute()
        self.keep(key, found)
        return found
