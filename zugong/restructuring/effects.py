"""What an entry did to organisations and to what hangs on them, read from the rows that it recorded and withdrew."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Q

from zugong.appointments.queries import positions_ended_in
from zugong.kernel.facts.models import Entry, State
from zugong.organisations.models import Belongs, Guides, OrganisationState, Serves, Succession, UnitState
from zugong.people.queries import members_moved_in

Move = tuple[int, int | None, int | None]
_NEVER = date.max


@dataclass(frozen=True)
class Effects:
    """Ids of organisations and units, in order. An organisation that an undo takes back is `withdrawn`.

    `moved`: (organisation, former superior, new one). `renamed`: (organisation, former name, new one). `members`: how
    many went from one organisation to another. `served` and `left`: (organisation, unit). `succeeded`: (ended, successor).
    """

    on: date | None
    founded: tuple[int, ...]
    ended: tuple[int, ...]
    restored: tuple[int, ...]
    withdrawn: tuple[int, ...]
    renamed: tuple[tuple[int, str, str], ...]
    moved: tuple[Move, ...]
    members: tuple[tuple[int, int, int], ...]
    served: tuple[tuple[int, int], ...]
    left: tuple[tuple[int, int], ...]
    succeeded: tuple[tuple[int, int], ...]
    territory: int
    guidance: int
    positions: tuple[int, ...]

    @property
    def organisations(self) -> frozenset[int]:
        """Every organisation that it speaks of."""
        pairs = (*self.moved, *((one, other) for one, other, _ in self.members), *self.succeeded)
        linked = {pk for pair in pairs for pk in pair if pk is not None}
        alone = (*self.founded, *self.ended, *self.restored, *self.withdrawn)
        return frozenset({*linked, *alone, *(one[0] for one in (*self.renamed, *self.served, *self.left))})

    @property
    def changed(self) -> frozenset[int]:
        """Those that were themselves changed: whoever takes the entry back must be able to change them."""
        first = (one[0] for one in (*self.renamed, *self.moved, *self.served, *self.left))
        both = (pk for pair in self.succeeded for pk in pair)
        return frozenset({*first, *both, *self.founded, *self.ended, *self.restored, *self.withdrawn})

    @property
    def digest(self) -> str:
        """Equal where the same was done: what a preview showed, compared with what is recorded then.

        Ids of what is new differ each time, so only those of known organisations count, and how many are new. Ids of units
        and numbers of members stand for themselves, whatever the ids of new organisations happen to be.
        """
        new = set(self.founded)

        def known(pk: int | None) -> int | str | None:
            return "new" if pk in new else pk

        moved = [tuple(known(pk) for pk in link) for link in self.moved]
        members = [(known(one), known(other), count) for one, other, count in self.members]
        units = [[(known(pk), unit) for pk, unit in links] for links in (self.served, self.left)]
        succeeded = [(known(one), known(other)) for one, other in self.succeeded]
        alone = (self.ended, self.restored, self.withdrawn, self.renamed, self.territory, self.guidance, self.positions)
        told = [self.on, len(new), alone, moved, members, units, succeeded]
        return sha256(repr(told).encode()).hexdigest()[:16]


def effects_of(entry: Entry) -> Effects:
    """The effects of an entry, sealed or not."""
    lives = _changes(OrganisationState, ("anchor_id",), ("name",), entry)
    links = _changes(Belongs, ("child_id",), ("parent_id",), entry)
    served = _changes(Serves, ("organisation_id", "unit_id"), (), entry)
    successions = Succession.objects.filter(recorded_in=entry)
    return Effects(
        on=_day(entry),
        founded=_only(lives, lambda one: not one.was),
        ended=_only(lives, lambda one: one.was and one.now and one.end(one.now) < one.end(one.was)),
        restored=_only(lives, lambda one: one.was and one.now and one.end(one.now) > one.end(one.was)),
        withdrawn=_only(lives, lambda one: not one.now),
        renamed=tuple((pk, *names) for (pk,), one in lives.items() if (names := one.last_value_changed)),
        moved=tuple((pk, *one.last_values) for (pk,), one in links.items() if one.goes_on_elsewhere),
        members=members_moved_in(entry),
        served=tuple(pair for pair, one in served.items() if one.end(one.now) > one.end(one.was)),
        left=tuple(pair for pair, one in served.items() if one.end(one.now) < one.end(one.was)),
        succeeded=tuple(successions.order_by("pk").values_list("ended_id", "successor_id")),
        territory=_count(UnitState, entry),
        guidance=_count(Guides, entry),
        positions=positions_ended_in(entry),
    )


@dataclass(frozen=True)
class _Change:
    """What was believed of one thing before the entry and after it: (since, until, value) in order."""

    was: tuple[tuple[date, date | None, Any], ...]
    now: tuple[tuple[date, date | None, Any], ...]

    @staticmethod
    def end(rows: tuple[tuple[date, date | None, Any], ...]) -> date:
        return max((until or _NEVER for _, until, _ in rows), default=date.min)

    @property
    def last_values(self) -> tuple[Any, Any]:
        return (self.was[-1][2] if self.was else None, self.now[-1][2] if self.now else None)

    @property
    def last_value_changed(self) -> tuple[Any, Any] | None:
        before, after = self.last_values
        return (before, after) if self.was and self.now and before != after else None

    @property
    def goes_on_elsewhere(self) -> bool:
        """Another value, where it does not merely end: an ended organisation is not said to have moved."""
        before, after = self.last_values
        return before != after and bool(self.now)


def _changes(
    model: type[State], keys: tuple[str, ...], values: tuple[str, ...], entry: Entry
) -> dict[tuple[int, ...], _Change]:
    was, now = defaultdict(list), defaultdict(list)
    of_entry = model.objects.filter(Q(recorded_in=entry) | Q(retracted_in=entry)).order_by("since", "pk")
    columns = (*keys, "since", "until", *(values or ("pk",)), "recorded_in_id", "retracted_in_id")
    for *key, since, until, value, recorded, retracted in of_entry.values_list(*columns):
        if recorded == entry.pk and retracted == entry.pk:
            continue  # an operation corrected its own row on the way
        (now if recorded == entry.pk else was)[tuple(key)].append((since, until, value))
    return {key: _Change(tuple(was[key]), tuple(now[key])) for key in sorted({*was, *now})}


def _only(changes: Mapping[tuple[int, ...], _Change], fits) -> tuple[int, ...]:
    return tuple(key[0] for key, one in changes.items() if fits(one))


def _count(model: type[State], entry: Entry) -> int:
    return model.objects.filter(retracted_in=entry).count()


def _day(entry: Entry) -> date | None:
    """The day from which it holds: the commonest first or last day among the rows of the tree that it recorded."""
    days: Counter[date] = Counter()
    for model in (OrganisationState, Belongs, Serves):
        days.update(_days(model.objects.filter(recorded_in=entry).values_list("since", "until")))
    before: set[date] = set()
    for model in (OrganisationState, Belongs, Serves):
        before.update(_days(model.objects.filter(retracted_in=entry).values_list("since", "until")))
    fresh = {day: times for day, times in days.items() if day not in before}
    return max(fresh or days, key=lambda day: (days[day], day), default=None)


def _days(rows: Iterable[tuple[date, date | None]]) -> list[date]:
    return [day for row in rows for day in row if day is not None]
