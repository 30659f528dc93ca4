"""What an .xlsx holds, looked at before it is parsed: its true size, its entities, how far its cells reach, bad cells.

The sizes that an archive states can lie, so every XML part is unpacked here up to the limit. The parser itself keeps the
whole rectangle that a sheet spans in memory, so two cells in far corners must be refused before.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from zugong.exchange.reading.errors import DamagedWorkbook, TooManyParts, UnpacksTooLarge, XmlEntities
from zugong.exchange.reading.tables import MAX_PARTS, MAX_UNPACKED_BYTES, BadCell, column_index

_LOCAL_HEADER = struct.Struct("<4s22xHH")
_CHUNK = 1024 * 1024
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# A cell or row from 20,000 on or in a column from SA on, in any notation. Without one a sheet cannot span too much.
_FAR = re.compile(
    rb"""r(?<![\w:]r)\s*=\s*(?:["'](?:[A-Za-z]{3}|[S-Zs-z][A-Za-z]|[A-Za-z]{0,2}(?:0|\d{6}|[2-9]\d{4})|[A-Za-z]{0,3}[^A-Za-z\d"'])|[^"'\s])"""
)
_CELL_TAG = re.compile(rb"<(?:\w{1,20}:)?c[\s/>]")
_ATTRIBUTES = rb"""(?:\s{1,9}(?!r=)[\w:]{1,30}=(?:"[^"<>]{0,200}"|'[^'<>]{0,200}'))*"""
_USUAL_CELL = re.compile(
    rb"<(?:\w{1,20}:)?c"
    + _ATTRIBUTES
    + rb"""(?:\s{1,9}r=["']([A-Z]{1,3})(\d{1,7})["'])?"""
    + _ATTRIBUTES
    + rb"\s{0,9}(/?>(?:</)?)"
)
_ROW = re.compile(rb"""<(?:\w{1,20}:)?row\s(?:[^>]{0,300}?\s)?r=["'](\d{1,7})["']""")
_ERROR = re.compile(
    rb"""<(?:\w{1,20}:)?c\s(?=[^>]{0,300}\bt=["']e["'])([^>]{0,300})>(?:(?!</(?:\w{1,20}:)?c>).){0,9999}?"""
    rb"""<(?:\w{1,20}:)?v>([^<]{0,40})<""",
    re.DOTALL,
)
_FORMULA = re.compile(
    rb"""<(?:\w{1,20}:)?c\s([^>]{0,300}(?<!/))>\s{0,99}<(?:\w{1,20}:)?f\b"""
    rb"""(?:[^>]{0,300}/>|[^>]{0,300}>([^<]{0,9999})</(?:\w{1,20}:)?f>)\s{0,99}"""
    rb"""(?:<(?:\w{1,20}:)?v\s?/>|<(?:\w{1,20}:)?v>\s{0,9}</(?:\w{1,20}:)?v>)?\s{0,99}</(?:\w{1,20}:)?c>"""
)
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")


@dataclass
class SheetScan:
    """How far the values of a sheet reach, 0 where not far; its count of cells; bad cells by (row from 1, column from 0)."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    bad: dict[tuple[int, int], BadCell] = field(default_factory=dict)


def scan_archive(content: bytes, filename: str) -> dict[str, SheetScan]:
    """What each XML part of an .xlsx holds as a sheet, by its path. Raises UnreadableFile for a part that is hostile."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DamagedWorkbook(filename=filename) from error
    if len(entries) > MAX_PARTS:
        raise TooManyParts(filename=filename, count=len(entries), limit=MAX_PARTS)
    _check_size(sum(entry.file_size for entry in entries), filename)
    scans, unpacked = {}, 0
    for entry in entries:
        part = _xml_part(content, entry, filename, MAX_UNPACKED_BYTES - unpacked)
        unpacked += len(part)
        if _ENTITIES.search(part):
            raise XmlEntities(filename=filename, part=entry.filename)
        if b"sheetData" in part:
            scans[entry.filename] = _scan_sheet(part, filename)
    return scans


def _check_size(size: int, filename: str) -> None:
    if size > MAX_UNPACKED_BYTES:
        raise UnpacksTooLarge(filename=filename, limit_mb=MAX_UNPACKED_BYTES // 1024 // 1024)


def _xml_part(content: bytes, entry: zipfile.ZipInfo, filename: str, room: int) -> bytes:
    """The part unpacked, where it is XML; nothing of a picture or a macro, which are not read. Raises UnpacksTooLarge."""
    result = bytearray()
    try:
        for chunk in _unpacked(content, entry):
            if not result and not chunk.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
                return b""
            result += chunk
            if len(result) > room:
                _check_size(MAX_UNPACKED_BYTES + 1, filename)
    except (zlib.error, struct.error, ValueError) as error:
        raise DamagedWorkbook(filename=filename) from error
    if result[:2] in (
        b"\xff\xfe",
        b"\xfe\xff",
    ):  # no writer of workbooks uses UTF-16; here it could only hide something
        return result.decode("utf-16", "replace").encode()
    return bytes(result)


def _unpacked(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of an entry, as many as there are, whatever size it states. Raises zlib.error, struct.error, ValueError."""
    magic, name_length, extra_length = _LOCAL_HEADER.unpack_from(content, entry.header_offset)
    if magic != b"PK\x03\x04" or entry.flag_bits & 1:
        raise ValueError("no readable entry")
    start = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    packed = memoryview(content)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise ValueError("no method that workbooks use")
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = packed
    while rest and not inflate.eof:
        yield inflate.decompress(rest, _CHUNK)
        rest = inflate.unconsumed_tail
    yield inflate.flush()


def _scan_sheet(part: bytes, filename: str) -> SheetScan:
    scan = SheetScan(cells=part.count(b"<c ") + part.count(b":c "))
    if _FAR.search(part):
        for piece in _pieces(part):
            _measure(piece, scan, filename)
    if b't="e"' in part or b"t='e'" in part:
        scan.bad.update(_errors(part))
    if b"<f" in part or b":f" in part:
        scan.bad.update(_uncomputed(part))
    return scan


def _pieces(part: bytes) -> Iterator[bytes]:
    """The part in pieces that end before a tag: a list of all cells at once would take more memory than the sheet."""
    start = 0
    while start < len(part):
        end = part.find(b"<", start + 4 * _CHUNK)
        end = len(part) if end < 0 else end
        yield part[start:end]
        start = end


def _measure(piece: bytes, scan: SheetScan, filename: str) -> None:
    """Let the scan reach as far as the cells with a value do. A cell written in no usual way could reach anywhere."""
    found = _USUAL_CELL.findall(piece)
    if len(found) != len(_CELL_TAG.findall(piece)):
        raise DamagedWorkbook(filename=filename)
    places = {(letters, row) for letters, row, ending in found if ending == b">"}
    scan.columns = max(
        [scan.columns, *(column_index(letters.decode()) + 1 for letters in {place[0] for place in places})]
    )
    scan.rows = max([scan.rows, *(int(row) for row in {place[1] for place in places} if row)])
    if any(not letters for letters, _ in places):  # cells without a place follow one another from their row's beginning
        scan.rows = max([scan.rows, *(int(row) for row in _ROW.findall(piece))])


def _errors(part: bytes) -> Iterator[tuple[tuple[int, int], BadCell]]:
    for match in _ERROR.finditer(part):
        if place := _PLACE.search(match[1]):
            yield (int(place[2]), column_index(place[1].decode())), error_cell(match[2].decode("utf-8", "replace"))


def _uncomputed(part: bytes) -> Iterator[tuple[tuple[int, int], BadCell]]:
    for match in _FORMULA.finditer(part):
        place = _PLACE.search(match[1])
        if place and b't="str"' not in match[1]:  # a formula whose result is an empty text has been computed
            formula = "=" + (match[2] or b"").decode("utf-8", "replace")
            yield (int(place[2]), column_index(place[1].decode())), uncomputed_cell(formula)


def error_cell(shown: str) -> BadCell:
    """A cell with #REF!, #N/A and the like."""
    return BadCell(
        shown,
        f"单元格里是公式错误“{shown}”，不是数据；请改正公式或直接填写数据",
        f"The cell holds the formula error {shown}, no value; correct the formula or write the value",
    )


def uncomputed_cell(shown: str) -> BadCell:
    """A cell with a formula whose result was never saved."""
    return BadCell(
        shown,
        "单元格里是公式，但文件里没有保存计算结果；请用 Excel 或 WPS 打开、保存一次，或直接填写数据",
        "The cell holds a formula whose result was never saved; open and save the file in Excel or WPS, or write the value",
    )


def sheet_parts(content: bytes) -> dict[str, str]:
    """The path of the part that holds each sheet, by the sheet's name. Only after `scan_archive` has passed the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        workbook = archive.read(names["xl/workbook.xml"])
        relations = archive.read(names["xl/_rels/workbook.xml.rels"])
    targets = {}
    for tag in _RELATION.findall(relations):
        target = _attribute(tag, b"Target").lstrip("/")
        targets[_attribute(tag, b"Id")] = target if target.startswith("xl/") else "xl/" + target
    return {_attribute(tag, b"name"): targets.get(_attribute(tag, rb"\w+:id"), "") for tag in _SHEET.findall(workbook)}


def _attribute(tag: bytes, name: bytes) -> str:
    match = re.search(rb"\s" + name + rb"""\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return "" if match is None else _unescaped((match[1] or match[2] or b"").decode("utf-8", "replace"))


def _unescaped(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text
