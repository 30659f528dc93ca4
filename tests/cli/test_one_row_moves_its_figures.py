"""One changed row in a workbook of the county moves the figures concerned and nothing else; undo brings them back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.site import CommandLineSite

pytestmark = pytest.mark.demo
YEAR_END = ("--on", "2020-12-31")
Picture = dict[str, Any]


def picture(site: CommandLineSite) -> Picture:
    """Every figure with its number and what its lists count: value, keys and amounts, by figure."""
    answers = site.json("figure", *YEAR_END, "--rows")
    return {
        one["figure"]: (one["value"], [sorted((row["key"], row["place"]) for row in part) for part in one["lists"]])
        for one in answers
    }


def moved(before: Picture, after: Picture) -> set[str]:
    assert before.keys() == after.keys()
    return {figure for figure in before if before[figure] != after[figure]}


def edited(source: Path, target: Path, change: Callable[[Any, dict[str, int]], None]) -> Path:
    """A copy of a workbook after `change(worksheet, column number by header)`."""
    book = openpyxl.load_workbook(source)
    sheet = book.active
    headers = {cell.value: cell.column for row in sheet.iter_rows(min_row=1, max_row=4) for cell in row if cell.value}
    change(sheet, headers)
    book.save(target)
    return target


def row_where(sheet: Any, columns: dict[str, int], **wanted: Any) -> int:
    for number in range(2, sheet.max_row + 1):
        if all(sheet.cell(number, columns[header]).value == value for header, value in wanted.items()):
            return number
    raise LookupError(wanted)


@pytest.fixture(scope="module")
def before(demo_county: CommandLineSite) -> Picture:
    """The county as it was loaded."""
    return picture(demo_county)


@pytest.fixture
def site(demo_county: CommandLineSite, tmp_path: Path) -> CommandLineSite:
    return demo_county.copied_to(tmp_path / "home")


def last_entry(site: CommandLineSite) -> int:
    return site.json("figure", "members", *YEAR_END)[0]["entry"]


def imported(site: CommandLineSite, file: Path, on: str, *options: str) -> dict[str, Any]:
    (told,) = site.json("import", str(file), "--on", on, *options)
    return told


def numbers(site: CommandLineSite, *clocks: str) -> dict[str, Any]:
    """Every figure with its number alone: a third of the work."""
    return {one["figure"]: one["value"] for one in site.json("figure", *YEAR_END, *clocks)}


def numbers_of(drawn: Picture) -> dict[str, Any]:
    return {figure: value for figure, (value, _) in drawn.items()}


def check_known_and_undo(site: CommandLineSite, before: Picture, known: int, entry: int) -> None:
    assert numbers(site, "--known", str(known)) == numbers_of(before)
    site.must("undo", str(entry))
    assert numbers(site) == numbers_of(before)


def test_the_demo_keeps_every_promise_of_its_document(demo_county):
    verdicts = demo_county.json("verify", "jiangxian")

    assert len(verdicts) == 97
    assert [one["figure"] for one in verdicts if not one["match"]] == []
    assert {one["figure"] for one in verdicts if one["contradictions"]} == {
        "jiangxian-dispatch-subsidy-per-person",
        "jiangxian-community-second-signs",
    }


def test_a_confirmed_sex_that_contradicts_the_number_moves_only_the_split(site, before, tmp_path):
    def other_sex(sheet, columns):
        assert sheet.cell(2, columns["性别"]).value == "男"
        sheet.cell(2, columns["性别"]).value = "女"

    known = last_entry(site)
    file = edited(site.workbook("党员基本信息采集表-2020-12-31"), tmp_path / "members.xlsx", other_sex)
    by_sex = dict(site_by_sex(site))
    told = imported(site, file, "2020-12-31", "--confirm", "2")

    assert told["counts"] == {"correction": 1, "unchanged": 12019}
    assert numbers(site) == numbers_of(before)
    assert dict(site_by_sex(site)) == {"male": by_sex["male"] - 1, "female": by_sex["female"] + 1}
    assert dict(site_by_sex(site, "--known", str(known))) == by_sex
    site.must("undo", str(told["entry"]))
    assert dict(site_by_sex(site)) == by_sex


def site_by_sex(site: CommandLineSite, *clocks: str) -> list[tuple[str, int]]:
    (answer,) = site.json("figure", "members", *YEAR_END, "--by", "person.sex", *clocks)
    return [(group["group"], group["value"]) for group in answer["groups"]]


def test_a_secretary_replaced_moves_the_figures_of_secretaries(site, before, tmp_path):
    dual = site.json("figure", "dual_post_villages", *YEAR_END, "--rows")[0]
    names = iter(_secretaries_in_office_of_dual_posts(site))

    def replace_secretary(sheet, columns):
        secretary, successor = next(names)
        number = row_where(sheet, columns, 公民身份证号=secretary[0], 职位=secretary[1])
        sheet.cell(number, columns["离任原因"]).value = "到龄离任"
        sheet.cell(number, columns["免职日期"]).value = "2020-12-01"
        new = sheet.max_row + 1
        for header, value in successor.items():
            sheet.cell(new, columns[header]).value = value

    known = last_entry(site)
    file = edited(site.workbook("任职-2020-12-31"), tmp_path / "appointments.xlsx", replace_secretary)
    told = imported(site, file, "2020-12-31")
    after = picture(site)

    assert {kind: count for kind, count in told["counts"].items() if kind != "unchanged"} == {"ended": 1, "new": 1}
    assert after["dual_post_villages"][0] == dual["value"] - 1
    assert moved(before, after) == {
        "dual_post_villages",
        "dual_post_share",
        "secretaries_in_office",
        "secretaries_never_reached",
        "secretaries_to_train",
        "secretaries_trained_share",
        "branch_leaders_owing_hours",
        "branch_leaders_short_of_hours",
        "branch_leaders_short_of_hours_share",
        "secretaries_with_complete_file",
        "secretary_files_complete_share",
    }
    check_known_and_undo(site, before, known, told["entry"])


def _secretaries_in_office_of_dual_posts(site):
    """(number and position of a secretary who is also head, the row of a successor), from the demo's own workbooks."""
    sheet = openpyxl.load_workbook(site.workbook("任职-2020-12-31"), read_only=True).active
    rows = [row[:7] for row in sheet.iter_rows(min_row=2, values_only=True)]
    in_office = [row for row in rows if row[6] is None]
    heads = {row[1] for row in in_office if row[2].endswith("村委会主任")}
    holders = {row[1] for row in rows}
    members = openpyxl.load_workbook(site.workbook("党员基本信息采集表-2020-12-31"), read_only=True).active
    free = next(row for row in members.iter_rows(min_row=300, values_only=True) if row[2] not in holders)
    for row in in_office:
        if row[1] in heads and row[2].endswith("村党组织书记"):
            successor = {"姓名": free[0], "公民身份证号": free[2], "职位": row[2], "任职日期": "2020-12-01"}
            yield (row[1], row[2]), successor


