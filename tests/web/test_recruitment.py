"""Recruitment on its pages: a notice from its form, scores by the workbook that was downloaded, the order page by page."""

from __future__ import annotations

import io
from datetime import date

import docx
import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.recruitment.test_positions import cleared
from tests.web.county import IDENTITY, SOURCE, County
from tests.web.recruitment_there import recruitment_there, registered_there
from zugong.cases.actions import By, Doing, take
from zugong.cases.rules import Act
from zugong.dictionary.store import NewRow, store_of
from zugong.kernel.facts.recording import recording
from zugong.offices.access import Access
from zugong.recruitment.deciding import Decision, Officer, decide
from zugong.recruitment.destroying import destroy_due
from zugong.recruitment.models import Application
from zugong.recruitment.notices import POST, kind_of, notice
from zugong.web.views import recruitment_order, recruitment_scores

_AFTER = date(2021, 1, 4)
FORM = {
    "title": "2021年引进教师公告", "kind": "talent", "paper": "某人才〔2020〕9号", "opens_on": "2020-12-31",
    "closes_on": "2021-01-08", "conditions": "品行良好", "contact": "人才办 100", "destroy_by": "2021-06-30",
    "written_weight": "40", "interview_weight": "60", "interview_ratio": "3", "tie_by": "interview", "asked": "major",
    "code.0": "J01", "name.0": "语文教师", "employer.0": "第一中学", "places.0": "2", "conditions.0": "师范类专业",
    "code.2": "J02", "name.2": "数学教师", "employer.2": "第二中学", "places.2": "1", "conditions.2": "师范类专业",
}  # fmt: skip


@pytest.fixture
def scored(county: County, monkeypatch: pytest.MonkeyPatch) -> int:
    """Two passed the check, which is closed: their scores can be entered."""
    identity = recruitment_there(county)
    registered_there(county, "乙")
    monkeypatch.setattr(settings, "ZUGONG_AS_OF", _AFTER)
    chosen = [Decision(one, "applied", "admitted") for one in Application.objects.values_list("pk", flat=True)]
    decide(found=notice(identity), decisions=chosen, officer=Officer(county.users["section"], _AFTER, SOURCE))
    found = notice(identity).case
    by = By(SOURCE, Access.of(county.users["section"], _AFTER), _AFTER)
    take(doings=[Doing(found.id, len(found.acts), Act("checked", _AFTER, "checked", {}))], by=by)
    return identity


def workbook(answer) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def upload(client: Client, identity: int, *rows: tuple):
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    file = SimpleUploadedFile("成绩.xlsx", stream.getvalue())
    return client.post(
        reverse("recruitment_scores", args=[identity, "interview"]), {"way": "workbook", "workbook": file}
    )


def test_a_notice_is_made_from_its_form_published_and_registered_for(county: County, sign_in):
    section, anybody, new = sign_in("section"), Client(), reverse("recruitment_new")

    more = section.post(new, FORM | {"more": "1"})
    wrong = section.post(new, FORM | {"paper": "", "places.2": ""})
    made = section.post(new, FORM)
    identity = int(made.url.split("/")[2])
    unpublished = anybody.get(reverse("job", args=[identity]))
    changed = section.post(reverse("recruitment_change", args=[identity]), FORM | {"places.0": "3"})
    published = section.post(reverse("case_do", args=[notice(identity).case.id, "published"]), {
        "on": "2020-12-31", "outcome": "published", "seen": "1",
    })  # fmt: skip
    job = anybody.get(reverse("job", args=[identity]))
    post = notice(identity).posts[0].anchor
    register = reverse("job_register", args=[identity, post])
    person = {"name": "丙", "phone": "15400000000", "major": "汉语言文学", "consent": "yes"}
    lacking, registered = anybody.post(register, person | {"major": ""}), anybody.post(register, person)
    standing = anybody.post(reverse("job_standing"), {"code": registered.context["code"]})

    assert [len(more.context["posts"]), more.context["posts"][1].said["code"], more.status_code] == [6, "J02", 200]
    assert (wrong.status_code, wrong.context["problem"]) == (422, "还需填写：方案核准文号、岗位2的招聘人数。")
    assert (unpublished.status_code, changed.status_code, published.status_code) == (404, 302, 302)
    assert [(one.code, one.places, bool(one.register_address)) for one in job.context["posts"]] == [
        ("J01", 3, True), ("J02", 1, True),
    ]  # fmt: skip
    assert lacking.status_code == 422
    assert (standing.context["found"].number, standing.context["found"].post) == (1, "语文教师")
    assert section.get(reverse("recruitment_change", args=[identity])).status_code == 403


