"""Who came to a class: everybody enrolled, with the courses that somebody missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.activities.queries import person_names
from zugong.kernel.errors import RuleBroken
from zugong.training.actions import record_roll
from zugong.training.queries import ROLL, FiledClass, absence_limit, words_of
from zugong.training.rules import Presence, missed_numbers
from zugong.web.activities.begun import usual_absences
from zugong.web.looking import log_list
from zugong.web.meanwhile import COMPARED, Overtaken, Reconciled, as_stood, overtaken, since_opened, stood_in
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.training.doors import (
    class_asked,
    class_crumbs,
    kind_named,
    require_fill,
    writing_of,
)
from zugong.web.training.listed import Choice

_PRESENT, _ABSENT = "present", "absent"


@dataclass(frozen=True)
class RollLine:
    """One person on the roll: the choices, the numbers of the courses missed, and what stands against them."""

    person: int
    name: str
    mark: str
    choices: tuple[Choice, ...]
    missed: str
    problem: str
    is_present: bool


@dataclass(frozen=True, kw_only=True)
class RollPage(Page):
    """The roll."""

    template: ClassVar[str] = "web/training/roll.html"
    crumbs: tuple[Crumb, ...]
    problem: str
    hours: int
    courses: tuple[str, ...]
    rule: str
    lines: tuple[RollLine, ...]
    based_on: str
    stood: str
    overtaken: Overtaken | None
    enrol_address: str
    here: str
    back: str


@safe_to_repeat
def training_roll(request: HttpRequest, identity: int) -> HttpResponse:
    """Who came: everybody who is enrolled and not known to be away stands there as present until somebody says otherwise."""
    scope = scope_of(request)
    filed = class_asked(scope, identity)
    require_fill(request, scope, filed.organisation)
    if request.method != "POST":
        return _roll_shown(request, scope, filed, _roll_said(filed, _begun(filed)), {})
    found = since_opened(_as_compared(request.POST), _based_on(filed), lambda: _as_compared(_begun(filed)))
    roll = _roll_said(filed, found.said if found else request.POST)
    if found and found.adds_nothing:
        messages.success(request, gettext("This was recorded already, as you typed it."))
        return HttpResponseRedirect(reverse("training_class", args=[identity]))
    if found and (found.open or COMPARED not in request.POST):
        return _roll_shown(request, scope, filed, roll, {}, found=found)
    problems = _strange_courses(filed, roll)
    if problems:
        return _roll_shown(request, scope, filed, roll, problems)
    return _roll_recorded(request, scope, filed, roll)


def _roll_recorded(request: HttpRequest, scope: Scope, filed: FiledClass, roll: dict[int, Presence]) -> HttpResponse:
    rank = filed.row.values["audience"] or "member"
    try:
        record_roll(filed=filed, roll=roll, ranks=dict.fromkeys(roll, rank), writing=writing_of(request, scope))
    except RuleBroken as error:
        return _roll_shown(request, scope, filed, roll, {}, error.sentence(spoken(request)))
    messages.success(request, gettext("The roll is recorded; hours follow from it."))
    return HttpResponseRedirect(reverse("training_class", args=[filed.identity]))


def _begun(filed: FiledClass) -> dict[str, str]:
    """The form as it begins: as it is recorded; before that whoever is known to be away from the branch that holds it."""
    if not filed.roll:
        return usual_absences(filed.organisation, filed.row.since, filed.persons)
    recorded = {row.values["person"]: row.values for row in filed.roll}
    said = {}
    for person in filed.persons:
        values = recorded.get(person)
        came = values is not None and bool(values["hours"] or values["completed"])
        said[f"p{person}"] = _PRESENT if came else (values and values["reason"]) or _ABSENT
        if came and values and (missed := missed_numbers(values["missed"])):
            said[f"m{person}"] = _numbers_word(missed)
    return said


def _based_on(filed: FiledClass) -> str:
    """What a form was made from; another value later means that somebody wrote the roll meanwhile."""
    rows = [row.id for row in filed.roll]
    return f"{max(rows, default=0)}-{len(rows)}"


def _as_compared(said: Mapping[str, str]) -> dict[str, str]:
    """A form as forms are compared: who attended is as good as not named."""
    return {name: "" if name[:1] == "p" and value == _PRESENT else value for name, value in said.items()}


def _roll_said(filed: FiledClass, said: Mapping[str, str]) -> dict[int, Presence]:
    return {person: _presence_said(person, said) for person in filed.persons}


def _presence_said(person: int, form: Mapping[str, str]) -> Presence:
    said = form.get(f"p{person}", "") or _PRESENT
    if said == _PRESENT:
        return Presence(missed=missed_numbers(form.get(f"m{person}", "")[:100]))
    return Presence(came=False, reason=said if said in words_of(ROLL, "reason", "en") else None)


def _strange_courses(filed: FiledClass, roll: dict[int, Presence]) -> dict[int, str]:
    """What stands against the courses missed, by person."""
    numbers = {course.number for course in filed.course_hours}
    strange = {person: [one for one in presence.missed if one not in numbers] for person, presence in roll.items()}
    told = gettext("There is no course %(number)s.")
    return {person: told % {"number": missed[0]} for person, missed in strange.items() if missed}


def _numbers_word(missed: Sequence[int]) -> str:
    return "、".join(str(number) for number in missed)


def _roll_overtaken(request: HttpRequest, filed: FiledClass, found: Reconciled, lines: Sequence[RollLine]) -> Overtaken:
    words: dict[str, tuple[str, Mapping[str, str]]] = {}
    missed = gettext("courses missed")
    for line in lines:
        labels = {choice.value: choice.label for choice in line.choices}
        words[f"p{line.person}"] = (line.name, labels | {"": labels[_PRESENT]})
        words[f"m{line.person}"] = (f"{line.name} {missed}", {})
    return overtaken(found, request.POST, words, rows=[row.id for row in filed.roll])


def _roll_shown(
    request: HttpRequest, scope: Scope, filed: FiledClass, roll: dict[int, Presence], problems: dict[int, str],
    problem: str = "", found: Reconciled | None = None,
) -> HttpResponse:  # fmt: skip
    language = spoken(request)
    names = person_names(list(roll), filed.row.since)
    senders = _senders(filed)
    limit = absence_limit(filed.row.since)
    lines = tuple(
        _roll_line(person, roll[person], names, _sender(senders.get(person), scope), problems, language)
        for person in roll
    )
    content = RollPage(
        title=gettext("Who came: %(name)s") % {"name": filed.row.values["name"]},
        crumbs=class_crumbs(filed),
        problem=problem or (gettext("%(count)s fields need another look.") % {"count": len(problems)} if problems else ""),
        hours=filed.hours,
        courses=tuple(f"{row.values['number']}. {row.values['title']}" for row in filed.courses),
        rule=gettext("Whoever misses more than one hour in %(limit)s has not completed.") % {"limit": limit}
        if limit else "",
        lines=lines,
        based_on=_based_on(filed),
        stood=stood_in(request.POST, found) if request.method == "POST" else as_stood(_as_compared(_begun(filed))),
        overtaken=_roll_overtaken(request, filed, found, lines) if found else None,
        enrol_address=reverse("training_enrol", args=[filed.identity]),
        here=reverse("training_roll", args=[filed.identity]),
        back=reverse("training_class", args=[filed.identity]),
    )  # fmt: skip
    kind = kind_named(ROLL, scope)
    log_list(request, kind, list(roll), len(roll), organisation=filed.organisation)
    return page(request, content, status=409 if found else 422 if content.problem else 200)


def _senders(filed: FiledClass) -> dict[int, int]:
    """Who was sent by whom, where the class has people of several organisations."""
    senders = {row.values["person"]: row.values["organisation"] for row in filed.enrolments}
    return senders if len(set(senders.values())) > 1 else {}


def _sender(organisation: int | None, scope: Scope) -> str:
    return scope.todays_tree.name(organisation) if organisation in scope.todays_tree else ""


def _roll_line(
    person: int, presence: Presence, names: dict[int, str], mark: str, problems: dict[int, str], language: str
) -> RollLine:  # fmt: skip
    chosen = _PRESENT if presence.came else presence.reason or _ABSENT
    labels = {_PRESENT: gettext("attended"), _ABSENT: gettext("absent"), **words_of(ROLL, "reason", language)}
    choices: Sequence[Choice] = [Choice(code, label, code == chosen) for code, label in labels.items()]
    missed = _numbers_word(presence.missed)
    return RollLine(
        person, names.get(person, f"№{person}"), mark, tuple(choices), missed, problems.get(person, ""), presence.came
    )
