"""Last year's text with this year's numbers, as an officer of the county meets it."""

from __future__ import annotations

import io
import time
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn

from tests.web.county import County, add

pytestmark = pytest.mark.once

TEXT = "全县共有党员6名，基层党组织7个。植树300棵。按照〔2020〕3号文件，2020年开展活动。"
DAYS = {"last_on": "2020-12-31", "this_on": "2021-06-30"}


@pytest.fixture
def later(county: County) -> None:
    """One more member joins in the year after."""
    person = {"identity_number": "149999198001010108", "name": "周强", "sex": "male"}
    [county.persons["周强"]] = add("person", person, since=date(2021, 3, 1))
    row = {"person": county.persons["周强"], "organisation": county.organisation("oak"), "category": "full"}
    add("membership", row, since=date(2021, 3, 1))


def brought(client: Client, **fields) -> str:
    """The address of a text after it was brought."""
    answer = client.post(reverse("last_year"), {"text": TEXT, **DAYS, **fields})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.headers["Location"]


def states(answer) -> list[tuple[str, str, str]]:
    """Each number with its state and the figure that it is taken for."""
    context = answer.context
    lines = [*context["to_decide"], *context["known"], *context["unknown"]]
    chosen = {line.number: [one.label for one in line.options if one.is_chosen] for line in lines}
    return [(one.written, one.state, "".join(chosen[one.number])) for one in sorted(lines, key=lambda one: one.number)]


def test_numbers_that_figures_know_are_recognised_and_others_are_shown_as_unknown(county: County, sign_in):
    answer = sign_in("section").get(brought(sign_in("section")))

    assert states(answer) == [("6名", "known", "党员"), ("7个", "differs", ""), ("300棵", "unknown", "")]
    assert [(one.text, one.why) for one in answer.context["passed"]] == [
        ("〔2020〕3号", "文号"),
        ("2020年", "年份、日期"),
    ]


def test_this_years_numbers_stand_in_the_text_and_open_their_lists(county: County, sign_in, later):
    client = sign_in("section")

    answer = client.get(f"{brought(client)}changes/")

    [line] = answer.context["lines"]
    assert (line.label, line.written, line.becomes, line.difference) == ("党员", "6名", "7名", "+1名")
    opened = client.get(line.address)
    assert (opened.status_code, opened.context["value"], len(opened.context["rows"])) == (200, "7", 7)


def test_the_word_file_has_the_change_tracked_with_the_definition_beside_it(county: County, sign_in, later):
    client = sign_in("section")
    document = Document()
    paragraph = document.add_paragraph("全县共有党员")
    paragraph.add_run("6").bold = True
    paragraph.add_run("名。")
    file = io.BytesIO()
    document.save(file)

    address = brought(client, text="", file=SimpleUploadedFile("2020年综述.docx", file.getvalue()))
    answer = client.get(f"{address}changes.docx")

    found = Document(io.BytesIO(answer.content))
    [struck], [new] = ([run.text for run in found.element.body.iter(qn(tag))] for tag in ("w:delText", "w:ins"))
    inserted = next(found.element.body.iter(qn("w:ins")))
    assert (struck, "".join(text.text for text in inserted.iter(qn("w:t"))), new) == ("6", "7", None)
    assert inserted.get(qn("w:author")) == "组织科"
    [comment] = found.comments
    assert comment.text.splitlines()[0] == "党员"
    assert "/figures/members/rows/?organisation=" in comment.text
    assert "2020%E5%B9%B4%E7%BB%BC%E8%BF%B0-2021-06-30.docx" in answer.headers["Content-Disposition"]


