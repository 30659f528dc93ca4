"""What can be recorded: record types with their fields and codes, and the sheets in which they come and go."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from zugong.api.asked import scope_at
from zugong.api.problems import NotThere, Problem
from zugong.api.shapes import CodeShape, ColumnShape, FieldShape, SheetShape, TypeShape, TypeWithFields
from zugong.dictionary.declarations import Column, Field, RecordType, Sheet
from zugong.web.clocks import asked_clocks
from zugong.web.scope import Scope

router = Router(tags=["Dictionary 数据目录"])


@router.get("/types", response=list[TypeShape], summary="Record types 数据类型")
def types(request: HttpRequest):
    """Every record type of the installed pack, with whether you may list its rows."""
    scope = _scope(request)
    return [_type_values(kind, scope) for kind in scope.catalogue.types.values()]


@router.get("/types/{type}", response={200: TypeWithFields, 404: Problem}, summary="One record type 一个数据类型")
def one_type(request: HttpRequest, type: str):
    """A record type with its fields, their code lists, and the other headers under which they circulate."""
    scope = _scope(request)
    kind = kind_of(scope, type)
    fields = [_field_shape(field) for field in (*kind.fields.values(), *kind.dated.values())]
    return TypeWithFields(
        **_type_values(kind, scope),
        purpose=kind.purpose.zh,
        purpose_en=kind.purpose.en,
        owner=kind.owner.zh,
        owner_en=kind.owner.en,
        keep=kind.keep,
        fields=fields,
    )


@router.get("/sheets", response=list[SheetShape], summary="Sheets 表格")
def sheets(request: HttpRequest):
    """Every table that an import recognises and an export writes, with its columns."""
    return [_sheet_shape(sheet) for sheet in _scope(request).catalogue.all_sheets()]


def _scope(request: HttpRequest) -> Scope:
    return scope_at(request, asked_clocks({}).clocks)


def kind_of(scope: Scope, code: str) -> RecordType:
    """The record type of that code. Raises NotThere."""
    if code not in scope.catalogue.types:
        raise NotThere(what="record type", what_zh="数据类型", which=code[:80])
    return scope.catalogue.types[code]


def _type_values(kind: RecordType, scope: Scope) -> dict:
    plain = {name: getattr(kind, name) for name in ("code", "zh", "en", "time", "matter", "anchored")}
    return {**plain, "key": list(kind.key), "may_list": scope.may_list(kind)}


def _field_shape(field: Field) -> FieldShape:
    codes = field.codes.codes.values() if field.codes else ()
    return FieldShape(
        code=field.code, zh=field.zh, en=field.en, type=field.type.name, of=field.of, required=field.required,
        fixed=field.fixed, depth=int(field.depth), also=list(field.also),
        codes=[CodeShape(code=one.code, zh=one.zh, en=one.en, standard=one.standard) for one in codes],
    )  # fmt: skip


def _sheet_shape(sheet: Sheet) -> SheetShape:
    columns = [_column_shape(column) for column in sheet.columns]
    return SheetShape(
        code=sheet.code, zh=sheet.zh, en=sheet.en, writes=list(sheet.writes), roster=sheet.roster, columns=columns
    )


def _column_shape(column: Column) -> ColumnShape:
    return ColumnShape(
        key=column.key, header=column.header, header_en=column.header_en, type=column.field.type.name,
        required=column.is_required, also=list(column.also),
    )  # fmt: skip
