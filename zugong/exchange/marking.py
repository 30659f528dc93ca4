"""The officer's own workbook, with what is wrong coloured, explained in a comment, and summed up in a last column."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date
from typing import Any, Protocol
from zipfile import BadZipFile

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet as NewWorksheet

from zugong.exchange.exporting import worksheet_name, write_cell
from zugong.exchange.reading import RawTable, read_table
from zugong.exchange.reading.archive import scan_archive
from zugong.exchange.reading.kinds import XLSX, kind_of
from zugong.exchange.reading.tables import BadCell

RESULT_HEADERS = {"zh": "导入结果", "en": "Import result"}
AUTHOR = "组工 Zugong"
_COLOUR = "FFC7CE"
_MOST_COMMENTS = 3_000  # spreadsheet programs get slow with more; the last column says everything anyway
_MOST_KEPT_CELLS = 1_500_000  # a larger workbook is written anew, without its formatting: it would not fit in memory
# What openpyxl raises on workbooks that other programs write in their own way; the file itself has been read before.
# Broken XML is a SyntaxError to whichever parser openpyxl finds installed.
_OPENPYXL_GIVES_UP = (ValueError, KeyError, TypeError, IndexError, AttributeError, SyntaxError, BadZipFile)


class Issue(Protocol):
    """What stands against a cell, or against a whole row where `column` is None: rows from 1, columns from 0."""

    row: int
    column: int | None

    def sentence(self, language: str) -> str: ...


def mark_errors(
    original: bytes,
    issues: Iterable[Issue],
    language: str,
    *,
    filename: str = "workbook.xlsx",
    sheet_name: str | None = None,
    header_row: int = 1,
    results: Mapping[int, str] | None = None,
) -> bytes:
    """A copy of the workbook, as .xlsx, with every issue marked; everything else of an .xlsx stays as it was.

    `sheet_name` is the sheet that the issues are about, by default the first that holds a value. `results` are further
    words for the last column by row, for rows without issues. Old .xls and .csv come back as a new .xlsx with the same
    cells. Marks of an earlier time are taken off. Raises UnreadableFile.
    """
    marks = _Marks(issues, language, header_row, results or {})
    tables = read_table(original, filename)
    marked = next((table for table in tables if table.sheet_name == sheet_name), tables[0])
    if kind_of(original, filename) == XLSX and _is_small_enough(original, filename):
        try:
            return _marked_copy(original, marked, marks)
        except _OPENPYXL_GIVES_UP:
            pass  # what openpyxl cannot keep is written anew below: the officer gets the marks in any case
    return _marked_anew(tables, marked, marks)


class _Marks:
    """The sentences by cell and by row."""

    def __init__(self, issues: Iterable[Issue], language: str, header_row: int, results: Mapping[int, str]) -> None:
        self.header_row = header_row
        self.header = RESULT_HEADERS["zh" if language.startswith("zh") else "en"]
        self.cells: dict[tuple[int, int], list[str]] = {}
        self.rows: dict[int, list[str]] = {row: [text] for row, text in results.items()}
        self.wrong_rows: set[int] = set()
        for issue in issues:
            if issue.row not in self.wrong_rows:
                self.wrong_rows.add(issue.row)
                self.rows[issue.row] = []
            sentence = issue.sentence(language)
            self.rows[issue.row].append(sentence)
            if issue.column is not None:
                self.cells.setdefault((issue.row, issue.column), []).append(sentence)

    def of_row(self, row: int) -> str:
        """What the last column says of a row."""
        return "；".join(self.rows.get(row, ()))


def _is_small_enough(original: bytes, filename: str) -> bool:
    return sum(scan.cells for scan in scan_archive(original, filename).values()) <= _MOST_KEPT_CELLS


def _marked_copy(original: bytes, table: RawTable, marks: _Marks) -> bytes:
    book = load_workbook(io.BytesIO(original))
    page = book[table.sheet_name]
    column = _result_column(page, table, marks)
    _mark_cells(page, marks)
    _write_results(page, marks, column)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _earlier_result_index(table: RawTable, header_row: int) -> int | None:
    """The column, from 0, in which an earlier marking left its results."""
    if not 0 <= header_row - table.first_row < len(table.rows):
        return None
    cells = table.row(header_row)
    return next((index for index, cell in enumerate(cells) if cell in RESULT_HEADERS.values()), None)


def _result_column(page: Worksheet, table: RawTable, marks: _Marks) -> int:
    """The column (from 1) for the results: that of an earlier time, its marks taken off, or the first free one."""
    earlier = _earlier_result_index(table, marks.header_row)
    if earlier is None:
        return table.width + 1
    for row in page.iter_rows(min_row=marks.header_row + 1, max_row=table.first_row + len(table.rows) - 1):
        for cell in row:
            _take_mark_off(cell)
            if cell.column == earlier + 1 and isinstance(cell, Cell):
                cell.value = None
    return earlier + 1


def _take_mark_off(cell: Cell | MergedCell) -> None:
    if isinstance(cell, Cell) and cell.comment is not None and cell.comment.author == AUTHOR:
        cell.comment = None
    if cell.has_style and cell.fill.fill_type == "solid" and str(cell.fill.fgColor.rgb).endswith(_COLOUR):
        cell.fill = PatternFill()


def _mark_cells(page: Worksheet, marks: _Marks) -> None:
    fill = PatternFill("solid", fgColor=_COLOUR)
    for place, ((row, column), sentences) in enumerate(marks.cells.items()):
        cell = page.cell(row, column + 1)
        cell.fill = fill
        if place < _MOST_COMMENTS and isinstance(cell, Cell) and cell.comment is None:  # their own comments stay
            cell.comment = Comment("\n".join(sentences), AUTHOR, height=90, width=280)


def _write_results(page: Worksheet, marks: _Marks, column: int) -> None:
    header = page.cell(marks.header_row, column)
    _write_text(header, marks.header)
    beside = page.cell(marks.header_row, max(column - 1, 1))
    if column > 1 and beside.has_style:
        header._style = copy(beside._style)
    page.column_dimensions[header.column_letter].width = 60
    wrapped, red = Alignment(wrap_text=True, vertical="top"), Font(color="C00000")
    for row in sorted(marks.rows):
        cell = page.cell(row, column)
        _write_text(cell, marks.of_row(row))
        cell.alignment = wrapped
        if row in marks.wrong_rows:
            cell.font = red


def _write_text(cell: Cell | MergedCell, text: str) -> None:
    """Text that stays text, whatever it begins with. A merged cell has no place for it."""
    if isinstance(cell, Cell):
        cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", text)
        cell.data_type = "s"
        cell.quotePrefix = True


def _marked_anew(tables: list[RawTable], marked: RawTable, marks: _Marks) -> bytes:
    stream = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}
    book = xlsxwriter.Workbook(stream, options)
    red = {"bg_color": f"#{_COLOUR}"}
    plain, wrong = book.add_format(), book.add_format(red)
    day, wrong_day = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd", **red})
    for table in tables:
        page = book.add_worksheet(worksheet_name(table.sheet_name))
        of_cells = marks.cells if table is marked else {}
        for number, row in enumerate(table.rows, start=table.first_row):
            for index, cell in enumerate(row):
                is_wrong, is_day = (number, index) in of_cells, isinstance(cell, date)
                style = (wrong_day if is_wrong else day) if is_day else (wrong if is_wrong else plain)
                _copy_cell(page, number, index, cell, style)
        if table is marked:
            _write_marks_anew(page, table, marks, book.add_format({"text_wrap": True}), book.add_format({"bold": True}))
    book.close()
    return stream.getvalue()


def _copy_cell(page: NewWorksheet, number: int, index: int, cell: Any, style: Format) -> None:
    if cell is None:
        page.write_blank(number - 1, index, None, style)
    else:
        write_cell(page, number - 1, index, str(cell) if isinstance(cell, BadCell) else cell, style)


def _write_marks_anew(page: NewWorksheet, table: RawTable, marks: _Marks, wrapped: Format, bold: Format) -> None:
    earlier = _earlier_result_index(table, marks.header_row)
    column = table.width if earlier is None else earlier
    page.set_column(column, column, 60)
    page.write_string(marks.header_row - 1, column, marks.header, bold)
    for row in range(marks.header_row + 1, table.first_row + len(table.rows)):
        if marks.of_row(row) or earlier is not None:
            page.write_string(row - 1, column, marks.of_row(row), wrapped)
    for (row, index), sentences in list(marks.cells.items())[:_MOST_COMMENTS]:
        page.write_comment(row - 1, index, "\n".join(sentences), {"author": AUTHOR, "x_scale": 2})
