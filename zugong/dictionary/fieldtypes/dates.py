"""Whole days, and dates as precise as their source, from all the forms in which spreadsheets hold them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from zugong.dictionary.fieldtypes.base import CellProblem, FieldType, cell_text
from zugong.kernel.time import PartialDate

if TYPE_CHECKING:
    from zugong.dictionary.declarations import Field

_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(3654, 80000)  # 1910 to 2119: anything else is not a date that this field writes
_SEPARATED = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?(?: 0{1,2}:00(?::00)?)?")
_YEAR = re.compile(r"(1[89]\d\d|20\d\d|21\d\d)年?")
_COMPACT = re.compile(r"((?:1[89]|20|21)\d\d)(\d\d)(\d\d)?")


def partial_date(cell: Any) -> PartialDate | None:
    """The date that a cell means, as precise as it is written; None where it means none.

    Understands Excel dates and serial numbers, 1999-07-01, 1999.7.1, 1999/7/1, 1999年7月1日, 19990701, 199907, 1999.07.
    """
    if isinstance(cell, datetime):
        return PartialDate.of(cell.date())
    if isinstance(cell, date):
        return PartialDate.of(cell)
    text = cell_text(cell)
    if text.isdigit() and len(text) == 5 and int(text) in _SERIALS:
        return PartialDate.of(_EXCEL_EPOCH + timedelta(days=int(text)))
    for pattern in (_SEPARATED, _COMPACT, _YEAR):
        if match := pattern.fullmatch(text):
            return _from_parts([int(part) for part in match.groups() if part])
    return None


def _from_parts(parts: list[int]) -> PartialDate | None:
    try:
        return PartialDate("-".join(f"{part:0{4 if place == 0 else 2}d}" for place, part in enumerate(parts)))
    except ValueError:
        return None


class PartlyKnownDate(FieldType):
    name = "date"
    replica = "range"

    def parse(self, cell: Any, field: Field) -> PartialDate:
        found = partial_date(cell)
        if found is None:
            raise CellProblem(
                f"“{field.zh}”不是日期：“{cell_text(cell)}”，请写成 1999-07-01、1999-07 或 1999",
                f"{field.en} is not a date: {cell_text(cell)!r}; write 1999-07-01, 1999-07 or 1999",
            )
        return found

    def to_json(self, value: Any) -> Any:
        return None if value is None else value.text

    def from_json(self, value: Any) -> Any:
        return None if value is None else PartialDate(value)

    def to_sheet(self, value: Any, field: Field, language: str) -> Any:
        return None if value is None else (value.day or value.text)


class WholeDay(FieldType):
    name = "day"
    replica = "INTEGER"

    def parse(self, cell: Any, field: Field) -> date:
        found = partial_date(cell)
        if found is None or found.day is None:
            raise CellProblem(
                f"“{field.zh}”要写到日，例如 2020-07-01，现为“{cell_text(cell)}”",
                f"{field.en} needs a whole day such as 2020-07-01, not {cell_text(cell)!r}",
            )
        return found.day

    def show(self, value: Any, field: Field, language: str) -> str:
        return "" if value is None else value.isoformat()

    def to_json(self, value: Any) -> Any:
        return None if value is None else value.isoformat()

    def from_json(self, value: Any) -> Any:
        return None if value is None else date.fromisoformat(value)

    def to_sheet(self, value: Any, field: Field, language: str) -> Any:
        return value


DATE, DAY = PartlyKnownDate(), WholeDay()
