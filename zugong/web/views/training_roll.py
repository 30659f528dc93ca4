"""Who came to a class: everybody enrolled, with the courses that somebody missed."""

from __future__ import annotations

from collections.abc import Sequence
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
from zugong.web.looking import log_list
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
    enrol_address: str
    here: str
    back: str


@safe_to_repeat
def training_roll(request: HttpRequest, identity: int) -> HttpResponse:
    """Who came: everybody who is enrolled stands there as present until somebody says otherwise."""
    scope = scope_of(request)
    filed = class_asked(scope, identity)
    require_fill(request, scope, filed.organisation)
    roll, problems = _typed_roll(request, filed)
    problem = ""
    if request.method == "POST" and not problems:
        rank = filed.row.values["audience"] or "member"
        try:
            record_roll(
                filed=filed, roll=roll, ranks=dict.fromkeys(roll, rank), writing=writing_of(request, scope)
            )  # fmt: skip
        except RuleBroken as error:
            problem = error.sentence(spoken(request))
        else:
            messages.success(request, gettext("The roll is recorded; hours follow from it."))
            return HttpResponseRedirect(reverse("training_class", args=[identity]))
    return _roll_shown(request, scope, filed, roll, problems, problem)


def _typed_roll(request: HttpRequest, filed: FiledClass) -> tuple[dict[int, Presence], dict[int, str]]:
    """The roll as it was typed, else as it is recorded; and what stands against the courses missed."""
    recorded = {row.values["person"]: row.values for row in filed.roll}
    roll, problems = {}, {}
    numbers = {course.number for course in filed.course_hours}
    for person in filed.persons:
        if request.method == "POST":
            roll[person] = _typed_presence(request, person)
            if strange := [one for one in roll[person].missed if one not in numbers]:
                problems[person] = gettext("There is no course %(number)s.") % {"number": strange[0]}
        elif person in recorded:
            values = recorded[person]
            came = bool(values["hours"] or values["completed"])
            roll[person] = Presence(came, missed_numbers(values["missed"]), values["reason"])
        else:
            roll[person] = Presence(came=not filed.roll)
    return roll, problems


def _typed_presence(request: HttpRequest, person: int) -> Presence:
    said = request.POST.get(f"p{person}", _PRESENT)
    if said == _PRESENT:
        return Presence(missed=missed_numbers(request.POST.get(f"m{person}", "")[:100]))
    return Presence(came=False, reason=said if said in words_of(ROLL, "reason", "en") else None)


def _roll_shown(
    request: HttpRequest, scope: Scope, filed: FiledClass, roll: dict[int, Presence], problems: dict[int, str],
    problem: str,
) -> HttpResponse:  # fmt: skip
    language = spoken(request)
    names = person_names(list(roll), filed.row.since)
    senders = _senders(filed)
    limit = absence_limit(filed.row.since)
    content = RollPage(
        title=gettext("Who came: %(name)s") % {"name": filed.row.values["name"]},
        crumbs=class_crumbs(filed),
        problem=problem or (gettext("%(count)s fields need another look.") % {"count": len(problems)} if problems else ""),
        hours=filed.hours,
        courses=tuple(f"{row.values['number']}. {row.values['title']}" for row in filed.courses),
        rule=gettext("Whoever misses more than one hour in %(limit)s has not completed.") % {"limit": limit}
        if limit else "",
        lines=tuple(
            _roll_line(person, roll[person], names, _sender(senders.get(person), scope), problems, language)
            for person in roll
        ),
        enrol_address=reverse("training_enrol", args=[filed.identity]),
        here=reverse("training_roll", args=[filed.identity]),
        back=reverse("training_class", args=[filed.identity]),
    )  # fmt: skip
    kind = kind_named(ROLL, scope)
    log_list(request, kind, list(roll), len(roll), organisation=filed.organisation)
    return page(request, content, status=422 if content.problem else 200)


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
    missed = "、".join(str(number) for number in presence.missed)
    return RollLine(
        person, names.get(person, f"№{person}"), mark, tuple(choices), missed, problems.get(person, ""), presence.came
    )