def test_a_text_of_another_year_than_its_days_is_taken_for_that_year_in_one_tap(county: County, sign_in, later):
    client = sign_in("section")
    address = brought(client, last_on="2019-12-31", this_on="2020-12-31")
    before = client.get(address)

    client.post(f"{address}days/")

    after = client.get(address).context
    assert (before.context["other_year"], states(before)[0][1], after["other_year"]) == (2020, "unknown", None)
    assert [(one.first, one.last) for one in (after["about"].last_year, after["about"].this_year)] == [
        (date(2020, 1, 1), date(2020, 12, 31)),
        (date(2021, 1, 1), date(2021, 12, 31)),
    ]
    assert [line.becomes for line in client.get(f"{address}changes/").context["lines"]] == ["7名"]


def test_a_choice_is_kept_and_none_leaves_the_number(county: County, sign_in, later):
    client = sign_in("section")
    address = brought(client)

    client.post(f"{address}choose/", {"number-0": ""})

    assert states(client.get(address))[0] == ("6名", "known", "")
    assert client.get(f"{address}changes/").context["lines"] == ()


def test_a_text_is_nobody_elses(county: County, sign_in):
    address = brought(sign_in("section"))

    assert sign_in("township").get(address).status_code == 404


def test_a_text_is_gone_after_two_hours_or_when_its_writer_says_so(county: County, sign_in, settings, monkeypatch):
    client = sign_in("section")
    deleted, old = brought(client), brought(client)

    client.post(f"{deleted}forget/")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 2 * 3600 + 5)

    assert [client.get(address).status_code for address in (deleted, old)] == [404, 404]
    assert list((Path(settings.ZUGONG_HOME) / "last_year").iterdir()) == []


def test_what_is_kept_cannot_be_read_from_the_disk(county: County, sign_in, settings):
    folder = Path(settings.ZUGONG_HOME) / "last_year"
    before = set(folder.glob("*"))
    brought(sign_in("section"))

    [kept] = set(folder.iterdir()) - before
    assert kept.read_bytes()[:4] == b"gAAA"  # what Fernet makes of anything
    assert kept.stat().st_mode & 0o777 == 0o600
    kept.unlink()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "综述.doc",
            "“综述.doc”是 .doc 格式，无法直接读取：请在 WPS 或 Word 中打开，选“另存为”，类型选 .docx，再上传新文件。",
        ),
        (
            "综述.wps",
            "“综述.wps”是 .wps 格式，无法直接读取：请在 WPS 或 Word 中打开，选“另存为”，类型选 .docx，再上传新文件。",
        ),
        ("综述.pdf", "PDF 无法修改：请上传它的 Word 原稿，或复制文字后粘贴。"),
        ("综述.xlsx", "“综述.xlsx”不是 .docx 或 .txt 文件，请另存为 .docx，或直接粘贴文字。"),
        ("综述.docx", "“综述.docx”无法作为 Word 文档打开，请在 Word 或 WPS 中另存为 .docx 后再试。"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(county: County, sign_in, name: str, sentence: str):
    fields = {**DAYS, "file": SimpleUploadedFile(name, b"\xd0\xcf\x11\xe0")}

    answer = sign_in("section").post(reverse("last_year"), fields)

    assert (answer.status_code, dict(answer.context["form"].errors)) == (422, {"file": [sentence]})


def test_neither_text_nor_file_is_refused_and_the_days_stay(county: County, sign_in):
    answer = sign_in("section").post(reverse("last_year"), {**DAYS, "last_on": "2019-12-31"})

    form = answer.context["form"]
    assert (answer.status_code, dict(form.errors), form["last_on"].value()) == (
        422, {"text": ["请粘贴文字或选择文件，两者选一。"]}, "2019-12-31",
    )  # fmt: skip


def test_a_plain_text_file_in_the_old_encoding_is_read(county: County, sign_in):
    file = SimpleUploadedFile("综述.txt", TEXT.encode("gb18030"))

    answer = sign_in("section").get(brought(sign_in("section"), text="", file=file))

    assert [one[0] for one in states(answer)] == ["6名", "7个", "300棵"]


def test_only_figures_that_the_reader_may_count_are_recognised(county: County, sign_in):
    answer = sign_in("bureau").get(brought(sign_in("bureau")))

    assert [one for one in states(answer) if one[2] == "党员"] == []
