"""Word documents that officers bring: their text paragraph by paragraph, and numbers changed in them as tracked changes.

Nothing of the document is touched but the digits that change: every run keeps its formatting, and whoever rejects all
changes has the old text back. Headers, footers, footnotes and the results of fields stay as they are.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from lxml.etree import XMLSyntaxError

from zugong.kernel.errors import RuleBroken
from zugong.reviews.last_year_printing import Edit

MAX_BYTES = 10 * 1024 * 1024
_MAX_UNPACKED_BYTES = 100 * 1024 * 1024
_THROUGH = {qn(tag) for tag in ("w:hyperlink", "w:smartTag", "w:sdt", "w:sdtContent", "w:customXml", "w:fldSimple")}
_TRACKED = {qn(tag) for tag in ("w:ins", "w:del", "w:moveFrom", "w:moveTo")}
_ONE_CHARACTER = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_W_ID = qn("w:id")


class NotAWordDocument(RuleBroken):
    code: ClassVar[str] = "last_year.not_a_word_document"
    message: ClassVar[str] = (
        "{filename} cannot be opened as a Word document; save it in Word or WPS as .docx once more."
    )
    message_zh: ClassVar[str] = "“{filename}”无法作为 Word 文档打开，请在 Word 或 WPS 中另存为 .docx 后再试。"


class DocumentTooLarge(RuleBroken):
    code: ClassVar[str] = "last_year.document_too_large"
    message: ClassVar[str] = "{filename} is larger than {limit_mb} MB; leave its pictures out, or paste the text."
    message_zh: ClassVar[str] = "“{filename}”超过 {limit_mb} MB，请去掉其中的图片，或直接粘贴文字。"


class HasTrackedChanges(RuleBroken):
    code: ClassVar[str] = "last_year.has_tracked_changes"
    message: ClassVar[str] = (
        "{filename} has tracked changes of somebody already; accept or reject them in Word or WPS first, then upload it."
    )
    message_zh: ClassVar[str] = "“{filename}”中已有修订痕迹，请先在 Word 或 WPS 中接受或拒绝全部修订，再上传。"


@dataclass(frozen=True, slots=True)
class Place:
    """Text of one paragraph; `locked` are the characters of field results, which a program writes, not a person."""

    text: str
    locked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class NumberChange:
    """What becomes of one number: characters `start` to `end` are what the comment speaks of, `edits` lie near it."""

    start: int
    end: int
    edits: tuple[Edit, ...]
    comment: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who makes the changes, and when."""

    author: str
    at: datetime


def open_word(content: bytes, filename: str) -> WordDocument:
    """The document. Raises NotAWordDocument, DocumentTooLarge, HasTrackedChanges."""
    _check_size(content, filename)
    try:
        document = Document(io.BytesIO(content))
    except (KeyError, ValueError, XMLSyntaxError, zipfile.BadZipFile) as error:
        raise NotAWordDocument(filename=filename) from error
    if next(document.element.body.iter(*_TRACKED), None) is not None:
        raise HasTrackedChanges(filename=filename)
    return document


def _check_size(content: bytes, filename: str) -> None:
    """Not larger than it may be, packed or unpacked. Raises NotAWordDocument, DocumentTooLarge."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise NotAWordDocument(filename=filename) from error
    if len(content) > MAX_BYTES or unpacked > _MAX_UNPACKED_BYTES:
        raise DocumentTooLarge(filename=filename, limit_mb=MAX_BYTES // 1024**2)


def word_from_text(text: str) -> bytes:
    """A document of pasted text: one paragraph for each line, on A4 with the margins of official papers."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    normal = document.styles["Normal"]
    normal.font.size, normal.font.name = Pt(16), "Times New Roman"
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋_GB2312")
    normal.paragraph_format.line_spacing, normal.paragraph_format.space_after = Pt(28), Pt(0)
    for line in text.splitlines():
        document.add_paragraph(line)
    return saved(document)


