"""A number is rewritten as it was written: rounded as it was, qualified as it was, never saying more than is true."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zugong.reviews.last_year import with_edits
from zugong.reviews.last_year_printing import agreement, rewritten
from zugong.reviews.last_year_written import read_numbers


def now(text: str, value: str, before: str = "") -> str:
    """The text for a new value, after the value that stood behind the old one."""
    [number] = read_numbers(text).numbers
    rounding = agreement(number, Fraction(before)) if before else "half_up"
    assert rounding is not None
    return with_edits(text, rewritten(number, Fraction(value), rounding, text))


@pytest.mark.parametrize(
    ("text", "value", "wanted"),
    [
        ("12016名", "12016", "12016名"),
        ("12016名", "11873", "11873名"),
        ("12,016名", "9876", "9,876名"),
        ("１２０名", "99", "９９名"),
        ("1.2万余名", "13456", "1.3万余名"),
        ("1.2万余名", "13000", "1.3万名"),
        ("1.2万余名", "8345", "8000余名"),
        ("1800余场次", "2350", "2300余场次"),
        ("1800余场次", "95", "90余场次"),
        ("50余万元", "634000", "60余万元"),
        ("近千人", "1460", "近一千五百人"),
        ("近1亿元", "123456789", "近1.3亿元"),
        ("百余名", "235", "二百余名"),
        ("三千余人", "2345", "两千余人"),
        ("约500人", "777", "约800人"),
        ("不足30人", "30", "不足40人"),
        ("500平方米以上", "630", "600平方米以上"),
        ("八十八个", "102", "一百零二个"),
        ("八十八个", "2", "两个"),
        ("66.17%", "67.2345", "67.23%"),
        ("百分之六十六点一七", "67.2345", "百分之六十七点二三"),
        ("超过300人", "400", "400人"),
        ("20-30人", "25", "20-30人"),
    ],
)
def test_the_new_number_is_written_like_the_old_one(text: str, value: str, wanted: str):
    assert now(text, value) == wanted


def test_what_was_cut_stays_cut_and_what_was_rounded_stays_rounded():
    cut, rounded = now("2.9万元", "28960", before="29950"), now("3.0万元", "28960", before="29950")

    assert (cut, rounded) == ("2.8万元", "2.9万元")


SHAPES = ["{}名", "约{}名", "近{}名", "{}余名", "{}多名", "超过{}名", "{}名以上", "不足{}名", "{}名左右", "至少{}名"]


@given(st.sampled_from(SHAPES), st.integers(2, 10**6), st.integers(1, 10**7))
def test_what_is_written_anew_states_the_new_value(shape: str, old: int, value: int):
    text = shape.format(old)

    [again] = read_numbers(now(text, str(value))).numbers

    assert agreement(again, Fraction(value)) is not None


@given(st.decimals("0.1", "99.9", places=1), st.sampled_from("万亿"), st.integers(10**4, 10**10))
def test_with_a_scale_it_states_the_new_value_too(old, scale: str, value: int):
    text = f"{old}{scale}元"
    assume(scale == "万" or value >= 10**8)

    [again] = read_numbers(now(text, str(value))).numbers

    assert agreement(again, Fraction(value)) is not None


@given(st.sampled_from(SHAPES), st.integers(2, 10**6))
def test_what_is_true_already_is_not_touched(shape: str, value: int):
    text = shape.format(value + 1 if "不足" in shape else value)

    assert now(text, str(value)) == text
