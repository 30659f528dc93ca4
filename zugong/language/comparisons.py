"""Which values may be compared, and what a literal means beside the field it is compared with."""

from __future__ import annotations

from dataclasses import dataclass, replace

from zugong.language import messages
from zugong.language.errors import LanguageError, Sentence, Source, Span
from zugong.language.schema import FieldType, Kind
from zugong.language.tree import Fixed, RuleValue, Value

_FAMILY = {Kind.DATE: Kind.DAY, Kind.CODE: Kind.TEXT}
_ORDERED = (Kind.INTEGER, Kind.DAY)


@dataclass(frozen=True, slots=True)
class Operand:
    """A value with its place and how it is written."""

    value: Value
    span: Span
    written: str

    @property
    def kind(self) -> Kind:
        return self.value.type.kind

    @property
    def adapts(self) -> bool:
        """Is it a text that means a code beside a code?"""
        return isinstance(self.value, Fixed | RuleValue) and self.kind in (Kind.TEXT, Kind.CODE)


def family(kind: Kind) -> Kind:
    """DAY for both kinds of date, TEXT for texts and codes, else the kind itself."""
    return _FAMILY.get(kind, kind)


def compared(source: Source, operator: str, left: Operand, right: Operand) -> tuple[Value, Value]:
    """Both values, ready to be compared. Raises LanguageError where they do not fit each other or the operator."""
    if family(left.kind) is not family(right.kind) or _text_beside_code(left, right):
        raise _unlike(source, left, right)
    if operator not in ("=", "!=") and family(left.kind) not in _ORDERED:
        words = left.kind.words
        raise source.error(left.span.to(right.span), messages.NO_ORDER, found=words.en, found_zh=words.zh)
    check_same_records(source, left, right)
    return fitted(source, left, right), fitted(source, right, left)


def fitted(source: Source, operand: Operand, beside: Operand) -> Value:
    """The operand's value; a literal or rule beside a code becomes a code of its list. Raises LanguageError."""
    codes = beside.value.type.codes
    if beside.kind is not Kind.CODE or not operand.adapts or codes is None:
        return operand.value
    if isinstance(operand.value, RuleValue):
        return replace(operand.value, type=FieldType(Kind.CODE, codes))
    assert isinstance(operand.value, Fixed)
    code = str(operand.value.value)
    if code not in codes:
        suggestion = messages.nearest(code, codes)
        raise source.error(operand.span, messages.UNKNOWN_CODE, suggestion, code=code, field=beside.written)
    return Fixed(code, FieldType(Kind.CODE, codes))


def check_same_records(source: Source, left: Operand, right: Operand) -> None:
    """Two references must be able to mean the same record, two codes to be the same code. Raises LanguageError."""
    ours, theirs = left.value.type, right.value.type
    span = left.span.to(right.span)
    if None not in (ours.target, theirs.target) and ours.target != theirs.target:
        raise source.error(span, messages.OTHER_RECORDS, left=ours.target, right=theirs.target)
    if ours.codes is not None and theirs.codes is not None and not ours.codes & theirs.codes:
        raise source.error(span, messages.OTHER_CODES)


def _text_beside_code(left: Operand, right: Operand) -> bool:
    """Is a free text compared with a code? Only literals and rules may stand for a code."""
    return {left.kind, right.kind} == {Kind.TEXT, Kind.CODE} and not (left.adapts or right.adapts)


def _unlike(source: Source, left: Operand, right: Operand) -> LanguageError:
    ours, theirs = left.kind.words, right.kind.words
    details = {"left": ours.en, "right": theirs.en, "left_zh": ours.zh, "right_zh": theirs.zh}
    span = left.span.to(right.span)
    return source.error(span, messages.COMPARED_KINDS, _literal_meant(left, right), **details)


def _literal_meant(left: Operand, right: Operand) -> Sentence | None:
    """How the literal should have been written to fit the other side."""
    for literal, other in ((left, right), (right, left)):
        if not isinstance(literal.value, Fixed):
            continue
        if literal.kind is Kind.TEXT and family(other.kind) is Kind.DAY:
            return messages.write("day('2020-12-31')")
        if literal.kind is Kind.INTEGER and family(other.kind) is Kind.TEXT:
            return messages.write(f"'{literal.written}'")
        if literal.kind is Kind.TEXT and other.kind is Kind.INTEGER:
            return None
    return None
