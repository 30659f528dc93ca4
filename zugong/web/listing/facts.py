"""The fields of one record with their labels: shown, masked, or masked until a reason is given."""

from __future__ import annotations

from dataclasses import dataclass

from zugong.dictionary.declarations import Field
from zugong.dictionary.store import StoredRow
from zugong.web.listing.references import Known, known_records
from zugong.web.listing.subject import Subject
from zugong.web.listing.tables import MASK, scope_address
from zugong.web.scope import Scope


@dataclass(frozen=True)
class Fact:
    """A field of a record. `can_reveal`: the user may see it in full after giving a reason."""

    label: str
    text: str
    address: str = ""
    is_masked: bool = False
    can_reveal: bool = False


def facts_of(subject: Subject, scope: Scope, language: str, *, reveal: bool) -> tuple[Fact, ...]:
    """Every field of the record's row, then its days. Encrypted values stay masked unless `reveal` or one's own."""
    sealed = [field for field in subject.kind.fields.values() if field.hidden and subject.allows(field, scope)]
    row = _unsealed(subject) if sealed else subject.row
    fields = subject.kind.fields.values()
    referred = [(field.of, row.values[field.code]) for field in fields if field.of and row.values.get(field.code)]
    known = known_records(referred, scope.clocks, scope.catalogue, language)
    facts = [_fact(field, row, subject, known, scope, language, reveal=reveal) for field in fields]
    return (*facts, *_days(subject, language))


def _unsealed(subject: Subject) -> StoredRow:
    rows = subject.store.queryset().filter(pk=subject.row.id)
    return next(iter(subject.store.read(rows, unsealed=True)))


def _fact(
    field: Field, row: StoredRow, subject: Subject, known: Known, scope: Scope, language: str, *, reveal: bool
) -> Fact:
    label, value = field.label(language), row.values.get(field.code)
    if not subject.allows(field, scope):
        return Fact(label, MASK, is_masked=True)
    if value is None:
        return Fact(label, "")
    if field.of:
        return Fact(label, known.label(field.of, value), scope_address(scope, field.of, value, known))
    if field.hidden and not reveal and not subject.is_own:
        return Fact(label, field.type.mask(value), is_masked=True, can_reveal=True)
    return Fact(label, field.type.show(value, field, language))


def _days(subject: Subject, language: str) -> list[Fact]:
    row = subject.row
    values = {"since": row.since, "until": row.until, "on": row.since}
    return [
        Fact(field.label(language), field.type.show(values[code], field, language))
        for code, field in subject.kind.dated.items()
    ]
