"""Matters that need attention, as packs declare them: spans of the calendar, and every mistake with its place."""

from datetime import date
from pathlib import Path

import pytest

from tests.packs.pack_folder import FILES, SCHEMA, write_pack
from zugong.kernel.time import Period, months_after
from zugong.packs.attention import span_of
from zugong.packs.check import check_pack
from zugong.packs.pack import load_pack

MATTER = """\
- attention: few_members
  figure: members
  level: amber
  zh: 党员偏少
  en: Few members
  why: {zh: 党员太少。, en: There are too few.}
  source: {title: 党章, article: "30"}
"""
SPANS = {
    "this_month": ("2020-12-01", "2020-12-31"),
    "last_month": ("2020-11-01", "2020-11-30"),
    "coming_month": ("2021-01-01", "2021-01-31"),
    "this_quarter": ("2020-10-01", "2020-12-31"),
    "coming_quarter": ("2021-01-01", "2021-03-31"),
    "six_months_before": ("2020-06-01", "2020-11-30"),
    "half_year_past": ("2020-07-01", "2020-12-31"),
    "this_year": ("2020-01-01", "2020-12-31"),
}


def errors(folder: Path, matter: str, **more: str) -> list[str]:
    write_pack(folder, changed={"attention/members.yaml": matter, **more})
    return [f"{error.line}: {error.problem}" for error in check_pack("small", schema=SCHEMA, folder=folder)]


def test_a_right_matter_has_no_error_and_is_read(tmp_path: Path):
    assert errors(tmp_path, MATTER) == []
    assert [one.label("zh-hans") for one in load_pack("small", folder=tmp_path).attentions.values()] == ["党员偏少"]


@pytest.mark.parametrize("span", SPANS)
def test_a_span_is_reckoned_from_the_day(span: str):
    first, last = (date.fromisoformat(text) for text in SPANS[span])

    assert span_of(span, date(2020, 12, 31)) == Period.from_days(first, last)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [("2020-08-31", 6, "2021-02-28"), ("2024-02-29", -12, "2023-02-28"), ("2020-01-15", -1, "2019-12-15")],
)
def test_months_are_clipped_to_the_end_of_the_month(day: str, months: int, found: str):
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(found)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("figure: members", "figure: member", "2: there is no figure 'member'; nearest: members, full_members"),
        ("figure: members", "figure: full_share", "2: full_share divides figures; name one that measures rows"),
        (
            "level: amber",
            "level: amber\n  span: this_month",
            "4: members is a stock: a stock is of a day and takes no span",
        ),
        ("level: amber", "level: blue", "3: should be 'red' or 'amber'"),
        ("level: amber", "level: amber\n  due: end_of_span", "1: due at the end of a span needs a span"),
        (
            "level: amber",
            "level: amber\n  due: {field: born, rule: least_years}",
            "4: there is no date 'born'; dates of member: ",
        ),
    ],
)
def test_a_wrong_matter_is_an_error_with_its_place(tmp_path: Path, old: str, new: str, found: str):
    assert errors(tmp_path, MATTER.replace(old, new, 1))[:1] == [found]


def test_a_matter_without_source_needs_a_parameter_that_has_one(tmp_path: Path):
    without = MATTER.replace('  source: {title: 党章, article: "30"}\n', "")

    asked_of_parameter = errors(tmp_path, without)
    of_none = errors(tmp_path, without.replace("figure: members", "figure: full_members"))

    assert asked_of_parameter == []
    assert of_none == ["1: needs a source, since its figure asks for no parameter that has one"]


def test_the_first_page_names_figures_that_are_there(tmp_path: Path):
    home = "of_branch: [members]\nof_committee: [mebers]\n"

    found = errors(tmp_path, MATTER, **{"home.yaml": home})

    assert found == ["1: there is no figure 'mebers'; nearest: members, full_members"]
    assert "home.yaml" not in FILES
