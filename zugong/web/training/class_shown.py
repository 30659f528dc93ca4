"""A class as it is recorded: facts, courses, places given and taken, who is enrolled, who came and completed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext

from zugong.activities.filed import kind_of
from zugong.activities.queries import person_names
from zugong.dictionary.store import StoredRow
from zugong.training.drafts import CANCELLED, HELD, PLANNED
from zugong.training.queries import CLASS, COURSE, ENROLMENT, ROLL, FiledClass, absence_limit, words_of
from zugong.web.clocks import usual_day
from zugong.web.listing.references import known_records
from zugong.web.pages import Crumb, Page
from zugong.web.scope import Scope
from zugong.web.training.doors import kind_named, may_fill, may_list_classes, sends_to

_LEVELS = {HELD: "good", PLANNED: "amber", CANCELLED: "grey"}
_FACTS = ("number", "series", "form", "audience", "ability", "theme", "venue", "base", "level", "days")


@dataclass(frozen=True)
class Told:
    """A label and what stands beside it."""

    label: str
    text: str


@dataclass(frozen=True)
class CourseLine:
    """One course."""

    number: int
    title: str
    hours: int
    teacher: str
    kind: str


@dataclass(frozen=True)
class QuotaLine:
    """An organisation with its places: given, taken, and where it fills them."""

    name: str
    given: int
    taken: int
    address: str


@dataclass(frozen=True)
class Trainee:
    """Somebody enrolled or on the roll; `withdraw` is who may still be left out, None for who may not."""

    name: str
    by: str
    why: str
    state: str
    level: str
    withdraw: int | None


@dataclass(frozen=True, kw_only=True)
class ClassPage(Page):
    """A class. `persons` are whom it names."""

    template: ClassVar[str] = "web/training/class.html"
    crumbs: tuple[Crumb, ...]
    organiser: str
    when: str
    state: str
    level: str
    facts: tuple[Told, ...]
    hours: int
    courses: tuple[CourseLine, ...]
    quotas: tuple[QuotaLine, ...]
    summary: str
    trainees: tuple[Trainee, ...]
    persons: tuple[int, ...]
    rule: str
    enrol_address: str
    roll_address: str
    correct_address: str
    sheet_address: str
    certificates_address: str
    status_address: str
    is_cancelled: bool
    withdraw_address: str
    history_address: str


def class_page(filed: FiledClass, scope: Scope, language: str) -> ClassPage:
    """The page, with what the user may see and do."""
    identity, tree = filed.identity, scope.todays_tree
    is_whole = may_list_classes(scope, filed.organisation)
    may_record = may_fill(scope, filed.organisation)
    may_send = not filed.is_cancelled and (may_record or any(may_fill(scope, one) for one in sends_to(scope, filed)))
    enrolments, roll = _seen(filed, scope, is_whole)
    trainees = tuple(_trainees(filed, enrolments, roll, scope, language))
    to = {name: reverse(f"training_{name}", args=[identity]) for name in ("enrol", "roll", "sheet", "certificates")}
    is_due = filed.row.since <= usual_day() and not filed.is_cancelled
    return ClassPage(
        title=filed.row.values["name"],
        crumbs=(Crumb(gettext("Training"), reverse("training")),),
        organiser=tree.name(filed.organisation) if filed.organisation in tree else "",
        when=_when(filed),
        state=words_of(CLASS, "status", language).get(filed.status, ""),
        level=_LEVELS.get(filed.status, "grey"),
        facts=tuple(_facts(filed, scope, language)),
        hours=filed.hours,
        courses=tuple(_courses(filed, language)),
        quotas=tuple(_quotas(filed, scope, is_whole, to["enrol"])),
        summary=_summary(enrolments, roll),
        trainees=trainees,
        persons=tuple({row.values["person"] for row in (*enrolments, *roll)}),
        rule=_rule(filed),
        enrol_address=to["enrol"] if may_send else "",
        roll_address=to["roll"] if may_record and is_due else "",
        correct_address=f"{reverse('training_class', args=[identity])}?correct=1" if may_record else "",
        sheet_address=to["sheet"] if may_record and trainees else "",
        certificates_address=to["certificates"]
        if may_record and filed.is_held and any(row.values["completed"] for row in roll)
        else "",
        status_address=reverse("training_status", args=[identity]) if may_record and not filed.is_held else "",
        is_cancelled=filed.is_cancelled,
        withdraw_address=reverse("training_withdraw", args=[identity]) if may_send else "",
        history_address=reverse("record", args=[CLASS, identity]) if is_whole else "",
    )


def _seen(
    filed: FiledClass, scope: Scope, is_whole: bool
) -> tuple[tuple[StoredRow, ...], tuple[StoredRow, ...]]:  # fmt: skip
    """Enrolments and roll: all of one's own class, else those whom one's own organisations sent."""
    if is_whole:
        return filed.enrolments, filed.roll
    rights = scope.names(kind_named(ENROLMENT, scope))
    own = tuple(row for row in filed.enrolments if rights.reach(row.values["organisation"], None))
    persons = {row.values["person"] for row in own}
    return own, tuple(row for row in filed.roll if row.values["person"] in persons)


def _when(filed: FiledClass) -> str:
    first, last = filed.row.since, filed.row.values["ended_on"]
    return f"{first:%Y-%m-%d}" if last in (None, first) else f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"


def _facts(filed: FiledClass, scope: Scope, language: str) -> Iterator[Told]:
    kind, values = kind_of(CLASS), filed.row.values
    for code in _FACTS:
        field, value = kind.fields[code], values[code]
        if value is not None:
            text = _base_name(value, scope, language) if code == "base" else field.type.show(value, field, language)
            yield Told(field.label(language), text)
    if values["places"]:
        yield Told(kind.fields["places"].label(language), str(values["places"]))


def _base_name(base: int, scope: Scope, language: str) -> str:
    return known_records([("facility", base)], scope.clocks, scope.catalogue, language).label("facility", base)


def _courses(filed: FiledClass, language: str) -> Iterator[CourseLine]:
    kinds, teachers = words_of(COURSE, "kind", language), words_of(COURSE, "teacher_kind", language)
    for row in filed.courses:
        values = row.values
        teacher = " · ".join(part for part in (values["teacher"], teachers.get(values["teacher_kind"], "")) if part)
        yield CourseLine(values["number"], values["title"], values["hours"], teacher, kinds.get(values["kind"], ""))


def _quotas(filed: FiledClass, scope: Scope, is_whole: bool, enrol: str) -> Iterator[QuotaLine]:
    tree, own = scope.todays_tree, sends_to(scope, filed)
    for organisation, given in filed.quota_by_organisation.items():
        if organisation in tree and (is_whole or organisation in own):
            below = {organisation, *tree.below(organisation)}
            taken = sum(row.values["organisation"] in below for row in filed.enrolments)
            may_send = may_fill(scope, organisation) and not filed.is_cancelled
            yield QuotaLine(tree.name(organisation), given, taken, f"{enrol}?of={organisation}" if may_send else "")


def _summary(enrolments: Iterable[StoredRow], roll: Iterable[StoredRow]) -> str:
    enrolled, came = len(list(enrolments)), [row.values for row in roll]
    if not came:
        return gettext("%(count)s enrolled") % {"count": enrolled} if enrolled else ""
    counts = {
        "all": len(came), "completed": sum(bool(one["completed"]) for one in came),
        "hours": sum(one["hours"] or 0 for one in came if one["completed"]),
    }  # fmt: skip
    return gettext("%(all)s on the roll, %(completed)s completed, %(hours)s hours in all") % counts


def _trainees(
    filed: FiledClass, enrolments: Iterable[StoredRow], roll: Iterable[StoredRow], scope: Scope, language: str
) -> Iterator[Trainee]:  # fmt: skip
    enrolled = {row.values["person"]: row.values for row in enrolments}
    came = {row.values["person"]: row.values for row in roll}
    persons = tuple(dict.fromkeys((*enrolled, *came)))
    names, reasons = person_names(persons, filed.row.since), words_of(ENROLMENT, "reason", language)
    ranks = words_of(ROLL, "rank", language)
    for person in persons:
        values = enrolled.get(person)
        by = values["organisation"] if values else None
        state, level = _state_of(came.get(person))
        may_leave = person not in came and by is not None and _may_withdraw(filed, by, scope)
        yield Trainee(
            names.get(person, f"№{person}"), scope.todays_tree.name(by) if by in scope.todays_tree else "",
            reasons.get(values["reason"], "") if values else ranks.get(came[person]["rank"], ""), state, level,
            person if may_leave else None,
        )  # fmt: skip


def _may_withdraw(filed: FiledClass, sender: int, scope: Scope) -> bool:
    return may_fill(scope, filed.organisation) or may_fill(scope, sender)


def _state_of(values: dict | None) -> tuple[str, str]:
    if values is None:
        return gettext("enrolled"), "grey"
    hours = values["hours"] or 0
    if values["completed"]:
        return gettext("completed, %(hours)s hours") % {"hours": hours}, "good"
    if not hours:
        return gettext("did not come"), "amber"
    return gettext("not completed, %(hours)s hours attended") % {"hours": hours}, "amber"


def _rule(filed: FiledClass) -> str:
    limit = absence_limit(filed.row.since)
    if limit is None:
        return ""
    return gettext("Whoever misses more than one hour in %(limit)s has not completed.") % {"limit": limit}
