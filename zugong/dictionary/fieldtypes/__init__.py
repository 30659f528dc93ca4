"""The kinds of values a field can hold: one class each, with parse, show, store and compare. The only extension point."""

from zugong.dictionary.fieldtypes.base import CellProblem, FieldType
from zugong.dictionary.fieldtypes.dates import DATE, DAY
from zugong.dictionary.fieldtypes.numbers import INTEGER, MONEY
from zugong.dictionary.fieldtypes.sealed import IDENTITY_NUMBER, PHONE, SEALED_TEXT
from zugong.dictionary.fieldtypes.words import CODE, REF, TEXT, YES_NO

FIELD_TYPES: dict[str, FieldType] = {
    kind.name: kind
    for kind in (TEXT, CODE, YES_NO, REF, INTEGER, MONEY, DAY, DATE, IDENTITY_NUMBER, PHONE, SEALED_TEXT)
}

__all__ = ["FIELD_TYPES", "CellProblem", "FieldType"]
