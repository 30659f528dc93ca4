"""Files that are no tables, or are made to hurt: each is refused with its own sentence, before anything is parsed."""

import io
import re
import zipfile

import pytest
from openpyxl import Workbook

from tests.exchange.workbook_files import archive, compound_file, old_workbook, saved, with_part, workbook
from zugong.exchange.reading import read_table
from zugong.exchange.reading.errors import UnreadableFile

SHEET = "xl/worksheets/sheet1.xml"
TABLE = workbook([["姓名", "性别"], ["张三", "男"]])


def refusal(content: bytes, filename: str, **options) -> list[str]:
    """The code and both sentences with which the file is refused."""
    with pytest.raises(UnreadableFile) as raised:
        read_table(content, filename, **options)
    return [raised.value.code, raised.value.sentence("zh-hans"), raised.value.sentence("en")]


def with_cells(cells: str) -> bytes:
    """A workbook with these cells put before its own."""
    return with_part(TABLE, SHEET, lambda part: part.replace(b"<sheetData>", b"<sheetData>" + cells.encode()))


def test_an_empty_file():
    assert refusal(b"", "党员.xlsx") == [
        "exchange.empty_file",
        "“党员.xlsx”里没有任何内容；请确认选对了文件，填好后再上传",
        "党员.xlsx is empty; check that it is the right file and upload it once it is filled in",
    ]


def test_a_workbook_without_a_value():
    assert refusal(saved(Workbook()), "党员.xlsx")[0] == "exchange.empty_file"


def test_a_workbook_whose_cells_hold_only_spaces():
    assert refusal(workbook([["  ", "\n"]]), "党员.xlsx")[0] == "exchange.empty_file"


