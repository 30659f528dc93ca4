"""What a form says, as values: parsed and checked by the same functions as the cells of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zugong.dictionary.declarations import Column, RecordType, Sheet
from zugong.exchange.mapping import MappedTable, SourceRow
from zugong.exchange.parsing import CellIssue
from zugong.exchange.planning.sentences import Sentence
from zugong.exchange.row_checks import parse_rows

_ROW = 1


@dataclass(frozen=True)
class Complaint:
    """What stands against a field, `type.field`, or against the form as a whole (""). A doubt may be confirmed."""

    key: str
    sentence: Sentence
    is_doubt: bool = False


@dataclass(frozen=True)
class Stated:
    """The values by `type.field`, what is empty left out, and what stands against them or wants to be seen."""

    values: Mapping[str, Any]
    complaints: tuple[Complaint, ...]
    warnings: tuple[Complaint, ...]


def state(kinds: Sequence[RecordType], cells: Mapping[str, Any]) -> Stated:
    """What the cells of a form say, by `type.field`: fields that are no references, and the days of the record.

    Only the fields that stand in `cells` are asked for; of those, empty ones that are required are complained of.
    """
    columns = [column for column in columns_of(kinds) if column.key in cells]
    sheet = Sheet("form", "表单", "form", tuple(kind.code for kind in kinds), "", tuple(columns))
    numbered = dict(enumerate(columns))
    row = SourceRow(_ROW, tuple(cells[column.key] or None for column in columns))
    headers = {index: column.header for index, column in numbered.items()}
    table = parse_rows(MappedTable(sheet, "", numbered, {}, [row], headers))
    return Stated(table.rows[0].values, _complaints(table.issues, numbered), _complaints(table.warnings, numbered))


def columns_of(kinds: Iterable[RecordType]) -> list[Column]:
    """The fields of the types that are typed in, with their days."""
    return [
        Column(field.zh, field.en, field.also, kind.code, (field.code,), field)
        for kind in kinds
        for field in (*kind.fields.values(), *kind.dated.values())
        if not field.of
    ]


def _complaints(issues: Iterable[CellIssue], columns: Mapping[int, Column]) -> tuple[Complaint, ...]:
    return tuple(
        Complaint("" if issue.column is None else columns[issue.column].key, Sentence(issue.zh, issue.en), issue.doubt)
        for issue in issues
    )
