"""How the columns of a sheet become fields of the record types it writes: worked out once, before any row is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from functools import cached_property
from typing import Any

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import Column, Field, RecordType, Sheet
from zugong.dictionary.sheets import is_found_by_name


@dataclass(frozen=True)
class Reference:
    """By which cells a row says which record a field means.

    One column with a name or code, or several `parts`: the fields of the other record's key (for a person name and
    identity number), each a column key or again a reference. `leaves` are all its columns, in order.
    """

    field: Field
    target: RecordType
    leaves: tuple[str, ...]
    parts: Mapping[str, str | Reference] = default(default_factory=dict)

    @property
    def by_name(self) -> bool:
        return not self.parts


@dataclass(frozen=True)
class Written:
    """One record type that the sheet writes: its own columns, its references, and links to others of the same row.

    `only_links`: the sheet has no column for it (an organisation and its unit); it is written where both ends are.
    """

    kind: RecordType
    plain: tuple[tuple[str, str], ...]
    dates: Mapping[str, str]
    references: tuple[Reference, ...]
    links: Mapping[str, str]
    optional: bool
    only_links: bool

    @cached_property
    def own_columns(self) -> tuple[str, ...]:
        """The keys of the columns that say something of this type."""
        leaves = [leaf for reference in self.references for leaf in reference.leaves]
        return (*(key for key, _ in self.plain), *self.dates.values(), *leaves)

    def is_stated(self, values: Mapping[str, Any]) -> bool:
        """Does the row say anything of this type?"""
        return not self._own_set.isdisjoint(values)

    @cached_property
    def _own_set(self) -> frozenset[str]:
        return frozenset(self.own_columns)


def layout(sheet: Sheet, columns: frozenset[str], catalogue: Catalogue) -> list[Written]:
    """The types that the sheet writes, in its order, with those of their columns that the file has."""
    return [_written(sheet, code, columns, catalogue) for code in sheet.writes]


def _written(sheet: Sheet, code: str, columns: frozenset[str], catalogue: Catalogue) -> Written:
    kind = catalogue.types[code]
    own = [column for column in sheet.columns if column.type_code == code and column.key in columns]
    simple = [column for column in own if not column.is_lookup and not column.field.of]
    return Written(
        kind=kind,
        plain=tuple((column.key, column.path[0]) for column in simple if column.path[0] in kind.fields),
        dates={column.path[0]: column.key for column in simple if column.path[0] in kind.dated},
        references=tuple(_references(kind, own, catalogue)),
        links=sheet.links.get(code, {}),
        optional=code in sheet.optional,
        only_links=not any(column.type_code == code for column in sheet.columns),
    )


def _references(kind: RecordType, own: Iterable[Column], catalogue: Catalogue) -> Iterable[Reference]:
    grouped: dict[str, list[Column]] = {}
    for column in own:
        if column.is_lookup or column.field.of:
            grouped.setdefault(column.path[0], []).append(column)
    for name, columns in grouped.items():
        yield _reference(kind.fields[name], [(column.path[1:], column.key) for column in columns], catalogue)


def _reference(declared: Field, places: list[tuple[tuple[str, ...], str]], catalogue: Catalogue) -> Reference:
    target = catalogue.types[declared.of]
    leaves = tuple(key for _, key in places)
    if is_found_by_name(target):
        return Reference(declared, target, leaves)
    inner: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for path, key in places:
        inner.setdefault(path[0], []).append((path[1:], key))
    parts: dict[str, str | Reference] = {}
    for code, rest in inner.items():
        nested = target.field(code)
        parts[code] = _reference(nested, rest, catalogue) if nested.of else rest[0][1]
    return Reference(declared, target, leaves, parts)
