"""What a form is about to record, in the sentences in which the history will tell it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from zugong.dictionary.declarations import Field, RecordType
from zugong.dictionary.store import NewRow, StoredRow, Values
from zugong.exchange.planning.comparing import CHANGED, ENDED, Outcome
from zugong.kernel.time import Clocks, today
from zugong.web.entering.acts import Proposal, Thing, is_new
from zugong.web.listing.references import Known, known_records
from zugong.web.listing.wording import Changed, from_day, references_in, span
from zugong.web.scope import Scope


@dataclass(frozen=True)
class ToldLine:
    """One thing that would be recorded."""

    label: str
    when: str
    says: tuple[Changed, ...]


def told(proposal: Proposal, thing: Thing | None, scope: Scope, language: str) -> tuple[ToldLine, ...]:
    """The proposal in sentences; what the user typed is shown, what is encrypted masked."""
    lines: list[ToldLine] = []
    for code, outcome in proposal.outcomes.items():
        lines += _lines(scope.catalogue.types[code], outcome, thing, scope, language)
    return tuple(lines)


def _lines(kind: RecordType, outcome: Outcome, thing: Thing | None, scope: Scope, language: str) -> Iterable[ToldLine]:
    former = {row.id: row for row in thing.rows} if thing else {}
    values = [row.values for row in (*outcome.add, *former.values())]
    wanted = [(code, pk) for code, pk in references_in(kind, values) if pk > 0]
    known = known_records(wanted, Clocks.at(today()), scope.catalogue, language)

    def changes(before: Values, after: Values) -> tuple[Changed, ...]:
        return tuple(
            Changed(
                field.label(language),
                _word(field, before.get(field.code), known, language),
                _word(field, after.get(field.code), known, language),
            )
            for field in kind.fields.values()
            if before.get(field.code) != after.get(field.code) and not _is_stand_in(field, after.get(field.code))
        )

    if is_new(outcome):
        for row in outcome.add:
            label = gettext("New: %(what)s") % {"what": kind.name(language)}
            yield ToldLine(
                label, span(row.since, row.until) if kind.is_state else row.since.isoformat(), changes({}, row.values)
            )
        return
    if not outcome.add:
        for pk in outcome.withdraw:
            yield ToldLine(gettext("Withdrawn"), span(former[pk].since, former[pk].until), ())
        return
    for row in outcome.add:
        line = _replacing(outcome, row, former[row.supersedes or 0], changes)
        if line is not None:
            yield line


def _word(field: Field, value: Any, known: Known, language: str) -> str:
    if value is None:
        return ""
    if field.hidden:
        return field.type.mask(value)
    return known.label(field.of, value) if field.of else field.type.show(value, field, language)


def _is_stand_in(field: Field, value: Any) -> bool:
    """Is it a reference to what the same form makes?"""
    return bool(field.of) and value is not None and value < 0


def _replacing(outcome: Outcome, row: NewRow, before: StoredRow, changes) -> ToldLine | None:
    says = changes(before.values, row.values)
    if outcome.kind == CHANGED and row.since != before.since:
        return ToldLine(gettext("Changed"), from_day(row.since), says)
    if outcome.kind == CHANGED:
        return None  # the piece before the change; its end is the day of the change
    if outcome.kind == ENDED and row.until is not None:
        return ToldLine(gettext("Ended"), gettext("No longer from %(day)s") % {"day": row.until.isoformat()}, says)
    moved = [
        Changed(label, old.isoformat() if old else "", new.isoformat() if new else "")
        for label, old, new in (
            (gettext("First day"), before.since, row.since), (gettext("No longer from"), before.until, row.until),
        )
        if old != new
    ]  # fmt: skip
    return ToldLine(gettext("Corrected"), span(row.since, row.until), (*moved, *says))
