"""A demonstration site from the application to the title, its renewal and its end; a reward in the ledger of money."""

from __future__ import annotations

from datetime import date

from tests.cases.changing import Changing
from zugong.cases.naming import NAMING
from zugong.cases.outcomes import Written
from zugong.cases.queries import waiting
from zugong.cases.reach import EVERY_CASE
from zugong.cases.rules import Act
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import LedgerStore
from zugong.kernel.facts.recording import recording

SIX = {f"item{number}": "达到" for number in range(1, 7)}


def titles() -> list[tuple]:
    rows = LedgerStore(installed_catalogue("jiangxian").types["designation"]).believed()
    told = [
        (row.values["kind"], row.since, row.until, row.values["valid_until"], row.values["ended_because"])
        for row in rows
    ]
    return sorted(told, key=lambda one: one[1])


def named(change: Changing) -> None:
    """Named by the form of the county, which asks for its own check first."""
    oak = change.county.organisation("oak")
    act = Act("applied", date(2024, 3, 4), None, {"goal": "产业兴村", "text": "组织生活规范"}, ("application",))
    change.begin("demonstration_site", act, oak, "oak", "secretary")
    change.take("recommended", date(2024, 3, 11), outcome="recommended")
    change.take("listed", date(2024, 3, 20), "section", "listed")
    change.take("ten_good_checked", date(2024, 6, 3), "secretary", text="十条均已对照")
    change.take("reported", date(2024, 9, 2), "secretary", text="已完成")
    change.take("accepted", date(2024, 9, 6), "section", "accepted", names="验收组", **SIX)
    change.take("shown", date(2024, 9, 18), "section", "no_objection", day=date(2024, 9, 6))
    change.take("named", date(2024, 9, 23), "section", number="组发1号", until_day=date(2026, 9, 22))


def test_a_site_is_named_and_waits_to_be_looked_at_again_before_its_validity_ends(change: Changing):
    named(change)

    assert titles() == [("benchmark_village", date(2024, 9, 23), None, date(2026, 9, 22), None)]
    assert [(one.step, one.due_on) for one in waiting(EVERY_CASE, date(2026, 11, 23)).rows] == [
        ("reinspected", date(2026, 9, 22))
    ]


def test_a_site_that_is_kept_has_its_title_until_a_later_day_and_one_that_failed_has_none(change: Changing):
    named(change)
    change.take("reinspected", date(2026, 9, 1), "section", "kept", text="保持良好")
    change.take("named", date(2026, 9, 10), "section", number="组发2号", until_day=date(2028, 9, 9))
    kept = titles()
    change.take("reinspected", date(2026, 11, 2), "section", "withdrawn", text="组织生活长期不开展")

    first = ("benchmark_village", date(2024, 9, 23), date(2026, 9, 10), date(2026, 9, 22), None)
    assert kept == [first, ("benchmark_village", date(2026, 9, 10), None, date(2028, 9, 9), None)]
    assert titles() == [
        first, ("benchmark_village", date(2026, 9, 10), date(2026, 11, 2), date(2028, 9, 9), "failed_review"),
    ]  # fmt: skip
    assert change.now().state.ended == "withdrawn_title"


def test_a_reward_stands_in_the_ledger_of_money_by_its_voucher(change: Changing):
    named(change)
    act = Act("rewarded", date(2024, 10, 8), "paid", {"amount": 20000, "number": "记1"})
    with recording(change.by("section").source) as entry:
        NAMING["reward_paid"](Written(change.now(), act, change.now().state, entry))

    [row] = LedgerStore(installed_catalogue("jiangxian").types["money"]).believed()
    assert (row.values["number"], row.values["amount"], row.values["organisation"], row.values["status"]) == (
        "记1", 2_000_000, change.county.organisation("oak"), "paid",
    )  # fmt: skip
