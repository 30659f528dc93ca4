"""The four things that a form does to a record: what it asks for each, and what it would record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import StoredRow, Values, store_of
from zugong.exchange.entering import deeds, sentences
from zugong.exchange.entering.recording import outside_of, plan_of, rows_naming
from zugong.exchange.planning.comparing import NEW, REFUSED, Outcome
from zugong.exchange.planning.names import PersonIndex
from zugong.exchange.planning.outcomes import Plan
from zugong.exchange.planning.sentences import ends_before_it_begins
from zugong.kernel.time import holds
from zugong.web.entering.forms import Form, Part, entered_days, part_of
from zugong.web.listing.subject import Subject
from zugong.web.scope import Scope

CHANGE, CORRECT, WITHDRAW = "change", "correct", "withdraw"
_STAND_IN = -1
#: What ends by an operation with successors, never by a day alone; and nobody ends, only what they are a member of.
_ENDS_OTHERWISE = ("organisation", "belongs", "person")
_WHY_IT_ENDED = "end_reason"


@dataclass(frozen=True)
class Thing:
    """A record that stands: all its believed rows in order of time, in clear, and the one that is spoken of."""

    subject: Subject
    rows: tuple[StoredRow, ...]
    present: StoredRow

    @property
    def kind(self) -> RecordType:
        return self.subject.kind

    @property
    def based_on(self) -> str:
        """What the form was made from; another value later means that somebody wrote meanwhile."""
        return "-".join(str(row.id) for row in self.rows)

    @property
    def can_change(self) -> bool:
        """Events happen once: they are corrected, never changed."""
        return self.kind.is_state

    @property
    def can_end(self) -> bool:
        return self.kind.is_state and self.kind.code not in _ENDS_OTHERWISE


@dataclass(frozen=True)
class Proposal:
    """What would be recorded: the plan, and its outcome for each record type."""

    plan: Plan
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)


def thing_of(subject: Subject, on: date) -> Thing | None:
    """The record as it may be written on; None where nothing of it is believed any more."""
    row = subject.row
    rows = deeds.rows_of_thing(subject.kind, row)
    if not rows:
        return None
    present = next((one for one in rows if holds(since=one.since, until=one.until, on=on)), rows[-1])
    return Thing(subject, tuple(rows), present)


def new_parts(kind: RecordType, scope: Scope) -> list[Part]:
    """A new member is a person and a membership; a new organisation stands below a superior; the rest is itself."""
    types = scope.catalogue.types
    skipped = () if kind.dates == "given" else (_WHY_IT_ENDED,)
    if kind.code == "membership":
        return [part_of(types["person"], scope), part_of(kind, scope, skipped=("person", *skipped), days=("since",))]
    own = part_of(kind, scope, skipped=skipped, days=entered_days(kind))
    if kind.code == "organisation":
        return [own, part_of(types["belongs"], scope, skipped=("child",))]
    return [own]


def change_part(thing: Thing, scope: Scope) -> Part:
    """Everything that can become otherwise; what names the record or never changes is only told."""
    kind = thing.kind
    told = [one.code for one in kind.fields.values() if one.fixed or (one.code in kind.key and not kind.anchored)]
    return part_of(kind, scope, skipped=_too_deep(thing, scope), present=thing.present, told=told)


def correct_part(thing: Thing, scope: Scope) -> Part:
    """Everything but whom or what the record is about: another one of those is another record."""
    kind = thing.kind
    told = [code for code in kind.key if code in kind.fields and kind.fields[code].of and not kind.anchored]
    days = ["since"] if kind.is_state else ["on"]
    if kind.is_state and (thing.present.until is not None or kind.dates == "given"):
        days.append("until")
    return part_of(kind, scope, skipped=_too_deep(thing, scope), days=days, present=thing.present, told=told)


def _too_deep(thing: Thing, scope: Scope) -> list[str]:
    """Fields that the user may not see are not asked for; they stay as they are."""
    return [one.code for one in thing.kind.fields.values() if not thing.subject.allows(one, scope)]


def propose_new(form: Form, kind: RecordType, scope: Scope) -> Proposal | None:
    """What a new record would be; None with complaints."""
    said = form.read()
    main = said[kind.code]
    first = "since" if kind.is_state else "on"
    since, until = main.pop(first, None), main.pop("until", None)
    if since is None:
        form.complain(f"{kind.code}.{first}", sentences.needs_value(kind.dated[first]))
    elif until is not None and until <= since:
        form.complain(f"{kind.code}.until", ends_before_it_begins(since, until))
    if form.problems or since is None:
        return None
    outcomes, made = _new_rows(kind, said, since, until, form)
    return _settled(form, scope, kind, outcomes, made, since)


def _new_rows(
    kind: RecordType, said: dict[str, Values], since: date, until: date | None, form: Form
) -> tuple[dict[str, Outcome], dict[str, int]]:
    main = said[kind.code]
    if kind.code == "membership":
        known = _known_person(said["person"], since, form)
        if known is not None:
            return {kind.code: deeds.newly({**main, "person": known}, since, until, None)}, {}
        person = deeds.newly(said["person"], since, None, _STAND_IN)
        return {"person": person, kind.code: deeds.newly({**main, "person": _STAND_IN}, since, until, None)}, {
            "person": 1
        }
    if not kind.anchored:
        return {kind.code: deeds.newly(main, since, until, None)}, {}
    outcomes = {kind.code: deeds.newly(main, since, until, _STAND_IN)}
    if kind.code == "organisation":
        outcomes["belongs"] = deeds.newly({**said["belongs"], "child": _STAND_IN}, since, None, None)
    if deeds.same_key(kind, main, None):
        name = next(code for code in kind.key if code in kind.fields)
        form.complain(f"{kind.code}.{name}", sentences.key_is_taken(kind, kind.fields[name]))
    return outcomes, {kind.code: 1}


def _known_person(said: Values, since: date, form: Form) -> int | None:
    """Somebody with this identity number who was here before: the same person, once more a member."""
    number, types = said.get("identity_number"), form.scope.catalogue.types
    if not number:
        return None
    persons = PersonIndex(store_of(types["person"]))
    persons.load([number])
    anchor = persons.find(number)
    if anchor is None:
        return None
    held = store_of(types["membership"]).believed(person_id=anchor)
    if said.get("name") not in persons.names(anchor) or any(one.until is None or one.until > since for one in held):
        form.complain("person.identity_number", sentences.person_is_there())
    return anchor


def propose_change(form: Form, thing: Thing, scope: Scope, on: date | None, *, ends: bool) -> Proposal | None:
    """What holds from a day on, or that it ends on it; None with complaints."""
    said = form.read()[thing.kind.code]
    if form.problems or on is None:
        return None
    if ends:
        reason = {_WHY_IT_ENDED: said[_WHY_IT_ENDED]} if said.get(_WHY_IT_ENDED) else {}
        outcome = deeds.ended(thing.kind, thing.rows, on, reason)
    else:
        outcome = deeds.changed(thing.rows, said, on)
    return _checked(form, thing, outcome, scope, on, "day")


def propose_correction(form: Form, thing: Thing, scope: Scope) -> Proposal | None:
    """What was wrong; None with complaints."""
    said, kind = form.read()[thing.kind.code], thing.kind
    first = "since" if kind.is_state else "on"
    since = said.pop(first) if first in said else thing.present.since
    until = said.pop("until") if "until" in said else thing.present.until
    if since is None:
        form.complain(f"{kind.code}.{first}", sentences.needs_value(kind.dated[first]))
    elif until is not None and until <= since:
        form.complain(f"{kind.code}.until", ends_before_it_begins(since, until))
    if form.problems:
        return None
    outcome = deeds.corrected(thing.rows, thing.present, said, since=since, until=until)
    return _checked(form, thing, outcome, scope, since or thing.present.since, "")


def propose_withdrawal(form: Form, thing: Thing, scope: Scope) -> Proposal | None:
    """That nothing of it was ever so; None with complaints, where other records still name it."""
    kind, anchor = thing.kind, thing.present.anchor
    if anchor is not None and (naming := rows_naming(scope.catalogue, kind, anchor)):
        form.complain("", sentences.still_named(kind, naming))
        return None
    outcome = deeds.withdrawn(thing.rows)
    return _settled(form, scope, kind, {kind.code: outcome}, {}, thing.present.since)


def _checked(form: Form, thing: Thing, outcome: Outcome, scope: Scope, on: date, name: str) -> Proposal | None:
    if outcome.kind == REFUSED and outcome.problem is not None:
        form.complain(name if outcome.problem != sentences.nothing_differs() else "", outcome.problem)
        return None
    kind, anchor = thing.kind, thing.present.anchor
    if anchor is not None and any(deeds.same_key(kind, row.values, anchor) for row in outcome.add):
        code = next(code for code in kind.key if code in kind.fields)
        form.complain(f"{kind.code}.{code}", sentences.key_is_taken(kind, kind.fields[code]))
    return _settled(form, scope, kind, {kind.code: outcome}, {}, on)


def _settled(
    form: Form, scope: Scope, kind: RecordType, outcomes: Mapping[str, Outcome], made: Mapping[str, int], on: date
) -> Proposal | None:
    for code, outcome in outcomes.items():
        problem = deeds.conflict(scope.catalogue.types[code], outcome) if outcome.add else None
        if problem is not None:
            form.complain("", problem)
    plan = plan_of(scope.catalogue, outcomes, made, on, known=form.known)
    for issue in outside_of(scope.access, plan):
        form.complain("", issue.sentence)
    return None if form.problems else Proposal(plan, outcomes)


def is_new(outcome: Outcome) -> bool:
    """Does the outcome record something of which nothing was known?"""
    return outcome.kind == NEW
