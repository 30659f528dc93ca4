"""Who and what is called how: indexes from a word, an identity number or a key to an anchor, loaded once per import.

Anchors that an import is about to make are negative numbers (-1, -2, …) until they are recorded.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.sheets import is_found_by_name
from zugong.dictionary.store import Store, StoredRow, store_of
from zugong.kernel.crypto import keyed_hash

CHUNK = 900
_MOST_SUGGESTIONS = 60  # a file with thousands of unknown names is a wrong file; looking for near ones is slow


def chunks(values: Iterable[Any]) -> Iterable[list[Any]]:
    """The values in lists short enough for one query."""
    listed = list(values)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


@dataclass(frozen=True, slots=True)
class Found:
    """What a word means on a day: the anchor; or, where it cannot stand there, why not."""

    anchor: int | None = None
    several: tuple[int, ...] = ()
    ended: date | None = None


@dataclass(slots=True)
class _Stay:
    """A word means an anchor on `[since, until)`."""

    anchor: int
    since: date
    until: date | None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class NameIndex:
    """Records of one type by name, code and whole key."""

    def __init__(self, kind: RecordType) -> None:
        self.kind, self.store = kind, store_of(kind)
        self._stays: dict[str, list[_Stay]] = {}
        self._alive: dict[int, list[_Stay]] = {}
        self._by_key: dict[tuple[Any, ...], int] = {}
        self._suggestions = 0
        self._words = naming_fields(kind)
        for row in self.store.believed():
            assert row.anchor is not None
            self._add(row, row.until if kind.is_state else None)

    def _add(self, row: StoredRow, until: date | None) -> None:
        assert row.anchor is not None
        self._by_key.setdefault(self.store.natural_key(row.values, row.since), row.anchor)
        self.remember(row.anchor, row.values, row.since, until)

    def remember(self, anchor: int, values: dict[str, Any], since: date, until: date | None = None) -> None:
        """From `since` on the values' words mean this anchor: a record of the store, or one that the file makes."""
        stay = _Stay(anchor, since, until)
        self._alive.setdefault(anchor, []).append(stay)
        for word in {values.get(code) for code in self._words}:
            if word:
                self._stays.setdefault(str(word), []).append(stay)

    def by_key(self, key: tuple[Any, ...]) -> int | None:
        """The anchor of that whole natural key."""
        return self._by_key.get(key)

    def set_key(self, key: tuple[Any, ...], anchor: int) -> None:
        """A record that the file makes."""
        self._by_key[key] = anchor

    def find(self, word: str, day: date) -> Found:
        """What the word means on the day.

        Among those called so on the day; else a record that was or will be called so, where it is only one and in force
        on the day or known only later; one that ended before the day comes back with its end. Events have no end.
        """
        stays = self._stays.get(word, ())
        holding = {stay.anchor for stay in stays if not self.kind.is_state or stay.holds(day)}
        if len(holding) == 1:
            return Found(holding.pop())
        if holding:
            return Found(several=tuple(sorted(holding)))
        return self._find_on_other_days({stay.anchor for stay in stays}, day)

    def _find_on_other_days(self, anchors: set[int], day: date) -> Found:
        current = {anchor for anchor in anchors if self._ended(anchor, day) is None}
        if len(current) == 1:
            return Found(current.pop())
        if current:
            return Found(several=tuple(sorted(current)))
        if len(anchors) == 1:
            anchor = anchors.pop()
            return Found(anchor, ended=self._ended(anchor, day))
        return Found(several=tuple(sorted(anchors)))

    def _ended(self, anchor: int, day: date) -> date | None:
        """The day on which the record ended, where that is not after `day`."""
        ends = [stay.until for stay in self._alive[anchor]]
        return None if any(end is None or end > day for end in ends) else max(end for end in ends if end)

    def describe(self, anchors: Sequence[int]) -> list[str]:
        """A code or name that tells each of these apart."""
        known = {anchor: str(key[0]) for key, anchor in self._by_key.items()}
        return [known.get(anchor, "?") for anchor in anchors]

    def nearest(self, word: str) -> list[str]:
        """Up to three names most like the word."""
        self._suggestions += 1
        if self._suggestions > _MOST_SUGGESTIONS:
            return []
        return difflib.get_close_matches(word, self._stays, n=3, cutoff=0.6)


def naming_fields(kind: RecordType) -> tuple[str, ...]:
    """The fields by whose words a record is found: its name, and the one text that is its key."""
    if not is_found_by_name(kind):
        return ()
    keys = [code for code in kind.key if code not in kind.dated]
    return tuple(dict.fromkeys([kind.label, *keys]))


@dataclass
class PersonIndex:
    """Persons by identity number; only those that the file names are loaded."""

    store: Store
    _anchors: dict[str, int] = field(default_factory=dict)
    _names: dict[int, set[str]] = field(default_factory=dict)

    def load(self, numbers: Iterable[str]) -> None:
        """Look up the numbers' keyed hashes, in bulk."""
        by_hash = {keyed_hash(number): number for number in numbers}
        for part in chunks(by_hash):
            found = self.store.queryset().believed().filter(identity_number_hash__in=part)
            for digest, anchor, name in found.values_list("identity_number_hash", "anchor_id", "name"):
                self.remember(by_hash[digest], anchor, name)

    def remember(self, number: str, anchor: int, name: str | None) -> None:
        """The number means this person, who is or was called so."""
        self._anchors[number] = anchor
        self._names.setdefault(anchor, set()).update([name] if name else [])

    def find(self, number: str) -> int | None:
        return self._anchors.get(number)

    def names(self, anchor: int) -> set[str]:
        """Every name that is believed of the person, on whatever day."""
        return self._names[anchor]
