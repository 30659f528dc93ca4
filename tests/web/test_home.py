"""The first page of each office: what is due and why, the board, what changed since the last visit."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.county import PASSWORD, County, add
from zugong.kernel.time import PartialDate
from zugong.offices.models import User


@pytest.fixture
def busy(county: County) -> County:
    """The county with a probation that is over in one branch, and a weak organisation in another."""
    values = {
        "identity_number": "149999198001010999", "name": "孙立", "sex": "male", "mobile_phone": "15400000099",
    }  # fmt: skip
    [county.persons["孙立"]] = add("person", values)
    row = {
        "person": county.persons["孙立"], "organisation": county.organisation("oak"), "category": "probationary",
        "joined_on": PartialDate("2019-11-20"),
    }  # fmt: skip
    add("membership", row)
    weak = {
        "organisation": county.organisation("ash"), "kind": "new", "status": "determined", "determined_on": date(2020, 3, 1),
    }  # fmt: skip
    add("rectification", weak)
    return county


def told(client: Client) -> list[tuple]:
    matters = client.get(reverse("home")).context["matters"]
    return [(matter.level, matter.label, matter.count, matter.due) for matter in matters]


def board_of(client: Client, organisation: int) -> dict[str, list[str]]:
    lines = client.get(reverse("board", args=[organisation])).context["board"]
    return {line.name: [line.level, *(matter.code for matter in line.matters)] for line in lines}


def test_a_secretary_reads_at_most_five_lines_with_date_and_reason(busy: County, sign_in):
    shown = sign_in("secretary").get(reverse("home")).context
    over = shown["matters"][0]

    assert len(shown["matters"]) + len(shown["tasks"]) <= 5
    assert (over.level, over.label, over.count, over.due, over.is_over) == (
        "red", "预备期已满，未讨论转正", 1, "2020-11-20", True,
    )  # fmt: skip
    assert (over.source, over.article) == ("中国共产党章程", "第7条")
    assert over.address == reverse("figure_rows", args=["probations_over"])


def test_a_matter_opens_the_rows_that_it_counts(busy: County, sign_in):
    client = sign_in("township")
    over = next(one for one in client.get(reverse("home")).context["matters"] if one.code == "probation_over")

    rows = client.get(over.address).context["rows"]

    assert [row.heading.text for row in rows] == ["孙立"]


def test_a_matter_of_a_month_opens_its_rows_of_that_month(busy: County, sign_in):
    client = sign_in("township")
    missed = next(one for one in client.get(reverse("home")).context["matters"] if one.code == "themed_day_missed")

    assert (
        missed.address
        == f"{reverse('figure_rows', args=['branches_without_themed_day'])}?from=2020-11-01&to=2020-11-30"
    )
    assert len(client.get(missed.address).context["rows"]) == missed.count == 2


def test_the_board_is_of_the_subordinates_and_leads_down(busy: County, sign_in):
    section = sign_in("section")

    county = board_of(section, busy.organisation("county"))
    west = board_of(section, busy.organisation("west"))

    assert {name: found[0] for name, found in county.items()} == {
        "中共东镇委员会": "red", "中共西镇委员会": "red", "县农业农村局党支部": "red",
    }  # fmt: skip
    assert "rectification_open" in county["中共西镇委员会"]
    assert "rectification_open" in west["白蜡村党支部"]
    assert "rectification_open" not in county["中共东镇委员会"]


def test_the_board_counts_what_the_figures_count(busy: County, sign_in):
    section = sign_in("section")
    lines = section.get(reverse("board", args=[busy.organisation("county")])).context["board"]
    totals = {one.code: one.count for one in section.get(reverse("home")).context["matters"]}

    by_line: dict[str, int] = {}
    for matter in (matter for line in lines for matter in line.matters):
        by_line[matter.code] = by_line.get(matter.code, 0) + matter.count
    assert {code: by_line[code] for code in totals} == totals


def test_a_branch_whose_duty_is_overdue_is_not_in_order_on_the_board(county: County, sign_in):
    client = sign_in("township")
    line = next(one for one in client.get(reverse("home")).context["board"] if one.name == "榆树村党支部")
    meeting = next(one for one in line.matters if one.code == "branch_life.members_meeting")

    rows = client.get(meeting.address)

    assert (line.level, meeting.level, meeting.label, meeting.count, meeting.unit, meeting.due) == (
        "red", "red", "召开党员大会（第三季度）", 1, "未完成", "2020-09-30",
    )  # fmt: skip
    assert [row.cells[0].text for row in rows.context["rows"]] == ["榆树村党支部"]


def test_the_whole_board_explains_each_of_its_marks_once(busy: County, sign_in):
    for role, organisation in (("township", "east"), ("section", "county")):
        page = sign_in(role).get(reverse("board", args=[busy.organisation(organisation)])).context

        explained = [one.code for one in page["matters"]]
        shown = {matter.code for line in page["board"] for matter in line.matters}
        assert (set(explained), len(set(explained))) == (shown, len(explained))
        assert [one.level for one in page["matters"]] == sorted((one.level for one in page["matters"]), reverse=True)


def test_what_is_urgent_stands_above_what_waits(busy: County, sign_in):
    text = sign_in("section").get(reverse("home")).content.decode()
    due = text[text.index('<ul class="due">') : text.index("</ul>", text.index('<ul class="due">'))]

    levels = re.findall(r'class="badge (red|amber)"', due)

    assert set(levels) == {"red", "amber"}
    assert levels == sorted(levels, reverse=True)


def test_who_may_only_count_is_told_no_date_and_opens_no_rows(busy: County, sign_in):
    matters = sign_in("bureau").get(reverse("home")).context["matters"]

    assert {(matter.due, matter.address) for matter in matters if matter.code != "themed_day_due"} == {("", "")}
    assert {matter.code for matter in matters}.isdisjoint({"probation_over", "rectification_open"})


def test_whoever_holds_no_mandate_is_told_of_nothing(busy: County, sign_in):
    shown = sign_in("member").get(reverse("home")).context

    assert (shown["matters"], shown["board"], shown["may_know_due"]) == ((), (), False)
    assert shown["own_address"] == reverse("person", args=[busy.persons["王秀英"]])


def test_what_changed_is_reckoned_from_the_last_time_one_signed_in(county: County):
    client = Client()
    client.post(reverse("sign_in"), {"username": "township", "password": PASSWORD})
    first = client.get(reverse("home")).context
    client.post(reverse("sign_out"))
    add("themed_day", {
        "organisation": county.organisation("elm"), "series": "themed_day", "period": "2020-12", "theme": "学习",
        "status": "held",
    }, since=date(2020, 12, 5))  # fmt: skip

    client.post(reverse("sign_in"), {"username": "township", "password": PASSWORD})
    second = client.get(reverse("home")).context

    assert first["since"] is None
    assert second["since"] <= User.objects.get(username="township").last_login
    assert [[(one.code, one.count) for one in change.counts] for change in second["changes"]] == [[("themed_day", 1)]]


@pytest.mark.parametrize(("size", "found"), [("large", 'class="large"'), ("usual", "<html lang")])
def test_large_type_holds_before_signing_in_and_after(county: County, size: str, found: str):
    client = Client()

    back = client.post(reverse("set_type_size"), {"size": size, "next": reverse("sign_in")})
    elsewhere = client.post(reverse("set_type_size"), {"size": size, "next": "https://elsewhere.example/"})
    client.force_login(county.users["member"])

    assert (back.url, elsewhere.url) == (reverse("sign_in"), reverse("home"))
    assert found in client.get(reverse("home")).content.decode()