def test_a_position_is_found_by_part_of_its_name_and_stands_on_the_page_of_the_notice(county: County, sign_in):
    section, new, position = sign_in("section"), reverse("recruitment_new"), str(county.records["橡树村党支部书记"])
    one = FORM | {"position.2.words": "橡树"}

    found = section.post(new, one | {"find": "2"})
    unchosen = section.post(new, one)
    cadre = section.post(new, FORM | {"position.2": str(county.records["县委书记"])})
    made = section.post(new, one | {"position.2": position})
    page, change = section.get(made.url), section.get(f"{made.url}change/")

    assert [option.label for option in found.context["posts"][1].position.options] == ["橡树村党支部书记"]
    assert [unchosen.context["problem"], cadre.context["problem"]] == [
        "岗位 J02：职位只填了查找的字，请查找后从列表中选定；不需要的，把查找框清空。",
        "岗位 J02：所选职位的任职不归您登记，请另选职位，或留空。",
    ]
    assert [one.position and (one.position.name, one.position.state) for one in page.context["posts"]] == [
        None, ("橡树村党支部书记", "2020-01-01起有人任职"),
    ]  # fmt: skip
    assert [one.said.get("position", "") for one in change.context["posts"]] == ["", position, ""]


def test_nobody_engages_to_a_position_whose_holder_they_may_not_record(county: County, sign_in, monkeypatch):
    found, engagement = cleared(county, county.records["橡树村党支部书记"])
    monkeypatch.setattr(settings, "ZUGONG_AS_OF", engagement.on)
    [post], store = found.posts, store_of(kind_of(POST))
    said = post.values | {"position": county.records["县委书记"]}
    with recording(SOURCE) as entry:
        store.retract([post.id], entry=entry)
        store.insert([NewRow(post.anchor, post.since, None, said, supersedes=post.id)], entry=entry)

    address = reverse("recruitment_applicant", args=[found.id, engagement.application])
    refused = sign_in("section").post(address, {
        "act": "engage", "on": engagement.on.isoformat(), "paper": engagement.paper,
        "identity_number": IDENTITY.format("019"),
    })  # fmt: skip

    assert (refused.status_code, refused.context["problem"]) == (
        422, "本岗位对应的职位，任职不归您登记，请由有权登记的人办理聘用。职位填错的，先更正岗位。",
    )  # fmt: skip
    assert Application.objects.get(pk=engagement.application).stage == "proposed"


def test_the_list_that_was_downloaded_enters_the_scores_once_it_is_filled_in(sign_in, scored: int):
    section = sign_in("section")

    sheet = workbook(section.get(reverse("recruitment_scores_workbook", args=[scored, "interview"]))).active
    rows = list(sheet.iter_rows(values_only=True))
    filled = upload(section, scored, rows[0], (*rows[1][:3], 88.5), (*rows[2][:3], "缺考"))

    assert rows == [
        ("报名号", "姓名", "报考岗位", "面试成绩"), (1, "甲", "A01 内科医师", None), (2, "乙", "A01 内科医师", None),
    ]  # fmt: skip
    assert filled.status_code == 302
    assert [(str(one.interview), one.absent) for one in Application.objects.order_by("number")] == [
        ("88.50", ""), ("None", "interview"),
    ]  # fmt: skip


def test_wrong_rows_of_a_workbook_are_said_one_by_one_and_nothing_is_entered(sign_in, scored: int):
    section, head = sign_in("section"), ("报名号", "姓名", "面试成绩")

    wrong = upload(section, scored, head, (1, "甲", 90), (1, "甲", 91), (2, "甲", 80), (9, "丁", 70), (2, "乙", "优"))
    other = upload(section, scored, ("报名号", "笔试成绩"), (1, 90))
    empty = upload(section, scored, head, (1, "甲", None))

    assert (wrong.status_code, wrong.context["wrong"]) == (422, (
        (3, "1 号在表中重复，请只留一行。"), (4, "2 号是乙，表中写的是甲，请核对是否错行。"),
        (5, "没有参加本项考试的报名号 9。"),
        (6, "2 号的成绩“优”无法识别，请填0至100（最多两位小数），缺考填“缺考”。"),
    ))  # fmt: skip
    assert [other.context["problem"], empty.context["problem"]] == [
        "这是另一项考试的成绩表，这里需要“面试成绩”一列。", "表中还没有填写成绩。",
    ]  # fmt: skip
    assert not Application.objects.filter(interview__isnull=False).exists()


