"""What is read from ordinary files, however they were written."""

from datetime import date

import pytest

from tests.exchange.workbook_files import old_workbook, opened, saved, with_part, workbook
from zugong.exchange.reading import BadCell, Merge, RawTable, read_table
from zugong.exchange.reading.archive import error_cell, uncomputed_cell

SHEET = "xl/worksheets/sheet1.xml"
ROWS = [("姓名", "出生日期", "人数"), ("张三", date(1980, 5, 1), 3.0)]


def test_a_workbook_is_read_without_the_empty_rows_and_columns_around_it():
    content = workbook([[], [], *ROWS, [" "], [None, None, None, " "]], name="党员")

    assert read_table(content, "a.xlsx") == [RawTable("党员", ROWS, 3)]


def test_a_path_is_read_like_its_bytes(tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook(ROWS))

    assert read_table(file, "a.xlsx") == read_table(str(file), "a.xlsx") == [RawTable("Sheet1", ROWS, 1)]


def test_formatted_but_empty_rows_down_to_the_last_one_are_dropped():
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(4, 1_048_577, 4))
    content = with_part(
        workbook(ROWS), SHEET, lambda part: part.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    )

    assert read_table(content, "a.xlsx") == [RawTable("Sheet1", ROWS, 1)]


def test_a_stated_dimension_is_not_believed():
    content = with_part(workbook(ROWS), SHEET, lambda part: part.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"'))

    assert read_table(content, "a.xlsx") == [RawTable("Sheet1", ROWS, 1)]


def test_merged_ranges_are_told():
    content = workbook([["转出", None], ["姓名", "单位"]], merged=["A1:B1"])

    assert read_table(content, "a.xlsx")[0].merged == (Merge(1, 0, 1, 1),)


def test_hidden_and_empty_sheets_are_left_out_and_a_hidden_one_is_read_when_asked_for():
    book = opened(workbook(ROWS))
    book.create_sheet("代码").append(["男"])
    book["代码"].sheet_state = "hidden"
    book.create_sheet("Sheet3")
    book.create_chartsheet("图")

    names = [table.sheet_name for table in read_table(saved(book), "a.xlsx")]

    assert names == ["Sheet1"]
    assert read_table(saved(book), "a.xlsx", sheet="代码") == [RawTable("代码", [("男",)], 1)]


def test_error_values_and_formulas_that_were_never_computed_are_bad_cells():
    def formulas(part: bytes) -> bytes:
        cells = b'<row r="3"><c r="A3" t="e"><f>B9</f><v>#REF!</v></c><c r="B3"><f>1+1</f><v/></c>'
        cells += b'<c r="C3"><f>1+2</f><v>3</v></c><c r="D3" t="str"><f>""</f><v></v></c></row>'
        return part.replace(b"</sheetData>", cells + b"</sheetData>")

    table = read_table(with_part(workbook(ROWS), SHEET, formulas), "a.xlsx")[0]

    assert table.rows[2] == (error_cell("#REF!"), uncomputed_cell("=1+1"), 3.0)
    assert table.rows[2][0] == BadCell(
        "#REF!",
        "单元格里是公式错误“#REF!”，不是数据；请改正公式或直接填写数据",
        "The cell holds the formula error #REF!, no value; correct the formula or write the value",
    )


def test_an_old_xls_is_read_with_its_error_values():
    content = old_workbook([["姓名", "年龄"], ["张三", 12.0], ["李四", 0.0]], name="党员", error_at=(2, 1))

    assert read_table(content, "a.xls") == [
        RawTable("党员", [("姓名", "年龄"), ("张三", 12.0), ("李四", error_cell("#REF!"))], 1)
    ]


def test_an_old_xls_under_the_name_of_a_new_one_is_read_for_what_it_is():
    assert read_table(old_workbook([["姓名"]]), "a.xlsx") == [RawTable("Sheet1", [("姓名",)], 1)]


def test_a_workbook_with_macros_is_read_and_its_macros_are_not_looked_at():
    content = with_part(
        workbook(ROWS),
        "[Content_Types].xml",
        lambda part: part.replace(b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"),
    )

    assert read_table(content, "a.xlsm") == [RawTable("Sheet1", ROWS, 1)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_texts_in_every_encoding_and_with_every_delimiter(encoding, delimiter):
    text = "\r\n".join(delimiter.join(cells) for cells in (["姓名", "籍贯"], ["张三", '"山西，运城"'], ["", ""]))

    assert read_table(text.encode(encoding), "党员.csv") == [
        RawTable("党员", [("姓名", "籍贯"), ("张三", "山西，运城")], 1)
    ]


def test_text_between_tabs_that_a_system_calls_xls():
    assert read_table("姓名\t性别\n张三\t男\n".encode("gb18030"), "党员.xls") == [
        RawTable("党员", [("姓名", "性别"), ("张三", "男")], 1)
    ]


def test_numbers_that_a_text_file_keeps_as_text_are_only_their_digits():
    text = "sep=,\n号码,加号\n=\"0012\",'+86\n'0034,'\n"

    assert read_table(text.encode(), "a.csv") == [RawTable("a", [("号码", "加号"), ("0012", "+86"), ("0034", "'")], 2)]
