"""Rectification and items on their pages: what proposes, what is chosen, taken in, listed as a task, printed and told."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.cases.test_papers import layout
from tests.web.county import County, add
from zugong.cases.filed import case

BEGIN = reverse("case_begin", args=["rectification"])
PAPERS = reverse("case_layouts", args=["rectification"])
NEWS = reverse("cases") + "?whose=news"


def overdue_problem(county: County) -> int:
    values = {
        "number": "WT1", "source": "opinion", "text": "村口路灯不亮", "organisation": county.organisation("oak"),
        "listed_on": date(2020, 2, 6), "status": "open", "due_on": date(2020, 3, 1),
    }  # fmt: skip
    return add("problem", values, since=date(2020, 2, 6))[0]


def test_what_records_show_proposes_an_organisation_and_the_township_begins_the_case(county, sign_in):
    overdue_problem(county)
    client, oak = sign_in("township"), county.organisation("oak")

    proposed = client.get(BEGIN).context["lines"]
    found = client.get(BEGIN, {"q": "榆树"}).context["lines"]
    address = f"{BEGIN}?subject={oak}"
    without = client.post(address, {"on": "2020-06-01"})
    begun = client.post(address, {"on": "2020-06-01", "text": "班子不团结", "papers": "screening_form"})
    again = client.get(BEGIN, {"q": "橡树"}).context["lines"]

    assert [(line.label, "问题逾期未办结" in line.signals) for line in proposed if line.label == "橡树村党支部"] == [
        ("橡树村党支部", True)
    ]
    assert [(line.label, bool(line.address)) for line in found] == [("榆树村党支部", True)]
    assert (without.status_code, begun.status_code) == (422, 302)
    assert [(line.running, line.address) for line in again] == [(begun.url, "")]
    assert client.get(f"{BEGIN}?subject={county.organisation('ash')}").status_code == 404
    assert sign_in("secretary").get(address).status_code == 403


def test_a_task_is_listed_in_the_file_and_a_wrong_one_is_told(county, sign_in):
    client = sign_in("township")
    begun = client.post(f"{BEGIN}?subject={county.organisation('oak')}", {"on": "2020-06-01", "text": "班子不团结"})
    keep, said = f"{begun.url}keep/", {"deed": "task", "source": "rectification_task", "text": "修复饮水管网"}

    wrong = client.post(keep, said)
    listed = client.post(keep, said | {"due_on": "2020-12-01"})
    file = client.get(begun.url)

    assert (wrong.status_code, wrong.context["problem"]) == (422, "请填写任务内容和办结期限。")
    assert (listed.status_code, [(one.label, one.due) for one in file.context["tasks"]]) == (
        302, [("修复饮水管网", "2020-12-01")],
    )  # fmt: skip


def test_a_problem_is_taken_in_on_one_form_and_the_township_is_told_once(county, sign_in):
    county.users["township"].last_login = timezone.now() - timedelta(days=1)
    county.users["township"].save()
    township = sign_in("township")
    session = township.session
    session["last_visit"] = (timezone.now() - timedelta(minutes=5)).isoformat()
    session.save()
    secretary, address = sign_in("secretary"), reverse("case_take_in", args=["item"])
    said = {"words": "村口路灯不亮", "source": "hotline", "on": "2020-06-01", "outcome": "taken"}

    nothing = secretary.post(address, said | {"words": ""})
    taken = secretary.post(address, said)
    own, told = secretary.get(NEWS).context["lines"], township.get(NEWS).context["lines"]

    found = case(int(taken.url.split("/")[2]))
    assert nothing.status_code == 422
    assert (found.organisation, found.acts[0].outcome) == (county.organisation("oak"), "taken")
    assert (own, [(one.about, one.step, one.outcome) for one in told]) == ((), [("村口路灯不亮", "受理登记", "受理")])


def test_a_paper_is_printed_from_the_layout_that_the_office_brought(county, sign_in):
    client = sign_in("township")
    begun = client.post(f"{BEGIN}?subject={county.organisation('oak')}", {"on": "2020-06-01", "text": "班子不团结"})

    def bring(text: str):
        return client.post(PAPERS, {"paper": "screening_form", "file": SimpleUploadedFile("表.docx", layout(text))})

    wrong, kept = bring("{{主要情形}}"), bring("{{主要情形和依据}}")
    document = client.get(f"{begun.url}papers/screening_form/")

    assert (wrong.status_code, [one.sentence[:9] for one in wrong.context["mistakes"]]) == (422, ["本事项中没有“主要"])
    assert (kept.status_code, document.status_code) == (302, 200)
    assert next(line.own for line in client.get(PAPERS).context["lines"]) == "表.docx"
