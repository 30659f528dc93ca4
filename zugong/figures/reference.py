"""The slow, obvious engine: plain rows from the stores, one after the other. It defines what the fast one must answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import StoredRow, store_of
from zugong.figures.answers import Answers, Group, Request, Tallies, Tally
from zugong.figures.cells import Assembly
from zugong.figures.definitions import HERE, Definition, Definitions
from zugong.figures.engine import measured
from zugong.figures.grouping import Grouping, Rights
from zugong.kernel.time import Clocks, ymd
from zugong.language.reference import Reference, RowData, World
from zugong.language.tree import Checked

WorldAt = Callable[[int | None], World]
"""The believed rows as known at an entry number, or now."""


class StoredWorld:
    """The believed rows of every record type, from the database of record, as known at one entry."""

    def __init__(self, definitions: Definitions, known: int | None) -> None:
        self._definitions, self._known = definitions, known
        self._rows: dict[str, list[RowData]] = {}

    def rows(self, type_code: str) -> Sequence[RowData]:
        """All believed rows of the type, read once."""
        if type_code not in self._rows:
            kind = self._definitions.kind(type_code)
            store = store_of(kind)
            stored = store.read(store.queryset().believed(self._known))
            self._rows[type_code] = [plain_row(kind, row) for row in stored]
        return self._rows[type_code]


def plain_row(kind: RecordType, row: StoredRow) -> RowData:
    """A stored row as the language reads it."""
    dates = {"since": row.since, "until": row.until} if kind.is_state else {"on": row.since}
    return {"id": row.id, "anchor": row.anchor, **dates, **row.values}


@dataclass
class _Group:
    """What was found in one group. `keys` are the different values, or organisations; `total` their sum."""

    rows: int = 0
    undecided: int = 0
    keys: set[Any] = field(default_factory=set)
    total: int = 0

    def add(self, counted: bool, undecided: bool, key: Any) -> None:
        self.rows += counted
        self.undecided += undecided
        if counted and key is not None:
            self.keys.add(key)
            self.total += key if isinstance(key, int) else 0


def reference_answers(
    requests: Sequence[Request], definitions: Definitions, grouping: Grouping, rights: Rights, world_at: WorldAt, *,
    by: str = "", entry: int = 0,
) -> Answers:  # fmt: skip
    """The cells that `ask` must give. `entry` is only written into them."""
    wanted, refused = measured(requests, definitions, by)
    counting = _Counting(definitions, grouping, rights, by, cache(world_at))
    counted = {request: counting.tallies(definition, request.clocks) for request, definition in wanted.items()}
    groups = [] if by else grouping.groups
    return Assembly(definitions, counted, groups, entry).answers(requests, refused)


@dataclass(frozen=True)
class _Counting:
    """Counts figures one by one."""

    definitions: Definitions
    grouping: Grouping
    rights: Rights
    by: str
    world_at: WorldAt

    def tallies(self, definition: Definition, clocks: Clocks) -> Tallies:
        whole, groups = self._found(definition, clocks)
        if definition.measure == "organisations_with":
            return self._organisations_with(definition, clocks, whole, groups)
        value = {"rows": lambda one: one.rows, "sum": lambda one: one.total, "distinct": lambda one: len(one.keys)}
        measure = value[definition.measure]
        counted = {group: Tally(measure(one), one.rows, one.undecided) for group, one in groups.items()}
        return Tallies(Tally(measure(whole), whole.rows, whole.undecided), counted)

    def _found(self, definition: Definition, clocks: Clocks) -> tuple[_Group, dict[Group, _Group]]:
        """Every row in scope, judged by itself."""
        reading = Reference(self.world_at(clocks.known), self.definitions.moment(clocks))
        whole, groups = _Group(), defaultdict[Group, _Group](_Group)
        for row, place in self._in_scope(definition.kind, reading, clocks):
            verdict = reading.verdict(definition.condition, row)
            key, unclear = self._key(definition.path, row, reading)
            undecided = verdict.undecided or (verdict.holds and unclear)
            if verdict.holds or undecided:
                for one in (whole, groups[self._group(definition.kind, row, place, reading)]):
                    one.add(verdict.holds, undecided, key)
        return whole, dict(groups)

    def _in_scope(self, kind: RecordType, reading: Reference, clocks: Clocks) -> Iterable[tuple[RowData, int | None]]:
        """The rows that count, each with its organisation."""
        rights, place = self.rights(kind), self.definitions.place(kind)
        for row in self.world_at(clocks.known).rows(kind.code):
            organisation = row["anchor"] if kind.place == HERE else _read(place, row, reading) if place else None
            outside = self.grouping.root is not None and organisation not in self.grouping.group_of
            allowed = rights.reach(organisation, row.get("anchor"))
            if allowed and not (outside or self._other_position(kind, row)):
                yield row, organisation

    def _other_position(self, kind: RecordType, row: RowData) -> bool:
        """Is the row about a post that the rights do not cover?"""
        positions = self.rights(kind).positions
        if positions is None:
            return False
        fields = (
            ["anchor"]
            if kind.code == "position"
            else [one.code for one in kind.fields.values() if one.of == "position"]
        )
        return not fields or row.get(fields[0]) not in positions

    def _group(self, kind: RecordType, row: RowData, place: int | None, reading: Reference) -> Group:
        if self.by:
            return _read(self.definitions.value(kind, self.by), row, reading)
        return None if place is None else self.grouping.group_of.get(place)

    def _key(self, path: Checked | None, row: RowData, reading: Reference) -> tuple[Any, bool]:
        """What is counted distinct or summed, and whether it was left undecided."""
        if path is None:
            return None, False
        found = reading.reading(path, row)
        return found.value, found.undecided

    def _organisations_with(
        self, definition: Definition, clocks: Clocks, whole: _Group, groups: Mapping[Group, _Group]
    ) -> Tallies:
        """Organisations in force on the tree day, of the figure's kinds, with a row themselves or below them."""
        candidates = self._candidates(definition, clocks)
        above = self.grouping.with_all_above(whole.keys)
        values: dict[Group, int] = defaultdict(int)
        if self.by:
            for group, one in groups.items():
                values[group] = len(self.grouping.with_all_above(one.keys) & set(candidates))
        else:
            for organisation in candidates:
                values[self.grouping.group_of.get(organisation)] += organisation in above
        counted = {
            group: Tally(
                values.get(group, 0), *((groups[group].rows, groups[group].undecided) if group in groups else (0, 0))
            )
            for group in {**groups, **values}
        }
        return Tallies(Tally(len(above & set(candidates)), whole.rows, whole.undecided), counted)

    def _candidates(self, definition: Definition, clocks: Clocks) -> list[int]:
        on_tree_day = Clocks.at(clocks.tree, known=clocks.known)
        kind = self.definitions.kind("organisation")
        reading = Reference(self.world_at(clocks.known), self.definitions.moment(on_tree_day))
        in_force = self.definitions.condition(kind, "holds()")
        return [
            row["anchor"]
            for row, _ in self._in_scope(kind, reading, on_tree_day)
            if row["kind"] in definition.organisation_kinds and reading.verdict(in_force, row).holds
        ]


def _read(checked: Checked, row: RowData, reading: Reference) -> Any:
    """A value of a row; days as YYYYMMDD, as the columns have them."""
    found = reading.reading(checked, row).value
    return ymd(found) if isinstance(found, date) else found
