"""Tables in text: .csv and what systems call .xls but is text between tabs."""

from __future__ import annotations

import csv
import io
import re
from pathlib import PurePath

from zugong.exchange.reading.errors import TooManyColumns, TooManyRows, UnbalancedQuotes, UnreadableText
from zugong.exchange.reading.tables import MAX_COLUMNS, MAX_ROWS, RawTable, column_letters, trimmed

_DELIMITERS = (",", "\t", ";")
_PROBED_LINES = 20
_KEPT_AS_TEXT = re.compile(r"""="([^"]*)"|'(?=[=+\-@\d])(.*)""", re.DOTALL)  # ="0012" and '0012 are how text stays text


def read_delimited(content: bytes, filename: str) -> RawTable:
    """The table of a text file. Raises UnreadableText, UnbalancedQuotes, TooManyRows and TooManyColumns."""
    text = _decoded(content, filename)
    name = PurePath(filename).stem
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for row in reader:
            if len(row) > MAX_COLUMNS and any(row[MAX_COLUMNS:]):
                raise TooManyColumns(sheet=name, column=column_letters(len(row) - 1), limit=MAX_COLUMNS)
            if len(rows) >= MAX_ROWS and any(row):
                raise TooManyRows(sheet=name, row=len(rows) + 1, limit=MAX_ROWS)
            rows.append([_as_text(cell) for cell in row])
    except csv.Error as error:
        raise UnbalancedQuotes(filename=filename, line=reader.line_num) from error
    if rows and rows[0] and rows[0][0].startswith("sep="):
        rows[0] = []
    return trimmed(name, rows)


def _decoded(content: bytes, filename: str) -> str:
    """UTF-8 where it is that without one wrong byte, else GB18030; UTF-16 only where a mark says so."""
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableText(filename=filename)


def _delimiter(text: str) -> str:
    """The delimiter that occurs in most of the first lines, and there most often."""
    lines = [line for line in text[:50_000].splitlines() if line.strip()][:_PROBED_LINES]

    def weight(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines]
        return sum(1 for count in counts if count), sum(counts)

    return max(_DELIMITERS, key=weight)


def _as_text(cell: str) -> str:
    match = _KEPT_AS_TEXT.fullmatch(cell)
    return cell if match is None else (match[1] if match[1] is not None else match[2])
