"""Two moments or two trees of one number, row by row: which rows came, which went, and why.

The weight of a thing is what it adds to the number: one for rows and distinct values, an amount for sums. A thing is what
stays the same when its row is recorded again: the value counted distinct, the record, or the row that it goes on from. The
differences of weight add up to the difference of the number, whatever the causes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from django.db.models import Q

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import store_of
from zugong.figures.answers import WHOLE, Group, Request, Whole
from zugong.figures.definitions import Definition
from zugong.figures.grouping import Grouping, Rights
from zugong.figures.plan import ORGANISATION
from zugong.figures.queries import Site, rows_of, this_site
from zugong.figures.rows import RowItem
from zugong.organisations.queries.reorganisations import reorganisations_after

Cause = Literal["late", "corrected", "tree", "related"]
Thing = int | str | bool
_EVERY_ROW = 100_000_000
_FEN_PER_YUAN = 100


@dataclass(frozen=True)
class Side:
    """One cell: a measured figure on its clocks, where its rows count, and in which group."""

    request: Request
    grouping: Grouping
    group: Group | Whole = WHOLE


@dataclass(frozen=True, slots=True)
class Differing:
    """A thing that weighs differently on the two sides, with its rows on each, and why."""

    thing: Thing
    before: tuple[RowItem, ...]
    after: tuple[RowItem, ...]
    difference: Fraction
    cause: Cause


@dataclass(frozen=True, slots=True)
class _Row:
    """What the store says of a row: by which entries it was recorded and withdrawn, and what it goes on from."""

    id: int
    recorded: int
    retracted: int | None
    supersedes: int | None
    since: date
    until: date | None


def differing_since(
    before: Side, after: Side, rights: Rights, *, known: int, site: Site | None = None
) -> list[Differing]:
    """What makes a number known at the entry `known` another one now: each thing that differs, with its cause.

    `after` is asked without `known`. late: recorded afterwards, or an end that was recorded afterwards; corrected: withdrawn
    or recorded again with other values; tree: counted elsewhere, or changed by a merger or a move; related: its own row is
    the same, but another record that the condition asks about is not.
    """
    site = site or this_site()
    definition = site.definitions.measured(before.request.figure)
    first, last = _every_row(before, rights, site), _every_row(after, rights, site)
    moved = before.grouping.group_of != after.grouping.group_of
    middle = _every_row(Side(after.request, before.grouping, before.group), rights, site) if moved else last
    counts_organisations = definition.measure == "organisations_with"
    kind = site.definitions.kind(ORGANISATION) if counts_organisations else definition.kind
    history = _History(definition, kind, known)
    return _explained(history, first, middle, last)


def _every_row(side: Side, rights: Rights, site: Site) -> Sequence[RowItem]:
    return rows_of(side.request, side.grouping, rights, group=side.group, limit=_EVERY_ROW, site=site).rows


def _explained(
    history: _History, first: Sequence[RowItem], middle: Sequence[RowItem], last: Sequence[RowItem]
) -> list[Differing]:
    before, between, after = (history.things(rows) for rows in (first, middle, last))
    found = []
    for thing in dict.fromkeys([*before, *between, *after]):
        rows = [tuple(side.get(thing, ())) for side in (before, between, after)]
        weighed = [history.weight(side) for side in rows]
        if weighed[1] != weighed[0]:
            cause = history.cause(rows[0], rows[1])
            found.append(Differing(thing, rows[0], rows[1], weighed[1] - weighed[0], cause))
        if weighed[2] != weighed[1]:
            found.append(Differing(thing, rows[1], rows[2], weighed[2] - weighed[1], "tree"))
    return found


class _History:
    """What happened after the entry `known` to the rows of `kind`: those of the figure, or organisations that it counts."""

    def __init__(self, definition: Definition, kind: RecordType, known: int) -> None:
        self._definition, self._known = definition, known
        self._rows = _changed_after(kind, known)
        self._reorganisations = reorganisations_after(known)
        self._followers: dict[int, list[_Row]] = defaultdict(list)
        for row in self._rows.values():
            if row.supersedes is not None:
                self._followers[row.supersedes].append(row)

    def things(self, items: Iterable[RowItem]) -> dict[Thing, list[RowItem]]:
        found: dict[Thing, list[RowItem]] = defaultdict(list)
        for item in items:
            thing = self._thing(item)
            if thing is not None:
                found[thing].append(item)
        return found

    def _thing(self, item: RowItem) -> Thing | None:
        if self._definition.measure in ("distinct", "organisations_with"):
            return item.key
        return item.anchor if item.anchor is not None else self._first_row(item.id)

    def _first_row(self, row_id: int) -> int:
        """The row from which this one goes on, through all that was recorded again since."""
        while (row := self._rows.get(row_id)) and row.recorded > self._known and row.supersedes is not None:
            row_id = row.supersedes
        return row_id

    def weight(self, items: Sequence[RowItem]) -> Fraction:
        match self._definition.measure:
            case "rows":
                return Fraction(len(items))
            case "sum":
                total = sum(int(item.key) for item in items if item.key is not None)
                return Fraction(total, _FEN_PER_YUAN if self._definition.is_money else 1)
        return Fraction(bool(items))

    def cause(self, before: Sequence[RowItem], after: Sequence[RowItem]) -> Cause:
        ids_before, ids_after = {item.id for item in before}, {item.id for item in after}
        gone = [row for row in self._those(ids_before - ids_after) if row.retracted is not None]
        new = [row for row in self._those(ids_after - ids_before) if row.recorded > self._known]
        entries = {row.recorded for row in new} | {row.retracted for row in gone}
        if entries & self._reorganisations:
            return "tree"
        if not gone and not new:
            return "related"
        is_late = all(self._ended_only(row) for row in gone) and all(row.supersedes is None for row in new if not gone)
        return "late" if is_late else "corrected"

    def _those(self, ids: Iterable[int]) -> list[_Row]:
        return [self._rows[row_id] for row_id in ids if row_id in self._rows]

    def _ended_only(self, row: _Row) -> bool:
        """Was the row only recorded again with an end: a change of the world, told afterwards?"""
        return any(
            follower.since == row.since and follower.until is not None and follower.until != row.until
            for follower in self._followers[row.id]
        )


_COLUMNS = ("id", "recorded_in__number", "retracted_in__number", "supersedes_id", "since", "until")


def _changed_after(kind: RecordType, known: int) -> dict[int, _Row]:
    """The rows of a type that were recorded or withdrawn after an entry."""
    changed = Q(recorded_in__number__gt=known) | Q(retracted_in__number__gt=known)
    found = store_of(kind).queryset().filter(changed).values_list(*_COLUMNS)
    return {row[0]: _Row(*row) for row in found}
