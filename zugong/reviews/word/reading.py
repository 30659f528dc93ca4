"""A Word template read as an outline: its paragraphs with the roles that their styles give them, and its tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from zugong.kernel.errors import RuleBroken
from zugong.reviews.outline import Grid, Line, Outline, Role
from zugong.reviews.placeholders import ANY_BRACES

_ROLES: dict[str, Role] = {
    "title": "title", "标题": "title", "subtitle": "subtitle", "副标题": "subtitle", "heading 1": "heading1",
    "标题 1": "heading1", "heading 2": "heading2", "标题 2": "heading2", "heading 3": "heading3", "标题 3": "heading3",
    "signature": "signature", "签名": "signature",
}  # fmt: skip
_LEVELS: tuple[Role, ...] = ("heading1", "heading2", "heading3")
MOST_BYTES = 10 * 1024 * 1024
_MOST_UNPACKED = 100 * 1024 * 1024


class NotAWordFile(RuleBroken):
    code = "reviews.not_a_word_file"
    message = "“{name}” is no Word file of the form .docx; open it in Word or WPS and save it as .docx."
    message_zh = "“{name}”不是 .docx 文件，请用 Word 或 WPS 打开后另存为 .docx 格式。"


class TooLarge(RuleBroken):
    code = "reviews.too_large"
    message = "“{name}” is larger than a template needs to be; take out its pictures and try again."
    message_zh = "“{name}”过大，请去掉其中的图片后再上传。"


def open_document(content: bytes, name: str = "") -> WordDocument:
    """The Word document. Raises NotAWordFile, TooLarge."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile:
        raise NotAWordFile(name=name) from None
    if len(content) > MOST_BYTES or unpacked > _MOST_UNPACKED:
        raise TooLarge(name=name)
    try:
        return Document(io.BytesIO(content))
    except (KeyError, ValueError, PackageNotFoundError, XMLSyntaxError):
        raise NotAWordFile(name=name) from None


def outline_in(document: WordDocument) -> Outline:
    """The outline of a document, one block for each paragraph and table of its body, in order."""
    return tuple(_block(element, document) for element in elements_of(document))


def elements_of(document: WordDocument) -> list[Any]:
    """The paragraphs and tables of the body, then the paragraphs with braces of the headers and footers."""
    margins = [
        paragraph
        for relation in document.part.rels.values()
        if relation.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
        for paragraph in relation.target_part.element.iter(qn("w:p"))
        if ANY_BRACES.search(text_of(paragraph))
    ]
    return [*_elements(document.element.body), *margins]


def _elements(parent: Any) -> Iterator[Any]:
    """Those of content controls too: a cover, or a field that Word lets one choose."""
    for element in parent:
        if element.tag in (qn("w:p"), qn("w:tbl")):
            yield element
        elif element.tag == qn("w:sdt"):
            yield from _elements(element.findall(f"{qn('w:sdtContent')}/*"))


def _block(element: Any, document: WordDocument) -> Line | Grid:
    if element.tag == qn("w:p"):
        return Line(_role(element, document), text_of(element))
    rows = (
        tuple(tuple(text_of(paragraph) for paragraph in cell.findall(qn("w:p"))) for cell in row.findall(qn("w:tc")))
        for row in element.findall(qn("w:tr"))
    )
    return Grid(tuple(rows))


def is_in_margin(paragraph: Any) -> bool:
    """Does it stand in a header or a footer?"""
    return paragraph.getroottree().getroot().tag in (qn("w:hdr"), qn("w:ftr"))


def paragraphs_in(document: WordDocument) -> list[Any]:
    """Every paragraph of the body, those inside tables included."""
    return list(document.element.body.iter(qn("w:p")))


def texts_in(paragraph: Any) -> Iterator[Any]:
    """The pieces of text of a paragraph, however its runs are cut; what is deleted in a tracked change is none of them."""
    return paragraph.iter(qn("w:t"))


def text_of(paragraph: Any) -> str:
    return "".join(piece.text or "" for piece in texts_in(paragraph))


def _role(paragraph: Any, document: WordDocument) -> Role:
    if is_in_margin(paragraph):
        return "margin"
    style = _style(paragraph, document)
    name = style.name.casefold() if style is not None and style.name else ""
    if name in _ROLES:
        return _ROLES[name]
    level = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    if level is not None and int(level.get(qn("w:val"))) < len(_LEVELS):
        return _LEVELS[int(level.get(qn("w:val")))]
    return "body"


def _style(paragraph: Any, document: WordDocument) -> Any:
    named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    wanted = None if named is None else named.get(qn("w:val"))
    return next((style for style in document.styles if style.style_id == wanted), None)
