"""What is written can be read again as it was, and nothing that somebody typed becomes a formula."""

import io
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.workbook_files import opened
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import Column, Field, Sheet
from zugong.dictionary.fieldtypes import FIELD_TYPES
from zugong.dictionary.fieldtypes.base import cell_text
from zugong.dictionary.fieldtypes.sealed import identity_check_character
from zugong.exchange import exporting
from zugong.exchange.exporting import export_csv, export_rows, template, worksheet_name
from zugong.exchange.headers import find_header
from zugong.exchange.mapping import propose
from zugong.exchange.reading import RawTable, read_table
from zugong.exchange.row_checks import parse_rows
from zugong.exchange.source_rows import map_table
from zugong.kernel.time import PartialDate

CATALOGUE = installed_catalogue("national")
DAYS = st.dates(date(1910, 1, 2), date(2100, 12, 31))
WORDS = st.text(st.characters(categories=("Lu", "Ll", "Nd"), max_codepoint=0x2FF), min_size=1, max_size=30).map(
    cell_text
)
TEXTS = st.one_of(WORDS, st.sampled_from(("=1+1", "+86", "-甲", "@甲", "甲,乙", '甲"乙"', "0012", "1e5", "TRUE")))


def identity(born: date, serial: int) -> str:
    text = f"142729{born:%Y%m%d}{serial:03d}"
    return text + identity_check_character(text)


VALUES = {
    "text": TEXTS,
    "ref": TEXTS,
    "sealed_text": TEXTS,
    "code": st.sampled_from(sorted(CATALOGUE.code_lists["education"].codes)),
    "yes_no": st.booleans(),
    "integer": st.integers(-(10**14), 10**14),
    "money": st.integers(-(10**13), 10**13),
    "day": DAYS,
    "date": DAYS.flatmap(lambda day: st.sampled_from([PartialDate(day.isoformat()[:length]) for length in (4, 7, 10)])),
    "identity_number": st.builds(identity, DAYS, st.integers(0, 999)),
    "phone": st.sampled_from(("13800000000", "0359-6522222", "+86 13800000000", "6522222转801")),
}


def column_of(type_name: str) -> Column:
    codes = CATALOGUE.code_lists["education"] if type_name == "code" else None
    field = Field(type_name, f"列{type_name}", f"Column {type_name}", FIELD_TYPES[type_name], codes=codes)
    return Column(field.zh, field.en, (), "thing", (type_name,), field)


EVERY_TYPE = Sheet("things", "各种值", "Things", ("thing",), "", tuple(column_of(name) for name in FIELD_TYPES))
ROWS = st.lists(
    st.fixed_dictionaries({}, optional={column.key: VALUES[column.field.type.name] for column in EVERY_TYPE.columns}),
    max_size=8,
)


def written(write, sheet: Sheet, rows, **options) -> bytes:
    stream = io.BytesIO()
    write(sheet, iter(rows), stream, **options)
    return stream.getvalue()


def read_back(content: bytes, filename: str, sheet: Sheet) -> list[dict]:
    values = []
    for table in read_table(content, filename):
        header = find_header(table, [sheet])
        mapped = map_table(table, header, propose(header, [sheet])[0])
        parsed = parse_rows(mapped)
        assert parsed.issues == []
        values += [row.values for row in parsed.rows]
    return values


def test_every_field_type_has_values_here():
    assert set(VALUES) == set(FIELD_TYPES)


@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_exported_values_of_every_type_are_read_back_from_a_workbook(rows):
    assert read_back(written(export_rows, EVERY_TYPE, rows), "a.xlsx", EVERY_TYPE) == [row for row in rows if row]


@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_exported_values_of_every_type_are_read_back_from_a_text_file(rows):
    assert read_back(written(export_csv, EVERY_TYPE, rows), "a.csv", EVERY_TYPE) == [row for row in rows if row]


MEMBERS = CATALOGUE.sheet("members")
PERSON = {
    "person.name": "=cmd|'/c calc'!A1",
    "person.identity_number": identity(date(1980, 5, 1), 21),
    "person.sex": "male",
    "person.born_on": PartialDate("1980-05-01"),
    "membership.joined_on": PartialDate("2001-07"),
    "membership.organisation": "甲支部",
    "membership.category": "full",
    "membership.mobile": False,
}


