"""Lists of records: filters by field, columns, orders, pages, exports of exactly what is shown, and saved views."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.web.county import County, add
from zugong.kernel.time import PartialDate
from zugong.offices.models import AccessLog
from zugong.saved_views.models import SavedView


def names(client: Client, query: str = "") -> list[str]:
    """Whom a list of members shows, in its order."""
    page = client.get(f"/records/membership/{query}")
    assert page.status_code == 200
    return [row.heading.text for row in page.context["rows"]]


@pytest.fixture
def born(county: County) -> County:
    """Birth dates as precise as their sources, and one that nobody knows."""
    dates = [("孙一", "1980-05-20"), ("孙二", "1985"), ("孙三", "1990-01"), ("孙四", None)]
    for number, (name, text) in enumerate(dates):
        values = {"name": name, "identity_number": f"Z{number}", "born_on": PartialDate(text) if text else None}
        [person] = add("person", values)
        joined = {"joined_on": PartialDate("2010-07-01")} if text else {}
        add(
            "membership",
            {"person": person, "organisation": county.organisation("elm"), "category": "probationary", **joined},
        )
    return county


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?category=probationary", ["孙一", "孙二", "孙三", "孙四"]),
        ("?category=probationary&person.born_on.from=1985&person.born_on.to=1989", ["孙二"]),
        ("?category=probationary&person.born_on.to=1980-05-19", []),
        ("?category=probationary&person.born_on.to=1980-05-20", ["孙一"]),
        ("?category=probationary&person.born_on.from=1990-02", []),
        ("?category=probationary&person.born_on=-", ["孙四"]),
        ("?category=probationary&q=孙三", ["孙三"]),
        ("?category=probationary&order=-person.born_on", ["孙三", "孙二", "孙一", "孙四"]),
        ("?category=full&category=probationary&q=孙", ["孙一", "孙二", "孙三", "孙四"]),
        ("?category=nonsense&q=孙一", ["孙一"]),
    ],
)
def test_a_list_is_narrowed_and_ordered_by_any_column(born: County, sign_in, query: str, shown: list[str]):
    assert names(sign_in("section"), query) == shown


def test_what_is_no_date_narrows_nothing_and_is_answered_beside_its_field(born: County, sign_in):
    page = sign_in("section").get("/records/membership/?person.born_on.from=昨天")

    [field] = [one for one in page.context["filters"] if one.name == "person.born_on"]
    assert (page.context["count"], field.problem) == (10, "“昨天”不是日期，请写成 1987-05-20、1987-05 或 1987")


def test_the_many_filters_come_only_when_they_are_wanted_and_lose_nothing(born: County, sign_in):
    client = sign_in("section")
    page = client.get("/records/membership/?category=full&order=-since")

    opened = client.get(f"/records/membership/{page.context['more_filters']}")

    assert (page.context["filters"], dict(page.context["kept_by_filters"])) == (
        (),
        {"category": "full", "order": "-since"},
    )
    [chosen] = [one.told for one in opened.context["filters"] if one.name == "category"]
    assert (chosen, dict(opened.context["kept_by_filters"])) == ("正式党员", {"order": "-since"})


def test_texts_are_narrowed_by_words(county: County, sign_in):
    values = {"organisation": county.organisation("oak"), "series": "themed_day", "status": "held"}
    add("themed_day", {**values, "period": "2020-08", "theme": "防汛演练"}, since=date(2020, 8, 5))

    page = sign_in("section").get("/records/themed_day/?theme.has=防汛")

    assert [row.heading.text for row in page.context["rows"]] == ["橡树村党支部"]
    assert [chip.label for chip in page.context["chips"]] == ["活动主题：防汛"]


def test_an_order_by_what_is_encrypted_is_no_order(born: County, sign_in):
    page = sign_in("township").get("/records/membership/?order=person.identity_number")

    assert page.status_code == 200
    assert all(not heading.sorted for heading in page.context["headings"])


def test_pages_follow_each_other_without_gap_and_their_places_cannot_be_made_up(born: County, sign_in, monkeypatch):
    monkeypatch.setattr("zugong.web.views.records.PAGE_ROWS", 3)
    client = sign_in("section")
    first = client.get("/records/membership/?category=probationary&order=-person.born_on")

    second = client.get(f"/records/membership/{first.context['next']}")
    other_order = client.get(
        f"/records/membership/{first.context['next'].replace('-person.born_on', 'person.born_on')}"
    )
    made_up = client.get('/records/membership/?after=["x",1]')

    shown = [[row.heading.text for row in page.context["rows"]] for page in (first, second)]
    assert shown == [["孙三", "孙二", "孙一"], ["孙四"]]
    assert (second.context["next"], other_order.status_code, made_up.status_code) == ("", 422, 422)


def test_an_export_holds_exactly_what_the_list_shows_and_names_everybody_in_the_log(born: County, sign_in):
    client = sign_in("section")
    query = "?category=probationary&order=-person.born_on&col=person.born_on&col=organisation"
    page = client.get(f"/records/membership/{query}")

    answer = client.get(f"/records/membership/export.xlsx{query}")

    rows = list(load_workbook(io.BytesIO(answer.getvalue())).active.iter_rows(values_only=True))
    shown = [(row.heading.text, *(cell.text or None for cell in row.cells)) for row in page.context["rows"]]
    assert rows == [("党员", "出生日期", "所在党支部"), *shown]
    log = AccessLog.objects.get(act="export")
    assert (log.record_type, log.rows, log.persons.count()) == ("membership", 4, 4)


def test_a_view_is_kept_for_oneself_or_for_an_office_and_forgotten_by_its_owner_only(county: County, sign_in):
    section, township = sign_in("section"), sign_in("township")
    office = county.users["section"]
    keep = reverse("record_view_keep", args=["membership"])

    section.post(keep, {"name": "正式党员", "query": "category=full&on=2020-01-01&after=x"})
    foreign = township.post(keep, {"name": "别人的", "query": "category=full", "office": str(999)})
    view = SavedView.objects.get()
    mine, theirs = (client.get("/records/membership/").context["views"] for client in (section, township))
    others = township.post(reverse("record_view_forget", args=[view.pk])).status_code
    section.post(reverse("record_view_forget", args=[view.pk]))

    assert (view.user, view.query, foreign.status_code) == (office, "category=full", 403)
    assert ("正式党员" in [one.name for one in mine], "正式党员" in [one.name for one in theirs]) == (True, False)
    assert (others, SavedView.objects.count()) == (404, 0)


def test_the_packs_bring_views_that_lead_somewhere(county: County, sign_in):
    client = sign_in("section")

    found = {view.name: client.get(f"/records/membership/{view.address}").status_code for view in
             client.get("/records/membership/").context["views"]}  # fmt: skip

    assert found == {"预备党员": 200, "流动党员": 200, "失联党员": 200, "学历未填": 200, "按党龄排序": 200}


def test_the_record_types_stand_under_what_they_are_for_with_their_office_in_ones_own_language(county: County, sign_in):
    client = sign_in("section")

    chinese, english = (
        {
            group.purpose: {entry.owner for entry in group.types}
            for group in client.get(reverse("records"), headers={"Accept-Language": language}).context["groups"]
        }
        for language in ("zh-hans", "en")
    )

    assert (chinese["组织生活"], english["Organisation life"]) == ({"组织科"}, {"Organisation section"})
    assert len(chinese) == len(english) and all(text.isascii() for text in english)


def test_another_point_in_time_is_offered_from_the_county_up(county: County, sign_in):
    offered = {role: "换个时点" in sign_in(role).get("/records/membership/").content.decode() for role in
               ("section", "township", "secretary")}  # fmt: skip

    assert offered == {"section": True, "township": False, "secretary": False}


def test_another_day_stays_on_every_way_through_a_list_and_the_way_back_keeps_what_was_chosen(county: County, sign_in):
    client = sign_in("section")
    chosen, day = "category=full&order=-joined_on", "on=2020-03-01"

    page = client.get(f"/records/membership/?{chosen}&{day}")
    kept = client.post(
        reverse("record_view_keep", args=["membership"]), {"name": "正式", "query": page.context["query"]}
    )
    after = client.get(kept["Location"])

    assert all(day in view.address for view in page.context["views"])
    assert page.context["everything"] == f"?order=-joined_on&{day}"
    assert f'href="/records/membership/?{chosen.replace("&", "&amp;")}"' in page.content.decode()
    assert kept["Location"] == f"/records/membership/?{chosen}&{day}"
    assert [view.name for view in after.context["views"] if view.is_here] == ["正式"]
