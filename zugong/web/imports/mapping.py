"""How a file was understood: which sheet, and what each of its columns is taken for."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import Sheet
from zugong.exchange.models import ImportJob
from zugong.exchange.previews import recognition_of
from zugong.exchange.recognising import Choices

_SURE = 0.9


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class MappedColumn:
    """One column of the file. `is_unsure`: a person should look. A fixed field is corrected without being asked."""

    index: int
    header: str
    samples: str
    reason: str
    is_unsure: bool
    key: str
    options: tuple[Option, ...]
    is_correction: bool
    is_fixed: bool
    is_blank_value: bool


@dataclass(frozen=True)
class LeftOut:
    """A row that is no record, and why."""

    number: int
    reason: str


@dataclass(frozen=True)
class MappingTable:
    """Everything that the officer may change about how the file is read."""

    sheets: tuple[Option, ...]
    worksheets: tuple[Option, ...]
    columns: tuple[MappedColumn, ...]
    missing: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    rows: int
    set_aside: int
    needs_attention: bool


def mapping_table(job: ImportJob, language: str) -> MappingTable | None:
    """The mapping of a file; None where the file could not be read at all."""
    known = recognition_of(job.pk)
    if not known:
        return None
    catalogue, choices = installed_catalogue(settings.ZUGONG_PACK), Choices.from_json(job.choices)
    sheets = {sheet.code: sheet for sheet in catalogue.all_sheets()}
    sheet = sheets[known["sheet"]]
    columns = tuple(_column(column, sheet, choices, language) for column in known["columns"])
    missing = tuple(_label(sheet, key, language) for key in known["missing"])
    side = "zh" if language.startswith("zh") else "en"
    return MappingTable(
        sheets=tuple(Option(code, one.name(language), code == sheet.code) for code, one in sheets.items()),
        worksheets=tuple(Option(name, name, name == known["worksheet"]) for name in known["worksheets"]),
        columns=columns,
        missing=missing,
        left_out=tuple(LeftOut(number, zh if side == "zh" else en) for number, zh, en in known["left_out"][:200]),
        rows=known["rows"],
        set_aside=len(choices.set_aside),
        needs_attention=bool(missing) or any(column.is_unsure for column in columns),
    )


def _column(column: dict, sheet: Sheet, choices: Choices, language: str) -> MappedColumn:
    key = column["key"]
    options = tuple(Option(one.key, _label(sheet, one.key, language), one.key == key) for one in sheet.columns)
    return MappedColumn(
        index=column["index"], header=column["header"], samples=" / ".join(column["samples"]),
        reason=column["zh" if language.startswith("zh") else "en"],
        is_unsure=bool(key) and column["confidence"] < _SURE and column["index"] not in choices.columns,
        key=key, options=options, is_correction=key in choices.corrections, is_fixed=column["is_fixed"],
        is_blank_value=key in choices.blanks_are_values,
    )  # fmt: skip


def _label(sheet: Sheet, key: str, language: str) -> str:
    column = next(one for one in sheet.columns if one.key == key)
    return column.header if language.startswith("zh") else column.header_en
