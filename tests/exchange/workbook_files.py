"""Files as they reach an import: workbooks made cell by cell, old .xls, and containers that are hostile on purpose."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

SECTOR = 512


def workbook(
    rows: Sequence[Sequence[Any]],
    *,
    name: str = "Sheet1",
    merged: Sequence[str] = (),
    change: Callable[[Worksheet], None] | None = None,
) -> bytes:
    """An .xlsx of one sheet with these rows and merged ranges, changed further by `change`."""
    book = Workbook()
    page = book.active
    page.title = name
    for row in rows:
        page.append(list(row))
    for place in merged:
        page.merge_cells(place)
    if change is not None:
        change(page)
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for path, content in parts.items():
            file.writestr(path, content)
    return stream.getvalue()


def with_part(original: bytes, path: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same .xlsx with one part changed."""
    with zipfile.ZipFile(io.BytesIO(original)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts[path] = change(parts[path])
    return archive(parts)


def compound_file(streams: dict[str, bytes]) -> bytes:
    """An OLE container as old .xls, .doc and encrypted workbooks are. Source: Microsoft, compound file binary format."""
    padded = {name: data.ljust(max(4096, -(-len(data) // SECTOR) * SECTOR), b"\0") for name, data in streams.items()}
    counts = [len(data) // SECTOR for data in padded.values()]
    fat = [0xFFFFFFFD, 0xFFFFFFFE]  # sector 0 is the table itself, sector 1 the directory
    starts = []
    for count in counts:
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + count), 0xFFFFFFFE]
    assert len(fat) <= SECTOR // 4
    fat += [0xFFFFFFFF] * (SECTOR // 4 - len(fat))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )  # fmt: skip
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for place, (name, data) in enumerate(padded.items(), start=1):
        entries.append(_entry(name, 2, starts[place - 1], len(data), right=place + 1 if place < len(padded) else -1))
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    assert len(directory) == SECTOR
    return header + struct.pack("<128I", *fat) + directory + b"".join(padded.values())


def _entry(name: str, kind: int, start: int, size: int, *, right: int = -1, child: int = -1) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    places = [place & 0xFFFFFFFF for place in (-1, right, child)]
    return struct.pack("<64sHBB3I36xIQ", encoded, len(encoded), kind, 1, *places, start, size)


def old_workbook(
    rows: Sequence[Sequence[Any]], *, name: str = "Sheet1", error_at: tuple[int, int] | None = None
) -> bytes:
    """An .xls (BIFF8) of one sheet: text, numbers, and #REF! at one place. Source: Microsoft, .xls structure."""
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            place = struct.pack("<HHH", row, column, 0)
            if (row, column) == error_at:
                sheet += _record(0x205, place + bytes((23, 1)))
            elif isinstance(cell, str):
                sheet += _record(0x204, place + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
            elif cell is not None:
                sheet += _record(0x203, place + struct.pack("<d", cell))
    sheet += _record(0x0A, b"")
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + _record(0x42, struct.pack("<H", 1200))
    encoded = name.encode("utf-16-le")
    offset = len(begin) + 4 + 8 + len(encoded) + 4
    begin += _record(0x85, struct.pack("<IBBBB", offset, 0, 0, len(name), 1) + encoded) + _record(0x0A, b"")
    return compound_file({"Workbook": begin + sheet})


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HH", number, len(data)) + data
