"""Which sheet a table is, which column is which, and which rows are records."""

import random

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.workbook_files import workbook
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import Sheet
from zugong.exchange.headers import HeaderGuess, find_header, header_words, normal_header
from zugong.exchange.mapping import Proposal, Reason, propose
from zugong.exchange.reading import read_table
from zugong.exchange.remembering import remember_mapping, remembered_mappings
from zugong.exchange.source_rows import map_table
from zugong.offices.models import User

CATALOGUE = installed_catalogue("national")
SHEETS = CATALOGUE.all_sheets()
NUMBER = "11010519491231002X"


def guess(rows, **options) -> HeaderGuess:
    return find_header(read_table(workbook(rows, **options), "a.xlsx")[0], SHEETS)


def best(rows, **options) -> Proposal:
    return propose(guess(rows, **options), SHEETS)[0]


def keys(proposal: Proposal) -> dict[int, str]:
    return {index: column.key for index, column in proposal.chosen().items()}


def words_that_tell(sheet: Sheet) -> dict[str, list[str]]:
    """The words of each column that no other column of the sheet has too."""
    words = {column.key: {normal_header(word) for word in header_words(column)} for column in sheet.columns}
    return {
        key: sorted(own - set().union(*(other for other_key, other in words.items() if other_key != key)))
        for key, own in words.items()
    }


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_order_of_the_columns_and_any_circulating_header_give_the_same_mapping(data):
    sheet = data.draw(st.sampled_from(SHEETS))
    words = words_that_tell(sheet)
    order = data.draw(st.permutations([column.key for column in sheet.columns if words[column.key]]))
    headers = [data.draw(st.sampled_from(words[key])) for key in order]

    found = {p.sheet.code: p for p in propose(guess([headers, ["甲"] * len(headers)]), SHEETS)}[sheet.code]

    assert keys(found) == dict(enumerate(order))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.code)
def test_a_table_with_the_headers_of_a_sheet_is_recognised_as_that_sheet(sheet):
    headers = [column.header for column in sheet.columns]
    random.Random(sheet.code).shuffle(headers)

    found = best([headers, ["甲"] * len(headers)])

    assert (found.sheet.code, found.unknown, found.missing, found.score) == (sheet.code, {}, (), 1.0)


def test_the_export_of_the_statistics_system_is_a_table_of_members():
    headers = [
        *(
            "姓名",
            "身份证号码",
            "性别",
            "出生日期",
            "民族",
            "籍贯",
            "年龄",
            "学历",
            "学位",
            "毕业院校",
            "专业",
            "入党时间",
        ),
        *(
            "转正日期",
            "工作岗位",
            "从事专业技术职务",
            "新的社会阶层",
            "人员类别",
            "是否农民工",
            "手机号码",
            "联系电话",
            "所在党支部",
        ),
        *("联合支部单位名称", "档案所在单位", "户籍所在地", "现居住地", "失去联系情形", "失去联系日期", "信息完整度"),
    ]

    found = best([headers, ["甲"] * len(headers)])

    assert found.sheet.code == "members"
    assert {headers[index]: key for index, key in keys(found).items()} == {
        "姓名": "person.name",
        "身份证号码": "person.identity_number",
        "性别": "person.sex",
        "出生日期": "person.born_on",
        "民族": "person.ethnicity",
        "学历": "person.education",
        "入党时间": "membership.joined_on",
        "转正日期": "membership.full_on",
        "工作岗位": "person.occupation",
        "人员类别": "membership.category",
        "手机号码": "person.mobile_phone",
        "联系电话": "person.landline",
        "所在党支部": "membership.organisation",
        "现居住地": "person.address",
        "失去联系情形": "membership.lost",
        "失去联系日期": "membership.lost_on",
    }
    assert list(found.unknown.values()) == [
        *("籍贯", "年龄", "学位", "毕业院校", "专业", "从事专业技术职务", "新的社会阶层", "是否农民工"),
        *("联合支部单位名称", "档案所在单位", "户籍所在地", "信息完整度"),
    ]


def test_missing_required_columns_are_named():
    found = {p.sheet.code: p for p in propose(guess([["姓名", "身份证号"], ["张三", NUMBER]]), SHEETS)}["members"]

    assert [column.header for column in found.missing] == ["所在党支部", "人员类别"]


def test_a_header_under_a_parent_gives_way_to_the_same_header_without_one():
    rows = [["姓名", "身份证号", "所在党支部", "人员类别", "介绍人", None], [None, None, None, None, "姓名", "单位"]]
    merged = ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1"]

    found = best([*rows, ["张三", NUMBER, "甲", "正式党员", "李四", "乙"]], merged=merged)

    assert keys(found) == {
        0: "person.name",
        1: "person.identity_number",
        2: "membership.organisation",
        3: "membership.category",
    }
    assert found.unknown == {4: "介绍人/姓名", 5: "介绍人/单位"}


def test_a_header_that_comes_twice_is_left_to_a_person():
    found = best([["姓名", "姓名", "身份证号", "所在党支部", "人员类别"], ["张三", "李四", NUMBER, "甲", "正式党员"]])

    assert {index: [column.key for column in columns] for index, columns in found.ambiguous.items()} == {
        0: ["person.name"],
        1: ["person.name"],
    }
    assert [column.key for column in found.missing] == ["person.name"]


