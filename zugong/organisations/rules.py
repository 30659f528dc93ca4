"""Where organisations stand on days, derived from their lives, their superiors and their successors. No database.

An organisation has one superior a day, so on any day the links form trees; but A under B now and B under A later is
legal, so there is no order in which organisations could be derived one after another. The derivation walks down from
the tops by organisation *and* interval.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zugong.kernel.errors import RuleBroken
from zugong.organisations import errors

LEADING_GROUP = "leading_group"
VILLAGE_KINDS = ("village",)
#: Kinds of units that ought to have a Party organisation: without one they are blank spots.
ORGANISED_KINDS = (
    "village", "community", "department", "institution", "school", "hospital", "state_firm", "enterprise",
    "social_organisation", "settlement_site",
)  # fmt: skip
_NEVER = date.max

Days = tuple[date, date]
"""An interval `[first, end)`; an open end is the last day that a date can be."""


@dataclass(frozen=True, slots=True)
class Life:
    """An organisation exists on `[since, until)` and is of a kind."""

    since: date
    until: date | None
    kind: str


@dataclass(frozen=True, slots=True)
class Edge:
    """An organisation stands under `parent` on `[since, until)`."""

    parent: int
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Handover:
    """An organisation ended, or gave something up, in favour of `successor` on a day."""

    successor: int
    on: date


@dataclass(frozen=True, slots=True)
class History:
    """All that is believed of where an organisation stands."""

    organisation: int
    lives: tuple[Life, ...] = ()
    edges: tuple[Edge, ...] = ()
    handovers: tuple[Handover, ...] = ()

    @property
    def superiors(self) -> set[int]:
        """Every organisation through which its path may lead."""
        return {edge.parent for edge in self.edges} | {handover.successor for handover in self.handovers}


@dataclass(frozen=True, slots=True)
class Stay:
    """An organisation's place on `[since, until)`; not `living` where it has ended and others answer for its records."""

    path: str
    living: bool
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Flaw:
    """What cannot be: the family of the refusal, the organisation, the other one concerned, the first such day."""

    error: type[RuleBroken]
    organisation: int
    other: int
    day: date


@dataclass(frozen=True, slots=True)
class _Link:
    """On `days` the path of `organisation` leads through `superior`; None where it is a top."""

    organisation: int
    superior: int | None
    days: Days
    living: bool


def check_may_admit(kind: str, *, name: str) -> None:
    """Raises LeadingGroupAdmits: a leading Party members group approves no admission."""
    if kind == LEADING_GROUP:
        raise errors.LeadingGroupAdmits(organisation=name)


def check_may_have_members(kind: str, *, name: str) -> None:
    """Raises LeadingGroupHasMembers: its branch belongs elsewhere."""
    if kind == LEADING_GROUP:
        raise errors.LeadingGroupHasMembers(organisation=name)


def derive(histories: Mapping[int, History], above: Mapping[int, Sequence[Stay]]) -> dict[int, list[Stay]]:
    """The places of these organisations, per organisation in order of days, equal neighbours joined.

    `above` holds the places of superiors that are not derived themselves. Needs histories without `flaws`. From the day
    an organisation ended its place leads through the only successor of the latest day on which it was succeeded since,
    else through its last superior. Raises nothing: what a circle hides has no place, see `circles`.
    """
    below: dict[int, list[_Link]] = {}
    open_links: list[tuple[_Link, str, Days]] = []
    for link in (link for history in histories.values() for link in _links(history)):
        if link.superior is None:
            open_links.append((link, "/", link.days))
        elif link.superior in histories:
            below.setdefault(link.superior, []).append(link)
        else:
            open_links.extend(_through(link, above.get(link.superior, ())))
    found: dict[int, list[Stay]] = {organisation: [] for organisation in histories}
    while open_links:
        link, path, days = open_links.pop()
        stay = Stay(f"{path}{link.organisation}/", link.living, days[0], _until(days[1]))
        found[link.organisation].append(stay)
        for lower in below.get(link.organisation, ()):
            open_links.extend(_through(lower, [stay]))
    return {organisation: _joined(stays) for organisation, stays in found.items()}


def flaws(histories: Mapping[int, History], lives: Mapping[int, Sequence[Life]]) -> Iterator[Flaw]:
    """What stands against these histories, circles excepted; `lives` also holds those of their superiors."""
    for history in histories.values():
        for edge in history.edges:
            yield from _edge_flaws(history, edge, lives.get(edge.parent, ()))
        for handover in history.handovers:
            yield from _handover_flaws(history, handover, lives.get(handover.successor, ()))


