"""Tables of official papers: columns of a given width, the head again on each page, no row broken between two."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Mm
from docx.table import Table

_GRID, _TEXT = "Table Grid", "Table Text"


def add_table(document: WordDocument, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    """A table of texts with these widths in millimetres, in the styles for tables as far as the document has them."""
    styles = {style.name: style.style_id for style in document.styles}
    table = document.add_table(rows=len(rows), cols=len(widths))
    if _GRID in styles:
        table.style = _GRID
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            paragraph = cell.paragraphs[0]
            paragraph.text = text
            if _TEXT in styles:  # by its id: python-docx looks through all styles for each name
                paragraph._p.style = styles[_TEXT]
    _set_widths(table, widths)
    _keep_rows(table)
    return table


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    """In the table's grid too: LibreOffice and WPS go by that one."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _keep_rows(table: Table) -> None:
    for place, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if place == 0:
            properties.append(OxmlElement("w:tblHeader"))
