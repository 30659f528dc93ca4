"""The workbooks as files: what an office program would open, in the words of the dictionary, the same every time."""

from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.demo.told import TARGETS
from zugong.demo.county import build_world, ledgers_of
from zugong.demo.targets import read_targets
from zugong.demo.workbook import Scramble, write_workbook
from zugong.demo.workbooks import WorkbookPlan, write_workbooks
from zugong.demo.world import Ledger
from zugong.dictionary.catalogue import installed_catalogue
from zugong.kernel.errors import PackError

DELEGATE = Ledger(
    "delegate",
    date(2020, 12, 31),
    ("person.name", "person.identity_number", "level", "organisation", "end_reason", "since", "until"),
    [
        ("王英", "149999198002290028", "county", "中共甲镇委员会", "", date(2016, 8, 20), None),
        ("李<明>", "149999198002290036", "city", "中共甲镇委员会", "moved_out", date(2016, 8, 20), date(2020, 5, 6)),
    ],
)


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> list[WorkbookPlan]:
    folder = tmp_path_factory.mktemp("county")
    return write_workbooks(read_targets(TARGETS["tiny"]), folder, lambda title: None)


def cells(file: Path) -> list[list]:
    return CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python(skip_empty_area=False)


def write(ledger: Ledger, file: Path, scramble: Scramble) -> list[list]:
    write_workbook(ledger, installed_catalogue("jiangxian").sheet(ledger.sheet), file, scramble=scramble)
    return cells(file)


def test_a_tidy_workbook_has_the_headers_of_the_dictionary_words_for_codes_and_real_dates(tmp_path):
    assert write(DELEGATE, tmp_path / "delegates.xlsx", Scramble()) == [
        ["姓名", "公民身份证号", "代表层级", "管理党组织", "终止原因", "当选日期", "终止日期"],
        ["王英", "149999198002290028", "县级", "中共甲镇委员会", "", date(2016, 8, 20), ""],
        ["李<明>", "149999198002290036", "市级", "中共甲镇委员会", "职务调整出县", date(2016, 8, 20), date(2020, 5, 6)],
    ]


def test_disorder_adds_a_title_a_row_of_marks_blank_rows_and_dates_in_words(tmp_path):
    disorder = Scramble(title_row=True, required_row=True, blank_rows_every=1, text_dates=True)

    assert write(DELEGATE, tmp_path / "delegates.xlsx", disorder) == [
        ["党代表", "", "", "", "", "", ""],
        ["必填", "必填", "必填", "必填", "选填", "必填", "选填"],
        ["姓名", "公民身份证号", "代表层级", "管理党组织", "终止原因", "当选日期", "终止日期"],
        ["王英", "149999198002290028", "县级", "中共甲镇委员会", "", "2016年8月20日", ""],
        ["", "", "", "", "", "", ""],
        ["李<明>", "149999198002290036", "市级", "中共甲镇委员会", "职务调整出县", "2016年8月20日", date(2020, 5, 6)],
    ]


def test_a_column_that_the_sheet_does_not_have_is_refused(tmp_path):
    ledger = Ledger("delegate", date(2020, 12, 31), ("person.name", "rank"), [("王英", "x")])

    with pytest.raises(ValueError, match=r"the sheet delegate has no columns delegate\.rank"):
        write(ledger, tmp_path / "delegates.xlsx", Scramble())


def test_every_workbook_holds_as_many_rows_as_its_plan_says(written):
    scrambled_heads = {"units": 1, "reserve_candidates": 2, "delegate": 1, "mobile_register": 2}

    counts = {
        plan.file.name: sum(any(row) for row in cells(plan.file)) - 1 - scrambled_heads.get(plan.sheet, 0)
        for plan in written
    }

    assert counts == {plan.file.name: plan.rows for plan in written}


def test_the_plans_are_the_ledgers_in_the_order_of_their_import(written):
    ledgers = ledgers_of(build_world(read_targets(TARGETS["tiny"])))

    assert [(plan.sheet, plan.as_of, plan.rows) for plan in written] == [
        (ledger.sheet, ledger.as_of, len(ledger.rows)) for ledger in ledgers
    ]
    assert [plan.file.name[:3] for plan in written] == [f"{number:02d}-" for number in range(1, len(ledgers) + 1)]


def test_the_same_targets_give_the_same_bytes(written, tmp_path):
    again = write_workbooks(read_targets(TARGETS["tiny"]), tmp_path, lambda title: None)

    assert [plan.file.read_bytes() for plan in again] == [plan.file.read_bytes() for plan in written]


def test_another_seed_gives_another_county_of_the_same_size(written):
    targets = read_targets(TARGETS["tiny"]).model_copy(update={"seed": 8})

    ledgers = ledgers_of(build_world(targets))

    roster = next(ledger for ledger in ledgers if ledger.sheet == "members")
    first = next(plan for plan in written if plan.sheet == "members")
    assert {row[2] for row in roster.rows} != {row[2] for row in cells(first.file)[1:]}
    assert len(roster.rows) == first.rows


def test_another_reader_finds_the_same_cells(written):
    plan = next(plan for plan in written if plan.sheet == "members")

    sheet = openpyxl.load_workbook(plan.file, read_only=True).active
    by_openpyxl = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]

    by_calamine = cells(plan.file)
    assert [[str(cell).removesuffix(" 00:00:00") for cell in row] for row in by_openpyxl] == [
        [str(cell) for cell in row] for row in by_calamine
    ]


def test_progress_is_told_every_title_in_order(tmp_path):
    told: list[str] = []

    plans = write_workbooks(read_targets(TARGETS["tiny"]), tmp_path, told.append)

    assert told == [plan.title for plan in plans]
    assert Counter(told)["党员基本信息采集表"] == 2


def test_a_wrong_key_in_the_targets_is_named_with_its_file(tmp_path):
    file = tmp_path / "demo.yaml"
    file.write_text(TARGETS["tiny"].read_text(encoding="utf-8").replace("dual_posts:", "dual_post:"), encoding="utf-8")

    with pytest.raises(PackError, match=r"demo\.yaml: leaders\.dual_posts: Field required"):
        read_targets(file)
