"""What pages show: masked and revealed values, who looked, the clocks, history, lists, and empty sites."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.county import IDENTITY, PASSWORD, SOURCE, County, add
from zugong.kernel.facts import recording
from zugong.offices.models import AccessLog
from zugong.people.models import Membership, PersonState

pytestmark = pytest.mark.once

IDENTITY_OF_WANG = IDENTITY.format(1)


def facts(response) -> dict[str, str]:
    return {fact.label: fact.text for fact in response.context["facts"]}


def person_page(county: County, name: str) -> str:
    return reverse("person", args=[county.persons[name]])


def logged() -> list[tuple[str, str, str, int, str]]:
    logs = AccessLog.objects.order_by("pk").values_list("user__username", "act", "record_type", "rows", "reason")
    return [tuple(log) for log in logs]


def test_encrypted_values_are_masked_until_a_reason_is_given_and_the_look_is_logged(county: County, sign_in):
    client = sign_in("secretary")

    page = client.get(person_page(county, "王秀英"))
    revealed = client.post(reverse("person_reveal", args=[county.persons["王秀英"]]), {"reason": "核对手机号"})

    assert (facts(page)["手机号"], facts(revealed)["手机号"]) == ("154＊＊＊＊0001", "15400000001")
    assert logged() == [("secretary", "view", "person", 1, ""), ("secretary", "reveal", "person", 1, "核对手机号")]


def test_values_deeper_than_the_mandate_stay_masked_even_when_others_are_revealed(county: County, sign_in):
    client = sign_in("secretary")

    revealed = client.post(reverse("person_reveal", args=[county.persons["王秀英"]]), {"reason": "核对手机号"})

    assert (facts(revealed)["公民身份证号"], facts(revealed)["家庭住址"]) == ("＊＊＊", "＊＊＊")
    assert IDENTITY_OF_WANG not in revealed.content.decode()


def test_no_reason_reveals_nothing(county: County, sign_in):
    client = sign_in("secretary")

    refused = client.post(reverse("person_reveal", args=[county.persons["王秀英"]]), {"reason": " 查 "})

    assert (refused.status_code, refused.context["reason"]) == (
        422, "查看被遮盖的内容须写明理由（至少四个字），理由会记入日志。"
    )  # fmt: skip
    assert logged() == []


def test_a_member_sees_their_own_record_whole_and_who_looked(county: County, sign_in):
    sign_in("township").get(person_page(county, "王秀英"))
    member = sign_in("member")

    own, looks = member.get(person_page(county, "王秀英")), member.get(reverse("who_looked"))

    assert facts(own)["公民身份证号"] == IDENTITY_OF_WANG
    lines = [(line.user, line.office, line.act, line.record_type) for line in looks.context["lines"]]
    assert lines == [("东镇组织办", "东镇组织办", "查看", "人员")]


def test_the_own_record_of_a_member_leads_to_what_is_theirs_and_to_no_page_that_is_empty_for_them(
    county: County, sign_in
):
    own = sign_in("member").get(person_page(county, "王秀英"))

    doors = re.findall(r'href="([^"#]+)"', own.content.decode().partition("<main")[2].partition("</main>")[0])
    assert doors == [reverse(name) for name in ("ask_correction", "training_mine", "who_looked", "dues_mine")]
    assert own.context["references"] == ""


def test_a_list_is_logged_with_every_person_on_it(county: County, sign_in):
    sign_in("township").get(reverse("record_list", args=["membership"]))

    looks = sign_in("member").get(reverse("who_looked")).context["lines"]

    assert [(line.act, line.record_type, line.persons) for line in looks] == [("名单", "党籍", 3)]


def test_a_list_of_things_is_not_logged(county: County, sign_in):
    sign_in("township").get(reverse("record_list", args=["organisation"]))

    assert logged() == []


def test_a_township_lists_its_own_members_only(county: County, sign_in):
    page = sign_in("township").get(reverse("record_list", args=["membership"]))

    assert [row.heading.text for row in page.context["rows"]] == ["李国强", "王秀英", "张伟"]
    assert page.context["count"] == 3


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=lgq", ["李国强"]), ("q=wangxiu", ["王秀英"]), ("q=张伟", ["张伟"]), ("q=刘洋", []),
        ("category=full&order=-person.name", ["王秀英", "李国强", "张伟"]), ("category=probationary", []),
    ],
)  # fmt: skip
def test_a_list_is_searched_filtered_and_sorted_within_the_scope(county: County, sign_in, query: str, names: list[str]):
    page = sign_in("township").get(f"{reverse('record_list', args=['membership'])}?{query}")

    assert [row.heading.text for row in page.context["rows"]] == names


def test_a_list_is_read_page_by_page_without_a_gap(county: County, sign_in, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("zugong.web.views.records.PAGE_ROWS", 2)
    client, address = sign_in("section"), reverse("record_list", args=["membership"])

    query, names = "?order=person.name", []
    while query:
        page = client.get(f"{address}{query}")
        names += [row.heading.text for row in page.context["rows"]]
        query = page.context["next"]

    assert names == ["刘洋", "张伟", "李国强", "王秀英", "赵敏", "陈静"]


def test_history_shows_every_row_with_the_entries_that_recorded_and_withdrew_it(county: County, sign_in):
    row = Membership.objects.believed().get(person=county.persons["王秀英"])
    with recording.recording(SOURCE) as entry:
        recording.change(row, on=date(2020, 7, 1), entry=entry, organisation_id=county.organisation("elm"))

    page = sign_in("section").get(reverse("record", args=["membership", row.pk]), follow=True)

    lines = [(line.label, line.when, [said.after for said in line.says]) for line in page.context["history"]]
    assert lines == [
        ("变更", "从 2020-07-01 起", ["榆树村党支部"]),
        ("登记", "从 2020-01-01 起", ["王秀英", "橡树村党支部", "正式党员"]),
    ]  # fmt: skip
    last = page.context["history"][0].entry
    assert (last.actor, last.paper, last.note) == ("importer", "组发〔2020〕1号", "党员名册.xlsx")


def test_a_page_answers_for_another_day_and_for_what_was_known_then(county: County, sign_in):
    client, address = sign_in("section"), reverse("figure", args=["members"])
    row = Membership.objects.believed().get(person=county.persons["王秀英"])
    with recording.recording(SOURCE) as entry:
        recording.close(row, until=date(2020, 7, 1), entry=entry)

    values = [client.get(f"{address}?{query}").context["value"] for query in ("on=2020-06-30", "on=2020-07-01", "")]
    before_everything = client.get(f"{address}?on=2020-06-30&known=2019-01-01").context["value"]

    assert (values, before_everything) == (["6", "5", "5"], "无资料")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("on=2020-02-30", "on=2020-02-30 不是日期，请写成 2020-12-31。"),
        ("from=2020-05-01&to=2020-04-30", "期间的末日 2020-04-30 早于首日 2020-05-01，请选更晚的末日。"),
        ("known=x", "known=x 不是时刻，请写成 2021-01-05 或 2021-01-05T09:00。"),
    ],
)
def test_clocks_that_cannot_be_are_refused_with_a_sentence(county: County, sign_in, query: str, sentence: str):
    page = sign_in("section").get(f"/?{query}")

    assert (page.status_code, page.context["reason"]) == (400, sentence)


def test_a_figure_is_split_by_subordinates_and_opens_its_rows(county: County, sign_in):
    client = sign_in("section")

    page = client.get(reverse("figure", args=["members"]))
    rows = client.get(page.context["split"][0].rows_address)

    assert [(line.name, line.value) for line in page.context["split"]] == [
        ("中共东镇委员会", "3"), ("中共西镇委员会", "2"), ("县农业农村局党支部", "1"),
    ]  # fmt: skip
    assert [row.heading.text for row in rows.context["rows"]] == ["李国强", "王秀英", "张伟"]


def test_the_page_of_a_person_tells_what_refers_to_them(county: County, sign_in):
    client = sign_in("township")

    page = client.get(client.get(person_page(county, "李国强")).context["references"])

    assert {line.label: line.count for line in page.context["references"]} == {"党籍": 1, "任职": 1}


#: Address → the most statements it may take, however many rows it shows.
MOST_QUERIES = {
    "/": 30, "/organisations/": 20, "/records/": 15, "/records/membership/": 20, "/records/themed_day_roll/": 20,
    "/figures/": 20, "/figures/members/": 20, "/figures/members/rows/": 20,
}  # fmt: skip


@pytest.mark.parametrize("address", MOST_QUERIES)
def test_more_rows_take_no_more_queries(county: County, sign_in, address: str):
    client = sign_in("section")
    client.get(address)
    before = queries_of(client, address)

    for number in range(10, 40):
        values = {"identity_number": f"1499991980010100{number}", "name": f"新{number}"}
        [person] = add("person", values)
        add("membership", {"person": person, "organisation": county.organisation("elm"), "category": "full"})
    client.get(address)

    assert before <= queries_of(client, address) <= before + 1 and before <= MOST_QUERIES[address]


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    # Saving the log of a list takes more than one statement where SQLite limits how many rows fit into one.
    return len([query for query in queries if "accesslog" not in query["sql"]])


@pytest.mark.parametrize("address", ["/", "/organisations/", "/records/", "/figures/", "/access/mine/", "/about/"])
def test_pages_of_a_site_without_any_data_say_so(db, address: str, django_user_model):
    client = Client()
    client.force_login(django_user_model.objects.create_user("first", password=PASSWORD))

    page = client.get(address)

    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1


def test_a_person_whose_rows_were_all_withdrawn_keeps_a_page_with_its_history(county: County, sign_in):
    with recording.recording(SOURCE) as entry:
        ids = PersonState.objects.filter(anchor=county.persons["王秀英"]).values_list("pk", flat=True)
        recording.retract(PersonState, ids, entry=entry)

    page = sign_in("section").get(person_page(county, "王秀英"))

    assert [(line.of, line.label) for line in page.context["history"]] == [("", "撤回"), ("党籍", "登记"), ("", "登记")]


def test_the_page_of_a_person_tells_what_became_of_their_membership(county: County, sign_in):
    row = Membership.objects.believed().get(person=county.persons["王秀英"])
    with recording.recording(SOURCE) as entry:
        recording.change(row, on=date(2020, 7, 1), entry=entry, organisation_id=county.organisation("elm"))
    with recording.recording(SOURCE) as entry:
        ids = Membership.objects.believed().filter(person=county.persons["王秀英"]).values_list("pk", flat=True)
        recording.retract(Membership, list(ids), entry=entry)

    page = sign_in("section").get(person_page(county, "王秀英"))

    lines = [(line.of, line.label, line.when) for line in page.context["history"]]
    assert sorted(lines[:2]) == [
        ("党籍", "撤回", "从 2020-01-01 起，到 2020-06-30 止"), ("党籍", "撤回", "从 2020-07-01 起"),
    ]  # fmt: skip
    assert lines[2:] == [
        ("党籍", "变更", "从 2020-07-01 起"), ("党籍", "登记", "从 2020-01-01 起"), ("", "登记", "从 2020-01-01 起"),
    ]  # fmt: skip


def test_pages_speak_english_when_asked(county: County, sign_in):
    client = sign_in("section")
    client.post(reverse("set_language"), {"language": "en", "next": "/"})

    text = client.get("/figures/members/").content.decode()
    visible = re.sub(r"<[^>]+>", "", text)

    assert "How it came about" in visible
    assert [word for word in ("口径与来历", "换个时点", "基本情况") if word in visible] == []


def test_no_page_carries_scripts_or_styles_of_its_own(county: County, sign_in):
    client = sign_in("section")

    pages = [client.get(address) for address in ("/", "/organisations/", "/records/membership/", "/figures/members/")]

    for page in pages:
        assert re.findall(r"<style|style=|<script(?! src=)|\son\w+=", page.content.decode()) == []
        assert "script-src 'self'; style-src 'self'" in page.headers["Content-Security-Policy"]


def test_signing_in_leads_on_to_the_page_that_was_asked_for_and_nowhere_else(county: County):
    client = Client()

    asked = client.get("/figures/")
    inside = client.post("/sign-in/", {"username": "section", "password": PASSWORD, "next": "/figures/"})
    outside = Client().post("/sign-in/", {"username": "section", "password": PASSWORD, "next": "https://example.org/"})

    assert (asked.url, inside.url, outside.url) == ("/sign-in/?next=/figures/", "/figures/", "/")


def test_guessing_a_password_is_closed_after_five_wrong_ones(county: County):
    client = Client()

    statuses = [client.post("/sign-in/", {"username": "section", "password": "wrong"}).status_code for _ in range(6)]

    assert statuses == [422, 422, 422, 422, 429, 429]
    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60
