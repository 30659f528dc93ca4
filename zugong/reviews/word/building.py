"""A Word template made from the text of a pack, on the page of official papers, for officers to edit."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH

from zugong.reviews.outline import Grid, Outline
from zugong.reviews.word.filling import keep_rows, set_widths
from zugong.reviews.word.page import STYLES, new_document

#: The type area in millimetres, and what the first column takes of it: it holds the names of organisations.
_WIDTH, _FIRST = 156, 56


def template_document(outline: Outline) -> WordDocument:
    """The template: names in braces still in it."""
    document = new_document()
    for block in outline:
        if isinstance(block, Grid):
            _add_table(document, block)
        else:
            document.add_paragraph(block.text, style=STYLES[block.role])
    return document


def _add_table(document: WordDocument, grid: Grid) -> None:
    columns = max(len(row) for row in grid.rows)
    table = document.add_table(rows=len(grid.rows), cols=columns, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row, cells in zip(table.rows, grid.rows, strict=True):
        for place, (cell, paragraphs) in enumerate(zip(row.cells, cells, strict=False)):
            cell.paragraphs[0].text, cell.paragraphs[0].style = paragraphs[0], "Table Text"
            if place:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_widths(table, _widths(columns))
    keep_rows(table)


def _widths(columns: int) -> list[float]:
    if columns < 3:
        return [_WIDTH / columns] * columns
    return [_FIRST, *[(_WIDTH - _FIRST) / (columns - 1)] * (columns - 1)]
