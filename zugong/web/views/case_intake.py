"""A problem, an opinion or a call is taken in on one form: what it is, where it came from, and that its case begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.cases.acting import may_act
from zugong.cases.actions import Begin
from zugong.cases.intake import NewProblem, take_in
from zugong.kernel.errors import RuleBroken
from zugong.packs.case_types import CaseType
from zugong.web.cases.asked import AskedCases, asked_cases
from zugong.web.cases.beginning import places
from zugong.web.cases.forms import Choice, FormField, Typed, blank, form_fields, outcome_choices, read_form
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat

_LONGEST = 500


@dataclass(frozen=True, kw_only=True)
class IntakePage(Page):
    """The form: what was brought, and the first step of its case."""

    template: ClassVar[str] = "web/cases/intake.html"
    crumbs: tuple[Crumb, ...]
    problems: tuple[str, ...]
    words: str
    aspect: str
    sources: tuple[Choice, ...]
    organisations: tuple[Choice, ...]
    on: FormField
    fields: tuple[FormField, ...]
    outcomes: tuple[Choice, ...]
    back: str


@safe_to_repeat
def case_take_in(request: HttpRequest, code: str) -> HttpResponse:
    """The form, and the file that comes of it. 404 for types that are not about problems, 403 for who may begin nowhere."""
    asked = asked_cases(request)
    declared = asked.case_type(code)
    if declared.about != "problem":
        raise Http404
    step = declared.steps[0]
    there = [one for one in places(asked, declared) if may_act(declared, step, one, asked.scope.access)]
    if not there:
        raise PermissionDenied(gettext("No office of yours may begin cases of this kind."))
    if request.method != "POST":
        return _form(asked, declared, there, blank(step, asked.day), ())
    typed = read_form(request.POST, (), step, (), asked.day)
    if typed.problems:
        return _form(asked, declared, there, typed, ())
    return _taken_in(asked, declared, there, typed)


def _taken_in(asked: AskedCases, declared: CaseType, there: list[int], typed: Typed) -> HttpResponse:
    posted = asked.request.POST
    chosen = posted.get("organisation", "")
    place = int(chosen) if chosen.isdigit() and int(chosen) in there else there[0]
    brought = {name: posted.get(name, "").strip()[:_LONGEST] for name in ("words", "source", "aspect")}
    problem = NewProblem(brought["words"], brought["source"], brought["aspect"])
    try:
        identity = take_in(
            problem=problem, begun=Begin(declared.case_type, 0, place, typed.act, asked.office), by=asked.by
        )
    except RuleBroken as error:
        return _form(asked, declared, there, typed, (error.sentence(asked.language),))
    messages.success(asked.request, gettext("The case is begun; this is its file."))
    return HttpResponseRedirect(reverse("case", args=[identity]))


def _form(
    asked: AskedCases, declared: CaseType, there: list[int], typed: Typed, problems: tuple[str, ...]
) -> HttpResponse:
    step, language, posted = declared.steps[0], asked.language, asked.request.POST
    source = asked.scope.catalogue.types["problem"].fields["source"]
    codes = source.codes.codes if source.codes else {}
    content = IntakePage(
        title=gettext("Take in a problem or an opinion"),
        crumbs=(
            Crumb(gettext("Cases"), reverse("cases")),
            Crumb(declared.label(language), reverse("case_type", args=[declared.case_type])),
        ),
        problems=problems,
        words=posted.get("words", ""),
        aspect=posted.get("aspect", ""),
        sources=tuple(
            Choice(code, source.type.show(code, source, language), code == posted.get("source")) for code in codes
        ),
        organisations=tuple(
            Choice(str(one), asked.tree.name(one), str(one) == posted.get("organisation")) for one in there
        ),
        on=FormField(
            "on", gettext("Day on which it was done"), "day", typed.texts.get("on", ""), True, "",
            typed.problems.get("on", ""),
        ),
        fields=form_fields(step, typed, {}, language),
        outcomes=outcome_choices(step, typed.act.outcome or step.outcomes[0].outcome, language),
        back=reverse("case_begin", args=[declared.case_type]),
    )  # fmt: skip
    return page(asked.request, content, status=422 if problems or typed.problems else 200)
