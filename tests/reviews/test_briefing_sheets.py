"""Sheets of a pack are checked: names in braces, sentences, length, and the name of the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zugong.figures.answers import Answers
from zugong.kernel.errors import PackError
from zugong.kernel.time import Clocks
from zugong.packs.briefings import read_briefing, read_briefings
from zugong.packs.pack import load_pack
from zugong.reviews.briefing import sheet_of
from zugong.reviews.briefing_check import briefing_errors
from zugong.reviews.filling import About

SHEET = """
briefing: {code}
zh: 答问
en: Questions
occasion: {{zh: 上线前看。, en: Before a broadcast.}}
questions:
  - question: {{zh: 有多少党员？, en: "How many members?"}}
    answer:
      zh: {zh}
      en: There are {{{{members}}}} members.
    source: {{title: 某文件}}
"""


def sheet(folder: Path, zh: str, *, code: str = "hotline", file: str = "hotline") -> Path:
    path = folder / "briefings" / f"{file}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(SHEET.format(code=code, zh=zh), encoding="utf-8")
    return path


def test_a_wrong_name_is_named_with_the_nearest_right_one_and_its_place(tmp_path: Path):
    pack = load_pack("national")
    path = sheet(tmp_path, "共有党员{{党圆}}名。")
    own = pack.__class__(**{**vars(pack), "folders": (tmp_path,)})

    [error] = briefing_errors(own)

    assert str(error).startswith(f"{path}:8: answer: No figure is called “党圆”; the nearest: 党员")


@pytest.mark.parametrize(
    ("language", "is_whole", "answer"),
    [
        ("zh", True, "在全县，绛县。"),
        ("zh", False, "在本单位，东镇。"),
        ("en", True, "In 绛县, 绛县."),
        ("en", False, "In 东镇, 东镇."),
    ],
)
def test_a_sheet_speaks_of_the_county_only_where_nothing_is_above(
    tmp_path: Path, language: str, is_whole: bool, answer: str
):
    path = sheet(tmp_path, "在{{全域}}，{{地区}}。")
    path.write_text(
        path.read_text(encoding="utf-8").replace("There are {{members}} members", "In {{whole}}, {{territory}}")
    )
    read = sheet_of(read_briefing(path), load_pack("jiangxian"), language)

    [answered] = read.answered(About(Clocks.at(date(2020, 12, 31)), "东镇", {}, is_whole), Answers({}))

    assert answered.text == answer


def test_four_sentences_are_too_many_and_decimals_are_no_sentences(tmp_path: Path):
    three = sheet(tmp_path, "一。二！三？")
    read_briefing(three)

    with pytest.raises(PackError, match=r"the answer \(zh\) has 4 sentences; a caller listens to 3"):
        read_briefing(sheet(tmp_path, "一。二。三。四。"))


def test_a_sheet_that_does_not_fit_a_page_is_refused(tmp_path: Path):
    with pytest.raises(PackError, match="characters; one page holds 1600: make it two sheets"):
        read_briefing(sheet(tmp_path, "长" * 2000))


def test_a_file_bears_the_name_of_its_sheet(tmp_path: Path):
    with pytest.raises(PackError, match=r"stands in other.yaml; call the file hotline.yaml"):
        read_briefing(sheet(tmp_path, "一。", file="other"))


def test_the_sheet_of_a_locality_replaces_the_national_one():
    national, local = (read_briefings(load_pack(name).folders) for name in ("national", "jiangxian"))

    assert (list(national), list(local)) == (["hotline"], ["hotline"])
    assert national["hotline"].zh != local["hotline"].zh
