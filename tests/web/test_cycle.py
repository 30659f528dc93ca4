"""The year of an office: its stages with live numbers, for the county, a township, and nobody without subordinates."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.county import County, add
from tests.web.test_kept_numbers import step
from zugong.web.cycle.stages import Year
from zugong.web.kept_answers import refreshing
from zugong.web.refreshing import Refresher

pytestmark = pytest.mark.once

YEAR = reverse("cycle")
JULY = "?on=2020-07-31"
WEAK = {"kind": "new", "status": "determined", "determined_on": date(2020, 3, 1)}


def stages_of(client: Client, query: str = JULY) -> dict:
    return {one.shown.code: one.shown for one in client.get(YEAR + query).context["stages"]}


@pytest.fixture
def weak(county: County) -> County:
    """The county with a weak organisation in the western township."""
    add("rectification", {"organisation": county.organisation("ash"), **WEAK})
    return county


def test_the_stages_are_those_of_the_pack_with_the_month_of_the_day(county: County, sign_in):
    shown = stages_of(sign_in("section"))

    assert list(shown) == ["plan", "actions", "standards", "people", "money", "cases", "review"]
    assert [code for code, stage in shown.items() if stage.is_now] == ["actions", "standards", "people", "cases"]


def test_a_stage_says_what_is_open_and_who_stands_behind(weak: County, sign_in):
    cases = stages_of(sign_in("section"))["cases"]

    assert (cases.level, cases.said) == ("red", "1 项要关注")
    assert [(line.label, line.numbers, line.owner) for line in cases.pressing] == [
        ("列入整顿的党组织验收销号", "0 / 1", "基层党委")
    ]
    assert [(one.owner, one.overdue, one.due) for one in cases.behind] == [("基层党委", 0, 1)]
    assert [(one.label, one.count) for one in cases.matters][:1] == [("软弱涣散整顿未销号", 1)]


def test_each_number_opens_its_rows_and_a_township_has_its_own(weak: County, sign_in):
    section, township = sign_in("section"), sign_in("township")
    values = {"series": "themed_day", "period": "2020-07", "theme": "清洁家园", "status": "held"}
    add("themed_day", {**values, "organisation": weak.organisation("ash")}, since=date(2020, 7, 6))
    of_county, of_township = (stages_of(client)["actions"].figures[0] for client in (section, township))

    rows = township.get(of_township.address).context["rows"]

    assert [of_county.value, of_township.value, len(rows)] == ["4", "2", 2]
    assert stages_of(township)["cases"].matters == ()


def test_a_rating_that_is_not_yet_computed_comes_by_a_request_of_its_own(county: County, sign_in):
    client = sign_in("section")
    first = client.get(YEAR).context["stages"][2].ratings

    asked = [client.get(one.coming_address) for one in first if one.coming_address]
    second = client.get(YEAR).context["stages"][2].ratings

    assert {answer.status_code for answer in asked} == {200}
    assert [one.coming_address for one in second] == [""] * len(second)


def test_levels_that_are_given_are_those_of_the_results_and_open_where_they_are_published(county: County, sign_in):
    values = {
        "scheme": "secretary_duty_report", "round": "2020", "version": "2019", "status": "decided", "level": "good",
        "reason": "责任落实", "decided_by": "常委会", "organisation": county.organisation("oak"),
    }  # fmt: skip
    add("scheme_result", values, since=date(2020, 7, 20))
    client = sign_in("section")
    coming = client.get(YEAR + JULY).context["stages"][-1].ratings

    rating = client.get(coming[0].coming_address).context["rating"] if coming[0].coming_address else coming[0]

    assert [(part.label, part.count) for part in rating.parts][:2] == [("好", 1), ("较好", 0)]
    assert "橡树村党支部" in client.get(rating.parts[0].address).content.decode()


def test_the_first_page_draws_the_year_from_the_county_up_and_names_this_month_to_a_township(weak: County, sign_in):
    roles = ("section", "township", "secretary", "member")
    shown = {role: sign_in(role).get(reverse("home") + JULY).context for role in roles}

    assert [shown[role]["year"] for role in ("secretary", "member")] == [None, None]
    assert [shown[role]["year_is_drawn"] for role in ("section", "township")] == [True, False]
    assert [row.address for row in shown["section"]["year"].rows][:1] == [f"/year/{JULY}#stage-plan"]
    assert [row.label for row in shown["township"]["year"].rows if row.is_now] == [
        "五大行动",
        "建阵地立标准",
        "炼强领头雁",
        "抓整顿",
    ]


def test_the_year_is_told_again_beside_the_pages(county: County, sign_in, monkeypatch):
    refresher, client = Refresher(), sign_in("section")
    monkeypatch.setattr(refreshing, "is_running", lambda: True)
    monkeypatch.setattr(refreshing, "tell", refresher.remember)
    before = stages_of(client)["cases"]

    add("rectification", {"organisation": county.organisation("ash"), **WEAK})
    step("member", county)
    step("meeting", county)  # so many types are touched that no page waits for all of them
    page = client.get(YEAR + JULY)
    refresher.refresh()
    with monkeypatch.context() as nobody_tells:
        nobody_tells.setattr(Year, "_told_anew", lambda year: pytest.fail("told by the page"))
        after = stages_of(client)["cases"]

    assert page.context["behind"] is True
    assert {one.shown.code: one.shown for one in page.context["stages"]}["cases"] == before
    assert (before.said, after.said) == ("", "1 项要关注")
