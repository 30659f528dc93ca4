"""Where the header of a table stands, in the forms in which tables circulate."""

import pytest

from tests.exchange.workbook_files import workbook
from zugong.dictionary.catalogue import installed_catalogue
from zugong.exchange.headers import HeaderGuess, find_header, normal_header, without_note
from zugong.exchange.reading import read_table
from zugong.exchange.reading.errors import HeaderNotFound

SHEETS = installed_catalogue("national").all_sheets()
PERSON = ["张三", "14272919800501001X", "男", "汉族"]


def header_of(content: bytes, filename: str = "a.xlsx") -> HeaderGuess:
    return find_header(read_table(content, filename)[0], SHEETS)


def place(guess: HeaderGuess) -> tuple:
    return guess.first_row, guess.last_row, guess.body_row


@pytest.mark.parametrize(
    "written",
    [
        "姓名",
        " 姓 名 ",
        "*姓名",
        "＊姓名",
        "姓名*",
        "姓名（必填）",
        "姓名【必填】",
        "姓名：",
        "1、姓名",
        "（1）姓名",
        "姓\n名",
    ],
)
def test_the_same_header_in_many_copies(written):
    assert normal_header(written) == "姓名"


def test_a_unit_or_note_at_the_end_can_be_left_out():
    assert without_note(normal_header("金额（元）")) == "金额"
    assert without_note(normal_header("面积(平方米)")) == "面积"


def test_a_header_in_the_first_row():
    guess = header_of(workbook([["姓名", "身份证号", "性别", "民族"], PERSON]))

    assert place(guess) == (1, 1, 2)
    assert guess.paths == (("姓名",), ("身份证号",), ("性别",), ("民族",))
    assert guess.samples == (("张三",), ("14272919800501001X",), ("男",), ("汉族",))


def test_titles_statements_and_units_of_count_above_the_header():
    rows = [
        ["某县党员花名册", None, None, None],
        ["填报单位：某镇党委", None, "填报时间：2024年1月", None],
        [None, None, None, "单位：人"],
        ["姓名", "身份证号", "性别", "民族"],
        PERSON,
    ]
    guess = header_of(workbook(rows, merged=["A1:D1"]))

    assert place(guess) == (4, 4, 5)
    assert guess.title == "某县党员花名册 填报单位:某镇党委 填报时间:2024年1月 单位:人".replace(":", "：")


def test_marks_and_numbers_of_columns_under_the_header():
    rows = [["姓名", "身份证号", "性别", "民族"], ["必填", "必填", "选填", None], [1, 2, 3, 4], PERSON]
    guess = header_of(workbook(rows))

    assert (place(guess), guess.marks) == ((1, 1, 4), (2, 3))


def test_marks_above_the_header():
    rows = [["必填", "必填", "选填", "选填"], ["姓名", "身份证号", "性别", "民族"], PERSON]

    assert place(header_of(workbook(rows))) == (2, 2, 3)


def test_two_header_rows_with_merged_cells_give_paths():
    rows = [
        ["姓名", "转出", None, "转入", None],
        [None, "党支部", "时间", "党支部", "时间"],
        ["张三", "甲", "2020", "乙", "2021"],
    ]
    guess = header_of(workbook(rows, merged=["A1:A2", "B1:C1", "D1:E1"]))

    assert place(guess) == (1, 2, 3)
    assert guess.paths == (("姓名",), ("转出", "党支部"), ("转出", "时间"), ("转入", "党支部"), ("转入", "时间"))


def test_two_header_rows_of_a_text_file_give_the_same_paths():
    text = "姓名,转出,,转入,\n,党支部,时间,党支部,时间\n张三,甲,2020,乙,2021\n"
    guess = header_of(text.encode(), "a.csv")

    assert place(guess) == (1, 2, 3)
    assert guess.paths == (("姓名",), ("转出", "党支部"), ("转出", "时间"), ("转入", "党支部"), ("转入", "时间"))


def test_three_header_rows_below_a_title():
    rows = [
        ["党员花名册", None, None, None, None],
        ["序号", "基本情况", None, None, "备注"],
        [None, "姓名", "身份", None, None],
        [None, None, "性别", "民族", None],
        [1, "张三", "男", "汉族", None],
    ]
    merged = ["A1:E1", "A2:A4", "B2:D2", "E2:E4", "B3:B4", "C3:D3"]
    guess = header_of(workbook(rows, merged=merged))

    assert place(guess) == (2, 4, 5)
    assert guess.paths == (
        ("序号",),
        ("基本情况", "姓名"),
        ("基本情况", "身份", "性别"),
        ("基本情况", "身份", "民族"),
        ("备注",),
    )


def test_a_header_of_unknown_words_is_the_first_full_row_of_words():
    rows = [["某某台账", None, None], ["甲乙", "丙丁", "戊己"], ["子", "丑", 3]]

    assert place(header_of(workbook(rows))) == (2, 2, 3)


def test_a_table_of_numbers_has_no_header():
    with pytest.raises(HeaderNotFound) as raised:
        header_of(workbook([[1, 2, 3], [4, 5, 6]]))

    assert [raised.value.sentence("zh-hans"), raised.value.sentence("en")] == [
        "工作表“Sheet1”的前40行里找不到表头；请确认列名在同一行，且表头在数据上方",
        "No header was found in the first 40 rows of sheet Sheet1; put the column names in one row above the rows",
    ]
