"""The table of record types that a text is checked against; the caller builds it, usually from the dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from zugong.language.errors import Sentence


class Kind(Enum):
    """What a value is. INTEGER covers counts, years and money in fen; DAY is whole, DATE possibly partial."""

    INTEGER = "integer"
    TEXT = "text"
    CODE = "code"
    BOOLEAN = "boolean"
    DAY = "day"
    DATE = "date"
    REF = "ref"

    @property
    def words(self) -> Sentence:
        return _WORDS[self]


_WORDS = {
    Kind.INTEGER: Sentence("an integer", "整数"),
    Kind.TEXT: Sentence("a text", "文字"),
    Kind.CODE: Sentence("a code", "代码"),
    Kind.BOOLEAN: Sentence("a yes or no", "是非值"),
    Kind.DAY: Sentence("a day", "日期"),
    Kind.DATE: Sentence("a date", "日期"),
    Kind.REF: Sentence("a reference", "引用"),
}


@dataclass(frozen=True, slots=True)
class FieldType:
    """The kind of a field; `codes` of a CODE, `target` of a REF; `hidden`: encrypted, never in the columnar copy."""

    kind: Kind
    codes: frozenset[str] | None = None
    target: str | None = None
    hidden: bool = False


INTEGER = FieldType(Kind.INTEGER)
BOOLEAN = FieldType(Kind.BOOLEAN)
DAY = FieldType(Kind.DAY)


@dataclass(frozen=True, slots=True)
class TypeTable:
    """One record type. `anchored`: its rows have an identity that others refer to. `derived`: name to expression.

    `since` and `until` of a state and `on` of an event are there without being declared.
    """

    code: str
    time: Literal["state", "event"]
    anchored: bool
    fields: Mapping[str, FieldType]
    derived: Mapping[str, str] = field(default_factory=dict)

    @property
    def implicit(self) -> Mapping[str, FieldType]:
        return dict.fromkeys(("since", "until") if self.time == "state" else ("on",), DAY)

    def field_type(self, name: str) -> FieldType | None:
        return self.implicit.get(name) or self.fields.get(name)

    @property
    def names(self) -> list[str]:
        """All names that may be written after a row of this type."""
        return [*self.implicit, *(name for name, type in self.fields.items() if not type.hidden), *self.derived]


Schema = Mapping[str, TypeTable]
"""Type code to its table."""

Rules = Mapping[str, Kind]
"""Names that `rule()` knows, and whether the value is an INTEGER, a TEXT or a CODE."""
