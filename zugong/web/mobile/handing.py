"""Hand-overs as both sides see them, and whom a branch took in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from zugong.activities.filed import kind_of
from zugong.activities.queries import person_names
from zugong.dictionary.store import StoredRow
from zugong.mobile.queries import HANDOVER, handovers_from, handovers_to, taken_in
from zugong.web.mobile.doors import may_fill
from zugong.web.pages import Crumb
from zugong.web.scope import Scope

_BADGES = {"offered": "amber", "accepted": "good", "declined": "red", "taken_back": "grey"}
#: So many branches are offered for a search.
MOST_FOUND = 12
_BRANCHES = ("branch", "joint_branch", "temporary_branch", "general_branch")


@dataclass(frozen=True)
class HandoverLine:
    """A hand-over: who, to whom or from whom, how it stands, and what this side may do now."""

    name: str
    other: str
    is_incoming: bool
    reason: str
    on: date
    word: str
    level: str
    answered_on: date | None
    paper: str
    address: str
    may_answer: bool
    may_take_back: bool


def handover_lines(organisation: int, scope: Scope, language: str) -> Iterator[HandoverLine]:
    """Those that wait for this branch first, then those that it began."""
    coming = handovers_to(organisation) if may_fill(scope, organisation) else []
    going = handovers_from(organisation)
    names = person_names([row.values["person"] for row in (*coming, *going)], scope.clocks.on)
    fills = may_fill(scope, organisation)
    for row in (*coming, *going):
        yield _line(row, organisation, names, fills, scope, language)


def _line(
    row: StoredRow, organisation: int, names: dict[int, str], fills: bool, scope: Scope, language: str
) -> HandoverLine:  # fmt: skip
    values = row.values
    is_incoming, is_open = values["organisation"] != organisation, values["state"] == "offered"
    other = values["organisation"] if is_incoming else values["receiver"]
    tree = scope.todays_tree
    return HandoverLine(
        name=names.get(values["person"], f"№{values['person']}"),
        other=tree.name(other) if other and other in tree else values["receiver_name"] or "",
        is_incoming=is_incoming,
        reason=code_label("reason", values["reason"], language),
        on=values["offered_on"],
        word=code_label("state", values["state"], language),
        level=_BADGES.get(values["state"], "grey"),
        answered_on=values["answered_on"],
        paper=values["paper"] or "",
        address=reverse("mobile_handover_answer", args=[row.id]),
        may_answer=is_incoming and is_open and fills,
        may_take_back=not is_incoming and is_open and fills,
    )


def code_label(field_code: str, code: str, language: str) -> str:
    """A code of a hand-over in words."""
    return dict(choices_of(field_code, language)).get(code, code)


def choices_of(field_code: str, language: str) -> list[tuple[str, str]]:
    """The codes of a field of a hand-over with their words."""
    codes = kind_of(HANDOVER).fields[field_code].codes
    is_zh = language.startswith("zh")
    return [(code, one.zh if is_zh else one.en) for code, one in codes.codes.items()] if codes else []


def taken_in_names(organisation: int, day: date, scope: Scope) -> tuple[Crumb, ...]:
    """Whom a branch took in, each with the page of the record; nobody for who may not list them."""
    kind = scope.catalogue.types["attached"]
    if not scope.names(kind).reach(organisation, None):
        return ()
    rows = taken_in(organisation, day)
    names = person_names([row.values["person"] for row in rows], day)
    return tuple(
        Crumb(names.get(row.values["person"], ""), reverse("record", args=["attached", row.id])) for row in rows
    )  # fmt: skip


def branches_called(text: str, scope: Scope, besides: int) -> Iterable[tuple[int, str]]:
    """Branches of this site whose name has the text: only names, for who hands over must be able to address anybody."""
    if not text:
        return ()
    found = [
        (node.id, node.name) for node in scope.todays_tree
        if node.living and node.kind in _BRANCHES and text in node.name and node.id != besides
    ]  # fmt: skip
    return found[:MOST_FOUND]
