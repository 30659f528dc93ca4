"""A computed number against a printed one: every form, with the edges on both sides."""

from decimal import Decimal
from fractions import Fraction

import pytest

from zugong.figures.printing import Match, in_unit, last_digit, matches, printed
from zugong.packs.print_rules import PrintRule
from zugong.packs.promises import Promise
from zugong.packs.reading import Words


def promise(value, unit="名", **rule) -> Promise:
    return Promise(
        id="a",
        zh="甲",
        en="A",
        printed="as printed",
        value=Decimal(value),
        unit=Words(zh=unit, en="persons"),
        qualifier="exact",
        figure="a",
        print=PrintRule(**rule),
    )


def agrees(computed, promised: Promise) -> tuple[bool, str]:
    match = matches(computed, promised)
    return match.ok, match.shown


@pytest.mark.parametrize(
    ("computed", "expected"),
    [(12015, (False, "12015名")), (12016, (True, "12016名")), (12017, (False, "12017名"))],
)
def test_an_exact_number_is_met_only_by_itself(computed, expected):
    assert agrees(computed, promise("12016")) == expected


@pytest.mark.parametrize(
    ("computed", "expected"),
    [
        (11999, (False, "1.1万余名")),
        (12000, (True, "1.2万名")),
        (12001, (True, "1.2万余名")),
        (12016, (True, "1.2万余名")),
        (12999, (True, "1.2万余名")),
        (13000, (False, "1.3万名")),
    ],
)
def test_more_than_reaches_to_one_unit_of_the_last_digit_that_is_not_zero(computed, expected):
    assert agrees(computed, promise("12000", form="more_than", scale="万", decimals=1)) == expected


@pytest.mark.parametrize(
    ("value", "highest", "shown"),
    [("1800", 1899, "1800余名"), ("4860", 4869, "4860余名"), ("20", 29, "20余名"), ("600", 699, "600余名")],
)
def test_more_than_without_scale_shows_the_digits_that_were_printed(value, highest, shown):
    promised = promise(value, form="more_than")

    assert [agrees(highest, promised), agrees(highest + 1, promised)[0]] == [(True, shown), False]


@pytest.mark.parametrize(
    ("computed", "expected"),
    [
        (Decimal("589999.99"), (False, "58万余元")),
        (590_000, (True, "59万元")),
        (Decimal("599999.99"), (True, "59万余元")),
        (600_000, (False, "60万元")),
    ],
)
def test_more_than_of_money_is_cut_to_the_fen(computed, expected):
    assert agrees(computed, promise("590000", "元", form="more_than", scale="万")) == expected


@pytest.mark.parametrize(
    ("computed", "expected"),
    [(35_999_999, False), (36_000_000, True), (36_999_999, True), (37_000_000, False)],
)
def test_more_than_3600_wan_ends_before_3700_wan(computed, expected):
    assert matches(computed, promise("36000000", "元", form="more_than", scale="万")).ok is expected


@pytest.mark.parametrize(
    ("computed", "expected"),
    [(499, (False, "499平方米以上")), (500, (True, "500平方米以上")), (501, (True, "501平方米以上"))],
)
def test_at_least_includes_the_number_and_all_above(computed, expected):
    assert agrees(computed, promise("500", "平方米", form="at_least")) == expected


@pytest.mark.parametrize(
    ("computed", "expected"),
    [
        (Fraction(4999, 10_000), (False, "49%以上")),
        (Fraction(1, 2), (True, "50%以上")),
        (Fraction(53, 100), (True, "53%以上")),
    ],
)
def test_at_least_a_share_compares_before_it_rounds(computed, expected):
    assert agrees(computed, promise("50", "%", form="at_least", scale="%")) == expected


@pytest.mark.parametrize(
    ("computed", "expected"),
    [(899, (False, "近899人")), (900, (True, "近900人")), (1000, (True, "近1000人")), (1001, (False, "近1001人"))],
)
def test_nearly_is_at_most_a_tenth_below_and_not_above(computed, expected):
    assert agrees(computed, promise("1000", "人", form="nearly")) == expected


@pytest.mark.parametrize(
    ("computed", "expected"),
    [
        (Fraction(66164, 100_000), (False, "66.16%")),
        (Fraction(66165, 100_000), (True, "66.17%")),
        (Fraction(88, 133), (True, "66.17%")),
        (Fraction(66175, 100_000), (False, "66.18%")),
    ],
)
def test_a_share_is_rounded_last_and_half_up(computed, expected):
    assert agrees(computed, promise("66.17", "%", form="percent", decimals=2)) == expected


