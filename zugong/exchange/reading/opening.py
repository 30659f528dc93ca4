"""The one door: a file, by its path or its bytes, becomes tables, or a sentence that says why it cannot."""

from __future__ import annotations

from pathlib import Path

from zugong.exchange.reading.delimited import read_delimited
from zugong.exchange.reading.errors import EmptyFile, FileTooLarge, NoSuchSheet
from zugong.exchange.reading.kinds import TEXT, kind_of
from zugong.exchange.reading.tables import MAX_FILE_BYTES, RawTable
from zugong.exchange.reading.workbooks import read_workbook


def read_table(path_or_bytes: str | Path | bytes, filename: str, *, sheet: str | None = None) -> list[RawTable]:
    """The tables of a file: every visible worksheet that holds a value, in order, or only the one named `sheet`.

    Cells hold what was calculated when the file was saved. Empty rows and columns around a table are dropped. A text
    file is one table, named like the file. Raises UnreadableFile, and takes nothing, where anything is wrong with it.
    """
    content = path_or_bytes if isinstance(path_or_bytes, bytes) else _content(Path(path_or_bytes), filename)
    kind = kind_of(content, filename)
    if kind == TEXT:
        tables = [read_delimited(content, filename)]
        _check_name(tables[0].sheet_name, filename, sheet)
    else:
        tables = read_workbook(content, filename, kind, sheet)
    filled = [table for table in tables if table.rows]
    if not filled:
        raise EmptyFile(filename=filename)
    return filled


def _content(path: Path, filename: str) -> bytes:
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise FileTooLarge(
            filename=filename, size_mb=f"{size / 1024 / 1024:.0f}", limit_mb=MAX_FILE_BYTES // 1024 // 1024
        )
    return path.read_bytes()


def _check_name(name: str, filename: str, asked: str | None) -> None:
    if asked is not None and asked != name:
        raise NoSuchSheet(filename=filename, sheet=asked, listed_zh=name, listed=name)
