"""Sheets: the tables as they circulate. A pack declares the national ones; every other record type has a default."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from zugong.dictionary.declarations import Column, Field, RecordType, Sheet
from zugong.kernel.errors import PackError

ReadField = Callable[[str, Any, str], Field]


def is_found_by_name(kind: RecordType) -> bool:
    """Is a record of this type found by one word, its name or code, in one column?"""
    return (
        bool(kind.label)
        and kind.code != "person"
        and all(not kind.field(name).of for name in kind.key)
        and (len([name for name in kind.key if name not in kind.dated]) == 1)
    )


def _column(type_code: str, path: tuple[str, ...], field: Field) -> Column:
    return Column(field.zh, field.en, field.also, type_code, path, field)


def lookup_columns(type_code: str, field: Field, types: Mapping[str, RecordType]) -> list[Column]:
    """The columns by which a sheet says which record a reference means.

    A person by name and identity number; a record with a name by one column; any other by the fields of its key.
    """
    target = types[field.of]
    if target.code == "person":
        codes: tuple[str, ...] = ("name", "identity_number")
    elif is_found_by_name(target):
        return [_column(type_code, (field.code,), field)]
    else:
        codes = target.key
    columns = []
    for code in codes:
        inner = target.field(code)
        nested = lookup_columns(type_code, inner, types) if inner.of else [_column(type_code, (inner.code,), inner)]
        columns += [
            replace(
                column,
                path=(field.code, *column.path),
                reference_required=field.required and column.reference_required and not _only_confirms(target, code),
            )
            for column in nested
        ]
    return columns


def _only_confirms(target: RecordType, code: str) -> bool:
    """A person is found by the identity number; the name beside it only confirms who is meant."""
    return target.code == "person" and code == "name"


def default_sheet(kind: RecordType, types: Mapping[str, RecordType]) -> Sheet:
    """The sheet of a record type for which no pack declares one: every field in order, then its dates where it states them."""
    columns: list[Column] = []
    for field in kind.fields.values():
        columns += lookup_columns(kind.code, field, types) if field.of else [_column(kind.code, (field.code,), field)]
    if not kind.is_state or kind.dates == "given":
        columns += [_column(kind.code, (field.code,), field) for field in kind.dated.values()]
    key = _row_key(kind, columns, {}, types)
    return Sheet(kind.code, kind.zh, kind.en, (kind.code,), "", _told_apart(columns, _words(kind)), key=key)


def _row_key(
    kind: RecordType,
    columns: Iterable[Column],
    links: Mapping[str, Mapping[str, str]],
    types: Mapping[str, RecordType],
) -> tuple[str, ...]:
    """Keys of the columns that name the record of `kind` in a row; a linked reference is named by the linked type's own."""
    keys: list[str] = []
    for code in kind.key:
        linked = links.get(kind.code, {}).get(code)
        if linked:
            keys += _row_key(types[linked], columns, links, types)
        else:
            own = [column for column in columns if column.type_code == kind.code and column.path[0] == code]
            keys += [column.key for column in own if not column.is_lookup or column.is_required]
    return tuple(keys)


def _beside(
    about: str, columns: Iterable[Column], links: Mapping[str, Mapping[str, str]], types: Mapping[str, RecordType]
) -> tuple[str, ...]:
    """Keys of the columns that name what a row links its own record to: of it there may be several rows."""
    targets = [linked.values() for linked in links.values() if about in linked.values()]
    others = [code for linked in targets for code in linked if code != about]
    return tuple(key for code in others for key in _row_key(types[code], columns, links, types))


def _words(kind: RecordType) -> Mapping[str, str]:
    """What the fields of a type are called in a header."""
    return {field.code: field.zh for field in kind.fields.values()}


def _told_apart(columns: Iterable[Column], words: Mapping[str, str] | None = None) -> tuple[Column, ...]:
    """The columns with no header twice: the second of two equal ones keeps the first's meaning where it is the same path.

    `words` are those of the fields that lead to another type.

    English headers, which the national sheets do not have, name the record type where two would be equal.
    """
    seen: dict[str, Column] = {}
    result: list[Column] = []
    for column in columns:
        if column.header in seen and seen[column.header].path != column.path:
            column = replace(column, header=f"{(words or {}).get(column.path[0], column.path[0])}·{column.header}")
        seen[column.header] = column
        if column.header_en in {earlier.header_en for earlier in result}:
            column = replace(column, header_en=f"{column.header_en} ({' '.join(_origin(column))})")
        result.append(column)
    return tuple(result)


def _origin(column: Column) -> tuple[str, ...]:
    """Where a value stands, in words of the dictionary: its type, or the reference that leads to it."""
    return column.path[:-1] or (column.type_code,)


def read_sheet(declared: Any, *, file: str, types: Mapping[str, RecordType], read_field: ReadField) -> Sheet:
    """A sheet as a pack declares it. Raises PackError for a column that leads nowhere."""
    if declared.get("operations"):
        fields = [read_field(code, entry, file) for code, entry in declared["columns"].items()]
        plain = tuple(_column("", (field.code,), field) for field in fields)
        return Sheet(declared["sheet"], declared["zh"], declared["en"], (), "", plain, operations=True)
    columns: list[Column] = []
    for path in declared["columns"]:
        columns += _declared_columns(path, file=file, line=declared.line_of("columns"), types=types)
    optional = tuple(declared.get("optional", ()))
    links = declared.get("links", {})
    about = declared.get("roster") or [code for code in declared["writes"] if code not in optional][-1]
    return Sheet(
        declared["sheet"],
        declared["zh"],
        declared["en"],
        tuple(declared["writes"]),
        declared.get("roster", ""),
        _told_apart(columns),
        links,
        optional,
        ignored=declared.get("ignored", {}),
        key=_row_key(types[about], columns, links, types),
        beside=_beside(about, columns, links, types),
    )


def _declared_columns(path: str, *, file: str, line: int, types: Mapping[str, RecordType]) -> list[Column]:
    type_code, _, code = path.partition(".")
    kind = types.get(type_code)
    if kind is None or code not in {**kind.fields, **kind.dated}:
        raise PackError("leads to no field; write type.field", file=file, line=line, key=path)
    field = kind.field(code)
    return lookup_columns(type_code, field, types) if field.of else [_column(type_code, (code,), field)]
