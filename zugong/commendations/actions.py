"""Every write of rounds: the round, its places, proposals, publication, decision. The same again writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zugong.activities.actions import Writing
from zugong.activities.filed import ledger, rows_with_keys
from zugong.activities.filing import file_differences
from zugong.commendations import errors, rules
from zugong.commendations.queries import (
    AWARD,
    PROPOSAL,
    QUOTA,
    ROUND,
    TITLE,
    Judged,
    kinds_of_commendations,
    places_of,
    proposals_of,
)
from zugong.dictionary.store import NewRow, StoredRow, Values
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import recording
from zugong.organisations.queries import Tree

WORK, MEMBERS = "work", "members"
_SHORTEST = 4


@dataclass(frozen=True)
class RoundDraft:
    """A round as its form says it."""

    title: str
    level: str
    organisation: int
    paper: str
    propose_by: date
    shown_days: int


@dataclass(frozen=True)
class ProposalDraft:
    """A proposal as its form says it; `person` is None where the organisation itself is proposed."""

    kind: str
    organisation: int
    person: int | None
    merits: str
    meeting_on: date


@dataclass(frozen=True)
class Decision:
    """Who is commended by which paper; `note` says why somebody is whose record lacks a condition."""

    chosen: Sequence[StoredRow]
    paper: str
    on: date
    note: str = ""


def require_fill(matter: str, organisation: int, writing: Writing, *, act: str = "fill") -> None:
    """Raises NotYours where the user may not fill in (or `check`) that matter at an organisation."""
    access = writing.access
    if not access.may(act, matter, organisation):
        name = access.tree.name(organisation) if organisation in access.tree else str(organisation)
        raise errors.NotYours(name=name)


def changed(type_code: str, row: StoredRow, said: Values, on: date, entry: Entry) -> None:
    """From a day on a state is otherwise; on its own first day it is a correction."""
    store = ledger(type_code)
    store.retract([row.id], entry=entry)
    rows = [NewRow(row.anchor, max(row.since, on), row.until, row.values | said, supersedes=row.id)]
    if row.since < on:
        rows.insert(0, NewRow(row.anchor, row.since, on, row.values, supersedes=row.id))
    store.insert(rows, entry=entry)


def open_round(*, draft: RoundDraft, writing: Writing) -> int:
    """A new round; its identity. Raises NotYours, NoPaper, SaidTwice."""
    require_fill(WORK, draft.organisation, writing)
    if not draft.paper:
        raise errors.NoPaper
    store = ledger(ROUND)
    values = dict.fromkeys(store.kind.fields) | vars(draft) | {"state": rules.OPEN}
    if any(row.until is None for row in rows_with_keys({ROUND: [values]})[ROUND]):
        raise errors.SaidTwice(what=draft.title)
    with recording(writing.source) as entry:
        [anchor] = store.new_anchors(1)
        store.insert([NewRow(anchor, writing.on, None, values)], entry=entry)
    return anchor


def give_places(*, round_: StoredRow, places: Mapping[tuple[str, int], int], writing: Writing) -> None:
    """The places of a round by kind and organisation; nought takes them away. Raises NotYours, NotOpen."""
    require_fill(WORK, round_.values["organisation"], writing)
    if round_.values["state"] == rules.DECIDED:
        raise not_open(round_)
    said = [
        {"round": round_.anchor, "kind": kind, "organisation": organisation, "places": count}
        for (kind, organisation), count in places.items() if count
    ]  # fmt: skip
    standing = places_of(round_.anchor or 0)
    before = {(row.values["kind"], row.values["organisation"]): row for row in standing}
    with recording(writing.source) as entry:
        store = ledger(QUOTA)
        differing = [
            one for one in said
            if (row := before.get((one["kind"], one["organisation"]))) is None or row.values["places"] != one["places"]
        ]  # fmt: skip
        gone = [row for key, row in before.items() if not places.get(key) or _is_in(key, differing)]
        store.retract([row.id for row in gone], entry=entry)
        store.insert([NewRow(None, writing.on, None, one) for one in differing], entry=entry)


def _is_in(key: tuple[str, int], said: Iterable[Values]) -> bool:
    return any((one["kind"], one["organisation"]) == key for one in said)


def not_open(round_: StoredRow) -> errors.NotOpen:
    """The error that a round takes nothing any more, with its state in words."""
    codes = ledger(ROUND).kind.fields["state"].codes
    state = codes.codes[round_.values["state"]] if codes else None
    return errors.NotOpen(state=state.en if state else "", state_zh=state.zh if state else "")


def propose(*, round_: StoredRow, draft: ProposalDraft, writing: Writing) -> None:
    """A branch proposes a member, or itself. Raises NotYours, NotOpen, TooLate, NoNominee, NothingSaid, DayToCome."""
    require_fill(MEMBERS, draft.organisation, writing)
    _check_proposal(round_, draft, writing)
    said = dict.fromkeys(ledger(PROPOSAL).kind.fields) | vars(draft) | {"round": round_.anchor, "state": rules.PROPOSED}
    standing = [row for row in rows_with_keys({PROPOSAL: [said]})[PROPOSAL] if row.until is None]
    with recording(writing.source) as entry:
        since = standing[0].since if standing else writing.on
        file_differences(PROPOSAL, standing, [said], since, entry=entry)


def _check_proposal(round_: StoredRow, draft: ProposalDraft, writing: Writing) -> None:
    if round_.values["state"] != rules.OPEN:
        raise not_open(round_)
    if writing.on > round_.values["propose_by"]:
        raise errors.TooLate(day=round_.values["propose_by"])
    if kinds_of_commendations()[draft.kind].is_of_persons != (draft.person is not None):
        raise errors.NoNominee
    if len(draft.merits) < _SHORTEST:
        raise errors.NothingSaid
    if draft.meeting_on > writing.on:
        raise errors.DayToCome(day=draft.meeting_on)


def withdraw_proposal(*, round_: StoredRow, proposal: StoredRow, writing: Writing) -> None:
    """A branch takes its proposal back while the round is open. Raises NotYours, NotOpen."""
    require_fill(MEMBERS, proposal.values["organisation"], writing)
    if round_.values["state"] != rules.OPEN:
        raise not_open(round_)
    with recording(writing.source) as entry:
        changed(PROPOSAL, proposal, {"state": rules.WITHDRAWN}, writing.on, entry)


def show(*, round_: StoredRow, decision: Decision, writing: Writing) -> None:
    """Publish who is to be commended; the others stay as they were.

    Raises NotYours, NotOpen, NobodyChosen, MoreThanPlaces, NotEndorsed.
    """
    require_fill(WORK, round_.values["organisation"], writing)
    if round_.values["state"] == rules.DECIDED:
        raise not_open(round_)
    _check_chosen(round_, decision, writing)
    _check_endorsed(round_, decision, writing)
    chosen = {row.id for row in decision.chosen}
    with recording(writing.source) as entry:
        for row in proposals_of(round_.anchor or 0):
            before = rules.state_unchosen(row.values["state"], row.values["endorsed_on"])
            state = rules.SHOWN if row.id in chosen else before
            if row.values["state"] != state:
                changed(PROPOSAL, row, {"state": state}, writing.on, entry)
        changed(ROUND, round_, {"state": rules.SHOWN, "shown_on": decision.on}, writing.on, entry)


def decide(
    *, round_: StoredRow, decision: Decision, judged: Mapping[int, Judged], names: Mapping[int, str], writing: Writing
) -> int:  # fmt: skip
    """Commend those chosen: persons into the ledger of commendations, organisations as designations; how many.

    `names` say what each proposal is called. Raises NotYours, NotOpen, NoPaper, NobodyChosen, MoreThanPlaces, NotEndorsed,
    StillShown, ConditionNotMet where a condition is unmet and no note says why.
    """
    require_fill(WORK, round_.values["organisation"], writing)
    if round_.values["state"] == rules.DECIDED:
        raise not_open(round_)
    if not decision.paper:
        raise errors.NoPaper
    _check_chosen(round_, decision, writing)
    _check_endorsed(round_, decision, writing)
    _check_shown(round_, decision.on)
    _check_conditions(decision, judged, names)
    chosen = {row.id for row in decision.chosen}
    with recording(writing.source) as entry:
        for row in proposals_of(round_.anchor or 0):
            state = rules.COMMENDED if row.id in chosen else rules.NOT_THIS_TIME
            changed(PROPOSAL, row, {"state": state}, writing.on, entry)
        _file_awards(round_, decision, entry)
        said = {
            "state": rules.DECIDED, "decided_on": decision.on, "decision": decision.paper, "note": decision.note or None,
        }  # fmt: skip
        changed(ROUND, round_, said, writing.on, entry)
    return len(chosen)


def _check_chosen(round_: StoredRow, decision: Decision, writing: Writing) -> None:
    if not decision.chosen:
        raise errors.NobodyChosen
    if decision.on > writing.on:
        raise errors.DayToCome(day=decision.on)
    tree = writing.access.tree
    places = [
        rules.Places(row.values["kind"], row.values["organisation"], row.values["places"])
        for row in places_of(round_.anchor or 0)
    ]  # fmt: skip
    chosen = [
        rules.Chosen(row.values["kind"], one := row.values["organisation"], tree.above(one) if one in tree else ())
        for row in decision.chosen
    ]  # fmt: skip
    if found := rules.too_many(places, chosen):
        kind = kinds_of_commendations()[found.kind]
        raise errors.MoreThanPlaces(
            name=tree.name(found.organisation), places=found.places, chosen=found.chosen, over=found.chosen - found.places,
            kind=kind.en, kind_zh=kind.zh,
        )  # fmt: skip


def needs_endorsement(proposal: StoredRow, round_: StoredRow, tree: Tree) -> bool:
    """Does an organisation stand between who proposes and who decides, and look at the proposal first?"""
    place = proposal.values["organisation"]
    above = tree.above(place) if place in tree else ()
    return bool(rules.between(place, round_.values["organisation"], above))


def _check_endorsed(round_: StoredRow, decision: Decision, writing: Writing) -> None:
    tree = writing.access.tree
    for row in decision.chosen:
        if row.values["endorsed_on"] is None and needs_endorsement(row, round_, tree):
            place = row.values["organisation"]
            parent = tree.parent(place)
            raise errors.NotEndorsed(name=tree.name(place), above=tree.name(parent) if parent is not None else "")


def look_at(
    *, round_: StoredRow, chosen: Sequence[StoredRow], on: date, because: str | None, writing: Writing
) -> int:  # fmt: skip
    """Proposals are endorsed from above, or sent back for a reason (`because`); how many.

    It is for who may look into the members' matters of the branch, so never for the branch itself. Raises NotYours, NotOpen,
    NobodyChosen, DayToCome.
    """
    if not chosen:
        raise errors.NobodyChosen
    if round_.values["state"] != rules.OPEN:
        raise not_open(round_)
    if on > writing.on:
        raise errors.DayToCome(day=on)
    said = {
        "state": rules.RETURNED if because else rules.ENDORSED, "endorsed_on": None if because else on,
        "returned_because": because,
    }  # fmt: skip
    with recording(writing.source) as entry:
        for row in chosen:
            place = row.values["organisation"]
            require_fill(MEMBERS, place, writing, act="check")
            changed(
                PROPOSAL, row, said | {"endorsed_by": _looks_at(row, round_, writing.access.tree)}, writing.on, entry
            )
    return len(chosen)


def _looks_at(row: StoredRow, round_: StoredRow, tree: Tree) -> int:
    """The organisation in whose name a proposal is looked at: the one right above who proposes, else the holder."""
    place, holder = row.values["organisation"], round_.values["organisation"]
    line = rules.between(place, holder, tree.above(place) if place in tree else ())
    return line[-1] if line else holder


def _check_shown(round_: StoredRow, on: date) -> None:
    shown_on, days = round_.values["shown_on"], round_.values["shown_days"]
    if not days:
        return
    last = rules.last_shown(shown_on or on, days)
    if on <= last:
        raise errors.StillShown(last=last, first=last + timedelta(days=1))


def _check_conditions(decision: Decision, judged: Mapping[int, Judged], names: Mapping[int, str]) -> None:
    if decision.note:
        return
    for row in decision.chosen:
        for condition in judged[row.id].unmet if row.id in judged else ():
            raise errors.ConditionNotMet(name=names[row.id], condition=condition.en, condition_zh=condition.zh)


def _file_awards(round_: StoredRow, decision: Decision, entry: Entry) -> None:
    kinds = kinds_of_commendations()
    level = round_.values["level"]
    for row in decision.chosen:
        said = {
            "kind": row.values["kind"], "level": level, "organisation": row.values["organisation"], "paper": decision.paper,
        }  # fmt: skip
        is_of_persons = kinds[row.values["kind"]].is_of_persons
        if is_of_persons:
            said |= {"person": row.values["person"], "round": round_.anchor}
        ledger(AWARD if is_of_persons else TITLE).insert([NewRow(None, decision.on, None, said)], entry=entry)
