"""A round as its page shows it: places with how many are proposed and chosen, and each proposal with its conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from zugong.commendations.actions import MEMBERS, needs_endorsement
from zugong.commendations.queries import (
    PROPOSAL,
    Judged,
    judged_proposals,
    kinds_of_commendations,
    names_of,
    places_of,
    proposals_of,
)
from zugong.dictionary.store import StoredRow
from zugong.kernel.time import Clocks
from zugong.packs.commendations import Commendation
from zugong.web.commendations.doors import label_of, may_hold, may_propose, organisation_name
from zugong.web.scope import Scope

_LEVELS = {True: "good", False: "red", None: "grey"}
_STATES = {
    "proposed": "amber",
    "endorsed": "good",
    "returned": "red",
    "shown": "amber",
    "commended": "good",
    "not_this_time": "grey",
}


@dataclass(frozen=True)
class ShownCondition:
    """A condition with what the records show of it."""

    label: str
    level: str


@dataclass(frozen=True)
class ProposalLine:
    """One proposal of a round. `looked` says who endorsed it when, or why it was sent back."""

    row: int
    kind: str
    kind_label: str
    name: str
    branch: str
    merits: str
    meeting_on: date
    conditions: tuple[ShownCondition, ...]
    state: str
    word: str
    level: str
    withdraw_address: str
    looked: str
    may_look: bool
    certificate_address: str


@dataclass(frozen=True)
class PlacesCell:
    """The places of one kind: how many, how many are proposed below, how many of these are chosen; the form's field."""

    name: str
    label: str
    places: int
    proposed: int
    chosen: int


@dataclass(frozen=True)
class PlacesLine:
    """The places of an organisation."""

    organisation: int
    name: str
    cells: tuple[PlacesCell, ...]


@dataclass(frozen=True)
class Round:
    """A round with everything that the user may see of it."""

    row: StoredRow
    proposals: tuple[StoredRow, ...]
    judged: Mapping[int, Judged]
    names: Mapping[int, str]


def read_round(row: StoredRow, scope: Scope) -> Round:
    """The proposals within the user's rights, what the records show of them, and what they are called."""
    rights = scope.names(scope.catalogue.types[PROPOSAL])
    seen = [one for one in proposals_of(row.anchor or 0) if rights.reach(one.values["organisation"], None)]
    clocks = Clocks.at(scope.clocks.on)
    judged = judged_proposals(row.values["title"], seen, clocks, scope.grouping(None), scope.names)
    persons = names_of([one.values["person"] for one in seen if one.values["person"]], scope.clocks.on)
    names = {
        one.id: persons.get(one.values["person"]) or organisation_name(scope, one.values["organisation"])
        for one in seen
    }
    return Round(row, tuple(seen), judged, names)


def proposal_lines(found: Round, scope: Scope, language: str) -> Iterator[ProposalLine]:
    """The proposals by kind, in the order of the kinds."""
    for code, kind in kinds_of_commendations().items():
        for row in found.proposals:
            if row.values["kind"] == code:
                yield _line(row, kind, found, scope, language)


def _line(row: StoredRow, kind: Commendation, found: Round, scope: Scope, language: str) -> ProposalLine:
    values, judged = row.values, found.judged.get(row.id)
    conditions = [ShownCondition(one.label(language), _LEVELS[met]) for one, met in judged.conditions] if judged else []
    return ProposalLine(
        row=row.id,
        kind=values["kind"],
        kind_label=kind.label(language),
        name=found.names[row.id],
        branch=organisation_name(scope, values["organisation"]),
        merits=values["merits"],
        meeting_on=values["meeting_on"],
        conditions=tuple(conditions),
        state=values["state"],
        word=label_of(scope, PROPOSAL, "state", values["state"], language),
        level=_STATES.get(values["state"], "grey"),
        withdraw_address=_withdraw_address(found.row, row, scope),
        looked=_looked(row, scope, language),
        may_look=may_look(found.row, row, scope),
        certificate_address=_certificate_address(found.row, row, scope),
    )


def may_look(round_row: StoredRow, row: StoredRow, scope: Scope) -> bool:
    """May the user endorse a proposal or send it back now?"""
    values = row.values
    waits = values["state"] in ("proposed", "endorsed", "returned") and round_row.values["state"] == "open"
    is_asked = waits and needs_endorsement(row, round_row, scope.todays_tree)
    return is_asked and scope.access.may("check", MEMBERS, values["organisation"])


def _looked(row: StoredRow, scope: Scope, language: str) -> str:
    values = row.values
    if values["returned_because"]:
        return label_of(scope, PROPOSAL, "returned_because", values["returned_because"], language)
    if values["endorsed_on"] and values["endorsed_by"]:
        return f"{organisation_name(scope, values['endorsed_by'])} {values['endorsed_on']:%Y-%m-%d}"
    return ""


def _certificate_address(round_row: StoredRow, row: StoredRow, scope: Scope) -> str:
    """Where the certificate is printed: by who holds the round, once it is decided."""
    if row.values["state"] != "commended" or not may_hold(scope, round_row.values["organisation"]):
        return ""
    return reverse("commendation_certificate", args=[round_row.anchor, row.id])


def _withdraw_address(round_row: StoredRow, row: StoredRow, scope: Scope) -> str:
    """Where a proposal is taken back; "" for who may not, and once the round is published."""
    if round_row.values["state"] != "open" or not may_propose(scope, row.values["organisation"]):
        return ""
    return reverse("commendation_withdraw", args=[round_row.anchor, row.id])


def places_lines(found: Round, scope: Scope, language: str, *, is_holder: bool) -> list[PlacesLine]:
    """The places of the holder and of those right below it; who does not hold the round sees those of its own line only."""
    holder, tree = found.row.values["organisation"], scope.todays_tree
    given = {
        (row.values["kind"], row.values["organisation"]): row.values["places"] for row in places_of(found.row.anchor or 0)
    }  # fmt: skip
    with_places = {organisation for _, organisation in given}
    listed: Sequence[int] = [holder, *(tree.children(holder) if holder in tree else ())]
    if not is_holder:
        listed = [
            one
            for one in listed
            if one in with_places and (one == holder or scope.may_open(one) or _is_above(one, scope))
        ]
    return [_places_line(one, given, found.proposals, scope, language) for one in listed]


def _is_above(organisation: int, scope: Scope) -> bool:
    tree = scope.todays_tree
    return any(
        organisation in tree.above(office.organisation)
        for office in scope.access.offices
        if office.organisation in tree
    )


def _places_line(
    organisation: int, given: Mapping[tuple[str, int], int], proposals: Iterable[StoredRow], scope: Scope, language: str
) -> PlacesLine:  # fmt: skip
    tree = scope.todays_tree
    below = [
        row for row in proposals
        if organisation in (one := row.values["organisation"], *(tree.above(one) if one in tree else ()))
    ]  # fmt: skip
    cells = []
    for code, kind in kinds_of_commendations().items():
        mine = [row.values["state"] for row in below if row.values["kind"] == code]
        chosen = sum(state in ("shown", "commended") for state in mine)
        name = f"places.{code}.{organisation}"
        cells.append(PlacesCell(name, kind.label(language), given.get((code, organisation), 0), len(mine), chosen))
    return PlacesLine(organisation, organisation_name(scope, organisation), tuple(cells))
