"""A Word template made from the text of a pack, on the page of official papers, for officers to edit."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH

from zugong.reviews.outline import Grid, Outline
from zugong.reviews.word.page import STYLES, new_document
from zugong.reviews.word.tables import add_table

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
    table = add_table(document, [[paragraphs[0] for paragraphs in cells] for cells in grid.rows], _widths(columns))
    for row in table.rows:
        for cell in row.cells[1:]:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _widths(columns: int) -> list[float]:
    if columns < 3:
        return [_WIDTH / columns] * columns
    return [_FIRST, *[(_WIDTH - _FIRST) / (columns - 1)] * (columns - 1)]
