"""The one condition that serves list, count, search, figure, plot, export and drill-through alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RowRights:
    """Which rows of a record type somebody may have, resolved once per request into a few id sets; None means all.

    `organisations` are compared with the organisation where a row is placed; `positions`, for record types whose rights
    hang on posts, with the post that the row is about. A row with no organisation is seen only by who may see all.
    `also` are anchors that may be seen wherever they are placed: the unit that one's own organisation is set up in.
    """

    organisations: frozenset[int] | None
    positions: frozenset[int] | None = None
    also: frozenset[int] = frozenset()

    @property
    def everything(self) -> bool:
        return self.organisations is None and self.positions is None

    def contain(self, other: RowRights) -> bool:
        """Do they reach every row that the other rights reach?"""
        if self.everything:
            return True
        return (
            _within(other.organisations, self.organisations)
            and _within(other.positions, self.positions)
            and (self.organisations is None or other.also <= self.also)
        )

    def reach(self, organisation: int | None, anchor: int | None) -> bool:
        """Do they reach a row placed at an organisation, with that anchor? The post of the row is asked apart."""
        return self.organisations is None or organisation in self.organisations or anchor in self.also


def _within(inner: frozenset[int] | None, outer: frozenset[int] | None) -> bool:
    return outer is None or (inner is not None and inner <= outer)


EVERYTHING = RowRights(None)
NOTHING = RowRights(frozenset(), frozenset())
