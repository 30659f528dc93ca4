"""Values and what differs between them, in words: for the history of a record and for what a form is about to record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from zugong.dictionary.declarations import Field, RecordType
from zugong.dictionary.store import Values
from zugong.kernel.time import last_day
from zugong.web.listing.references import Known, Wanted
from zugong.web.listing.subject import Subject
from zugong.web.listing.tables import MASK
from zugong.web.scope import Scope


@dataclass(frozen=True)
class Changed:
    """A field with what was said of it and what is said now; "" for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Words:
    """Says values of one record as the user may see them. Encrypted ones are never told, only that they changed."""

    subject: Subject
    known: Known
    scope: Scope
    language: str

    def value(self, field: Field, value: object) -> str:
        """One value; "" for none."""
        if value is None:
            return ""
        if not self.subject.allows(field, self.scope):
            return MASK
        if field.hidden:
            return field.type.mask(value)
        return self.known.label(field.of, value) if field.of else field.type.show(value, field, self.language)

    def all_of(self, values: Values) -> tuple[Changed, ...]:
        """Everything that a row says."""
        fields = self.subject.kind.fields.values()
        return tuple(
            Changed(field.label(self.language), "", self.value(field, values.get(field.code)))
            for field in fields
            if values.get(field.code) is not None
        )

    def between(self, before: Values, after: Values) -> tuple[Changed, ...]:
        """What a row says otherwise than another."""
        fields = self.subject.kind.fields.values()
        return tuple(
            self._changed(field, before.get(field.code), after.get(field.code))
            for field in fields
            if before.get(field.code) != after.get(field.code)
        )

    def _changed(self, field: Field, before: object, after: object) -> Changed:
        label, shown = field.label(self.language), (self.value(field, before), self.value(field, after))
        if field.hidden and before is not None and after is not None:
            # Two numbers may look the same once they are masked.
            return Changed(label, shown[0], gettext("another value (masked)") if shown[0] == shown[1] else shown[1])
        return Changed(label, *shown)


def references_in(kind: RecordType, rows: Iterable[Values]) -> list[Wanted]:
    """The records that rows refer to, for `known_records`."""
    fields = [field for field in kind.fields.values() if field.of]
    return [(one.of, values[one.code]) for values in rows for one in fields if values.get(one.code)]


def from_day(since: date) -> str:
    """`从 2020-08-01 起`"""
    return gettext("From %(day)s") % {"day": since.isoformat()}


def span(since: date, until: date | None) -> str:
    """`从 2020-08-01 起`, with its last day where it has one."""
    last = last_day(until)
    if last is None:
        return from_day(since)
    return gettext("From %(first)s to %(last)s") % {"first": since.isoformat(), "last": last.isoformat()}
