"""Writing workbooks in the exact columns of a sheet: exports that never truncate, and empty ones to fill in.

A text that begins with = + - or @ stays text: whoever opens the file runs nothing that somebody else typed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zugong.dictionary.declarations import Column, Sheet

_ROWS_OF_A_SHEET = 1_048_576  # of .xlsx
_LONGEST_TEXT = 32_767  # of a cell in .xlsx
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_HEADER_STYLE = {
    "bold": True,
    "bg_color": "#D9E1F2",
    "border": 1,
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
}
_MARK_STYLE = {"font_color": "#C00000", "border": 1, "align": "center", "text_wrap": True}
_FORMATS = {"date": "yyyy-mm-dd", "day": "yyyy-mm-dd", "money": "#,##0.00", "integer": "0"}
_TEXT_FORMAT = "@"
_TEMPLATE_ROWS = 2_000
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}

Row = Mapping[str, Any]
Cells = list[Any]


def export_rows(sheet: Sheet, rows: Iterable[Row], stream: BinaryIO, *, language: str = "zh") -> int:
    """Write the rows (values by column key) as .xlsx in the sheet's columns; how many were written.

    Memory does not grow with the rows. Where they are more than a worksheet holds, further worksheets follow. Every
    value is read back as it was: dates as dates, codes in words, identity numbers as text.
    """
    book = xlsxwriter.Workbook(stream, {**_OPTIONS, "constant_memory": True})
    writer = _SheetWriter(book, sheet, language)
    for row in rows:
        writer.write(row)
    book.close()
    return writer.written


def export_csv(sheet: Sheet, rows: Iterable[Row], stream: BinaryIO, *, language: str = "zh") -> int:
    """Write the rows as .csv (UTF-8 with a mark, so that Excel reads it) in the sheet's columns; how many were written."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([_header(column, language) for column in sheet.columns])
    written = 0
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row_cells(sheet, row, language)])
        written += 1
    text.detach()  # the stream belongs to the caller and stays open
    return written


def row_cells(sheet: Sheet, row: Row, language: str = "zh") -> Cells:
    """The cells of one row in the order of the sheet's columns; None where there is no value."""
    return [_cell(column, row.get(column.key), language) for column in sheet.columns]


def template(sheet: Sheet, *, language: str = "zh") -> bytes:
    """An empty workbook of the sheet: its columns, a row that says what must be filled in, and lists of the codes."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {**_OPTIONS, "in_memory": True})
    page = book.add_worksheet(worksheet_name(sheet.name(language)))
    lists = _CodeLists(book, language)
    header_style, mark_style = book.add_format(_HEADER_STYLE), book.add_format(_MARK_STYLE)
    for index, column in enumerate(sheet.columns):
        page.write_string(0, index, _header(column, language), header_style)
        page.write_string(1, index, _mark(sheet, column, language), mark_style)
        page.set_column(index, index, _width(column, language), book.add_format({"num_format": _number_format(column)}))
        if column.field.codes is not None or column.field.type.name == "yes_no":
            page.data_validation(2, index, _TEMPLATE_ROWS, index, lists.validation(column))
    page.freeze_panes(2, 0)
    book.close()
    return stream.getvalue()


def write_table(
    name: str, headings: Sequence[str], numbers: Sequence[bool], rows: Iterable[Sequence[str]], stream: BinaryIO
) -> int:
    """Write a table as people see it, as .xlsx; how many rows were written. Columns of `numbers` hold numbers.

    Memory does not grow with the rows. What is no number after all, such as a mask, stays text.
    """
    book = xlsxwriter.Workbook(stream, {**_OPTIONS, "constant_memory": True})
    style, written = book.add_format(_HEADER_STYLE), 0
    page = None
    for row in rows:
        place = written % (_ROWS_OF_A_SHEET - 1)
        if page is None or place == 0:
            page = _headed(book, worksheet_name(name, written // (_ROWS_OF_A_SHEET - 1) + 1), headings, style)
        for index, text in enumerate(row):
            if text:
                write_cell(page, place + 1, index, _number(text) if numbers[index] else text)
        written += 1
    if page is None:
        _headed(book, worksheet_name(name), headings, style)
    book.close()
    return written


def _headed(book: xlsxwriter.Workbook, name: str, headings: Sequence[str], style: Format) -> Worksheet:
    page = book.add_worksheet(name)
    page.freeze_panes(1, 1)
    for index, heading in enumerate(headings):
        page.set_column(index, index, max(12, 2 * len(heading) + 2))
        page.write_string(0, index, heading, style)
    return page


def _number(text: str) -> int | float | str:
    plain = text.replace(",", "")
    try:
        return float(plain) if "." in plain else int(plain)
    except ValueError:
        return text


def worksheet_name(name: str, number: int = 1) -> str:
    """A name that .xlsx allows: at most 31 characters and none of []:*?/\\, with its number from the second on."""
    end = "" if number == 1 else f"（{number}）"
    allowed = "".join("·" if character in "[]:*?/\\'" else character for character in name)
    return allowed[: 31 - len(end)] + end


class _SheetWriter:
    """Writes rows one by one, onto a further worksheet whenever one is full."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet, language: str) -> None:
        self.book, self.sheet, self.language = book, sheet, language
        self.header_style = book.add_format(_HEADER_STYLE)
        formats = [book.add_format({"num_format": _number_format(column)}) for column in sheet.columns]
        self.columns = [
            (index, column, style) for index, (column, style) in enumerate(zip(sheet.columns, formats, strict=True))
        ]
        self.pages = self.written = 0
        self._turn_page()

    def _turn_page(self) -> None:
        self.pages += 1
        self.page = self.book.add_worksheet(worksheet_name(self.sheet.name(self.language), self.pages))
        for index, column, style in self.columns:
            self.page.set_column(index, index, _width(column, self.language), style)
        self.page.freeze_panes(1, 0)
        for index, column, _ in self.columns:
            self.page.write_string(0, index, _header(column, self.language), self.header_style)
        self.next_row = 1

    def write(self, row: Row) -> None:
        if self.next_row == _ROWS_OF_A_SHEET:
            self._turn_page()
        for index, column, style in self.columns:
            value = row.get(column.key)
            if value is not None:
                write_cell(self.page, self.next_row, index, _cell(column, value, self.language), style)
        self.next_row += 1
        self.written += 1


