"""Reviews as Word files: a template filled, with its plots and the appendix on figures."""

from __future__ import annotations

import io

from docx.document import Document as WordDocument

from zugong.figures.answers import Cell
from zugong.figures.explaining import trace_of
from zugong.figures.grouping import Grouping, all_rows
from zugong.figures.queries import this_site
from zugong.kernel.time import Clocks
from zugong.packs.reports import Report
from zugong.reviews.filling import Filling, in_words
from zugong.reviews.styles import Style, written
from zugong.reviews.text import Text, report_outline
from zugong.reviews.word.building import template_document
from zugong.reviews.word.filling import fill
from zugong.reviews.word.notes import Basis, Note, append_notes
from zugong.reviews.word.reading import open_document

_CHINESE = "zh-hans"


def template_file(report: Report) -> bytes:
    """The Word template of a pack's report."""
    return saved(template_document(report_outline(report)))


def saved(document: WordDocument) -> bytes:
    """The bytes of a Word document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def review_file(template: bytes, text: Text, grouping: Grouping, *, title: str) -> bytes:
    """The Word file of a review: the template with its numbers, and the appendix."""
    document = open_document(template)
    fill(document, text.written)
    append_notes(document, notes_of(text, grouping), _basis(text.filling))
    document.core_properties.title = title
    document.core_properties.author = text.filling.about.organisation
    return saved(document)


def notes_of(text: Text, grouping: Grouping) -> list[Note]:
    """What stands behind each figure of a text, in its order; those that cannot be answered are left out."""
    cells = [text.filling.cell(code, when="this", group=None) for code in text.template.figures]
    # The notes need no rights: they speak of numbers that were answered already, and count nothing.
    with this_site().asking(grouping, all_rows) as asking:
        return [_note(cell, trace_of(cell, asking, _CHINESE).definition, text.filling) for cell in cells if cell]


def _note(cell: Cell, definition: str, filling: Filling) -> Note:
    figure = filling.definitions.figure(cell.figure)
    value = written(cell.value, figure.print, figure.unit.zh, Style(with_unit=not figure.print.is_share))
    rows = tuple(one.rows for one in cell.parts) or (cell.rows,)
    return Note(figure.zh, value, definition, _time(cell, filling), rows, cell.undecided)


def _time(cell: Cell, filling: Filling) -> str:
    flows = any(part.figure.time == "flow" for part in filling.definitions.measured_parts(cell.figure))
    return _period(cell.clocks) if flows else in_words(cell.clocks.on)


def _period(clocks: Clocks) -> str:
    return f"{in_words(clocks.period.start)}至{in_words(clocks.period.last)}"


def _basis(filling: Filling) -> Basis:
    about = filling.about
    entry = max((cells.total.entry for cells in filling.answers.cells.values()), default=0)
    known = about.clocks.known if about.clocks.known is not None else entry
    return Basis(
        (
            f"统计范围：{about.organisation}及其下级组织，按{in_words(about.clocks.tree)}的隶属关系。",
            f"数据截止：第{known}号录入批次；配置包：{filling.definitions.pack.version}。",
            "本表逐项列出正文所用指标的口径、时点和记录数，正文数字均由台账记录计算得出。",
        )
    )
