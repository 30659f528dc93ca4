"""What a box takes, and when a request is late: the day before, the day, the day after."""

from datetime import date

import pytest

from zugong.requests.rules import (
    CHOICE,
    DAY,
    MONEY,
    NUMBER,
    TEXT,
    YES_NO,
    Answer,
    Box,
    choices_of,
    is_late,
    is_required,
    next_round,
    next_title,
    read_answer,
    same_words,
)

DUE = date(2020, 12, 25)


def box(kind: str, **more) -> Box:
    return Box(1, "问题", answer=kind, **more)


@pytest.mark.parametrize(
    ("typed", "asked", "answer"),
    [
        ("  ", box(TEXT), None),
        (" 两处 ", box(TEXT), Answer("两处")),
        ("１，２００", box(NUMBER), Answer("1200", amount=1200)),
        ("12人", box(NUMBER, unit="人"), Answer("12", amount=12)),
        ("3200.5元", box(MONEY), Answer("3200.50", fen=320_050)),
        ("1.2万", box(MONEY), Answer("12000.00", fen=1_200_000)),
        ("煤改电", box(CHOICE, choices=("煤改电", "燃煤")), Answer("煤改电")),
        ("2020-12-31", box(DAY), Answer("2020-12-31")),
        ("是", box(YES_NO), Answer("是")),
    ],
)
def test_an_answer_is_read_as_people_write_it(typed: str, asked: Box, answer: Answer | None):
    assert read_answer(typed, asked) == answer


@pytest.mark.parametrize(
    ("typed", "asked", "sentence"),
    [
        ("12.5", box(NUMBER), "请填整数，如 12。"),
        ("-1", box(NUMBER, least=0), "不能小于 0。"),
        ("101", box(NUMBER, most=100), "不能大于 100。"),
        ("很多", box(MONEY), "请填金额，单位元，最多两位小数，如 1200.50。"),
        ("1.005", box(MONEY), "请填金额，单位元，最多两位小数，如 1200.50。"),
        ("烧柴", box(CHOICE, choices=("煤改电", "燃煤")), "请从中选一项：煤改电、燃煤。"),
        ("2020-02-30", box(DAY), "请填日期，如 2020-12-31。"),
        ("也许", box(YES_NO), "请选“是”或“否”。"),
        ("字" * 301, box(TEXT), "最多300个字。"),
    ],
)
def test_what_cannot_be_taken_is_told_in_a_sentence(typed: str, asked: Box, sentence: str):
    assert read_answer(typed, asked).sentence("zh-hans") == sentence


@pytest.mark.parametrize(
    ("sent_on", "on", "late"),
    [
        (None, date(2020, 12, 24), False),
        (None, DUE, False),
        (None, date(2020, 12, 26), True),
        (DUE, date(2021, 1, 1), False),
        (date(2020, 12, 26), date(2021, 1, 1), True),
    ],
)
def test_a_form_is_late_from_the_day_after(sent_on: date | None, on: date, late: bool):
    assert is_late(required=True, due_on=DUE, sent_on=sent_on, on=on) is late


def test_what_nobody_admitted_or_has_no_paper_need_not_be_answered_and_is_never_late():
    required = [
        is_required(admitted=admitted, paper=paper) for admitted, paper in [(True, "1号"), (True, ""), (False, "1号")]
    ]

    assert (required, is_late(required=False, due_on=DUE, sent_on=None, on=date(2021, 6, 1))) == (
        [True, False, False],
        False,
    )


def test_the_same_question_is_known_by_its_words_alone():
    assert same_words("今冬 取暖费（元）？") == same_words("今冬取暖费(元)")


def test_choices_stand_apart_by_semicolons_or_lines_each_once():
    assert choices_of("煤改电；燃煤;煤改电\n其他") == ("煤改电", "燃煤", "其他")


@pytest.mark.parametrize(
    ("day", "returns", "following"),
    [
        (date(2020, 12, 8), "monthly", date(2021, 1, 8)),
        (date(2021, 2, 28), "monthly", date(2021, 3, 31)),  # the last day of a month stays the last
        (date(2020, 11, 30), "quarterly", date(2021, 2, 28)),
        (date(2020, 2, 29), "yearly", date(2021, 2, 28)),
    ],
)
def test_a_round_later(day: date, returns: str, following: date):
    assert next_round(day, returns) == following


@pytest.mark.parametrize(
    ("title", "returns", "following"),
    [
        ("2020年12月组织生活统计", "monthly", "2021年1月组织生活统计"),
        ("2020年第四季度流动党员", "quarterly", "2021年第一季度流动党员"),
        ("2020年四季度与2020年12月", "quarterly", "2021年一季度与2021年3月"),
        ("2020年度党内统计", "yearly", "2021年度党内统计"),
        ("2020年12月底、2020年第四季度、2020年", "yearly", "2021年12月底、2021年第四季度、2021年"),
        ("活动场所取暖情况", "monthly", "活动场所取暖情况"),
    ],
)
def test_the_title_of_the_next_round_counts_on_what_it_names(title: str, returns: str, following: str):
    assert next_title(title, returns) == following