def write_cell(page: Worksheet, row: int, index: int, cell: Any, style: Format | None = None) -> None:
    """Write a cell as what it is; text is always text. Raises ValueError for one longer than a cell holds: never truncate."""
    if isinstance(cell, str):
        if len(cell) > _LONGEST_TEXT:
            raise ValueError(f"a cell of .xlsx holds {_LONGEST_TEXT} characters, not {len(cell)}")
        page.write_string(row, index, cell, style)
    elif isinstance(cell, bool):
        page.write_boolean(row, index, cell, style)
    elif isinstance(cell, date | datetime | time | timedelta):
        page.write_datetime(row, index, cell, style)
    elif cell is not None:
        page.write_number(row, index, cell, style)


class _CodeLists:
    """The words that a cell may hold, each list once, on a hidden worksheet that the template's cells point to."""

    def __init__(self, book: xlsxwriter.Workbook, language: str) -> None:
        self.book, self.language = book, language
        self.page: Worksheet | None = None
        self.ranges: dict[str, str] = {}

    def validation(self, column: Column) -> dict[str, Any]:
        """The rule that a cell of the column takes only a word of its list."""
        zh = self.language.startswith("zh")
        return {
            "validate": "list",
            "source": self._range(column),
            "error_title": "不在代码表中" if zh else "Not in the list",
            "error_message": "请从下拉列表中选择。" if zh else "Choose from the list.",
        }

    def _range(self, column: Column) -> str:
        codes = column.field.codes
        name = codes.code if codes is not None else "yes_no"
        if name not in self.ranges:
            words = _words(column, self.language)
            if self.page is None:
                self.page = self.book.add_worksheet("代码" if self.language.startswith("zh") else "Codes")
                self.page.hide()
            index = len(self.ranges)
            self.page.write_column(0, index, words)
            letters = xlsxwriter.utility.xl_col_to_name(index)
            self.ranges[name] = f"='{self.page.get_name()}'!${letters}$1:${letters}${len(words)}"
        return self.ranges[name]


def _words(column: Column, language: str) -> list[str]:
    values: Iterable[Any] = (True, False) if column.field.codes is None else column.field.codes.codes
    return [column.field.type.show(value, column.field, language) for value in values]


def _cell(column: Column, value: Any, language: str) -> Any:
    return None if value is None else column.field.type.to_sheet(value, column.field, language)


def _csv_cell(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula is marked as text; reading takes the mark off again."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return "'" + cell
    return cell


def _header(column: Column, language: str) -> str:
    return column.header if language.startswith("zh") else column.header_en


def _mark(sheet: Sheet, column: Column, language: str) -> str:
    zh = language.startswith("zh")
    if not column.is_required:
        return "选填" if zh else "可不填 (may be empty)"
    if column.type_code in sheet.optional:
        return "选填，同组有内容时必填" if zh else "必填 with its group (required with its group)"
    return "必填" if zh else "必填 (required)"


def _number_format(column: Column) -> str:
    return _FORMATS.get(column.field.type.name, _TEXT_FORMAT)


def _width(column: Column, language: str) -> int:
    widths = {"identity_number": 20, "text": 20, "sealed_text": 30, "ref": 24, "phone": 15}
    return max(widths.get(column.field.type.name, 12), 2 * len(_header(column, language)) + 2)
