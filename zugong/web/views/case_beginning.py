"""A case begins: whose, in which branch, on which day; the first step is recorded with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.cases.acting import may_keep
from zugong.cases.actions import Begin
from zugong.cases.applicants import begin_for
from zugong.exchange.entering.stating import Stated, state
from zugong.kernel.errors import RuleBroken
from zugong.packs.case_types import CaseType
from zugong.web.cases.asked import AskedCases, asked_cases
from zugong.web.cases.forms import (
    Choice,
    FormField,
    Typed,
    blank,
    form_fields,
    outcome_choices,
    paper_choices,
    read_form,
)
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.views.case_opening import open_case

_BRANCHES = ("branch", "joint_branch", "temporary_branch", "general_branch")
_PERSON = ("name", "identity_number", "sex", "born_on")
_NEEDED = ("name", "identity_number")


@dataclass(frozen=True, kw_only=True)
class BeginPage(Page):
    """The form: the person, the branch, the day, the papers."""

    template: ClassVar[str] = "web/cases/begin.html"
    crumbs: tuple[Crumb, ...]
    step: str
    problems: tuple[str, ...]
    person: tuple[FormField, ...]
    branches: tuple[Choice, ...]
    on: FormField
    outcomes: tuple[Choice, ...]
    fields: tuple[FormField, ...]
    papers: tuple[Choice, ...]
    note: str


@safe_to_repeat
def case_begin(request: HttpRequest, code: str) -> HttpResponse:
    """The form, and the case that comes of it; a member is chosen first. 403 for who may fill in nowhere."""
    asked = asked_cases(request)
    declared = asked.case_type(code)
    if declared.about == "recruitment_notice":  # begun with its notice
        return HttpResponseRedirect(reverse("recruitment_new"))
    if declared.about != "person":
        return open_case(asked, declared)
    if declared.whom == "members":
        return HttpResponseRedirect(reverse("case_of_member", args=[code]))
    branches = _branches(asked, declared)
    if not branches:
        raise PermissionDenied(gettext("No office of yours may begin cases of this kind."))
    step = declared.steps[0]
    if request.method != "POST":
        return _form(asked, declared, branches, blank(step, asked.day), {}, ())
    typed = read_form(request.POST, request.POST.getlist("papers"), step, (), asked.day)
    cells = {f"person.{name}": request.POST.get(name, "").strip()[:100] for name in _PERSON}
    said = state([asked.scope.catalogue.types["person"]], cells)
    problems = _problems(asked, typed, said, cells)
    if problems or typed.problems:
        return _form(asked, declared, branches, typed, cells, problems)
    return _begun(asked, declared, branches, typed, cells, said)


def _begun(
    asked: AskedCases, declared: CaseType, branches: dict[int, str], typed: Typed, cells: dict[str, str], said: Stated
) -> HttpResponse:
    posted = asked.request.POST.get("organisation", "")
    branch = int(posted) if posted.isdigit() and int(posted) in branches else next(iter(branches))
    begun = Begin(declared.case_type, 0, branch, typed.act, asked.office)
    try:
        identity = begin_for(person=_values(said), begun=begun, by=asked.by)
    except RuleBroken as error:
        return _form(asked, declared, branches, typed, cells, (error.sentence(asked.language),))
    messages.success(asked.request, gettext("The case is begun; this is its file."))
    return HttpResponseRedirect(reverse("case", args=[identity]))


def _values(said: Stated) -> dict[str, Any]:
    return {key.removeprefix("person."): value for key, value in said.values.items() if key.startswith("person.")}


def _problems(asked: AskedCases, typed: Typed, said: Stated, cells: dict[str, str]) -> tuple[str, ...]:
    """What stands against the person; each beside its field."""
    for one in said.complaints:
        name = one.key.removeprefix("person.")
        if name in _PERSON and (cells.get(one.key) or name in _NEEDED):
            typed.problems[name] = one.sentence.zh if asked.language.startswith("zh") else one.sentence.en
    for name in _NEEDED:
        if not cells[f"person.{name}"]:
            typed.problems[name] = gettext("Fill this in.")
    return ()


def _branches(asked: AskedCases, declared: CaseType) -> dict[int, str]:
    """The branches in which the user may begin a case, by name."""
    there = [one for one in asked.tree if one.living and one.kind in _BRANCHES]
    mine = [one for one in there if may_keep(declared, one.id, asked.scope.access)]
    return {one.id: one.name for one in sorted(mine, key=lambda one: one.code)}


def _form(
    asked: AskedCases, declared: CaseType, branches: dict[int, str], typed: Typed, cells: dict[str, str],
    problems: tuple[str, ...],
) -> HttpResponse:  # fmt: skip
    step, language = declared.steps[0], asked.language
    chosen = asked.request.POST.get("organisation", "")
    content = BeginPage(
        title=gettext("%(type)s: begin") % {"type": declared.label(language)},
        crumbs=(
            Crumb(gettext("Cases"), reverse("cases")),
            Crumb(declared.label(language), reverse("case_type", args=[declared.case_type])),
        ),
        step=step.label(language),
        problems=(*problems, *filter(None, [typed.problems.get("outcome")])),
        person=tuple(_field(asked, name, cells, typed) for name in _PERSON),
        branches=tuple(Choice(str(pk), name, str(pk) == chosen) for pk, name in branches.items()),
        on=FormField("on", step.label(language), "day", typed.texts.get("on", ""), True, "", typed.problems.get("on", "")),
        outcomes=outcome_choices(step, asked.request.POST.get("outcome"), language),
        fields=form_fields(step, typed, {}, language),
        papers=paper_choices(declared, step, typed.act.papers, language),
        note=step.note.in_language(language) if step.note else "",
    )  # fmt: skip
    return page(asked.request, content, status=422 if problems or typed.problems else 200)


def _field(asked: AskedCases, name: str, cells: dict[str, str], typed: Typed) -> FormField:
    field, language = asked.scope.catalogue.types["person"].fields[name], asked.language
    value, choices = cells.get(f"person.{name}", ""), ()
    if field.codes:
        codes = (one.zh if language.startswith("zh") else one.en for one in field.codes.codes.values())
        choices = tuple(Choice(word, word, word == value) for word in codes)
    hint = gettext("1987-05-20, or only 1987-05") if name == "born_on" else ""
    way = "choice" if choices else "text"
    return FormField(
        name, field.label(language), way, value, name in _NEEDED, hint, typed.problems.get(name, ""), choices
    )