def test_an_export_has_the_exact_columns_text_for_numbers_real_dates_and_words_for_codes():
    page = opened(written(export_rows, MEMBERS, [PERSON]))["党员基本信息采集表"]

    assert [cell.value for cell in page[1]] == [
        *(
            "姓名",
            "所在党支部",
            "公民身份证号",
            "性别",
            "民族",
            "出生日期",
            "学历",
            "人员类别",
            "加入党组织日期",
            "转为正式党员日期",
        ),
        *(
            "工作岗位",
            "手机号",
            "固定电话",
            "家庭住址",
            "党籍状态",
            "是否为失联党员",
            "失去联系日期",
            "是否为流动党员",
            "外出流向",
        ),
    ]
    assert {cell.column_letter: (cell.value, cell.data_type) for cell in page[2] if cell.value is not None} == {
        "A": ("=cmd|'/c calc'!A1", "s"),
        "B": ("甲支部", "s"),
        "C": (PERSON["person.identity_number"], "s"),
        "D": ("男", "s"),
        "F": (page["F2"].value, "d"),
        "H": ("正式党员", "s"),
        "I": ("2001-07", "s"),
        "R": ("否", "s"),
    }
    assert (page["C2"].number_format, page["F2"].value.date()) == ("@", date(1980, 5, 1))


def test_a_csv_marks_as_text_what_a_spreadsheet_would_run():
    rows = written(export_csv, MEMBERS, [PERSON], language="en").decode("utf-8-sig").splitlines()

    assert rows[0].startswith("Name,Branch,Identity number,Sex,")
    assert rows[1].startswith("'=cmd|'/c calc'!A1,甲支部,")


def test_rows_beyond_a_worksheet_go_on_to_the_next(monkeypatch):
    monkeypatch.setattr(exporting, "_ROWS_OF_A_SHEET", 3)
    rows = [{**PERSON, "person.name": name} for name in ("甲", "乙", "丙", "丁", "戊")]

    tables = read_table(written(export_rows, MEMBERS, rows), "a.xlsx")

    assert [(table.sheet_name, [row[0] for row in table.rows]) for table in tables] == [
        ("党员基本信息采集表", ["姓名", "甲", "乙"]),
        ("党员基本信息采集表（2）", ["姓名", "丙", "丁"]),
        ("党员基本信息采集表（3）", ["姓名", "戊"]),
    ]


def test_the_count_of_written_rows_comes_back():
    assert [write(MEMBERS, iter([PERSON] * 3), io.BytesIO()) for write in (export_rows, export_csv)] == [3, 3]


def test_a_template_names_what_must_be_filled_in_and_offers_the_codes():
    book = opened(template(MEMBERS))
    page = book["党员基本信息采集表"]
    lists = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}

    assert [cell.value for cell in page[2]][:5] == ["必填", "必填", "必填", "选填", "选填"]
    assert (book["代码"].sheet_state, lists["D3:D2001"]) == (
        "hidden",
        f"'代码'!$A$1:$A${len(CATALOGUE.code_lists['sex'].codes)}",
    )
    assert [cell.value for cell in book["代码"]["A"] if cell.value] == [
        code.zh for code in CATALOGUE.code_lists["sex"].codes.values()
    ]
    assert page["C3"].number_format == "General"  # the format is the column's
    assert page.column_dimensions["C"].number_format == "@"


def test_a_template_is_read_as_an_empty_table_of_its_sheet():
    table = read_table(template(MEMBERS), "a.xlsx")[0]
    header = find_header(table, CATALOGUE.all_sheets())
    found = propose(header, CATALOGUE.all_sheets())[0]

    assert (found.sheet.code, found.missing, map_table(table, header, found).rows) == ("members", (), [])


def test_names_of_worksheets_are_such_as_workbooks_allow():
    assert worksheet_name("甲[乙]:*?/\\丙") == "甲·乙······丙"
    assert worksheet_name("甲" * 40, 12) == "甲" * 27 + "（12）"


def test_an_export_is_read_as_a_plain_table():
    assert read_table(written(export_rows, MEMBERS, []), "a.xlsx") == [
        RawTable("党员基本信息采集表", [tuple(column.header for column in MEMBERS.columns)], 1)
    ]
