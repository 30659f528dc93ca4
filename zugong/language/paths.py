"""Looks names up: fields, references, derived fields, record types."""

from __future__ import annotations

from dataclasses import dataclass

from zugong.language import messages
from zugong.language.errors import Sentence, Source, Span
from zugong.language.schema import FieldType, Kind, Schema, TypeTable
from zugong.language.syntax import Name, Path
from zugong.language.tree import FieldValue, Row, Table


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a part of a text stands: which row names begin at, which row `this` is, how deep in `some` and `none`."""

    source: Source
    row: Row
    enclosing: Row | None
    level: int


@dataclass(frozen=True, slots=True)
class DerivedField:
    """A derived field of a row that a path leads to; its text is still to be checked there."""

    row: Row
    name: str
    text: str

    @property
    def full_name(self) -> str:
        return f"{self.row.table.code}.{self.name}"


def table_of(table: TypeTable) -> Table:
    """As much of the type as engines need."""
    return Table(table.code, table.time)


def find_type(schema: Schema, source: Source, name: str, span: Span) -> TypeTable:
    """The record type of that code. Raises LanguageError."""
    if name not in schema:
        raise source.error(span, messages.UNKNOWN_TYPE, messages.nearest(name, schema), name=name)
    return schema[name]


def enclosing_row(scope: Scope, path: Path) -> Row:
    """The row that `this` means there. Raises LanguageError outside some() and none()."""
    if scope.enclosing is None:
        raise scope.source.error(Span(path.span.start, 4), messages.THIS_OUTSIDE)
    return scope.enclosing


def find_field(schema: Schema, scope: Scope, path: Path) -> FieldValue | DerivedField:
    """What the path ends at. Raises LanguageError where a name is unknown or hidden, or refers to no record."""
    row = enclosing_row(scope, path) if path.from_this else scope.row
    for index, name in enumerate(path.names[:-1]):
        row = _follow(schema, scope.source, row, path, index, _field(schema, scope.source, row, name))
    return _field(schema, scope.source, row, path.names[-1])


def _field(schema: Schema, source: Source, row: Row, name: Name) -> FieldValue | DerivedField:
    table = schema[row.table.code]
    if name.text in table.derived:
        return DerivedField(row, name.text, table.derived[name.text])
    found = table.field_type(name.text)
    if found is None:
        suggestion = _meant(name) or messages.nearest(name.text, table.names)
        raise source.error(name.span, messages.UNKNOWN_FIELD, suggestion, name=name.text, type=table.code)
    if found.hidden:
        raise source.error(name.span, messages.HIDDEN_FIELD, name=name.text, type=table.code)
    return FieldValue(row, name.text, found)


def _meant(name: Name) -> Sentence | None:
    """What was meant by a word of another language."""
    meant = {"null": "x is unknown", "none": "x is unknown", "exists": "some(type, condition)", "self": "this"}
    right = meant.get(name.text.lower())
    return messages.write(right) if right else None


def _follow(schema: Schema, source: Source, row: Row, path: Path, index: int, found: FieldValue | DerivedField) -> Row:
    """The row that the reference leads to."""
    written = ".".join((["this"] if path.from_this else []) + [name.text for name in path.names[: index + 1]])
    span = path.names[index].span
    if isinstance(found, DerivedField) or found.type.kind is not Kind.REF or found.type.target is None:
        raise source.error(span, messages.NOT_A_REFERENCE, path=written)
    return row.step(found.field, _target(schema, source, span, written, found.type))


def _target(schema: Schema, source: Source, span: Span, written: str, type: FieldType) -> Table:
    target = schema.get(type.target or "")
    if target is None:
        raise source.error(span, messages.TARGET_UNKNOWN, path=written, type=type.target)
    if not target.anchored:
        raise source.error(span, messages.TARGET_WITHOUT_ANCHOR, path=written, type=target.code)
    return table_of(target)
