"""The page of one figure: what stands on it, how it is split, and that every mark of a plot opens its list."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.web.county import County, add_cadre_section

pytestmark = pytest.mark.once

MEMBERS = reverse("figure", args=["members"])


def test_a_figure_split_by_a_field_opens_the_rows_of_each_part(county: County, sign_in):
    client = sign_in("section")

    page = client.get(f"{MEMBERS}?by=person.sex").context
    rows = [client.get(line.rows_address).context for line in page["split"]]

    assert [(line.name, line.value) for line in page["split"]] == [("男", "3"), ("女", "3")]
    assert [(one["value"], len(one["rows"])) for one in rows] == [("3", 3), ("3", 3)]


def test_who_may_only_count_gets_neither_splits_by_personal_fields_nor_rows(county: County, sign_in):
    client = sign_in("bureau")
    address = reverse("figure", args=["primary_organisations"])

    page = client.get(address).context

    assert [one.address for one in page["trend"].plot.points if "/rows/" in one.address] == []
    assert client.get(f"{MEMBERS}?by=person.sex").status_code == 404


def test_a_split_by_fields_of_another_matter_asks_for_that_matter_too(county: County, sign_in):
    add_cadre_section(county)
    address = reverse("figure", args=["secretaries_in_office"])

    offered = {role: sign_in(role).get(address).context["split_options"] for role in ("cadre", "section")}

    paths = {role: {option.path for option in options} for role, options in offered.items()}
    assert {
        path for path in paths["section"] - paths["cadre"] if not path.startswith(("person.", "years(person."))
    } == set()
    assert "person.sex" in paths["section"] - paths["cadre"]
    assert paths["cadre"] and sign_in("cadre").get(f"{address}?by=person.sex").status_code == 404


def test_every_mark_of_the_trend_opens_its_list_and_unknown_months_have_none(county: County, sign_in):
    client = sign_in("section")

    points = client.get(f"{MEMBERS}?trend=24").context["trend"].plot.points

    assert len(points) == 24
    assert {(point.shown, bool(point.address)) for point in points[:12]} == {("无资料", False)}
    assert [client.get(point.address).context["value"] for point in points[12:]] == [
        point.shown for point in points[12:]
    ]


def test_numbers_that_are_held_against_it_say_why_they_differ(county: County, sign_in):
    near = sign_in("section").get(MEMBERS).context["near"]

    assert [(one.label, one.value) for one in near] == [("“党籍”台账", "6"), ("参加主题党日的党员干部", "1")]


def test_the_catalogue_is_searched_by_what_a_figure_counts(county: County, sign_in):
    found = sign_in("section").get(f"{reverse('figures')}?q=停止党籍 失联").context["chapters"]

    assert [line.label for chapter in found for line in chapter.lines] == ["失联逾期未处理的党员"]


def test_the_catalogue_by_paper_has_the_words_of_the_paper(county: County, sign_in):
    found = sign_in("section").get(f"{reverse('figures')}?view=papers").context["chapters"]

    lines = {line.label: line.asked for line in found[0].lines}
    assert (found[0].title, lines["党员"]) == ("五大行动筑牢战斗堡垒——绛县基层党建工作巡礼", "12016名")
