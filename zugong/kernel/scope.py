"""The one condition that serves list, count, search, figure, plot, export and drill-through alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RowRights:
    """Which rows of a record type somebody may have, resolved once per request into a few id sets; None means all.

    `organisations` are compared with the organisation where a row is placed; `positions`, for record types whose rights
    hang on posts, with the post that the row is about. A row with no organisation is seen only by who may see all.
    """

    organisations: frozenset[int] | None
    positions: frozenset[int] | None = None

    @property
    def everything(self) -> bool:
        return self.organisations is None and self.positions is None


EVERYTHING = RowRights(None)
NOTHING = RowRights(frozenset(), frozenset())
