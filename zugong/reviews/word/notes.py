"""The appendix of a review: each figure in it with its definition, its day, its scope and how many records were counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK

from zugong.reviews.word.filling import keep_rows, set_widths

_WIDTHS = (34, 22, 66, 34)


@dataclass(frozen=True, slots=True)
class Note:
    """What stands behind one figure of a text, in words. `rows` counts its records; of a share those of both parts."""

    name: str
    value: str
    definition: str
    time: str
    rows: tuple[int, ...]
    undecided: int


@dataclass(frozen=True, slots=True)
class Basis:
    """What is the same for all figures of a text: lines of its own above the table."""

    lines: tuple[str, ...]


def append_notes(document: WordDocument, notes: Sequence[Note], basis: Basis) -> None:
    """Add the appendix on a page of its own."""
    names = {style.name for style in document.styles}
    opening = document.add_paragraph(style="Heading 1" if "Heading 1" in names else None)
    opening.add_run().add_break(WD_BREAK.PAGE)
    opening.add_run("附件：指标说明")
    for line in basis.lines:
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.LEFT
    _add_table(document, notes, "Table Text" if "Table Text" in names else None)


def _add_table(document: WordDocument, notes: Sequence[Note], style: str | None) -> None:
    table = document.add_table(rows=1, cols=len(_WIDTHS))
    if "Table Grid" in {one.name for one in document.styles}:
        table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    heads = ("指标", "数值", "口径", "时间和记录")
    rows = [heads, *((note.name, note.value, note.definition, _counted(note)) for note in notes)]
    for place, texts in enumerate(rows):
        row = table.rows[0] if place == 0 else table.add_row()
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].text = text
            if style:
                cell.paragraphs[0].style = style
    set_widths(table, _WIDTHS)
    keep_rows(table)


def _counted(note: Note) -> str:
    undecided = f"；日期不全未判定 {note.undecided} 条" if note.undecided else ""
    rows = " / ".join(str(count) for count in note.rows)
    return f"{note.time}\n记录 {rows} 条{undecided}"