def saved(document: WordDocument) -> bytes:
    """The document as the bytes of a .docx."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def places_of(document: WordDocument) -> list[Place]:
    """The text of every paragraph in the order of the document, those in tables and text boxes included."""
    return [_place(paragraph) for paragraph in _paragraphs(document)]


def _paragraphs(document: WordDocument) -> Iterator[Any]:
    """Paragraph elements. What only old programs show (the fallback of a text box) is left out."""
    for paragraph in document.element.body.iter(qn("w:p")):
        if next(paragraph.iterancestors(_FALLBACK), None) is None:
            yield paragraph


def _place(paragraph: Any) -> Place:
    text, locked = "", set[int]()
    for run, is_locked in _runs(paragraph):
        length = len(text)
        text += "".join(_text(child) for child in run)
        if is_locked:
            locked.update(range(length, len(text)))
    return Place(text, frozenset(locked))


def _runs(paragraph: Any) -> list[tuple[Any, bool]]:
    """The runs of a paragraph, not of a text box inside it, and whether a field has written them."""
    found: list[tuple[Any, bool]] = []
    depth = 0
    for run, is_simple in _below(paragraph, False):
        for mark in run.iterchildren(qn("w:fldChar")):
            depth += {"begin": 1, "end": -1}.get(mark.get(qn("w:fldCharType")), 0)
        found.append((run, is_simple or depth > 0))
    return found


def _below(element: Any, is_field: bool) -> Iterator[tuple[Any, bool]]:
    for child in element:
        if child.tag == qn("w:r"):
            yield child, is_field
        elif child.tag in _THROUGH:
            yield from _below(child, is_field or child.tag == qn("w:fldSimple"))


def _text(child: Any) -> str:
    return child.text or "" if child.tag == qn("w:t") else _ONE_CHARACTER.get(child.tag, "")


def with_changes(
    document: WordDocument, changes: Sequence[Sequence[NumberChange]], signature: Signature
) -> WordDocument:  # fmt: skip
    """The document with the changes of each paragraph tracked, and a comment at each number; the document itself.

    `changes` stand in the order of `places_of`, those of one paragraph in the order of its text.
    """
    writer = _Writer(document, signature)
    for paragraph, wanted in zip(list(_paragraphs(document)), changes, strict=True):
        for change in reversed(wanted):
            writer.write(paragraph, change)
    return document


class _Writer:
    """Writes tracked changes, each with a number of its own."""

    def __init__(self, document: WordDocument, signature: Signature) -> None:
        self._comments, self._signature = document.comments, signature
        used = (element.get(_W_ID) for element in document.element.body.iter() if element.get(_W_ID))
        self._last = max((int(number) for number in used if number.lstrip("-").isdigit()), default=0)

    def write(self, paragraph: Any, change: NumberChange) -> None:
        """From the end of the paragraph to its beginning, so that earlier places stay where they are."""
        before = min([change.start, *(edit.start for edit in change.edits)])
        after = max([change.end, *(edit.end for edit in change.edits)])
        _cut_at(paragraph, after)
        _cut_at(paragraph, before)
        commented = _between(paragraph, before, after)
        first, last = commented[0], commented[-1]
        for edit in reversed(change.edits):
            written = self._replace(paragraph, edit)
            last = written if edit.end == after else last
        self._comment(_outermost(first), _outermost(last), change.comment)

    def _replace(self, paragraph: Any, edit: Edit) -> Any:
        """Strike the old characters out and write the new ones behind them; what stands last comes back."""
        _cut_at(paragraph, edit.end)
        _cut_at(paragraph, edit.start)
        struck = _between(paragraph, edit.start, edit.end)
        wrapped = [self._struck(run) for run in struck]
        if not edit.new:
            return wrapped[-1]
        inserted = self._mark("w:ins")
        inserted.append(_run_like(struck[0], edit.new))
        wrapped[-1].addnext(inserted)
        return inserted

    def _struck(self, run: Any) -> Any:
        deleted = self._mark("w:del")
        run.addprevious(deleted)
        deleted.append(run)
        for text in run.iterchildren(qn("w:t")):
            text.tag = qn("w:delText")
        return deleted

    def _mark(self, tag: str) -> Any:
        self._last += 1
        mark = OxmlElement(tag)
        mark.set(_W_ID, str(self._last))
        mark.set(qn("w:author"), self._signature.author)
        mark.set(qn("w:date"), f"{self._signature.at:%Y-%m-%dT%H:%M:%SZ}")
        return mark

    def _comment(self, first: Any, last: Any, text: str) -> None:
        comment = self._comments.add_comment(text=text, author=self._signature.author, initials="")
        start, end = OxmlElement("w:commentRangeStart"), OxmlElement("w:commentRangeEnd")
        start.set(_W_ID, str(comment.comment_id))
        end.set(_W_ID, str(comment.comment_id))
        reference = parse_xml(f'<w:r {nsdecls("w")}><w:commentReference w:id="{comment.comment_id}"/></w:r>')
        first.addprevious(start)
        last.addnext(end)
        end.addnext(reference)


def _outermost(run: Any) -> Any:
    """The run, or the change that wraps it: comments begin and end outside of changes."""
    parent = run.getparent()
    return parent if parent.tag in _TRACKED else run


def _lengths(paragraph: Any) -> Iterator[tuple[Any, int, int]]:
    """Each run with the characters of the paragraph that it holds; runs that are struck out count no more."""
    at = 0
    for run, _ in _runs(paragraph):
        length = sum(len(_text(child)) for child in run)
        yield run, at, at + length
        at += length


def _between(paragraph: Any, start: int, end: int) -> list[Any]:
    """The runs that hold these characters; none of them holds others."""
    return [run for run, first, last in _lengths(paragraph) if first < end and last > start]


def _cut_at(paragraph: Any, offset: int) -> None:
    """Let a run begin at this character: the one that holds it becomes two alike."""
    for run, first, last in _lengths(paragraph):
        if first < offset < last:
            _cut(run, offset - first)
            return


def _cut(run: Any, length: int) -> None:
    behind = deepcopy(run)
    run.addnext(behind)
    for child, twin in zip(list(run), list(behind), strict=True):
        size = len(_text(child))
        if child.tag == qn("w:rPr"):
            continue
        if size <= length:
            behind.remove(twin)
        elif length <= 0:
            run.remove(child)
        else:
            _set_text(twin, twin.text[length:])
            _set_text(child, child.text[:length])
        length -= size


def _set_text(element: Any, text: str) -> None:
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _run_like(run: Any, text: str) -> Any:
    """A run with this text and the formatting of another."""
    new = OxmlElement("w:r")
    properties = run.find(qn("w:rPr"))
    if properties is not None:
        new.append(deepcopy(properties))
    written = OxmlElement("w:t")
    _set_text(written, text)
    new.append(written)
    return new
