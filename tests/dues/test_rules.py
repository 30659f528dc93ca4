"""Amounts at each bound of the table, months that are open, shares to the fen, receipts in capitals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zugong.dues.errors import AmountOutside, BaseNeeded, DecisionNeeded
from zugong.dues.rules import (
    Moved,
    PayingChoice,
    Sums,
    amount_by,
    base_behind,
    handed_on,
    in_capitals,
    is_month,
    open_months,
    paying_choices,
    sums_of,
)
from zugong.kernel.errors import RuleBroken
from zugong.packs.dues import DuesRule, NoDuesRuleYet, dues_rule_on, share_of_kind
from zugong.packs.folder import lineage

FOLDERS = tuple(lineage("jiangxian"))
DAY = date(2020, 12, 31)
#: The first draw of all reads the source for constants, which takes long on a busy machine.
quietly = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50)


def table() -> DuesRule:
    return dues_rule_on(FOLDERS, DAY)


def amount(payer: str, fen: int | None, decision: str = "") -> int:
    rule = table()
    found = rule.payer(payer)
    assert found is not None
    return amount_by(found, fen, decision, rule.rounding).fen


def broken(payer: str, fen: int | None) -> type[RuleBroken]:
    with pytest.raises(RuleBroken) as caught:
        amount(payer, fen)
    return caught.type


def test_the_rate_of_a_step_is_of_the_whole_base_up_to_its_bound_and_from_a_fen_above_it():
    bounds = [300000, 300001, 500000, 500001, 1000000, 1000001]

    wages = [amount("wage", base) for base in bounds]
    pensions = [amount("pension", base) for base in (500000, 500001)]

    assert wages == [1500, 3000, 5000, 7500, 15000, 20000]
    assert pensions == [2500, 5000]


def test_who_pays_without_regard_to_income_pays_within_the_bounds_of_the_table():
    amounts = [
        amount("farmer", None),
        amount("farmer", 20),
        amount("student", None),
        amount("hardship", 0, "支部3月3日，镇党委3月10日"),
    ]
    errors = [
        broken("farmer", 19),
        broken("farmer", 101),
        broken("student", 21),
        broken("hardship", 0),
        broken("wage", None),
    ]

    assert amounts == [100, 20, 20, 0]
    assert errors == [AmountOutside, AmountOutside, AmountOutside, DecisionNeeded, BaseNeeded]


def test_the_table_holds_from_its_first_day_on_and_not_on_the_day_before():
    with pytest.raises(NoDuesRuleYet, match="2008-03-31; its first one holds from 2008-04-01 on"):
        dues_rule_on(FOLDERS, date(2008, 3, 31))

    assert [dues_rule_on(FOLDERS, date(2008, 4, day)).since for day in (1, 2)] == [date(2008, 4, 1)] * 2


def test_months_are_open_from_where_owing_starts_and_no_further_back_than_the_rule_says():
    new = open_months("2020-10", {"2020-11"}, "2020-12", 6)
    old = open_months("2018-01", set(), "2020-12", 6)
    choices = paying_choices("2020-10", {"2020-11"}, "2020-12", 6)

    assert new == ("2020-10", "2020-12")
    assert old == ("2020-06", "2020-07", "2020-08", "2020-09", "2020-10", "2020-11", "2020-12")
    assert choices == (PayingChoice("month", ("2020-12",)), PayingChoice("owed", ("2020-10", "2020-12")))
    assert [is_month(text) for text in ("2020-12", "2020-13", "2020-1", "1820-01", "２０２０-12")] == [True] + [
        False
    ] * 4


def test_in_spring_the_quarter_and_the_year_can_be_paid_in_advance():
    choices = {one.kind: one.months[-1] for one in paying_choices("2020-01", {"2020-01"}, "2020-02", 6)}

    assert choices == {"month": "2020-02", "quarter": "2020-03", "year": "2020-12"}


@quietly
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12), st.integers(0, 10_000))
def test_received_is_kept_and_handed_on_to_the_fen_whatever_the_share_and_rhythm(received, hundredths):
    percent = Decimal(hundredths) / 100
    sent = [handed_on(fen, percent) for fen in received]
    kept = [fen - part for fen, part in zip(received, sent, strict=True)]

    assert all(part >= 0 for part in (*sent, *kept))
    assert sum(received) == sum(sent) + sum(kept)


@quietly
@given(
    st.lists(
        st.tuples(
            st.dates(date(2019, 1, 1), date(2021, 12, 31)),
            st.sampled_from(["payment", "from_below", "opening", "sent_on", "used"]), st.integers(1, 10**7),
        )
    )
)  # fmt: skip
def test_what_a_year_leaves_is_what_the_next_begins_with(told):
    moves = [Moved(*one) for one in told]

    years = [sums_of(moves, date(year, 1, 1), date(year + 1, 1, 1)) for year in (2019, 2020, 2021)]

    brought_in = [
        sum(fen for day, kind, fen in told if kind == "opening" and day.year == year) for year in (2020, 2021)
    ]
    assert [years[0].closing + brought_in[0], years[1].closing + brought_in[1]] == [years[1].opening, years[2].opening]
    assert years[2].closing == sum(one.signed for one in moves)


def test_an_account_is_told_by_kind():
    moves = [
        Moved(date(2020, 1, 5), "payment", 6700),
        Moved(date(2020, 2, 5), "sent_on", 6700),
        Moved(date(2019, 5, 1), "gift", 100),
    ]

    assert sums_of(moves, date(2020, 1, 1), date(2021, 1, 1)) == Sums(100, {"payment": 6700}, {"sent_on": 6700})


def test_receipts_write_amounts_in_capitals():
    told = {
        20: "贰角整",
        5: "伍分",
        105: "壹元零伍分",
        4200: "肆拾贰元整",
        100100: "壹仟零壹元整",
        10500000: "壹拾万伍仟元整",
    }

    assert {fen: in_capitals(fen).replace("万零", "万") for fen in told} == told


def test_the_member_is_told_of_about_which_base_an_amount_is_since_none_is_kept():
    assert [base_behind(4200, Decimal(1)), base_behind(7501, Decimal("1.5"))] == [4200, 5001]


def test_the_share_of_a_locality_goes_before_that_of_its_ancestors(tmp_path):
    local = tmp_path / "local" / "dues"
    local.mkdir(parents=True)
    (local / "shares.yaml").write_text(
        '- since: 2020-01-01\n  paper: {title: 本地办法}\n  percent: {committee: "30"}\n', encoding="utf-8"
    )
    folders = (*FOLDERS, tmp_path / "local")

    found = [share_of_kind(folders, "committee", day) for day in (date(2019, 12, 31), date(2020, 1, 1))]

    assert [rule.percent["committee"] for rule in found if rule] == [50, 30]