@pytest.mark.parametrize(
    ("content", "kind_zh", "kind"),
    [
        (archive({"word/document.xml": "<w/>"}), "Word 文档", "a Word document"),
        (archive({"ppt/presentation.xml": "<p/>"}), "演示文稿", "a presentation"),
        (archive({"名单.txt": "张三"}), "压缩包", "an archive"),
        (compound_file({"WordDocument": b"text"}), "Word 文档", "a Word document"),
        (b"%PDF-1.7 ...", "PDF 文件", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n...", "图片", "a picture"),
        (b"\xff\xd8\xff\xe0...", "图片", "a picture"),
        (bytes(range(256)) * 4, "认不出来的内容", "something that is not recognised"),
    ],
)
def test_something_else_under_the_name_of_a_workbook(content, kind_zh, kind):
    assert refusal(content, "党员.xlsx") == [
        "exchange.not_a_table",
        f"“党员.xlsx”不是电子表格，而是{kind_zh}；请上传 .xlsx、.xls 或 .csv 文件",
        f"党员.xlsx is no spreadsheet but {kind}; upload an .xlsx, .xls or .csv file",
    ]


def test_random_bytes_under_the_name_of_a_text():
    assert refusal(bytes(range(256)) * 4, "党员.csv")[0] == "exchange.not_a_table"


def test_a_web_page_saved_as_xls():
    page = "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>姓名</td></tr></table></html>"

    assert refusal(page.encode(), "党员.xls") == [
        "exchange.html_table",
        "“党员.xls”其实是网页，不是电子表格；请用 Excel 或 WPS 打开它，另存为 .xlsx 后再上传",
        "党员.xls is a web page and no spreadsheet; open it in Excel or WPS, save it as .xlsx and upload that",
    ]


@pytest.mark.parametrize(
    ("content", "kind_zh", "kind"),
    [
        (archive({"xl/workbook.bin": b"x"}), "二进制工作簿（.xlsb）", "a binary workbook (.xlsb)"),
        (archive({"content.xml": "<x/>"}), "开放文档表格（.ods）", "an OpenDocument sheet (.ods)"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "XML 表格（2003）",
            "an XML spreadsheet (2003)",
        ),
    ],
)
def test_a_spreadsheet_of_another_kind(content, kind_zh, kind):
    assert refusal(content, "党员.xls") == [
        "exchange.other_spreadsheet",
        f"“党员.xls”是{kind_zh}，这里不能读；请用 Excel 或 WPS 打开它，另存为 .xlsx 后再上传",
        f"党员.xls is {kind}, which is not read here; open it in Excel or WPS, save it as .xlsx and upload that",
    ]


def test_a_workbook_with_a_password():
    locked = compound_file({"EncryptedPackage": b"secret", "EncryptionInfo": b"AES"})

    assert refusal(locked, "党员.xlsx") == [
        "exchange.encrypted_workbook",
        "“党员.xlsx”设了打开密码；请用 Excel 或 WPS 去掉密码、保存后再上传",
        "党员.xlsx is protected by a password; remove the password in Excel or WPS, save it and upload it again",
    ]


def test_an_old_workbook_with_a_password():
    globals_with_filepass = b"\x09\x08\x10\x00" + bytes.fromhex("0006 0500 0000 0000 00000000 00000000")
    locked = compound_file({"Workbook": globals_with_filepass + b"\x2f\x00\x06\x00" + bytes(6) + b"\x0a\x00\x00\x00"})

    assert refusal(locked, "党员.xls")[0] == "exchange.encrypted_workbook"


@pytest.mark.parametrize(
    "content",
    [TABLE[: len(TABLE) // 2], TABLE[:100], b"PK\x03\x04", old_workbook([["姓名"]])[:1500]],
    ids=["half", "a hundred bytes", "four bytes", "old"],
)
def test_a_file_that_was_cut_short(content):
    assert refusal(content, "党员.xlsx") == [
        "exchange.damaged_workbook",
        "“党员.xlsx”已损坏或没有传完整；请用 Excel 或 WPS 打开检查，另存为 .xlsx 后再上传",
        "党员.xlsx is damaged or incomplete; open it in Excel or WPS to check, save it as .xlsx and upload that",
    ]


def test_a_file_larger_than_may_be_uploaded():
    assert refusal(b"PK\x03\x04" + bytes(70 * 1024 * 1024), "党员.xlsx") == [
        "exchange.file_too_large",
        "“党员.xlsx”有70MB，最多64MB；请删去图片和无关的工作表，或分成几个文件",
        "党员.xlsx has 70 MB, at most 64 MB are read; remove pictures and other sheets, or split the file",
    ]


def zip_bomb() -> bytes:
    return with_part(TABLE, "xl/styles.xml", lambda part: part + b" " * (300 * 1024 * 1024))


def test_a_zip_bomb_that_states_its_size():
    assert refusal(zip_bomb(), "党员.xlsx") == [
        "exchange.unpacks_too_large",
        "“党员.xlsx”解压后超过256MB，不像正常的表格，未予读取；请把需要的内容复制到新表格后再上传",
        "党员.xlsx unpacks to more than 256 MB, which no ordinary workbook does, and was not read; copy what is"
        " needed into a new workbook and upload that",
    ]


def test_a_zip_bomb_that_states_a_small_size():
    bomb = bytearray(zip_bomb())
    with zipfile.ZipFile(io.BytesIO(bytes(bomb))) as file:
        true_size = file.getinfo("xl/styles.xml").file_size.to_bytes(4, "little")
    lying = bytes(bomb).replace(true_size, (1000).to_bytes(4, "little"))

    assert refusal(lying, "党员.xlsx")[0] == "exchange.unpacks_too_large"


def test_a_zip_of_very_many_parts():
    with zipfile.ZipFile(io.BytesIO(TABLE)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    many = archive({**parts, **{f"xl/media/{number}.png": b"" for number in range(6000)}})

    assert refusal(many, "党员.xlsx") == [
        "exchange.too_many_parts",
        f"“党员.xlsx”内部有{6000 + len(parts)}个部件，最多5000个，未予读取；请把需要的内容复制到新表格后再上传",
        f"党员.xlsx has {6000 + len(parts)} parts inside, at most 5000 are read; copy what is needed into a new workbook"
        " and upload that",
    ]


def test_xml_entities():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    hostile = with_part(TABLE, SHEET, lambda part: bomb + part)

    assert refusal(hostile, "党员.xlsx") == [
        "exchange.xml_entities",
        "“党员.xlsx”内部（xl/worksheets/sheet1.xml）含有实体声明，正常的表格没有，可能是恶意文件，未予读取；请把内容复制到新表格后再上传",
        "党员.xlsx declares XML entities inside (xl/worksheets/sheet1.xml), which no ordinary workbook does, and was not"
        " read; copy the content into a new workbook and upload that",
    ]


def test_xml_entities_in_utf_16():
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "a">]><x/>'
    hostile = with_part(TABLE, "xl/styles.xml", lambda part: text.encode("utf-16"))

    assert refusal(hostile, "党员.xlsx")[0] == "exchange.xml_entities"


def test_a_value_far_below_the_table():
    far = with_cells('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')

    assert refusal(far, "党员.xlsx") == [
        "exchange.too_many_rows",
        "工作表“Sheet1”直到第1048576行还有内容，最多读取300000行；请删去多余的内容，或分成几个文件",
        "Sheet Sheet1 has values as far down as row 1048576, at most 300000 rows are read; delete what is not needed,"
        " or split the file",
    ]


def test_a_value_far_to_the_right_of_the_table():
    far = with_cells('<row r="1"><c r="XFD1"><v>1</v></c></row>')

    assert refusal(far, "党员.xlsx") == [
        "exchange.too_many_columns",
        "工作表“Sheet1”直到XFD列还有内容，最多读取512列；请删去多余的列",
        "Sheet Sheet1 has values as far as column XFD, at most 512 columns are read; delete the others",
    ]


def test_values_in_far_corners():
    far = with_cells('<row r="1"><c r="SA1"><v>1</v></c></row><row r="299999"><c r="A299999"><v>1</v></c></row>')

    assert refusal(far, "党员.xlsx") == [
        "exchange.spread_too_wide",
        "工作表“Sheet1”的内容散布在299999行、495列的范围里，太大；请删去表格之外的零星内容",
        "The values of sheet Sheet1 are spread over 299999 rows and 495 columns, too large an area; delete what stands"
        " outside the table",
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='XFD1048576'><v>1</v></c>",
        '<c r = "XFD1048576"><v>1</v></c>',
        '<c r="XFD1048576" r="A1"><v>1</v></c>',
        '<c x=">" r="XFD1048576"><v>1</v></c>',
        '<c r="&#88;FD1048576"><v>1</v></c>',
        '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="XFD1048576"><x:v>1</x:v></x:c>',
        f'<c s="{"0" * 900}" r="XFD1048576"><v>1</v></c>',
    ],
)
def test_a_far_cell_in_an_unusual_notation(cell):
    assert re.match(
        "exchange.(too_many_rows|damaged_workbook)", refusal(with_cells(f"<row>{cell}</row>"), "党员.xlsx")[0]
    )


def test_a_far_row_of_cells_without_places():
    far = with_cells('<row r="1048576"><c><v>1</v></c></row>')

    assert refusal(far, "党员.xlsx")[0] == "exchange.too_many_rows"


def test_a_sheet_that_is_not_there():
    assert refusal(TABLE, "党员.xlsx", sheet="党员") == [
        "exchange.no_such_sheet",
        "“党员.xlsx”里没有名为“党员”的工作表，现有：Sheet1",
        "党员.xlsx has no sheet '党员'; it has: Sheet1",
    ]


def test_a_text_in_no_known_encoding():
    assert refusal("姓名,性别\n张三,男\n".encode("gb18030") + b"\xff\xff\n", "党员.csv") == [
        "exchange.unreadable_text",
        "“党员.csv”的文字编码认不出来（既不是 UTF-8 也不是 GB18030）；请另存为 .xlsx 后再上传",
        "党员.csv is neither UTF-8 nor GB18030 text; save it as .xlsx and upload that",
    ]


def test_a_text_with_a_quotation_mark_that_never_ends():
    assert refusal('姓名,备注\n张三,"好\n李四,好\n'.encode(), "党员.csv") == [
        "exchange.unbalanced_quotes",
        "“党员.csv”第3行附近的引号不成对，无法分列；请改正引号，或另存为 .xlsx 后再上传",
        "Around line 3 of 党员.csv a quotation mark has no partner; correct it, or save the file as .xlsx and upload that",
    ]


def test_a_text_of_too_many_rows():
    assert refusal(b"1\n" * 300_001, "党员.csv") == [
        "exchange.too_many_rows",
        "工作表“党员”直到第300001行还有内容，最多读取300000行；请删去多余的内容，或分成几个文件",
        "Sheet 党员 has values as far down as row 300001, at most 300000 rows are read; delete what is not needed, or"
        " split the file",
    ]
