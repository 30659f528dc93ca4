"""The numbers of a text are read as they are meant, and what is no number is passed over."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zugong.reviews.last_year_written import read_numbers, widened
from zugong.reviews.numerals import in_characters

Told = tuple[str, Fraction, str, str]


def told(text: str, *names: str) -> list[Told]:
    """Each number with its value, its form and its unit."""
    return [(one.text, one.value, one.form, one.unit) for one in read_numbers(text, names).numbers]


def passed(text: str, *names: str) -> list[tuple[str, str]]:
    return [(one.text, one.why) for one in read_numbers(text, names).passed]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("党员12016名", ("12016", 12016, "exact", "名")),
        ("党员12,016名", ("12,016", 12016, "exact", "名")),
        ("党员１２０１６名", ("１２０１６", 12016, "exact", "名")),
        ("1.2万余名党员", ("1.2万余", 12000, "more_than", "名")),
        ("50余万元", ("50余万", 500_000, "more_than", "元")),
        ("3600万余元", ("3600万余", 36_000_000, "more_than", "元")),
        ("5万多元", ("5万多", 50_000, "more_than", "元")),
        ("5万多元的资金", ("5万多", 50_000, "more_than", "元")),
        ("约2.9万元", ("2.9万", 29_000, "about", "元")),
        ("近1亿元", ("1亿", 100_000_000, "nearly", "元")),
        ("占66.17%", ("66.17%", Fraction("66.17"), "exact", "")),
        ("占６６.17％", ("６６.17％", Fraction("66.17"), "exact", "")),
        ("占百分之六十六点一七", ("百分之六十六点一七", Fraction("66.17"), "exact", "")),
        ("八十八个村", ("八十八", 88, "exact", "个")),
        ("行政村一百三十三个", ("一百三十三", 133, "exact", "个")),
        ("两千三百人", ("两千三百", 2300, "exact", "人")),
        ("三千余人", ("三千余", 3000, "more_than", "人")),
        ("二十多名", ("二十多", 20, "more_than", "名")),
        ("近千人", ("千", 1000, "nearly", "人")),
        ("百余名", ("百余", 100, "more_than", "名")),
        ("五大行动", ("五", 5, "exact", "")),
        ("“六大工程”", ("六", 6, "exact", "")),
        ("500平方米以上", ("500", 500, "at_least", "平方米")),
        ("不足30人", ("30", 30, "less_than", "人")),
        ("30人左右", ("30", 30, "about", "人")),
        ("节约3万元", ("3万", 30_000, "exact", "元")),
        ("附近3个村", ("3", 3, "exact", "个")),
        ("会上20人发言", ("20", 20, "exact", "人")),
        ("提高3.2个百分点", ("3.2", Fraction("3.2"), "exact", "个百分点")),
    ],
)
def test_a_number_is_read_as_it_is_written(text: str, wanted: Told):
    assert told(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2020年，", [("2020年", "day")]),
        ("2016—2020年", [("2016—2020年", "day")]),
        ("二〇二〇年十二月三十一日", [("二〇二〇年十二月三十一日", "day")]),
        ("12月31日", [("12月31日", "day")]),
        ("2020-12-31", [("2020-12-31", "day")]),
        ("绛组发〔2020〕3号", [("〔2020〕3号", "paper")]),
        ("第3批、第二季度", [("第3", "ordinal"), ("第二", "ordinal")]),
        ("一、总体情况", [("一、", "mark")]),
        ("（二）建强队伍", [("（二）", "mark")]),
        ("1.抓阵地", [("1.", "mark")]),
        ("党的十九大以来", [("党的十九大", "congress")]),
        ("十九届五中全会", [("十九届", "congress"), ("五中全会", "congress")]),
        ("三会一课、四议两公开", [("三会一课", "name")]),
        ("“一肩挑”", [("“一肩挑”", "name")]),
        ("12380举报电话0359-6522380", [("12380", "call"), ("电话0359-6522380", "call")]),
        ("近三年来", [("近三年来", "span")]),
        ("三分之二", [("三分之二", "ratio")]),
        ("《关于加强工作的21条措施》", [("《关于加强工作的21条措施》", "title")]),
        ("8:30开会", [("8:30", "time")]),
        ("进一步统一思想，一批、一个，万一，千万不要", []),
    ],
)
def test_what_is_no_number_is_passed_over(text: str, wanted: list[tuple[str, str]]):
    assert (passed(text), told(text)) == (wanted, [])


def test_words_of_the_place_are_no_numbers():
    assert told("达到五务四场要求，建成一场所六中心3处", "五务四场", "一场所六中心") == [("3", 3, "exact", "处")]


@pytest.mark.parametrize("text", ["20-30人", "20至30人", "20—30人", "二三十人"])
def test_a_range_has_two_ends(text: str):
    [found] = read_numbers(text).numbers

    assert (found.value, found.high, found.unit) == (20, 30, "人")


@given(st.integers(0, 10**9), st.booleans(), st.booleans())
def test_written_in_digits_it_is_read_back(number: int, grouped: bool, wide: bool):
    written = f"{number:,}" if grouped else str(number)
    written = widened(written) if wide else written

    assert told(f"全县共有{written}名党员") == [(written, number, "exact", "名")]


@given(st.integers(2, 99_999_999).filter(lambda number: in_characters(number) not in ("百", "千", "万")))
def test_written_in_characters_it_is_read_back(number: int):
    written = in_characters(number)

    assert told(f"全县共有{written}名党员") == [(written, number, "exact", "名")]


@given(
    st.decimals(min_value=Decimal("0.01"), max_value=Decimal("9999.99"), places=2), st.sampled_from(["", "万", "亿"])
)
def test_decimals_with_a_scale_are_read_back(number: Decimal, scale: str):
    worth = {"": 1, "万": 10**4, "亿": 10**8}[scale]

    assert told(f"投入{number}{scale}元，") == [(f"{number}{scale}", Fraction(number) * worth, "exact", "元")]


@given(st.lists(st.integers(2, 9999), min_size=1, max_size=8), st.sampled_from(["，", "。", "；", "、"]))
def test_numbers_after_each_other_are_read_each(numbers: list[int], between: str):
    text = between.join(f"甲类{number}个" for number in numbers)

    assert [one.value for one in read_numbers(text).numbers] == numbers


@given(st.text(alphabet="0123456789一二三十百千万亿余多近约%.,，年月日第号个名元（）〔〕-至 ", max_size=40))
def test_any_text_at_all_is_read_without_an_overlap(text: str):
    reading = read_numbers(text)

    taken = sorted([(one.start, one.end) for one in (*reading.numbers, *reading.passed)])
    assert all(first[1] <= second[0] for first, second in pairwise(taken))
    assert all(text[one.start : one.end] for one in reading.numbers)
