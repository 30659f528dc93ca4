"""Small workbooks as officers upload them."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from zugong.dictionary.fieldtypes.sealed import identity_check_character

MEMBER_HEADERS = ("姓名", "公民身份证号", "性别", "所在党支部", "人员类别")


def identity(serial: int) -> str:
    """A well-formed identity number of an area that was never assigned, of a woman for even serials."""
    text = f"14999919700101{serial:03d}"
    return text + identity_check_character(text)


def workbook(headers: tuple[str, ...], *rows: tuple[Any, ...], name: str = "党员名册.xlsx") -> SimpleUploadedFile:
    """A workbook with a header and rows."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet("党员")
    for number, row in enumerate((headers, *rows)):
        page.write_row(number, 0, row)
    book.close()
    return SimpleUploadedFile(name, stream.getvalue())


def member(serial: int, name: str, branch: str = "橡树村党支部") -> tuple[str, ...]:
    """A line of a roster of members; the sex is the one that the identity number says."""
    return name, identity(serial), "男" if serial % 2 else "女", branch, "正式党员"


def roster(*rows: tuple[str, ...], name: str = "党员名册.xlsx") -> SimpleUploadedFile:
    """A roster of members."""
    return workbook(MEMBER_HEADERS, *rows, name=name)
