"""Templates: names in braces, conditions, subordinates, and what is wrong with one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from zugong.packs.pack import load_pack
from zugong.packs.reports import read_reports
from zugong.reviews import outline, written
from zugong.reviews.composing import compose
from zugong.reviews.outline import Grid, Line, outline_of
from zugong.reviews.report_check import report_errors
from zugong.reviews.template import Template, read_template
from zugong.reviews.tokens import Amount, PlotWanted
from zugong.reviews.written import Bar, Shown, WrittenLine, WrittenPlot, WrittenTable

PACK = load_pack("jiangxian")


class Given:
    """Numbers by code, or by code and subordinate; everything else is zero."""

    subordinates = (7, 8)

    def __init__(self, **numbers: int | Fraction | None) -> None:
        self._numbers = numbers

    def number(self, amount: Amount, group: int | None) -> Shown:
        code = amount.code if group is None else f"{amount.code}_{group}"
        name = code if amount.style.when == "this" else f"{code}_{amount.style.when}"
        value = self._numbers.get(name, 0)
        text = "—" if value is None else str(value)
        return Shown(amount.kind, amount.code, amount.style.when, group, "" if value is None else str(value), text)

    def word(self, code: str, group: int | None) -> str:
        return f"<{code}{group or ''}>"

    def plot(self, source: int, wanted: PlotWanted) -> WrittenPlot:
        return WrittenPlot(source, "图", ("名",), (Bar("东镇", (1.0,), ()),), wanted)


def template(*lines: str) -> Template:
    return read_template(tuple(Line("body", line) for line in lines), PACK)


def lines_of(read: Template, **numbers: int | Fraction | None) -> list[str]:
    return [block.text for block in compose(read, Given(**numbers)) if isinstance(block, WrittenLine)]


def wrong(*lines: str) -> list[tuple[str, str]]:
    return [(one.place, one.sentence("zh-hans")) for one in template(*lines).problems]


@pytest.mark.parametrize(
    "name", ["党员", "members", "MEMBERS", " 党 员 ", "“党员”", "Party members"], ids=lambda name: name.strip()
)
def test_a_figure_is_known_by_its_name_and_its_code(name: str):
    assert lines_of(template(f"共{{{{{name}}}}}名"), members=12016) == ["共12016名"]


def test_quotation_marks_of_a_name_may_be_left_out():
    assert lines_of(template("占{{一肩挑占比}}"), dual_post_share=Fraction(2, 3)) == ["占2/3"]


def test_full_width_braces_and_bars_mean_the_same():
    [number] = template("共｛｛党员｜千分位｝｝名").amounts

    assert (number.code, number.style.grouped) == ("members", True)


def test_a_parameter_and_a_word_of_the_text_stand_in_braces_too():
    assert lines_of(template("{{地区}}：每村{{每村后备力量最少人数}}名"), reserve_per_village=5) == [
        "<territory>：每村5名"
    ]


@pytest.mark.parametrize(
    ("numbers", "text"),
    [({"members": 3}, "有。"), ({"members": 0}, "无。"), ({"members": None}, "无。")],
    ids=["more", "none", "not known"],
)
def test_text_stands_only_where_a_number_is_not_zero(numbers: dict, text: str):
    assert lines_of(template("{{如果 党员}}有{{否则}}无{{结束}}。"), **numbers) == [text]


@pytest.mark.parametrize(("members", "text"), [(9, ""), (10, ""), (11, "多")])
def test_text_stands_only_where_a_comparison_is_true(members: int, text: str):
    assert lines_of(template("{{如果 党员 > 10}}多{{结束}}"), members=members) == [text]


def test_a_comparison_may_be_with_per_cent_and_with_the_year_before():
    read = template("{{如果 “一肩挑”占比 ≥ 60%}}高{{结束}}{{如果 党员|较上年 < 0}}少{{结束}}")

    assert lines_of(read, dual_post_share=Fraction(3, 5), members_change=-1) == ["高少"]


def test_conditions_alone_in_paragraphs_rule_whole_paragraphs_and_stand_inside_each_other():
    read = template("{{如果 党员}}", "甲", "{{if communities}}", "乙", "{{else}}", "丙", "{{end}}", "{{结束}}", "丁")

    assert [lines_of(read, members=1), lines_of(read, members=1, communities=1), lines_of(read)] == [
        ["甲", "丙", "丁"], ["甲", "乙", "丁"], ["丁"],
    ]  # fmt: skip


def test_a_paragraph_and_a_row_stand_once_for_each_subordinate_that_has_something():
    outline_ = (Line("body", "{{下级}}：{{党员}}名"), Grid(((("组织",), ("党员",)), (("{{下级}}",), ("{{党员}}",)))))

    line, table = compose(read_template(outline_, PACK), Given(members_7=5))

    assert isinstance(line, WrittenLine) and isinstance(table, WrittenTable)
    rows = [["".join(span.text for span in cell[0]) for cell in row.cells] for row in table.rows]
    assert (line.text, rows) == ("<below7>：5名", [["组织", "党员"], ["<below7>", "5"]])


def test_a_plot_stands_alone_in_its_paragraph():
    assert template("{{图 党员、流动党员 比上年}}").plots == (PlotWanted(("members", "mobile_members"), "year"),)


def test_a_wrong_name_gets_a_sentence_with_its_place_and_the_nearest_right_ones():
    assert wrong("全县共有党员{{党元}}名。") == [
        ("全县共有党员{{党元}}名。", "没有名为“党元”的指标，相近的有：党员、讲党课。")
    ]


def test_a_long_paragraph_is_named_by_its_beginning():
    [(place, _)] = wrong("甲" * 50 + "{{党元}}")

    assert place == "甲" * 40 + "…"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("共{{党员名", "花括号不成对，名称前后应各有两个花括号，如 {{党员}}。"),
        ("{{如果 党员}}有", "{{如果 党员}} 没有配对，条件文字以 {{如果 …}} 开头、以 {{结束}} 结尾。"),
        ("有{{结束}}", "{{结束}} 没有配对，条件文字以 {{如果 …}} 开头、以 {{结束}} 结尾。"),
        ("{{如果 年份 > 3}}有{{结束}}", "“年份”不是数字，不能用于比较或作图，请写指标名称。"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_paragraph_is_a_sentence(line: str, sentence: str):
    assert wrong(line)[0] == (line, sentence)


def test_the_text_of_a_pack_has_titles_headings_tables_and_paragraphs_over_several_lines():
    text = "# 题\n\n> 副题\n## 一、甲\n### （一）乙\n第一行\n第二行。\n\n| 组织 | 党员 |\n| {{下级}} | {{党员}} |\n>> 县委组织部"

    assert outline_of(text) == (
        Line("title", "题"), Line("subtitle", "副题"), Line("heading1", "一、甲"), Line("heading2", "（一）乙"),
        Line("body", "第一行第二行。"), Grid(((("组织",), ("党员",)), (("{{下级}}",), ("{{党员}}",)))),
        Line("signature", "县委组织部"),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["national", "jiangxian"])
def test_every_report_of_the_packs_can_be_written(name: str):
    assert report_errors(load_pack(name)) == []


def test_an_outline_and_a_text_come_back_from_json():
    read = outline_of(read_reports(PACK.folders)["yearly_review"].text)
    text = compose(read_template(read, PACK), Given(members=1, members_7=2, communities_being_built=1))

    assert (outline.from_json(outline.as_json(read)), written.from_json(written.as_json(text))) == (read, text)
