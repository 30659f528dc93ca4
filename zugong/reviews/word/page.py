"""The page of official papers by GB/T 9704: type area, fonts, 22 lines of 28 characters, page numbers outside.

The standard's fonts (方正小标宋, 仿宋_GB2312, 楷体_GB2312) are not free and are named, not shipped; the document itself says
which fonts stand in for them where they are missing.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from zugong.kernel.time import now

TITLE_FONT, HEADING_FONT, SECOND_FONT, BODY_FONT = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
NUMBER_FONT, PAGE_FONT = "Times New Roman", "宋体"
#: What stands in for a font that is not there, in order: what Windows and WPS have, then free ones.
FALLBACKS = {
    TITLE_FONT: "方正小标宋_GBK,小标宋,华文中宋,宋体,FandolSong,Noto Serif CJK SC",
    HEADING_FONT: "SimHei,FandolHei,Noto Sans CJK SC",
    SECOND_FONT: "楷体,KaiTi,FandolKai",
    BODY_FONT: "仿宋,FangSong,FandolFang,Noto Serif CJK SC",
    PAGE_FONT: "SimSun,FandolSong,Noto Serif CJK SC",
    NUMBER_FONT: "Liberation Serif,宋体",
}
#: 22 lines in 225 mm and 28 characters in 156 mm, in twentieths of a point: the pitch of lines, and by how much a character
#: of 16 pt stands closer. Not by a grid of characters: where a character is wider than its cell, LibreOffice gives it two.
LINE_PITCH, CLOSER = 579, -5
_LINE = Pt(LINE_PITCH / 20)
#: The names of the styles in a Word file, by the role of a line.
STYLES = {
    "title": "Title", "subtitle": "Subtitle", "heading1": "Heading 1", "heading2": "Heading 2", "heading3": "Heading 3",
    "body": "Normal", "signature": "Signature",
}  # fmt: skip


def new_document() -> WordDocument:
    """An empty document with the page and the styles of official papers, and no properties of another one."""
    document = Document()
    _forget_origin(document)
    _set_page(document)
    _set_styles(document)
    _number_pages(document)
    _state_fonts(document)
    return document


def _forget_origin(document: WordDocument) -> None:
    """The library begins from a document of its own: its author, remark, day and picture are none of this paper's."""
    properties, moment = document.core_properties, now()
    properties.author = properties.comments = ""
    properties.created = properties.modified = moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    parts = document.part.package.rels
    for key in [key for key, part in parts.items() if part.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del parts[key]


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(28)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE_PITCH))


def _set_styles(document: WordDocument) -> None:
    styles = document.styles
    _set_defaults(document)
    body = styles["Normal"]
    _font(body, BODY_FONT, 16)
    _closer(body)
    _lines(body, indented=True)
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for name, font, size in (
        ("Title", TITLE_FONT, 22), ("Subtitle", SECOND_FONT, 16), ("Heading 1", HEADING_FONT, 16),
        ("Heading 2", SECOND_FONT, 16), ("Heading 3", BODY_FONT, 16),
    ):  # fmt: skip
        _font(styles[name], font, size, bold=name == "Heading 3")
        _lines(styles[name], indented=name.startswith("Heading"))
        styles[name].paragraph_format.keep_with_next = True
        _unlinked(document, styles[name])
    for name in ("Title", "Subtitle"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _without_border(styles[name])
    _added_style(document, "Signature", 16).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table, plot = _added_style(document, "Table Text", 11), _added_style(document, "Plot", 16)
    for style in (table, plot):
        _off_the_grid(style)
    table.paragraph_format.space_before = table.paragraph_format.space_after = Pt(2)


def _unlinked(document: WordDocument, style: ParagraphStyle) -> None:
    """Without the style for letters that the blank document links to a heading: it is blue, and some programs draw it."""
    link = style.element.find(qn("w:link"))
    if link is not None:
        wanted = link.get(qn("w:val"))
        style.element.remove(link)
        for other in document.styles.element.findall(qn("w:style")):
            if other.get(qn("w:styleId")) == wanted:
                document.styles.element.remove(other)


def _set_defaults(document: WordDocument) -> None:
    """What holds where no style says otherwise is the body too."""
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    defaults.find(qn("w:sz")).set(qn("w:val"), "32")
    names = defaults.find(qn("w:rFonts"))
    names.attrib.clear()
    for kind, font in (("ascii", NUMBER_FONT), ("hAnsi", NUMBER_FONT), ("eastAsia", BODY_FONT)):
        names.set(qn(f"w:{kind}"), font)


def _added_style(document: WordDocument, name: str, size: float) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _font(style, BODY_FONT, size)
    _lines(style, indented=False)
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    return style


def _font(style: ParagraphStyle, chinese: str, size: float, *, bold: bool = False) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = NUMBER_FONT, Pt(size), bold, False
    font.color.rgb = RGBColor(0, 0, 0)
    names = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        names.attrib.pop(qn(f"w:{theme}"), None)
    names.set(qn("w:eastAsia"), chinese)
    for spacing in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spacing)


def _lines(style: ParagraphStyle, *, indented: bool) -> None:
    """Lines at the exact pitch; the first of a paragraph two characters in."""
    form = style.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, _LINE
    form.space_before = form.space_after = Pt(0)
    form.widow_control = False
    form.first_line_indent = Pt(32) if indented else Pt(0)
    style.element.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "200" if indented else "0")


def _closer(style: ParagraphStyle) -> None:
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(CLOSER))
    style.element.rPr.find(qn("w:sz")).addprevious(spacing)


def _off_the_grid(style: ParagraphStyle) -> None:
    """Lines as high as their letters: on the grid each line of a table would be as high as one of the body."""
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    grid = OxmlElement("w:snapToGrid")
    grid.set(qn("w:val"), "0")
    style.element.get_or_add_pPr().find(qn("w:spacing")).addprevious(grid)


def _without_border(style: ParagraphStyle) -> None:
    border = style.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)


def _number_pages(document: WordDocument) -> None:
    """— 1 — in 14 pt: right on odd pages, left on even ones, one character in from the edge of the type area."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, alignment in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        form = paragraph.paragraph_format
        form.alignment, form.first_line_indent = alignment, Pt(0)
        form.left_indent = form.right_indent = Pt(14)
        paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "0")
        for part in ("— ", None, " —"):
            run = paragraph.add_run(part or "")
            run.font.size, run.font.name = Pt(14), PAGE_FONT
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), PAGE_FONT)
            if part is None:
                _add_page_field(run._r)


def _add_page_field(run: Any) -> None:
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("", "1"), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:t" if text == "1" else "w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = text
        run.append(part)


def _state_fonts(document: WordDocument) -> None:
    """Name the fonts and what stands in for them in the document's own table of fonts."""
    related = (rel for rel in document.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/></w:font>' for name, others in FALLBACKS.items()
    )
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    for rel in related:
        rel.target_part._blob = f'{head}\n<w:fonts xmlns:w="{namespace}">{fonts}</w:fonts>'.encode()
