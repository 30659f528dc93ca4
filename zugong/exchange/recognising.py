"""From a file and an officer's choices to a mapped table, and what the page of an import shows of that step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import Column, Sheet
from zugong.exchange.headers import HeaderGuess, find_header
from zugong.exchange.mapping import ColumnMatch, MappedTable, Proposal, Reason, propose
from zugong.exchange.reading import RawTable, read_table
from zugong.exchange.reading.errors import HeaderNotFound, NoSuchSheet
from zugong.exchange.remembering import remembered_mappings
from zugong.exchange.source_rows import map_table
from zugong.kernel.errors import RuleBroken

_SAMPLES = 3
_LONGEST_SAMPLE = 40


class NothingRecognised(RuleBroken):
    code: ClassVar[str] = "exchange.nothing_recognised"
    message: ClassVar[str] = (
        "{filename}: no sheet that can be imported has these headers ({headers}). Choose the sheet, or download an empty one."
    )
    message_zh: ClassVar[str] = (
        "“{filename}”：没有哪种台账有这样的表头（{headers}）。请指定台账种类，或下载空白表格对照。"
    )


class UnknownSheet(RuleBroken):
    code: ClassVar[str] = "exchange.unknown_sheet"
    message: ClassVar[str] = "There is no sheet {sheet!r}; there are: {allowed}."
    message_zh: ClassVar[str] = "没有名为“{sheet}”的台账；现有：{allowed}。"


@dataclass(frozen=True)
class Choices:
    """What an officer has decided about a file: empty where what is proposed stands.

    `columns` are keys by column index, "" for what is not imported. In `corrections` (keys) a differing value was always
    wrong; `blanks_are_values` are keys of columns in which an empty cell means that there is none; `set_aside` are rows left out,
    `confirmed` rows whose doubtful cells are as they are on paper.
    """

    sheet: str = ""
    worksheet: str = ""
    columns: Mapping[int, str] = field(default_factory=dict)
    corrections: frozenset[str] = frozenset()
    blanks_are_values: frozenset[str] = frozenset()
    set_aside: frozenset[int] = frozenset()
    confirmed: frozenset[int] = frozenset()

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Choices:
        return cls(
            sheet=stored.get("sheet", ""),
            worksheet=stored.get("worksheet", ""),
            columns={int(index): key for index, key in stored.get("columns", {}).items()},
            corrections=frozenset(stored.get("corrections", ())),
            blanks_are_values=frozenset(stored.get("blanks_are_values", ())),
            set_aside=frozenset(stored.get("set_aside", ())),
            confirmed=frozenset(stored.get("confirmed", ())),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "worksheet": self.worksheet,
            "columns": {str(index): key for index, key in sorted(self.columns.items())},
            "corrections": sorted(self.corrections),
            "blanks_are_values": sorted(self.blanks_are_values),
            "set_aside": sorted(self.set_aside),
            "confirmed": sorted(self.confirmed),
        }


@dataclass(frozen=True)
class Recognised:
    """A table of a file taken for a sheet."""

    worksheets: tuple[str, ...]
    header: HeaderGuess
    proposals: tuple[Proposal, ...]
    proposal: Proposal
    mapped: MappedTable


def recognise(content: bytes, filename: str, choices: Choices, catalogue: Catalogue) -> Recognised:
    """The table of the file that looks most like a sheet, or the one chosen, mapped as proposed and chosen.

    Raises UnreadableFile, NothingRecognised, UnknownSheet.
    """
    sheets = _sheets(choices.sheet, catalogue)
    tables = read_table(content, filename)
    table, header, proposals = _likeliest(_chosen(tables, choices.worksheet, filename), sheets)
    if not proposals:
        words = "、".join(header.shown(index) for index, path in enumerate(header.paths) if path)
        raise NothingRecognised(filename=filename, headers=words[:200])
    mapped = map_table(table, header, proposals[0], _overrides(choices, proposals[0].sheet))
    return Recognised(tuple(one.sheet_name for one in tables), header, tuple(proposals), proposals[0], mapped)


def _sheets(code: str, catalogue: Catalogue) -> list[Sheet]:
    sheets = {sheet.code: sheet for sheet in catalogue.all_sheets()}
    if code and code not in sheets:
        raise UnknownSheet(sheet=code[:80], allowed=", ".join(sheets))
    return [sheets[code]] if code else list(sheets.values())


def _chosen(tables: list[RawTable], worksheet: str, filename: str) -> list[RawTable]:
    found = [table for table in tables if worksheet in ("", table.sheet_name)]
    if not found:
        names = [table.sheet_name for table in tables]
        raise NoSuchSheet(filename=filename, sheet=worksheet, listed_zh="、".join(names), listed=", ".join(names))
    return found


def _likeliest(tables: list[RawTable], sheets: list[Sheet]) -> tuple[RawTable, HeaderGuess, list[Proposal]]:
    """The table most like one of the sheets. A page of notes has no header: only where none has, that is the error."""
    found, errors = [], []
    for table in tables:
        try:
            found.append((table, *_proposed(table, sheets)))
        except HeaderNotFound as error:
            errors.append(error)
    if not found:
        raise errors[0]
    return max(found, key=lambda one: one[2][0].score if one[2] else -1.0)


def _proposed(table: RawTable, sheets: list[Sheet]) -> tuple[HeaderGuess, list[Proposal]]:
    header = find_header(table, sheets)
    return header, propose(header, sheets, remembered_mappings(header)) or _unmatched(header, sheets)


def _unmatched(header: HeaderGuess, sheets: list[Sheet]) -> list[Proposal]:
    """Where the officer chose the sheet, every column can still be mapped by hand."""
    if len(sheets) != 1:
        return []
    unknown = {index: header.shown(index) for index, path in enumerate(header.paths) if path}
    return [Proposal(sheets[0], {}, unknown, {}, {}, (), 0.0)]


def _overrides(choices: Choices, sheet: Sheet) -> dict[int, Column | None]:
    by_key = {column.key: column for column in sheet.columns}
    return {index: by_key.get(key) for index, key in choices.columns.items() if not key or key in by_key}


def recognition_as_json(found: Recognised, choices: Choices) -> dict[str, Any]:
    """What the page shows of the mapping: sheets that it could be, every column with samples and what it is taken for."""
    mapped, matches = found.mapped, found.proposal.columns
    columns = [
        _column_as_json(index, found, matches.get(index), choices)
        for index, path in enumerate(found.header.paths)
        if path
    ]
    return {
        "sheet": mapped.sheet.code,
        "worksheet": mapped.sheet_name,
        "worksheets": list(found.worksheets),
        "sheets": [proposal.sheet.code for proposal in found.proposals[:8]],
        "columns": columns,
        "missing": [column.key for column in found.proposal.missing if column not in mapped.columns.values()],
        "left_out": [[aside.number, aside.zh, aside.en] for aside in mapped.set_aside],
        "header_row": mapped.header_row,
        "rows": len(mapped.rows),
    }


def _column_as_json(index: int, found: Recognised, match: ColumnMatch | None, choices: Choices) -> dict[str, Any]:
    column = found.mapped.columns.get(index)
    reason = Reason.CHOSEN if index in choices.columns else match.reason if match and column else None
    explained = found.proposal.explained.get(index, {})
    samples = [str(one)[:_LONGEST_SAMPLE] for one in found.header.samples[index][:_SAMPLES] if one is not None]
    if column and column.field.hidden:
        samples = [column.field.type.mask(sample) for sample in samples]
    return {
        "index": index,
        "header": found.header.shown(index),
        "samples": samples,
        "key": column.key if column else "",
        "is_fixed": bool(column and column.field.fixed),
        "confidence": match.confidence if match and column else 0,
        "zh": reason.value[0] if reason else explained.get("zh", ""),
        "en": reason.value[1] if reason else explained.get("en", ""),
    }
