"""The appendix of a review: each figure in it with its definition, its day, its scope and how many records were counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK

from zugong.reviews.word.tables import add_table

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
    heads = ("指标", "数值", "口径", "时间和记录")
    add_table(document, [heads, *((one.name, one.value, one.definition, _counted(one)) for one in notes)], _WIDTHS)


def _counted(note: Note) -> str:
    undecided = f"；日期不全未判定 {note.undecided} 条" if note.undecided else ""
    rows = " / ".join(str(count) for count in note.rows)
    return f"{note.time}\n记录 {rows} 条{undecided}"
