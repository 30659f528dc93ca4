"""The table of record types by which the language checks conditions, made from what the dictionary reads of a pack."""

from zugong.dictionary.catalogue import load_catalogue
from zugong.dictionary.declarations import Field, RecordType
from zugong.language.schema import FieldType, Kind, Schema, TypeTable

KINDS = {
    "text": Kind.TEXT,
    "code": Kind.CODE,
    "yes_no": Kind.BOOLEAN,
    "ref": Kind.REF,
    "integer": Kind.INTEGER,
    "money": Kind.INTEGER,
    "day": Kind.DAY,
    "date": Kind.DATE,
}


def field_type(field: Field) -> FieldType:
    codes = frozenset(field.codes.codes) if field.codes else None
    return FieldType(KINDS.get(field.type.name, Kind.TEXT), codes, field.of or None, field.type.hidden)


def table(declared: RecordType) -> TypeTable:
    fields = {name: field_type(field) for name, field in declared.fields.items()}
    return TypeTable(declared.code, declared.time, declared.anchored, fields, declared.derived)


def schema_of(pack: str) -> Schema:
    return {code: table(declared) for code, declared in load_catalogue(pack).types.items()}
