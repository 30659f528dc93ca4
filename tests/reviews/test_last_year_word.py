"""Tracked changes in a Word document: all accepted they read as this year, all rejected as last year, and nothing is lost."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from hypothesis import given
from hypothesis import strategies as st

from zugong.reviews.last_year import with_edits
from zugong.reviews.last_year_printing import Edit
from zugong.reviews.last_year_word import (
    DocumentTooLarge,
    HasTrackedChanges,
    NotAWordDocument,
    NumberChange,
    Signature,
    open_word,
    places_of,
    saved,
    with_changes,
    word_from_text,
)

SIGNED = Signature("组织科", datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC))


def reopened(document) -> Document:
    return open_and_settle(saved(document), keep=None)


def open_and_settle(content: bytes, *, keep: str | None) -> Document:
    """The document with every tracked change accepted (keep w:ins) or rejected (keep w:del), as Word does it."""
    document = Document(io.BytesIO(content))
    for tag in ("w:ins", "w:del") if keep else ():
        for change in list(document.element.body.iter(qn(tag))):
            for run in list(change) if tag == keep else []:
                change.addprevious(run)
                for text in run.iter(qn("w:delText")):
                    text.tag = qn("w:t")
            change.getparent().remove(change)
    return document


def texts(document) -> list[str]:
    return [place.text for place in places_of(document)]


def change(start: int, end: int, old: str, new: str, comment: str = "口径") -> NumberChange:
    return NumberChange(start, end, (Edit(start, end, old, new),) if old != new else (), comment)


def test_accepted_it_reads_as_this_year_and_rejected_as_last_year():
    document = open_word(word_from_text("全县党员12016名，\n其中流动党员812名。"), "综述.docx")

    content = saved(with_changes(document, [[change(4, 9, "12016", "12103")], [change(6, 9, "812", "790")]], SIGNED))

    assert texts(open_and_settle(content, keep="w:ins")) == ["全县党员12103名，", "其中流动党员790名。"]
    assert texts(open_and_settle(content, keep="w:del")) == ["全县党员12016名，", "其中流动党员812名。"]


def test_a_change_says_who_made_it_and_when_and_has_a_comment():
    document = open_word(word_from_text("党员12016名"), "综述.docx")

    found = reopened(with_changes(document, [[change(2, 7, "12016", "12103", "党员：在册且未停止党籍")]], SIGNED))

    marks = [found.element.body.find(f".//{qn(tag)}") for tag in ("w:del", "w:ins")]
    signed = [(mark.get(qn("w:author")), mark.get(qn("w:date"))) for mark in marks]
    assert signed == [("组织科", "2026-11-22T01:02:03Z")] * 2
    assert [(one.author, one.text) for one in found.comments] == [("组织科", "党员：在册且未停止党籍")]
    assert len({mark.get(qn("w:id")) for mark in marks}) == 2


def test_a_number_that_stays_has_a_comment_and_no_change():
    document = open_word(word_from_text("党员12016名"), "综述.docx")

    found = reopened(with_changes(document, [[change(2, 7, "12016", "12016")]], SIGNED))

    assert [one.tag for one in found.element.body.iter(qn("w:ins"), qn("w:del"))] == []
    assert [one.text for one in found.comments] == ["口径"]


def test_a_number_in_several_runs_keeps_the_formatting_of_each():
    document = Document()
    paragraph = document.add_paragraph("党员")
    for text, bold in (("1", True), ("20", False), ("16名", True)):
        run = paragraph.add_run(text)
        run.bold, run.font.size, run.font.color.rgb = bold, Pt(16), RGBColor(200, 0, 0)

    content = saved(with_changes(document, [[change(2, 7, "12016", "12103")]], SIGNED))

    rejected, accepted = (open_and_settle(content, keep=tag).paragraphs[0].runs for tag in ("w:del", "w:ins"))
    assert [(run.text, run.bold) for run in rejected if run.text] == [
        ("党员", None), ("1", True), ("20", False), ("16", True), ("名", True),
    ]  # fmt: skip
    assert [(run.text, run.bold, run.font.size) for run in accepted if run.text] == [
        ("党员", None, None), ("12103", True, Pt(16)), ("名", True, Pt(16)),
    ]  # fmt: skip


def test_tables_links_and_tabs_are_read_and_changed():
    document = Document()
    document.add_table(rows=1, cols=2).cell(0, 1).text = "133个"
    paragraph = document.add_paragraph()
    link = OxmlElement("w:hyperlink")
    link.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>党员</w:t><w:tab/><w:t>12016名</w:t></w:r>"))
    paragraph._p.append(link)

    before = texts(document)
    changes = [[], [change(0, 3, "133", "134")], [change(3, 8, "12016", "12103")]]
    content = saved(with_changes(document, changes, SIGNED))

    assert before == ["", "133个", "党员\t12016名"]
    assert texts(open_and_settle(content, keep="w:ins")) == ["", "134个", "党员\t12103名"]
    assert texts(open_and_settle(content, keep="w:del")) == before


def test_results_of_fields_are_locked():
    document = Document()
    marks = ("begin", "separate", "end")
    parts = "".join(
        f'<w:r><w:fldChar w:fldCharType="{m}"/></w:r>{"<w:r><w:t>12</w:t></w:r>" * (m == "separate")}' for m in marks
    )
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>第</w:t></w:r>{parts}</w:p>"))

    assert places_of(document)[0].locked == {1, 2}


def test_what_is_no_word_document_is_refused():
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("a.txt", "x")

    for content in (b"", b"\xd0\xcf\x11\xe0", zipped.getvalue()):
        with pytest.raises(NotAWordDocument, match=r"^综述\.docx cannot be opened as a Word document"):
            open_word(content, "综述.docx")


def test_what_unpacks_to_too_much_is_refused():
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 101 * 1024 * 1024)

    with pytest.raises(DocumentTooLarge, match="larger than 10 MB"):
        open_word(zipped.getvalue(), "综述.docx")


def test_a_document_with_changes_of_others_is_refused():
    changed = saved(with_changes(open_word(word_from_text("12个"), "a.docx"), [[change(0, 2, "12", "13")]], SIGNED))

    with pytest.raises(HasTrackedChanges, match="accept or reject them"):
        open_word(changed, "综述.docx")


@st.composite
def paragraphs(draw) -> tuple[list[str], list[Edit]]:
    """A paragraph in pieces, one for each run, and edits of it that do not overlap."""
    runs = draw(st.lists(st.text(alphabet="党员名12016，\t", min_size=1, max_size=6), min_size=1, max_size=6))
    text = "".join(runs)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    return runs, [Edit(start, end, text[start:end], draw(st.sampled_from(["", "7", "一百余"]))) for start, end in spans]


@given(paragraphs())
def test_wherever_runs_begin_accepting_and_rejecting_give_both_texts(made):
    runs, edits = made
    document = Document()
    paragraph = document.add_paragraph()
    for run in runs:
        paragraph.add_run(run)
    changes = [NumberChange(edit.start, edit.end, (edit,), "口径") for edit in edits]

    content = saved(with_changes(document, [changes], SIGNED))

    assert texts(open_and_settle(content, keep="w:ins")) == [with_edits("".join(runs), edits)]
    assert texts(open_and_settle(content, keep="w:del")) == ["".join(runs)]
    assert len(list(Document(io.BytesIO(content)).comments)) == len(edits)
