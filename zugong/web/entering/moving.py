"""Which figures a form would move, before and after: asked of the columnar copy with the rows laid over it."""

from __future__ import annotations

from dataclasses import dataclass

from zugong.exchange.planning.outcomes import Plan
from zugong.web.scope import Scope


@dataclass(frozen=True)
class Move:
    """A figure with its value before and after."""

    name: str
    before: str
    after: str


def moves_of(plan: Plan, scope: Scope, language: str) -> tuple[Move, ...]:
    """The figures that would change, as far as the user may count them."""
    return ()
