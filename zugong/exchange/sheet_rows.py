"""The rows of a sheet from the store: what an export writes, and what an import of the same sheet would read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import Column, Field, RecordType, Sheet
from zugong.dictionary.store import StoredRow, store_of
from zugong.kernel.time import Clocks

#: May this field be shown in full, in a row that counts at this organisation? The row is one of the sheet's main type.
MayShow = Callable[[Field, StoredRow, int | None], bool]
Wanted = tuple[str, int]
_SLICE = 1000
_CHUNK = 500
_STEPS = 3


def main_type(sheet: Sheet) -> str:
    """The record type of which the sheet has one row each: its roster, else what it surely writes last."""
    return sheet.roster or [code for code in sheet.writes if code not in sheet.optional][-1]


@dataclass
class SheetRows:
    """Reads rows of a sheet, a thousand at a time. `masked` fills with the keys of columns that could not be shown.

    References are written by name, as people write them. What may not be shown is left empty, an encrypted value masked.
    """

    sheet: Sheet
    catalogue: Catalogue
    clocks: Clocks
    may_show: MayShow
    masked: set[str] = field(default_factory=set)

    @property
    def kind(self) -> RecordType:
        return self.catalogue.types[main_type(self.sheet)]

    def rows(self, placed: Iterable[tuple[int, int | None]]) -> Iterator[dict[str, Any]]:
        """Values by column key for each main row (its id and place), in the order given; one line per linked record."""
        remaining = iter(placed)
        while part := list(islice(remaining, _SLICE)):
            yield from self._slice(part)

    def _slice(self, placed: Sequence[tuple[int, int | None]]) -> Iterator[dict[str, Any]]:
        store = store_of(self.kind)
        wanted = store.queryset().filter(pk__in=[row_id for row_id, _ in placed])
        stored = {row.id: row for row in store.read(wanted, unsealed=True)}
        lines = [(_Line({self.kind.code: stored[row_id]}), place) for row_id, place in placed if row_id in stored]
        lines = self._with_linked(lines)
        known = self._records(lines)
        for line, place in lines:
            yield self._values(line, place, known)

    def _with_linked(self, lines: list[tuple[_Line, int | None]]) -> list[tuple[_Line, int | None]]:
        """The lines with the rows of the sheet's other types, found over its links in either direction."""
        done = {self.kind.code}
        for _ in self.sheet.writes:
            for code, links in self.sheet.links.items():
                for name, target in links.items():
                    if code in done and target not in done:
                        lines = self._forward(lines, code, name, target)
                        done.add(target)
                    elif target in done and code not in done:
                        lines = self._backward(lines, code, name, target)
                        done.add(code)
        return lines

    def _forward(self, lines, code: str, name: str, target: str):
        """The records that rows of `code` refer to by `name`."""
        anchors = {line.rows[code].values.get(name) for line, _ in lines if code in line.rows} - {None}
        found = nearest_rows(self.catalogue.types[target], anchors, self.clocks)
        return [(line.joined(target, found.get(line.reference(code, name))), place) for line, place in lines]

    def _backward(self, lines, code: str, name: str, target: str):
        """The rows of `code` that refer to rows of `target` by `name` on the day; a line for each of them."""
        anchors = {line.rows[target].anchor for line, _ in lines if target in line.rows} - {None}
        found: dict[int, list[StoredRow]] = {}
        for row in _holding(self.catalogue.types[code], name, anchors, self.clocks):
            found.setdefault(row.values[name], []).append(row)
        return [
            (line.joined(code, row), place)
            for line, place in lines
            for row in (found.get(line.rows[target].anchor) if target in line.rows else None) or [None]
        ]

    def _records(self, lines: Iterable[tuple[_Line, int | None]]) -> Mapping[Wanted, StoredRow]:
        """Every record that a column reads through a reference, and what is needed to name it."""
        known: dict[Wanted, StoredRow] = {}
        pending = {wanted for line, _ in lines for wanted in self._references(line)}
        for _ in range(_STEPS):
            new: dict[Wanted, StoredRow] = {}
            for code in {code for code, _ in pending}:
                kind = self.catalogue.types[code]
                anchors = {anchor for other, anchor in pending if other == code}
                new |= {(code, pk): row for pk, row in nearest_rows(kind, anchors, self.clocks).items()}
            known |= new
            pending = {ref for (code, _), row in new.items() for ref in self._key_references(code, row)} - set(known)
            if not pending:
                break
        return known

    def _references(self, line: _Line) -> Iterator[Wanted]:
        for column in self.sheet.columns:
            row = line.rows.get(column.type_code)
            own = self.catalogue.types[column.type_code].fields.get(column.path[0])
            if row is not None and own is not None and own.of and row.values.get(own.code):
                yield own.of, row.values[own.code]

    def _key_references(self, code: str, row: StoredRow) -> Iterator[Wanted]:
        kind = self.catalogue.types[code]
        for name in kind.key:
            if name in kind.fields and kind.fields[name].of and row.values.get(name):
                yield kind.fields[name].of, row.values[name]

    def _values(self, line: _Line, place: int | None, known: Mapping[Wanted, StoredRow]) -> dict[str, Any]:
        main = line.rows[self.kind.code]
        values = {}
        for column in self.sheet.columns:
            value = self._value(column, line, known)
            if value is None:
                continue
            if self.may_show(column.field, main, place):
                values[column.key] = value
            else:
                self.masked.add(column.key)
                if column.field.hidden:
                    values[column.key] = column.field.type.mask(value)
        return values

    def _value(self, column: Column, line: _Line, known: Mapping[Wanted, StoredRow]) -> Any:
        row, kind = line.rows.get(column.type_code), self.catalogue.types[column.type_code]
        for step in column.path[:-1]:
            if row is None or row.values.get(step) is None:
                return None
            target = kind.fields[step].of
            row, kind = known.get((target, row.values[step])), self.catalogue.types[target]
        return None if row is None else self._plain(kind, row, column.path[-1], known)

    def _plain(self, kind: RecordType, row: StoredRow, code: str, known: Mapping[Wanted, StoredRow]) -> Any:
        if code in kind.dated:
            return row.until if code == "until" else row.since  # as the import reads them back
        value, declared = row.values.get(code), kind.fields[code]
        if value is None or not declared.of:
            return value
        named = known.get((declared.of, value))
        return str(named.values.get(self.catalogue.types[declared.of].label) or "") if named else None


@dataclass(frozen=True)
class _Line:
    """One line of the sheet: the row of each type that it is about."""

    rows: Mapping[str, StoredRow]

    def joined(self, code: str, row: StoredRow | None) -> _Line:
        return self if row is None else _Line({**self.rows, code: row})

    def reference(self, code: str, name: str) -> int | None:
        return self.rows[code].values.get(name) if code in self.rows else None


def nearest_rows(kind: RecordType, anchors: Iterable[int], clocks: Clocks) -> dict[int, StoredRow]:
    """For each anchor the row that holds on the day, else the last before it, else the first after it; unsealed."""
    store, best = store_of(kind), {}
    for part in _parts(anchors):
        believed = store.queryset().believed(clocks.known).filter(anchor_id__in=part).order_by("since")
        for row in store.read(believed, unsealed=True):
            if row.anchor not in best or row.since <= clocks.on:
                best[row.anchor] = row
    return best


def _holding(kind: RecordType, name: str, anchors: Iterable[int], clocks: Clocks) -> Iterator[StoredRow]:
    store = store_of(kind)
    for part in _parts(anchors):
        yield from store.read(store.queryset().at(clocks).filter(**{f"{name}_id__in": part}), unsealed=True)


def _parts(anchors: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(anchors)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
