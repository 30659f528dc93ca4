"""Pages of programmes, as the section, a township and a secretary of the small county see them."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from tests.web.county import County, add
from zugong.offices.models import AccessLog

pytestmark = pytest.mark.once

LINE = reverse("programme_line", args=["branch_life.themed_day"])
JULY = "?on=2020-07-31&round=2020-07-01"


def parts_of(response) -> list[tuple[str, int]]:
    return [(part.label, part.count) for part in response.context["parts"]]


def test_a_duty_counts_who_owes_it_and_who_has_done_it(county: County, sign_in):
    page = sign_in("section").get(LINE + JULY)

    assert parts_of(page) == [("应完成", 4), ("已完成", 1), ("未完成", 3), ("不作要求", 0)]
    assert (page.context["line"].numbers, page.context["line"].state) == ("1 / 4", "due")


def test_the_secretary_sees_the_own_branch_only(county: County, sign_in):
    page = sign_in("secretary").get(LINE + JULY)

    assert parts_of(page) == [("应完成", 1), ("已完成", 1), ("未完成", 0), ("不作要求", 0)]
    assert page.context["line"].state == "done"


def test_the_day_after_the_deadline_what_is_open_is_overdue(county: County, sign_in):
    page = sign_in("township").get(LINE + "?on=2020-08-01&round=2020-07-01")

    assert (page.context["line"].state, page.context["line"].numbers) == ("overdue", "1 / 2")


def test_whoever_is_excused_leaves_the_denominator(county: County, sign_in):
    excuse = {"line": "branch_life.themed_day", "organisation": county.organisation("elm"), "reason": "防汛值守"}
    add("not_required", excuse, since=date(2020, 7, 1))

    page = sign_in("township").get(LINE + JULY)

    assert parts_of(page) == [("应完成", 2), ("已完成", 1), ("未完成", 0), ("不作要求", 1)]
    assert (page.context["line"].numbers, page.context["line"].state) == ("1 / 1（另有 1 个不作要求）", "done")
    assert [records.count for records in page.context["records"]] == [0, 1]


def test_every_number_opens_its_rows(county: County, sign_in):
    page = sign_in("township").get(LINE + JULY)
    rows = sign_in("township").get(page.context["parts"][2].address)

    assert [row.cells[0].text for row in rows.context["rows"]] == ["榆树村党支部"]
    assert rows.context["title"].endswith("：未完成名单")


def test_a_list_of_persons_is_written_down(county: County, sign_in):
    values = {"person": county.persons["张伟"], "organisation": county.organisation("elm"), "managed": True}
    add("mobile_register", values)
    address = reverse("programme_rows", args=["mobile_members.quarterly_check"])

    page = sign_in("township").get(f"{address}?on=2020-07-31&part=open")

    assert [row.heading.text for row in page.context["rows"]] == ["张伟"]
    logged = AccessLog.objects.latest("id")
    assert (logged.act, logged.record_type, logged.person_id) == ("figure", "mobile_register", county.persons["张伟"])


def test_several_papers_that_ask_for_one_thing_are_named_together(county: County, sign_in):
    page = sign_in("section").get(LINE + JULY)

    assert [paper.programme for paper in page.context["line"].papers] == [
        "支部组织生活", "基层党建五大行动", "组织力提升六大工程", "主题党日“四定三评”和“6+”",
    ]  # fmt: skip


def test_what_no_record_shows_is_stated_with_its_paper(county: County, sign_in):
    code = "five_actions_2020.differential_rules"
    before = sign_in("section").get(reverse("programme_line", args=[code]) + "?on=2020-07-31")
    statement = {
        "line": code, "organisation": county.organisation("county"), "state": "done", "text": "已印发",
        "paper": "县发〔2020〕9号",
    }  # fmt: skip
    add("progress_statement", statement, since=date(2020, 7, 6))

    after = sign_in("section").get(reverse("programme_line", args=[code]) + "?on=2020-07-31")

    assert [page.context["line"].state for page in (before, after)] == ["due", "done"]
    assert sign_in("township").get(reverse("programme_line", args=[code]) + "?on=2020-07-31").status_code == 404


def test_the_weekly_sheet_says_what_was_done_since_the_last_one(county: County, sign_in):
    page = sign_in("secretary").get(reverse("programme_week") + "?on=2020-07-08")

    assert [one.line.label for one in page.context["newly_done"]] == ["开展主题党日"]
    assert page.context["before"] == date(2020, 7, 1)


def test_the_weekly_sheet_and_the_monthly_report_are_word_files(county: County, sign_in):
    heads = []
    for name in ("programme_month_document", "programme_week_document"):
        answer = sign_in("section").get(reverse(name) + "?on=2020-07-31")
        heads += [paragraph.text for paragraph in Document(BytesIO(answer.content)).paragraphs][:2]

    assert heads == [
        "2020年7月党建计划落实情况", "中共某县委员会  截至2020年7月31日，对比6月30日",
        "2020年7月31日周例会党建计划调度表", "中共某县委员会  截至2020年7月31日，对比7月24日",
    ]  # fmt: skip


def test_one_organisation_reads_what_it_has_to_do(county: County, sign_in):
    page = sign_in("township").get(reverse("organisation_duties", args=[county.organisation("elm")]) + "?on=2020-07-31")

    assert [(one.label, one.round_name, one.is_over) for one in page.context["due"]][:2] == [
        ("召开党员大会", "第二季度", True),
        ("开展主题党日", "6月", True),
    ]


def test_an_account_without_mandate_reads_why_there_is_nothing(county: County, sign_in):
    page = sign_in("nobody").get(reverse("programmes"))

    assert (page.status_code, page.context["groups"]) == (200, ())
    assert "没有您可以查看的计划事项。" in page.content.decode()


def test_below_the_county_one_sees_first_what_is_due_and_everything_else_folded(county: County, sign_in):
    section = sign_in("section").get(reverse("programmes")).context["groups"]

    for role in ("secretary", "township"):
        groups = sign_in(role).get(reverse("programmes")).context["groups"]

        open_groups = [group.title for group in groups if group.is_open]
        assert open_groups == [group.title for group in groups if group.counts[0].badge in ("red", "amber")]
        assert {line.state for group in groups if group.is_open for line in group.lines} <= {"overdue", "due"}
    assert section[0].subtitle.startswith("《")
