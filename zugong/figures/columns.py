"""What the engine needs of the columnar copy; the replica is one, the tests have a small one of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

import pyarrow as pa

from zugong.figures.grouping import Grouping
from zugong.kernel.scope import RowRights

#: A query over a record type joins its rows with those that may be seen, and dozens of joins want more memory than the copy has.
_AT_ONCE = 8
Asked = TypeVar("Asked")


class Columns(Protocol):
    """One question to a columnar copy: all its statements see one state, that of the entry `number`."""

    number: int

    def relation(self, type_code: str, known: int | None = None) -> str: ...
    def execute(self, sql: str) -> list[tuple[Any, ...]]: ...
    def execute_all(self, statements: Sequence[str]) -> list[list[tuple[Any, ...]]]: ...
    def register(self, name: str, table: pa.Table) -> None: ...


def bundles(asked: Sequence[Asked]) -> Iterator[Sequence[Asked]]:
    """Queries, or the record types that they are about, as many together as one statement bears."""
    return (asked[start : start + _AT_ONCE] for start in range(0, len(asked), _AT_ONCE))


def rows_of_all(columns: Columns, queries: Sequence[str]) -> list[tuple[Any, ...]]:
    """The rows of many small queries with the same columns; several are asked in a statement, since planning is half of each."""
    found = columns.execute_all([" UNION ALL ".join(bundle) for bundle in bundles(queries)])
    return [row for rows in found for row in rows]


class ColumnarCopy(Protocol):
    """Rows of every record type in columns, asked in DuckDB's SQL."""

    def question(self) -> AbstractContextManager[Columns]: ...


class ScopeTables:
    """The id sets of one question as small tables beside the columns, each made once; they go with the question."""

    def __init__(self, columns: Columns, grouping: Grouping, name: str = "scope") -> None:
        self._columns, self._grouping, self._name = columns, grouping, name
        self._organisations: dict[frozenset[int] | None, str] = {}
        self._positions: dict[frozenset[int], str] = {}
        self._anchors: dict[frozenset[int], str] = {}

    def organisations(self, rights: RowRights) -> str:
        """A table (organisation, grp) of the organisations whose rows count.

        `grp` is NULL for those that stand in no group of a question about everything.
        """
        allowed = rights.organisations
        if allowed not in self._organisations:
            name = f"{self._name}_organisations_{len(self._organisations)}"
            self._organisations[allowed] = self._registered(name, self._groups(allowed), ("organisation", "grp"))
        return self._organisations[allowed]

    def counts_every_row(self, rights: RowRights) -> bool:
        """Do rows count whatever their organisation, an unknown one too?"""
        return self._grouping.is_everything and rights.organisations is None

    @property
    def is_about_everything(self) -> bool:
        """Do rows count that stand in no group?"""
        return self._grouping.is_everything

    def anchors(self, allowed: frozenset[int]) -> str:
        """A table (anchor) of the records that are seen wherever they are placed."""
        if allowed not in self._anchors:
            rows: list[tuple[int | None, ...]] = [(anchor,) for anchor in sorted(allowed)]
            self._anchors[allowed] = self._registered(f"scope_anchors_{len(self._anchors)}", rows, ("anchor",))
        return self._anchors[allowed]

    def positions(self, allowed: frozenset[int]) -> str:
        """A table (position) of the posts whose rows count."""
        if allowed not in self._positions:
            rows: list[tuple[int | None, ...]] = [(position,) for position in allowed]
            self._positions[allowed] = self._registered(
                f"{self._name}_positions_{len(self._positions)}", rows, ("position",)
            )
        return self._positions[allowed]

    def _groups(self, allowed: frozenset[int] | None) -> list[tuple[int | None, ...]]:
        group_of = self._grouping.group_of
        if allowed is None:
            return list(group_of.items())
        if self._grouping.is_everything:
            return [(organisation, group_of.get(organisation)) for organisation in allowed]
        return [(organisation, group) for organisation, group in group_of.items() if organisation in allowed]

    def _registered(self, name: str, rows: list[tuple[int | None, ...]], names: tuple[str, ...]) -> str:
        arrays = [pa.array([row[place] for row in rows], pa.int64()) for place in range(len(names))]
        self._columns.register(name, pa.table(arrays, names=list(names)))
        return name
