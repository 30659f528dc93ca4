"""JSON Schema of the pack files that the dictionary reads: record types, code lists and sheets."""

from __future__ import annotations

from typing import Any

from zugong.dictionary.declarations import FIELD_DEPTHS
from zugong.dictionary.fieldtypes import FIELD_TYPES

_TEXT = {"type": "string"}
_YES = {"type": "boolean"}
_WORDS = {"type": "array", "items": _TEXT}
_NAME = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}


def _shape(properties: dict[str, Any], required: tuple[str, ...], **more: Any) -> dict[str, Any]:
    return {
        "type": "object", "properties": properties, "required": list(required), "additionalProperties": False, **more,
    }  # fmt: skip


_FIELD = _shape(
    {
        "zh": _TEXT, "en": _TEXT, "type": {"enum": sorted(FIELD_TYPES)},
        "of": _NAME | {"description": "for a ref: the record type it leads to"},
        "codes": _NAME | {"description": "for a code: the code list"},
        "required": _YES, "fixed": _YES | {"description": "by nature it does not change, such as a birth date"},
        "depth": {"enum": list(FIELD_DEPTHS)}, "also": _WORDS | {"description": "other headers in real spreadsheets"},
        "standard": _TEXT,
    },
    ("zh", "en"),
)  # fmt: skip
_BOTH = _shape({"zh": _TEXT, "en": _TEXT}, ("zh", "en"))
_HEADER = _shape({"zh": _TEXT, "en": _TEXT, "also": _WORDS}, ("zh",))
_DERIVED = _shape({"zh": _TEXT, "en": _TEXT, "is": _TEXT}, ("zh", "en", "is"))
_TYPE = _shape(
    {
        "type": _NAME, "zh": _TEXT, "en": _TEXT, "time": {"enum": ["state", "event"]},
        "store": _TEXT | {"description": "ledger, or the model that keeps its facts"},
        "anchored": _YES | {"description": "others may refer to it"},
        "dates": {"enum": ["roster", "given"]},
        "place": {"type": ["string", "null"], "description": "the references that lead to the organisation where a row counts"},
        "rights": {"enum": ["organisation", "position", "unit"]},
        "matter": _NAME,
        "act": {"enum": ["fill", "check", "decide"], "description": "what a mandate must allow to write its rows"},
        "key": _WORDS | {"description": "what names one and the same thing"}, "label": _TEXT,
        "purpose": _BOTH, "owner": _BOTH, "keep": _TEXT,
        "fields": {"type": "object", "additionalProperties": _FIELD},
        "derived": {"type": "object", "additionalProperties": _DERIVED},
        "since_header": _HEADER, "until_header": _HEADER, "on_header": _HEADER,
    },
    ("type", "zh", "en", "time", "store", "fields", "key", "matter"),
)  # fmt: skip
_CODE = _shape({"zh": _TEXT, "en": _TEXT, "standard": _TEXT, "also": _WORDS}, ("zh", "en"))
_CODE_LIST = _shape(
    {
        "zh": _TEXT, "en": _TEXT, "standard": _TEXT,
        "extends": _YES | {"description": "adds codes to the list of a pack that this one inherits"},
        "codes": {"type": "object", "additionalProperties": _CODE},
    },
    ("codes",),
    anyOf=[{"required": ["zh", "en"]}, {"required": ["extends"]}],
)  # fmt: skip
_SHEET = _shape(
    {
        "sheet": _NAME, "zh": _TEXT, "en": _TEXT, "operations": _YES, "writes": _WORDS, "roster": _NAME,
        "columns": {"anyOf": [_WORDS, {"type": "object", "additionalProperties": _FIELD}]},
        "links": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": _NAME}},
        "optional": _WORDS, "ignored": {},
    },
    ("sheet", "zh", "en", "columns"),
)  # fmt: skip

#: The keys that a record type and a field may have.
TYPE_KEYS = frozenset(_TYPE["properties"])
FIELD_KEYS = frozenset(_FIELD["properties"])


def dictionary_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of file, by the pattern of its path in a pack's folder."""
    return {
        "types/*.yaml": _TYPE,
        "codes/*.yaml": {"type": "object", "additionalProperties": _CODE_LIST},
        "sheets/*.yaml": _SHEET,
    }
