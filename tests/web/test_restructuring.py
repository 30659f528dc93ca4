"""Guided operations: the preview says what will happen, to the figures too, and leaves nothing; what is done can be undone."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.web.cases_there import case_there
from tests.web.county import SOURCE, County
from zugong.figures.answers import Request
from zugong.figures.grouping import all_rows
from zugong.figures.queries import ask
from zugong.figures.trees import grouping_at
from zugong.kernel.facts.models import Entry
from zugong.kernel.time import Clocks
from zugong.organisations.actions import set_serves
from zugong.organisations.models import Belongs, Organisation, OrganisationState, Unit
from zugong.people.models import Membership

pytestmark = pytest.mark.once

ON = date(2021, 1, 1)
PAPER = "组发〔2020〕88号"


def post(client, county: County, branch: str, operation: str, step: str, **fields):
    wanted = reverse("restructuring_form", args=[county.organisation(branch), operation])
    return client.post(wanted, {"on": ON, "paper": PAPER, "step": step, **fields})


def done(client, county: County, branch: str, operation: str, **fields):
    digest = post(client, county, branch, operation, "preview", **fields).context["digest"]
    return post(client, county, branch, operation, "commit", digest=digest, **fields)


def effects(response) -> list[tuple[str, str]]:
    return [(line.label, line.text) for line in response.context["effects"]]


def members(county: County, branch: str, clocks: Clocks) -> int:
    request = Request("members", clocks)
    return ask([request], grouping_at(clocks, county.organisation(branch)), all_rows).total(request).value


def entries() -> int:
    return Entry.objects.count()


def test_the_preview_of_a_merger_says_what_it_does_to_members_units_and_figures(county: County, sign_in):
    village = Unit.objects.get(pk=county.records["village"])
    set_serves(organisation=county.organisations["oak"], unit=village, since=date(2020, 1, 1), source=SOURCE)

    client = sign_in("section")
    page = post(client, county, "oak", "merge", "preview", target="榆树村党支部")
    counted = post(client, county, "oak", "merge", "figures", target="榆树村党支部")

    assert (effects(counted), counted.context["digest"]) == (effects(page), page.context["digest"])
    assert effects(page) == [
        ("撤销", "橡树村党支部 · 末日 2020-12-31"),
        ("承接", "橡树村党支部 → 榆树村党支部"),
        ("随组织转入的党员", "2 名，橡树村党支部 → 榆树村党支部"),
        ("设在", "榆树村党支部 → 橡树村"),
        ("不再设在", "橡树村党支部 · 橡树村"),
    ]
    changed = {
        (group.name, line.label, line.before, line.after) for group in counted.context["groups"] for line in group.lines
    }
    assert {line for line in changed if line[1] in ("党员", "基层党组织")} == {
        ("中共某县委员会", "基层党组织", "6", "5"),
        ("中共东镇委员会", "基层党组织", "3", "2"),
        ("橡树村党支部", "基层党组织", "1", "0"),
        ("橡树村党支部", "党员", "2", "0"),
        ("榆树村党支部", "党员", "1", "3"),
    }


def test_a_preview_leaves_nothing_behind_neither_in_the_records_nor_in_the_copy_that_answers(county: County, sign_in):
    clocks = Clocks.at(ON)
    before = (entries(), members(county, "elm", clocks))

    for step in ("preview", "figures"):
        post(sign_in("section"), county, "oak", "merge", step, target="榆树村党支部")

    assert (entries(), members(county, "elm", clocks)) == before


def test_a_merger_is_recorded_as_one_entry_with_its_paper_and_offers_the_figures_of_before(county: County, sign_in):
    client, before = sign_in("section"), entries()

    answer = done(client, county, "oak", "merge", target="榆树村党支部")

    page, entry = client.get(answer.url), Entry.objects.order_by("number").last()
    assert (entries() - before, entry.kind, entry.paper, entry.note) == (
        1, "form", PAPER, "合并：橡树村党支部 → 榆树村党支部"
    )  # fmt: skip
    assert [members(county, "elm", Clocks.at(ON)), members(county, "elm", Clocks.at(date(2020, 12, 31)))] == [3, 1]
    queries = {link.address.split("?")[1] for link in page.context["before"]}
    assert queries == {
        f"organisation={county.organisation(branch)}&on=2021-01-01&tree=2020-12-31" for branch in ("oak", "elm")
    }


def test_what_was_recorded_can_be_taken_back_and_that_again(county: County, sign_in):
    client = sign_in("section")
    number = int(done(client, county, "oak", "merge", target="榆树村党支部").url.rstrip("/").rsplit("/", 1)[1])

    undone = client.post(reverse("organisation_change_undo", args=[number]))
    back = members(county, "oak", Clocks.at(ON))
    again = client.post(reverse("organisation_change_undo", args=[number + 1]))

    assert (undone.status_code, back, again.status_code, members(county, "oak", Clocks.at(ON))) == (302, 2, 302, 0)
    assert client.get(reverse("organisation_change", args=[number])).context["undone_by"] == number + 1


def test_a_merger_is_no_step_of_the_cases_that_go_along_and_its_undoing_does_not_lead_to_them(county: County, sign_in):
    case_there(county)
    client = sign_in("section")
    address = done(client, county, "oak", "merge", target="榆树村党支部").url

    page = client.get(address).context
    undone = client.post(reverse("organisation_change_undo", args=[page["number"]]))

    assert (page["cases"], [link.address for link in page["moved_cases"]]) == (
        (), [reverse("case", args=[county.records["case"]])],
    )  # fmt: skip
    assert undone.url == reverse("organisation_change", args=[page["number"] + 1])


def test_what_nobody_saw_is_not_recorded(county: County, sign_in):
    client, before = sign_in("section"), entries()

    answer = post(client, county, "oak", "merge", "commit", target="榆树村党支部", digest="what was shown before")

    assert (answer.status_code, answer.context["is_outdated"], entries()) == (409, True, before)


def test_a_branch_does_not_restructure_itself_and_a_township_only_what_stands_below_it(county: County, sign_in):
    secretary, township = sign_in("secretary"), sign_in("township")
    choices = secretary.get(reverse("restructuring", args=[county.organisation("oak")])).context["choices"]

    merged = post(township, county, "oak", "merge", "preview", target="榆树村党支部")
    elsewhere = post(township, county, "oak", "merge", "preview", target="白蜡村党支部")

    reason = (
        "橡树村党支部的设置由上一级党组织办理：须由对橡树村党支部有审批授权，或对其上级有组织事项填报授权的科室操作。"
    )
    below = "橡树村党支部是党支部，其下不设党组织；请选择党委、党工委或党总支。"
    assert [choice.refusal for choice in choices] == [below, reason, reason, reason, reason, "", reason]
    assert (merged.status_code, elsewhere.status_code) == (200, 422)
    assert elsewhere.context["form"].errors["target"] == ["在您的权限范围内没有叫“白蜡村党支部”的。请写全称或代码。"]


def test_an_organisation_is_founded_with_the_next_number_and_set_up_in_its_unit(county: County, sign_in):
    client, east = sign_in("township"), county.organisation("east")
    form = client.get(reverse("restructuring_form", args=[east, "found"])).context["form"]

    done(client, county, "east", "found", new_name="柳树村党支部", new_code="08", kind="branch", unit="橡树村")

    new = OrganisationState.objects.get(name="柳树村党支部")
    assert form["new_code"].value() == "08"
    assert (new.since, new.code, Belongs.objects.get(child=new.anchor_id).parent_id) == (ON, "08", east)
    served = client.get(reverse("organisation", args=[new.anchor_id]), {"on": ON}).context["units"]
    assert [line.name for line in served] == ["橡树村"]


@pytest.mark.parametrize(
    ("operation", "fields", "told"),
    [
        ("rename", {"new_name": "橡林村党支部"}, [("更名", "橡树村党支部 → 橡林村党支部 · 2021-01-01")]),
        ("move", {"target": "中共西镇委员会"}, [("隶属", "橡树村党支部：中共东镇委员会 → 中共西镇委员会")]),
        ("connect", {"unit": "橡树村"}, [("设在", "橡树村党支部 → 橡树村")]),
    ],
)
def test_each_operation_says_what_it_will_do(county: County, sign_in, operation: str, fields: dict, told: list):
    assert effects(post(sign_in("section"), county, "oak", operation, "preview", **fields)) == told


def test_a_split_takes_the_chosen_members_along_and_the_look_at_their_names_is_logged(county: County, sign_in):
    client, wang = sign_in("section"), county.persons["王秀英"]
    client.get(reverse("restructuring_form", args=[county.organisation("oak"), "split"]))

    done(client, county, "oak", "split", new_name="橡树村第二党支部", new_code="09", kind="branch", members=[wang])

    new = OrganisationState.objects.get(name="橡树村第二党支部").anchor_id
    row = Membership.objects.believed().get(person=wang, since=ON)
    assert (row.organisation_id, row.start_reason) == (new, "split")
    looks = [(line.user, line.record_type) for line in sign_in("member").get(reverse("who_looked")).context["lines"]]
    assert ("组织科", "党员") in looks or ("组织科", "党籍") in looks


def test_an_organisation_with_members_does_not_end_and_the_form_says_why(county: County, sign_in):
    answer = post(sign_in("section"), county, "oak", "end", "preview")

    assert (answer.status_code, answer.context["form"].non_field_errors()) == (
        422, ["橡树村党支部不能在2021-01-01撤销：当日或以后仍有2名党员；请先办理组织关系转接。"]
    )  # fmt: skip


def test_posts_end_with_their_organisation_where_the_user_fills_them_in(county: County, sign_in):
    post_id = county.records["橡树村党支部书记"]

    page = post(
        sign_in("section"), county, "oak", "merge", "preview", target="榆树村党支部", positions=[post_id]
    )  # fmt: skip

    assert ("同时撤销的职务", "橡树村党支部书记") in effects(page)


def test_in_english_every_line_is_english(county: County, sign_in):
    client = sign_in("section")
    with override("en"):
        client.cookies["django_language"] = "en"

        page = post(client, county, "oak", "rename", "preview", new_name="橡林村党支部")

    assert effects(page) == [("Renamed", "橡树村党支部 → 橡林村党支部 · 2021-01-01")]


def test_an_ended_organisation_is_changed_no_more(county: County, sign_in):
    client = sign_in("section")
    oak = Organisation.objects.get(pk=county.organisation("oak"))
    done(client, county, "oak", "merge", target="榆树村党支部")

    page = client.get(reverse("restructuring", args=[oak.pk]), {"on": ON})

    assert {choice.refusal for choice in page.context["choices"]} == {"该组织已撤销。"}
