"""From a table and a mapping to the rows that are records; totals, notes and blank rows are set aside, with a reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from zugong.dictionary.declarations import Column
from zugong.exchange.headers import HeaderGuess, normal_header
from zugong.exchange.mapping import MappedTable, Proposal, SetAside, SourceRow
from zugong.exchange.reading.tables import RawTable

BLANK = ("空行", "an empty row")
NOTHING_MAPPED = ("没有要导入的内容", "nothing in it is to be imported")
TOTAL = ("合计行", "a row of totals")
NOTE = ("说明或签名行", "a note or signature")
SECTION = ("分组标题行", "a heading over a group of rows")
EXAMPLE = ("示例行", "an example")
REPEATED_HEADER = ("重复的表头", "the header once more")
MARKS = ("填写要求行", "marks of what must be filled in")

_TOTAL = re.compile(r"(?:本页|本表|全[县市区乡镇村])?(?:合|总|小|共|累)\s*计(?:数|人数|金额|:.*)?")
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明|填报说明|填表人|填报人|经办人|制表人?|制表单位|审核人?|复核人?|负责人|单位负责人|联系人|联系电话|填报单位|填表单位"
    r"|填报日期|填报时间|填表日期|填表时间|打印日期|打印时间|截止日期|日期)(?:\([^()]*\))?\s*\d?\s*:.*|共\s*\d+\s*[条行人名个户].*",
    re.DOTALL,
)
_SECTION = re.compile(r"[一二三四五六七八九十]+、.*")
_EXAMPLE = re.compile(r"(?:填写)?(?:示例|样例|范例)(?::.*)?|例:.*")
_MOST_NOTE_CELLS = 6


def map_table(
    table: RawTable, header: HeaderGuess, proposal: Proposal, overrides: Mapping[int, Column | None] | None = None
) -> MappedTable:
    """The table as one sheet. `overrides` are a person's choices by column index: another column, or None to leave it out.

    Vertically merged cells hold their value in every row. A column of the sheet that two indexes claim goes to the one
    that the person chose.
    """
    columns = _with_overrides(proposal.chosen(), overrides or {})
    ignored = {index: header.shown(index) for index, path in enumerate(header.paths) if path and index not in columns}
    mapped = MappedTable(
        sheet=proposal.sheet,
        sheet_name=table.sheet_name,
        columns=columns,
        ignored=ignored,
        rows=[],
        headers={index: header.shown(index) or column.header for index, column in columns.items()},
        set_aside=[SetAside(number, *MARKS) for number in header.marks],
        header_row=header.last_row,
    )
    _sort_rows(table, header, mapped)
    return mapped


def _with_overrides(chosen: dict[int, Column], overrides: Mapping[int, Column | None]) -> dict[int, Column]:
    claimed = {column.key for column in overrides.values() if column is not None}
    result = {index: column for index, column in chosen.items() if column.key not in claimed and index not in overrides}
    result.update((index, column) for index, column in overrides.items() if column is not None)
    return dict(sorted(result.items()))


def _sort_rows(table: RawTable, header: HeaderGuess, mapped: MappedTable) -> None:
    start = header.body_row - table.first_row
    rows = _with_merges_filled(table, start)
    headings = {merge.first_row for merge in table.merged if merge.width > 1}
    leaves = [path[-1] if path else None for path in header.paths]
    indexes = list(mapped.columns)
    for number, cells in enumerate(rows, start=header.body_row):
        reason = _reason_aside(cells, indexes, leaves, number in headings)
        if reason is None:
            mapped.rows.append(SourceRow(number, cells))
        else:
            mapped.set_aside.append(SetAside(number, *reason))


def _with_merges_filled(table: RawTable, start: int) -> list[tuple[Any, ...]]:
    rows = table.rows[start:]
    for merge in table.merged:
        top = merge.first_row - table.first_row - start
        if merge.height == 1 or top < 0 or top >= len(rows) or merge.first_column >= table.width:
            continue
        value = rows[top][merge.first_column]
        for place in range(top + 1, min(top + merge.height, len(rows))):
            row = rows[place]
            rows[place] = (*row[: merge.first_column], value, *row[merge.first_column + 1 :])
    return rows


def _reason_aside(
    cells: tuple[Any, ...], indexes: Iterable[int], leaves: list[str | None], is_merged: bool
) -> tuple[str, str] | None:
    """Why a row is no record; None where it is one. A row that is only unclear stays, and its errors show."""
    filled = [cell for cell in cells if cell is not None and not (isinstance(cell, str) and cell.isspace())]
    if not filled:
        return BLANK
    words = [normal_header(cell) for cell in filled[:3] if isinstance(cell, str)]
    if any(_TOTAL.fullmatch(word) for word in words):
        return TOTAL
    if isinstance(filled[0], str):
        word = unicodedata.normalize("NFKC", filled[0]).strip()
        reason = _reason_by_first_word(word, len(filled), is_merged, len(cells))
        if reason is not None:
            return reason
    if _is_header_again(cells, leaves):
        return REPEATED_HEADER
    return None if any(cells[index] is not None for index in indexes) else NOTHING_MAPPED


def _reason_by_first_word(word: str, filled: int, is_merged: bool, width: int) -> tuple[str, str] | None:
    if _EXAMPLE.fullmatch(word):
        return EXAMPLE
    if filled <= _MOST_NOTE_CELLS and _NOTE.fullmatch(word):
        return NOTE
    if filled == 1 and width > 2 and (is_merged or _SECTION.fullmatch(word)):
        return SECTION
    return None


def _is_header_again(cells: tuple[Any, ...], leaves: list[str | None]) -> bool:
    named = [(cell, leaf) for cell, leaf in zip(cells, leaves, strict=True) if leaf]
    return bool(named) and all(isinstance(cell, str) and " ".join(cell.split()) == leaf for cell, leaf in named)
