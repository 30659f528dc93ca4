"""Whom the lot draws: from a seed that everybody may read, so that anybody can draw again and find the same. No Django."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

_WHOLE = 100


def drawn_by_lot(seed: str, codes: Iterable[str], *, percent: int, least: int) -> frozenset[str]:
    """Of the codes so many per cent, rounded up, and `least` of them at least: those whose hash with the seed is lowest.

    The hash is SHA-256 of seed, colon and code. Somebody who joins later moves at most one other out.
    """
    ordered = sorted(set(codes), key=lambda code: (lot_number(seed, code), code))
    count = max(least, -(-len(ordered) * percent // _WHOLE))
    return frozenset(ordered[:count])


def lot_number(seed: str, code: str) -> str:
    """The number that one code draws, as it is shown beside its name."""
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()