def circles(histories: Mapping[int, History], found: Mapping[int, Sequence[Stay]]) -> Iterator[Flaw]:
    """The organisations that stand below themselves on some day: no walk from the top reached them there."""
    for organisation, history in histories.items():
        if not history.lives:
            continue
        born = min(life.since for life in history.lives)
        day = _first_missing((born, _NEVER), _spans(found[organisation]))
        if day is not None:
            yield Flaw(errors.Circle, organisation, organisation, day)


def closure(touched: Iterable[int], below: Callable[[set[int]], set[int]]) -> set[int]:
    """The touched organisations and all whose place may lead through them; `below` gives one level down."""
    found = set(touched)
    newest = set(found)
    while newest:
        newest = below(newest) - found
        found |= newest
    return found


def _links(history: History) -> Iterator[_Link]:
    living = _spans(history.lives)
    edges = sorted(history.edges, key=lambda edge: edge.since)
    for edge in edges:
        yield _Link(history.organisation, edge.parent, (edge.since, edge.until or _NEVER), True)
    held = _spans(edges)
    for span in living:
        for days in _without(span, held):
            yield _Link(history.organisation, None, days, True)
    if living:
        for days in _without((living[0][0], _NEVER), living):
            yield from _links_after_end(history, edges, days)


def _links_after_end(history: History, edges: Sequence[Edge], days: Days) -> Iterator[_Link]:
    """Who answers for an organisation on the days after its end."""
    ended, again = days
    last_day = ended - timedelta(days=1)
    last = next((edge.parent for edge in edges if edge.since <= last_day < (edge.until or _NEVER)), None)
    turns = sorted({handover.on for handover in history.handovers if ended <= handover.on < again})
    start, superior = ended, last
    for on in turns:
        if start < on:
            yield _Link(history.organisation, superior, (start, on), False)
        successors = {handover.successor for handover in history.handovers if handover.on == on}
        start, superior = on, successors.pop() if len(successors) == 1 else last
    yield _Link(history.organisation, superior, (start, again), False)


def _through(link: _Link, stays: Iterable[Stay]) -> Iterator[tuple[_Link, str, Days]]:
    """The parts of a link's days on which its superior has these places; what lives stands under what lives."""
    for stay in stays:
        first, end = max(link.days[0], stay.since), min(link.days[1], stay.until or _NEVER)
        if first < end and (stay.living or not link.living):
            yield link, stay.path, (first, end)


def _edge_flaws(history: History, edge: Edge, above: Sequence[Life]) -> Iterator[Flaw]:
    days = (edge.since, edge.until or _NEVER)
    own = _first_missing(days, _spans(history.lives))
    if own is not None:
        yield Flaw(errors.StandsWhenNotThere, history.organisation, edge.parent, own)
    day = _first_missing(days, _spans(above))
    if day is not None:
        yield Flaw(errors.SuperiorEnds, history.organisation, edge.parent, day)
    for life in above:
        first = max(life.since, days[0])
        if life.kind == LEADING_GROUP and first < min(life.until or _NEVER, days[1]):
            yield Flaw(errors.LeadingGroupAsSuperior, history.organisation, edge.parent, first)


def _handover_flaws(history: History, handover: Handover, lives: Sequence[Life]) -> Iterator[Flaw]:
    if handover.successor == history.organisation:
        yield Flaw(errors.SucceedsItself, history.organisation, history.organisation, handover.on)
    elif not any(life.since <= handover.on < (life.until or _NEVER) for life in lives):
        yield Flaw(errors.SuccessorNotThere, history.organisation, handover.successor, handover.on)


def _spans(states: Iterable[Life | Edge | Stay]) -> list[Days]:
    """The days of states, those that touch joined, in order."""
    joined: list[Days] = []
    for first, end in sorted((state.since, state.until or _NEVER) for state in states):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((first, end))
    return joined


def _without(days: Days, taken: Sequence[Days]) -> Iterator[Days]:
    """What remains of an interval when joined intervals are taken away."""
    start, end = days
    for first, last in taken:
        if start < min(first, end):
            yield start, min(first, end)
        start = max(start, last)
    if start < end:
        yield start, end


def _first_missing(days: Days, spans: Sequence[Days]) -> date | None:
    return next((first for first, _ in _without(days, spans)), None)


def _until(end: date) -> date | None:
    return None if end == _NEVER else end


def _joined(stays: list[Stay]) -> list[Stay]:
    result: list[Stay] = []
    for stay in sorted(stays, key=lambda stay: stay.since):
        last = result[-1] if result else None
        if last and (last.path, last.living, last.until) == (stay.path, stay.living, stay.since):
            result[-1] = Stay(stay.path, stay.living, last.since, stay.until)
        else:
            result.append(stay)
    return result
