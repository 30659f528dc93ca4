"""Whole numbers, and money kept in fen so that nothing is ever rounded on the way."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from zugong.dictionary.fieldtypes.base import CellProblem, FieldType, cell_text

if TYPE_CHECKING:
    from zugong.dictionary.declarations import Field

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LARGEST = 10**15


def _decimal(cell: Any, field: Field) -> Decimal:
    text = _THOUSANDS.sub("", cell_text(cell)).replace("¥", "").removesuffix("元").strip()
    scale = Decimal(1)
    if text.endswith("万"):
        text, scale = text[:-1], Decimal(10000)
    try:
        number = Decimal(text) * scale
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > _LARGEST:
        raise CellProblem(f"“{field.zh}”应是数字，现为“{cell}”", f"{field.en} must be a number, not {cell!r}")
    return number


class Integer(FieldType):
    name = "integer"
    replica = "BIGINT"

    def parse(self, cell: Any, field: Field) -> int:
        number = _decimal(cell, field)
        if number != number.to_integral_value():
            raise CellProblem(f"“{field.zh}”应是整数，现为“{cell}”", f"{field.en} must be a whole number, not {cell!r}")
        return int(number)

    def to_sheet(self, value: Any, field: Field, language: str) -> Any:
        return value


class Money(FieldType):
    """An amount in fen; written and shown in yuan."""

    name = "money"
    replica = "BIGINT"

    def parse(self, cell: Any, field: Field) -> int:
        fen = _decimal(cell, field) * 100
        rounded = fen.quantize(Decimal(1))
        if abs(fen - rounded) > Decimal("0.0001"):  # a float cell may hold 0.1 + 0.2
            raise CellProblem(
                f"“{field.zh}”最多到分，现为“{cell}”", f"{field.en} goes to the fen at most; it is {cell!r}"
            )
        return int(rounded)

    def show(self, value: Any, field: Field, language: str) -> str:
        return "" if value is None else f"{Decimal(value) / 100:,.2f}"

    def to_sheet(self, value: Any, field: Field, language: str) -> Any:
        return None if value is None else float(Decimal(value) / 100)


INTEGER, MONEY = Integer(), Money()
