"""Which column of a file is which column of a sheet: proposed with a reason, decided by a person, remembered."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any

from zugong.dictionary.declarations import Column, Sheet
from zugong.dictionary.fieldtypes import CellProblem
from zugong.dictionary.fieldtypes.base import cell_text
from zugong.exchange.headers import HeaderGuess, header_forms, normal_header, without_note

#: What a file may remember: by sheet code, the column key by header path, "" for what is not imported.
Remembered = Mapping[str, Mapping[str, str]]

_SIMILAR = 0.8
_CLEAR = 0.75  # a score by words alone from which a table is no riddle
_LIKELIEST = 8  # as many sheets as the page offers
_OTHER_THINGS = ("原", "前", "拟", "新", "旧", "配偶", "父亲", "母亲")  # 原党支部 is not 党支部, however similar
_NEVER_IMPORTED = frozenset(("序号", "导入结果", "年龄", "行号"))
_TELLING_TYPES = frozenset(("identity_number", "phone", "day", "date", "integer", "money", "yes_no", "code"))


class Reason(Enum):
    """Why a column is proposed, in Chinese and English."""

    REMEMBERED = ("上次如此对应", "mapped so before")
    HEADER = ("列名相同", "the same header")
    OTHER_HEADER = ("常用的另一列名", "another header in use")
    UNDER_PARENT = ("列名相同，上级列名不同", "the same header, under another one")
    SIMILAR = ("列名相近", "a similar header")
    CONTENT = ("内容相符", "the content fits")
    CHOSEN = ("人工指定", "chosen by a person")

    def text(self, language: str) -> str:
        return self.value[0] if language.startswith("zh") else self.value[1]


@dataclass(frozen=True)
class ColumnMatch:
    """A column of the file taken for a column of the sheet; `confidence` from 0 to 1, below 0.9 a person should look."""

    column: Column
    confidence: float
    reason: Reason


@dataclass(frozen=True)
class Proposal:
    """How a table could be read as one sheet. Indexes count the table's columns from 0.

    `unknown` are headers that will not be imported, `explained` those that the sheet leaves out on purpose, with the
    reason; `ambiguous` are headers that could mean several columns, or the same as another header; `missing` are the
    required columns that no header was found for.
    """

    sheet: Sheet
    columns: Mapping[int, ColumnMatch]
    unknown: Mapping[int, str]
    explained: Mapping[int, Mapping[str, str]]
    ambiguous: Mapping[int, tuple[Column, ...]]
    missing: tuple[Column, ...]
    score: float

    def chosen(self) -> dict[int, Column]:
        """The columns as they would be imported if nobody changed anything."""
        return {index: match.column for index, match in self.columns.items()}


@dataclass(frozen=True)
class SourceRow:
    """A row of the file. `number` counts from 1 in the sheet."""

    number: int
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class SetAside:
    """A row that is no record, and why."""

    number: int
    zh: str
    en: str


@dataclass
class MappedTable:
    """A table whose columns are known: which column of the sheet each index holds, and which headers are left out."""

    sheet: Sheet
    sheet_name: str
    columns: dict[int, Column]
    ignored: dict[int, str]
    rows: list[SourceRow]
    headers: dict[int, str] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)
    header_row: int = 1


def propose(header: HeaderGuess, sheets: Iterable[Sheet], remembered: Remembered | None = None) -> list[Proposal]:
    """Every sheet that the table could be, the likeliest first; none where no header is known at all.

    The order of the table's columns does not matter. What was remembered for these headers goes before all else.
    Once the words name one sheet clearly, what the other columns resemble and hold is compared for the likeliest alone.
    """
    by_words = [_Matching(header, sheet, (remembered or {}).get(sheet.code)) for sheet in sheets]
    named = sorted(by_words, key=lambda matching: -matching.score() if matching.taken else 0.0)
    is_clear = bool(named) and bool(named[0].taken) and named[0].score() >= _CLEAR
    for matching in named[:_LIKELIEST] if is_clear else named:
        matching.take_resembling()
    proposals = [matching.proposal() for matching in by_words]
    return sorted((proposal for proposal in proposals if proposal.columns), key=lambda found: -found.score)


def header_keys(header: HeaderGuess) -> dict[int, str]:
    """The normal path of each named column; the second of two equal ones ends in #2."""
    seen: dict[str, int] = {}
    keys = {}
    for index, path in enumerate(header.paths):
        if path:
            key = "/".join(normal_header(word) for word in path)
            seen[key] = seen.get(key, 0) + 1
            keys[index] = key if seen[key] == 1 else f"{key}#{seen[key]}"
    return keys


