"""The dictionary's record types as the condition language wants them: kinds, codes, references, derived fields."""

from __future__ import annotations

from functools import cache

from zugong.dictionary.catalogue import Catalogue, installed_catalogue
from zugong.dictionary.declarations import Field, RecordType
from zugong.language.schema import FieldType, Kind, Schema, TypeTable

_KINDS = {
    "text": Kind.TEXT,
    "code": Kind.CODE,
    "yes_no": Kind.BOOLEAN,
    "ref": Kind.REF,
    "integer": Kind.INTEGER,
    "money": Kind.INTEGER,
    "day": Kind.DAY,
    "date": Kind.DATE,
    "identity_number": Kind.TEXT,
    "phone": Kind.TEXT,
    "sealed_text": Kind.TEXT,
}


@cache
def installed_schema(pack: str) -> Schema:
    """The schema of an installed pack, made once per process. Raises PackError."""
    return schema_of(installed_catalogue(pack))


def schema_of(catalogue: Catalogue) -> Schema:
    """Every record type of the catalogue as a table of the condition language. Money is an integer, in fen."""
    return {code: _table(kind) for code, kind in catalogue.types.items()}


def _table(kind: RecordType) -> TypeTable:
    derived = {code: declared.text for code, declared in kind.derived.items()}
    fields = {code: _field_type(field) for code, field in kind.fields.items()}
    return TypeTable(kind.code, "state" if kind.is_state else "event", kind.anchored, fields, derived)


def _field_type(field: Field) -> FieldType:
    codes = frozenset(field.codes.codes) if field.codes else None
    return FieldType(_KINDS[field.type.name], codes=codes, target=field.of or None, hidden=field.hidden)
