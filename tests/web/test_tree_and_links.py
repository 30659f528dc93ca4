"""The tree, the chart, coverage and posts: what is open, what is found, what is counted, and what nobody is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.county import SINCE, SOURCE, County, add, add_cadre_section
from zugong.organisations.actions import (
    OrganisationValues,
    end_organisation,
    found_organisation,
    merge_organisations,
    move_organisation,
    rename_organisation,
    set_serves,
)
from zugong.organisations.models import Unit
from zugong.web.organisations.branches import Branch

pytestmark = pytest.mark.once

ON = date(2020, 7, 1)


def names(branches: tuple[Branch, ...]) -> list[str]:
    return [branch.name for branch in branches]


def tree(client, **asked) -> Branch:
    return client.get(reverse("tree"), asked).context["top"]


def unit(name: str, kind: str, territory: int) -> Unit:
    [pk] = add("unit", {"code": name, "name": name, "kind": kind, "territory": territory})
    return Unit.objects.get(pk=pk)


def test_the_tree_shows_only_what_is_open_with_what_stands_below_and_its_members(county: County, sign_in):
    top = tree(sign_in("section"))

    assert names(top.children) == ["中共东镇委员会", "中共西镇委员会", "县农业农村局党支部"]
    by_name = {branch.name: branch for branch in top.children}
    shown = by_name["中共东镇委员会"]
    assert (shown.organisations, shown.members, shown.has_children, shown.children) == ("2", "3", True, ())


def test_the_address_opens_the_tree_down_to_the_organisation_it_shows(county: County, sign_in):
    top = tree(sign_in("section"), show=county.organisation("elm"))

    opened = {branch.name: branch for branch in top.children}["中共东镇委员会"]
    assert [(branch.name, branch.is_shown) for branch in opened.children] == [
        ("橡树村党支部", False), ("榆树村党支部", True),
    ]  # fmt: skip
    assert opened.toggle == f"?open={county.organisation('county')}"


def test_nobody_is_led_to_what_lies_outside(county: County, sign_in):
    page = sign_in("township").get(reverse("tree"), {"show": county.organisation("ash"), "q": "白蜡"})

    assert (page.context["shown"], page.context["hits"]) == (None, ())
    assert "白蜡村" not in page.content.decode()


def test_a_search_in_the_tree_tells_where_each_stands_and_leads_there(county: County, sign_in):
    [hit] = sign_in("section").get(reverse("tree"), {"q": "榆树"}).context["hits"]

    pk = county.organisation("elm")
    assert (hit.name, hit.above) == ("榆树村党支部", "中共某县委员会 › 中共东镇委员会")
    assert hit.address == f"{reverse('tree')}?show={pk}#org-{pk}"


def test_marks_tell_what_was_renamed_took_over_and_ended(county: County, sign_in):
    merge_organisations(
        ended=county.organisations["oak"], successor=county.organisations["elm"], on=ON, source=SOURCE
    )  # fmt: skip
    rename_organisation(organisation=county.organisations["elm"], name="双树村党支部", on=ON, source=SOURCE)
    client, elm = sign_in("section"), county.organisation("elm")

    top = tree(client, show=elm, ended="1", open=f"{county.organisation('county')},{elm}")

    east = {branch.name: branch for branch in top.children}["中共东镇委员会"]
    [shown] = east.children
    assert [(badge.word, badge.note) for badge in shown.badges] == [
        ("更名", "2020-07-01 前名为榆树村党支部"), ("并入 1 个", "一年内并入的组织"),
    ]  # fmt: skip
    [ended] = shown.children
    assert (ended.name, [(badge.word, badge.note) for badge in ended.badges]) == (
        "橡树村党支部", [("撤销", "末日 2020-06-30")]
    )  # fmt: skip


def test_the_tree_asks_no_more_of_the_database_for_more_branches(county: County, sign_in):
    client, wide = sign_in("section"), f"{county.organisation('county')},{county.organisation('east')}"
    tree(client, open=wide)
    with CaptureQueriesContext(connection) as few:
        tree(client, open=county.organisation("county"))
    with CaptureQueriesContext(connection) as more:
        tree(client, open=wide)

    assert len(more) - len(few) <= 2


def test_the_chart_draws_a_box_for_each_with_links_and_counts_what_it_leaves_out(county: County, sign_in):
    client, top = sign_in("section"), county.organisation("county")

    one, two = (client.get(reverse("organisation_chart", args=[top]), {"levels": level}) for level in ("1", "2"))

    assert [(box.name, box.more) for box in one.context["top"].boxes] == [
        ("中共东镇委员会", "2"), ("中共西镇委员会", "1"), ("县农业农村局党支部", ""),
    ]  # fmt: skip
    assert [len(box.boxes) for box in two.context["top"].boxes] == [2, 1, 0]
    assert (two.context["boxes"], two.context["is_cut"]) == (7, False)


def test_coverage_counts_units_by_kind_and_territory_and_lists_the_blank_spots(county: County, sign_in):
    east, west = county.organisation("east"), county.organisation("west")
    village = Unit.objects.get(pk=county.records["village"])
    set_serves(organisation=county.organisations["oak"], unit=village, since=SINCE, source=SOURCE)
    for name, place in (("东镇砖厂", east), ("东镇农资公司", east), ("西镇养殖公司", west)):
        unit(name, "enterprise", place)
    unit("橡树沟", "natural_village", east)

    page = sign_in("section").get(reverse("coverage"))

    whole = page.context["whole"]
    assert (whole.to_cover, whole.covered, whole.share, whole.blank) == ("4", "1", "25.00%", "3")
    assert [(line.name, line.to_cover, line.blank) for line in page.context["by_kind"]] == [
        ("行政村", "1", "0"), ("非公有制企业", "3", "3"),
    ]  # fmt: skip
    assert [(line.name, line.to_cover, line.blank) for line in page.context["by_territory"]] == [
        ("中共东镇委员会", "3", "2"), ("中共西镇委员会", "1", "1"),
    ]  # fmt: skip
    assert {row.heading.text for row in page.context["blanks"].rows} == {"东镇砖厂", "东镇农资公司", "西镇养殖公司"}


def test_the_blank_spots_are_exported_as_far_as_one_may_see_them(county: County, sign_in):
    unit("东镇砖厂", "enterprise", county.organisation("east"))
    unit("西镇养殖公司", "enterprise", county.organisation("west"))

    answer = sign_in("township").get(reverse("blank_spots_export"), {"kind": "enterprise"})

    rows = list(openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[0][:4] == ("单位代码", "单位名称", "单位性质类别", "属地党组织")
    assert [row[1] for row in rows[1:]] == ["东镇砖厂"]


def test_a_branch_of_two_units_is_a_joint_branch(county: County, sign_in):
    shared = [unit(name, "enterprise", county.organisation("east")) for name in ("东镇砖厂", "东镇农资公司")]
    for one in shared:
        set_serves(organisation=county.organisations["oak"], unit=one, since=SINCE, source=SOURCE)

    page = sign_in("township").get(reverse("coverage"))

    assert [(one.name, one.units) for one in page.context["joint"]] == [
        ("橡树村党支部", ("东镇砖厂", "东镇农资公司"))
    ]  # fmt: skip


def test_posts_tell_holder_manager_and_since_when_they_are_vacant(county: County, sign_in):
    post = county.records["橡树村党支部书记"]
    add("manages", {"position": post, "organisation": county.organisation("east"), "kind": "manages"})
    values = {"kind": "village_head", "organisation": county.organisation("oak"), "matter": "village", "unit": None}
    add("position", {"name": "橡树村村委会主任", **values}, since=date(2020, 3, 1))

    page = sign_in("township").get(reverse("posts"))

    lines = [
        (line.post.name, [one.name for one in line.managers], line.holder and line.holder.name, line.since)
        for line in page.context["lines"]
    ]
    assert lines == [
        ("橡树村党支部书记", ["中共东镇委员会"], "李国强", "2020-01-01"),
        ("橡树村村委会主任", [], None, "2020-03-01"),
    ]
    assert [(line.name, line.posts, line.vacant) for line in page.context["managers"]] == [
        ("中共东镇委员会", 1, 0), ("未登记主管党组织", 1, 1),
    ]  # fmt: skip
    vacant = sign_in("township").get(reverse("posts"), {"vacant": "1"}).context["lines"]
    assert [line.post.name for line in vacant] == ["橡树村村委会主任"]


@pytest.mark.parametrize(("role", "shown"), [("section", False), ("cadre", True)])
def test_a_cadre_post_is_listed_only_for_who_manages_it(county: County, sign_in, settings, role: str, shown: bool):
    settings.ZUGONG_CADRE = True
    add_cadre_section(county)

    page = sign_in(role).get(reverse("posts"))

    assert ("县委书记" in {line.post.name for line in page.context["lines"]}) is shown


def test_the_story_tells_the_founding_by_its_own_paper_after_the_organisation_has_ended(county: County, sign_in):
    values = OrganisationValues(code="0301", name="物流园党支部", kind="branch")
    founding, ending = (replace(SOURCE, paper=paper) for paper in ("东发〔2020〕2号", "东发〔2020〕9号"))
    east = county.organisations["east"]
    shop = found_organisation(values=values, parent=east, since=date(2020, 3, 1), source=founding)
    end_organisation(organisation=shop, on=ON, source=ending)

    story = sign_in("section").get(reverse("organisation", args=[shop.pk])).context["story"]

    assert [(chapter.texts, chapter.entry.paper) for chapter in story] == [
        (("建立，名称为物流园党支部", "隶属中共东镇委员会"), "东发〔2020〕2号"),
        (("撤销，末日 2020-06-30",), "东发〔2020〕9号"),
    ]


def test_the_story_of_an_organisation_tells_each_change_with_its_day_and_the_figures_before(county: County, sign_in):
    elm = county.organisations["elm"]
    rename_organisation(organisation=elm, name="双树村党支部", on=date(2020, 5, 1), source=SOURCE)
    merge_organisations(ended=county.organisations["oak"], successor=elm, on=ON, source=SOURCE)
    move_organisation(organisation=elm, parent=county.organisations["west"], on=date(2020, 9, 1), source=SOURCE)
    client = sign_in("section")

    story = client.get(reverse("organisation", args=[elm.pk])).context["story"]
    ended = client.get(reverse("organisation", args=[county.organisation("oak")])).context["story"]

    assert sorted((chapter.day.isoformat(), text) for chapter in story for text in chapter.texts) == [
        ("2020-01-01", "建立，名称为榆树村党支部"),
        ("2020-01-01", "隶属中共东镇委员会"),
        ("2020-05-01", "更名：由榆树村党支部更名为双树村党支部"),
        ("2020-07-01", "橡树村党支部并入"),
        ("2020-09-01", "改隶：由中共东镇委员会改为隶属中共西镇委员会"),
    ]
    assert ended[-1].texts == ("撤销，末日 2020-06-30", "并入双树村党支部")
    assert ended[-1].before.endswith("&on=2020-12-31&tree=2020-06-30")
