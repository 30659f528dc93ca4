"""From a file to facts in one call."""

import io
from datetime import date

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.tables import CATALOGUE, COUNTY, DECEMBER, JANUARY, SOURCE, identity, imported, member, plan
from zugong.exchange.commit import PlanRefused
from zugong.exchange.pipeline import check_file, import_file
from zugong.kernel.facts.recording import Source

pytestmark = pytest.mark.django_db


def workbook(lines):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet("名册")
    page.write_row(0, 0, list(lines[0]))
    for number, line in enumerate(lines, start=1):
        page.write_row(number, 0, list(line.values()))
    book.close()
    return stream.getvalue()


@pytest.fixture
def county():
    imported("organisations", COUNTY)


LINES = [
    member(1, "张三", 出生日期="1970-01-01", 加入党组织日期="1999-07-01"),
    member(3, "李四", 出生日期="1970-01-01", 加入党组织日期="1999-07-01"),
]


def test_a_workbook_is_recognised_planned_and_recorded_under_its_name(county):
    phases = []

    done = import_file(
        workbook(LINES),
        on=JANUARY,
        catalogue=CATALOGUE,
        source=Source("import", "officer"),
        filename="党员.xlsx",
        progress=lambda phase, *_: phases.append(phase),
    )

    assert (done.plan.counts, done.entry.note) == ({"new": 2}, "党员.xlsx 名册")
    assert phases == ["reading", "parsing", "resolving", "comparing", "compared", "recording", "recording", "recording"]


def test_what_stands_against_a_workbook_comes_with_its_cells(county):
    wrong = [LINES[0], {**LINES[1], "所在党支部": "甲村支部"}]

    checked = check_file(workbook(wrong), on=JANUARY, catalogue=CATALOGUE, filename="党员.xlsx")

    assert [(issue.row, issue.column, issue.header) for issue in checked.issues] == [(3, 2, "所在党支部")]


def test_a_value_that_cannot_be_read_is_not_said_to_be_missing_besides(county):
    number, category = {"公民身份证号": identity(3)[:-1]}, {"人员类别": "入党积极分子"}
    wrong = [{**LINES[0], **number}, {**LINES[1], **category}, {**member(5, "王五"), "公民身份证号": ""}]

    checked = check_file(workbook(wrong), on=JANUARY, catalogue=CATALOGUE, filename="党员.xlsx")

    assert [[issue.sentence.zh for issue in row.issues] for row in checked.plan.rows] == [
        ["身份证号应为18位，现为17位"], ["“人员类别”不能是“入党积极分子”，可填：正式党员、预备党员"], ["“公民身份证号”必须填写"],
    ]  # fmt: skip


def test_a_workbook_with_a_wrong_row_records_nothing(county):
    wrong = [LINES[0], {**LINES[1], "公民身份证号": identity(3)[:-1]}]

    with pytest.raises(PlanRefused, match=r"^1 rows cannot be imported, so nothing was"):
        import_file(workbook(wrong), on=JANUARY, catalogue=CATALOGUE, source=SOURCE, filename="党员.xlsx")


OTHERS = {
    "学历": "高中",
    "手机号": "13900000009",
    "外出流向": "上海",
    "是否为流动党员": "是",
    "所在党支部": "乙村党支部",
    "人员类别": "预备党员",
}
FIELDS = {
    "学历": "education",
    "手机号": "mobile_phone",
    "外出流向": "destination",
    "是否为流动党员": "mobile",
    "所在党支部": "organisation",
    "人员类别": "category",
}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    header=st.sampled_from(sorted(OTHERS)), serial=st.integers(1, 5), day=st.sampled_from([date(2020, 2, 1), DECEMBER])
)
def test_a_change_of_one_cell_changes_exactly_that(county, header, serial, day):
    empty = dict.fromkeys(OTHERS)
    lines = [{**empty, **member(one, f"党员{one}")} for one in range(1, 6)]
    imported("members", lines)

    changed = [{**line, header: OTHERS[header]} if place == serial else line for place, line in enumerate(lines, 1)]
    found = plan("members", changed, day)

    assert found.counts == {"changed": 1, "unchanged": 4}
    differences = [
        (row.number, difference.code)
        for row in found.rows
        for several in row.differences.values()
        for difference in several
    ]
    assert differences == [(serial + 1, FIELDS[header])]
    assert sum(len(writes.withdraw) for writes in found.writes.values()) == 1
    assert sum(len(writes.add) for writes in found.writes.values()) == 2
