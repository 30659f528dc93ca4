"""A form that is sent twice does its deed once: on a bad line people press again, and browsers reload what they sent."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client
from django.urls import get_resolver, resolve, reverse

from tests.web.county import County
from tests.web.test_permissions import EXPECTED_OF_POSTS, TRIED_ELSEWHERE, address, names_below
from zugong.cards.models import Card
from zugong.complaints.models import Complaint
from zugong.corrections.models import Request
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import store_of
from zugong.kernel.time import now, today
from zugong.offices.models import OfficeState, Token, User
from zugong.web.models import SentForm

SENT_ALREADY = "这张表已经提交过，以下是办理结果。"
#: Addresses that take a POST and need no mark, each with what makes a second one harmless.
HARMLESS = {
    "sign_in": "signs in", "card_sign_in": "signs in",
    "sign_out": "signs out", "set_language": "chooses again", "set_type_size": "chooses again",
    "own_password": "asks for the password that was", "complain": "the mark gives the same code again",
    "briefing": "the mark gives the same code again", "complaint_state": "reads", "person_reveal": "reads, and says so",
    "organisation_reveal": "reads, and says so", "record_reveal": "reads, and says so", "reconciliation": "reads",
    "record_view_keep": "a view of the same name is replaced", "record_view_forget": "is gone",
    "guide_status": "reads", "transfer_differences": "reads",
    "review_template_withdraw": "is gone", "review_withdraw": "is gone", "seat_end": "has ended", "mandate_end": "has ended",
    "office_end": "has ended", "draft_case": "is gone", "draft_drop": "is dropped already",
    "token_revoke": "keeps its first moment", "import_check": "sets the same", "import_decide": "sets the same",
    "import_discard": "is gone", "last_year": "two drafts, both gone after hours", "last_year_choose": "sets the same",
    "last_year_days": "sets the same",
    "last_year_forget": "is gone",
    # A mark that is kept, with its moment, would tell when somebody voted.
    "ballot_vote": "counts once", "ballot_check": "changes nothing",
    "ballot_code": "is shown once", "ballot_close": "is closed", "ballot_cancel": "is off",
    "ballot_count": "leads to the result",
}  # fmt: skip


def mark_in(client: Client, where: str) -> str:
    """The mark of the first marked form of a page."""
    return re.search(r'name="form_mark" value="([^"]+)"', client.get(where).content.decode()).group(1)


def test_a_complaint_that_is_sent_again_is_the_same_with_the_same_code(county: County):
    stranger, where = Client(), reverse("complain")
    said = {"kind": "complaint", "text": "路灯不亮。", "form_mark": mark_in(stranger, where)}

    codes = [stranger.post(where, said).context["code"] for _ in range(7)]

    assert len(set(codes)) == 1
    assert Complaint.objects.count() == 2  # and the one of the county


def test_another_text_from_the_same_page_is_another_complaint(county: County):
    stranger, where = Client(), reverse("complain")
    mark = mark_in(stranger, where)

    codes = {
        stranger.post(where, {"text": text, "form_mark": mark}).context["code"] for text in ("路灯不亮。", "桥坏了。")
    }

    assert len(codes) == 2


def test_a_call_that_is_written_down_again_is_the_same_call(county: County, sign_in):
    section = sign_in("section")
    where = reverse("briefing", args=[section.get(reverse("briefings")).context["lines"][0].code])
    promised = (today() + timedelta(days=3)).isoformat()
    said = {"text": "低保怎么申请？", "promised_on": promised, "form_mark": mark_in(section, where)}

    codes = [section.post(where, said).context["filed"].code for _ in range(2)]

    assert codes[0] == codes[1]
    assert Complaint.objects.filter(kind="question").count() == 1


def test_a_record_that_is_sent_again_is_recorded_once_and_found(county: County, sign_in):
    section, where = sign_in("section"), reverse("record_new", args=["themed_day"])
    said = {
        "themed_day.on": "2020-08-05", "themed_day.organisation": str(county.organisation("oak")),
        "themed_day.series": "themed_day", "themed_day.period": "2020-08", "themed_day.theme": "学习",
        "themed_day.status": "已召开",
    }  # fmt: skip
    shown = section.post(where, {**said, "step": "preview", "form_mark": "one"})
    said |= {"step": "record", "digest": shown.context["digest"], "form_mark": mark_in(section, where)}
    store = store_of(installed_catalogue("jiangxian").types["themed_day"])
    before = store.queryset().count()

    first, again = (section.post(where, said) for _ in range(2))

    assert (first.status_code, again.status_code, again.url) == (302, 302, first.url)
    assert store.queryset().count() == before + 1
    assert SENT_ALREADY in section.get(again.url).content.decode()


def test_a_form_that_was_refused_may_be_sent_again(county: County, sign_in):
    member, where = sign_in("member"), reverse("ask_correction")
    mark = mark_in(member, where)
    field = member.get(where).context["fields"][0].value

    refused = member.post(where, {"field": field, "right": "", "why": "", "form_mark": mark})
    done = [
        member.post(where, {"field": field, "right": "王秀瑛", "why": "身份证", "form_mark": mark}) for _ in range(2)
    ]

    assert (refused.status_code, [one.status_code for one in done]) == (422, [302, 302])
    assert Request.objects.count() == 2  # and the one of the county


def test_a_refusal_by_rights_leaves_nothing_behind(county: County, sign_in):
    nobody = sign_in("nobody")

    refused = nobody.post(reverse("office_new"), {"name": "组织科", "form_mark": "mark"})

    assert (refused.status_code, SentForm.objects.count()) == (403, 0)


def test_the_mark_of_one_account_says_nothing_to_another(county: County, sign_in):
    where, said = reverse("tokens"), {"name": "报表", "days": "30", "form_mark": "mark"}

    statuses = [sign_in(role).post(where, said).status_code for role in ("section", "township")]

    assert (statuses, Token.objects.count()) == ([200, 200], 2)


def test_a_secret_is_made_once_told_again_for_minutes_and_then_a_reload_leads_to_the_list(county: County, sign_in):
    section, where = sign_in("section"), reverse("tokens")
    said = {"name": "报表", "days": "30", "form_mark": mark_in(section, where)}

    secrets = [section.post(where, said).context["secret"] for _ in range(2)]
    SentForm.objects.update(at=now() - timedelta(minutes=11))
    later = section.post(where, said)

    assert (secrets[0], len(secrets[0])) == (secrets[1], 35)
    assert (later.status_code, later.url, Token.objects.count()) == (302, where, 1)


def test_cards_whose_sheet_was_lost_on_the_way_are_shown_again_and_are_the_same(county: County, sign_in):
    township, where = sign_in("township"), reverse("cards_issue")
    said = {"account": ["secretary"], "form_mark": mark_in(township, reverse("cards"))}

    first = township.post(where, said).context["cards"]
    SentForm.objects.update(leads_to="")  # the server died between what it recorded and its answer
    again = township.post(where, said).context["cards"]
    SentForm.objects.update(at=now() - timedelta(minutes=11), leads_to=reverse("cards"))
    later = township.post(where, said)

    assert [(one.code, one.start) for one in first] == [(one.code, one.start) for one in again]
    assert (later.status_code, later.url, Card.objects.count()) == (302, reverse("cards"), 1)


def test_a_complaint_is_forwarded_once_though_the_server_dies_before_it_answers(county: County, sign_in):
    section = sign_in("section")
    found = Complaint.objects.get()
    office = OfficeState.objects.exclude(anchor=found.office_id).first().anchor_id
    where = reverse("complaint_forward", args=[found.pk])
    said = {"office": str(office), "form_mark": "mark"}
    section.post(where, said)
    SentForm.objects.update(leads_to="", at=now() - timedelta(hours=1))

    answer = section.post(where, said)

    assert (answer.status_code, answer.url, found.steps.count()) == (302, "/", 1)


def test_a_card_is_made_once(county: County, sign_in):
    administrator = sign_in("administrator")
    where = reverse("account_act", args=["section"])
    said = {"act": "password", "form_mark": mark_in(administrator, reverse("account", args=["section"]))}

    administrator.post(where, said)
    password = User.objects.get(username="section").password
    again = administrator.post(where, said)

    assert again.url == reverse("account", args=["section"])
    assert User.objects.get(username="section").password == password


def test_an_office_is_made_once(county: County, sign_in):
    administrator, where = sign_in("administrator"), reverse("office_new")
    said = {"name": "人才办", "organisation": str(county.organisation("county")), "do": "save"}
    said["form_mark"] = mark_in(administrator, where)

    first, again = administrator.post(where, said), administrator.post(where, said)

    assert (first.status_code, again.url) == (302, first.url)
    assert OfficeState.objects.filter(name="人才办").count() == 1


def test_what_is_still_at_work_is_not_begun_again(county: County, sign_in):
    section = sign_in("section")
    said = {"name": "报表", "days": "30", "form_mark": "mark"}
    section.post(reverse("tokens"), said)
    SentForm.objects.update(leads_to="", is_done=False)

    answer = section.post(reverse("tokens"), said)

    assert (answer.status_code, answer.context["reason"], answer.context["advice"]) == (
        409, "这张表刚才已经提交，正在登记。", "请不要重复提交，稍等片刻再到列表里查看。",
    )  # fmt: skip
    assert Token.objects.count() == 1


def test_every_address_that_takes_a_form_is_safe_to_repeat_or_harmless(county: County):
    keys = {name: (name, subject) for name, subject in EXPECTED_OF_POSTS}
    marked = {name for name, key in keys.items() if is_marked(address(*key, county))}
    marked |= {name for name, arguments in TRIED_ELSEWHERE.items() if is_marked(reverse(name, args=arguments))}

    assert set(keys) - marked <= set(HARMLESS)
    assert set(HARMLESS) <= set(names_below(get_resolver().url_patterns))


def is_marked(where: str) -> bool:
    return getattr(resolve(where).func, "is_safe_to_repeat", False)


def test_a_form_lost_with_its_server_is_done_when_it_comes_again(county: County, sign_in):
    section, where = sign_in("section"), reverse("tokens")
    said = {"name": "报表", "days": "30", "form_mark": "mark"}
    section.post(where, said)
    Token.objects.all().delete()
    SentForm.objects.update(leads_to="", is_done=False, at=now() - timedelta(seconds=31))

    answer = section.post(where, said)

    assert (answer.status_code, Token.objects.count()) == (200, 1)


def test_a_form_recorded_just_before_its_server_died_is_not_recorded_again(county: County, sign_in):
    administrator, where = sign_in("administrator"), reverse("office_new")
    said = {"name": "人才办", "organisation": str(county.organisation("county")), "do": "save", "form_mark": "mark"}
    administrator.post(where, said)
    SentForm.objects.update(leads_to="", at=now() - timedelta(hours=1))

    answer = administrator.post(where, said)

    assert (answer.url, OfficeState.objects.filter(name="人才办").count()) == ("/", 1)
    assert SENT_ALREADY in administrator.get("/").content.decode()
