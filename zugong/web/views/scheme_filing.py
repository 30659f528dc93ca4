"""The self-check: whoever is rated says of each clause how it stands; what is computed is told and not asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from zugong.kernel.errors import RuleBroken
from zugong.schemes.actions import Answer, check_self_check_open, file_self_check, may_fill
from zugong.schemes.errors import ResultIsPublished
from zugong.schemes.evaluating import Clause, Standing
from zugong.web.pages import Page, page, said_of
from zugong.web.repeating import safe_to_repeat
from zugong.web.schemes.asked import Asked, Crumb, asked_about
from zugong.web.schemes.clauses import Choice, Link, ShownClause, choices_of, filed_in_words, shown_parts
from zugong.web.schemes.wording import plain
from zugong.web.schemes.writing import (
    Typed,
    answer_of,
    problem_with,
    refusal,
    source_of,
    typed_about,
    written_on,
)


@dataclass(frozen=True)
class AskedClause:
    """A clause of the form: asked with what is filled in, or told with what was computed."""

    code: str
    number: str
    text: str
    way: str
    hint: str
    state: str
    badge: str
    why: str
    evidence: tuple[Link, ...]
    is_asked: bool
    reviewed: str
    choices: tuple[Choice, ...]
    worth: str
    points: str
    typed: str
    proof: str
    problem: str


@dataclass(frozen=True)
class AskedPart:
    label: str
    reached: str
    clauses: tuple[AskedClause, ...]
    open_places: str


@dataclass(frozen=True, kw_only=True)
class FilingPage(Page):
    """The self-check of one who is rated."""

    template: ClassVar[str] = "web/schemes/filing.html"
    crumbs: tuple[Crumb, ...]
    name: str
    round_name: str
    progress: str
    problems: tuple[str, ...]
    parts: tuple[AskedPart, ...]
    back: str


@dataclass
class _Form:
    """What was typed, clause by clause, and what stands against it."""

    asked: Asked
    standing: Standing
    clauses: Mapping[str, Clause]
    typed: dict[str, Typed]
    problems: tuple[str, ...] = ()


@safe_to_repeat
def scheme_self_check(request: HttpRequest, code: str, identity: int) -> HttpResponse:
    """The form; 403 for who may see the standing but not fill in for it."""
    asked = asked_about(request, code)
    standing = asked.standing(identity)
    if not may_fill(asked.filing(standing), asked.scope.access):
        raise PermissionDenied(refusal("fill"))
    try:
        check_self_check_open(asked.filing(standing))
    except ResultIsPublished as error:
        raise PermissionDenied(error.sentence(asked.language)) from error
    clauses = {
        one.criterion.criterion: one for one in asked.rating.clauses(identity)
        if one.criterion.is_named and not one.criterion.is_computed
    }  # fmt: skip
    if request.method != "POST":
        return _form_page(_Form(asked, standing, clauses, {key: _filed(one) for key, one in clauses.items()}))
    form = _Form(asked, standing, clauses, {key: _checked(request, one) for key, one in clauses.items()})
    return _recorded(form) or _form_page(form)


def _filed(clause: Clause) -> Typed:
    """What stands filled in already."""
    filed = clause.self_check
    return Typed(filed.outcome, plain(filed.points), filed.text, filed.document) if filed else Typed()


def _checked(request: HttpRequest, clause: Clause) -> Typed:
    typed = typed_about(request.POST, clause.criterion.criterion)
    problem = problem_with(clause.criterion, typed, needs_reason=False)
    return Typed(typed.outcome, typed.points, typed.text, typed.proof, problem)


def _recorded(form: _Form) -> HttpResponse | None:
    """The way on, where everything could be recorded."""
    asked, request = form.asked, form.asked.request
    wrong = sum(bool(one.problem) for one in form.typed.values())
    answers = _answers(form)
    if wrong:
        form.problems = (gettext("%(count)s clauses need another look; they are marked below.") % {"count": wrong},)
        return None
    if not answers:
        form.problems = (gettext("Choose an outcome for at least one clause."),)
        return None
    try:
        file_self_check(
            filing=asked.filing(form.standing), answers=answers, source=source_of(request, note=asked.label),
            access=asked.scope.access, on=written_on(asked),
        )  # fmt: skip
    except RuleBroken as error:
        form.problems = (error.sentence(asked.language),)
        return None
    messages.success(request, gettext("The self-check is filed; whoever reviews sees it now."))
    return HttpResponseRedirect(asked.address("scheme_rated", form.standing.subject.anchor))


def _answers(form: _Form) -> tuple[Answer, ...]:
    """Everything for which an outcome was chosen and nothing stands against."""
    said = {key: one for key, one in form.typed.items() if one.outcome and not one.problem}
    return tuple(answer_of(form.clauses[key].criterion, one) for key, one in said.items())


def _form_page(form: _Form) -> HttpResponse:
    asked, standing = form.asked, form.standing
    done = sum(bool(one.self_check) for one in form.clauses.values())
    words = {"done": done, "all": len(form.clauses)}
    content = FilingPage(
        title=gettext("Self-check"),
        crumbs=asked.crumbs(Crumb(standing.subject.name, asked.address("scheme_rated", standing.subject.anchor))),
        name=f"{asked.label} · {standing.subject.name}",
        round_name=asked.round_name,
        progress=gettext("%(done)s of %(all)s clauses filled in") % words,
        problems=form.problems,
        parts=tuple(
            AskedPart(part.label, part.reached, tuple(_asked(form, one) for one in part.clauses), part.open_places)
            for part in shown_parts(asked, standing)
        ),
        back=asked.address("scheme_rated", standing.subject.anchor),
    )
    return page(asked.request, content, status=422 if form.problems else 200)


def _asked(form: _Form, shown: ShownClause) -> AskedClause:
    clause = form.clauses.get(shown.code)
    typed = form.typed.get(shown.code, Typed())
    return AskedClause(
        code=shown.code, number=shown.number, text=shown.text, way=shown.way, hint=shown.hint, state=shown.state,
        badge=shown.badge, why=shown.why, evidence=shown.evidence, is_asked=shown.is_asked,
        reviewed=_reviewed(form.asked, clause),
        choices=choices_of(form.asked, clause.criterion.points, typed.outcome) if clause else (),
        worth=shown.worth if clause else "", points=typed.points, typed=typed.text, proof=typed.proof,
        problem=typed.problem,
    )  # fmt: skip


def _reviewed(asked: Asked, clause: Clause | None) -> str:
    """What the review found, where there is one already."""
    if clause is None or clause.record is None or clause.record.type_code == "scheme_self_check":
        return ""
    return said_of(clause.record.office or clause.record.said_by, filed_in_words(asked, clause.record))
