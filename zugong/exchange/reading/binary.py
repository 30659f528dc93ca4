"""What an old .xls holds, looked at before it is parsed: how far its cells reach, and its error values.

The parser shows an error value as an empty cell, and keeps the whole rectangle of a sheet in memory.
Source of the record numbers: Microsoft, Excel binary file format (.xls) structure, section 2.3.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile

from zugong.exchange.reading.archive import SheetScan, error_cell
from zugong.exchange.reading.errors import DamagedWorkbook, EncryptedWorkbook

_HEADER = struct.Struct("<HH")
_PLACE = struct.Struct("<HH")
_BOUNDSHEET, _FILEPASS, _EOF, _FORMULA, _BOOL_OR_ERROR = 0x85, 0x2F, 0x0A, 0x06, 0x205
_NUMBER, _LABEL, _LABEL_SST, _RK, _MUL_RK, _RICH_STRING = 0x203, 0x204, 0xFD, 0x27E, 0xBD, 0xD6
_CELLS = frozenset((_FORMULA, _BOOL_OR_ERROR, _NUMBER, _LABEL, _LABEL_SST, _RK, _MUL_RK, _RICH_STRING))
_ERROR_WORDS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def scan_binary(content: bytes, filename: str) -> list[SheetScan]:
    """A scan per sheet of an .xls, in the order of its sheets. Raises EncryptedWorkbook and DamagedWorkbook."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            stream = ole.openstream("Workbook" if ole.exists("Workbook") else "Book").read()
        offsets = _sheet_offsets(stream, filename)
        return [_scan_sheet(stream, offset) for offset in offsets]
    except (OSError, ValueError, IndexError, TypeError, struct.error) as error:
        raise DamagedWorkbook(filename=filename) from error


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, int, int]]:
    """Number, start and length of each record from `offset` to the end of its part."""
    end = len(stream) - _HEADER.size
    while 0 <= offset <= end:
        number, length = _HEADER.unpack_from(stream, offset)
        if number == _EOF:
            return
        yield number, offset + _HEADER.size, length
        offset += _HEADER.size + length


def _sheet_offsets(stream: bytes, filename: str) -> list[int]:
    offsets = []
    for number, start, _ in _records(stream, 0):
        if number == _FILEPASS:
            raise EncryptedWorkbook(filename=filename)
        if number == _BOUNDSHEET:
            offsets.append(struct.unpack_from("<I", stream, start)[0])
    return offsets


def _scan_sheet(stream: bytes, offset: int) -> SheetScan:
    scan = SheetScan()
    for number, start, length in _records(stream, offset):
        if number not in _CELLS or length < 6:
            continue
        row, column = _PLACE.unpack_from(stream, start)
        scan.cells += 1
        scan.rows = max(scan.rows, row + 1)
        scan.columns = max(scan.columns, column + 1 + ((length - 6) // 6 - 1 if number == _MUL_RK else 0))
        shown = _error_shown(stream, number, start)
        if shown:
            scan.bad[row + 1, column] = error_cell(shown)
    return scan


def _error_shown(stream: bytes, number: int, start: int) -> str:
    if number == _BOOL_OR_ERROR and stream[start + 7] == 1:
        return _ERROR_WORDS.get(stream[start + 6], "#N/A")
    if number == _FORMULA and stream[start + 12 : start + 14] == b"\xff\xff" and stream[start + 6] == 2:
        return _ERROR_WORDS.get(stream[start + 8], "#N/A")
    return ""
