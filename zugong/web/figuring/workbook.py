"""A comparison as a workbook: the table, what each figure counts, and on which clocks all of it stands."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import IO, Any

import xlsxwriter
from django.http import HttpRequest
from django.utils.translation import gettext
from xlsxwriter.worksheet import Worksheet

from zugong.exchange.exporting import write_cell
from zugong.figures.explaining import definition_in_words
from zugong.figures.queries import this_site
from zugong.kernel.time import now
from zugong.web.figuring.comparing import Column, Comparison
from zugong.web.numbers import unit_of

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_HEAD = {"bold": True, "bg_color": "#F4E9E7", "border": 1, "text_wrap": True, "valign": "vcenter"}


def comparison_workbook(table: Comparison, request: HttpRequest, language: str) -> IO[bytes]:
    """The workbook in a file of its own, which is gone once it was sent. Memory does not grow with the table."""
    stream = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book = xlsxwriter.Workbook(stream, _OPTIONS)
    _Sheets(book, table, request, language).write()
    book.close()
    stream.seek(0)
    return stream


class _Sheets:
    """Writes the three sheets."""

    def __init__(self, book: xlsxwriter.Workbook, table: Comparison, request: HttpRequest, language: str) -> None:
        self.book, self.table, self.request, self.language = book, table, request, language
        self.head = book.add_format(_HEAD)
        self.text = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        self.share = book.add_format({"num_format": "0.00%", "border": 1})
        self.money = book.add_format({"num_format": "#,##0.00", "border": 1})
        self.whole = book.add_format({"num_format": "#,##0", "border": 1})

    def write(self) -> None:
        self._numbers()
        self._definitions()
        self._clocks()

    def _sheet(self, name: str, widths: Sequence[int], heads: Sequence[str]) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        for index, head in enumerate(heads):
            write_cell(sheet, 0, index, head, self.head)
        return sheet

    def _numbers(self) -> None:
        columns = self.table.columns
        heads = [gettext("Organisation"), gettext("Figure"), gettext("Unit"), *map(_head, columns)]
        sheet = self._sheet(gettext("Comparison"), [30, 34, 8, *(16 for _ in columns)], heads)
        for row, (organisation, code) in enumerate(self._lines(), start=1):
            figure = self.table.figures[code]
            unit = "%" if figure.print.is_share else unit_of(figure, self.language)
            for index, text in enumerate((self.table.names.get(organisation, ""), figure.label(self.language), unit)):
                write_cell(sheet, row, index, text, self.text)
            for index, column in enumerate(columns, start=3):
                value, style = self._value(code, organisation, column)
                write_cell(sheet, row, index, value, style)

    def _lines(self) -> Iterator[tuple[int, str]]:
        for organisation in self.table.organisations:
            for code in self.table.figures:
                yield organisation, code

    def _value(self, code: str, organisation: int, column: Column) -> tuple[Any, Any]:
        """The exact number, or why there is none: never nought for what nobody knows."""
        cell = self.table.cell(code, organisation, column)
        if cell is None:
            return gettext("not known"), self.text
        if cell.value is None:
            return "—", self.text
        number, figure = Fraction(cell.value), self.table.figures[code]
        if figure.print.is_share:
            return float(number), self.share
        return (int(number), self.whole) if number.denominator == 1 else (float(number), self.money)

    def _definitions(self) -> None:
        heads = [
            gettext("Figure"),
            gettext("Unit"),
            gettext("What it counts"),
            gettext("Condition"),
            gettext("Note"),
            gettext("Code"),
        ]
        sheet = self._sheet(gettext("Definitions"), [30, 8, 70, 60, 30, 24], heads)
        definitions = this_site().definitions
        for row, (code, figure) in enumerate(self.table.figures.items(), start=1):
            said = definition_in_words(code, definitions, self.language)
            note = figure.note.in_language(self.language) if figure.note else ""
            unit = figure.unit.in_language(self.language)
            for index, text in enumerate((figure.label(self.language), unit, said, figure.where or "", note, code)):
                write_cell(sheet, row, index, text, self.text)

    def _clocks(self) -> None:
        heads = [gettext("Column"), gettext("Day"), gettext("Period"), gettext("Tree of"), gettext("As known at")]
        sheet = self._sheet(gettext("Points in time"), [26, 14, 26, 14, 26], heads)
        for row, column in enumerate(self.table.columns, start=1):
            clocks = column.clocks
            known = column.known or gettext("now")
            period = f"{clocks.period.start} – {clocks.period.last}"
            for index, text in enumerate(
                (_head(column), clocks.on.isoformat(), period, clocks.tree.isoformat(), known)
            ):
                write_cell(sheet, row, index, text, self.text)
        last = len(self.table.columns) + 2
        said = {
            gettext("Made at"): f"{now():%Y-%m-%d %H:%M}",
            gettext("With every entry up to"): f"№{self.table.entry}",
            gettext("Pack"): this_site().definitions.pack.version,
            gettext("Address"): self.request.build_absolute_uri().replace("/workbook/", "/", 1),
        }
        for row, (name, text) in enumerate(said.items(), start=last):
            write_cell(sheet, row, 0, name, self.head)
            write_cell(sheet, row, 1, text, self.text)


def _head(column: Column) -> str:
    return f"{column.label} ({gettext('As known at')} {column.known})" if column.known else column.label
