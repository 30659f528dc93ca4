"""A tiny county for these tests: its pack, its rows in memory, and the same rows in columns."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from zugong.dictionary.catalogue import load_catalogue
from zugong.figures.definitions import Definitions
from zugong.figures.grouping import Grouping
from zugong.figures.queries import Site
from zugong.figures.replica.columns import ReplicaColumn, replica_columns
from zugong.kernel.time import PartialDate, ymd
from zugong.packs.figures import Figure
from zugong.packs.pack import load_pack

PACKS = Path(__file__).parent / "packs"
Row = dict[str, Any]


@cache
def tiny_definitions() -> Definitions:
    return Definitions(load_pack("tiny", folder=PACKS), load_catalogue("tiny", folder=PACKS))


def definitions_with(figures: Sequence[Figure]) -> Definitions:
    """The tiny pack with these figures instead of its own."""
    tiny = tiny_definitions()
    return Definitions(replace(tiny.pack, figures={figure.figure: figure for figure in figures}), tiny.catalogue)


@dataclass
class History:
    """Rows of every type with the entries that recorded and withdrew them: `rec`, and `ret` or None."""

    rows: Mapping[str, list[Row]]

    def world_at(self, known: int | None) -> World:
        return World({code: [row for row in rows if _believed(row, known)] for code, rows in self.rows.items()})


@dataclass
class World:
    believed: Mapping[str, list[Row]]

    def rows(self, type_code: str) -> list[Row]:
        return self.believed.get(type_code, [])


def _believed(row: Row, known: int | None) -> bool:
    if known is None:
        return row["ret"] is None
    return row["rec"] <= known and (row["ret"] is None or row["ret"] > known)


class MemoryCopy:
    """The rows in an in-memory DuckDB, as the replica has them."""

    def __init__(self, definitions: Definitions, history: History) -> None:
        self._connection = duckdb.connect()
        self._number = max((row["rec"] for rows in history.rows.values() for row in rows), default=0)
        for code, kind in definitions.catalogue.types.items():
            columns = replica_columns(kind)
            arrays = [
                pa.array([_value(row, column) for row in history.rows.get(code, [])], _ARROW[column.sql_type])
                for column in columns
            ]
            self._connection.register(f"t_{code}", pa.table(arrays, names=[column.name for column in columns]))

    @contextmanager
    def question(self) -> Iterator[MemoryQuestion]:
        yield MemoryQuestion(self._connection, self._number)


@dataclass
class MemoryQuestion:
    connection: duckdb.DuckDBPyConnection
    number: int

    def relation(self, type_code: str, known: int | None = None) -> str:
        believed = "ret IS NULL" if known is None else f"rec <= {known} AND (ret IS NULL OR ret > {known})"
        return f"(SELECT * FROM t_{type_code} WHERE {believed})"

    def execute(self, sql: str) -> list[tuple]:
        return self.connection.execute(sql).fetchall()

    def execute_all(self, statements: list[str]) -> list[list[tuple]]:
        return [self.execute(sql) for sql in statements]

    def register(self, name: str, table: pa.Table) -> None:
        self.connection.register(name, table)


_ARROW = {"BIGINT": pa.int64(), "INTEGER": pa.int64(), "VARCHAR": pa.string(), "BOOLEAN": pa.bool_()}


def _value(row: Row, column: ReplicaColumn) -> Any:
    value = row.get(column.name)
    if column.name.endswith(("_lo", "_hi")) and column.name not in row:
        found = row.get(column.name[:-3])
        if found is None:
            return None
        return ymd(found.first if column.name.endswith("_lo") else found.last)
    return ymd(value) if isinstance(value, date) else value


def site(definitions: Definitions, history: History) -> Site:
    return Site(definitions, MemoryCopy(definitions, history))


# Generated data

DAYS = [
    date(2018, 6, 1),
    date(2019, 1, 1),
    date(2019, 12, 31),
    date(2020, 2, 29),
    date(2020, 12, 31),
    date(2021, 6, 30),
]
_DATES = ["1985", "1985-06", "1985-06-30", "1985-12-31", "1950-01-01", "2019", "2020-02", "2020-02-29", "2020-12-31"]
ORGANISATIONS = range(1, 9)
PERSONS = range(11, 21)
UNITS = range(31, 35)
POSITIONS = range(41, 45)
LAST_ENTRY = 9

PARENTS = {2: 1, 3: 1, 4: 2, 5: 2, 6: 3, 7: 6}
"""The tree of the tiny county: 1 the committee, 2 and 3 below it, branches below those; 8 stands elsewhere."""


def grouping(root: int | None) -> Grouping:
    """The organisations below `root` and the child of root that each counts under."""
    if root is None:
        return Grouping(None, {organisation: _top(organisation, 1) for organisation in range(1, 8)}, PARENTS)
    below = [organisation for organisation in ORGANISATIONS if root in _above(organisation)]
    return Grouping(root, {organisation: _top(organisation, root) for organisation in below}, PARENTS)


def _above(organisation: int) -> list[int]:
    found = [organisation]
    while found[-1] in PARENTS:
        found.append(PARENTS[found[-1]])
    return found


def _top(organisation: int, root: int) -> int:
    path = _above(organisation)
    return path[max(path.index(root) - 1, 0)]


class Generator:
    """Random rows with a history of corrections; at most one believed row of an anchor holds on any day."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.ids = 0

    def history(self) -> History:
        rows: dict[str, list[Row]] = {
            "organisation": [row for anchor in ORGANISATIONS for row in self.states(anchor, self.organisation)],
            "person": [row for anchor in PERSONS for row in self.states(anchor, self.person)],
            "unit": [row for anchor in UNITS for row in self.states(anchor, self.unit)],
            "position": [row for anchor in POSITIONS for row in self.states(anchor, self.position)],
            "membership": [row for _ in range(18) for row in self.states(None, self.membership)],
            "appointment": [row for _ in range(8) for row in self.states(None, self.appointment)],
            "payment": [row for _ in range(25) for row in self.events(self.payment)],
            "income": [row for _ in range(8) for row in self.events(self.income)],
        }
        return History(rows)

    def states(self, anchor: int | None, make: Any) -> Iterator[Row]:
        """One or two periods, one after the other, each perhaps corrected later."""
        marks = sorted(self.random.sample(DAYS, 3))
        for since, until in self.random.choice(
            [[(marks[0], None)], [(marks[0], marks[1])], [*zip(marks, [*marks[1:2], None], strict=False)]]
        ):
            yield from self.corrected(
                lambda since=since, until=until: {"anchor": anchor, "since": since, "until": until, **make()}
            )

    def events(self, make: Any) -> Iterator[Row]:
        on = self.random.choice(DAYS)
        yield from self.corrected(lambda: {"anchor": None, "on": on, **make()})

    def corrected(self, make: Any) -> Iterator[Row]:
        recorded = self.random.randint(1, LAST_ENTRY - 2)
        withdrawn = self.random.choice([None, None, self.random.randint(recorded + 1, LAST_ENTRY)])
        yield self.row(make(), recorded, withdrawn)
        if withdrawn and self.random.random() < 0.7:
            yield self.row(make(), withdrawn, None)

    def row(self, values: Row, recorded: int, withdrawn: int | None) -> Row:
        self.ids += 1
        return {"id": self.ids, "rec": recorded, "ret": withdrawn, **values}

    def maybe(self, values: Sequence[Any]) -> Any:
        return self.random.choice([*values, None]) if self.random.random() < 0.3 else self.random.choice(values)

    def date(self) -> PartialDate | None:
        text = self.maybe(_DATES)
        return PartialDate(text) if text else None

    def organisation(self) -> Row:
        return {"name": "x", "kind": self.maybe(["committee", "branch", "temporary"]), "established_on": self.date()}

    def person(self) -> Row:
        return {"name": self.maybe(["王", "李"]), "born_on": self.date()}

    def unit(self) -> Row:
        return {"name": "y", "kind": self.maybe(["village", "school"]), "territory": self.maybe(ORGANISATIONS)}

    def position(self) -> Row:
        return {"name": "z", "organisation": self.maybe(ORGANISATIONS)}

    def membership(self) -> Row:
        return {
            "person": self.maybe(PERSONS),
            "organisation": self.maybe(ORGANISATIONS),
            "category": self.maybe(["full", "probationary"]),
            "joined_on": self.date(),
            "mobile": self.maybe([True, False]),
        }

    def appointment(self) -> Row:
        return {"person": self.maybe(PERSONS), "position": self.maybe(POSITIONS)}

    def payment(self) -> Row:
        return {
            "person": self.maybe(PERSONS),
            "organisation": self.maybe(ORGANISATIONS),
            "amount": self.maybe([0, 100, 250, 99999999999]),
            "points": self.maybe([-1, 0, 3]),
            "paid": self.maybe([True, False]),
            "due_on": self.date(),
        }

    def income(self) -> Row:
        return {"unit": self.maybe(UNITS), "income": self.maybe([0, 299, 300, 301, 499, 500])}
