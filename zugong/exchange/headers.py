"""Finding the header of a table: below titles and notes, over one row or several, above marks such as 必填."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from zugong.dictionary.declarations import Column, Sheet
from zugong.exchange.reading.errors import HeaderNotFound
from zugong.exchange.reading.tables import Merge, RawTable

SEARCHED_ROWS = 40
MOST_HEADER_ROWS = 4
_SAMPLED_ROWS = 200
_SAMPLES = 50

_NOISE = re.compile(r"[\s*※★☆#]+|[\[(【](?:必填项?|选填项?|非必填|可不填)[\])】]")
_NUMBERING = re.compile(r"^(?:\(\d{1,2}\)|\d{1,2}[、.)])(?=\D)")
_NOTE = re.compile(r"\([^()]*\)$")
_MARK = re.compile(r"必填|选填|可不填|不必填|留空|自动生成|下拉选择|格式[:：]")
_NO_HEADER = re.compile(r"\d{15,18}[xX]?|\d{4}[-/.年]\d{1,2}([-/.月].*)?|-?\d+(\.\d+)?")
_STATED = re.compile(r"[:：]\s*\S|[:：]\s*$")


@lru_cache(maxsize=20_000)
def normal_header(text: str) -> str:
    """A header without what differs between copies: width, spaces, stars, numbering, （必填）, a colon at the end."""
    text = _NOISE.sub("", unicodedata.normalize("NFKC", text)).rstrip(":.、")
    return _NUMBERING.sub("", text).casefold()


def without_note(text: str) -> str:
    """A normal header without a unit or note in parentheses at its end: 金额(元) is 金额."""
    return _NOTE.sub("", text) or text


@dataclass(frozen=True)
class HeaderGuess:
    """Where the header stands (rows from 1, inclusive), and what each column is called from the top header row down.

    `body_row` is the first row after the header and after marks such as 必填; `marks` are the numbers of those rows.
    `samples` are some values of each column, `title` is what stands above the header.
    """

    first_row: int
    last_row: int
    body_row: int
    paths: tuple[tuple[str, ...], ...]
    samples: tuple[tuple[Any, ...], ...]
    marks: tuple[int, ...] = ()
    title: str = ""

    def shown(self, column: int) -> str:
        """The header of a column as people read it: 转出/姓名."""
        return "/".join(self.paths[column])


def header_words(column: Column) -> tuple[str, ...]:
    """Everything a column is called, its own header first."""
    return (column.header, *column.also, column.header_en)


def find_header(table: RawTable, sheets: Sequence[Sheet]) -> HeaderGuess:
    """The rows of the table that hold its header, by how many of their words the sheets know.

    Where no word is known, the fullest of the first rows that hold only words. Raises HeaderNotFound.
    """
    known = _known_words(sheets)
    grid = _Grid(table)
    best: tuple[float, int, int] | None = None
    for first in grid.possible_rows():
        for last in range(first, min(first + MOST_HEADER_ROWS, len(grid.cells))):
            if last > first and not grid.is_words(last):
                break
            weight = grid.weight(first, last, known)
            if best is None or weight > best[0]:
                best = weight, first, last
    if best is None:
        raise HeaderNotFound(sheet=table.sheet_name, limit=SEARCHED_ROWS)
    first = grid.with_parents(best[1], best[2])
    return _guess(table, grid, first, best[2])


def _known_words(sheets: Iterable[Sheet]) -> frozenset[str]:
    words = {normal_header(word) for sheet in sheets for column in sheet.columns for word in header_words(column)}
    return frozenset(words | {without_note(word) for word in words})


class _Grid:
    """The first rows of a table as header words, merged ranges filled in."""

    def __init__(self, table: RawTable) -> None:
        self.table = table
        self.cells = [[_word(cell) for cell in row] for row in table.rows[: SEARCHED_ROWS + MOST_HEADER_ROWS]]
        self.alone = [sum(1 for word in row if word) for row in self.cells]
        self.titles = {row for row, count in enumerate(self.alone) if count == 1 and table.width > 1}
        self.parents: set[int] = set()
        self.tall = {merge.first_row - table.first_row for merge in table.merged if merge.height > 1}
        for merge in table.merged:
            self._fill(merge)

    def _fill(self, merge: Merge) -> None:
        top, bottom = merge.first_row - self.table.first_row, merge.last_row - self.table.first_row
        if not 0 <= top < len(self.cells) or merge.height > MOST_HEADER_ROWS or merge.first_column >= self.table.width:
            return
        if top in self.titles or self._is_title(merge, top):
            self.titles.add(top)
            return
        if merge.width > 1:
            self.parents.add(top)
        word = self.cells[top][merge.first_column]
        for row in self.cells[top : bottom + 1]:
            for column in range(merge.first_column, min(merge.last_column + 1, self.table.width)):
                row[column] = word

    def _is_title(self, merge: Merge, top: int) -> bool:
        """Is this a title over the whole table, and not a word over a group of columns beside others?"""
        return merge.width >= max(3, self.table.width * 0.8) and self.alone[top] <= 2 and top not in self.tall

    def is_words(self, row: int) -> bool:
        """Can this row be part of a header: words only, no statement such as 填报单位：…, no title?"""
        words = [word for word in self.cells[row] if word]
        cells = [cell for cell in self.table.rows[row] if cell is not None]
        return (
            bool(words)
            and row not in self.titles
            and all(isinstance(cell, str) for cell in cells)
            and not any(_NO_HEADER.fullmatch(word) or _STATED.search(word) for word in words)
            and not _is_mark_row(self.table.rows[row])
        )

    def possible_rows(self) -> list[int]:
        rows = [row for row in range(min(SEARCHED_ROWS, len(self.cells))) if self.is_words(row)]
        return [row for row in rows if self.alone[row] > 1 or self.table.width == 1 or row in self.parents]

    def weight(self, first: int, last: int, known: frozenset[str]) -> float:
        """How many columns are known by these header rows; fewer rows and, where nothing is known, fuller rows first."""
        paths = [self.path(column, first, last) for column in range(self.table.width)]
        hits = sum(1 for path in paths if any(form in known for form in header_forms(path)))
        filled = sum(1 for path in paths if path)
        return hits + filled / (10 * self.table.width + 10) - 0.4 * (last - first)

    def path(self, column: int, first: int, last: int) -> tuple[str, ...]:
        words: list[str] = []
        for row in range(first, last + 1):
            word = self.cells[row][column]
            if not word and row < last:
                word = self._parent_to_the_left(row, column, last)
            if word and (not words or words[-1] != word):
                words.append(word)
        return tuple(words)

    def _parent_to_the_left(self, row: int, column: int, last: int) -> str:
        """The word that a parent cell, drawn over several columns without being merged, means here."""
        if self.parents or not self.cells[last][column]:
            return ""
        left = column - 1
        while left >= 0 and not self.cells[row][left]:
            left -= 1
        return self.cells[row][left] if left >= 0 and self.cells[last][left] else ""

    def with_parents(self, first: int, last: int) -> int:
        """The first header row, with those rows above that hold words over groups of columns."""
        leaves = [word for word in self.cells[last] if word]
        repeated = len(set(leaves)) < len(leaves)
        while first > 0 and last - first + 1 < MOST_HEADER_ROWS and self.is_words(first - 1):
            above = first - 1
            if above not in self.parents and not (repeated and 1 < self.alone[above] < self.alone[first]):
                break
            first = above
        return first


def header_forms(path: tuple[str, ...]) -> list[str]:
    """The normal forms under which a header may be known, the most telling first: 转出姓名, then 姓名."""
    if not path:
        return []
    normal = [normal_header(word) for word in path]
    forms = ["".join(normal), "".join(normal[-2:]), normal[-1]]
    return list(dict.fromkeys([*forms, *(without_note(form) for form in forms)]))


def _word(cell: Any) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def _is_mark_row(row: Sequence[Any]) -> bool:
    """Is this a row such as 必填 | 必填 | 选填 under the header?"""
    filled = [str(cell) for cell in row if cell is not None]
    return bool(filled) and sum(1 for text in filled if _MARK.search(text)) * 2 >= len(filled)


def _is_numbering_row(row: Sequence[Any]) -> bool:
    """Is this a row 1 | 2 | 3 … (or 甲 | 1 | 2 …) that numbers the columns?"""
    numbers = [str(cell).removesuffix(".0") for cell in row if cell is not None]
    numbers = [text for text in numbers if text not in ("甲", "乙", "丙", "丁", "栏次")]
    return len(numbers) >= 3 and numbers == [str(place) for place in range(1, len(numbers) + 1)]


def _guess(table: RawTable, grid: _Grid, first: int, last: int) -> HeaderGuess:
    marks = []
    body = last + 1
    while body < len(table.rows) and (_is_mark_row(table.rows[body]) or _is_numbering_row(table.rows[body])):
        marks.append(body + table.first_row)
        body += 1
    title = " ".join(word for row in table.rows[:first] for word in map(_word, row) if word)
    return HeaderGuess(
        first_row=first + table.first_row,
        last_row=last + table.first_row,
        body_row=body + table.first_row,
        paths=tuple(grid.path(column, first, last) for column in range(table.width)),
        samples=tuple(_samples(table, column, body) for column in range(table.width)),
        marks=tuple(marks),
        title=title,
    )


def _samples(table: RawTable, column: int, body: int) -> tuple[Any, ...]:
    cells = [row[column] for row in table.rows[body : body + _SAMPLED_ROWS]]
    return tuple([cell for cell in cells if cell is not None][:_SAMPLES])