def header_fingerprint(header: HeaderGuess) -> str:
    """The same for the same headers, whatever their order and position."""
    return hashlib.sha256("\n".join(sorted(header_keys(header).values())).encode()).hexdigest()


def required_columns(sheet: Sheet, present: Iterable[Column]) -> list[Column]:
    """The columns that each row must fill; those of an optional type only once the file has a column of that type."""
    types = {column.type_code for column in present}
    return [
        column
        for column in sheet.columns
        if column.is_required and (column.type_code not in sheet.optional or column.type_code in types)
    ]


class _Matching:
    """One table against one sheet."""

    def __init__(self, header: HeaderGuess, sheet: Sheet, remembered: Mapping[str, str] | None) -> None:
        self.header, self.sheet = header, sheet
        self.taken: dict[int, ColumnMatch] = {}
        self.left_out: set[int] = set()
        self.ambiguous: dict[int, tuple[Column, ...]] = {}
        self._take_remembered(remembered or {})
        self._take_named()

    def take_resembling(self) -> None:
        """Take the columns that no word names: by a name that is nearly one, then by what stands in them."""
        self._take_similar()
        self._take_by_content()

    def proposal(self) -> Proposal:
        keys = header_keys(self.header)
        named = {index for index in keys if index not in self.taken}
        reasons = {normal_header(word): texts for word, texts in self.sheet.ignored.items()}
        explained = {
            index: reasons[form] for index in named for form in [keys[index].split("/")[-1]] if form in reasons
        }
        unknown = {index: self.header.shown(index) for index in sorted(named - set(explained))}
        return Proposal(
            sheet=self.sheet,
            columns=dict(sorted(self.taken.items())),
            unknown=unknown,
            explained=explained,
            ambiguous={index: columns for index, columns in self.ambiguous.items() if index in unknown},
            missing=tuple(self._required_and_missing()[1]),
            score=self.score(),
        )

    def _required_and_missing(self) -> tuple[list[Column], list[Column]]:
        present = {match.column.key: match.column for match in self.taken.values()}
        required = required_columns(self.sheet, present.values())
        return required, [column for column in required if column.key not in present]

    def score(self) -> float:
        """From 0 to a little above 1: known headers among all, required columns found, the sheet's name in the title."""
        keys = header_keys(self.header)
        counted = [index for index, key in keys.items() if index in self.taken or key not in _NEVER_IMPORTED]
        known = sum(match.confidence for match in self.taken.values()) / max(len(counted), 1)
        required, missing = self._required_and_missing()
        found = 1 - len(missing) / len(required) if required else 1.0
        named = normal_header(self.sheet.zh) in normal_header(self.header.title)
        return 0.6 * known + 0.4 * found + (0.1 if named else 0.0)

    def _free(self) -> list[int]:
        paths = enumerate(self.header.paths)
        return [index for index, path in paths if path and index not in self.taken and index not in self.left_out]

    def _open_columns(self) -> list[Column]:
        used = {match.column.key for match in self.taken.values()}
        return [column for column in self.sheet.columns if column.key not in used]

    def _take_remembered(self, remembered: Mapping[str, str]) -> None:
        by_key = {column.key: column for column in self.sheet.columns}
        named = {form for column in self.sheet.columns for _, form in _names(column)}
        for index, path in header_keys(self.header).items():
            if remembered.get(path) in by_key:
                self.taken[index] = ColumnMatch(by_key[remembered[path]], 1.0, Reason.REMEMBERED)
            elif remembered.get(path) == "" or path in _NEVER_IMPORTED - named:
                self.left_out.add(index)

    def _take_named(self) -> None:
        claims = self._claims()
        for confidence in sorted({match.confidence for matches in claims.values() for match in matches}, reverse=True):
            level = {
                index: [match for match in matches if match.confidence == confidence]
                for index, matches in claims.items()
            }
            while self._take_clear(level):
                pass
            self._note_unclear(level)

    def _claims(self) -> dict[int, list[ColumnMatch]]:
        """What each free header could mean by its words: the surest meaning per column of the sheet."""
        names: dict[str, list[ColumnMatch]] = {}
        for column in self.sheet.columns:
            for match, form in _names(column):
                names.setdefault(form, []).append(match)
        return {
            index: _surest(_called(path, names))
            for index, path in enumerate(self.header.paths)
            if index in self._free()
        }

    def _take_clear(self, level: Mapping[int, list[ColumnMatch]]) -> bool:
        """Take every header that can mean just one open column which no other such header claims; False when there is none."""
        open_keys = {column.key for column in self._open_columns()}
        wanted: dict[str, list[tuple[int, ColumnMatch]]] = {}
        for index in self._free():
            options = [match for match in level.get(index, ()) if match.column.key in open_keys]
            if len(options) == 1:
                wanted.setdefault(options[0].column.key, []).append((index, options[0]))
        clear = [claims[0] for claims in wanted.values() if len(claims) == 1]
        self.taken.update(clear)
        return bool(clear)

    def _note_unclear(self, level: Mapping[int, list[ColumnMatch]]) -> None:
        open_keys = {column.key for column in self._open_columns()}
        for index in self._free():
            columns = tuple(match.column for match in level.get(index, ()) if match.column.key in open_keys)
            if columns:
                self.ambiguous.setdefault(index, columns)

    def _take_similar(self) -> None:
        for index in self._free():
            found = self._most_similar(index) if index not in self.ambiguous else None
            if found is not None and _fits(found.column, self.header.samples[index]) is not False:
                self.taken[index] = found

    def _most_similar(self, index: int) -> ColumnMatch | None:
        """The one open column whose name is nearest, if near enough and clearly nearer than any other."""
        leaf = without_note(normal_header(self.header.paths[index][-1]))
        if leaf.startswith(_OTHER_THINGS):
            return None
        ratios = sorted(
            ((max(_ratio(leaf, word) for _, word in _names(column)), column) for column in self._open_columns()),
            key=lambda pair: -pair[0],
        )
        if not ratios or ratios[0][0] <= _SIMILAR or (len(ratios) > 1 and ratios[0][0] - ratios[1][0] < 0.05):
            return None
        return ColumnMatch(ratios[0][1], round(0.8 * ratios[0][0], 2), Reason.SIMILAR)

    def _take_by_content(self) -> None:
        """Identity numbers and entries of code lists tell by themselves; a date could be any date."""
        for index in self._free():
            fitting = [
                column
                for column in self._open_columns()
                if column.field.type.name in ("identity_number", "code") and _fits(column, self.header.samples[index])
            ]
            if len(fitting) == 1 and index not in self.ambiguous:
                self.taken[index] = ColumnMatch(fitting[0], 0.5, Reason.CONTENT)


