"""Where a transfer stands, as whoever holds its code may read it: what is in and what is not, days left, who decides. No name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zugong.cases.acting import actor_of
from zugong.cases.filed import Case
from zugong.cases.filed import case as filed_case
from zugong.cases.rules import Offer
from zugong.organisations.queries import Tree
from zugong.packs.case_types import Step
from zugong.packs.reading import Words
from zugong.transfers.codes import case_of
from zugong.transfers.desks import Desk, desk_for

#: The record type that keeps transfers; a code opens no other case.
LEDGER = "transfer"
_LETTER_ENDS = "letter_ends"
_DECIDED, _REVIEW, _REFUSED = "decided", "refusal_reviewed", "refused"


@dataclass(frozen=True)
class Said:
    """A step in the words for the person: on which day it was done, None while it is still to come."""

    words: Words
    on: date | None


@dataclass(frozen=True)
class Refusal:
    """A refusal that is being reviewed: since when, by whom, until when."""

    since: date
    by: str
    due: date | None


@dataclass(frozen=True)
class TransferStanding:
    """What a code opens. `days_left` is None without a letter whose days run; `ended` says how it ended."""

    kind: Words
    lines: tuple[Said, ...]
    letter_ends: date | None
    days_left: int | None
    refusal: Refusal | None
    ended: Words | None
    is_good: bool
    desk: Desk | None


def transfer_of(code: str) -> Case | None:
    """The transfer that a code opens."""
    identity = case_of(code)
    found = filed_case(identity) if identity is not None else None
    return found if found is not None and found.case_type.kept_as == LEDGER else None


def standing_of(found: Case, day: date, tree: Tree, desks: Mapping[int, Desk]) -> TransferStanding:
    """Where a transfer stands on a day."""
    state, kind = found.state, found.case_type
    offers = tuple(one for one in state.offers(day) if one.ready)
    ends = state.dates.get(_LETTER_ENDS)
    is_running = ends is not None and state.ended is None and not _is_taken_in(found)
    return TransferStanding(
        kind=Words(zh=kind.zh, en=kind.en),
        lines=(*_done(found), *_waiting(offers)),
        letter_ends=ends if is_running else None,
        days_left=(ends - day).days if is_running and ends else None,
        refusal=_refusal(found, offers, tree),
        ended=_ended(found),
        is_good=state.ended in ("gone", "received", "moved"),
        desk=desk_for(_acting(found, offers, tree), desks, tree),
    )


def _is_taken_in(found: Case) -> bool:
    """Has the other side taken the person in? Then the days of the letter mean nothing any more."""
    return found.state.way_of("receipt") == "received" or found.state.way_of(_DECIDED) not in (None, _REFUSED)


def _done(found: Case) -> tuple[Said, ...]:
    steps = ((step, found.state.done.get(step.step)) for step in found.case_type.steps if step.own_words)
    return tuple(Said(step.own_words, act.on) for step, act in steps if act and step.own_words)


def _waiting(offers: tuple[Offer, ...]) -> tuple[Said, ...]:
    return tuple(Said(one.step.own_waiting, None) for one in offers if one.step.own_waiting and not one.step.optional)


def _refusal(found: Case, offers: tuple[Offer, ...], tree: Tree) -> Refusal | None:
    offer = next((one for one in offers if one.step.step == _REVIEW), None)
    decided = found.state.done.get(_DECIDED)
    if offer is None or decided is None:
        return None
    by = _actor(found, offer.step, tree)
    return Refusal(decided.on, tree.name(by) if by is not None else "", offer.due.day if offer.due else None)


def _acting(found: Case, offers: tuple[Offer, ...], tree: Tree) -> int | None:
    """Whom to ask: who takes the next step, else the committee of the side that has the person now."""
    step = next((one.step for one in offers if not one.step.optional and one.step.does != "branch"), None)
    last = step or next((one for one in reversed(found.case_type.steps) if one.does == "committee"), None)
    return _actor(found, last, tree) if last is not None else found.organisation


def _actor(found: Case, step: Step, tree: Tree) -> int | None:
    return actor_of(found.case_type, step.does, found.place_of(step), tree)


def _ended(found: Case) -> Words | None:
    if found.state.ended is None:
        return None
    known = {"withdrawn": Words(zh="本人撤回", en="withdrawn"), "stopped": Words(zh="终止", en="stopped")}
    return found.case_type.ends.get(found.state.ended) or known.get(found.state.ended)
