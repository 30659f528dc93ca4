"""What a form says of a class, before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zugong.training.rules import CourseHours, class_hours

PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"


@dataclass(frozen=True)
class CourseDraft:
    """One course of a class."""

    number: int
    title: str
    hours: int
    teacher: str = ""
    teacher_kind: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class ClassDraft:
    """A class as a form says it. `hours` are typed where it has no courses; `quotas` places by organisation.

    `codes` are those fields that are chosen from a list (series, level, form, audience, ability), by their codes.
    """

    organisation: int
    name: str
    on: date
    status: str
    codes: Mapping[str, str | None]
    ended_on: date | None = None
    hours: int | None = None
    places: int | None = None
    venue: str = ""
    theme: str = ""
    number: str = ""
    base: int | None = None
    courses: tuple[CourseDraft, ...] = ()
    quotas: Mapping[int, int] = field(default_factory=dict)

    @property
    def course_hours(self) -> tuple[CourseHours, ...]:
        return tuple(CourseHours(one.number, one.hours) for one in self.courses)

    @property
    def total_hours(self) -> int:
        return class_hours(self.hours, self.course_hours)

    @property
    def days(self) -> int:
        return ((self.ended_on or self.on) - self.on).days + 1
