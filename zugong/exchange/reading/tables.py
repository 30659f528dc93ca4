"""What is read from a workbook before anybody knows what it means, and how much of it may be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_PARTS = 5_000
MAX_ROWS = 300_000
MAX_COLUMNS = 512
MAX_CELLS = 20_000_000  # cells of the rectangle that a sheet spans, empty ones included: the reader fills it in memory


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that holds no value to be taken: an error such as #REF!, or a formula whose result was never saved."""

    shown: str
    zh: str
    en: str

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range. Rows count from 1, columns from 0, both ends inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def width(self) -> int:
        return self.last_column - self.first_column + 1

    @property
    def height(self) -> int:
        return self.last_row - self.first_row + 1


@dataclass(frozen=True)
class RawTable:
    """The cells of one sheet from `first_row` (counted from 1) to its last row with a value; all rows equally wide.

    Cells are None, str, float, bool, date, datetime, time, timedelta or BadCell.
    """

    sheet_name: str
    rows: list[tuple[Any, ...]]
    first_row: int
    merged: tuple[Merge, ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def row(self, number: int) -> tuple[Any, ...]:
        """The row of that number in the sheet."""
        return self.rows[number - self.first_row]


def column_letters(index: int) -> str:
    """A, B, … Z, AA, … of a column counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The column, counted from 0, of its letters."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def trimmed(sheet_name: str, rows: Iterable[Sequence[Any]], merged: Iterable[Merge] = ()) -> RawTable:
    """The table without empty rows around it and without empty columns at its end; `rows` begin at the sheet's row 1."""
    cleaned = [[None if cell == "" else cell for cell in row] if "" in row else list(row) for row in rows]
    widths = [_used_width(row) for row in cleaned]
    last = max((place for place, width in enumerate(widths) if width), default=-1)
    first = next((place for place, width in enumerate(widths) if width), 0)
    width = max(widths, default=0)
    kept = [tuple(row[:width] + [None] * (width - len(row))) for row in cleaned[first : last + 1]]
    return RawTable(sheet_name, kept, first + 1, tuple(merged))


def _used_width(row: list[Any]) -> int:
    for place in range(len(row) - 1, -1, -1):
        cell = row[place]
        if cell is not None and not (isinstance(cell, str) and cell.isspace()):
            return place + 1
    return 0
