"""Every write of mobile members: confirm a quarter, activities of who came home, hand over. The same again writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from zugong.activities.actions import Writing
from zugong.activities.filed import kind_of, ledger, rows_with_keys
from zugong.activities.filing import file_differences
from zugong.dictionary.store import NewRow, StoredRow, Values, store_of
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import EndsBeforeItBegins, recording
from zugong.mobile import errors
from zugong.mobile.queries import ATTACHED, CHECK, CHECKED, HANDOVER, HOMECOMING, REGISTER, TAKEN_IN, handovers_from
from zugong.mobile.rules import UNCHANGED, UNREACHED, UPDATED

MATTER_OF_RIGHTS = "members"
OFFERED, ACCEPTED, DECLINED, TAKEN_BACK = "offered", "accepted", "declined", "taken_back"


@dataclass(frozen=True)
class Confirmation:
    """What somebody says of one row of the register: what is otherwise by now, and whether the member was not reached."""

    row: StoredRow
    changes: Values = field(default_factory=dict)
    is_unreached: bool = False

    @property
    def outcome(self) -> str:
        if self.is_unreached:
            return UNREACHED
        return UPDATED if self.changes else UNCHANGED


@dataclass(frozen=True)
class Offer:
    """A hand-over as its form says it: to a branch of this site, or elsewhere by name with the receipt."""

    row: StoredRow
    reason: str
    receiver: int | None = None
    receiver_name: str = ""
    paper: str = ""


def require_fill(organisation: int, writing: Writing) -> None:
    """Raises NotYours where the user may not keep the register of an organisation."""
    access = writing.access
    if not access.may("fill", MATTER_OF_RIGHTS, organisation):
        name = access.tree.name(organisation) if organisation in access.tree else str(organisation)
        raise errors.NotYours(name=name)


def confirm(*, organisation: int, said: Sequence[Confirmation], writing: Writing) -> dict[str, int]:
    """Confirm rows of the register today, with what changed; how many by outcome. One entry for all of them.

    Raises NotYours, and NotBelievedAnyMore where somebody changed one of the rows meanwhile; then nothing is recorded.
    """
    require_fill(organisation, writing)
    with recording(writing.source) as entry:
        for one in said:
            if one.changes:
                _change(REGISTER, one.row, one.changes, writing.on, entry)
        checks = [_check(organisation, one) for one in said]
        standing = rows_with_keys({CHECK: checks}, on=writing.on)[CHECK]
        file_differences(CHECK, standing, checks, writing.on, entry=entry)
    outcomes = [one.outcome for one in said]
    return {outcome: outcomes.count(outcome) for outcome in (UNCHANGED, UPDATED, UNREACHED)}


def _check(organisation: int, one: Confirmation) -> Values:
    return {
        "kind": CHECKED, "organisation": organisation, "person": one.row.values["person"], "outcome": one.outcome,
    }  # fmt: skip


def _change(type_code: str, row: StoredRow, said: Values, on: date, entry: Entry) -> None:
    """From a day on a state is otherwise; on its own first day it is a correction. Its end stays what it was."""
    store = ledger(type_code)
    store.retract([row.id], entry=entry)
    rows = [NewRow(row.anchor, max(row.since, on), row.until, row.values | said, supersedes=row.id)]
    if row.since < on:
        rows.insert(0, NewRow(row.anchor, row.since, on, row.values, supersedes=row.id))
    store.insert(rows, entry=entry)


def record_homecoming(
    *, organisation: int, person: int, year: int, days: Mapping[str, date | None], standing: Iterable[StoredRow],
    writing: Writing,
) -> None:  # fmt: skip
    """The activities of a year of one who came home, by item: on which day each was done, None where it was not.

    Raises NotYours, DayToCome, OtherYear.
    """
    require_fill(organisation, writing)
    for day in (day for day in days.values() if day):
        if day > writing.on:
            raise errors.DayToCome(day=day)
        if day.year != year:
            raise errors.OtherYear(day=day, year=year)
    before = {row.values["item"]: row for row in standing}
    with recording(writing.source) as entry:
        for item, day in days.items():
            _file_item({"item": item, "organisation": organisation, "person": person}, day, before.get(item), entry)


def _file_item(said: Values, day: date | None, standing: StoredRow | None, entry: Entry) -> None:
    if (standing.since if standing else None) == day:
        return
    store = ledger(HOMECOMING)
    if standing:
        store.retract([standing.id], entry=entry)
    if day:
        store.insert([NewRow(None, day, None, said, supersedes=standing.id if standing else None)], entry=entry)


def offer_handover(*, offer: Offer, name: str, writing: Writing) -> None:
    """Hand a member over. A branch of this site answers; elsewhere the receipt is the answer, and the register ends today.

    `name` is what the member is called. Raises NotYours, NoReceiver, ReceiverIsGiver, OfferedAlready, NoReceipt.
    """
    values = offer.row.values
    organisation, person = values["organisation"], values["person"]
    require_fill(organisation, writing)
    _check_receiver(offer, organisation, writing)
    open_offers = [row for row in handovers_from(organisation) if row.values["state"] == OFFERED]
    if any(row.values["person"] == person for row in open_offers):
        raise errors.OfferedAlready(name=name)
    is_elsewhere = offer.receiver is None
    said = dict.fromkeys(ledger(HANDOVER).kind.fields) | {
        "person": person, "organisation": organisation, "receiver": offer.receiver,
        "receiver_name": offer.receiver_name or None, "offered_on": writing.on, "reason": offer.reason,
        "state": ACCEPTED if is_elsewhere else OFFERED, "answered_on": writing.on if is_elsewhere else None,
        "paper": offer.paper or None,
    }  # fmt: skip
    with recording(writing.source) as entry:
        standing = rows_with_keys({HANDOVER: [said]})[HANDOVER]
        file_differences(HANDOVER, standing, [said], writing.on, entry=entry)
        if is_elsewhere:
            _end_register(offer.row, writing.on, entry)


def _check_receiver(offer: Offer, organisation: int, writing: Writing) -> None:
    if offer.receiver is None and not offer.receiver_name:
        raise errors.NoReceiver
    if offer.receiver == organisation:
        raise errors.ReceiverIsGiver(name=writing.access.tree.name(organisation))
    if offer.receiver is None and not offer.paper:
        raise errors.NoReceipt


def accept_handover(*, offered: StoredRow, register: StoredRow | None, writing: Writing) -> None:
    """The receiver takes a member over: the giver's register ends today, and the member is attached to the receiver.

    Membership stays where it is until it is transferred. Raises NotYours, AnsweredAlready.
    """
    _check_open(offered)
    require_fill(offered.values["receiver"], writing)
    with recording(writing.source) as entry:
        _change(HANDOVER, offered, {"state": ACCEPTED, "answered_on": writing.on}, writing.on, entry)
        if register is not None:
            _end_register(register, writing.on, entry)
        _take_in(offered, register, writing.on, entry)


def _take_in(offered: StoredRow, register: StoredRow | None, on: date, entry: Entry) -> None:
    store = store_of(kind_of(ATTACHED))
    said = dict.fromkeys(store.kind.fields) | {
        "person": offered.values["person"], "kind": TAKEN_IN, "organisation": offered.values["receiver"],
        "contact": register.values.get("contact") if register else None,
    }  # fmt: skip
    store.insert([NewRow(None, on, None, said)], entry=entry)


def decline_handover(*, offered: StoredRow, writing: Writing) -> None:
    """The receiver sends a hand-over back; the member stays in the giver's register. Raises NotYours, AnsweredAlready."""
    _check_open(offered)
    require_fill(offered.values["receiver"], writing)
    _answer(offered, DECLINED, writing)


def take_back_handover(*, offered: StoredRow, writing: Writing) -> None:
    """The giver takes a hand-over back that nobody answered. Raises NotYours, AnsweredAlready."""
    _check_open(offered)
    require_fill(offered.values["organisation"], writing)
    _answer(offered, TAKEN_BACK, writing)


def _answer(offered: StoredRow, state: str, writing: Writing) -> None:
    with recording(writing.source) as entry:
        _change(HANDOVER, offered, {"state": state, "answered_on": writing.on}, writing.on, entry)


def _check_open(offered: StoredRow) -> None:
    if offered.values["state"] != OFFERED:
        raise errors.AnsweredAlready


def _end_register(row: StoredRow, on: date, entry: Entry) -> None:
    """The entry ends; one that began that very day never held and is withdrawn. Raises EndsBeforeItBegins for a later one."""
    store = ledger(REGISTER)
    store.retract([row.id], entry=entry)
    if row.since < on:
        store.insert([NewRow(row.anchor, row.since, on, row.values, supersedes=row.id)], entry=entry)
    elif row.since > on:
        raise EndsBeforeItBegins(until=on, since=row.since)
