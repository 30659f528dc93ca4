"""Everything ever said of a record: each row, what it says anew, and the entries that recorded and withdrew it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from zugong.dictionary.store import StoredRow
from zugong.kernel.facts.models import Entry
from zugong.kernel.time import last_day
from zugong.web.listing.references import Known, known_records
from zugong.web.listing.subject import Subject
from zugong.web.listing.tables import MASK
from zugong.web.scope import Scope


@dataclass(frozen=True)
class EntryLine:
    """Who wrote, when, from what source, on which paper."""

    number: int
    at: datetime
    actor: str
    kind: str
    note: str
    paper: str


@dataclass(frozen=True)
class Said:
    """A field and what a row says of it."""

    label: str
    text: str


@dataclass(frozen=True)
class HistoryLine:
    """A row: `says` is what differs from the row that it goes on from, or everything where there is none."""

    since: date
    last: date | None
    says: tuple[Said, ...]
    recorded: EntryLine
    withdrawn: EntryLine | None


def history_of(subject: Subject, scope: Scope, language: str) -> tuple[HistoryLine, ...]:
    """The lines of a record in the order of their days, three queries whatever their number."""
    queryset = subject.history()
    rows = {row.id: row for row in subject.store.read(queryset)}
    marks = {pk: rest for pk, *rest in queryset.values_list("id", "recorded_in_id", "retracted_in_id", "supersedes_id")}
    entries = Entry.objects.in_bulk({entry for mark in marks.values() for entry in mark[:2] if entry})
    fields = [field for field in subject.kind.fields.values() if field.of]
    referred = [(one.of, row.values[one.code]) for row in rows.values() for one in fields if row.values.get(one.code)]
    known = known_records(referred, scope.clocks, scope.catalogue, language)
    ordered = sorted(rows.values(), key=lambda row: (row.since, row.id))
    return tuple(
        HistoryLine(
            since=row.since,
            last=last_day(row.until),
            says=_says(subject, row, rows.get(marks[row.id][2]), known, scope, language),
            recorded=entry_line(entries[marks[row.id][0]]),
            withdrawn=entry_line(entries[marks[row.id][1]]) if marks[row.id][1] else None,
        )
        for row in ordered
    )


def entry_line(entry: Entry) -> EntryLine:
    """An entry as pages show it."""
    at = entry.sealed_at or entry.opened_at
    return EntryLine(entry.number or 0, at, entry.actor, _ways()[entry.kind], entry.note, entry.paper)


def _ways() -> dict[str, str]:
    """The ways in which facts come in, in the language of the page."""
    return {
        "import": gettext("Import"),
        "form": gettext("Form"),
        "command": gettext("Command"),
        "api": gettext("API"),
        "undo": gettext("Undo"),
        "demo": gettext("Demo"),
    }


def _says(
    subject: Subject, row: StoredRow, former: StoredRow | None, known: Known, scope: Scope, language: str
) -> tuple[Said, ...]:
    said = []
    for field in subject.kind.fields.values():
        value = row.values.get(field.code)
        if field.hidden or value == (former.values.get(field.code) if former else None):
            continue
        if value is None:
            text = "—"
        elif not subject.allows(field, scope):
            text = MASK
        else:
            text = known.label(field.of, value) if field.of else field.type.show(value, field, language)
        said.append(Said(field.label(language), text))
    return tuple(said)
