"""Hours of everybody, and who stands where in a group: two statements, whatever the size of the site."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zugong.dictionary.freshness import mark_now
from zugong.figures.definitions import rules_of
from zugong.figures.grouping import EVERYWHERE, Grouping, Rights, all_rows
from zugong.figures.judging import Reading, value_rows_of
from zugong.figures.plan import Asking
from zugong.figures.queries import this_site
from zugong.figures.scan import Scan
from zugong.kernel.errors import RuleBroken
from zugong.kernel.keeping import Kept
from zugong.kernel.time import Clocks
from zugong.packs.training import TrainingGroup
from zugong.training.queries import CLASS, ONLINE, ROLL, hours_wanted
from zugong.training.rules import NOTHING_DONE, Coverage, Done, coverage, gap, window

_COMPLETED = "completed and training_class.status = 'held' and on >= period_start and on < period_end"
_COUNTED = "year >= {first} and year <= {last} and on <= day and not (counted is known and not counted)"
_KEPT_WINDOWS = 8
_kept: Kept[Mapping[int, Done]] = Kept(_KEPT_WINDOWS)


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody of a group: where, what was done, how many hours are lacking."""

    person: int
    place: int | None
    done: Done
    lacking: int


def hours_done(day: date, years: int) -> Mapping[int, Done]:
    """What each person has done in the years to a day; whoever did nothing is not in it. Kept until an entry touches it."""
    key = (mark_now().version((ROLL, CLASS, ONLINE)), day, years)
    return _kept.value(key, lambda: _hours_done(day, years))


def _hours_done(day: date, years: int) -> dict[int, Done]:
    period = window(day, years)
    clocks = replace(Clocks.at(day), period=period)
    online = _COUNTED.format(first=period.start.year, last=day.year)
    found: dict[int, Done] = {}
    with this_site().asking(EVERYWHERE, all_rows) as asking:
        readings = [
            Reading(ROLL, _COMPLETED, ("person", "hours", "on"), clocks), Reading(ONLINE, online, ("person", "hours"), clocks)
        ]  # fmt: skip
        attended, studied = value_rows_of(readings, asking)
    for _, person, hours, on in attended:
        one = found.get(person, NOTHING_DONE)
        found[person] = Done(one.hours + (hours or 0), one.classes + 1, 0, max(one.last_on, on))
    for _, person, hours in studied:
        one = found.get(person, NOTHING_DONE)
        found[person] = replace(one, online=one.online + (hours or 0))
    return found


def reading_of(group: TrainingGroup, clocks: Clocks, asking: Asking) -> Reading:
    """What is read of everybody in a group: who, and where."""
    return Reading(group.of, group.where, (group.person, asking.definitions.kind(group.of).place), clocks)


def places_of(rows: Iterable[tuple]) -> dict[int, int | None]:
    """Where each person of a group stands, each once: who has two posts stands at the first."""
    places: dict[int, int | None] = {}
    for _, person, place in rows:
        if person is not None:
            places.setdefault(person, place)
    return places


def standings(group: TrainingGroup, clocks: Clocks, grouping: Grouping, rights: Rights) -> list[Standing]:
    """Everybody of a group in scope on the day, each once, in the order of their records."""
    done, wanted = hours_done(clocks.on, group.years), hours_wanted(group, clocks.on)
    with this_site().asking(grouping, rights) as asking:
        [rows] = value_rows_of([reading_of(group, clocks, asking)], asking)
    nothing = gap(wanted, NOTHING_DONE, online=group.online)
    return [
        Standing(person, at, one, gap(wanted, one, online=group.online))
        if (one := done.get(person))
        else Standing(person, at, NOTHING_DONE, nothing)
        for person, at in places_of(rows).items()
    ]


def coverage_of(group: TrainingGroup, found: Sequence[Standing], day: date) -> Coverage:
    """A group, or a part of it, in numbers."""
    done = (one.done for one in found if one.done is not NOTHING_DONE)
    return coverage(len(found), done, hours_wanted(group, day), online=group.online)


def coverage_among(group: TrainingGroup, persons: Collection[int], day: date) -> Coverage:
    """A group in numbers, by the persons in it."""
    done = hours_done(day, group.years)
    mine = (done[person] for person in done.keys() & persons)
    return coverage(len(persons), mine, hours_wanted(group, day), online=group.online)


def is_in_force(group: TrainingGroup, day: date) -> bool:
    """Has every rule by which somebody stands in a group a value on the day?"""
    definitions = this_site().definitions
    try:
        for name in rules_of(definitions.condition(definitions.kind(group.of), group.where)):
            definitions.pack.rule_value(name, day)
    except RuleBroken:
        return False
    return True


def is_in_group(group: TrainingGroup, person: int, clocks: Clocks) -> bool:
    """Does somebody stand in a group on the day?"""
    with this_site().asking(EVERYWHERE, all_rows) as asking:
        definitions = asking.definitions
        kind, moment = definitions.kind(group.of), definitions.moment(clocks)
        scan = Scan(definitions, kind, clocks, asking.columns)
        scan.scoped(asking.scope_tables, asking.rights(kind))
        wanted = scan.filter(definitions.condition(kind, group.where), moment).holds
        who = scan.value(definitions.value(kind, group.person), moment).value
        found = asking.columns.execute(
            scan.sql([f"SELECT 1 FROM stage WHERE {wanted} AND {who} = {int(person)} LIMIT 1"])
        )
    return bool(found)
