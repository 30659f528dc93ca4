"""What the address of a list asks for as a whole: its columns, filters and order; the same for the page and the export."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from zugong.dictionary.declarations import RecordType
from zugong.figures.lists import After
from zugong.web.clocks import NAMES as CLOCKS
from zugong.web.listing.filters import Asked, asked_of, condition_of, may_filter, narrowing_of
from zugong.web.listing.narrowed import NarrowedPage, narrowed_rows
from zugong.web.listing.tables import Column, columns_of
from zugong.web.scope import Scope

__all__ = ["CLOCKS", "Listing", "Pairs", "listing_of", "pairs_of"]

Pairs = Sequence[tuple[str, str]]
#: So many columns are shown unless somebody chooses others.
_USUAL_COLUMNS = 10


@dataclass(frozen=True)
class Listing:
    """A list that was asked for. `all_columns` may be shown, `columns` are; `order` is one that the user may ask for."""

    kind: RecordType
    scope: Scope
    language: str
    asked: Asked
    all_columns: tuple[Column, ...]
    columns: tuple[Column, ...]
    order: str

    def page(self, after: After | None, limit: int) -> NarrowedPage:
        """Rows in their order, beginning after a key."""
        asked = self.asked
        return narrowed_rows(
            self.kind, condition_of(self.kind, asked), asked.clocks, self.scope.grouping(asked.organisation),
            self.scope.names, narrowing_of(self.kind, asked, self.scope), order=self.order, after=after, limit=limit,
        )  # fmt: skip

    def may_order(self, column: Column) -> bool:
        """An order tells the value as a filter does."""
        return bool(column.order) and may_filter(column.field, self.kind, self.scope)


def listing_of(parameters: QueryDict, kind: RecordType, scope: Scope, language: str) -> Listing:
    """The list that an address asks for. Raises Http404 for an organisation that the user may not know of."""
    every = columns_of(kind, scope, language)
    asked = asked_of(parameters, kind, every, scope, language)
    listing = Listing(kind, scope, language, asked, every, _chosen(every, parameters.getlist("col")), "")
    allowed = {column.order for column in every if listing.may_order(column)}
    order = asked.order if asked.order.removeprefix("-") in allowed else ""
    return Listing(kind, scope, language, asked, every, listing.columns, order)


def _chosen(every: tuple[Column, ...], names: Iterable[str]) -> tuple[Column, ...]:
    """The first column names the row and always stands; of the others those that are chosen, in their order."""
    wanted = set(names)
    if not wanted:
        return every[:_USUAL_COLUMNS]
    return (every[0], *(column for column in every[1:] if ".".join(column.path) in wanted))


def pairs_of(parameters: QueryDict, *, without: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The query of an address without what is empty, so that it stays short and can be passed on."""
    return [
        (name, value)
        for name, values in parameters.lists()
        if name not in without and not name.endswith(".words")
        for value in values
        if value.strip()
    ]