def _names(column: Column) -> list[tuple[ColumnMatch, str]]:
    """Each normal form by which a column is known, and how sure it is; forms without their note are a little less so."""
    names = []
    for word in (column.header, *column.also, column.header_en):
        own = word == column.header
        match = ColumnMatch(column, 1.0 if own else 0.97, Reason.HEADER if own else Reason.OTHER_HEADER)
        form = normal_header(word)
        names.append((match, form))
        if without_note(form) != form:
            names.append((ColumnMatch(column, match.confidence - 0.01, match.reason), without_note(form)))
    return names


def _called(path: tuple[str, ...], names: Mapping[str, list[ColumnMatch]]) -> list[ColumnMatch]:
    """The matches of a header's forms; one that leaves out a word of the parents is less sure."""
    found = []
    whole = normal_header("".join(path))
    for form in header_forms(path):
        for match in names.get(form, ()):
            if len(path) > 1 and len(form) < len(without_note(whole)):
                match = ColumnMatch(match.column, match.confidence - 0.07, Reason.UNDER_PARENT)
            found.append(match)
    return found


def _surest(matches: Iterable[ColumnMatch]) -> list[ColumnMatch]:
    surest: dict[str, ColumnMatch] = {}
    for match in matches:
        held = surest.get(match.column.key)
        if held is None or match.confidence > held.confidence:
            surest[match.column.key] = match
    return list(surest.values())


@lru_cache(maxsize=4096)  # the sheets share many columns
def _ratio(one: str, other: str) -> float:
    if abs(len(one) - len(other)) > 3:
        return 0.0
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _fits(column: Column, samples: Sequence[Any]) -> bool | None:
    """Do nearly all sample values belong in the column? None where its type takes anything, or there are too few."""
    kind = column.field.type
    if kind.name not in _TELLING_TYPES or len(samples) < 3:
        return None
    return sum(1 for cell in samples if _is_accepted(column, cell)) >= 0.8 * len(samples)


def _is_accepted(column: Column, cell: Any) -> bool:
    if column.field.codes is not None:  # parsing would look for the nearest word too, which is slow
        return cell_text(cell).casefold() in column.field.codes.by_word
    try:
        column.field.type.parse(cell, column.field)
    except CellProblem:
        return False
    return True
