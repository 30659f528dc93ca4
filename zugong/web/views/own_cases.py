"""The own case of an applicant or member: where it stands, what is next and why then, what to prepare. Nothing about others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from zugong.cases import queries, wording
from zugong.cases.acting import actor_of
from zugong.cases.filed import Case
from zugong.cases.rules import Offer
from zugong.web.cases.asked import AskedCases, asked_cases
from zugong.web.cases.shown import state_label
from zugong.web.pages import Page, page


@dataclass(frozen=True)
class OwnStep:
    """A step that was done, in words to whom it concerns."""

    label: str
    on: date


@dataclass(frozen=True)
class OwnPaper:
    """A paper that the person concerned writes, and at which step it is asked for."""

    words: str
    step: str


@dataclass(frozen=True)
class OwnCase:
    """A case as the person concerned sees it: steps, what comes next, by whom and when, what to write, who accompanies."""

    label: str
    branch: str
    state: str
    stage: str
    steps: tuple[OwnStep, ...]
    next: str
    by: str
    why: str
    paper: OwnPaper | None
    mentors: str


@dataclass(frozen=True, kw_only=True)
class OwnCasesPage(Page):
    template: ClassVar[str] = "web/cases/own.html"
    cases: tuple[OwnCase, ...]


def own_cases(request: HttpRequest) -> HttpResponse:
    """The cases about the user. 403 for accounts that are nobody's."""
    person = request.user.person_id
    if person is None:
        raise PermissionDenied(gettext("Your account is not linked to a person, so it has no case of its own."))
    asked = asked_cases(request)
    found = queries.cases_of_person(person, asked.day)
    content = OwnCasesPage(title=gettext("My case"), cases=tuple(_own(asked, one) for one in found))
    return page(request, content)


def _own(asked: AskedCases, found: Case) -> OwnCase:
    language, state = asked.language, found.state
    upcoming = _upcoming(asked, found)
    step = upcoming.step if upcoming else None
    actor = actor_of(found.case_type, step.does, found.place_of(step), asked.tree) if step else None
    return OwnCase(
        label=found.case_type.label(language),
        branch=asked.organisation_name(found.organisation),
        state=state_label(found, language),
        stage="" if state.ended else found.case_type.stages[state.stage].in_language(language),
        steps=tuple(_steps(found, language)),
        next=step.label(language) if step else "",
        by=asked.organisation_name(actor),
        why=_why(upcoming, asked) if upcoming else "",
        paper=None if state.ended else _paper(found, language),
        mentors=_mentors(asked, found),
    )


def _upcoming(asked: AskedCases, found: Case) -> Offer | None:
    """What is next of what must be done: the step that is possible first."""
    offers = [one for one in found.state.offers(asked.day) if one.ready and not one.step.optional]
    return min(offers, key=lambda one: one.earliest.day if one.earliest else asked.day, default=None)


def _steps(found: Case, language: str) -> Iterator[OwnStep]:
    """What was done; observations that come round every half year are left out."""
    for act in found.acts:
        step = found.case_type.step(act.step)
        if step is not None and not step.repeats_months:
            words = step.own_words
            yield OwnStep(words.in_language(language) if words else step.label(language), act.on)


def _why(upcoming: Offer, asked: AskedCases) -> str:
    """From when the next step is possible, or until when it is to be done, with the rule that says so."""
    if upcoming.earliest and upcoming.earliest.day > asked.day:
        return wording.not_before(upcoming.step, upcoming.earliest).in_language(asked.language)
    return wording.due(upcoming.step, upcoming.due).in_language(asked.language) if upcoming.due else ""


def _paper(found: Case, language: str) -> OwnPaper | None:
    """The next paper that the person writes: of the first step still to come that puts one into the file."""
    for step in found.case_type.steps:
        papers = [found.case_type.papers[code] for code in step.papers] if step.step not in found.state.done else []
        for paper in papers:
            if paper.own_words:
                return OwnPaper(paper.own_words.in_language(language), step.label(language))
    return None


def _mentors(asked: AskedCases, found: Case) -> str:
    done = found.state.done.get("introducers") or found.state.done.get("mentors")
    named = [done.values.get(name) for name in ("first_person", "second_person")] if done else []
    names = asked.persons(named)
    return gettext(", ").join(names.label("person", one) for one in named if one)