def test_a_themed_day_withdrawn_takes_its_results_with_it(site, before, tmp_path):
    def cancel(sheet, columns):
        number = row_where(sheet, columns, 期次="2020年第3期", 活动系列="主题党日", 开展情况="已开展")
        sheet.cell(number, columns["开展情况"]).value = "已取消"

    known = last_entry(site)
    file = edited(site.workbook("主题党日-2021-01-31"), tmp_path / "themed.xlsx", cancel)
    told = imported(site, file, "2021-01-31")
    after = picture(site)

    assert {kind: count for kind, count in told["counts"].items() if kind != "unchanged"} == {"correction": 1}
    changed = moved(before, after)
    assert changed
    assert changed <= {
        "party_lectures", "democratic_deliberations", "open_affairs", "volunteer_services", "service_matters",
        "opinions_collected", "members_in_themed_days", "organisations_in_themed_days", "themed_day_periods",
    }  # fmt: skip
    assert after["themed_day_periods"][0] == 12
    check_known_and_undo(site, before, known, told["entry"])


def test_importing_the_same_workbook_again_changes_nothing(site):
    before = last_entry(site)
    told = imported(site, site.workbook("问题清单-2020-12-31"), "2020-12-31")

    assert told["counts"] == {"unchanged": 147}
    assert (told["entry"], last_entry(site)) == (None, before)
