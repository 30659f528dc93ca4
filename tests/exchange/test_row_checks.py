"""What is said against the cells and rows of a file, by the file alone."""

from datetime import date, datetime

import pytest

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.fieldtypes.sealed import identity_check_character
from zugong.exchange.mapping import MappedTable, SourceRow
from zugong.exchange.parsing import CellIssue
from zugong.exchange.reading.archive import error_cell
from zugong.exchange.row_checks import parse_rows
from zugong.kernel.time import SHANGHAI, PartialDate

CATALOGUE = installed_catalogue("national")


def identity(born: str, serial: int = 21) -> str:
    text = f"142729{born}{serial:03d}"
    return text + identity_check_character(text)


def mapped(sheet_code: str, headers: str, *rows: tuple) -> MappedTable:
    """A table of the sheet with these of its headers, its rows from row 2 on."""
    sheet = CATALOGUE.sheet(sheet_code)
    by_header = {column.header: column for column in sheet.columns}
    columns = {index: by_header[header] for index, header in enumerate(headers.split())}
    source = [SourceRow(number, cells) for number, cells in enumerate(rows, start=2)]
    return MappedTable(sheet, "Sheet1", columns, {}, source, headers=dict(enumerate(headers.split())))


MEMBER = "姓名 公民身份证号 所在党支部 人员类别"


NUMBER = identity("19800501")


def member(more: str, *cells, name="张三", number=NUMBER, branch="甲支部", category="正式党员"):
    return parse_rows(mapped("members", f"{MEMBER} {more}".strip(), (name, number, branch, category, *cells)))


def told(issues: list[CellIssue]) -> list[tuple]:
    return [(issue.row, issue.column, issue.zh) for issue in issues]


def test_values_come_by_column_key_and_empty_cells_are_absent():
    parsed = member(
        "性别 出生日期 手机号 家庭住址 是否为流动党员",
        "男",
        datetime(1980, 5, 1, tzinfo=SHANGHAI),
        13800000000.0,
        " ",
        "—",
    )

    assert [(row.number, row.values) for row in parsed.rows] == [
        (
            2,
            {
                "person.name": "张三",
                "person.identity_number": NUMBER,
                "membership.organisation": "甲支部",
                "membership.category": "full",
                "person.sex": "male",
                "person.born_on": PartialDate("1980-05-01"),
                "person.mobile_phone": "13800000000",
            },
        )
    ]
    assert (parsed.issues, parsed.warnings, parsed.missing) == ([], [], ())


def test_a_cell_that_cannot_be_taken_is_named_with_row_column_and_header():
    parsed = member("出生日期", "八零年")

    assert parsed.issues == [
        CellIssue(
            2,
            4,
            "出生日期",
            "“出生日期”不是日期：“八零年”，请写成 1999-07-01、1999-07 或 1999",
            "Born on is not a date: '八零年'; write 1999-07-01, 1999-07 or 1999",
        )
    ]


def test_an_error_value_is_a_wrong_cell_and_no_empty_one():
    parsed = member("", branch=error_cell("#N/A"))

    assert told(parsed.issues) == [(2, 2, "“所在党支部”：单元格里是公式错误“#N/A”，不是数据；请改正公式或直接填写数据")]


def test_what_must_be_filled_in_and_is_not():
    parsed = member("", name=None, category=" ")

    assert told(parsed.issues) == [(2, 0, "“姓名”必须填写"), (2, 3, "“人员类别”必须填写")]


def test_columns_that_the_file_lacks_are_told_once_and_not_per_row():
    parsed = parse_rows(mapped("members", "姓名 公民身份证号", ("张三", NUMBER)))

    assert (parsed.issues, [column.header for column in parsed.missing]) == ([], ["所在党支部", "人员类别"])


def test_a_type_that_a_row_leaves_out_altogether_need_not_be_complete():
    headers = "党组织代码 党组织名称 上级党组织 组织类别 单位名称 单位代码 单位性质类别"
    parsed = parse_rows(
        mapped(
            "organisations",
            headers,
            ("1", "甲支部", "镇党委", "党支部", None, None, None),
            ("2", "乙支部", "镇党委", "党支部", "乙村", None, None),
        )
    )

    assert told(parsed.issues) == [(3, 5, "“单位代码”必须填写"), (3, 6, "“单位性质类别”必须填写")]


@pytest.mark.parametrize("born", ["1980-05-01", "1980-05", "1980"])
def test_a_birth_date_as_precise_as_it_is_agrees_with_the_identity_number(born):
    assert member("出生日期 性别", born, "男").issues == []


