"""Word files: the page of official papers, templates filled run by run, plots that stay plots."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from tests.reviews.test_templates import PACK, Given
from zugong.packs.reports import read_reports
from zugong.reviews.composing import compose
from zugong.reviews.documents import saved
from zugong.reviews.outline import Grid, Line, Outline, outline_of
from zugong.reviews.template import read_template
from zugong.reviews.tokens import PlotWanted
from zugong.reviews.word.building import template_document
from zugong.reviews.word.filling import fill
from zugong.reviews.word.notes import Basis, Note, append_notes
from zugong.reviews.word.page import CLOSER, LINE_PITCH, new_document
from zugong.reviews.word.reading import NotAWordFile, open_document, outline_in
from zugong.reviews.written import Bar, Shown, WrittenPlot

REPORT = outline_of(read_reports(PACK.folders)["yearly_review"].text)
TWIPS_PER_MM = 1440 / 25.4
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def reopened(document):
    return Document(io.BytesIO(saved(document)))


def filled(document, **numbers):
    """The document as Word would open it, its braces filled."""
    read = read_template(outline_in(document), PACK)
    assert read.problems == ()
    fill(document, compose(read, Given(**numbers)))
    return reopened(document)


def test_the_page_has_22_lines_of_28_characters_in_the_type_area_of_official_papers():
    section = reopened(new_document()).sections[0]

    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    high, wide = 225 * TWIPS_PER_MM, 156 * TWIPS_PER_MM
    assert (int(high // LINE_PITCH), int(wide // (16 * 20 + CLOSER))) == (22, 28)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert [grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")] == ["lines", "579", None]


def test_a_table_is_as_wide_as_the_type_area_in_its_grid_and_its_cells_and_off_the_grid_of_lines():
    head = (("组织",), ("党员",), ("组织数",))
    document = reopened(template_document((Grid((head, (("{{下级}}",), ("{{党员}}",), ("{{基层党组织}}",)))),)))

    [table] = document.tables
    grid = [round(column.width.mm) for column in table.columns]
    assert grid == [round(cell.width.mm) for cell in table.rows[1].cells] == [56, 50, 50]
    marks = [[mark.tag.rpartition("}")[2] for mark in row._tr.trPr] for row in table.rows]
    assert marks == [["cantSplit", "tblHeader"], ["cantSplit"]]
    assert document.styles["Table Text"].element.pPr.find(qn("w:snapToGrid")).get(qn("w:val")) == "0"


def test_page_numbers_stand_outside():
    document = reopened(new_document())
    section = document.sections[0]

    texts = [footer.paragraphs[0].text for footer in (section.footer, section.even_page_footer)]
    places = [str(footer.paragraphs[0].alignment) for footer in (section.footer, section.even_page_footer)]
    assert (texts, places) == (["— 1 —"] * 2, ["RIGHT (2)", "LEFT (0)"])
    assert document.settings.odd_and_even_pages_header_footer is True


def test_the_document_names_the_fonts_of_the_standard_and_what_stands_in_for_them():
    with zipfile.ZipFile(io.BytesIO(saved(new_document()))) as packed:
        fonts = etree.fromstring(packed.read("word/fontTable.xml"))

    stated = {font.get(qn("w:name")): font[0].get(qn("w:val")).split(",")[0] for font in fonts}
    assert stated == {
        "方正小标宋简体": "方正小标宋_GBK", "黑体": "SimHei", "楷体_GB2312": "楷体", "仿宋_GB2312": "仿宋", "宋体": "SimSun",
        "Times New Roman": "Liberation Serif",
    }  # fmt: skip


def test_headings_are_black_in_the_fonts_of_the_standard_and_nothing_is_left_of_the_blank_document():
    styles = reopened(new_document()).styles

    names = ("Title", "Heading 1", "Heading 2", "Normal")
    found = [(styles[name].element.rPr.rFonts.get(qn("w:eastAsia")), styles[name].font.size.pt) for name in names]
    assert found == [("方正小标宋简体", 22), ("黑体", 16), ("楷体_GB2312", 16), ("仿宋_GB2312", 16)]
    assert [str(styles[name].font.color.rgb) for name in names] == ["000000"] * 4
    assert [style.name for style in styles if style.name in ("Title Char", "Heading 1 Char", "Subtitle Char")] == []


def test_a_document_bears_no_author_remark_day_or_picture_of_the_one_it_was_made_from():
    document = reopened(new_document())

    properties = document.core_properties
    assert (properties.author, properties.comments) == ("", "")
    assert properties.created == properties.modified and properties.created.year >= 2024
    assert [name for name in zipfile.ZipFile(io.BytesIO(saved(document))).namelist() if "thumbnail" in name] == []


def test_the_template_of_a_pack_reads_back_as_its_text():
    assert outline_in(reopened(template_document(REPORT))) == REPORT


def test_braces_that_word_has_cut_into_runs_are_filled_in_the_form_of_their_beginning():
    document = Document()
    paragraph = document.add_paragraph()
    for text, bold in (("全县共有党员{", None), ("{党", True), ("员|千分", None), ("位}}名", False), ("。", True)):
        paragraph.add_run(text).bold = bold

    runs = filled(document, members=12016).paragraphs[0].runs

    assert [(run.text, run.bold) for run in runs] == [
        ("全县共有党员12016", None), ("", True), ("", None), ("名", False), ("。", True),
    ]  # fmt: skip


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 30), max_size=8))
def test_however_runs_are_cut_the_text_is_the_same(cuts: list[int]):
    text = "共{{党员}}名、{{如果 在建社区}}有{{在建社区}}个{{结束}}完"
    document = Document()
    paragraph = document.add_paragraph()
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    for start, end in pairwise(places):
        paragraph.add_run(text[start:end])

    assert filled(document, members=3, communities_being_built=2).paragraphs[0].text == "共3名、有2个完"


def test_a_row_stands_once_for_each_subordinate_and_whole_paragraphs_go():
    outline: Outline = (
        Line("body", "{{如果 在建社区}}"),
        Line("body", "有在建社区"),
        Line("body", "{{结束}}"),
        Grid(((("组织",), ("党员",)), (("{{下级}}",), ("{{党员}}",)))),
        Line("body", "完"),
    )

    document = filled(template_document(outline), members_7=5, members_8=6)

    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert ([one.text for one in document.paragraphs], rows) == (
        ["完"], [["组织", "党员"], ["<below7>", "5"], ["<below8>", "6"]],
    )  # fmt: skip


def plotted() -> bytes:
    document = template_document((Line("body", "{{图 党员 按下级}}"), Line("body", "{{图 流动党员 按下级}}")))
    wanted = PlotWanted(("members",), "organisation")
    bars = (Bar("东镇", (3.0,), ()), Bar("西镇", (4.0,), ()))
    fill(document, tuple(WrittenPlot(place, f"图{place}", ("党员（名）",), bars, wanted) for place in (0, 1)))
    return saved(document)


def test_a_plot_is_a_native_chart_with_its_numbers_in_a_workbook_inside():
    with zipfile.ZipFile(io.BytesIO(plotted())) as packed:
        names = set(packed.namelist())
        charts = [etree.fromstring(packed.read(f"word/charts/chart{number}.xml")) for number in (1, 2)]
        relations = packed.read("word/charts/_rels/chart1.xml.rels").decode()
        sheet = load_workbook(io.BytesIO(packed.read("word/embeddings/chart1.xlsx"))).active

    assert {"word/charts/chart2.xml", "word/embeddings/chart2.xlsx"} <= names
    assert [[point.text for point in chart.iter(f"{CHART}v")] for chart in charts] == [
        ["党员（名）", "东镇", "西镇", "3.0", "4.0"]
    ] * 2
    assert [chart[-1].tag for chart in charts] == [f"{CHART}externalData"] * 2
    assert "../embeddings/chart1.xlsx" in relations
    assert list(sheet.iter_rows(values_only=True)) == [(None, "党员（名）"), ("东镇", 3), ("西镇", 4)]


def test_each_plot_has_a_number_and_a_description_of_its_own():
    document = Document(io.BytesIO(plotted()))

    found = [(one.get("id"), one.get("name")) for one in document.element.body.iter(qn("wp:docPr"))]
    assert found == [("1001", "图0"), ("1002", "图1")]


def test_a_header_that_the_text_says_nothing_of_keeps_its_paragraph():
    document = new_document()
    document.sections[0].header.paragraphs[0].text = "{{组织}}"

    fill(document, ())

    assert [one.text for one in reopened(document).sections[0].header.paragraphs] == ["{{组织}}"]


def test_the_bars_of_a_share_bear_the_per_cent_of_the_text():
    document = template_document((Line("body", "{{图 “一肩挑”占比 按下级}}"),))
    shown = [Shown("figure", "dual_post_share", "this", 1, "", text) for text in ("57.14%", "100%")]
    bars = tuple(Bar(name, (value,), (one,)) for name, value, one in zip("东西", (57.1428, 100.0), shown, strict=True))
    fill(document, (WrittenPlot(0, "占比", ("占比",), bars, PlotWanted(("dual_post_share",), "organisation")),))

    with zipfile.ZipFile(io.BytesIO(saved(document))) as packed:
        chart = etree.fromstring(packed.read("word/charts/chart1.xml"))
    assert [one.text for one in chart.iter(f"{CHART}formatCode")] == ['0.00"%"']


def test_a_plot_is_as_wide_as_the_type_area():
    [first, _] = Document(io.BytesIO(plotted())).inline_shapes

    assert first.width == Mm(156)


def test_the_appendix_lists_each_figure_with_its_definition_its_day_and_its_records():
    document = new_document()
    note = Note("党员", "12016名", "党籍记录，计不同的人数", "2020年12月31日", (12016,), 2)
    share = Note("占比", "50%", "“甲”除以“乙”。", "2020年12月31日", (2, 4), 0)

    append_notes(document, [note, share], Basis(("统计范围：某县。",)))

    written = reopened(document)
    rows = [[cell.text for cell in row.cells] for row in written.tables[0].rows]
    assert ([one.text for one in written.paragraphs], rows) == (
        ["附件：指标说明", "统计范围：某县。"],
        [["指标", "数值", "口径", "时间和记录"],
         ["党员", "12016名", "党籍记录，计不同的人数", "2020年12月31日\n记录 12016 条；日期不全未判定 2 条"],
         ["占比", "50%", "“甲”除以“乙”。", "2020年12月31日\n记录 2 / 4 条"]],
    )  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0 an old .doc"])
def test_what_is_no_word_file_is_refused_with_what_to_do(content: bytes):
    with pytest.raises(NotAWordFile) as refused:
        open_document(content, "综述.doc")

    assert refused.value.sentence("zh-hans") == "“综述.doc”不是 .docx 文件，请用 Word 或 WPS 打开后另存为 .docx 格式。"


def test_a_zip_that_is_no_document_is_refused_too():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "a")

    with pytest.raises(NotAWordFile):
        open_document(packed.getvalue(), "a.docx")
