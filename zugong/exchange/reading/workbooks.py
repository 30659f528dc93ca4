"""The sheets of an .xlsx or .xls as tables."""

from __future__ import annotations

import io
from types import TracebackType

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from zugong.exchange.reading.archive import SheetScan, scan_archive, sheet_parts
from zugong.exchange.reading.binary import scan_binary
from zugong.exchange.reading.errors import (
    DamagedWorkbook,
    EncryptedWorkbook,
    NoSuchSheet,
    SpreadTooWide,
    TooManyColumns,
    TooManyRows,
)
from zugong.exchange.reading.kinds import XLSX
from zugong.exchange.reading.tables import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Merge,
    RawTable,
    column_letters,
    trimmed,
)


class _ParserPanics:
    """Turns a panic of the parser's Rust code into a sentence: it comes as an exception that cannot be named here."""

    def __init__(self, filename: str) -> None:
        self.filename = filename

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and kind.__name__ == "PanicException":
            raise DamagedWorkbook(filename=self.filename) from error


def read_workbook(content: bytes, filename: str, kind: str, sheet: str | None) -> list[RawTable]:
    """The tables of the visible worksheets, or of the one asked for by name, hidden or not. Sheets without values too."""
    scans = _scans_of_xlsx(content, filename) if kind == XLSX else scan_binary(content, filename)
    try:
        with _ParserPanics(filename):
            return _tables(content, filename, scans, sheet)
    except PasswordError as error:
        raise EncryptedWorkbook(filename=filename) from error
    except (CalamineError, XmlError, ZipError, OSError, ValueError, KeyError) as error:
        raise DamagedWorkbook(filename=filename) from error


def _tables(
    content: bytes, filename: str, scans: dict[str, SheetScan] | list[SheetScan], asked: str | None
) -> list[RawTable]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    by_name = scans if isinstance(scans, dict) else dict(zip(workbook.sheet_names, scans, strict=False))
    wanted = _wanted(workbook.sheets_metadata, filename, asked)
    for name in wanted:
        _check_reach(name, by_name[name])
    return [_table(workbook.get_sheet_by_name(name), by_name[name]) for name in wanted]


def _scans_of_xlsx(content: bytes, filename: str) -> dict[str, SheetScan]:
    parts = scan_archive(content, filename)
    try:
        names = sheet_parts(content)
    except KeyError as error:
        raise DamagedWorkbook(filename=filename) from error
    return {name: parts[path] for name, path in names.items() if path in parts}


def _wanted(sheets: list[SheetMetadata], filename: str, asked: str | None) -> list[str]:
    tables = [sheet for sheet in sheets if sheet.typ == SheetTypeEnum.WorkSheet]
    if asked is None:
        return [sheet.name for sheet in tables if sheet.visible == SheetVisibleEnum.Visible]
    if asked not in [sheet.name for sheet in tables]:
        names = [sheet.name for sheet in tables]
        raise NoSuchSheet(filename=filename, sheet=asked, listed_zh="、".join(names), listed=", ".join(names))
    return [asked]


def _check_reach(sheet: str, scan: SheetScan) -> None:
    if scan.rows > MAX_ROWS:
        raise TooManyRows(sheet=sheet, row=scan.rows, limit=MAX_ROWS)
    if scan.columns > MAX_COLUMNS:
        raise TooManyColumns(sheet=sheet, column=column_letters(scan.columns - 1), limit=MAX_COLUMNS)
    if scan.rows * scan.columns > MAX_CELLS:
        raise SpreadTooWide(sheet=sheet, rows=scan.rows, columns=scan.columns)


def _table(sheet: CalamineSheet, scan: SheetScan) -> RawTable:
    rows = list(sheet.iter_rows())
    for (row, column), bad in scan.bad.items():
        rows += [[] for _ in range(row - len(rows))]
        cells = rows[row - 1]
        cells += [None] * (column + 1 - len(cells))
        cells[column] = bad
    merges = [
        Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    return trimmed(sheet.name, rows, merges)
