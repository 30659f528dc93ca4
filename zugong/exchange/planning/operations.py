"""Sheets of changes of organisations and units: each row is an operation, rehearsed in order of date and rolled back.

Whether an operation may be depends on all that come before it, so the surest check is to carry them out: inside a
transaction that is always undone. The same list is carried out for good at the commit.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from zugong.dictionary.declarations import Field, RecordType
from zugong.dictionary.store import StoredRow, store_of
from zugong.exchange.planning import sentences
from zugong.exchange.planning.comparing import CHANGED, ENDED, REFUSED, UNCHANGED
from zugong.exchange.planning.outcomes import Plan, PlanIssue, RowOutcome
from zugong.exchange.planning.request import ImportRequest, StatedRow
from zugong.exchange.planning.sentences import Sentence
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import Source, last_number, recording
from zugong.kernel.time import holds
from zugong.organisations import actions

_MOST_SUGGESTIONS = 3


class UnknownChange(RuleBroken):
    """A row of changes that names something wrongly; carries the ready sentence."""

    code: ClassVar[str] = "exchange.unknown_change"
    message: ClassVar[str] = "{en}"
    message_zh: ClassVar[str] = "{zh}"


class _Rehearsed(Exception):
    """Ends a rehearsal, so that nothing of it stays."""


@dataclass(frozen=True)
class Change:
    """One kind of change: of what, what must be named beside it, how it is carried out, whether it was done already."""

    of: str
    outcome: str
    needs: str
    carry_out: Callable[[_Named, Source], Any]
    is_done: Callable[[_Named], bool]


@dataclass(frozen=True)
class _Named:
    """A row with the anchors that its words mean."""

    row: StatedRow
    kind: RecordType
    on: date
    subject: Any
    target: Any
    new_name: str


@dataclass
class Operations:
    """The rows of a sheet of changes, in order of date, and in the order of the file within a day."""

    request: ImportRequest
    rows: list[StatedRow] = field(default_factory=list)

    def carry_out(self, source: Source) -> None:
        """Do them all, in the entry that is open. Raises RuleBroken."""
        for row in self.rows:
            paper = row.values.get(".paper") or source.paper
            _carry_out(self.request, row, Source(source.kind, source.actor, paper, source.note))


def plan_operations(request: ImportRequest) -> Plan:
    """The plan of a sheet of operations: what has been done already is unchanged, what the actions refuse is refused."""
    known = last_number()
    rows = [row for row in request.rows if row.number not in request.set_aside]
    troubled = {trouble.row: Sentence(trouble.zh, trouble.en) for trouble in request.issues}
    outcomes = {row.number: RowOutcome(row.number) for row in rows}
    for number, sentence in troubled.items():
        if number not in request.set_aside:
            outcomes.setdefault(number, RowOutcome(number)).issues = (PlanIssue(number, "", sentence),)
    ordered = sorted(
        (row for row in rows if row.number not in troubled), key=lambda row: (row.values[".on"], row.number)
    )
    _rehearse(request, ordered, outcomes)
    to_do = [row for row in ordered if outcomes[row.number].outcome not in (UNCHANGED, REFUSED)]
    return Plan(
        request=request,
        known=known,
        rows=[outcomes[number] for number in sorted(outcomes)],
        writes={},
        made={},
        operations=Operations(request, to_do),
    )


def _rehearse(request: ImportRequest, rows: Iterable[StatedRow], outcomes: dict[int, RowOutcome]) -> None:
    source = Source(kind="import", actor="rehearsal")
    try:
        with transaction.atomic(), recording(source):
            for row in rows:
                outcome = outcomes[row.number]
                try:
                    outcome.outcomes["organisation"] = _carry_out(request, row, source)
                except RuleBroken as refused:
                    sentence = Sentence(refused.sentence("zh"), refused.sentence("en"))
                    outcome.issues = (PlanIssue(row.number, "", sentence),)
            raise _Rehearsed
    except _Rehearsed:
        pass


def _carry_out(request: ImportRequest, row: StatedRow, source: Source) -> str:
    """What became of the row: its outcome. Raises RuleBroken; then nothing of this row is done."""
    change = CHANGES[row.values[".kind"]]
    named = _named(request, row, change)
    if change.is_done(named):
        return UNCHANGED
    change.carry_out(named, source)
    return change.outcome


def _named(request: ImportRequest, row: StatedRow, change: Change) -> _Named:
    kind, on = request.catalogue.types[change.of], row.values[".on"]
    fields = {column.path[0]: column.field for column in request.sheet.columns}
    if change.needs and row.values.get(f".{change.needs}") is None:
        raise _unknown(sentences.missing_value(kind, fields[change.needs]))
    before = on - timedelta(days=1)
    subject = _find(kind, fields["subject"], row.values[".subject"], (before, on))
    target = None
    if change.needs == "target":
        target = _find(kind, fields["target"], row.values[".target"], (on, before))
    return _Named(row, kind, on, subject, target, row.values.get(".new_name", ""))


def _find(kind: RecordType, declared: Field, word: str, days: Iterable[date]) -> models.Model:
    """What is so called or coded on the first of the days on which anything is. Raises UnknownChange."""
    store = store_of(kind)
    rows = list(store.read(store.queryset().believed().filter(Q(name=word) | Q(code=word))))
    for day in days:
        anchors = {row.anchor for row in rows if holds(since=row.since, until=row.until, on=day)}
        if len(anchors) == 1:
            return store.anchor_model.objects.get(pk=anchors.pop())
        if anchors:
            codes = sorted({row.values["code"] for row in rows if row.anchor in anchors})
            raise _unknown(sentences.ambiguous_name(declared, kind, word, codes))
    raise _unknown(_not_found(kind, declared, word, rows, min(days)))


def _not_found(kind: RecordType, declared: Field, word: str, rows: list[StoredRow], day: date) -> Sentence:
    ended = [row.until for row in rows if row.until is not None and row.until <= day]
    if ended:
        return sentences.ended_name(declared, word, max(ended), day)
    names = set(store_of(kind).queryset().believed().values_list("name", flat=True))
    near = difflib.get_close_matches(word, names, n=_MOST_SUGGESTIONS, cutoff=0.6)
    return sentences.unknown_name(declared, kind, word, near)


def _unknown(sentence: Sentence) -> UnknownChange:
    return UnknownChange(zh=sentence.zh, en=sentence.en)


def _merge_organisations(named: _Named, source: Source) -> None:
    actions.merge_organisations(ended=named.subject, successor=named.target, on=named.on, source=source)


def _merge_units(named: _Named, source: Source) -> None:
    actions.merge_units(ended=named.subject, successor=named.target, on=named.on, source=source)


def _move(named: _Named, source: Source) -> None:
    actions.move_organisation(organisation=named.subject, parent=named.target, on=named.on, source=source)


def _rename_organisation(named: _Named, source: Source) -> None:
    actions.rename_organisation(organisation=named.subject, name=named.new_name, on=named.on, source=source)


def _rename_unit(named: _Named, source: Source) -> None:
    actions.rename_unit(unit=named.subject, name=named.new_name, on=named.on, source=source)


def _end_organisation(named: _Named, source: Source) -> None:
    actions.end_organisation(organisation=named.subject, on=named.on, source=source)


def _end_unit(named: _Named, source: Source) -> None:
    actions.end_unit(unit=named.subject, on=named.on, source=source)


def _is_merged(named: _Named) -> bool:
    model = "Succession" if named.kind.code == "organisation" else "UnitSuccession"
    found = apps.get_model("organisations", model).objects.believed()
    return found.filter(ended=named.subject, successor=named.target, on=named.on).exists()


def _is_moved(named: _Named) -> bool:
    links = apps.get_model("organisations", "Belongs").objects.believed().holding(named.on)
    return links.filter(child=named.subject, parent=named.target).exists()


def _is_renamed(named: _Named) -> bool:
    states = store_of(named.kind).queryset().believed().holding(named.on)
    return states.filter(anchor=named.subject, name=named.new_name).exists()


def _is_ended(named: _Named) -> bool:
    states = store_of(named.kind).queryset().believed().filter(anchor=named.subject)
    return states.filter(until=named.on).exists() and not states.holding(named.on).exists()


CHANGES = {
    "merge_organisation": Change("organisation", ENDED, "target", _merge_organisations, _is_merged),
    "end_organisation": Change("organisation", ENDED, "", _end_organisation, _is_ended),
    "move_organisation": Change("organisation", CHANGED, "target", _move, _is_moved),
    "rename_organisation": Change("organisation", CHANGED, "new_name", _rename_organisation, _is_renamed),
    "merge_unit": Change("unit", ENDED, "target", _merge_units, _is_merged),
    "rename_unit": Change("unit", CHANGED, "new_name", _rename_unit, _is_renamed),
    "end_unit": Change("unit", ENDED, "", _end_unit, _is_ended),
}
CHANGES_OF_UNITS = tuple(code for code, change in CHANGES.items() if change.of == "unit")
