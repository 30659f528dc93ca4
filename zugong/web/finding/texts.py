"""Figures, record types and pages of the site by their names: few enough to look through one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from zugong.finding.queries import name_key
from zugong.finding.rules import Wanted


@dataclass(frozen=True)
class Text:
    """Something with a page: its label, other names by which it is found, a note, its address."""

    label: str
    others: tuple[str, ...]
    note: str
    address: str


def texts_found(asked: Wanted, texts: Iterable[Text]) -> list[tuple[Text, bool]]:
    """Those that fit, best first, each with whether it is called exactly so."""
    ranked = []
    for number, text in enumerate(texts):
        keys = [key for name in (text.label, *text.others) if (key := _key(asked, name))]
        if keys:
            ranked.append((min(keys), number, text))
    return [(text, key.startswith("0")) for key, _, text in sorted(ranked, key=lambda one: one[:2])]


@lru_cache(maxsize=8192)
def _key(asked: Wanted, name: str) -> str:
    return name_key(asked, name)
