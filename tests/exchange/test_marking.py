"""The officer's own workbook comes back with what is wrong marked in it, and otherwise as it was."""

from datetime import date

from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from tests.exchange.workbook_files import old_workbook, opened, with_part, workbook
from zugong.exchange.marking import AUTHOR, mark_errors
from zugong.exchange.parsing import CellIssue

SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["党员花名册", None], ["姓名", "性别"], ["张三", "难"], ["李四", "男"], ["王五", None]]
ISSUES = [
    CellIssue(3, 1, "性别", "“性别”不能是“难”", "Sex cannot be 难"),
    CellIssue(5, 1, "性别", "“性别”必须填写", "Sex must be filled in"),
    CellIssue(5, None, "", "=本行有问题", "=The row is wrong"),
]
RESULTS = [None, "导入结果", "“性别”不能是“难”", None, "“性别”必须填写；=本行有问题"]


def column(page, letter: str) -> list:
    return [cell.value for cell in page[letter]]


def coloured(page) -> list[str]:
    return [cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.fgColor.rgb == "00FFC7CE"]


def comments(page) -> dict[str, tuple]:
    return {
        cell.coordinate: (cell.comment.author, cell.comment.text)
        for row in page.iter_rows()
        for cell in row
        if cell.comment
    }


def test_wrong_cells_are_coloured_explained_and_summed_up_in_a_last_column():
    page = opened(mark_errors(workbook(ROWS, merged=["A1:B1"]), ISSUES, "zh-hans", header_row=2)).active

    assert column(page, "C") == RESULTS
    assert coloured(page) == ["B3", "B5"]
    assert comments(page) == {"B3": (AUTHOR, "“性别”不能是“难”"), "B5": (AUTHOR, "“性别”必须填写")}


def test_sentences_come_in_the_language_asked_for():
    page = opened(mark_errors(workbook(ROWS), ISSUES, "en", header_row=2)).active

    assert column(page, "C") == [
        None,
        "Import result",
        "Sex cannot be 难",
        None,
        "Sex must be filled in；=The row is wrong",
    ]


def test_what_is_written_is_text_even_where_it_begins_like_a_formula():
    page = opened(mark_errors(workbook(ROWS), [ISSUES[2]], "zh-hans", header_row=2)).active

    assert (page["C5"].value, page["C5"].data_type) == ("=本行有问题", "s")


def test_formatting_formulas_widths_comments_and_other_sheets_stay():
    def decorate(page):
        page["A3"].font = Font(bold=True, color="0000FF")
        page["A4"].fill = PatternFill("solid", fgColor="FFFF00")
        page["B3"].comment = Comment("请核对", "老李")
        page["A6"] = "=COUNTA(A3:A5)"
        page.column_dimensions["A"].width = 33
        page.parent.create_sheet("说明").append(["填表说明"])

    book = opened(mark_errors(workbook(ROWS, change=decorate), ISSUES[:1], "zh-hans", header_row=2))
    page = book["Sheet1"]

    assert (page["A3"].font.b, page["A3"].font.color.rgb, page["A4"].fill.fgColor.rgb) == (True, "000000FF", "00FFFF00")
    assert (page["A6"].value, page.column_dimensions["A"].width) == ("=COUNTA(A3:A5)", 33)
    assert comments(page) == {"B3": ("老李", "请核对")}
    assert column(book["说明"], "A") == ["填表说明"]


def test_marks_of_an_earlier_time_are_taken_off_and_the_last_column_is_used_again():
    once = mark_errors(workbook(ROWS), ISSUES, "zh-hans", header_row=2)

    page = opened(mark_errors(once, ISSUES[:1], "zh-hans", header_row=2)).active

    assert column(page, "C") == [None, "导入结果", "“性别”不能是“难”", None, None]
    assert (coloured(page), list(comments(page)), page.max_column) == (["B3"], ["B3"], 3)


def test_results_of_rows_without_issues_are_written_too():
    marked = mark_errors(workbook(ROWS), ISSUES, "zh-hans", header_row=2, results={3: "新增", 4: "新增"})

    assert column(opened(marked).active, "C") == [
        None,
        "导入结果",
        "“性别”不能是“难”",
        "新增",
        "“性别”必须填写；=本行有问题",
    ]


def test_the_sheet_that_the_issues_are_about_is_marked_and_no_other():
    def second(page):
        other = page.parent.create_sheet("党员")
        for row in ROWS:
            other.append(row)

    book = opened(mark_errors(workbook(ROWS, change=second), ISSUES, "zh-hans", sheet_name="党员", header_row=2))

    assert (column(book["党员"], "C"), book["Sheet1"].max_column) == (RESULTS, 2)


def test_an_old_xls_comes_back_as_a_new_workbook_with_the_same_cells():
    page = opened(mark_errors(old_workbook(ROWS), ISSUES, "zh-hans", filename="a.xls", header_row=2)).active

    assert [column(page, letter) for letter in "ABC"] == [
        ["党员花名册", "姓名", "张三", "李四", "王五"],
        [None, "性别", "难", "男", None],
        RESULTS,
    ]
    assert [cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFFFC7CE"] == [
        "B3",
        "B5",
    ]
    assert list(comments(page)) == ["B3", "B5"]


def test_a_text_file_comes_back_as_a_workbook_with_its_cells_as_text():
    content = "党员花名册,\n姓名,性别\n=1+1,难\n".encode("gb18030")

    page = opened(mark_errors(content, ISSUES[:1], "zh-hans", filename="党员.csv", header_row=2))["党员"]

    assert [[(cell.value, cell.data_type) for cell in row] for row in page.iter_rows(min_row=3)] == [
        [("=1+1", "s"), ("难", "s"), ("“性别”不能是“难”", "s")]
    ]


def test_a_workbook_that_openpyxl_cannot_keep_is_written_anew():
    rows = [["姓名", "日期"], ["张三", date(2020, 1, 1)]]
    broken = with_part(workbook(rows), "xl/styles.xml", lambda part: part.replace(b"<cellXfs", b"<cellXfsX"))

    page = opened(mark_errors(broken, [CellIssue(2, 0, "姓名", "不对", "wrong")], "zh-hans")).active

    assert column(page, "C") == ["导入结果", "不对"]
