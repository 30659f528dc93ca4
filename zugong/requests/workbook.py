"""The collected workbook: one row per organisation, in our own columns, or in the layout of the asker's workbook.

Text is always text: whoever opens the file runs nothing that somebody else typed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any

import openpyxl
import xlsxwriter
from openpyxl.cell.cell import TYPE_STRING, Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from zugong.dictionary.fieldtypes.base import cell_text
from zugong.exchange.exporting import worksheet_name, write_cell
from zugong.exchange.reading.errors import UnreadableFile
from zugong.exchange.reading.opening import read_table
from zugong.requests import errors
from zugong.requests.rules import Box, same_words

MOST_BYTES = 2 * 1024 * 1024
_LEAST_FOUND = 2
_MOST_HEADER_ROWS = 12
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "constant_memory": True,
    "default_date_format": "yyyy-mm-dd",
}
_HEADER = {"bold": True, "bg_color": "#D9E1F2", "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
#: Header words under which layouts ask who answers, and when it was sent.
NAME_WORDS = (
    "党组织",
    "党组织名称",
    "填报单位",
    "填报党组织",
    "单位",
    "单位名称",
    "支部名称",
    "党支部名称",
    "村名",
    "Organisation",
)
NUMBER_WORDS = ("序号", "No.", "No")
SENT_WORDS = ("报送日期", "Sent on")


@dataclass(frozen=True)
class Row:
    """What one organisation says: its name, when it sent in words, and the cells by number of the box."""

    name: str
    above: str
    sent: str
    cells: dict[int, Any]


@dataclass(frozen=True)
class Headings:
    """The words of our own columns in the reader's language."""

    title: str
    above: str
    name: str
    sent: str
    about: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """Where a layout names boxes: the row of the headers, columns by number of the box, and headers that name none."""

    sheet: str
    row: int
    columns: dict[int, int]
    name: int | None
    number: int | None
    sent: int | None
    unknown: tuple[str, ...]
    missing: tuple[str, ...]


def write_collected(rows: Iterable[Row], boxes: Sequence[Box], headings: Headings, stream: IO[bytes]) -> int:
    """Write our own columns as .xlsx in constant memory; how many rows."""
    book = xlsxwriter.Workbook(stream, _OPTIONS)
    page = book.add_worksheet(worksheet_name(headings.title))
    style = book.add_format(_HEADER)
    columns = [headings.above, headings.name, *(box.words for box in boxes), headings.sent]
    for place, word in enumerate(columns):
        page.set_column(place, place, max(12, min(40, 2 * len(word) + 2)))
    page.freeze_panes(len(headings.about) + 1, 2)
    for line, text in enumerate(headings.about):
        page.write_string(line, 0, text)
    for place, word in enumerate(columns):
        page.write_string(len(headings.about), place, word, style)
    written = 0
    for written, row in enumerate(rows, start=1):
        cells = [row.above, row.name, *(row.cells.get(box.number) for box in boxes), row.sent]
        for place, cell in enumerate(cells):
            write_cell(page, len(headings.about) + written, place, cell)
    book.close()
    return written


def read_layout(content: bytes, filename: str, boxes: Sequence[Box]) -> Found:
    """Where the workbook names the boxes. Raises LayoutNotXlsx, NoLayout."""
    if len(content) > MOST_BYTES or not filename.lower().endswith(".xlsx"):
        raise errors.LayoutNotXlsx(filename=filename, megabytes=MOST_BYTES // 1024 // 1024)
    try:
        read_table(content, filename)  # refuses archives that are bombs before openpyxl unpacks them
    except UnreadableFile as error:
        raise errors.LayoutNotXlsx(filename=filename, megabytes=MOST_BYTES // 1024 // 1024) from error
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = [_in_sheet(page, boxes) for page in book.worksheets]
    best = max((one for one in found if one is not None), key=lambda one: len(one.columns), default=None)
    if best is None or len(best.columns) < min(_LEAST_FOUND, len(boxes)):
        raise errors.NoLayout(filename=filename, words="、".join(box.words for box in boxes))
    return best


def _in_sheet(page: Worksheet, boxes: Sequence[Box]) -> Found | None:
    candidates = [
        _in_row(page, number, boxes) for number in range(1, min(page.max_row, _MOST_HEADER_ROWS) + 1)
    ]  # fmt: skip
    best = max(candidates, key=lambda one: len(one.columns), default=None)
    return best if best is not None and best.columns else None


def _in_row(page: Worksheet, number: int, boxes: Sequence[Box]) -> Found:
    heads = {place: cell_text(cell.value) for place, cell in enumerate(page[number], start=1) if cell.value is not None}
    by_words = {same_words(box.words): box.number for box in boxes}
    columns = {by_words[same_words(text)]: place for place, text in heads.items() if same_words(text) in by_words}
    name, order, sent = (_place(heads, words) for words in (NAME_WORDS, NUMBER_WORDS, SENT_WORDS))
    used = {*columns.values(), name, order, sent}
    return Found(
        page.title, number, columns, name, order, sent,
        tuple(text for place, text in heads.items() if place not in used and text),
        tuple(box.words for box in boxes if box.number not in columns),
    )  # fmt: skip


def _place(heads: dict[int, str], words: Sequence[str]) -> int | None:
    wanted = {same_words(one) for one in words}
    return next((place for place, text in heads.items() if same_words(text) in wanted), None)


def write_in_layout(rows: Iterable[Row], boxes: Sequence[Box], content: bytes, stream: IO[bytes]) -> int:
    """Write the rows below the headers of the asker's own workbook; how many."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = max((one for page in book.worksheets if (one := _in_sheet(page, boxes))), key=lambda one: len(one.columns))
    page = book[found.sheet]
    written = 0
    for written, row in enumerate(rows, start=1):
        line = found.row + written
        for number, place in found.columns.items():
            _write(page, line, place, row.cells.get(number))
        for place, value in ((found.number, written), (found.name, row.name), (found.sent, row.sent)):
            if place is not None:
                _write(page, line, place, value)
    book.save(stream)
    return written


def _write(page: Worksheet, line: int, place: int, value: Any) -> None:
    cell = page.cell(line, place)
    if isinstance(cell, MergedCell):
        page.unmerge_cells(next(str(area) for area in page.merged_cells.ranges if cell.coordinate in area))
        cell = page.cell(line, place)
    assert isinstance(cell, Cell)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = TYPE_STRING
