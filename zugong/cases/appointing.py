"""What the lists of a case write when its result stands: whoever is no longer in a post leaves it, whoever was chosen begins.

Who is chosen again goes on: the term is the committee's, the appointment the person's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from zugong.cases.acting import actor_of
from zugong.cases.elections import holders, seats_of
from zugong.cases.errors import HoldsPostOtherwise
from zugong.cases.filed import Case
from zugong.cases.outcomes import Written
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import NewRow, Store, StoredRow, store_of
from zugong.kernel.facts.models import Entry
from zugong.kernel.time import holds
from zugong.organisations.queries import tree_at, units_of_all
from zugong.packs.case_lists import Post

_LEFT, _VILLAGE, _CADRE, _MANAGES = "term_ended", "village", "cadre", "manages"


def _store(code: str) -> Store:
    return store_of(installed_catalogue(settings.ZUGONG_PACK).types[code])


@dataclass(frozen=True)
class _Seat:
    """A position of the place, with who holds it on the day of the election."""

    anchor: int
    name: str
    kind: str
    holding: StoredRow | None


@dataclass(frozen=True)
class _Place:
    """Where posts are filled: at which organisation or in which unit, on which day, by which paper, in which entry."""

    organisation: int
    unit: int | None
    by_unit: bool
    unit_kind: str
    on: date
    paper: str | None
    entry: Entry

    def seats(self, kinds: Sequence[str]) -> list[_Seat]:
        """The positions of these kinds on the day, by name. Raises HoldsPostOtherwise where somebody begins there later."""
        at = {"unit_id": self.unit} if self.by_unit else {"organisation_id": self.organisation}
        rows = [row for row in _store("position").believed(on=self.on, **at) if row.values["kind"] in kinds]
        held = list(_store("appointment").believed(position_id__in=[row.anchor for row in rows]))
        rows.sort(key=lambda row: row.values["name"])
        return [self._seat(row, [one for one in held if one.values["position"] == row.anchor]) for row in rows]

    def _seat(self, row: StoredRow, appointments: Sequence[StoredRow]) -> _Seat:
        later = next((one for one in appointments if one.since > self.on), None)
        if later is not None:
            raise HoldsPostOtherwise(post=row.values["name"], since=later.since, on=self.on)
        now = next((one for one in appointments if holds(since=one.since, until=one.until, on=self.on)), None)
        return _Seat(row.anchor or 0, row.values["name"], row.values["kind"], now)


def appointments(written: Written) -> None:
    """End and begin the appointments that the lists of the case say. Raises HoldsPostOtherwise."""
    found = written.case
    for code, chosen in holders(written.state).items():
        if chosen:
            _fill(found, found.case_type.post(code), chosen, written)


def _fill(found: Case, post: Post, chosen: Mapping[int, date], written: Written) -> None:
    place = _place(found, min(chosen.values()), written)
    seats, waiting = place.seats((_kind(post, place),)), dict(chosen)
    for seat in (one for one in seats if one.holding is not None):
        if seat.holding and seat.holding.values["person"] in waiting:
            del waiting[seat.holding.values["person"]]
    kept = set(chosen) - set(waiting)
    left = [one for one in seats if one.holding is not None and one.holding.values["person"] not in kept]
    old = [one for one in place.seats(post.also_ends) if one.holding is not None] if post.also_ends else []
    _end([*left, *old], place)
    free = [one.anchor for one in seats if one.holding is None or one in left]
    first = len(seats) + 1 if seats_of(written.state, post.post) > 1 else None
    anchors = [*free, *_new_positions(found, post, place, len(waiting) - len(free), first)]
    _begin(dict(zip(waiting, anchors, strict=False)), waiting, place)


def _place(found: Case, on: date, written: Written) -> _Place:
    """At the organisation or unit that the case is about."""
    about = found.case_type.about
    organisation = found.subject if about == "organisation" else found.organisation or 0
    units = [unit for _, unit in units_of_all([organisation], on)]
    unit = found.subject if about == "unit" else units[0] if len(units) == 1 else None
    values = _unit_values(unit, on)
    number = written.act.values.get("number")
    return _Place(organisation, unit, about == "unit", values.get("kind", ""), on, number, written.entry)


def _unit_values(unit: int | None, on: date) -> Mapping[str, Any]:
    rows = [] if unit is None else list(_store("unit").believed(on=on, anchor_id=unit))
    return rows[0].values if rows else {}


def _kind(post: Post, place: _Place) -> str:
    return post.kinds_in.get(place.unit_kind, post.kind)


def _end(seats: Sequence[_Seat], place: _Place) -> None:
    """Whoever sat there leaves on the day; an appointment of that very day was never one."""
    store, rows = _store("appointment"), [one.holding for one in seats if one.holding is not None]
    store.retract([row.id for row in rows], entry=place.entry)
    ended = [
        NewRow(None, row.since, place.on, dict(row.values) | {"end_reason": _LEFT}, supersedes=row.id)
        for row in rows if row.since < place.on
    ]  # fmt: skip
    store.insert(ended, entry=place.entry)


def _begin(seats: Mapping[int, int], since: Mapping[int, date], place: _Place) -> None:
    rows = [
        NewRow(None, since[person], None, _appointment(person, position, place.paper))
        for person, position in seats.items()
    ]
    _store("appointment").insert(rows, entry=place.entry)


def _appointment(person: int, position: int, paper: str | None) -> dict[str, Any]:
    return {"person": person, "position": position, "paper": paper, "end_reason": None}


def _new_positions(found: Case, post: Post, place: _Place, count: int, first: int | None) -> list[int]:
    """Positions for which there is none yet, managed by the committee that acts in the case.

    They are named as the type says, and numbered from `first` where a post has several.
    """
    if count <= 0:
        return []
    store, manager = _store("position"), actor_of(found.case_type, "committee", found.organisation, tree_at(place.on))
    anchors = list(store.new_anchors(count))
    names = [_name(post, place, "" if first is None else str(first + more)) for more in range(count)]
    matter = _CADRE if found.case_type.stands_above else _VILLAGE
    rows = [
        NewRow(anchor, place.on, None, {
            "name": name, "kind": _kind(post, place), "organisation": place.organisation, "unit": place.unit, "matter": matter,
        })
        for anchor, name in zip(anchors, names, strict=True)
    ]  # fmt: skip
    store.insert(rows, entry=place.entry)
    managed = [
        NewRow(None, place.on, None, {"position": anchor, "organisation": manager, "kind": _MANAGES})
        for anchor in anchors
    ]
    _store("manages").insert(managed, entry=place.entry)
    return anchors


def _name(post: Post, place: _Place, number: str) -> str:
    name = _unit_values(place.unit, place.on).get("name") or tree_at(place.on).name(place.organisation)
    return post.called.replace("{place}", name) + number


#: What a step of a case with posts may name under `writes`.
APPOINTING = {"appointments": appointments}
