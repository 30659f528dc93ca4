"""One line of the table: what was measured, how often, and what it may take at most."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Measurement:
    """`values` are in `unit`: s, ms, MB or × (so many times). `target` is what the median may be at most, if anything."""

    code: str
    zh: str
    en: str
    unit: str
    values: tuple[float, ...]
    target: float | None = None
    note: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def worst(self) -> float:
        return max(self.values)

    @property
    def is_met(self) -> bool | None:
        """Is the median within the target? None where there is no target."""
        return None if self.target is None else self.median <= self.target

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    def as_data(self) -> dict[str, Any]:
        """For programs; `from_data` reads it back."""
        return {
            "code": self.code, "zh": self.zh, "en": self.en, "unit": self.unit, "median": round(self.median, 4),
            "worst": round(self.worst, 4), "runs": len(self.values), "target": self.target, "met": self.is_met,
            "note": self.note, "values": [round(value, 4) for value in self.values],
        }  # fmt: skip

    @classmethod
    def from_data(cls, content: dict[str, Any]) -> Measurement:
        kept = {name: content[name] for name in ("code", "zh", "en", "unit", "target", "note")}
        return cls(values=tuple(content["values"]), **kept)


def seconds_of(work: Callable[[], Any]) -> float:
    """How long one call takes. What earlier calls left to be collected is collected before, not during it."""
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def seconds_of_runs(runs: int, work: Callable[[], Any], *, warm_up: int = 1) -> tuple[float, ...]:
    """How long each of so many calls takes, after `warm_up` calls that do not count."""
    for _ in range(warm_up):
        work()
    return tuple(seconds_of(work) for _ in range(runs))


def in_milliseconds(seconds: Sequence[float]) -> tuple[float, ...]:
    return tuple(1000 * value for value in seconds)
