"""How numbers stand in a text: characters, cut digits, changes to the year before."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zugong.kernel.time import Clocks, Period
from zugong.packs.print_rules import PrintRule
from zugong.reviews.filling import year_before
from zugong.reviews.numerals import in_characters
from zugong.reviews.styles import UnknownOption, style_of, written

SHARE = PrintRule(form="percent", decimals=2)
_DIGITS = {letter: number for number, letter in enumerate("零一二三四五六七八九")}
_PLACES = {"十": 10, "百": 100, "千": 1000}


def read(text: str) -> int:
    """A number in characters, read the slow and obvious way."""
    total = group = digit = 0
    for letter in text:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter in _PLACES:
            group += (digit or 1) * _PLACES[letter]
            digit = 0
        else:
            worth = 10_000 if letter == "万" else 100_000_000
            total = (total + group + digit) * worth if letter == "亿" else total + (group + digit) * worth
            group = digit = 0
    return total + group + digit


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "零"), (6, "六"), (12, "十二"), (20, "二十"), (105, "一百零五"), (133, "一百三十三"), (1005, "一千零五"),
     (10_016, "一万零一十六"), (12_016, "一万二千零一十六"), (100_000, "十万"), (100_005_000, "一亿零五千"), (-3, "负三")],
)  # fmt: skip
def test_a_number_in_characters(number: int, text: str):
    assert in_characters(number) == text


@given(st.integers(0, 999_999_999_999))
def test_a_number_in_characters_reads_back(number: int):
    assert read(in_characters(number)) == number


@given(st.integers(1, 99_999_999))
def test_no_number_in_characters_has_two_zeros_beside_each_other_or_one_at_the_end(number: int):
    text = in_characters(number)

    assert ("零零" in text, text.endswith("零")) == (False, False)


@pytest.mark.parametrize(
    ("options", "value", "text"),
    [(("余百",), 85, "80余"), (("余百",), 6, "6"), (("余百",), 0, "0"), (("万", "1位", "余"), 725, "725"),
     (("万", "1位", "余"), 0, "0"), (("万", "1位", "余"), 1000, "0.1万"), (("万", "余百"), 592_400, "50万余"),
     (("万", "余百"), 5000, "5000"),
     ((), 12016, "12016"), (("千分位",), 12016, "12,016"), (("余百",), 1812, "1800余"), (("余百",), 1800, "1800"),
     (("余十", "千分位"), 4866, "4,860余"), (("万", "1位", "余"), 12009, "1.2万余"), (("万", "余百"), 36480000, "3600万余"),
     (("汉字",), 12, "十二"), (("汉字", "带单位"), 9, "九个"), (("带单位",), 9, "9个"), (("较上年",), 36, "增加36"),
     (("较上年",), -4, "减少4"), (("较上年",), 0, "持平"), (("增幅",), Fraction(3, 100), "增长3.00%"),
     (("增幅", "1位"), Fraction(-1, 8), "下降12.5%"), (("wan", "2d"), 592400, "59.24万")],
)  # fmt: skip
def test_a_number_in_a_style(options: tuple[str, ...], value: int | Fraction, text: str):
    assert written(value, PrintRule(), "个", style_of(options)) == text


@pytest.mark.parametrize(
    ("options", "value", "text"),
    [((), Fraction(88, 133), "66.17%"), ((), Fraction(1), "100%"), (("0位",), Fraction(88, 133), "66%"),
     (("较上年",), Fraction(301, 10000), "提高3.01个百分点"), (("较上年",), Fraction(-1, 100), "下降1个百分点")],
)  # fmt: skip
def test_a_share_in_a_style(options: tuple[str, ...], value: Fraction, text: str):
    assert written(value, SHARE, "%", style_of(options)) == text


def test_what_is_not_known_is_a_dash():
    assert written(None, PrintRule(), "名", style_of(("较上年",))) == "—"


def test_an_option_that_there_is_not_names_those_there_are():
    with pytest.raises(UnknownOption) as refused:
        style_of(("余白",))

    allowed = "万、亿、2位、余、余百、千分位、汉字、带单位、上年、较上年、增幅"
    assert refused.value.sentence("zh-hans") == f"“余白”不是数字写法，可用的有：{allowed}。"


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2024, 2, 27), date(2023, 2, 27)),
        (date(2024, 2, 28), date(2023, 2, 28)),
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2024, 3, 1), date(2023, 3, 1)),
    ],
)
def test_the_year_before_ends_on_the_same_day(day: date, before: date):
    clocks = Clocks(day, day, Period.from_days(date(2024, 1, 1), day))

    last = year_before(clocks)

    assert (last.on, last.period, last.tree) == (before, Period.from_days(date(2023, 1, 1), before), day)
