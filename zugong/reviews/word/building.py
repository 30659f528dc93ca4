"""A Word template made from the text of a pack, on the page of official papers, for officers to edit."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT

from zugong.reviews.outline import Grid, Outline
from zugong.reviews.word.filling import repeat_head
from zugong.reviews.word.page import STYLES, new_document


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
    table = document.add_table(rows=len(grid.rows), cols=max(len(row) for row in grid.rows), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row, cells in zip(table.rows, grid.rows, strict=True):
        for cell, paragraphs in zip(row.cells, cells, strict=False):
            cell.paragraphs[0].text, cell.paragraphs[0].style = paragraphs[0], "Table Text"
    repeat_head(table.rows[0])