def test_scores_and_order_are_read_page_by_page(sign_in, scored: int, monkeypatch):
    monkeypatch.setattr(recruitment_order, "_PAGE", 1)
    monkeypatch.setattr(recruitment_scores, "_PAGE", 1)
    section, order = sign_in("section"), reverse("recruitment_order", args=[scored])
    scores = reverse("recruitment_scores", args=[scored, "interview"])
    first, second = Application.objects.order_by("number").values_list("pk", flat=True)

    saved = section.post(scores, {f"score.{first}": "80", "following": "1"})
    section.post(saved.url, {f"score.{second}": "90"})
    page = section.get(order)
    following = section.get(order + page.context["next"])
    whole = list(workbook(section.get(f"{order}workbook/")).active.iter_rows(values_only=True))

    assert saved.url == f"{scores}?after=1"
    assert [[(line.place, line.name) for part in one.context["posts"] for line in part.lines] for one in (page, following)] == [
        [(1, "乙")], [(2, "甲")],
    ]  # fmt: skip
    assert following.context["next"] == ""
    assert [row[2:7] for row in whole[1:]] == [(1, 2, "乙", 90, 90), (2, 1, "甲", 80, 80)]
    assert section.get(f"{order}?post=999999").status_code == 404


def test_when_the_registrations_are_destroyed_the_numbers_stay_on_the_page(sign_in, scored: int):
    section, address = sign_in("section"), reverse("recruitment", args=[scored])

    before = section.get(address).context["posts"]
    destroyed = destroy_due(date(2021, 6, 30))
    after = section.get(address).context["posts"]

    assert destroyed == 2
    assert [(one.applied, one.admitted) for one in (*before, *after)] == [(2, 2), (2, 2)]


def test_who_was_still_in_when_the_recruitment_ended_reads_what_came_of_it(county: County, sign_in, monkeypatch):
    identity, anybody = recruitment_there(county), Client()
    made = registered_there(county, "乙")
    found = notice(identity).case
    by = By(SOURCE, Access.of(county.users["section"], _AFTER), _AFTER)

    before = anybody.post(reverse("job_standing"), {"code": made.code})
    cancelled = Act("checked", _AFTER, "cancelled", {"text": "报名不足"})
    take(doings=[Doing(found.id, len(found.acts), cancelled)], by=by)
    after, job = (
        anybody.post(reverse("job_standing"), {"code": made.code}),
        anybody.get(reverse("job", args=[identity])),
    )
    monkeypatch.setattr(settings, "ZUGONG_AS_OF", date(2021, 3, 1))
    later = sign_in("section").get(reverse("recruitment", args=[identity]))

    assert [one.context["found"].state for one in (before, after)] == ["待资格审查", "本次招聘已取消"]
    assert (job.context["state"], job.context["level"]) == ("已取消招聘", "grey")
    assert later.context["public_address"] == ""  # nobody is shown a door to a page that is there no more


def test_the_table_of_the_check_is_printed_with_names_until_they_are_destroyed(sign_in, scored: int):
    section, address = sign_in("section"), reverse("recruitment_paper", args=[scored, "check_minutes"])

    led = section.get(reverse("case_document", args=[notice(scored).case.id, "check_minutes"]))
    table = docx.Document(io.BytesIO(section.get(address).content)).tables[0]
    there = [one.address for one in section.get(reverse("recruitment", args=[scored])).context["papers"]]
    destroy_due(date(2021, 6, 30))

    assert led.url == address
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["报名号", "姓名", "岗位", "所学专业", "结论", "理由"],
        ["1", "甲", "A01 内科医师", "临床医学", "合格", ""], ["2", "乙", "A01 内科医师", "临床医学", "合格", ""],
    ]  # fmt: skip
    assert there == [reverse("recruitment_paper", args=[scored, one]) for one in ("notice", "check_minutes", "scores")]
    assert section.get(address).status_code == 404


def test_the_notice_is_printed_with_its_posts(sign_in, scored: int):
    file = docx.Document(
        io.BytesIO(sign_in("section").get(reverse("recruitment_paper", args=[scored, "notice"])).content)
    )

    assert [[cell.text for cell in row.cells] for row in file.tables[0].rows] == [
        ["岗位代码", "岗位名称", "用人单位", "人数", "岗位条件"], ["A01", "内科医师", "县医院", "1", "临床医学"],
    ]  # fmt: skip
    assert [one.text for one in file.paragraphs[:2]] == [
        "引进医生公告", "经批准（某人才〔2020〕3号），现就有关事项公告如下。",
    ]  # fmt: skip
