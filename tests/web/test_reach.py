"""What pages tell beside their rows: names of groups, links, doors of the menu, whose looks are written down."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.web.county import PASSWORD, SINCE, SOURCE, County, add
from zugong.offices.actions import create_office, create_user, grant_usual, seat
from zugong.offices.models import AccessLog

pytestmark = pytest.mark.once

LINKS = re.compile(r'href="([/?][^"#]*)"')


def add_premises_bureau(county: County) -> None:
    """A bureau that counts the facilities of the county and sees nothing else."""
    user = create_user(username="premises", password=PASSWORD, full_name="住建局", source=SOURCE)
    office = create_office(name="住建局", organisation=county.organisations["bureau"], since=SINCE, source=SOURCE)
    seat(user=user, office=office, since=SINCE, source=SOURCE)
    territory = county.organisations["county"]
    grant_usual(
        office=office, kind="lead_bureau", territory=territory, since=SINCE, source=SOURCE, matter="premises"
    )  # fmt: skip
    county.users["premises"] = user
    for number, branch in enumerate(("oak", "ash", "ash")):
        values = {"organisation": county.organisation(branch), "name": f"服务中心{number}", "kind": "regional_centre"}
        add("facility", values | {"status": "in_use"})


def links_of(client, address: str) -> set[str]:
    page = client.get(address)
    found = {unescape(link) for link in LINKS.findall(page.content.decode())}
    return {link if link.startswith("/") else address.split("?")[0] + link for link in found}


@pytest.mark.parametrize("group", ["ash", "west", "bureau"])
def test_rows_of_an_organisation_elsewhere_do_not_even_tell_its_name(county: County, sign_in, group: str):
    wanted = f"{reverse('figure_rows', args=['members'])}?group={county.organisation(group)}"

    found = sign_in("township").get(wanted)

    assert [found.status_code, county.organisations[group].states.get().name in found.content.decode()] == [404, False]


def test_a_bureau_of_one_matter_is_told_its_numbers_by_township_and_offered_no_rows(county: County, sign_in):
    add_premises_bureau(county)
    client = sign_in("premises")

    page = client.get(reverse("figure", args=["regional_centres"])).content.decode()

    lines = re.findall(r'<th scope="row">(?:<a[^>]*>)?([^<]+)(?:</a>)?</th><td class="number">(\d+)</td>', page)
    assert lines == [("中共东镇委员会", "1"), ("中共西镇委员会", "2")]
    assert "/rows/" not in page


def test_a_bureau_of_one_matter_may_open_no_organisation(county: County, sign_in):
    add_premises_bureau(county)
    client = sign_in("premises")
    addresses = [
        reverse("organisation", args=[county.organisation("county")]),
        reverse("tree_children", args=[county.organisation("county")]),
        reverse("record_list", args=["organisation"]),
    ]

    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    assert county.organisations["county"].states.get().name not in client.get(reverse("tree")).content.decode()


@pytest.mark.parametrize("role", ["member", "secretary", "township", "bureau", "administrator"])
def test_every_link_that_a_page_shows_opens(county: County, sign_in, role: str):
    client, seen, waiting = sign_in(role), set(), ["/"]
    closed = []

    while waiting and len(seen) < 90:
        address = waiting.pop(0)
        status = client.get(address).status_code
        closed += [address] if status not in (200, 302) else []
        fresh = {link for link in links_of(client, address) if not link.startswith("/static")} - seen
        seen |= fresh
        waiting += sorted(fresh)

    assert closed == []


def test_the_material_of_a_file_is_logged_for_whom_the_file_is_called_after(county: County, sign_in):
    person = county.persons["李国强"]
    values = {"person": person, "kind": "secretary_file", "organisation": county.organisation("oak")}
    [file] = add("personnel_file", values)
    [material] = add("file_material", {"personnel_file": file, "category": 1, "filed": True})
    client = sign_in("section")

    client.get(reverse("record_list", args=["file_material"]))
    client.get(reverse("record", args=["file_material", material]))

    logged = AccessLog.objects.order_by("pk").values_list("act", "record_type", "person")
    assert list(logged) == [("list", "file_material", person), ("view", "file_material", person)]


#: What opens and folds the menu on a phone.
FOLDED = ["全部", "收起"]


@pytest.mark.parametrize(
    ("role", "doors"),
    [
        ("member", ["首页", "党费", "谁查看过", "关于"]),
        ("administrator", ["首页", "谁查看过", "账号", "科室和授权", "权限说明", "关于"]),
        (
            "secretary",
            [
                "首页",
                "组织体系",
                "台账",
                "会议活动",
                "党费",
                "教育培训",
                "指标",
                "计划",
                "评定",
                "办理事项",
                "填报",
                "导入",
                "流动党员",
                "表彰",
                "谁查看过",
                "关于",
            ],
        ),
        (
            "township",
            [
                "首页",
                "组织体系",
                "台账",
                "会议活动",
                "党费",
                "教育培训",
                "指标",
                "计划",
                "评定",
                "办理事项",
                "填报",
                "综述",
                "导入",
                "流动党员",
                "招聘引才",
                "表彰",
                "谁查看过",
                "登录卡",
                "关于",
            ],
        ),
        ("bureau", ["首页", "指标", "计划", "谁查看过", "关于"]),
    ],
)
def test_the_menu_shows_nobody_a_door_that_stays_shut(county: County, sign_in, role: str, doors: list[str]):
    page = sign_in(role).get("/").content.decode()

    menu = page.partition('class="menu"')[2].partition("</nav>")[0]
    assert re.findall(r">([^<>\s]+)</a>", menu) == [*doors, *FOLDED]
