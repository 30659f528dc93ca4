"""Small tables as the parser would hand them over, written by hand in words of the sheet's headers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.fieldtypes.sealed import identity_check_character
from zugong.dictionary.store import store_of
from zugong.exchange.commit import Committed, commit
from zugong.exchange.planning.outcomes import Plan
from zugong.exchange.planning.plan import plan_import
from zugong.exchange.planning.request import ImportRequest
from zugong.kernel.facts.recording import Source

CATALOGUE = installed_catalogue("national")
SOURCE = Source(kind="import", actor="officer", note="a file")
JANUARY, JUNE, DECEMBER = date(2020, 1, 1), date(2020, 6, 30), date(2020, 12, 31)


@dataclass(frozen=True)
class Row:
    """A parsed row."""

    number: int
    values: dict[str, Any]


def identity(serial: int, *, born: str = "19700101") -> str:
    """A well-formed identity number of an area that was never assigned; even serials are women."""
    text = f"149999{born}{serial:03d}"
    return text + identity_check_character(text)


def request(sheet: str, lines: list[dict[str, Any]], on: date = JANUARY, **options: Any) -> ImportRequest:
    """A request whose cells are parsed by the column's own type; columns are all that occur, by header."""
    declared = CATALOGUE.sheet(sheet)
    headers = {column.header: column for column in declared.columns}
    columns = {headers[header].key for line in lines for header in line}
    rows = []
    for number, line in enumerate(lines, start=2):
        values = {}
        for header, cell in line.items():
            column = headers[header]
            if cell is not None:
                values[column.key] = column.field.type.parse(cell, column.field)
        rows.append(Row(number, values))
    return ImportRequest(CATALOGUE, declared, frozenset(columns), rows, on, **options)


def plan(sheet: str, lines: list[dict[str, Any]], on: date = JANUARY, **options: Any) -> Plan:
    """The plan of such a table."""
    return plan_import(request(sheet, lines, on, **options))


def imported(sheet: str, lines: list[dict[str, Any]], on: date = JANUARY, **options: Any) -> Committed:
    """Such a table planned and recorded."""
    return commit(plan(sheet, lines, on, **options), source=SOURCE)


def outcomes(found: Plan) -> list[str]:
    """The outcome of every row."""
    return [row.outcome for row in found.rows]


def sentences(found: Plan) -> list[str]:
    """The Chinese sentences of all issues, in order."""
    return [issue.sentence.zh for issue in found.issues]


def stored(code: str, *fields: str) -> list[tuple[Any, ...]]:
    """The believed rows of a type, in order of record and time: since, until and the fields."""
    store = store_of(CATALOGUE.types[code])
    rows = sorted(
        store.believed(unsealed=True), key=lambda row: (row.anchor or 0, str(row.values.get("person")), row.since)
    )
    return [
        (row.since.isoformat(), row.until and row.until.isoformat(), *(row.values[name] for name in fields))
        for row in rows
    ]


COUNTY = [
    {"党组织代码": "C", "党组织名称": "示例县委", "组织类别": "县委"},
    {"党组织代码": "T", "党组织名称": "河东镇党委", "上级党组织": "示例县委", "组织类别": "党委"},
    {"党组织代码": "A", "党组织名称": "甲村党支部", "上级党组织": "河东镇党委", "组织类别": "党支部"},
    {"党组织代码": "B", "党组织名称": "乙村党支部", "上级党组织": "河东镇党委", "组织类别": "党支部"},
]
UNITS = [
    {"单位代码": "U1", "单位名称": "甲村", "单位性质类别": "行政村", "属地党组织": "河东镇党委"},
    {"单位代码": "U2", "单位名称": "乙村", "单位性质类别": "行政村", "属地党组织": "河东镇党委"},
]


def member(serial: int, name: str, branch: str = "甲村党支部", **cells: Any) -> dict[str, Any]:
    """A line of the roster of members."""
    return {"姓名": name, "公民身份证号": identity(serial), "所在党支部": branch, "人员类别": "正式党员", **cells}
