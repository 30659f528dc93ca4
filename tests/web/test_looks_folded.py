"""Who opens the same record again and again within an hour stands in the log on one line; the export tells each look."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from tests.web.county import County
from zugong.kernel.time import SHANGHAI
from zugong.offices.models import AccessLog, AccessLogPerson

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)


def look(
    county: County, at: datetime, *, role: str = "township", act: str = "view", reason: str = "", alone: bool = True
) -> AccessLog:
    return AccessLog.objects.create(
        at=at, user=county.users[role], office="东镇组织办", act=act, record_type="person", reason=reason,
        person_id=county.persons["王秀英"] if alone else None, organisation=county.organisations["oak"],
    )  # fmt: skip


def told(client: Client, query: str = "") -> list[tuple]:
    lines = client.get(reverse("who_looked") + query).context["lines"]
    return [(f"{line.at:%H:%M}", f"{line.until:%H:%M}", line.times, line.act) for line in lines]


def test_looks_of_one_visitor_within_one_hour_are_one_line(county: County, sign_in):
    for minutes in (0, 12, 59, 60):
        look(county, NINE + timedelta(minutes=minutes))

    assert told(sign_in("member")) == [("10:00", "10:00", 1, "查看"), ("09:00", "09:59", 3, "查看")]


@pytest.mark.parametrize("other", [{"role": "section"}, {"act": "reveal"}, {"reason": "核对身份证"}])
def test_another_visitor_another_act_and_another_reason_stand_for_themselves(county: County, sign_in, other: dict):
    look(county, NINE)
    look(county, NINE + timedelta(minutes=1), **other)

    assert [times for _, _, times, _ in told(sign_in("member"))] == [1, 1]


def test_the_page_says_how_often(county: County, sign_in):
    look(county, NINE)
    look(county, NINE + timedelta(minutes=30))

    page = " ".join(sign_in("member").get(reverse("who_looked")).content.decode().split())

    assert '2026-03-02 09:00–09:30 <small class="soft nowrap">2 次</small>' in page


def test_every_look_stands_on_one_of_the_pages(county: County, sign_in):
    for number in range(260):
        look(county, NINE - timedelta(minutes=31 * (260 - number)))
    member = sign_in("member")

    first = told(member)
    query = member.get(reverse("who_looked")).context["next"]
    second = told(member, query)

    assert len(first) == 100
    assert sum(times for _, _, times, _ in first) + sum(times for _, _, times, _ in second) == 260
    assert member.get(reverse("who_looked") + query).context["next"] == ""


def test_the_export_of_the_log_tells_each_look(county: County, sign_in):
    for minutes in (0, 5, 9):
        look(county, NINE + timedelta(minutes=minutes))
    section = sign_in("section")

    shown = [line.times for line in section.get(reverse("access_log"), {"act": "view"}).context["lines"]]
    file = b"".join(section.get(reverse("access_log_export"), {"act": "view"}).streaming_content)

    assert shown == [3]
    assert openpyxl.load_workbook(io.BytesIO(file)).active.max_row == 1 + 3


def test_lists_are_one_line_to_the_person_and_each_its_own_line_in_the_log(county: County, sign_in):
    for minutes in (0, 5):
        listed = look(county, NINE + timedelta(minutes=minutes), act="list", alone=False)
        AccessLogPerson.objects.bulk_create(
            [AccessLogPerson(log=listed, person_id=county.persons[name]) for name in ("王秀英", "李国强")]
        )

    mine = told(sign_in("member"))
    lines = sign_in("section").get(reverse("access_log"), {"act": "list"}).context["lines"]

    assert mine == [("09:00", "09:05", 2, "名单")]
    assert [(line.times, line.persons) for line in lines] == [(1, 2), (1, 2)]
