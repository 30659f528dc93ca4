"""Papers of a case: filled from the file, checked by name, worded by the organisation nearest above."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document

from zugong.cases.filed import Case
from zugong.cases.layouts import LayoutHasMistakes, keep_layout, layout_for, layouts_of, withdraw_layout
from zugong.cases.papers import Around, filled, mistakes_in, usual_layout
from zugong.cases.rules import Act
from zugong.cases.types import installed_types
from zugong.dictionary.store import StoredRow
from zugong.kernel.facts.recording import Source
from zugong.organisations.queries import tree_at

TYPES = installed_types("jiangxian")
TYPE = TYPES.types["rectification"]
AROUND = Around(
    "橡树村党支部", "橡树村党支部", "中共东镇委员会", "", date(2026, 11, 23), hidden=frozenset({"resident"})
)
OFFICER = Source("form", "zuzhike")


def a_case(place: int = 1) -> Case:
    """A rectification whose plan is made."""
    values = {"number": "2026-000001", "case_type": "rectification", "organisation": place, "forms": None}
    plan = {"goal": "配齐班子", "until_day": date(2026, 11, 30), "resident": "镇党委副书记"}
    acts = (
        Act("listed", date(2026, 3, 18), "determined", {}, (), 1),
        Act("planned", date(2026, 4, 10), None, plan, (), 2),
    )
    return Case(1, StoredRow(1, 1, date(2026, 3, 2), None, values), date(2026, 3, 2), acts, TYPE, TYPES)


def layout(*lines: str) -> bytes:
    document, file = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def text(content: bytes) -> list[str]:
    return [one.text for one in Document(io.BytesIO(content)).paragraphs]


def test_names_in_braces_become_what_the_file_says_and_the_rest_a_line_to_fill_in():
    written = layout(
        "{{对象}}：{{整顿目标}}，{{ 整顿期限 }}前。",
        "{{常委会研究确定结果}}",
        "{{联系的县级领导}}、{{驻村（包村）的乡镇领导}}",
    )

    assert text(filled(written, a_case(), AROUND, "zh-hans")) == [
        "橡树村党支部：配齐班子，2026年11月30日前。", "列入整顿", "＿＿＿＿＿＿、＿＿＿＿＿＿",
    ]  # fmt: skip


@pytest.mark.parametrize("code", TYPES.types)
def test_the_usual_layout_of_every_paper_names_nothing_that_is_not_there(code):
    declared = TYPES.types[code]

    assert {paper: mistakes_in(usual_layout(declared, paper), "", declared) for paper in declared.papers} == {
        paper: [] for paper in declared.papers
    }


def test_a_wrong_name_gets_the_nearest_right_one():
    [wrong] = mistakes_in(layout("本村{{整顿目表}}如下"), "", TYPE)

    assert wrong.place == "本村{{整顿目表}}如下"
    assert wrong.error.sentence("zh-hans").startswith("本事项中没有“整顿目表”这一项，相近的有：整顿目标")


def test_the_layout_of_the_nearest_organisation_serves_until_it_is_withdrawn(admission):
    county = admission.county
    oak, own = county.organisation("oak"), county.organisation("east")
    tree = tree_at(date(2026, 11, 23))
    for place, words in (("county", "县"), ("east", "镇"), ("west", "西镇")):
        keep_layout(
            declared=TYPE, paper="plan", organisation=county.organisation(place), name="方案.docx",
            content=layout(words), source=OFFICER,
        )  # fmt: skip
    with pytest.raises(LayoutHasMistakes):
        keep_layout(declared=TYPE, paper="plan", organisation=own, name="", content=layout("{{没有}}"), source=OFFICER)
    nearest = text(layout_for(a_case(oak), "plan", tree))

    withdraw_layout(layout=layouts_of("rectification", [own])[0], source=OFFICER)

    assert nearest == ["镇"]
    assert text(layout_for(a_case(oak), "plan", tree)) == ["县"]
