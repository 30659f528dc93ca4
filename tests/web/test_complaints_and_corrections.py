"""Complaints and corrections in the browser's terms: what is sent, what comes back, who sees it on the first page."""

import re

from django.test import Client
from django.urls import reverse

from tests.web.county import County


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


def test_nobody_else_reads_from_a_form_what_was_asked(county: County, sign_in):
    request = county.records["correction"]
    form = reverse("record_correct", args=["person", county.persons["王秀英"]])
    before = sign_in("secretary").get(f"{form}?asked={request}").context["wish"]
    sign_in("township").post(f"{reverse('correction', args=[request])}answer/", {"decision": "accept"})

    of_another = reverse("record_correct", args=["person", county.persons["李国强"]])
    wishes = [
        sign_in("secretary").get(f"{form}?asked={request}").context["wish"],
        sign_in("township").get(f"{of_another}?asked={request}").context["wish"],
    ]

    assert (before, wishes) == (None, [None, None])


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
