"""The story of a record: what each entry did to it, in sentences with the entry's time, author and source.

Nothing is overwritten, so every act stands in the rows: one that goes on from another is a change, a correction, an end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from zugong.dictionary.store import StoredRow
from zugong.kernel.facts.models import Entry
from zugong.web.listing.entries import EntryLine, entry_lines
from zugong.web.listing.references import known_records
from zugong.web.listing.subject import Subject
from zugong.web.listing.wording import Changed, Words, from_day, references_in, span
from zugong.web.scope import Scope

RECORDED, CHANGED, CORRECTED, ENDED, WITHDRAWN, RESTORED = (
    "recorded", "changed", "corrected", "ended", "withdrawn", "restored",
)  # fmt: skip


@dataclass(frozen=True)
class HistoryLine:
    """One thing that an entry did to the record. `act` in words, `when` since which day it holds, `says` what it says.

    `of` names the record's type where a story tells of several; "" otherwise.
    """

    act: str
    label: str
    when: str
    says: tuple[Changed, ...]
    entry: EntryLine
    of: str = ""


@dataclass(frozen=True)
class _Row:
    stored: StoredRow
    recorded: int
    retracted: int | None
    supersedes: int | None


def history_of(subject: Subject, scope: Scope, language: str) -> tuple[HistoryLine, ...]:
    """What was done to a record, the latest first; a few questions whatever the number of rows."""
    rows = _rows(subject)
    wanted = references_in(subject.kind, (row.stored.values for row in rows.values()))
    words = Words(subject, known_records(wanted, scope.clocks, scope.catalogue, language), scope, language)
    entries = Entry.objects.in_bulk({pk for row in rows.values() for pk in (row.recorded, row.retracted) if pk})
    shown, lines = entry_lines(entries.values()), []
    for entry in sorted(entries.values(), key=lambda one: one.number or 0, reverse=True):
        acts = _acts(entry, rows, words)
        lines += [HistoryLine(act, _labels()[act], when, says, shown[entry.pk]) for act, when, says in acts]
    return tuple(lines)


def _rows(subject: Subject) -> dict[int, _Row]:
    queryset = subject.history()
    marks = {pk: rest for pk, *rest in queryset.values_list("id", "recorded_in_id", "retracted_in_id", "supersedes_id")}
    # In clear, because two encrypted values can only so be told apart; none of them is shown.
    return {row.id: _Row(row, *marks[row.id]) for row in subject.store.read(queryset, unsealed=True)}


_Act = tuple[str, str, tuple[Changed, ...]]


def _acts(entry: Entry, rows: Mapping[int, _Row], words: Words) -> Iterable[_Act]:
    made = [row for row in rows.values() if row.recorded == entry.pk]
    made.sort(key=lambda row: (row.stored.since, row.stored.id))
    gone = [row for row in rows.values() if row.retracted == entry.pk and row.recorded != entry.pk]
    going_on = {row.supersedes for row in made}
    if entry.kind == "undo":
        yield from _restored(made, gone, words)
        return
    for row in made:
        former = rows.get(row.supersedes) if row.supersedes else None
        yield from _one(row, former, made, words)
    for row in gone:
        if row.stored.id not in going_on:
            yield WITHDRAWN, span(row.stored.since, row.stored.until), words.all_of(row.stored.values)


def _one(row: _Row, former: _Row | None, made: list[_Row], words: Words) -> Iterable[_Act]:
    now = row.stored
    if former is None:
        yield RECORDED, span(now.since, now.until), words.all_of(now.values)
        return
    before = former.stored
    says = words.between(before.values, now.values)
    beside = [one.stored for one in made if one.supersedes == row.supersedes and one is not row]
    if now.since > before.since and any(one.until == now.since for one in beside):
        yield CHANGED, from_day(now.since), says
    elif now.until != before.until and not any(one.since == now.until for one in beside):
        yield ENDED, _ending(now), says
    elif now.since != before.since:
        moved = Changed(gettext("First day"), before.since.isoformat(), now.since.isoformat())
        yield CORRECTED, span(now.since, now.until), (moved, *says)
    elif says:
        yield CORRECTED, span(now.since, now.until), says


def _ending(row: StoredRow) -> str:
    if row.until is None:
        return gettext("Holds again without an end")
    return gettext("No longer from %(day)s") % {"day": row.until.isoformat()}


def _restored(made: list[_Row], gone: list[_Row], words: Words) -> Iterable[_Act]:
    """An undo puts back what was believed before; what it says is told whole, since nothing in it is new."""
    for row in made:
        yield RESTORED, span(row.stored.since, row.stored.until), words.all_of(row.stored.values)
    if not made:
        for row in gone:
            yield WITHDRAWN, span(row.stored.since, row.stored.until), words.all_of(row.stored.values)


def _labels() -> dict[str, str]:
    return {
        RECORDED: gettext("Entered"),
        CHANGED: gettext("Changed"),
        CORRECTED: gettext("Corrected"),
        ENDED: gettext("Ended"),
        WITHDRAWN: gettext("Withdrawn"),
        RESTORED: gettext("Restored"),
    }
