"""Reviews on screen: who reads, drafts and approves; numbers that open their lists; versions computed again."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from docx.oxml import OxmlElement

from tests.reviews.small_review import approved, small_template, withdraw
from tests.web.county import PASSWORD, SINCE, SOURCE, County
from zugong.dictionary.declarations import Depth
from zugong.kernel.time import SHANGHAI
from zugong.offices.actions import create_office, create_user, grant, seat
from zugong.offices.models import AccessLog
from zugong.organisations import actions as organisations
from zugong.reviews.actions import Chosen, begin_review
from zugong.reviews.documents import saved
from zugong.reviews.models import FrozenReview, ReviewState, TemplateVersion
from zugong.reviews.outline import Line
from zugong.reviews.text import Subject
from zugong.reviews.word.building import template_document

pytestmark = pytest.mark.once

ROLES = ("anonymous", "nobody", "administrator", "member", "secretary", "township", "section", "bureau", "numbers")
GETS = (
    "review",
    "review_document",
    "review_version",
    "review_version_document",
    "review_verification",
    "review_difference",
)
READERS = {"section": 200, "numbers": 200, "anonymous": 302}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def version(county: County, settings, tmp_path) -> FrozenReview:
    settings.ZUGONG_REPLICA = tmp_path / "replica"
    add_reader_of_numbers(county)
    return approved(county)


def add_reader_of_numbers(county: County) -> None:
    """An office that may see the numbers of every matter in the county, and no names."""
    user = create_user(username="numbers", password=PASSWORD, full_name="统计科", source=SOURCE)
    top = county.organisations["county"]
    office = create_office(name="统计科", organisation=top, since=SINCE, source=SOURCE)
    seat(user=user, office=office, since=SINCE, source=SOURCE)
    grant(office=office, matter="*", act="see", territory=top, depth=Depth.NUMBER, since=SINCE, source=SOURCE)
    county.users["numbers"] = user


def address(name: str, version: FrozenReview) -> str:
    if name == "review_difference":
        return reverse(name, args=[version.pk, "members.this.all"])
    return reverse(name, args=[version.pk if "version" in name or "verification" in name else version.review_id])


def shown(client: Client, name: str, version: FrozenReview) -> str:
    return client.get(address(name, version)).content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_a_review_is_read_by_who_may_see_every_matter_in_its_organisation(county, sign_in, version, role: str):
    client = sign_in(role)

    found = {name: client.get(address(name, version)).status_code for name in GETS}

    expected = dict.fromkeys(GETS, READERS.get(role, 404))
    if role == "numbers":
        expected["review_difference"] = 403  # the number, not the names behind it
    assert found == expected


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        ("numbers", (403, 403, 403)),
        ("township", (404, 404, 404)),
        ("bureau", (404, 404, 404)),
        ("section", (302, 200, 302)),
    ],
)
def test_drafts_are_changed_by_who_fills_in_and_approved_by_who_decides(county, sign_in, version, role, statuses):
    client, review = sign_in(role), version.review_id
    read = client.get(reverse("review", args=[review])).context
    seen = read["seen"] if read and "seen" in read else ""

    found = (
        client.post(reverse("review_approve", args=[review]), {"seen": seen}).status_code,
        client.get(reverse("review_change", args=[review])).status_code,
        client.post(reverse("review_withdraw", args=[review])).status_code,
    )

    assert found == statuses


def test_a_text_that_changed_since_it_was_read_is_not_approved(county, sign_in, version):
    client, address = sign_in("section"), reverse("review_approve", args=[version.review_id])

    answer = client.post(address, {"seen": "of another day"}, follow=True)

    assert [str(one) for one in answer.context["messages"]] == [
        "打开页面后，数据或综述有变动，文字已与您看到的不同；请重新核对后再定稿。"
    ]
    assert FrozenReview.objects.count() == 1


def test_a_township_drafts_reviews_of_its_own_and_does_not_approve_them(county, sign_in, version):
    client = sign_in("township")
    days = {"on": "2020-12-31", "first": "2020-01-01", "last": "2020-12-31", "template": "report:yearly_review"}

    made = client.post(reverse("review_new"), {**days, "organisation": county.organisation("east")})
    page = client.get(made.url)
    state = ReviewState.objects.get(organisation=county.organisation("east"))
    refused = client.post(reverse("review_approve", args=[state.anchor_id]))
    elsewhere = client.post(reverse("review_new"), {**days, "organisation": county.organisation("west")})

    assert (made.status_code, page.context["title"], refused.status_code, elsewhere.status_code) == (
        302, "中共东镇委员会：2020年基层党建", 403, 422,
    )  # fmt: skip
    assert re.search(r"本单位共有党员<a [^>]*>3</a>名", page.content.decode())


def test_the_committee_at_the_top_speaks_of_its_county(county, sign_in, version):
    days = {"on": "2020-12-31", "first": "2020-01-01", "last": "2020-12-31", "template": "report:yearly_review"}
    client = sign_in("section")

    page = client.post(reverse("review_new"), {**days, "organisation": county.organisation("county")}, follow=True)

    assert page.context["title"] == "绛县：2020年基层党建"
    assert re.search(r"全县共有党员<a [^>]*>6</a>名", page.content.decode())


def test_each_number_of_a_review_opens_its_list_on_the_clocks_of_the_review(county, sign_in, version):
    client = sign_in("section")

    html = shown(client, "review", version)

    [link] = re.findall(r'<a href="([^"]+)" title="党员">6</a>', html)
    rows = client.get(link.replace("&amp;", "&"))
    assert (rows.status_code, len(rows.context["rows"])) == (200, 6)
    east = re.findall(r'<a href="([^"]+)" title="党员">3</a>', html)[0]
    assert len(client.get(east.replace("&amp;", "&")).context["rows"]) == 3


def test_a_number_whose_rows_one_may_not_see_is_a_number_and_leads_to_its_figure(county, sign_in, version):
    html = shown(sign_in("numbers"), "review", version)

    [link] = re.findall(r'<a href="([^"]+)" title="党员">6</a>', html)
    assert link.startswith("/figures/members/?")


def test_whoever_reads_english_is_told_that_the_text_is_chinese_only(county, sign_in, version):
    client, told = sign_in("section"), "exist in Chinese only, the language in which it is handed in"

    pages = {
        name: [
            told in client.get(address(name, version), headers={"accept-language": spoken}).content.decode()
            for spoken in ("en", "zh-hans")
        ]
        for name in ("review", "review_version")
    }

    assert pages == {"review": [True, False], "review_version": [True, False]}


def test_the_lists_of_a_version_are_those_of_its_moment(county, sign_in, version):
    withdraw("membership", county.records["membership of 刘洋"])
    client = sign_in("section")

    live, frozen = (shown(client, name, version) for name in ("review", "review_version"))

    assert ('title="党员">5</a>' in live, 'title="党员">6</a>' in frozen) == (True, True)
    [link] = re.findall(r'<a href="([^"]+)" title="党员">6</a>', frozen)
    assert len(client.get(link.replace("&amp;", "&")).context["rows"]) == 6


def test_the_word_file_says_what_the_page_says(county, sign_in, version):
    response = sign_in("section").get(address("review_document", version))

    document = Document(io.BytesIO(response.content))
    assert response.headers["Content-Type"] == DOCX
    assert document.paragraphs[2].text == "共有党员6名，基层党组织6个，“一肩挑”占0%，经费0.00万元。"


def test_the_verification_says_how_much_differs_and_why_and_opens_the_rows(county, sign_in, version):
    withdraw("membership", county.records["membership of 刘洋"])
    elm, ash = county.organisations["elm"], county.organisations["ash"]
    organisations.merge_organisations(ended=elm, successor=ash, on=date(2020, 12, 1), source=SOURCE)
    client = sign_in("section")

    page = client.get(address("review_verification", version))

    lines = {
        (line.label, line.scope): (line.frozen, line.now, [f"{cause.label} {cause.size}" for cause in line.causes])
        for line in page.context["lines"]
    }
    # One member went in the west and one came there with the branch, which is equal again.
    assert lines == {
        ("党员", ""): ("6", "5", ["更正 −1"]),
        ("基层党组织", ""): ("6", "5", ["撤并调整 −1"]),
        ("党员", "中共东镇委员会"): ("3", "2", ["撤并调整 −1"]),
    }  # fmt: skip


def test_the_page_of_a_difference_lists_who_came_and_went_and_the_look_is_written_down(county, sign_in, version):
    withdraw("membership", county.records["membership of 刘洋"])
    client = sign_in("section")

    page = client.get(address("review_difference", version))

    assert [(way, cause, row.heading.text) for way, cause, row in page.context["rows"]] == [("减少", "更正", "刘洋")]
    logged = AccessLog.objects.order_by("-pk").first()
    assert (logged.act, logged.record_type, logged.person_id, logged.reason) == (
        "figure", "membership", county.persons["刘洋"], "党员",
    )  # fmt: skip


def test_a_template_with_a_wrong_name_is_shown_with_its_place_and_not_kept(county, sign_in, version):
    content = saved(template_document((Line("body", "共有党员{{党元}}名"),)))
    file = SimpleUploadedFile("模板.docx", content, content_type=DOCX)

    response = sign_in("section").post(
        reverse("review_templates"), {"file": file, "organisation": county.organisation("county")}
    )

    [mistake] = response.context["mistakes"]
    assert (response.status_code, mistake.place, TemplateVersion.objects.count()) == (422, "共有党员{{党元}}名", 1)
    assert mistake.sentence == "没有名为“党元”的指标，相近的有：党员、讲党课。"


def test_an_own_template_is_kept_offered_and_downloaded_as_it_was(county, sign_in, version):
    client = sign_in("section")
    file = SimpleUploadedFile("县里的模板.docx", small_template(), content_type=DOCX)

    client.post(reverse("review_templates"), {"file": file, "organisation": county.organisation("county")})

    kept = TemplateVersion.objects.order_by("-pk").first()
    offered = [label for _, label in client.get(reverse("review_new")).context["form"].fields["template"].choices]
    downloaded = client.get(reverse("review_template_document", args=[kept.pk])).content
    assert (offered[:2], downloaded == bytes(kept.document)) == (["基层党建工作年度综述", "县里的模板"], True)


def test_names_in_headers_and_in_content_controls_are_filled_too(county, sign_in, version):
    document, client = Document(io.BytesIO(small_template())), sign_in("section")
    document.sections[0].header.paragraphs[0].text = "{{组织}}：{{党员}}名"
    put_into_a_content_control(document.paragraphs[1])
    document.element.body.insert(0, OxmlElement("w:sdt"))  # a control may hold nothing
    file = SimpleUploadedFile("带页眉.docx", saved(document), content_type=DOCX)
    client.post(reverse("review_templates"), {"file": file, "organisation": county.organisation("county")})
    kept = TemplateVersion.objects.order_by("-pk").first()
    days = {"on": "2020-12-31", "first": "2020-01-01", "last": "2020-12-31", "template": str(kept.pk)}

    begun = client.post(reverse("review_new"), {"organisation": county.organisation("county"), **days})

    page = client.get(begun.url).content.decode()
    written = Document(io.BytesIO(client.get(f"{begun.url}document/").content))
    assert written.sections[0].header.paragraphs[0].text == "中共某县委员会：6名"
    assert "{{" not in written.element.xml
    assert re.search(r'<p class="soft">页眉页脚： 中共某县委员会：<a [^>]*>6</a>名</p>', page)


def put_into_a_content_control(paragraph) -> None:
    """As Word wraps what its cover pages let one fill in."""
    paragraph.text = "一、党员{{党员}}名"
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    paragraph._p.addprevious(control)
    control.append(content)
    content.append(paragraph._p)


def test_everything_wrong_with_a_template_is_said_at_once(county, sign_in, version):
    document = Document(io.BytesIO(small_template()))
    document.sections[0].header.paragraphs[0].text = "{{党元}}{{图 党员 按下级}}"
    document.add_paragraph("共有{{党园}}名，其中{{女党员名")
    file = SimpleUploadedFile("模板.docx", saved(document), content_type=DOCX)

    response = sign_in("section").post(
        reverse("review_templates"), {"file": file, "organisation": county.organisation("county")}
    )

    assert [mistake.sentence for mistake in response.context["mistakes"]] == [
        "没有名为“党园”的指标，相近的有：党员、讲党课。",
        "花括号不成对，名称前后应各有两个花括号，如 {{党员}}。",
        "没有名为“党元”的指标，相近的有：党员、讲党课。",
        "图和按下级组织展开的内容不能放在页眉、页脚中，请移到正文。",
    ]


@pytest.mark.parametrize("role", ["township", "section"])
def test_a_template_of_the_county_is_seen_in_the_county(county, sign_in, version, role: str):
    status = sign_in(role).get(reverse("review_template_document", args=[version.template_id])).status_code

    assert status == {"township": 404, "section": 200}[role]


def test_the_list_shows_what_one_may_read_and_who_may_not_is_told_where_to_look(county, sign_in, version):
    east = Subject(
        "东镇综述", county.organisation("east"), *[date(2020, 12, 31)] * 2, date(2020, 1, 1), date(2020, 12, 31)
    )
    begin_review(subject=east, chosen=Chosen("yearly_review"), source=SOURCE)

    titles = {
        role: [line.title for line in sign_in(role).get(reverse("reviews")).context["lines"]]
        for role in ("section", "township", "secretary", "bureau")
    }

    assert titles == {"section": ["东镇综述", "综述"], "township": ["东镇综述"], "secretary": [], "bureau": []}


def test_a_period_that_ends_before_it_begins_is_refused_beside_its_field(county, sign_in, version):
    said = {"on": "2020-12-31", "first": "2020-12-31", "last": "2020-01-01", "template": "report:yearly_review"}

    response = sign_in("section").post(reverse("review_new"), {**said, "organisation": county.organisation("county")})

    assert (response.status_code, response.context["form"].errors["last"]) == (
        422,
        ["期间的末日早于首日，请选更晚的末日。"],
    )


def test_the_days_of_a_new_review_stand_filled_in_whatever_the_language(county: County):
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(county.users["section"])

    content = client.get(reverse("review_new")).content.decode()

    days = re.findall(r'<input type="date" name="(\w+)" value="([^"]+)"', content)
    assert [name for name, _ in days] == ["on", "first", "last"]
    assert all(date.fromisoformat(value) for _, value in days)


def test_a_version_bears_the_same_hour_beside_the_review_as_on_its_own_page(version: FrozenReview, sign_in):
    shown = sign_in("section").get(reverse("review", args=[version.review_id])).context["versions"]

    assert [line.at for line in shown] == [f"{version.approved_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"]
