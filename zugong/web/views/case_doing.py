"""A step is taken in one case; or printed, to be ticked by hand and recorded later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.cases.about import reckoned
from zugong.cases.acting import actor_of, may_act
from zugong.cases.actions import Doing, case_as_seen, judged
from zugong.cases.applicants import take_naming
from zugong.cases.filed import Case
from zugong.cases.rules import Act
from zugong.kernel.errors import RuleBroken
from zugong.packs.case_types import Step
from zugong.web.ballots.into_cases import with_totals
from zugong.web.cases.asked import AskedCases, asked_cases
from zugong.web.cases.forms import (
    Choice,
    FormField,
    Typed,
    add_verdicts,
    begun_form,
    blank,
    form_fields,
    outcome_choices,
    outcome_label,
    paper_choices,
    possible_persons,
    read_form,
    rules_of,
)
from zugong.web.cases.lists import ListForm, list_form, newcomers, possible_names, stand_ins, typed_list
from zugong.web.cases.sent_back import sent_back
from zugong.web.cases.subjects import place_beside, subject_name
from zugong.web.cases.votes import vote_said
from zugong.web.looking import log_view
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.typed import typed_number
from zugong.web.views.case_change import take_change

_CHECK = "check"


@dataclass(frozen=True, kw_only=True)
class StepPage(Page):
    """The form of a step. `said` is what the count of a vote comes to, `warnings` what is told and does not stop it."""

    template: ClassVar[str] = "web/cases/step.html"
    crumbs: tuple[Crumb, ...]
    person: str
    branch: str
    rules: tuple[str, ...]
    problems: tuple[str, ...]
    warnings: tuple[str, ...]
    said: str
    is_passed: bool
    on: FormField
    fields: tuple[FormField, ...]
    listed: ListForm | None
    outcomes: tuple[Choice, ...]
    outcome_label: str
    outcome_problem: str
    papers: tuple[Choice, ...]
    seen: int
    note: str
    back: str
    asks_remark: bool
    sent_back: str


@dataclass(frozen=True, kw_only=True)
class VerdictPart(Page):
    """What the rules say of what is typed so far."""

    template: ClassVar[str] = "web/cases/verdict.html"
    said: str
    is_passed: bool
    problems: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PaperPage(Page):
    """A step on one sheet of paper: boxes to tick, lines to fill in and to sign."""

    template: ClassVar[str] = "web/cases/paper.html"
    crumbs: tuple[Crumb, ...]
    type_label: str
    number: str
    person: str
    branch: str
    actor: str
    fields: tuple[str, ...]
    listed: ListForm | None
    outcomes: tuple[str, ...]
    papers: tuple[str, ...]
    rules: tuple[str, ...]
    back: str


@safe_to_repeat
def case_do(request: HttpRequest, identity: int, step: str) -> HttpResponse:
    """The form of a step; 403 with who takes it for others."""
    asked = asked_cases(request)
    found, declared = _step(asked, identity, step)
    _require(asked, found, declared)
    if said := _done_meanwhile(asked, found, declared):
        messages.error(request, said)
        return HttpResponseRedirect(reverse("case", args=[found.id]))
    if declared.carries_out:
        return take_change(asked, found, declared)
    persons = possible_names(asked, found, declared) or possible_persons(asked, found, declared, asked.day)
    if request.method != "POST":
        begun = with_totals(request, found, declared, begun_form(found, declared, asked.day))
        return _form_page(asked, found, declared, begun, persons, (), ())
    typed = read_form(request.POST, request.POST.getlist("papers"), declared, persons, asked.day)
    typed.newcomers = newcomers(asked, found, declared, typed)
    allowed = {**persons, **stand_ins(typed.newcomers)}
    typed.act = replace(typed.act, listed=typed_list(asked, found, declared, typed, allowed))
    typed.act = reckoned(found.case_type, found.organisation, typed.act, asked.scope.access)
    verdict = judged(found, typed.act)
    if request.POST.get("deed") == _CHECK:
        return _verdict_part(asked, found, declared, typed)
    above = add_verdicts(typed, verdict, asked.language)
    warnings = tuple(one.said.in_language(asked.language) for one in verdict.warnings)
    limits = {one.condition for one in declared.conditions if one.kind == "within"}
    is_late = any(one.condition in limits for one in verdict.warnings)
    if is_late and not verdict.stops and "text" not in typed.act.values:
        above = (*above, gettext("Say why it is late; the sentence stands in the file."))
    if above or typed.problems:
        return _form_page(asked, found, declared, typed, persons, above, warnings)
    return _taken(asked, found, declared, typed, persons, warnings)


def _done_meanwhile(asked: AskedCases, found: Case, step: Step) -> str:
    """What somebody recorded since the form was opened, where that leaves nothing of the step to do; else ""."""
    posted = asked.request.POST
    if asked.request.method != "POST" or posted.get("deed") == _CHECK or found.state.offer(step.step, asked.day):
        return ""
    try:
        case_as_seen(Doing(found.id, typed_number(posted.get("seen", "")) or 0, Act(step.step, asked.day)))
    except RuleBroken as error:
        return error.sentence(asked.language)
    return ""


def _taken(
    asked: AskedCases, found: Case, step: Step, typed: Typed, persons: Mapping[int, str], warnings: tuple[str, ...]
) -> HttpResponse:
    posted = asked.request.POST.get("seen", "")
    doing = Doing(found.id, int(posted) if posted.isdigit() else -1, typed.act, asked.office)
    try:
        who = {stand_in: typed.newcomers[words] for stand_in, words in stand_ins(typed.newcomers).items()}
        take_naming(doing=doing, newcomers=who, by=asked.by)
    except RuleBroken as error:
        return _form_page(asked, found, step, typed, persons, (error.sentence(asked.language),), warnings)
    messages.success(asked.request, gettext("Recorded: %(what)s") % {"what": step.label(asked.language)})
    return HttpResponseRedirect(reverse("case", args=[found.id]))


def _step(asked: AskedCases, identity: int, code: str) -> tuple[Case, Step]:
    found = asked.case(identity)
    declared = found.case_type.step(code)
    if declared is None:
        raise Http404
    return found, declared


def _require(asked: AskedCases, found: Case, step: Step) -> None:
    if not may_act(found.case_type, step, found.place_of(step), asked.scope.access):
        actor = asked.organisation_name(actor_of(found.case_type, step.does, found.place_of(step), asked.tree))
        raise PermissionDenied(gettext("This step is taken by %(actor)s.") % {"actor": actor})


def _form_page(
    asked: AskedCases, found: Case, step: Step, typed: Typed, persons: Mapping[int, str], problems: tuple[str, ...],
    warnings: tuple[str, ...],
) -> HttpResponse:  # fmt: skip
    log_view(asked.request, asked.subject(found))
    language = asked.language
    said, is_passed = vote_said(found, step, typed.act, language)
    person = subject_name(asked, found)
    content = StepPage(
        title=step.label(language),
        crumbs=(Crumb(gettext("Cases"), reverse("cases")), Crumb(person, reverse("case", args=[found.id]))),
        person=person,
        branch=place_beside(asked, found),
        rules=rules_of(found.case_type, step, asked.day, language),
        problems=problems,
        warnings=warnings,
        said=said,
        is_passed=is_passed,
        on=day_field(typed),
        fields=form_fields(step, typed, persons, language),
        listed=list_form(asked, found, step, typed, persons),
        outcomes=outcome_choices(step, typed.act.outcome, language),
        outcome_label=outcome_label(step, language),
        outcome_problem=typed.problems.get("outcome", ""),
        papers=paper_choices(found.case_type, step, typed.act.papers, language),
        seen=len(found.acts),
        note=step.note.in_language(language) if step.note else "",
        back=reverse("case", args=[found.id]),
        asks_remark=not any(one.field == "text" for one in step.asks),
        sent_back=sent_back(asked, found, step),
    )
    return page(asked.request, content, status=422 if problems or typed.problems else 200)


def day_field(typed: Typed) -> FormField:
    """The day of the step, which every form of one asks for."""
    label, problem = gettext("Day on which it was done"), typed.problems.get("on", "")
    return FormField("on", label, "day", typed.texts.get("on", ""), True, "", problem)


def _verdict_part(asked: AskedCases, found: Case, step: Step, typed: Typed) -> HttpResponse:
    """Beside the form, while it is filled in: only what the numbers and the day come to, not what is still empty."""
    verdict = judged(found, typed.act)
    told = [one for one in verdict.stops if one.condition not in ("needed", "reason")]
    said, is_passed = vote_said(found, step, typed.act, asked.language)
    content = VerdictPart(
        title="", said=said, is_passed=is_passed,
        problems=tuple(one.said.in_language(asked.language) for one in told),
        warnings=tuple(one.said.in_language(asked.language) for one in verdict.warnings),
    )  # fmt: skip
    return page(asked.request, content)


def case_paper(request: HttpRequest, identity: int, step: str) -> HttpResponse:
    """The step as a sheet to print; whoever may see the case may print it."""
    asked = asked_cases(request)
    found, declared = _step(asked, identity, step)
    log_view(request, asked.subject(found))
    language = asked.language
    person = subject_name(asked, found)
    content = PaperPage(
        title=declared.label(language),
        crumbs=(Crumb(gettext("Cases"), reverse("cases")), Crumb(person, reverse("case", args=[found.id]))),
        type_label=found.case_type.label(language),
        number=found.number,
        person=person,
        branch=place_beside(asked, found),
        actor=asked.organisation_name(actor_of(found.case_type, declared.does, found.place_of(declared), asked.tree)),
        fields=tuple(one.label(language) for one in declared.asks if not one.reckoned),
        listed=list_form(asked, found, declared, blank(declared, asked.day), possible_names(asked, found, declared)),
        outcomes=tuple(one.label(language) for one in declared.outcomes),
        papers=tuple(found.case_type.papers[one].label(language) for one in declared.papers),
        rules=rules_of(found.case_type, declared, asked.day, language),
        back=reverse("case", args=[found.id]),
    )
    return page(request, content)
