"""Exports: the rows of a sheet in its exact columns, streamed, never cut short."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Literal

from django.http import FileResponse, HttpRequest
from ninja import Query, Router
from pydantic import Field

from zugong.api.asked import AskedClocks, Identity, Language, grouping_below, scope_at
from zugong.api.looking import log_rows
from zugong.api.problems import NotThere, Problem
from zugong.dictionary.declarations import RecordType, Sheet
from zugong.exchange.exporting import export_csv, export_rows, template
from zugong.exchange.sheet_rows import SheetRows, main_type
from zugong.figures.queries import list_rows
from zugong.web.listing.tables import Mask
from zugong.web.scope import Scope

router = Router(tags=["Exports 导出"])
_PAGE = 5000
FILE_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
FILE_DESCRIBED = {"content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in FILE_TYPES.values()}}


class AskedExport(AskedClocks):
    org: Identity | None = Field(None, description="Only rows that count below this organisation.")
    reason: str = Field(
        "", max_length=300, description="With a reason encrypted values are written in full; it is logged."
    )
    language: Language = "zh"


@router.get(
    "/exports/{sheet}.{format}",
    response={404: Problem, 422: Problem},
    openapi_extra={"responses": {200: {"description": "The workbook.", **FILE_DESCRIBED}}},
    summary="Export a sheet 导出台账",
)
def export(request: HttpRequest, sheet: str, format: Literal["xlsx", "csv"], asked: Query[AskedExport]):
    """Every row of a sheet in your scope, in the columns in which it is imported. Logged as read.

    What lies deeper than you may see is empty, encrypted values masked unless you give a reason; the header
    X-Masked-Columns names the columns that are not complete.
    """
    scope = scope_at(request, asked.clocks)
    declared, kind = _exportable(scope, sheet)
    rows = _sheet_rows(declared, kind, scope, with_encrypted=bool(asked.reason.strip()))
    found = list(_placed(kind, scope, asked))
    log_rows(request, kind, [row_id for row_id, _ in found], scope, act="export", reason=asked.reason)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it when it has been sent)
    write = export_rows if format == "xlsx" else export_csv
    write(declared, rows.rows(found), file, language=asked.language)
    file.seek(0)
    return _response(file, f"{declared.code}.{format}", FILE_TYPES[format], rows.masked)


@router.get(
    "/templates/{sheet}.xlsx",
    response={404: Problem, 422: Problem},
    openapi_extra={"responses": {200: {"description": "The empty workbook.", **FILE_DESCRIBED}}},
    summary="An empty sheet to fill in 空白表格",
)
def empty_sheet(request: HttpRequest, sheet: str, language: Language = "zh"):
    """The columns of a sheet with lists of their codes, and a row that says what must be filled in."""
    scope = scope_at(request, AskedClocks().clocks)
    declared = {one.code: one for one in scope.catalogue.all_sheets()}.get(sheet)
    if declared is None:
        raise NotThere(what="sheet", what_zh="表格", which=sheet[:80])
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    file.write(template(declared, language=language))
    file.seek(0)
    return _response(file, f"{declared.code}.xlsx", FILE_TYPES["xlsx"], set())


def _exportable(scope: Scope, sheet: str) -> tuple[Sheet, RecordType]:
    sheets = {one.code: one for one in scope.catalogue.all_sheets() if not one.operations}
    kind = scope.catalogue.types[main_type(sheets[sheet])] if sheet in sheets else None
    if kind is None or not scope.may_list(kind):
        raise NotThere(what="sheet", what_zh="表格", which=sheet[:80])
    return sheets[sheet], kind


def _sheet_rows(sheet: Sheet, kind: RecordType, scope: Scope, *, with_encrypted: bool) -> SheetRows:
    mask = Mask(kind, scope)

    def may_show(field, row, place) -> bool:
        return not mask.hides(field, row.values, place) and (with_encrypted or not field.hidden)

    return SheetRows(sheet, scope.catalogue, scope.clocks, may_show)


def _placed(kind: RecordType, scope: Scope, asked: AskedExport) -> Iterator[tuple[int, int | None]]:
    where = "holds()" if kind.is_state else "on <= day"
    if not kind.is_state and (asked.first or asked.last):
        where = "on >= period_start and on < period_end"
    grouping, after = grouping_below(scope, asked.org), None
    while True:
        page = list_rows(kind.code, where, scope.clocks, grouping, scope.names, after=after, limit=_PAGE)
        yield from ((row.id, row.place) for row in page.rows)
        if page.after is None:
            return
        after = page.after


def _response(file, name: str, content_type: str, masked: set[str]) -> FileResponse:
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response.headers["X-Masked-Columns"] = ", ".join(sorted(masked))
    return response
