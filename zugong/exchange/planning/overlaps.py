"""Periods that would overlap where only one may hold, found before the database has to say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise


@dataclass(slots=True)
class Stretch:
    """A row that would be believed: its period, and the index of the file's row that records it, None for the store's."""

    since: date
    until: date | None
    source: int | None


def overlaps(stretches: Iterable[Stretch]) -> Iterator[tuple[Stretch, Stretch]]:
    """Neighbours in time that overlap, the earlier one first."""
    ordered = sorted(stretches, key=lambda stretch: (stretch.since, stretch.until or date.max))
    for earlier, later in pairwise(ordered):
        if earlier.until is None or later.since < earlier.until:
            yield earlier, later
