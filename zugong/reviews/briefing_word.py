"""A sheet for the microphone as a Word file, on A4, for whoever wants to write on it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from zugong.reviews.briefing import Answered

_SOFT = RGBColor(0x56, 0x5B, 0x63)
_LABELS = {"zh": ("可以说", "不要说", "依据"), "en": ("Say", "Do not say", "Source")}


def briefing_document(title: str, head: str, answered: Sequence[Answered], language: str) -> bytes:
    """The sheet with its title, whom and when it speaks of, and its questions in order."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = page.left_margin = page.right_margin = Mm(16)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(10.5)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(1), 1.05
    _line(document, title, size=15, bold=True)
    _line(document, head, soft=True)
    for number, one in enumerate(answered, start=1):
        _question(document, number, one, language)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _question(document, number: int, answered: Answered, language: str) -> None:
    question = answered.question
    say, do_not_say, source = _LABELS["zh" if language.startswith("zh") else "en"]
    _line(document, f"{number}. {question.question.in_language(language)}", bold=True, before=5)
    paragraph = document.add_paragraph()
    for span in answered.spans:
        paragraph.add_run(span.text).bold = span.number is not None
    notes = [
        f"{label}：{note.in_language(language)}"
        for label, note in ((say, question.say), (do_not_say, question.do_not_say))
        if note
    ]
    _line(
        document, "  ".join([*notes, f"{source}：{question.source.title}{question.source.article}"]), size=9, soft=True
    )


def _line(
    document, text: str, *, size: float = 10.5, bold: bool = False, soft: bool = False, before: float = 0
) -> None:  # fmt: skip
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(before)
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    if soft:
        run.font.color.rgb = _SOFT
