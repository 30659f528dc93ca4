"""From the cells of a mapped table to values, with a sentence for each cell that cannot be taken. Needs no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from zugong.dictionary.declarations import Column
from zugong.dictionary.fieldtypes import CellProblem
from zugong.exchange.mapping import MappedTable, SourceRow, required_columns
from zugong.exchange.reading.tables import BadCell

_PLACEHOLDERS = frozenset(("/", "\\", "-", "--", "—", "——", "／", "－"))  # how an empty cell is crossed out on paper
_UNKNOWN = object()


@dataclass(frozen=True, slots=True)
class CellIssue:
    """What stands against a cell, or against the whole row where `column` (from 0) is None. `row` counts from 1.

    A `doubt` is unlikely but can be so; an officer who has compared it with the paper may confirm the row.
    """

    row: int
    column: int | None
    header: str
    zh: str
    en: str
    doubt: bool = False

    def sentence(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """The values of a row by column key; what the row leaves empty is absent."""

    number: int
    values: dict[str, Any]


@dataclass
class ParsedTable:
    """The rows with their values. With any of `issues` the table cannot be imported; `warnings` only want to be seen.

    `missing` are required columns that the file does not have: enough where every row speaks of something known.
    """

    mapped: MappedTable
    rows: list[ParsedRow]
    issues: list[CellIssue] = field(default_factory=list)
    warnings: list[CellIssue] = field(default_factory=list)
    missing: tuple[Column, ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        """The keys of the columns that the file has."""
        return frozenset(column.key for column in self.mapped.columns.values())


def place_of(mapped: MappedTable, key: str) -> tuple[int, str]:
    """Index and header, as the file writes it, of the column with that key."""
    index = next(index for index, column in mapped.columns.items() if column.key == key)
    return index, mapped.headers.get(index, mapped.columns[index].header)


def parse_cells(mapped: MappedTable) -> ParsedTable:
    """Every cell through its column's type, row by row; no check between cells or rows."""
    table = ParsedTable(mapped, [ParsedRow(row.number, {}) for row in mapped.rows])
    for index, column in mapped.columns.items():
        _parse_column(mapped.rows, index, column, table)
    present = list(mapped.columns.values())
    table.missing = tuple(column for column in required_columns(mapped.sheet, present) if column not in present)
    return table


def _parse_column(rows: Iterable[SourceRow], index: int, column: Column, table: ParsedTable) -> None:
    """Equal cells are parsed once: a column of 12,000 cells has few different ones, and dates are dear."""
    outcomes: dict[Any, Any] = {}
    key, header = column.key, table.mapped.headers.get(index, column.header)
    for row, parsed in zip(rows, table.rows, strict=True):
        cell = row.cells[index]
        if cell is None:
            continue
        memo = cell if type(cell) is str else (type(cell), cell)
        outcome = outcomes.get(memo)
        if outcome is None:
            outcome = outcomes[memo] = _outcome(cell, column)
        if type(outcome) is CellProblem:
            table.issues.append(CellIssue(row.number, index, header, outcome.zh, outcome.en))
        elif outcome is not _UNKNOWN:
            parsed.values[key] = outcome


def _outcome(cell: Any, column: Column) -> Any:
    """The value, the CellProblem, or _UNKNOWN for a cell that says nothing."""
    if isinstance(cell, BadCell):
        return CellProblem(f"“{column.field.zh}”：{cell.zh}", f"{column.field.en}: {cell.en}")
    if isinstance(cell, str):
        stripped = cell.strip()
        if not stripped or stripped in _PLACEHOLDERS:
            return _UNKNOWN
    try:
        return column.field.type.parse(cell, column.field)
    except CellProblem as problem:
        return problem
