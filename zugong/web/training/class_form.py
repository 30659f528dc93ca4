"""The form of a class: read into a draft with what stands against each field, and shown again as it was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext

from zugong.dictionary.store import StoredRow
from zugong.training.drafts import ClassDraft, CourseDraft
from zugong.training.queries import CLASS, COURSE, FiledClass, groups, words_of
from zugong.web.activities.form_page import Typed
from zugong.web.meanwhile import Overtaken, Words
from zugong.web.pages import Crumb, Page
from zugong.web.typed import typed_day, typed_number

_LONG, _SHORT = 200, 100
_FEWEST_COURSES, MOST_COURSES = 3, 40
CODES = ("series", "form", "audience", "ability", "level")
_COURSE_PARTS = ("title", "hours", "teacher", "teacher_kind", "kind")


@dataclass
class TypedClass:
    """What stands in the fields, by their names, and the problems by the name of the field."""

    said: Mapping[str, str]
    problems: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, longest: int = _LONG) -> str:
        return self.said.get(name, "").strip()[:longest]

    def number(self, name: str) -> int | None:
        """A whole number; None for nothing, with a problem for anything else."""
        text = self.text(name, 8)
        found = typed_number(text) if text else None
        if text and found is None:
            self.problems[name] = gettext("Write a whole number.")
        return found

    def day(self, name: str) -> date | None:
        """A day; None for nothing, with a problem for anything else."""
        text = self.text(name)
        found = typed_day(text) if text else None
        if text and found is None:
            self.problems[name] = gettext("Choose a day.")
        return found

    def course_numbers(self) -> list[int]:
        """The rows of courses in which anything was typed."""
        return [
            number for number in range(1, MOST_COURSES + 1)
            if any(self.text(f"course.{number}.{part}") for part in ("title", "hours", "teacher"))
        ]  # fmt: skip


def typed_class(typed: TypedClass, organisation: int, status: str, senders: Mapping[int, str]) -> ClassDraft:
    """The draft; problems are added to `typed`. `senders` are the organisations to which places may be given."""
    name, on = typed.text("name"), typed.day("on")
    if not name:
        typed.problems["name"] = gettext("Write the name of the class.")
    if on is None:
        typed.problems["on"] = gettext("Choose a day.")
    codes = {code: _code(typed, code) for code in CODES}
    if codes["series"] is None:
        typed.problems["series"] = gettext("Choose a series.")
    quotas = {one: typed.number(f"quota.{one}") for one in senders}
    base = typed.text("base", 12)
    return ClassDraft(
        organisation, name, on or date.min, status, codes, typed.day("ended_on"), typed.number("hours"),
        typed.number("places"), typed.text("venue", _SHORT), typed.text("theme"), typed.text("number", 40),
        typed_number(base) if base else None, tuple(_courses(typed)),
        {one: count for one, count in quotas.items() if count},
    )  # fmt: skip


def _code(typed: TypedClass, code: str) -> str | None:
    chosen = typed.text(code, _SHORT)
    return chosen if chosen in words_of(CLASS, code, "en") else None


def _courses(typed: TypedClass) -> Iterator[CourseDraft]:
    """The courses, numbered anew in their order: a row that was emptied leaves no gap."""
    for number, row in enumerate(typed.course_numbers(), start=1):
        name = f"course.{row}"
        title, hours = typed.text(f"{name}.title"), typed.number(f"{name}.hours")
        if not title:
            typed.problems[f"{name}.title"] = gettext("Write what is taught.")
        if not hours:
            typed.problems[f"{name}.hours"] = gettext("Write the hours.")
        kinds = {part: typed.text(f"{name}.{part}", _SHORT) for part in ("teacher_kind", "kind")}
        known = {part: code if code in words_of(COURSE, part, "en") else None for part, code in kinds.items()}
        yield CourseDraft(number, title, hours or 0, typed.text(f"{name}.teacher", _SHORT), **known)


def begun_filed(filed: FiledClass) -> dict[str, str]:
    """The form of a class that is recorded."""
    values = filed.row.values
    said = {code: _plain(values[code]) for code in (*CODES, "name", "venue", "theme", "number", "base", "places")}
    said |= {"on": filed.row.since.isoformat(), "ended_on": _plain(values["ended_on"])}
    said["hours"] = "" if filed.courses else _plain(values["hours"])
    for row in filed.courses:
        said |= {f"course.{row.values['number']}.{part}": _plain(row.values[part]) for part in _COURSE_PARTS}
    return said | {f"quota.{one}": str(count) for one, count in filed.quota_by_organisation.items()}


def begun_new(on: date, needs: Sequence[StoredRow], group_code: str) -> dict[str, str]:
    """A new class as needs or a group begin it: the first need says what, all together how many places."""
    said = {"on": on.isoformat()}
    group = groups().get(group_code)
    if group is not None:
        said |= {"series": group.series or "", "form": group.form or "", "level": group.level or ""}
        said["audience"] = group.rank or ""
    if needs:
        values = needs[0].values
        persons = sum(need.values["persons"] or 0 for need in needs)
        said |= {"name": values["subject"], "audience": values["audience"], "ability": _plain(values["ability"])}
        said |= {"form": _plain(values["form"]), "places": str(persons or "")}
    return said


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


@dataclass(frozen=True)
class Chooser:
    """A field whose value is chosen from a list: pairs of value and label."""

    field: Typed
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CourseRow:
    """One row of the courses."""

    number: int
    title: Typed
    hours: Typed
    teacher: Typed
    teacher_kind: Chooser
    kind: Chooser


@dataclass(frozen=True, kw_only=True)
class ClassFormPage(Page):
    """The form. `based_on` is what it was made from; `asks_why`: the class was held, and is corrected."""

    template: ClassVar[str] = "web/training/class_form.html"
    crumbs: tuple[Crumb, ...]
    organisation: str
    problems: tuple[str, ...]
    needs: tuple[tuple[int, str], ...]
    name: Typed
    on: Typed
    ended_on: Typed
    hours: Typed
    places: Typed
    venue: Typed
    theme: Typed
    number: Typed
    series: Chooser
    more: tuple[Chooser, ...]
    base: Chooser | None
    courses: tuple[CourseRow, ...]
    more_courses: bool
    quotas: tuple[Typed, ...]
    asks_why: bool
    why: Typed
    based_on: str
    stood: str
    here: str
    back: str
    overtaken: Overtaken | None = None


def labels_of(content: ClassFormPage) -> Words:
    """What the fields of a class are called, with the words of their codes."""
    plain = (
        content.name, content.on, content.ended_on, content.hours, content.places, content.venue, content.theme,
        content.number, *content.quotas,
    )  # fmt: skip
    choosers = (content.series, *content.more, *((content.base,) if content.base else ()))
    words = {field.name: (field.label, {}) for field in plain} | dict(_of_chooser(one, "") for one in choosers)
    for row in content.courses:
        words |= {field.name: (f"{row.number}. {field.label}", {}) for field in (row.title, row.hours, row.teacher)}
        words |= dict(_of_chooser(one, f"{row.number}. ") for one in (row.teacher_kind, row.kind))
    return words


def _of_chooser(one: Chooser, before: str) -> tuple[str, tuple[str, dict[str, str]]]:
    return one.field.name, (before + one.field.label, dict(one.choices))


def typed_field(typed: TypedClass, name: str, label: str, hint: str = "") -> Typed:
    """A field with what was typed."""
    return Typed(name, label, typed.said.get(name, ""), typed.problems.get(name, ""), hint)


def chooser(typed: TypedClass, type_code: str, code: str, name: str, label: str, language: str) -> Chooser:
    """A field of a code list with what was chosen."""
    return Chooser(typed_field(typed, name, label), tuple(words_of(type_code, code, language).items()))


def course_rows(typed: TypedClass, language: str, wanted: int) -> tuple[CourseRow, ...]:
    """The rows of courses: those that were typed, and some empty ones."""
    rows = max([_FEWEST_COURSES, wanted, *(number + 1 for number in typed.course_numbers())])
    return tuple(_course_row(typed, number, language) for number in range(1, min(rows, MOST_COURSES) + 1))


def _course_row(typed: TypedClass, number: int, language: str) -> CourseRow:
    name = f"course.{number}"
    return CourseRow(
        number, typed_field(typed, f"{name}.title", gettext("Course")),
        typed_field(typed, f"{name}.hours", gettext("Hours")), typed_field(typed, f"{name}.teacher", gettext("Teacher")),
        chooser(typed, COURSE, "teacher_kind", f"{name}.teacher_kind", gettext("Kind of teacher"), language),
        chooser(typed, COURSE, "kind", f"{name}.kind", gettext("Kind of course"), language),
    )  # fmt: skip
