"""Cases on their pages: begun, taken step by step, for several at once, refused with a sentence; what the person sees."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.demo.told import TARGETS
from tests.web.cases_there import applicant, case_there
from tests.web.county import SOURCE, add
from zugong.cases.filed import case, ledger_store
from zugong.cases.rules import FILED, MOVED, SUSPENDED
from zugong.cases.scans import destroy_case_scans_naming
from zugong.demo.account_targets import Account
from zugong.demo.accounts import create_accounts
from zugong.demo.targets import read_targets
from zugong.kernel.facts.recording import Source, recording
from zugong.offices.models import AccessLog, User

CASES = "/cases/"
DAY = date(2020, 9, 1)


def step(identity: int, code: str) -> str:
    return reverse("case_do", args=[identity, code])


def test_a_case_is_begun_about_a_new_person_and_found_again_by_the_number(county, sign_in):
    client, address = sign_in("secretary"), reverse("case_begin", args=["admission"])
    said = {
        "name": "周晓", "identity_number": "149999199502020046", "sex": "女", "born_on": "1995-02-02", "on": "2020-06-01",
        "organisation": str(county.organisation("oak")), "papers": "application_letter",
    }  # fmt: skip

    begun = client.post(address, said)
    again = client.post(address, said | {"on": "2020-06-02"})

    identity = int(begun.url.split("/")[2])
    assert [(act.step, act.on, act.papers) for act in case(identity).acts] == [
        ("applied", date(2020, 6, 1), ("application_letter",))
    ]
    assert (again.status_code, again.context["problems"]) == (422, ("此人已有同类事项正在办理，请打开原事项继续。",))


def test_a_wrong_identity_number_stands_beside_its_field(county, sign_in):
    address = reverse("case_begin", args=["admission"])

    answer = sign_in("secretary").post(address, {"name": "周晓", "identity_number": "123", "on": "2020-06-01"})

    assert answer.status_code == 422
    assert [field.name for field in answer.context["person"] if field.problem] == ["identity_number"]


def test_a_step_is_recorded_and_the_next_one_named(county, sign_in):
    identity, client = case_there(county), sign_in("secretary")

    done = client.post(
        step(identity, "talked"), {"on": "2020-06-20", "names": "李国强", "papers": "talk_note", "seen": "1"}
    )
    file = client.get(reverse("case", args=[identity]))

    assert (done.status_code, done.url) == (302, reverse("case", args=[identity]))
    assert (file.context["lead"].code, file.context["acts"][0].facts[0].text) == ("activist", "李国强")
    assert [paper.on for paper in file.context["papers"]][:2] == ["2020-06-01", "2020-06-20"]


def test_a_late_step_asks_why_and_a_refused_one_says_from_when(county, sign_in):
    identity, client = case_there(county), sign_in("secretary")
    late = {"on": "2020-07-02", "names": "李国强", "seen": "1"}

    asked = client.post(step(identity, "talked"), late)
    refused = client.post(step(identity, "listed"), {"on": "2020-12-01", "seen": "1"})

    assert (asked.status_code, len(asked.context["problems"]), len(asked.context["warnings"])) == (422, 1, 1)
    assert client.post(step(identity, "talked"), late | {"text": "汛期值守"}).status_code == 302
    assert (refused.status_code, len(refused.context["problems"])) == (422, 1)


def test_the_count_of_a_vote_is_told_while_it_is_typed(county, sign_in):
    identity, client = case_there(county), sign_in("township")
    count = {"deed": "check", "on": "2020-12-01", "eligible": "24", "present": "20", "yes": "12"}

    failed = client.post(step(identity, "meeting"), count)
    passed = client.post(step(identity, "meeting"), count | {"yes": "11", "written_yes": "2"})

    assert (failed.context["is_passed"], passed.context["is_passed"]) == (False, True)
    assert len(case(identity).acts) == 1


def test_who_comes_second_is_told_that_somebody_else_was_first(county, sign_in):
    identity = case_there(county)
    said = {"on": "2020-06-20", "names": "李国强", "seen": "1"}
    sign_in("secretary").post(step(identity, "talked"), said)

    second = sign_in("township").post(step(identity, "activist"), {"on": "2020-06-21", "seen": "1"})

    assert (second.status_code, len(second.context["problems"])) == (422, 1)
    assert [act.step for act in case(identity).acts] == ["applied", "talked"]


def test_a_step_for_several_is_recorded_in_one_go(county, sign_in):
    identity, client = case_there(county), sign_in("secretary")
    address = reverse("case_batch", args=["admission", "talked"])

    nobody = client.post(address, {"on": "2020-06-20", "names": "李国强"})
    done = client.post(address, {"on": "2020-06-20", "names": "李国强", "case": str(identity), f"{identity}.seen": "1"})

    assert (nobody.status_code, done.status_code) == (422, 302)
    assert [act.step for act in case(identity).acts] == ["applied", "talked"]


def test_of_several_those_that_fit_are_recorded_and_each_other_says_why_it_is_not(county, sign_in):
    first, client = case_there(county), sign_in("secretary")
    other = {
        "name": "孙亮", "identity_number": "149999199502020046", "sex": "女", "born_on": "1995-02-02", "on": "2020-06-10",
        "organisation": str(county.organisation("oak")), "papers": "application_letter",
    }  # fmt: skip
    second = int(client.post(reverse("case_begin", args=["admission"]), other).url.split("/")[2])
    address = reverse("case_batch", args=["admission", "talked"])
    said = {"on": "2020-06-08", "names": "李国强", "case": [str(first), str(second)], f"{first}.seen": "1",
            f"{second}.seen": "1"}  # fmt: skip

    some = client.post(address, said)
    rest = client.post(address, said | {"on": "2020-06-12", "case": str(second)})
    unreadable = client.post(address, said | {"on": "soon"})

    assert (some.status_code, some.context["done"]) == (422, ("周晓",))
    assert [(one.case, one.is_chosen, bool(one.why_not)) for one in some.context["candidates"]] == [
        (second, True, True)
    ]
    assert (rest.status_code, unreadable.status_code) == (302, 422)
    assert [[act.step for act in case(one).acts] for one in (first, second)] == [["applied", "talked"]] * 2


def test_suspended_and_handed_over_with_a_reason(county, sign_in):
    identity, client = case_there(county), sign_in("section")
    keep = reverse("case_keep", args=[identity])

    without = client.post(keep, {"deed": SUSPENDED, "seen": "1", "on": "2020-07-01"})
    suspended = client.post(keep, {"deed": SUSPENDED, "seen": "1", "on": "2020-07-01", "text": "外出务工"})
    client.post(keep, {"deed": "_resumed", "seen": "2", "on": "2020-08-01"})
    moved = client.post(keep, {"deed": MOVED, "seen": "3", "on": "2020-08-02", "to": str(county.organisation("ash"))})

    assert (without.status_code, suspended.status_code, moved.status_code) == (422, 302, 302)
    assert case(identity).organisation == county.organisation("ash")
    assert sign_in("secretary").get(reverse("case", args=[identity])).status_code == 404


@pytest.mark.parametrize(("whose", "steps"), [("ours", ["talked"]), ("all", ["talked"])])
def test_what_waits_for_the_branch_is_listed_and_the_look_is_logged(county, sign_in, whose, steps):
    case_there(county)
    client = sign_in("secretary")

    shown = client.get(CASES, {"whose": whose})

    assert [line.level for line in shown.context["lines"]] == ["red"] * len(steps)
    assert AccessLog.objects.filter(user=county.users["secretary"], record_type="case", act="list").count() == 1


def test_the_applicant_sees_the_own_case_and_nobody_elses(county, sign_in):
    identity = case_there(county)
    county.users["member"].person_id = applicant(county)
    county.users["member"].save()
    client = sign_in("member")

    own = client.get(reverse("own_cases"))

    [shown] = own.context["cases"]
    assert (shown.stage, shown.next, shown.by, len(shown.steps)) == ("申请入党", "派人谈话", "橡树村党支部", 1)
    assert shown.why.startswith("最迟2020-07-01办理")
    assert shown.paper.step == "填写入党志愿书"
    assert client.get(reverse("case", args=[identity])).status_code == 404


def test_the_first_page_of_an_applicant_says_so_though_nobody_opened_the_cases_since(county, sign_in):
    case_there(county)
    county.users["member"].person_id = applicant(county)
    county.users["member"].save()

    first = sign_in("member").get("/")

    assert [(task.label, task.count, task.address) for task in first.context["tasks"]] == [
        ("我的事项", 1, reverse("own_cases"))
    ]


def test_a_paper_that_came_after_its_step_is_put_into_the_file(county, sign_in):
    identity, client = case_there(county), sign_in("secretary")
    keep = reverse("case_keep", args=[identity])
    said = {"deed": FILED, "seen": "1", "on": "2020-07-01"}

    none = client.post(keep, said)
    put = client.post(keep, said | {"papers": ["activist_register", "dancing"]})
    shown = client.get(reverse("case", args=[identity])).context

    assert (none.status_code, none.context["problem"], put.status_code) == (422, "请勾选补入的材料。", 302)
    assert (shown["acts"][0].label, shown["acts"][0].papers) == ("材料补入卷内", "入党积极分子培养考察登记表")
    assert "activist_register" not in [one.value for one in shown["to_come"]]


def test_the_plan_of_a_year_and_the_numbered_forms_are_accounted_for(county, sign_in):
    identity, client = case_there(county), sign_in("section")
    oak, township = county.organisation("oak"), county.organisation("east")
    add("admission_quota", {"year": 2020, "organisation": township, "places": 3})
    add("admission_form_issue", {"first": "A001", "last": "A010", "organisation": township}, since=DAY)
    add("admission_form_void", {"number": "A001", "organisation": oak, "reason": "填写错误"}, since=DAY)
    for line, (code, values) in enumerate(
        {"form_filled": {"number": "A003"}, "approved": {"outcome": "approved"}}.items()
    ):
        blank = dict.fromkeys(ledger_store("case_step").kind.fields)
        said = {"case": identity, "line": line + 2, "person": applicant(county), "organisation": oak, "step": code}
        add("case_step", blank | said | values, since=DAY)

    shown = client.get(reverse("admission_account")).context
    other_year = client.get(reverse("admission_account"), {"year": "2019"}).context
    branch = sign_in("secretary").get(reverse("admission_account")).context

    [plan], [issue] = shown["plan"], shown["issues"]
    assert (plan.places, plan.admitted, plan.left) == (3, 1, 2)
    assert (issue.count, issue.used, issue.spoiled, issue.left, issue.skipped, issue.next) == (
        10,
        1,
        1,
        8,
        "A002",
        "A004",
    )
    assert (other_year["plan"], branch["plan"], branch["issues"]) == ((), (), ())
    assert branch["never_issued"] == "A001，A003"


def test_a_scan_is_put_to_a_step_opened_withdrawn_and_goes_with_the_person(
    county, sign_in, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.ZUGONG_HOME = tmp_path
    identity, client = case_there(county), sign_in("secretary")
    address = reverse("case_scan", args=[identity])
    picture = b"\xff\xd8\xff" + b"a page with a signature"

    for content in (picture, picture, b"no picture"):
        client.post(address, {"line": "1", "scan": SimpleUploadedFile("申请书.jpg", content)})
    [shown] = [act.scans for act in client.get(reverse("case", args=[identity])).context["acts"]]
    opened = client.get(shown[0].address)
    others = [sign_in(who).get(shown[0].address).status_code for who in ("bureau", "member")]
    with (
        django_capture_on_commit_callbacks(execute=True),
        recording(Source("command", "x", "组发〔2026〕1号")) as entry,
    ):
        destroy_case_scans_naming(applicant(county), entry=entry)
    [gone] = client.get(reverse("case", args=[identity])).context["acts"][0].scans
    client.post(shown[0].withdraw_address)

    assert ([one.name for one in shown], opened.content, others) == (["申请书.jpg"], picture, [404, 404])
    assert (gone.name, "组发〔2026〕1号" in gone.gone, list(Path(tmp_path, "scans").iterdir())) == ("扫描件", True, [])
    assert client.get(reverse("case", args=[identity])).context["acts"][0].scans == ()


def test_the_account_of_a_demonstration_for_an_applicant_opens_the_own_case(county, client):
    case_there(county)
    tiny = read_targets(TARGETS["tiny"])
    account = Account(
        username="shenqing", name="入党申请人", says="", says_en="", organisation="中共东镇委员会", first_branch=True,
        case="admission",
    )  # fmt: skip
    trial = tiny.trial.model_copy(update={"accounts": [account]})

    create_accounts(tiny.model_copy(update={"trial": trial, "closed_on": DAY}), source=SOURCE)
    client.force_login(User.objects.get(username="shenqing"))

    assert [one.branch for one in client.get(reverse("own_cases")).context["cases"]] == ["橡树村党支部"]
