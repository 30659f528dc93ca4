"""What steps write besides their own record: membership, and the steps of admission that figures count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from zugong.cases.errors import IsMemberAlready, NoSuchMembership
from zugong.cases.filed import Case
from zugong.cases.rules import Act, CaseState
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import RecordType
from zugong.dictionary.models import LedgerRow
from zugong.dictionary.store import LedgerStore, NewRow, StoredRow, Values, store_of
from zugong.exchange.entering import deeds
from zugong.exchange.planning.comparing import REFUSED, Outcome, replaced
from zugong.kernel.facts.models import Entry
from zugong.kernel.time import PartialDate, holds
from zugong.organisations.queries import units_of_all

_MEETING, _PROBATION = "meeting", "probation_ends"


@dataclass(frozen=True)
class Written:
    """A step that was taken, in the case as it stands after it."""

    case: Case
    act: Act
    state: CaseState
    entry: Entry

    def day(self, name: str) -> date:
        """The day of a step or a date of the type; the day of the act itself where the case knows of none."""
        return self.state.day_of(name) or self.act.on


def write(name: str, written: Written) -> None:
    """Record what a step writes under a name of `WRITERS`. Raises KeyError for another, IsMemberAlready, NoSuchMembership."""
    WRITERS[name](written)


def _type(code: str) -> RecordType:
    return installed_catalogue(settings.ZUGONG_PACK).types[code]


def memberships_of(person: int) -> list[StoredRow]:
    """The believed memberships of a person in order of time."""
    found = store_of(_type("membership")).believed(person_id=person)
    return sorted(found, key=lambda one: (one.since, one.id))


def branch_of(person: int, on: date) -> int | None:
    """Where the person is a member on that day; None where nowhere."""
    held = (row for row in memberships_of(person) if holds(since=row.since, until=row.until, on=on))
    return next((row.values["organisation"] for row in held), None)


def is_member(person: int, on: date) -> bool:
    """Is the person a member on that day or later?"""
    return any(row.until is None or row.until > on for row in memberships_of(person))


def _carry_out(outcome: Outcome, written: Written) -> None:
    if outcome.kind == REFUSED:
        raise NoSuchMembership(on=written.act.on)
    store = store_of(_type("membership"))
    store.retract(outcome.withdraw, entry=written.entry)
    store.insert(outcome.add, entry=written.entry)


def _probationary(written: Written) -> None:
    """A member on probation from the day of the members' meeting that admitted, once the committee has approved."""
    case, met = written.case, written.day(_MEETING)
    if is_member(case.person, met):
        raise IsMemberAlready
    values: Values = dict.fromkeys(_type("membership").fields) | {
        "person": case.person, "organisation": case.organisation, "category": "probationary",
        "joined_on": PartialDate.of(met), "start_reason": "admitted",
    }  # fmt: skip
    _carry_out(deeds.newly(values, met, None, None), written)
    _admission_step("admitted", written, met)


def _full(written: Written) -> None:
    """A full member from the day on which the probation ended, wherever the person has stood since."""
    over = written.day(_PROBATION)
    rows, values = memberships_of(written.case.person), {"category": "full", "full_on": PartialDate.of(over)}
    _carry_out(deeds.changed(rows, values, over), written)
    later = [row for row in rows if row.since > over]
    _carry_out(
        Outcome("correction", [row.id for row in later], [replaced(row, values=values) for row in later]), written
    )
    _admission_step("full", written, over)


def _transferred_in(category: str) -> Callable[[Written], None]:
    """A member of the branch from the day of the decision, with the days of admission that the papers say."""

    def begins(written: Written) -> None:
        case, act = written.case, written.act
        if is_member(case.person, act.on):
            raise IsMemberAlready
        joined, full = act.values.get("day"), act.values.get("until_day")
        values: Values = dict.fromkeys(_type("membership").fields) | {
            "person": case.person, "organisation": case.organisation, "category": category,
            "joined_on": PartialDate.of(joined) if joined else None,
            "full_on": PartialDate.of(full) if full and category == "full" else None,
            "start_reason": "transferred_in",
        }  # fmt: skip
        _carry_out(deeds.newly(values, act.on, None, None), written)

    return begins


def _transferred_out(written: Written) -> None:
    """No member here from the day on which the other side took the person in; until then the old branch answers."""
    received = written.act.values.get("day") or written.act.on
    rows = memberships_of(written.case.person)
    _carry_out(deeds.ended(_type("membership"), rows, received, {"end_reason": "transferred_out"}), written)


def _transferred_within(written: Written) -> None:
    """A member of the branch on the other side from the day on which it took the person in."""
    rows, values = memberships_of(written.case.person), {"organisation": written.case.other}
    _carry_out(deeds.changed(rows, values, written.act.on), written)


def _cancelled(written: Written) -> None:
    rows = memberships_of(written.case.person)
    if not any(holds(since=row.since, until=row.until, on=written.act.on) for row in rows):
        raise NoSuchMembership(on=written.act.on)
    _carry_out(deeds.ended(_type("membership"), rows, written.act.on, {"end_reason": "cancelled"}), written)


def _admission_step(kind: str, written: Written, on: date) -> None:
    """The step as figures count it, unless it stands recorded already."""
    case, store = written.case, LedgerStore(_type("membership_step"))
    units = units_of_all([case.organisation], on) if case.organisation else []
    values: Values = dict.fromkeys(store.kind.fields) | {
        "person": case.person, "organisation": case.organisation, "unit": units[0][1] if units else None,
        "kind": kind, "status": "valid",
    }  # fmt: skip
    if not list(store.believed(key_hash=store.key_hash(values, on))):
        store.insert([NewRow(None, on, None, values)], entry=written.entry)


def _step(kind: str) -> Callable[[Written], None]:
    return lambda written: _admission_step(kind, written, written.act.on)


def withdraw(name: str, case: Case, act: Act, entry: Entry) -> None:
    """Withdraw the step of admission that an act wrote, where that very act did."""
    store = LedgerStore(_type("membership_step"))
    key = store.hash_of((case.person, name.removeprefix("step_"), act.on))
    entries = LedgerRow.objects.filter(pk=act.id).values("recorded_in")
    store.retract(
        store.queryset().believed().filter(key_hash=key, recorded_in__in=entries).values_list("pk", flat=True),
        entry=entry,
    )


#: What a step or an outcome may name under `writes`.
WRITERS: Mapping[str, Callable[[Written], None]] = {
    "probationary_membership": _probationary,
    "full_membership": _full,
    "cancelled_membership": _cancelled,
    "transferred_in": _transferred_in("full"),
    "transferred_in_on_probation": _transferred_in("probationary"),
    "transferred_out": _transferred_out,
    "transferred_within": _transferred_within,
    "step_applied": _step("applied"),
    "step_active_applicant": _step("active_applicant"),
    "step_prospective": _step("prospective"),
}
#: Of these, what changes a membership.
MEMBERSHIP = (
    "probationary_membership", "full_membership", "cancelled_membership", "transferred_in",
    "transferred_in_on_probation", "transferred_out", "transferred_within",
)  # fmt: skip
