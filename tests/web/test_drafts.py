"""A county writes next year's standard and programme from this year's: checked, compared, tried, published, shared."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.web.county import County, add
from zugong.drafting import taking_up
from zugong.drafting.models import DraftState, OwnElement
from zugong.drafting.text import read
from zugong.figures.schema import installed_schema
from zugong.packs.check import check_pack
from zugong.packs.own import NOTHING
from zugong.packs.pack import installed_pack, take_up

pytestmark = pytest.mark.once

CENTRES = "five_affairs_four_grounds"
PLACE = "jiangxian"


@pytest.fixture(autouse=True)
def _as_other_tests_know_the_pack(settings):
    settings.ZUGONG_AS_OF = date(2020, 12, 31)
    yield
    forget_what_was_taken_up()


def forget_what_was_taken_up() -> None:
    """As a process that has just begun."""
    taking_up._taken.clear()
    take_up(PLACE, NOTHING)


@pytest.fixture
def section(county: County, sign_in) -> Client:
    return sign_in("section")


def begun(client: Client, query: str = f"scheme={CENTRES}&version=2020", code: str = "2021") -> int:
    answer = client.post(f"{reverse('draft_new')}?{query}", {"code": code, "since": "2021-01-01"})
    return int(answer.url.strip("/").split("/")[-1])


def form(client: Client, draft: int, *place: str) -> tuple[str, dict[str, object]]:
    """The address of a form, and everything that stands in it."""
    address = reverse("draft_part" if len(place) > 1 else "draft_single", args=[draft, *place])
    page = client.get(address)
    values: dict[str, object] = {"state": str(page.context["state"])}
    for block in page.context["blocks"]:
        for field in block.fields:
            chosen = [one.value for _, options in field.groups for one in options if one.is_chosen]
            values[field.name] = chosen if field.kind == "choices" else field.value
    return address, values


def saved(client: Client, draft: int, *place: str, **changes: object):
    address, values = form(client, draft, *place)
    return client.post(address, {**values, **changes, "act": "save"})


def published(client: Client, draft: int):
    saved(client, draft, "paper", number="县组发〔2021〕1号")
    return client.post(reverse("draft_publish", args=[draft]), {"state": state_of(draft)})


def state_of(draft: int) -> int:
    return DraftState.objects.get(anchor=draft, retracted_in__isnull=True).pk


def version_on(day: str) -> str:
    found = installed_pack(PLACE).schemes[CENTRES].version_on(date.fromisoformat(day))
    return found.version if found else ""


def differences(client: Client, draft: int) -> list[tuple]:
    page = client.get(reverse("draft_compare", args=[draft]))
    return [
        (one.what, one.label, *((change.label, change.before, change.after) for change in one.changes))
        for one in page.context["differences"]
    ]


def test_a_changed_clause_is_compared_in_words_and_published_for_every_process(section: Client):
    draft = begun(section)

    saved(section, draft, "clauses", "square", zh="有面积不小于200平方米的小广场", en="A square of 200 square metres")
    compared = differences(section, draft)
    without_paper = section.post(reverse("draft_publish", args=[draft]), {"state": state_of(draft)})
    before = version_on("2021-06-30")
    published(section, draft)
    forget_what_was_taken_up()  # a second process, which has not answered anything yet
    board = section.get(f"{reverse('scheme', args=[CENTRES])}?on=2021-06-30")

    assert compared == [
        ("文件", "", ("施行日期", "2020-01-01", "2021-01-01")),
        ("条目", "有面积不小于200平方米的小广场", ("内容", "有小广场", "有面积不小于200平方米的小广场")),
    ]
    assert (without_paper.status_code, without_paper.context["refusal"]) == (
        422, "请先填写文件的文号或印发日期；没有文件，不能发布施行。",
    )  # fmt: skip
    assert before == "2020"
    assert board.context["version"].version == "2021"
    assert [version_on(day) for day in ("2020-12-31", "2021-01-01")] == ["2020", "2021"]
    assert OwnElement.objects.get().recorded_in.paper == "《绛县农村党群服务中心规范化建设标准》 县组发〔2021〕1号"


def test_what_is_published_is_not_changed_any_more(section: Client):
    draft = begun(section)
    published(section, draft)

    form_of_it = section.get(reverse("draft_part", args=[draft, "clauses", "square"]))
    page = section.get(reverse("draft", args=[draft]))

    assert form_of_it.status_code == 403
    assert (page.context["problem_count"], page.context["standing"]) == (0, "已发布，不再改动")
    assert [part.address for one in page.context["sections"] for part in one.parts if part.address] == []
    assert [line.said for line in page.context["story"]] == ["发布", "修改 “文件与日期”", "建立草案"]


def test_two_who_write_the_same_clause_lose_nothing(section: Client):
    draft = begun(section)
    address, values = form(section, draft, "clauses", "square")

    saved(section, draft, "clauses", "square", zh="有大广场")
    second = section.post(address, {**values, "zh": "有健身广场", "act": "save"})
    again = section.post(address, {**values, "zh": "有健身广场", "act": "save", "state": second.context["state"]})
    _, now = form(section, draft, "clauses", "square")

    said = [field.value for block in second.context["blocks"] for field in block.fields if field.name == "zh"]
    assert (second.status_code, said) == (409, ["有健身广场"])
    assert "已于" in second.context["refusal"] and "您填写的内容都还在" in second.context["refusal"]
    assert [(one.label, one.value) for one in second.context["theirs"]] == [("条目内容", "有大广场")]
    assert (again.status_code, now["zh"]) == (302, "有健身广场")


def test_two_who_write_different_parts_are_in_no_ones_way(section: Client):
    draft = begun(section)
    address, values = form(section, draft, "clauses", "square")

    saved(section, draft, "procedure", publication_days="7")
    answer = section.post(address, {**values, "zh": "有健身广场", "act": "save"})
    _, clause = form(section, draft, "clauses", "square")
    _, procedure = form(section, draft, "procedure")

    assert (answer.status_code, clause["zh"], procedure["publication_days"]) == (302, "有健身广场", "7")


def test_the_check_stands_beside_the_field_and_publishing_waits_for_it(section: Client):
    draft = begun(section)
    changes = {"way": "condition", "condition": "kindd = 'village'"}

    answer = section.post(
        reverse("draft_part", args=[draft, "clauses", "square"]),
        {**form(section, draft, "clauses", "square")[1], **changes, "act": "save"},
    )
    page = section.get(reverse("draft_part", args=[draft, "clauses", "square"]))
    whole = section.get(reverse("draft", args=[draft]))
    refused = published(section, draft)

    fields = {field.name: field for block in page.context["blocks"] for field in block.fields}
    assert answer.status_code == 302
    assert len(fields["condition"].problems) == 1 and "kindd" in fields["condition"].problems[0]
    assert {name for name, field in fields.items() if field.problems} == {"condition"}
    assert whole.context["problem_count"] == 1
    assert refused.status_code == 422 and refused.context["refusal"].startswith("检查发现 1 处问题，请先改好。")


def test_a_clause_takes_an_open_place_and_a_number_must_be_written(section: Client):
    draft = begun(section)
    new = {"zh": "每周至少开放五天", "group": "standard", "fills_place": "1", "way": "figure", "figure": "villages"}

    refused = saved(section, draft, "clauses", "new", **new)
    kept = saved(section, draft, "clauses", "new", **(new | {"way": "visit", "shown_zh": "看开放登记"}))
    holder = installed_from(draft)

    assert refused.status_code == 422
    assert kept.status_code == 302
    assert (holder["criteria"][-1], holder["groups"]["standard"]["unnamed"]) == (
        {
            "criterion": "standard_1", "zh": "每周至少开放五天", "en": "每周至少开放五天", "group": "standard",
            "visit": {"zh": "看开放登记", "en": "看开放登记"},
        }, 19,
    )  # fmt: skip


def installed_from(draft: int) -> dict:
    return read(DraftState.objects.get(anchor=draft, retracted_in__isnull=True).text)["versions"][-1]


def test_the_draft_is_tried_on_the_records_of_this_year(county: County, section: Client):
    values = {"name": "会议室", "kind": "meeting_room", "organisation": county.organisation("oak"), "status": "in_use"}
    add("facility", values | {"unit": county.records["village"]})
    draft = begun(section)
    saved(section, draft, "levels", "passed", stars="1")

    page = section.get(reverse("draft_try", args=[draft]))
    one = section.get(reverse("draft_try_one", args=[draft, county.records["village"]]))

    assert [(row.label, row.before, row.after) for row in page.context["moves"]] == [("达标", 0, 1), ("未定等次", 1, 0)]
    assert [(mover.name, mover.before, mover.after) for mover in page.context["movers"]] == [
        ("橡树村", "未定等次", "达标")
    ]
    assert (one.context["before"], one.context["after"], len(one.context["clauses"])) == ("未定等次", "达标", 10)


def test_the_own_pack_is_checked_as_files_are_and_taken_in_elsewhere(section: Client, tmp_path):
    draft = begun(section)
    published(section, draft)

    shared = section.get(reverse("own_pack_file")).content
    zipfile.ZipFile(io.BytesIO(shared)).extractall(tmp_path)
    errors = check_pack("jiangxian_own", schema=installed_schema(PLACE), folder=tmp_path)
    looked_at = section.post(reverse("draft_take_in"), {"file": SimpleUploadedFile("own.zip", shared)})
    [line] = looked_at.context["found"]
    taken = section.post(reverse("draft_take_in"), {"kept": line.kept})
    broken = section.post(reverse("draft_take_in"), {"file": SimpleUploadedFile("own.yaml", b"- scheme: [")})

    assert errors == []
    assert (line.label, line.problems, line.becomes) == (
        "农村党群服务中心“五务四场”达标", (), "本站已有这项标准，将作为它的新一版草案",
    )  # fmt: skip
    assert section.get(taken.url).context["title"] == "农村党群服务中心“五务四场”达标 2021_2"
    assert (broken.status_code, broken.context["refusal"].startswith("“own.yaml”不能收入：")) == (422, True)


def test_next_years_programme_has_the_same_lines_a_year_later(section: Client):
    draft = begun(section, "programme=five_actions_2020", "five_actions_2021")

    saved(section, draft, "lines", "reserves", target_figure="", target_number="190")
    compared = differences(section, draft)
    tried = section.get(reverse("draft_try", args=[draft]))
    answer = published(section, draft)
    page = section.get(reverse("programme", args=["five_actions_2021"]) + "?on=2021-06-30")

    assert compared == [
        (
            "文件",
            "",
            ("印发日期", "2021", ""),
            ("施行日期", "2020-01-01", "2021-01-01"),
            ("失效日期", "2021-01-01", "2022-01-01"),
        ),
        ("任务", "每村后备力量达到规定人数", ("目标", "不少于 “行政村”", "不少于 190")),
    ]
    assert len(tried.context["lines"]) == 31
    assert (answer.status_code, page.status_code) == (302, 200)
    assert installed_pack(PLACE).programmes["five_actions_2020"].until == date(2021, 1, 1)


def test_no_other_version_begins_in_a_round_whose_results_are_published(county: County, section: Client):
    result = {
        "scheme": CENTRES,
        "round": "2021",
        "version": "2020",
        "status": "published",
        "unit": county.records["village"],
    }
    add(
        "scheme_result",
        result | {"organisation": county.organisation("oak"), "level": "passed"},
        since=date(2021, 3, 1),
    )

    refused = published(section, begun(section))

    assert (refused.status_code, refused.context["refusal"]) == (
        422, "2021年度的结果已按现行版本公布，施行日期请选在 2021-12-31 之后。",
    )  # fmt: skip
