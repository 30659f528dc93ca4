"""Numbers and days in addresses and forms may be anything: what is none is left aside or not found, never a fault."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests.web.county import County
from zugong.web.typed import typed_day, typed_number

pytestmark = pytest.mark.once

#: Digits that Python calls digits and does not read, ones it reads and nobody means, and more than a database takes.
ODD = ["²", "١٢", "-1", "1.0", "1e3", " 1", "", "9" * 16, "1_0"]


@pytest.mark.parametrize("text", ODD)
def test_an_odd_number_is_none(text: str):
    assert typed_number(text) is None


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("9" * 15, 10**15 - 1)])
def test_plain_digits_are_a_number(text: str, number: int):
    assert typed_number(text) == number


@pytest.mark.parametrize(
    ("text", "day"), [("2024-02-29", date(2024, 2, 29)), ("2023-02-29", None), ("today", None), ("", None)]
)
def test_a_day_is_a_day_of_the_calendar_or_none(text: str, day: date | None):
    assert typed_day(text) == day


@pytest.mark.parametrize("odd", ["²", "١٢", "9" * 30])
@pytest.mark.parametrize(
    ("name", "arguments", "parameter"),
    [
        ("figure_rows", ["members"], "after"), ("programme_rows", ["branch_life.themed_day"], "after"),
        ("programme_rows", ["branch_life.themed_day"], "group"), ("figures", [], "organisation"), ("compare", [], "organisation"),
        ("access_log", [], "before"), ("who_looked", [], "before"), ("complaints", [], "after"), ("posts", [], "organisation"),
        ("tree", [], "open"), ("figure_difference", ["members"], "organisation"), ("record_list", ["membership"], "organisation"),
    ],
)  # fmt: skip
def test_no_page_breaks_on_an_odd_number(
    county: County, sign_in, name: str, arguments: list[str], parameter: str, odd: str
):
    where = reverse(name, args=arguments)

    assert sign_in("section").get(where, {parameter: odd}).status_code in (200, 404, 422)


@pytest.mark.parametrize("odd", ["²", "9" * 30])
def test_a_mandate_of_no_depth_is_refused_with_a_sentence(county: County, sign_in, odd: str):
    administrator = sign_in("administrator")
    office = administrator.get(reverse("offices")).context["lines"][0].id
    said = {
        "link": "mandate",
        "matter": "members",
        "act": "see",
        "depth": odd,
        "territory": str(county.organisation("east")),
    }

    answer = administrator.post(reverse("mandate_new", args=[office]), said)

    assert (answer.status_code, bool(answer.context["problem"])) == (422, True)
