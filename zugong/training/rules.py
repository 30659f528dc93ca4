"""What hours mean: those of a class from its courses, of a person from the courses attended, who completed, what is lacking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zugong.kernel.time import Period


@dataclass(frozen=True, slots=True)
class CourseHours:
    """A course by its number in the class, with its hours."""

    number: int
    hours: int


@dataclass(frozen=True, slots=True)
class Presence:
    """What a roll says of somebody: came or not, which courses were missed, and why."""

    came: bool = True
    missed: tuple[int, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """What somebody has of a class: hours, and whether it was completed."""

    hours: int
    completed: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody has done in a window: hours and number of classes completed, online hours, the last day as YYYYMMDD."""

    hours: int = 0
    classes: int = 0
    online: int = 0
    last_on: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """A group in numbers: persons who should be trained, those a class reached, those with enough hours, hours lacking."""

    persons: int = 0
    reached: int = 0
    enough: int = 0
    lacking: int = 0

    @property
    def never(self) -> int:
        return self.persons - self.reached

    @property
    def short(self) -> int:
        return self.persons - self.enough


NOTHING_DONE = Done()


def class_hours(typed: int | None, courses: Sequence[CourseHours]) -> int:
    """The hours of a class: the sum of its courses; without courses those that were typed."""
    return sum(course.hours for course in courses) if courses else typed or 0


def credit(total: int, courses: Iterable[CourseHours], presence: Presence, limit: int | None) -> Credit:
    """The hours of somebody and whether the class was completed: of `limit` hours at most one may be missed.

    Exactly one hour in `limit` still completes. Without a limit in force on the day, whoever came at all completes.
    """
    if not presence.came:
        return Credit(0, completed=False)
    missed = sum(course.hours for course in courses if course.number in presence.missed)
    attended = max(total - missed, 0)
    return Credit(attended, completed=limit is None or missed * limit <= total)


def window(day: date, years: int) -> Period:
    """From the first of January so many calendar years back to the end of a day; that day's year is one of them."""
    return Period(date(day.year - years + 1, 1, 1), day + timedelta(days=1))


def counted(done: Done, *, online: bool) -> int:
    """The hours that count towards what is asked."""
    return done.hours + (done.online if online else 0)


def gap(wanted: int, done: Done, *, online: bool) -> int:
    """How many hours are lacking; never less than none."""
    return max(wanted - counted(done, online=online), 0)


def coverage(persons: int, done: Iterable[Done], wanted: int, *, online: bool) -> Coverage:
    """A group of so many persons in numbers; `done` is of those who did anything.

    Without hours asked, whoever was reached has enough.
    """
    reached = enough = lacking = others = 0
    for one in done:
        others += 1
        reached += bool(one.classes)
        missing = gap(wanted, one, online=online)
        enough += not missing if wanted else bool(one.classes)
        lacking += missing
    return Coverage(persons, reached, enough, lacking + (persons - others) * wanted)


def share(part: int, whole: int) -> str:
    """A part of a whole in per cent with one decimal, rounded half up; "" of nothing."""
    if not whole:
        return ""
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


def quota_of(place: int, above: Sequence[int], quotas: Mapping[int, int]) -> int | None:
    """The organisation whose places somebody takes: the nearest that has any, from the own one upwards; None for none.

    `above` are the organisations above `place`, the nearest last.
    """
    return next((one for one in (place, *reversed(above)) if one in quotas), None)


def over_quota(
    taken: Iterable[int | None], wished: Iterable[int | None], quotas: Mapping[int, int]
) -> dict[int, int]:  # fmt: skip
    """By how many the places of each organisation would be exceeded; those with room left out."""
    used = dict.fromkeys(quotas, 0)
    for one in (*taken, *wished):
        if one is not None:
            used[one] += 1
    return {one: count - quotas[one] for one, count in used.items() if count > quotas[one]}


def missed_text(missed: Collection[int]) -> str | None:
    """The numbers of missed courses as a roll writes them; None for none."""
    return "、".join(str(number) for number in sorted(missed)) or None


def missed_numbers(text: str | None) -> tuple[int, ...]:
    """The numbers that stand in the field of missed courses, however they are parted."""
    parts = "".join(sign if sign.isdigit() else " " for sign in text or "").split()
    return tuple(dict.fromkeys(int(part) for part in parts))
