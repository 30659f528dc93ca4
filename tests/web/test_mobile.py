"""Mobile members: a quarter confirmed in one go, the card of the year, a hand-over that both sides see, the board above."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.county import County, add
from zugong.activities.filed import ledger
from zugong.dictionary.store import store_of
from zugong.kernel.time import PartialDate
from zugong.mobile.queries import HANDOVER, checks_of, handovers_from, kind_of, register_rows, taken_in
from zugong.mobile.rules import Definition, quarter_of

pytestmark = pytest.mark.once

DAY = date(2020, 12, 31)


@pytest.fixture
def away(county: County) -> County:
    """Both members of the oak branch live elsewhere; the roster of members says so of one of the elm branch too."""
    for name, city in (("李国强", "太原市"), ("王秀英", "西安市")):
        row = {
            "person": county.persons[name], "organisation": county.organisation("oak"), "managed": True,
            "left_on": PartialDate("2019-03"), "destination": city, "contact": "15400000009", "job": "运输",
        }  # fmt: skip
        add("mobile_register", row, since=date(2020, 3, 31))
    return county


def table(county: County, name: str = "oak") -> str:
    return reverse("mobile_branch", args=[county.organisation(name)])


def typed(client: Client, county: County, **said: str) -> dict[str, str]:
    """What the browser sends of an untouched table, with what was typed instead."""
    lines = client.get(table(county)).context["lines"]
    values = {item.name: item.value for line in lines for item in line.items}
    rows = {line.row_name: str(line.row) for line in lines}
    return values | rows | {line.choice_name: line.choice for line in lines} | said


def field_of(county: County, name: str, code: str) -> str:
    return f"r{county.persons[name]}.{code}"


def register(county: County) -> dict[int, dict]:
    return {row.values["person"]: row.values for row in register_rows(county.organisation("oak"), DAY)}


def outcomes(county: County) -> dict[int, list[str]]:
    found = checks_of(county.organisation("oak"), quarter_of(DAY))
    return {person: [one.outcome for one in checks] for person, checks in found.items()}


def test_one_press_confirms_everybody_and_a_changed_row_is_kept_with_what_stood_before(away: County, sign_in):
    client, first, second = sign_in("secretary"), away.persons["李国强"], away.persons["王秀英"]
    said = {field_of(away, "王秀英", "destination"): "北京市", field_of(away, "王秀英", "asked"): "想转组织关系"}

    answer = client.post(
        table(away), typed(client, away, **said, **{field_of(away, "王秀英", "contact"): "15400000008"})
    )
    again = client.post(table(away), typed(client, away))

    assert (answer.status_code, again.status_code) == (302, 422)
    assert outcomes(away) == {first: ["unchanged"], second: ["updated"]}
    now = register(away)[second]
    assert (now["destination"], now["asked"], now["contact"], register(away)[first]["contact"]) == (
        "北京市", "想转组织关系", "15400000008", "15400000009",
    )  # fmt: skip
    [before] = ledger("mobile_register").believed(
        on=date(2020, 6, 1), organisation_id=away.organisation("oak"), until=DAY
    )
    assert before.values["destination"] == "西安市"
    page = client.get(table(away))
    assert [(line.word, line.choice) for line in page.context["lines"]] == [("核对无误", ""), ("已更新", "")]
    assert "15400000008" not in page.content.decode()


def test_what_cannot_be_is_refused_where_it_stands_and_a_row_changed_meanwhile_is_not_overwritten(
    away: County, sign_in
):
    client, name = sign_in("secretary"), field_of(away, "王秀英", "last_talk_on")

    later = client.post(table(away), typed(client, away, **{name: "2021-02-01"}))
    moved = {field_of(away, "王秀英", "row"): "1", field_of(away, "王秀英", "destination"): "重庆市"}
    stale = client.post(table(away), typed(client, away, **moved))

    problems = [item.problem for line in later.context["lines"] for item in line.items if item.problem]
    assert (later.status_code, problems) == (422, ["这个日期还没有到。"])
    [first, second] = stale.context["lines"]  # what needs another look comes first, with what is recorded by now
    assert [line.problem for line in (first, second)] == ["这一行刚刚被别人改过，请核对后再提交。", ""]
    assert [(item.value, item.recorded) for item in first.items if item.recorded] == [("重庆市", "西安市")]
    assert outcomes(away) == {}


def test_the_month_of_a_branch_with_a_single_mobile_member_leads_to_them_too(county: County, sign_in):
    row = {
        "person": county.persons["李国强"], "organisation": county.organisation("oak"), "managed": True,
        "left_on": PartialDate("2019-03"), "destination": "太原市", "contact": "15400000009", "job": "运输",
    }  # fmt: skip
    add("mobile_register", row, since=date(2020, 3, 31))

    month = sign_in("secretary").get(reverse("this_month")).context["month"]

    lines = [line for line in month.lines + month.more if line.label.startswith("按季度核对流动党员台账")]
    assert {(line.is_over, line.count, bool(line.rows), bool(line.form), bool(line.table)) for line in lines} == {
        (True, "1 个中 1 个未完成", True, True, False),
        (False, "1 个中 1 个未完成", True, False, True),
    }
    late = sign_in("secretary").get(next(line.form for line in lines if line.is_over))
    assert "李国强" in late.content.decode()  # nobody else can be meant


def test_who_was_not_reached_stays_open_for_the_board_above_and_the_month_leads_to_the_table(away: County, sign_in):
    client = sign_in("secretary")
    month = client.get(reverse("this_month")).context["month"]
    before = [line.table for line in month.lines + month.more if line.table]
    late = [line for line in month.lines + month.more if "member_check.kind=mobile_register" in line.form]

    client.post(table(away), typed(client, away, **{field_of(away, "李国强", "choice"): "unreached"}))
    client.post(table(away), typed(client, away, **{field_of(away, "王秀英", "choice"): ""}))
    board = sign_in("township").get(reverse("mobile")).context

    assert set(before) == {table(away)}
    assert {(line.is_over, line.table) for line in late} == {(True, "")}  # today confirms no quarter that is over
    assert outcomes(away) == {away.persons["李国强"]: ["unreached"], away.persons["王秀英"]: ["unchanged"]}
    assert [(one.name, one.counts.registered, one.counts.confirmed, one.counts.not_reached) for one in board["lines"]] == [
        ("橡树村党支部", 2, 2, 1), ("榆树村党支部", 0, 0, 0),
    ]  # fmt: skip


def test_the_card_of_the_year_keeps_days_and_nothing_else(away: County, sign_in):
    client = sign_in("secretary")
    address = reverse("mobile_member", args=[away.organisation("oak"), away.persons["李国强"]])

    client.post(address, {"post": "2020-02-01", "lecture": "2020-02-02"})
    client.post(address, {"post": "2020-02-03", "lecture": ""})
    refused = client.post(address, {"post": "2021-01-03"})

    rows = [(row.values["item"], row.since) for row in ledger("mobile_homecoming").believed()]
    assert rows == [("post", date(2020, 2, 3))]
    assert (refused.status_code, refused.context["problem"]) == (422, "2021-01-03 还没有到，请填实际开展的日期。")
    assert [one.is_done for one in client.get(address).context["activities"]] == [
        True,
        False,
        False,
        False,
        False,
        False,
    ]


def test_a_hand_over_waits_for_the_other_branch_and_ends_the_entry_once_it_is_accepted(away: County, sign_in):
    client, person, elm = sign_in("secretary"), away.persons["李国强"], away.organisation("elm")
    address = reverse("mobile_hand_over", args=[away.organisation("oak"), person])

    found = client.get(address, {"q": "榆树"}).context["found"]
    nobody = client.post(address, {"reason": "works_there"})
    client.post(address, {"reason": "works_there", "receiver": str(elm)})
    twice = client.post(address, {"reason": "works_there", "receiver": str(elm)})
    [offered] = handovers_from(away.organisation("oak"))
    answer = reverse("mobile_handover_answer", args=[offered.id])
    stranger = client.post(answer, {"act": "accept"}).status_code
    seen = sign_in("township").get(table(away, "elm")).context["offers"]
    sign_in("township").post(answer, {"act": "accept"})

    assert (found, [one.name for one in seen], stranger) == (((elm, "榆树村党支部"),), ["李国强"], 404)
    assert (nobody.context["problem"], twice.context["problem"]) == (
        "请选择接收的党支部；不在本站的，请写明名称。", "“李国强”已有一份交接在等待接收，请先收回。",
    )  # fmt: skip
    assert list(register(away)) == [away.persons["王秀英"]]
    assert [row.values["person"] for row in taken_in(elm, DAY)] == [person]
    assert store_of(kind_of(HANDOVER)).believed(until=None).__next__().values["state"] == "accepted"


def test_elsewhere_the_receipt_is_the_answer(away: County, sign_in):
    client = sign_in("secretary")
    address = reverse("mobile_hand_over", args=[away.organisation("oak"), away.persons["李国强"]])

    without = client.post(address, {"reason": "lives_there", "receiver_name": "外省某社区党支部"})
    client.post(address, {"reason": "lives_there", "receiver_name": "外省某社区党支部", "paper": "回执3号"})

    assert without.context["problem"] == "请写明对方接收的回执或函件。"
    assert list(register(away)) == [away.persons["王秀英"]]


@pytest.mark.parametrize(
    ("left_on", "standing"),
    [
        ("2024-06-02", "mobile"),
        ("2024-06-03", "not_yet"),
        ("2024-06", "undecided"),
        ("2024-05", "mobile"),
        ("2024-07", "not_yet"),
    ],
)
def test_the_definition_of_the_day_decides_with_what_is_known_of_the_date(left_on: str, standing: str):
    assert Definition(6).standing(PartialDate(left_on), date(2024, 12, 2)) == standing


def test_before_any_paper_names_a_number_of_months_the_register_alone_counts():
    assert Definition(None).standing(PartialDate("2020-12-30"), DAY) == "unruled"
