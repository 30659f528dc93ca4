"""The page before the microphone."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from docx import Document

from tests.web.county import County
from zugong.complaints import queries
from zugong.kernel.time import today

pytestmark = pytest.mark.once

SHEET = reverse("briefing", args=["hotline"])


def answers(response) -> list[str]:
    return ["".join(piece.text for piece in one.pieces) for one in response.context["questions"]]


def test_answers_have_the_numbers_of_the_day_and_each_opens_its_list(county: County, sign_in):
    client = sign_in("section")

    shown = client.get(SHEET)

    assert answers(shown)[0] == "截至2020年12月31日，中共某县委员会及下级共有党员6名，基层党组织6个。"
    first = shown.context["questions"][0]
    address = next(piece.address for piece in first.pieces if piece.label == "党员")
    opened = client.get(address)
    assert (opened.status_code, opened.context["value"], opened.context["figure"]) == (200, "6", "党员")


def test_an_english_answer_has_no_chinese_day_and_no_ten_thousands(county: County, sign_in):
    client = sign_in("section")

    shown = client.get(SHEET, headers={"accept-language": "en"})

    assert answers(shown)[0] == "As of 2020-12-31 there are 6 members in 6 primary-level organisations."
    assert [text for text in answers(shown) if re.search("[\u3400-\u9fff]", text)] == []


def test_another_day_has_other_numbers(county: County, sign_in):
    shown = sign_in("section").get(SHEET, {"on": "2019-12-31"})

    assert answers(shown)[0] == "截至2019年12月31日，权限范围内的全部及下级共有党员0名，基层党组织0个。"


def test_a_township_sees_its_own_numbers(county: County, sign_in):
    assert (
        answers(sign_in("township").get(SHEET))[0]
        == "截至2020年12月31日，中共东镇委员会及下级共有党员3名，基层党组织3个。"
    )


def test_it_can_be_downloaded_as_word_with_the_same_answers(county: County, sign_in):
    client = sign_in("section")

    file = client.get(reverse("briefing_word", args=["hotline"]))

    lines = [paragraph.text for paragraph in Document(io.BytesIO(file.content)).paragraphs]
    assert (lines[0], lines[1]) == ("热线答问：基层党建", "中共某县委员会，截至 2020-12-31")
    assert set(answers(client.get(SHEET))) <= set(lines)


def test_a_sheet_with_numbers_that_one_may_not_see_is_neither_listed_nor_opened(county: County, sign_in):
    client = sign_in("bureau")

    assert client.get(reverse("briefings")).context["lines"] == ()
    assert client.get(SHEET).status_code == 404


def test_a_callers_question_becomes_a_ticket_with_a_date(county: County, sign_in):
    promised = today() + timedelta(days=5)
    fields = {"text": "党费怎么交？", "contact": "15400000000", "promised_on": promised.isoformat()}

    shown = sign_in("section").post(SHEET, fields)

    filed = shown.context["filed"]
    read = queries.in_clear(queries.by_code(filed.code))
    assert (read.text, read.contact, read.due_on, read.kind) == ("党费怎么交？", "15400000000", promised, "question")
    assert filed.code in shown.content.decode()


def test_a_promise_too_far_ahead_is_refused_beside_its_field_and_what_was_typed_stays(county: County, sign_in):
    promised, last = today() + timedelta(days=31), today() + timedelta(days=30)
    fields = {"text": "党费怎么交？", "promised_on": promised.isoformat()}

    shown = sign_in("section").post(SHEET, fields)

    form = shown.context["form"]
    sentence = f"答复日期不能是 {promised}，请在 {today()} 至 {last} 之间选择。"
    assert (shown.status_code, dict(form.errors), form["text"].value()) == (
        422, {"promised_on": [sentence]}, "党费怎么交？",
    )  # fmt: skip
