"""Administrators at work: accounts with their card, offices, mandates with a preview, why and who, the log."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from html import unescape

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from tests.web.county import PASSWORD, SINCE, SOURCE, County
from zugong.complaints.actions import Written, file_complaint
from zugong.kernel.time import now, today
from zugong.offices.actions import create_user, give_duty, log_access
from zugong.offices.models import AccessLog, Mandate, Office, Seat, User
from zugong.offices.queries import offices_on

pytestmark = pytest.mark.once

MAIN = re.compile(r"<main.*?</main>", re.DOTALL)


def main(response) -> str:
    text = re.sub(r"<[^>]+>", " ", MAIN.search(response.content.decode())[0])
    return unescape(re.sub(r"\s+", " ", text))


@pytest.fixture
def auditor(county: County) -> Client:
    user = create_user(username="audit", password=PASSWORD, full_name="审计员", source=SOURCE)
    give_duty(user=user, duty="audit", since=SINCE, source=SOURCE)
    client = Client()
    client.force_login(user)
    return client


def office_called(name: str) -> int:
    return offices_on(today()).get(name=name).anchor_id


def test_an_account_is_made_with_a_card_and_its_owner_chooses_a_password_first(county: County, sign_in):
    made = sign_in("administrator").post(
        reverse("account_new"),
        {"username": "li.ming", "full_name": "李明", "office_text": "组织科", "paper": "组发〔2024〕1号"},
    )
    password = re.search(r'class="secret">([^<]+)', made.content.decode())[1]
    client = Client()
    client.post(reverse("sign_in"), {"username": "li.ming", "password": password})

    before = client.get(reverse("records"))
    mine = {
        "old_password": password,
        "new_password1": "我自己的新密码一二三四",
        "new_password2": "我自己的新密码一二三四",
    }
    changed = client.post(reverse("own_password"), mine)

    assert (before.status_code, before.url) == (302, reverse("own_password"))
    assert (changed.status_code, client.get(reverse("records")).status_code) == (302, 200)
    assert [seat.office_id for seat in Seat.objects.filter(user__username="li.ming")] == [office_called("组织科")]


CARD_EXPIRED = "这张卡上的一次性密码已过期，请联系本站管理员重新发卡。"


def handed_card(client: Client, username: str) -> str:
    made = client.post(reverse("account_act", args=[username]), {"act": "password"})
    return re.search(r'class="secret">([^<]+)', made.content.decode())[1]


@pytest.mark.parametrize(("seconds_left", "is_open"), [(5, True), (0, False)])
def test_the_password_of_a_card_opens_the_account_for_its_hours_only(
    county: County, sign_in, settings, seconds_left: int, is_open: bool
):
    settings.ZUGONG_ONE_TIME_HOURS = 72
    password = handed_card(sign_in("administrator"), "section")
    section = User.objects.get(username="section")
    given = section.one_time_until - timedelta(hours=72)
    User.objects.update(one_time_until=now() + timedelta(seconds=seconds_left))

    answer = Client().post(reverse("sign_in"), {"username": "section", "password": password})

    assert abs(now() - given) < timedelta(minutes=1)
    assert answer.status_code == (302 if is_open else 422)
    assert (CARD_EXPIRED in answer.content.decode()) == (not is_open)


def test_who_signed_in_with_a_card_and_waits_too_long_is_sent_away(county: County, sign_in):
    password = handed_card(sign_in("administrator"), "section")
    client = Client()
    client.post(reverse("sign_in"), {"username": "section", "password": password})
    User.objects.update(one_time_until=now())
    mine = {
        "old_password": password,
        "new_password1": "我自己的新密码一二三四",
        "new_password2": "我自己的新密码一二三四",
    }

    answer = client.post(reverse("own_password"), mine, follow=True)

    assert answer.redirect_chain == [(reverse("sign_in"), 302)]
    assert CARD_EXPIRED in answer.content.decode()
    assert User.objects.get(username="section").has_one_time_password


def test_the_list_of_accounts_tells_whose_card_has_expired(county: County, sign_in):
    administrator = sign_in("administrator")
    handed_card(administrator, "section")
    User.objects.update(one_time_until=now())

    states = {line.username: line.state for line in administrator.get(reverse("accounts")).context["lines"]}

    assert (states["section"], states["township"]) == ("卡已过期，需重新发卡", "正常")


def test_only_who_keeps_accounts_reads_a_complaint_about_the_only_office_that_decides(
    county: County, sign_in, auditor: Client
):
    about = file_complaint(
        written=Written("complaint", "态度差。", office=office_called("组织科")), address="192.0.2.3"
    )
    where = reverse("complaint", args=[about.complaint])

    assert [client.get(where).status_code for client in (sign_in("administrator"), auditor)] == [200, 404]


def test_what_stands_against_a_new_account_is_said_beside_the_form(county: County, sign_in):
    client = sign_in("administrator")

    taken = client.post(reverse("account_new"), {"username": "section", "full_name": "某"})
    both = client.post(
        reverse("account_new"), {"username": "new.one", "full_name": "某", "duty": "audit", "office_text": "组织科"}
    )

    assert (taken.status_code, "账号section已存在" in main(taken)) == (422, True)
    assert (both.status_code, "不得在科室任职" in main(both), User.objects.filter(username="new.one").exists()) == (
        422, True, False,
    )  # fmt: skip


def test_a_locked_account_is_signed_out_at_once(county: County, sign_in):
    client = sign_in("township")

    sign_in("administrator").post(reverse("account_act", args=["township"]), {"act": "lock", "paper": "离岗"})

    assert client.get(reverse("records")).status_code == 302
    page = main(sign_in("administrator").get(reverse("account", args=["township"])))
    assert ("已停用" in page, "离岗" in page, "恢复使用" in page) == (True, True, True)


def test_an_office_is_previewed_before_it_is_made(county: County, sign_in):
    client = sign_in("administrator")
    given = {"name": "西镇组织办", "organisation_text": "中共西镇委员会", "kind": "township_organisation"}

    preview = client.post(reverse("office_new"), {**given, "do": "preview"})
    before = Office.objects.count()
    made = client.post(reverse("office_new"), {**given, "do": "save"})

    seen = {line.name: (line.count, line.change, line.depth) for line in preview.context["seen"]}
    assert seen["党籍"] == ("2", "+2", "个人信息")
    assert (before, made.url) == (4, reverse("office", args=[office_called("西镇组织办")]))


def test_a_mandate_shows_what_it_would_open_and_a_leading_group_is_refused(county: County, sign_in):
    client, bureau = sign_in("administrator"), office_called("农业农村局")
    given = {"link": "mandate", "matter": "members", "act": "see", "depth": "1", "territory_text": "中共东镇委员会"}
    address = reverse("mandate_new", args=[bureau])

    preview = client.post(address, {**given, "do": "preview"})
    held = Mandate.objects.filter(office=bureau, matter="members").count()
    client.post(address, {**given, "do": "save", "paper": "组发〔2024〕2号", "until": "2030-12-31"})

    seen = {line.name: line.change for line in preview.context["seen"]}
    assert (seen["党籍"], held) == ("+3", 0)
    row = Mandate.objects.get(office=bureau, matter="members")
    assert (row.act, row.depth, row.until, row.paper) == ("see", 1, date(2031, 1, 1), "组发〔2024〕2号")


def test_a_seat_and_a_mandate_end_from_the_page(county: County, sign_in):
    client = sign_in("administrator")
    seat, mandate = Seat.objects.get(user=county.users["section"]), Mandate.objects.filter(matter="*").first()

    client.post(reverse("seat_end", args=[seat.pk]))
    client.post(reverse("mandate_end", args=[mandate.pk]))

    assert not Seat.objects.believed().holding(today()).filter(user=county.users["section"]).exists()
    assert not Mandate.objects.believed().holding(today()).filter(office=mandate.office, act=mandate.act).exists()


def test_an_office_ends_with_its_seats_and_mandates_and_is_listed_no_more(county: County, sign_in):
    client, seat = sign_in("administrator"), Seat.objects.get(user=county.users["section"])
    office, section = seat.office_id, sign_in("section")
    assert section.get(reverse("record_list", args=["membership"])).status_code == 200

    client.post(reverse("office_end", args=[office]), {"paper": "机构改革方案"})

    assert [
        client.get(reverse("office", args=[office])).status_code,
        client.post(reverse("office_end", args=[office])).status_code,
    ] == [404, 404]
    assert section.get(reverse("record_list", args=["membership"])).status_code == 404
    assert not Seat.objects.believed().holding(today()).filter(office=office).exists()
    assert not Mandate.objects.believed().holding(today()).filter(office=office).exists()
    assert Seat.objects.filter(office=office, retracted_in__isnull=False).exists(), "what was is still known"


@pytest.mark.parametrize("act", ["advise", "decide"])
def test_why_calls_an_act_as_the_form_of_mandates_calls_it(county: County, sign_in, act: str):
    client, office = sign_in("administrator"), Seat.objects.get(user=county.users["section"]).office_id
    form = client.get(reverse("mandate_new", args=[office]))
    called = {word.value: word.label for word in form.context["acts"]}[act]

    why = client.get(reverse("why"), {"user_text": "section", "record_text": "王秀英", "act": act})

    told = [step.sentence for step in why.context["chains"][0].steps if step.name == "授权"]
    assert told == [f"有授权：全部事项，可{called}。"]


def test_why_names_every_link_and_who_may_lists_everybody(county: County, sign_in):
    client = sign_in("administrator")

    why = client.get(reverse("why"), {"user_text": "township", "record_text": "王秀英"})
    who = client.get(reverse("who_may"), {"record_text": "刘洋"})
    own = client.get(reverse("who_may"), {"record_text": "王秀英"})

    assert [step.name for step in why.context["chains"][0].steps] == ["账号", "任职", "科室", "授权", "范围", "深度"]
    assert why.context["answer"] == "能，深度：个人信息"
    assert [(line.name, line.depth) for line in who.context["seers"]] == [("组织科", "个人信息")]
    assert own.context["own"] == (("member", "王秀英"),)
    assert AccessLog.objects.filter(act="explain").count() == 3


def test_an_administrator_finds_persons_by_their_whole_name_only(county: County, sign_in):
    address = reverse("choices", args=["record"])

    part = sign_in("administrator").get(address, {"name": "record", "record_text": "王秀"})
    whole = sign_in("administrator").get(address, {"name": "record", "record_text": "王秀英"})

    assert ("王秀英" in part.content.decode(), "王秀英" in whole.content.decode()) == (False, True)


def looks(county: County) -> None:
    for role, person, why in (
        ("section", "王秀英", "核对名册"),
        ("township", "张伟", ""),
        ("section", "刘洋", "来信来访"),
    ):
        log_access(
            user=county.users[role], act="view", record_type="person", persons=[county.persons[person]],
            organisation=county.organisation("oak"), reason=why,
        )  # fmt: skip


def told(response) -> list[tuple[str, str]]:
    return [(line.user, line.person_name) for line in response.context["lines"] if line.act != "查阅日志"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [("组织科", "刘洋"), ("东镇组织办", "张伟"), ("组织科", "王秀英")]),
        ({"person": "王秀英"}, [("组织科", "王秀英")]),
        ({"person": "王"}, []),
        ({"who": "东镇"}, [("东镇组织办", "张伟")]),
        ({"why": "来信"}, [("组织科", "刘洋")]),
        ({"act": "export"}, []),
        ({"last": "2020-01-01"}, []),
    ],
)
def test_the_audit_administrator_searches_the_log(county: County, auditor: Client, query: dict, found: list):
    looks(county)

    assert told(auditor.get(reverse("access_log"), query)) == found


def test_the_log_is_read_page_by_page_and_reading_it_is_logged(county: County, auditor: Client):
    looks(county)
    auditor.get(reverse("access_log"), {"person": "刘洋"})

    last = AccessLog.objects.order_by("pk").last()

    assert (last.user.username, last.act, last.record_type, last.person_id) == (
        "audit", "log", "access_log", county.persons["刘洋"],
    )  # fmt: skip


def test_the_log_is_exported_as_it_was_asked_for_and_that_is_logged(county: County, auditor: Client):
    looks(county)

    response = auditor.get(reverse("access_log_export"), {"why": "核对"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active

    assert [[cell.value for cell in row][1:8] for row in sheet.iter_rows(min_row=2)] == [
        ["组织科", "组织科", "查看", "人员", 1, "王秀英", "核对名册"]
    ]
    assert AccessLog.objects.order_by("pk").values_list("act", "record_type", "rows", "reason").last() == (
        "export", "access_log", 1, "why=核对",
    )  # fmt: skip


def test_an_auditor_changes_nothing_and_sees_no_button_for_it(county: County, auditor: Client):
    page = auditor.get(reverse("account", args=["section"]))

    assert (page.context["acts"], page.context["may_unseat"]) == ((), False)
    assert auditor.get(reverse("account_new")).status_code == 403
    assert auditor.post(reverse("account_act", args=["section"]), {"act": "lock"}).status_code == 422


def test_the_page_that_explains_says_who_is_signed_in(county: County, sign_in):
    content = sign_in("administrator").get(reverse("why")).content.decode()

    assert reverse("sign_out") in content


def test_an_administrator_finds_the_own_pages_on_the_first_one(county: County, sign_in):
    shown = sign_in("administrator").get(reverse("home")).context

    assert shown["duty"] == "系统管理员 · 管理账号、科室、任职和授权"
    assert [address for _, address in shown["doors"]] == [reverse("accounts"), reverse("offices"), reverse("why")]
    assert not shown["has_nothing"]
