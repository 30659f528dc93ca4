"""Workbooks as people have them: headers from the dictionary, code values in words, and some in a realistic disorder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from zugong.demo.world import Ledger
from zugong.dictionary.declarations import Column, Field, Sheet

_EXCEL_EPOCH = date(1899, 12, 30).toordinal()
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_TEXT_DATES: tuple[Callable[[date], str], ...] = (
    lambda day: _text(f"{day.year}.{day.month}.{day.day}"),
    lambda day: _text(f"{day.year}年{day.month}月{day.day}日"),
    lambda day: _text(f"{day:%Y/%m/%d}"),
    lambda day: _text(f"{day:%Y%m%d}"),
)
_EMPTY = ("", None)
_WORDS = {"yes": "是", "no": "否"}
_CREATED = datetime(2021, 1, 4, 9, 0)  # fixed, so that the same county gives the same bytes  # noqa: DTZ001


@dataclass(frozen=True)
class Scramble:
    """What a workbook does that a template would not: none of it changes what the rows say."""

    title_row: bool = False
    required_row: bool = False
    shuffled: bool = False
    blank_rows_every: int = 0
    full_width_digits: bool = False
    text_dates: bool = False


TIDY = Scramble()


def ordered_columns(ledger: Ledger, sheet: Sheet) -> list[tuple[Column, int]]:
    """The sheet's columns with the place of each in the ledger's rows; columns that the ledger leaves out are left out.

    Raises ValueError for a column that the sheet does not have, so that nothing told is dropped in silence.
    """
    prefix = f"{sheet.writes[0]}." if len(sheet.writes) == 1 else "." if sheet.operations else ""
    places = {prefix + name: place for place, name in enumerate(ledger.columns)}
    unknown = set(places) - {column.key for column in sheet.columns}
    if unknown:
        raise ValueError(f"the sheet {sheet.code} has no columns {', '.join(sorted(unknown))}")
    return [(column, places[column.key]) for column in sheet.columns if column.key in places]


def write_workbook(
    ledger: Ledger, sheet: Sheet, file: Path, *, scramble: Scramble = TIDY, random: Random | None = None
) -> None:
    """Write the ledger to an .xlsx `file` in constant memory. `random` orders the columns where they are shuffled."""
    columns = ordered_columns(ledger, sheet)
    if scramble.shuffled and random:
        random.shuffle(columns)
    workbook = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False})
    workbook.set_properties({"created": _CREATED})
    page = _Page(workbook, scramble)
    page.head([column for column, _ in columns], sheet)
    page.rows(columns, ledger.rows)
    workbook.close()


class _Rows(Worksheet):
    """A worksheet in constant memory to which whole lines are given as finished cells.

    The ordinary calls spend most of their time on what a plain table has not: formulas, row formats, rich text. A
    million cells of roll calls take a third of the time this way. Heads and everything around are the library's.
    """

    def write_line(self, line: int, cells: str, last_column: int) -> None:
        """Write `cells`, the XML of the cells of line `line` (from zero), after whatever stands above it."""
        self._write_single_row(line)
        self._check_dimensions(line, last_column)
        self.row_data_fh.write(f'<row r="{line + 1}">{cells}</row>')


class _Page:
    """The one worksheet of a workbook, written from top to bottom."""

    def __init__(self, workbook: xlsxwriter.Workbook, scramble: Scramble) -> None:
        self._sheet: _Rows = workbook.add_worksheet(worksheet_class=_Rows)
        self._day_style = workbook.add_format({"num_format": "yyyy-mm-dd"})._get_xf_index()
        self._bold = workbook.add_format({"bold": True})
        self._scramble = scramble
        self._row = 0

    def head(self, columns: list[Column], sheet: Sheet) -> None:
        """A title and marks of what is required where the disorder wants them, then the headers."""
        if self._scramble.title_row:
            self._sheet.write_string(0, 0, sheet.zh, self._bold)
            self._row += 1
        if self._scramble.required_row:
            for place, column in enumerate(columns):
                self._sheet.write_string(self._row, place, "必填" if column.field.required else "选填")
            self._row += 1
        for place, column in enumerate(columns):
            self._sheet.write_string(self._row, place, column.header, self._bold)
        self._row += 1

    def rows(self, columns: list[tuple[Column, int]], rows: list[tuple]) -> None:
        """One line for each row; empty values are empty cells."""
        cells = [
            (source, f'<c r="{xl_col_to_name(place)}', _Known(self._cell(column.field, place)))
            for place, (column, source) in enumerate(columns)
        ]
        every = self._scramble.blank_rows_every
        for number, row in enumerate(rows):
            if every and number and number % every == 0:
                self._row += 1
            self._row += 1
            line = self._row
            written = [
                f"{start}{line}{known[row[source]]}" for source, start, known in cells if row[source] not in _EMPTY
            ]
            self._sheet.write_line(line - 1, "".join(written), len(columns) - 1)

    def _cell(self, field: Field, place: int) -> Callable[[Any], str]:
        """What makes of a value the rest of its cell, after the reference."""
        kind = field.type.name
        if kind in ("integer", "money"):
            return lambda value: f'"><v>{value}</v></c>'
        if kind in ("day", "date"):
            in_words = self._scramble.text_dates and place % 2
            form = _TEXT_DATES[place % len(_TEXT_DATES)] if in_words else self._serial
            return lambda value: _text(value) if isinstance(value, str) else form(value)
        words = {code: entry.zh for code, entry in field.codes.codes.items()} if field.codes else {}
        if kind == "yes_no":
            words = _WORDS
        if words:
            return lambda value: _text(words[value])
        if kind == "phone" and self._scramble.full_width_digits:
            return lambda value: _text(value.translate(_FULL_WIDTH))
        return _text

    def _serial(self, day: date) -> str:
        return f'" s="{self._day_style}"><v>{day.toordinal() - _EXCEL_EPOCH}</v></c>'


class _Known(dict):
    """The cells of one column by value: most values stand in many rows."""

    def __init__(self, cell: Callable[[Any], str]) -> None:
        super().__init__()
        self._cell = cell

    def __missing__(self, value: Any) -> str:
        self[value] = self._cell(value)
        return self[value]


def _text(text: str) -> str:
    return f'" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
