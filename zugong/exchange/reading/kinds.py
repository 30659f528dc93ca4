"""What a file really is, by its content: the ending of its name often lies."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

import olefile

from zugong.exchange.reading.errors import (
    DamagedWorkbook,
    EmptyFile,
    EncryptedWorkbook,
    FileTooLarge,
    HtmlTable,
    NotATable,
    OtherSpreadsheet,
)
from zugong.exchange.reading.tables import MAX_FILE_BYTES

XLSX, XLS, TEXT = "xlsx", "xls", "text"

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_ENDINGS = {".csv", ".txt", ".tsv", ".xls"}  # many systems write tab-separated text and call it .xls
_BEGINNINGS = (
    (b"%PDF", "PDF 文件", "a PDF file"),
    (b"\x89PNG", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"GIF8", "图片", "a picture"),
    (b"BM", "图片", "a picture"),
    (b"Rar!", "压缩包", "an archive"),
    (b"7z\xbc\xaf", "压缩包", "an archive"),
    (b"{\\rtf", "Word 文档", "a Word document"),
)
_ZIP_PARTS = (
    ("word/document.xml", "Word 文档", "a Word document"),
    ("ppt/presentation.xml", "演示文稿", "a presentation"),
)
_OLE_STREAMS = (
    ("WordDocument", "Word 文档", "a Word document"),
    ("PowerPoint Document", "演示文稿", "a presentation"),
)
_UNKNOWN = ("认不出来的内容", "something that is not recognised")


def kind_of(content: bytes, filename: str) -> str:
    """XLSX, XLS or TEXT. Raises UnreadableFile for everything else, before anything is parsed."""
    if len(content) > MAX_FILE_BYTES:
        size = len(content) / 1024 / 1024
        raise FileTooLarge(filename=filename, size_mb=f"{size:.0f}", limit_mb=MAX_FILE_BYTES // 1024 // 1024)
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf"):
        raise EmptyFile(filename=filename)
    if content.startswith(_ZIP):
        return _kind_of_zip(content, filename)
    if content.startswith(_OLE):
        return _kind_of_ole(content, filename)
    return _kind_of_rest(content, filename)


def _kind_of_zip(content: bytes, filename: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DamagedWorkbook(filename=filename) from error
    if "xl/workbook.xml" in names:
        return XLSX
    if "xl/workbook.bin" in names:
        raise OtherSpreadsheet(filename=filename, kind_zh="二进制工作簿（.xlsb）", kind="a binary workbook (.xlsb)")
    if "content.xml" in names:
        raise OtherSpreadsheet(filename=filename, kind_zh="开放文档表格（.ods）", kind="an OpenDocument sheet (.ods)")
    for part, zh, en in _ZIP_PARTS:
        if part in names:
            raise NotATable(filename=filename, kind_zh=zh, kind=en)
    raise NotATable(filename=filename, kind_zh="压缩包", kind="an archive")


def _kind_of_ole(content: bytes, filename: str) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            streams = {entry[0] for entry in ole.listdir()}
    except (OSError, ValueError, IndexError, TypeError) as error:  # all of these come from broken containers
        raise DamagedWorkbook(filename=filename) from error
    if "EncryptedPackage" in streams:
        raise EncryptedWorkbook(filename=filename)
    if streams & {"Workbook", "Book"}:
        return XLS
    for stream, zh, en in _OLE_STREAMS:
        if stream in streams:
            raise NotATable(filename=filename, kind_zh=zh, kind=en)
    raise NotATable(filename=filename, kind_zh=_UNKNOWN[0], kind=_UNKNOWN[1])


def _kind_of_rest(content: bytes, filename: str) -> str:
    for beginning, zh, en in _BEGINNINGS:
        if content.startswith(beginning):
            raise NotATable(filename=filename, kind_zh=zh, kind=en)
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"schemas-microsoft-com:office:spreadsheet" in head and head.startswith(b"<?xml"):
        raise OtherSpreadsheet(filename=filename, kind_zh="XML 表格（2003）", kind="an XML spreadsheet (2003)")
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")) or (
        head.startswith(b"<") and b"<html" in head
    ):
        raise HtmlTable(filename=filename)
    if PurePath(filename).suffix.lower() not in _TEXT_ENDINGS or _has_control_bytes(content):
        raise NotATable(filename=filename, kind_zh=_UNKNOWN[0], kind=_UNKNOWN[1])
    return TEXT


def _has_control_bytes(content: bytes) -> bool:
    """Text in UTF-8 or GB18030 has none of these; UTF-16 has, and says so at its beginning."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return any(byte in content for byte in (*range(0, 9), *range(14, 32)) if byte != 27)