@pytest.mark.parametrize(
    ("computed", "expected"),
    [(Fraction(9999, 10_000), (False, "99%")), (Fraction(1), (True, "100%")), (1, (True, "100%"))],
)
def test_all_is_tested_without_rounding(computed, expected):
    assert agrees(computed, promise("100", "%", form="all")) == expected


@pytest.mark.parametrize(
    ("computed", "rounding", "expected"),
    [
        (29_500, "cut", (True, "2.9万元")),
        (29_500, "half_up", (False, "3.0万元")),
        (28_999, "cut", (False, "2.8万元")),
        (29_999, "cut", (True, "2.9万元")),
        (30_000, "cut", (False, "3.0万元")),
        (29_449, "half_up", (True, "2.9万元")),
    ],
)
def test_a_number_in_wan_is_cut_or_rounded_as_its_rule_says(computed, rounding, expected):
    assert agrees(computed, promise("29000", "元", scale="万", decimals=1, rounding=rounding)) == expected


@pytest.mark.parametrize(
    ("computed", "rule", "unit", "expected"),
    [
        (58_500, {"scale": "万", "decimals": 2}, "人", "5.85万人"),
        (206_000, {"scale": "万", "decimals": 1}, "人", "20.6万人"),
        (293_000_000, {"scale": "亿", "decimals": 2}, "元", "2.93亿元"),
        (99_000_000, {"scale": "亿", "form": "nearly"}, "元", "近1亿元"),
        (Fraction(179, 1000), {"form": "percent", "decimals": 1}, "%", "17.9%"),
        (Fraction(-7, 2), {"decimals": 0}, "岁", "-4岁"),
        (Fraction(-7, 2), {"decimals": 0, "rounding": "cut"}, "岁", "-3岁"),
        (Decimal("46.25"), {"decimals": 1}, "岁", "46.3岁"),
        (12016, {"form": "more_than", "scale": "万", "decimals": 1}, "名", "1.2万余名"),
        (0, {}, "名", "0名"),
        (None, {"form": "percent"}, "%", "—"),
    ],
)
def test_a_figure_is_printed_by_its_own_rule(computed, rule, unit, expected):
    assert printed(computed, PrintRule(**rule), unit) == expected


@pytest.mark.parametrize(
    ("value", "unit"),
    [("1800", 100), ("12000", 1000), ("36000000", 1_000_000), ("45", 1), ("0", 1), ("66.17", Fraction(1, 100))],
)
def test_the_last_digit_that_is_not_zero_says_how_exact_a_printed_number_is(value, unit):
    assert last_digit(Fraction(value)) == unit


def test_a_number_that_no_document_can_print_has_no_last_digit():
    with pytest.raises(ValueError, match="1/3 is not a printed number"):
        last_digit(Fraction(1, 3))


def test_a_share_stands_in_per_cent_among_the_numbers_of_a_document():
    rules = [PrintRule(form="percent"), PrintRule(form="all"), PrintRule(form="at_least", scale="%"), PrintRule()]

    assert [in_unit(Fraction(1, 4), rule) for rule in rules] == [25, 25, 25, Fraction(1, 4)]


def test_the_explanation_says_what_was_computed_and_what_is_asked():
    assert matches(12016, promise("12000", form="more_than", scale="万", decimals=1)) == Match(
        ok=True,
        shown="1.2万余名",
        zh="计算值 12016，“余”要求 12000 <= x < 13000，一致。",
        en="Computed 12016; 余 asks for 12000 <= x < 13000: agrees.",
    )


def test_the_explanation_says_how_a_number_was_rounded():
    match = matches(Fraction(88, 133), promise("66.16", "%", form="percent", decimals=2))

    assert [match.explanation("zh-hans"), match.explanation("en")] == [
        "计算值 66.1654…，四舍五入后 66.17，公布为 66.16，不一致。",
        "Computed 66.1654…; rounded half up 66.17, printed 66.16: does not agree.",
    ]


def test_a_share_of_nothing_never_agrees_and_says_why():
    assert matches(None, promise("100", "%", form="all")) == Match(
        False, "—", "分母为零，无法计算。", "The base is zero, so there is nothing to compare."
    )