def test_a_word_such_as_time_is_known_by_its_parent():
    rows = [["姓名", "身份证号", "入党", "转正", "所在党支部", "人员类别"], [None, None, "时间", "时间", None, None]]

    found = best([*rows, ["张三", NUMBER, "2001-07", "2002-07", "甲", "正式党员"]])

    assert {index: key for index, key in keys(found).items() if index in (2, 3)} == {
        2: "membership.joined_on",
        3: "membership.full_on",
    }


def test_similar_headers_and_telling_content_are_proposed_with_less_confidence():
    rows = [["党员姓名", "证件号", "加入党组织的日期", "所在党支部", "人员类别"]]
    rows += [["张三", NUMBER, "2001-07-01", "甲", "正式党员"]] * 3

    found = best(rows)

    assert {match.column.key: match.reason for match in found.columns.values()} == {
        "person.name": Reason.OTHER_HEADER,
        "person.identity_number": Reason.CONTENT,
        "membership.joined_on": Reason.SIMILAR,
        "membership.organisation": Reason.HEADER,
        "membership.category": Reason.HEADER,
    }
    assert [found.columns[1].confidence, found.columns[2].confidence] == [0.5, 0.75]


def test_a_similar_header_of_something_else_is_not_proposed():
    found = best([["姓名", "身份证号", "所在党支部", "人员类别", "原党支部"], ["张三", NUMBER, "甲", "正式党员", "乙"]])

    assert found.unknown == {4: "原党支部"}


def test_a_column_that_the_sheet_leaves_out_says_why():
    headers = ["党组织代码", "党组织名称", "上级党组织", "组织类别", "党组织书记"]

    found = best([headers, ["甲"] * 5])

    assert (found.sheet.code, found.unknown) == ("organisations", {})
    assert found.explained[4]["zh"] == "书记由任职台账得出，不从本表导入"


@pytest.mark.django_db
def test_a_mapping_that_a_person_made_comes_first_when_the_headers_come_back_in_another_order():
    officer = User.objects.create_user("officer")
    rows = [["人", "号", "支部", "类", "闲话"], ["张三", NUMBER, "甲", "正式党员", "好"]]
    header = guess(rows)
    members = CATALOGUE.sheet("members")
    wanted = ["person.name", "person.identity_number", "membership.organisation", "membership.category"]
    columns = {place: next(c for c in members.columns if c.key == key) for place, key in enumerate(wanted)}
    remember_mapping(header=header, sheet=members, columns=columns, user=officer, at=timezone.now())

    again = guess([row[::-1] for row in rows])
    found = propose(again, SHEETS, remembered_mappings(again))[0]

    assert found.sheet.code == "members"
    assert keys(found) == {4: wanted[0], 3: wanted[1], 2: wanted[2], 1: wanted[3]}
    assert {match.reason for match in found.columns.values()} == {Reason.REMEMBERED}


def mapped(rows, overrides=None, **options):
    table = read_table(workbook(rows, **options), "a.xlsx")[0]
    header = find_header(table, SHEETS)
    found = {p.sheet.code: p for p in propose(header, SHEETS)}["members"]
    return map_table(table, header, found, overrides)


HEADERS = ["序号", "姓名", "身份证号", "所在党支部", "人员类别"]


def test_rows_that_are_no_records_are_set_aside_with_their_reason():
    rows = [
        ["党员花名册"],
        HEADERS,
        ["必填", "必填", "必填", "必填", "必填"],
        ["示例", "王五", NUMBER, "甲", "正式党员"],
        ["一、机关支部"],
        [1, "张三", NUMBER, "甲", "正式党员"],
        [],
        HEADERS,
        [2, "李四", NUMBER, "甲", "正式党员"],
        [3],
        ["小 计", None, None, None, "2人"],
        ["合计", 2],
        ["填表人：王五", None, "审核人：赵六"],
        ["注：本表一式两份"],
    ]

    table = mapped(rows, merged=["A1:E1"])

    assert [row.number for row in table.rows] == [6, 9]
    assert [(aside.number, aside.zh) for aside in table.set_aside] == [
        (3, "填写要求行"),
        (4, "示例行"),
        (5, "分组标题行"),
        (7, "空行"),
        (8, "重复的表头"),
        (10, "没有要导入的内容"),
        (11, "合计行"),
        (12, "合计行"),
        (13, "说明或签名行"),
        (14, "说明或签名行"),
    ]
    assert (table.ignored, table.header_row) == ({0: "序号"}, 2)


def test_a_row_with_only_a_name_stays_a_record():
    assert [row.number for row in mapped([HEADERS, [1, "张三", NUMBER, "甲", "正式党员"], [None, "注小明"]]).rows] == [
        2,
        3,
    ]


def test_cells_merged_downwards_hold_their_value_in_every_row():
    rows = [HEADERS, [1, "张三", NUMBER, "甲支部", "正式党员"], [2, "李四", NUMBER, None, "正式党员"]]

    assert [row.cells[3] for row in mapped(rows, merged=["D2:D3"]).rows] == ["甲支部", "甲支部"]


def test_a_person_may_choose_another_column_or_none():
    members = {column.key: column for column in CATALOGUE.sheet("members").columns}
    rows = [[*HEADERS, "又名"], [1, "张三", NUMBER, "甲", "正式党员", "张山"]]

    table = mapped(rows, {5: members["person.name"], 4: None})

    assert {index: column.key for index, column in table.columns.items()} == {
        2: "person.identity_number",
        3: "membership.organisation",
        5: "person.name",
    }
    assert table.ignored == {0: "序号", 1: "姓名", 4: "人员类别"}
