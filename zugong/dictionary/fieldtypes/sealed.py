"""Values that are encrypted at rest: identity numbers, phones, addresses. Shown masked; found by keyed hash."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from zugong.dictionary.fieldtypes.base import CellProblem, FieldType, cell_text

if TYPE_CHECKING:
    from zugong.dictionary.declarations import Field

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_IDENTITY = re.compile(r"\d{17}[\dX]")
_PHONE = re.compile(r"\+?[\d\- ()转]{5,24}")


def identity_check_character(seventeen: str) -> str:
    """The eighteenth character of an identity number. Source: GB 11643-1999, weights and remainder modulo 11."""
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, _WEIGHTS, strict=True))
    return _CHECK_CHARACTERS[total % 11]


@dataclass(frozen=True)
class IdentityFacts:
    """What an identity number itself says."""

    born_on: date
    sex: str


def identity_facts(number: str) -> IdentityFacts | None:
    """Birth date and sex ("male", "female") of a well-formed number; None where the date cannot be.

    Source: GB 11643-1999; the seventeenth digit is odd for men.
    """
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return IdentityFacts(born_on, "male" if int(number[16]) % 2 else "female")


class IdentityNumber(FieldType):
    name = "identity_number"
    hidden = True
    replica = ""

    def parse(self, cell: Any, field: Field) -> str:
        text = cell_text(cell).replace(" ", "").upper()
        if isinstance(cell, float) and len(text) >= 16:
            raise CellProblem(
                "身份证号在表格里成了数字，末几位已经丢失；请把该列设为文本后重新填写",
                "The identity number is a number in the sheet and has lost its last digits; make the column text",
            )
        if not _IDENTITY.fullmatch(text):
            raise CellProblem(
                f"身份证号应为18位，现为{len(text)}位", f"An identity number has 18 characters; this has {len(text)}"
            )
        if identity_check_character(text[:17]) != text[17]:
            raise CellProblem(
                "身份证号末位校验不符，请核对是否抄错",
                "The identity number's last character does not check; compare it",
            )
        if identity_facts(text) is None:
            raise CellProblem(
                f"身份证号中的出生日期“{text[6:14]}”不存在",
                f"The birth date in the identity number, {text[6:14]}, is none",
            )
        return text

    def mask(self, value: Any) -> str:
        return "" if value is None else f"{value[:6]}＊＊＊＊＊＊＊＊{value[-4:]}"


class Phone(FieldType):
    name = "phone"
    hidden = True
    replica = ""

    def parse(self, cell: Any, field: Field) -> str:
        text = cell_text(cell)
        if not _PHONE.fullmatch(text):
            raise CellProblem(f"“{field.zh}”不是电话号码：“{text}”", f"{field.en} is not a telephone number: {text!r}")
        return text

    def mask(self, value: Any) -> str:
        return "" if value is None else f"{value[:3]}＊＊＊＊{value[-4:]}"


class SealedText(FieldType):
    name = "sealed_text"
    hidden = True
    replica = ""

    def parse(self, cell: Any, field: Field) -> str:
        return cell_text(cell)


IDENTITY_NUMBER, PHONE, SEALED_TEXT = IdentityNumber(), Phone(), SealedText()
