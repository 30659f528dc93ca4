"""Complaints and corrections in the browser's terms: what is sent, what comes back, who sees it on the first page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.county import County
from zugong.corrections.actions import Wrong, ask

pytestmark = pytest.mark.once


def test_anybody_sends_a_complaint_and_reads_the_answer_by_its_code(county: County, sign_in):
    stranger = Client()

    sent = stranger.post(reverse("complain"), {"kind": "suggestion", "text": "希望周末也能办理转接。"})
    code = sent.context["code"]
    waiting = stranger.post(reverse("complaint_state"), {"code": code})
    section = sign_in("section")
    listed = section.get(reverse("complaints")).context["lines"]
    line = next(line for line in listed if line.words == "希望周末也能办理转接。")
    section.post(reverse("complaint_answer", args=[line.id]), {"text": "自下月起周六办理。"})
    answered = stranger.post(reverse("complaint_state"), {"code": code})

    assert sent.status_code == 200
    assert re.fullmatch(r"[2-9A-Z]{5}-[2-9A-Z]{5}", code)
    assert (waiting.context["answer"], waiting.context["found"].text) == (None, "希望周末也能办理转接。")
    assert answered.context["answer"].text == "自下月起周六办理。"


def test_a_wrong_code_opens_nothing(county: County):
    answer = Client().post(reverse("complaint_state"), {"code": "ABCDE-FGHJK"})

    assert (answer.status_code, answer.context["found"]) == (404, None)


def test_what_was_typed_is_kept_when_something_stands_against_it(county: County):
    answer = Client().post(reverse("complain"), {"text": " ", "name": "来信人", "contact": "15400000000"})

    assert answer.status_code == 422
    assert (answer.context["name"], answer.context["contact"]) == ("来信人", "15400000000")
    assert answer.context["problem"] == "请写明具体内容，不超过4000字。"


def test_every_page_leads_to_the_complaints_the_sign_in_page_too(county: County):
    link = f'href="{reverse("complain")}"'

    assert link in Client().get(reverse("sign_in")).content.decode()


def test_whoever_may_fill_in_the_record_is_told_of_the_request_on_the_first_page(county: County, sign_in):
    told = {
        role: [task.label for task in sign_in(role).get(reverse("home")).context["tasks"]]
        for role in ("secretary", "township", "section", "bureau", "member", "administrator")
    }

    assert told == {
        "secretary": ["党员更正申请"],
        "township": ["党员更正申请"],
        "section": ["待答复的投诉建议", "党员更正申请"],
        "bureau": [],
        "member": [],
        "administrator": [],
    }


def test_a_member_asks_the_secretary_refuses_and_the_member_reads_why(county: County, sign_in):
    secretary, member = sign_in("secretary"), sign_in("member")
    waiting = reverse("correction", args=[county.records["correction"]])
    shown = secretary.get(waiting).context

    without = secretary.post(f"{waiting}answer/", {"decision": "refuse", "reason": ""})
    refused = secretary.post(f"{waiting}answer/", {"decision": "refuse", "reason": "证书尚未核验。"})
    read = member.get(reverse("ask_correction")).context["lines"][0]

    assert (shown["line"].field, shown["line"].asked.right) == ("学历", "大学专科")
    assert (without.status_code, without.context["problem"]) == (
        422,
        "不予更正的，要写明理由（不超过300字），本人可以看到。",
    )
    assert refused.url == reverse("corrections")
    assert (read.asked.accepted, read.asked.reason, read.asked.answered_by) == (False, "证书尚未核验。", "橡树村党支部")
    assert secretary.get(waiting).status_code == 404


def test_accepting_leads_to_the_form_of_the_record(county: County, sign_in):
    waiting = reverse("correction", args=[county.records["correction"]])

    accepted = sign_in("township").post(f"{waiting}answer/", {"decision": "accept"})

    form = reverse("record_correct", args=["person", county.persons["王秀英"]])
    assert accepted.url == f"{form}?asked={county.records['correction']}"


def test_the_form_begins_with_what_the_member_asked_for(county: County, sign_in):
    township, request = sign_in("township"), county.records["correction"]
    accepted = township.post(f"{reverse('correction', args=[request])}answer/", {"decision": "accept"})

    begun = township.get(accepted.url).context
    change = reverse("record_change", args=["person", county.persons["王秀英"]])
    changed = township.get(f"{change}?asked={request}").context

    assert (begun["wish"].field, begun["wish"].right, begun["reason"]) == ("学历", "大学专科", "本人申请更正")
    assert [_shown(context, "person.education") for context in (begun, changed)] == ["31", "31"]


def test_a_form_tells_what_was_asked_only_once_it_was_accepted_and_only_of_that_person(county: County, sign_in):
    request = county.records["correction"]
    form = reverse("record_correct", args=["person", county.persons["王秀英"]])
    before = sign_in("secretary").get(f"{form}?asked={request}").context["wish"]
    sign_in("township").post(f"{reverse('correction', args=[request])}answer/", {"decision": "accept"})

    of_another = reverse("record_correct", args=["person", county.persons["李国强"]])
    colleague = sign_in("secretary").get(f"{form}?asked={request}").context["wish"]
    elsewhere = sign_in("township").get(f"{of_another}?asked={request}").context["wish"]

    assert (before, colleague.right, elsewhere) == (None, "大学专科", None)


def told_at_home(client: Client) -> list[tuple[str, str, str]]:
    lines = client.get(reverse("home")).context["own_requests"]
    return [(line.field, line.state, line.asked.reason) for line in lines]


def corrected(client: Client, form: str, typed: dict[str, str]) -> int:
    """The form looked at and then recorded, as the page does it."""
    shown = client.get(form).context
    before = {field.name: field.value for part in shown["parts"] for field in part.fields}
    typed = {
        **before,
        **typed,
        "based_on": shown["based_on"],
        "reason": shown["reason"],
        "asked": str(shown["wish"].number),
    }
    where = form.partition("?")[0]
    looked = client.post(where, {**typed, "step": "preview"}).context
    return client.post(where, {**typed, "step": "record", "digest": looked["digest"]}).status_code


def test_the_members_first_page_tells_each_state_and_corrected_only_once_the_record_says_so(county: County, sign_in):
    member, township = sign_in("member"), sign_in("township")
    waiting = reverse("correction", args=[county.records["correction"]])

    before = told_at_home(member)
    form = township.post(f"{waiting}answer/", {"decision": "accept"}).url
    accepted = told_at_home(member)
    status = corrected(township, form, {})
    after = told_at_home(member)

    assert status == 302
    assert [before, accepted, after] == [
        [("学历", "待答复", "")], [("学历", "已同意，待更正", "")], [("学历", "已更正", "")],
    ]  # fmt: skip


def test_what_was_accepted_and_left_stays_among_what_is_to_be_done_for_whoever_may_fill_in(county: County, sign_in):
    secretary, township = sign_in("secretary"), sign_in("township")
    waiting = reverse("correction", args=[county.records["correction"]])
    form = township.post(f"{waiting}answer/", {"decision": "accept"}).url

    tasks = [task.count for task in secretary.get(reverse("home")).context["tasks"]]
    listed = [line.state for line in secretary.get(reverse("corrections")).context["lines"]]
    shown = secretary.get(waiting).context["form_address"]
    settled = secretary.post(f"{waiting}answer/", {"decision": "settle"})

    assert (tasks, listed, shown) == ([1], ["已同意，待更正"], form)
    assert settled.url == reverse("corrections")
    assert secretary.get(waiting).status_code == 404
    assert told_at_home(sign_in("member")) == [("学历", "已更正", "")]


def test_correcting_something_else_does_not_settle_what_was_asked(county: County, sign_in):
    township = sign_in("township")
    form = township.post(
        f"{reverse('correction', args=[county.records['correction']])}answer/", {"decision": "accept"}
    ).url

    status = corrected(township, form, {"person.education": "", "person.occupation": "农牧渔民"})

    assert status == 302
    assert told_at_home(sign_in("member")) == [("学历", "已同意，待更正", "")]


def test_what_was_not_accepted_is_not_settled(county: County, sign_in):
    waiting = reverse("correction", args=[county.records["correction"]])

    answer = sign_in("township").post(f"{waiting}answer/", {"decision": "settle"})

    assert answer.status_code == 422
    assert "这件申请还没有同意，不能办结；请先同意。" in answer.content.decode()


def test_the_list_of_requests_asks_no_question_for_each(county: County, sign_in, django_assert_max_num_queries):
    person, member = county.persons["王秀英"], county.users["member"]
    for field in ("ethnicity", "occupation", "education", "sex", "native_place", "mobile_phone", "address", "name"):
        ask(wrong=Wrong("person", person, field, "正确内容", "以证件为准"), person=person, user=member)
    client = sign_in("member")
    client.get(reverse("ask_correction"))

    with django_assert_max_num_queries(25):
        client.get(reverse("ask_correction"))


def _shown(context, name: str) -> str:
    return next(field.value for part in context["parts"] for field in part.fields if field.name == name)


def test_a_member_asks_for_one_value_of_the_own_record(county: County, sign_in):
    member = sign_in("member")
    fields = {choice.label: choice.value for choice in member.get(reverse("ask_correction")).context["fields"]}

    sent = member.post(reverse("ask_correction"), {"field": fields["民族"], "right": "蒙古族", "why": "以户口簿为准"})
    elsewhere = member.post(
        reverse("ask_correction"), {"field": f"person.{county.persons['刘洋']}.name", "right": "某", "why": "某"}
    )

    lines = member.get(reverse("ask_correction")).context["lines"]
    assert (sent.status_code, elsewhere.status_code) == (302, 422)
    assert [(line.field, line.asked.right) for line in lines] == [("民族", "蒙古族"), ("学历", "大学专科")]
