"""The story of an organisation: founded, renamed, moved, merged, what it was set up in, each with its day and paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.kernel.facts.models import Entry
from zugong.kernel.time import last_day
from zugong.organisations.queries import LinkRow, StateRow, history_of_links, states_of, successions_of
from zugong.web.listing.entries import EntryLine, entry_lines
from zugong.web.listing.references import known_records
from zugong.web.scope import Scope

_FORM = "form"


@dataclass(frozen=True)
class Chapter:
    """What happened on one day, recorded by one entry.

    `change` is the page of the guided operation that did it; `before` the figures under the tree of the day before, where
    the tree changed.
    """

    day: date
    texts: tuple[str, ...]
    entry: EntryLine
    change: str
    before: str


@dataclass(frozen=True)
class _Event:
    day: date
    entry: int
    text: str
    moves: bool = False


def story_of(organisation: int, scope: Scope, language: str) -> tuple[Chapter, ...]:
    """The chapters in order of days, as known at the moment of the clocks."""
    events = list(_events(organisation, scope, language))
    chapters: dict[tuple[date, int], list[_Event]] = defaultdict(list)
    for event in events:
        chapters[event.day, event.entry].append(event)
    entries = Entry.objects.in_bulk({entry for _, entry in chapters})
    shown = entry_lines(entries.values())
    return tuple(
        Chapter(
            day=day,
            texts=tuple(dict.fromkeys(event.text for event in told)),
            entry=shown[entry],
            change=_change_address(entries[entry]),
            before=_before_address(organisation, day, scope) if any(event.moves for event in told) else "",
        )
        for (day, entry), told in sorted(chapters.items(), key=lambda pair: pair[0])
    )


def _change_address(entry: Entry) -> str:
    return reverse("organisation_change", args=[entry.number]) if entry.kind == _FORM and entry.number else ""


def _before_address(organisation: int, day: date, scope: Scope) -> str:
    clocks = {"on": max(day, scope.clocks.on), "tree": day - timedelta(days=1)}
    return f"{reverse('figures')}?{urlencode({'organisation': organisation, **clocks})}"


def _events(organisation: int, scope: Scope, language: str) -> Iterator[_Event]:
    known = scope.clocks.known
    states = states_of(organisation, known=known)
    above, served = history_of_links(organisation, known=known)
    yield from _of_states(states)
    yield from _of_superiors(above, states, scope, language)
    yield from _of_successions(organisation, states, scope, language)
    yield from _of_units(served, scope, language)


def _of_states(states: list[StateRow]) -> Iterator[_Event]:
    if states:
        first, last = states[0], states[-1]
        yield _Event(first.since, first.began_in, gettext("Founded as %(name)s") % {"name": first.name})
        if last.until is not None:
            words = gettext("Ended; last day %(day)s") % {"day": last_day(last.until)}
            yield _Event(last.until, last.entry, words, moves=True)
    for one, other in pairwise(states):
        if one.name != other.name:
            names = {"before": one.name, "after": other.name}
            yield _Event(other.since, other.began_in, gettext("Renamed from %(before)s to %(after)s") % names)


def _of_superiors(
    links: list[LinkRow], states: list[StateRow], scope: Scope, language: str
) -> Iterator[_Event]:  # fmt: skip
    named = known_records((("organisation", link.other) for link in links), scope.clocks, scope.catalogue, language)
    for former, link in zip([None, *links], links, strict=False):
        names = {"other": named.label("organisation", link.other)}
        if former is None:
            is_first_day = bool(states) and states[0].since == link.since
            yield _Event(link.since, link.began_in, gettext("Under %(other)s") % names, moves=not is_first_day)
        elif former.other != link.other:
            names["before"] = named.label("organisation", former.other)
            yield _Event(link.since, link.began_in, gettext("Moved from %(before)s to %(other)s") % names, moves=True)


def _of_successions(
    organisation: int, states: list[StateRow], scope: Scope, language: str
) -> Iterator[_Event]:  # fmt: skip
    found = successions_of(organisation, known=scope.clocks.known)
    others = [(one.ended_id if one.successor_id == organisation else one.successor_id) for one in found]
    named = known_records((("organisation", pk) for pk in others), scope.clocks, scope.catalogue, language)
    born, gone = (states[0].since, states[-1].until) if states else (None, None)
    for one, other in zip(found, others, strict=True):
        names = {"other": named.label("organisation", other)}
        if one.successor_id == organisation:
            is_new = one.on == born
            words = gettext("Came out of %(other)s") if is_new else gettext("Took over %(other)s")
        else:
            words = gettext("Merged into %(other)s") if one.on == gone else gettext("%(other)s was split off")
        yield _Event(one.on, one.recorded_in_id, words % names, moves=True)


def _of_units(links: Iterable[LinkRow], scope: Scope, language: str) -> Iterator[_Event]:
    shown = list(links)
    named = known_records((("unit", link.other) for link in shown), scope.clocks, scope.catalogue, language)
    for link in shown:
        names = {"other": named.label("unit", link.other)}
        yield _Event(link.since, link.began_in, gettext("Set up in %(other)s") % names)
        if link.until is not None:
            yield _Event(link.until, link.entry, gettext("No longer set up in %(other)s") % names)
