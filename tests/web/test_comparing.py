"""Numbers beside each other, and the rows that lie between two of them."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.web.county import SOURCE, County, add
from tests.web.test_kept_numbers import change_a_membership
from zugong.figures.grouping import all_rows
from zugong.figures.movements import End, Way, moved_rows, movements
from zugong.figures.trees import grouping_at
from zugong.kernel.facts.recording import last_number
from zugong.kernel.time import Clocks
from zugong.organisations.actions import move_organisation

pytestmark = pytest.mark.once

YEAR_END = date(2020, 12, 31)


def table_of(response) -> list[tuple[str, list[tuple[str, str]]]]:
    rows = [row for group in response.context["groups"] for row in group.rows]
    return [(row.heading, [(cell.value, cell.change) for cell in row.cells]) for row in rows]


def test_years_stand_in_one_table_and_before_the_first_roster_nothing_is_known(county: County, sign_in):
    address = f"{reverse('compare')}?figure=members&figure=administrative_villages&day=2016-12-31&day=2020-03-31&day=2020-12-31"

    response = sign_in("section").get(address)

    assert table_of(response) == [
        ("党员", [("无资料", ""), ("6", ""), ("6", "±0")]),
        ("行政村", [("无资料", ""), ("1", ""), ("1", "±0")]),
    ]


def test_organisations_above_each_other_stand_in_one_table(county: County, sign_in):
    organisations = "&".join(f"organisation={county.organisation(name)}" for name in ("county", "east", "oak"))

    response = sign_in("section").get(f"{reverse('compare')}?figure=members&day=2020-12-31&{organisations}")

    assert table_of(response) == [
        ("中共某县委员会", [("6", "")]), ("中共东镇委员会", [("3", "")]), ("橡树村党支部", [("2", "")])
    ]  # fmt: skip


def test_an_organisation_elsewhere_cannot_be_compared(county: County, sign_in):
    address = f"{reverse('compare')}?figure=members&organisation={county.organisation('west')}"

    assert sign_in("township").get(address).status_code == 404


def test_the_form_puts_a_period_as_known_then_into_the_address(county: County, sign_in):
    asked = {"figure": "members", "until": "2020-06-30", "since": "2020-04-01", "known_at": "2020-07-01"}

    response = sign_in("section").get(reverse("compare"), asked)

    assert response.url == f"{reverse('compare')}?figure=members&day=2020-04-01..2020-06-30%402020-07-01"


def test_the_workbook_has_the_table_its_definitions_and_its_clocks(county: County, sign_in):
    address = f"{reverse('compare_workbook')}?figure=members&day=2016-12-31&day=2020-12-31"

    response = sign_in("section").get(address)

    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    numbers, definitions, _ = (list(book[name].iter_rows(values_only=True)) for name in book.sheetnames)
    assert (book.sheetnames, numbers, definitions[1][:3]) == (
        ["指标对比", "指标口径", "时点"],
        [("党组织", "指标", "单位", "2016-12-31", "2020-12-31"), ("中共某县委员会", "党员", "名", "无资料", 6)],
        (
            "党员",
            "名",
            "党籍记录中的党员数，同一党员只计一次，条件：当日有效，且党籍状态不是“停止党籍”（未填的也算）。",
        ),
    )


def way_from(county: County, before: Clocks, after: Clocks, name: str) -> Way:
    root = county.organisation(name)
    return Way("members", End(before, grouping_at(before, root)), End(after, grouping_at(after, root)))


def told(way: Way) -> list[tuple[str, bool, int]]:
    return [(one.step, one.entered, one.amount) for one in movements(way, all_rows)]


def test_who_left_who_was_moved_by_the_tree_and_what_was_corrected_are_told_apart(county: County):
    first, known = Clocks.at(date(2020, 3, 31)), last_number()
    change_a_membership("leaves")
    [person] = add("person", {"identity_number": "149999198001010990", "name": "新党员", "sex": "male"})
    row = {"person": person, "organisation": county.organisation("elm"), "category": "probationary"}
    add("membership", row, since=date(2020, 5, 1))
    move_organisation(
        organisation=county.organisations["elm"],
        parent=county.organisations["west"],
        on=date(2020, 6, 1),
        source=SOURCE,
    )

    assert told(way_from(county, first, Clocks.at(YEAR_END), "east")) == [
        ("day", True, 1), ("day", False, -1), ("tree", False, -2)
    ]  # fmt: skip
    assert told(way_from(county, first, Clocks.at(YEAR_END, tree=first.tree), "east")) == [
        ("day", True, 1), ("day", False, -1)
    ]  # fmt: skip
    assert told(way_from(county, Clocks.at(YEAR_END, known=known), Clocks.at(YEAR_END), "county")) == [
        ("known", True, 1), ("known", False, -1)
    ]  # fmt: skip


def test_the_steps_add_up_to_the_difference_and_open_their_rows(county: County, sign_in):
    change_a_membership("leaves")
    address = f"{reverse('figure_difference', args=['members'])}?before=2020-03-31&after=2020-12-31"

    response = sign_in("section").get(address)

    shown = response.context
    assert (shown["before"].value, [(one.label, one.moved) for one in shown["movements"]], shown["after"].value) == (
        "6", [("减少", "−1")], "5"
    )  # fmt: skip
    assert [row.heading.text for row in shown["rows"]] == ["李国强"]


def test_moved_rows_come_in_pages(county: County):
    way = way_from(county, Clocks.at(date(2019, 12, 31), tree=YEAR_END), Clocks.at(YEAR_END), "county")

    first = moved_rows(way, all_rows, "day", entered=True, after=None, limit=4)
    rest = moved_rows(way, all_rows, "day", entered=True, after=first.after, limit=4)

    assert (len(first.rows), len(rest.rows), rest.after) == (4, 2, None)


def test_the_figure_whose_whole_name_is_typed_is_offered_first(county: County, sign_in):
    response = sign_in("section").get(reverse("compare"), {"q": "党员"})

    assert response.context["found_figures"][0].label == "党员"


def test_who_has_chosen_nothing_yet_is_offered_the_main_figures_first(county: County, sign_in):
    response = sign_in("section").get(reverse("compare"))

    offered = [offer.label for offer in response.context["found_figures"]]
    assert {"基层党组织", "党员", "流动党员", "行政村"} <= set(offered[:8])
