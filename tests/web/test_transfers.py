"""Transfers as people meet them: the guide, the code, the letter, the board, the month's differences."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.api.workbooks import identity, member, roster
from tests.web.county import SINCE, County, add
from tests.web.transfers_there import transfer_there
from zugong.cases.filed import case
from zugong.transfers.codes import code_of

DAY = date(2020, 12, 31)


@pytest.fixture(autouse=True)
def no_wrong_codes() -> None:
    cache.clear()


def desk(county: County, key: str, phone: str) -> None:
    add(
        "transfer_desk",
        {"organisation": county.organisation(key), "phone": phone, "office": f"{key}组织办"},
        since=SINCE,
    )


def test_three_questions_lead_a_graduate_to_the_two_lines_of_the_letter_and_whom_to_ring(county: County):
    desk(county, "east", "0359-6500001")
    desk(county, "county", "0359-6500000")
    graduate, where = Client(), reverse("guide")

    first = graduate.get(where).context["choices"]
    second = graduate.get(first[1].address).context["choices"]
    third = graduate.get(second[0].address).context["choices"]
    answer = graduate.get(third[0].address)

    assert [[one.label for one in choices] for choices in (first, second, third)] == [
        ["已落实工作，单位有党组织", "还没有工作，或单位没有党组织"],
        ["中共东镇委员会", "中共某县委员会"],
        ["橡树村党支部", "榆树村党支部"],
    ]
    said = answer.context
    assert (said["addressee"], said["branch"], said["desk"].phone, said["above"].phone) == (
        "中共东镇委员会", "橡树村党支部", "0359-6500001", "0359-6500000",
    )  # fmt: skip
    assert len(answer.content) < 20_000


def test_a_guide_without_desks_says_whom_to_ask(county: County):
    page = Client().get(reverse("guide"), {"work": "home"})

    assert (page.context["choices"], page.context["empty"]) == ((), "还没有党委公布转接窗口，请向县委组织部咨询。")


def test_a_code_shows_where_it_stands_and_no_name_and_wrong_ones_are_slowed(county: County):
    identity, where = transfer_there(county), reverse("guide_status")
    stranger = Client()

    shown = stranger.post(where, {"code": code_of(identity)})
    said = [(one.text, one.on) for one in shown.context["lines"]]
    statuses = [stranger.post(where, {"code": f"AAAA-BBBB-CCC{letter}"}).status_code for letter in "23456789ABC"]

    assert said == [
        ("支部已登记你的转出申请", date(2020, 12, 1)), ("组织关系已转出，在途", date(2020, 12, 3)), ("档案还没有转出", None),
        ("接收方还没有回执，在此之前仍由原支部管理", None),
    ]  # fmt: skip
    assert "李国强" not in shown.content.decode() and "还剩2天" in shown.content.decode()
    assert statuses == [404] * 10 + [429]
    assert stranger.post(where, {"code": code_of(identity)}).status_code == 429


def test_the_letter_has_three_parts_with_one_number_in_chinese(county: County, sign_in):
    identity = transfer_there(county)
    page = sign_in("township").get(reverse("transfer_letter", args=[identity]), headers={"accept-language": "en"})
    text, letter = page.content.decode(), page.context["letter"]

    assert (letter.number, letter.addressee, letter.target, letter.valid_until) == (
        "〔2020〕1号", "中共某市某区委员会", "某街道第一党支部", date(2021, 1, 2),
    )  # fmt: skip
    parts = ("介绍信存根", "党员组织关系介绍信</h2>", "介绍信回执", "有效期30天，至2021年1月2日止。", code_of(identity))
    assert [part in text for part in parts] == [True] * 5
    assert letter.identity_number == ""


def test_a_township_begins_a_transfer_within_by_a_part_of_the_branch_name(county: County, sign_in):
    client, person = sign_in("township"), county.persons["王秀英"]
    where = f"{reverse('case_of_member', args=['transfer_within'])}?person={person}"

    assert client.get(reverse("case_begin", args=["transfer_within"])).url == where.partition("?")[0]
    several = client.post(where, {"on": "2020-12-10", "outcome": "residence", "to": "村党支部"})
    begun = client.post(where, {"on": "2020-12-10", "outcome": "residence", "to": "白蜡"})

    assert (several.status_code, [one.label for one in several.context["places"]]) == (
        422, ["榆树村党支部", "白蜡村党支部"],
    )  # fmt: skip
    found = case(int(begun.url.rstrip("/").rpartition("/")[2]))
    assert found is not None
    assert (found.person, found.organisation, found.other) == (
        person, county.organisation("oak"), county.organisation("ash"),
    )  # fmt: skip


def test_the_board_has_letters_that_lapse_and_files_that_have_not_come(county: County, sign_in):
    transfer_there(county)
    parts = sign_in("section").get(reverse("transfers")).context["parts"]

    assert [[(line.about, line.step) for line in part.lines] for part in parts] == [
        [("李国强", "收到回执")], [("李国强", "党员档案转出")], [],
    ]  # fmt: skip


def test_differences_from_the_national_system_lead_to_what_settles_them(county: County, sign_in):
    for serial, name in ((11, "孙甲"), (12, "孙乙")):
        [person] = add("person", {"identity_number": identity(serial), "name": name})
        add("membership", {"person": person, "organisation": county.organisation("oak"), "category": "full"})
    file = roster(
        member(11, "孙甲"),
        member(12, "孙乙", "榆树村党支部"),
        member(21, "钱多"),
        ("马写错", "123", "男", "橡树村党支部", "正式党员"),
    )
    page = sign_in("section").post(reverse("transfer_differences"), {"on": DAY, "roster": file})

    found = {part.heading: sorted(line.name for line in part.lines) for part in page.context["parts"]}
    assert found == {
        "库中有、全国系统没有": ["张伟", "李国强", "王秀英"], "全国系统有、库中没有": ["钱多"], "所在党支部不一致": ["孙乙"],
    }  # fmt: skip
    ways = [part.lines[0].settlings[0].label for part in page.context["parts"]]
    told = (page.context["agreeing"], page.context["unread"])
    assert (ways, told) == (["组织关系转出", "组织关系转入", "组织关系转接（辖区内）"], (1, "5"))