def test_a_birth_date_and_a_sex_that_are_not_those_of_the_identity_number():
    parsed = member("出生日期 性别", "1980-06", "女")

    assert told(parsed.issues) == [
        (2, 4, "出生日期“1980-06”与身份证号中的1980-05-01不符，请核对；确属如此的，请确认该行"),
        (2, 5, "性别“女”与身份证号中的“男”不符，请核对；确属如此的，请确认该行"),
    ]
    assert [issue.en for issue in parsed.issues] == [
        "The birth date 1980-06 is not that of the identity number, 1980-05-01; mend it, or confirm the row",
        "The sex female is not that of the identity number, male; mend it, or confirm the row",
    ]


def test_full_membership_before_joining():
    parsed = member("加入党组织日期 转为正式党员日期", "2001-07-02", "2001-07-01")

    assert told(parsed.issues) == [(2, 5, "转为正式党员日期“2001-07-01”早于加入党组织日期“2001-07-02”，请核对")]


@pytest.mark.parametrize("full_on", ["2001-07-02", "2001-07", "2001", "2002-07-02"])
def test_full_membership_on_the_day_of_joining_or_perhaps_later(full_on):
    assert member("加入党组织日期 转为正式党员日期", "2001-07-02", full_on).issues == []


def test_an_end_before_the_start():
    headers = "姓名 公民身份证号 职位 任职日期 免职日期"
    parsed = parse_rows(mapped("appointment", headers, ("张三", NUMBER, "书记", "2020-01-02", "2020-01-01")))

    assert told(parsed.issues) == [(2, 4, "结束日期“2020-01-01”早于开始日期“2020-01-02”，请核对")]


@pytest.mark.parametrize(
    ("joined", "warned"), [("1998-04-30", True), ("1998-05-01", False), ("1998-05", False), ("1998", False)]
)
def test_joining_before_the_eighteenth_birthday_is_a_warning(joined, warned):
    parsed = member("加入党组织日期", joined)

    expected = [(2, 4, f"加入党组织日期“{joined}”时不满18周岁（出生日期1980-05-01），请核对")] if warned else []
    assert (parsed.issues, told(parsed.warnings)) == ([], expected)


def test_a_row_that_repeats_another_names_both():
    row = ("张三", NUMBER, "甲支部", "正式党员")
    other = ("李四", identity("19800502"), "甲支部", "正式党员")
    parsed = parse_rows(mapped("members", MEMBER, row, other, row))

    assert parsed.issues == [
        CellIssue(
            4,
            1,
            "公民身份证号",
            "第4行与第2行重复（公民身份证号相同），请只保留一行",
            "Row 4 repeats row 2 (the same 公民身份证号); keep one of them",
        )
    ]


def test_the_same_person_on_two_days_is_no_repetition():
    headers = "姓名 公民身份证号 所在党支部 发展环节 环节状态 发生日期"
    step = CATALOGUE.code_lists["step_kind"].codes
    status = CATALOGUE.code_lists["step_status"].codes
    cells = ("张三", NUMBER, "甲支部", next(iter(step.values())).zh, next(iter(status.values())).zh)
    parsed = parse_rows(mapped("admissions", headers, (*cells, date(2020, 1, 1)), (*cells, date(2021, 1, 1))))

    assert parsed.issues == []


ORGANISATIONS = "党组织代码 党组织名称 组织类别 单位名称 单位代码 单位性质类别"


def organisations(*rows: tuple) -> list[tuple]:
    return told(parse_rows(mapped("organisations", ORGANISATIONS, *rows)).issues)


def test_an_organisation_with_two_units_has_two_rows_but_not_twice_the_same():
    first, second = ("甲村", "01", "行政村"), ("乙村", "02", "行政村")
    joint = ("A1", "联合支部", "联合党支部")

    assert organisations((*joint, *first), (*joint, *second)) == []
    assert organisations((*joint, *first), (*joint, *second), (*joint, *first)) == [
        (4, 0, "第4行与第2行重复（党组织代码相同），请只保留一行")
    ]


def test_brackets_and_digits_are_made_narrow_and_the_marks_of_a_sentence_stay():
    (row,) = member("家庭住址", "东街１２号（北院），门前有槐树；进门左转：二楼！", branch="甲支部（筹）").rows

    assert row.values["person.address"] == "东街12号(北院)，门前有槐树；进门左转：二楼！"
    assert "甲支部(筹)" in row.values.values()
