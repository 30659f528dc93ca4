"""Appeals against a review or a monthly adjustment: the list, making one, and the decision by another person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from zugong.kernel.errors import RuleBroken
from zugong.packs.schemes import Appeal as AppealRule
from zugong.schemes.actions import appeal, decide_appeal
from zugong.schemes.errors import NothingAdjusted
from zugong.schemes.evaluating import Adjusted, Appeal, Clause, Standing
from zugong.schemes.rounds import months_of
from zugong.web.clocks import usual_day
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.schemes.adjusted import change_said
from zugong.web.schemes.appeals import (
    ADJUSTMENT,
    ShownAppeal,
    about_of,
    adjustment_outcomes,
    may_appeal,
    shown_appeal,
)
from zugong.web.schemes.asked import Asked, Crumb, asked_about
from zugong.web.schemes.clauses import Choice, filed_in_words, outcomes
from zugong.web.schemes.wording import office_name
from zugong.web.schemes.writing import refusal, require, source_of, writer_of
from zugong.web.views.figures import Option, options_of, scope_name


@dataclass(frozen=True, kw_only=True)
class AppealsPage(Page):
    """The appeals of a round, those open first."""

    template: ClassVar[str] = "web/schemes/appeals.html"
    crumbs: tuple[Crumb, ...]
    scope_name: str
    options: tuple[Option, ...]
    rule: str
    appeals: tuple[ShownAppeal, ...]


@dataclass(frozen=True, kw_only=True)
class AppealPage(Page):
    """The form of an appeal, or of its decision."""

    template: ClassVar[str] = "web/schemes/appeal.html"
    crumbs: tuple[Crumb, ...]
    about: str
    facts: tuple[tuple[str, str], ...]
    refusal: str
    problem: str
    question: str
    choices: tuple[Choice, ...]
    text_label: str
    hint: str
    typed: str
    button: str
    back: str


def scheme_appeals(request: HttpRequest, code: str) -> HttpResponse:
    """Every appeal of the round below the root; 404 where the paper knows none."""
    asked = asked_about(request, code)
    rule = _rule_of(asked)
    known = {one.subject.anchor: one for one in asked.standings}
    found = [one for one in asked.appeals if one.anchor in known]
    content = AppealsPage(
        title=gettext("Appeals"),
        crumbs=asked.crumbs(),
        scope_name=scope_name(asked.scope, asked.root),
        options=options_of(asked.scope, asked.root),
        rule=_said(asked, rule),
        appeals=tuple(shown_appeal(asked, known[one.anchor], one) for one in found),
    )
    return page(request, content)


def _rule_of(asked: Asked) -> AppealRule:
    if asked.version.appeal is None:
        raise Http404
    return asked.version.appeal


def _said(asked: Asked, rule: AppealRule) -> str:
    words = {"days": rule.days, "office": office_name(rule.decided_by, asked.pack, asked.language)}
    said = gettext("Within %(days)s days after publication; decided by %(office)s, never by who reviewed.") % words
    return " ".join([said, rule.note.in_language(asked.language)] if rule.note else [said])


@safe_to_repeat
def scheme_appeal(request: HttpRequest, code: str, identity: int, criterion: str) -> HttpResponse:
    """Make an appeal; 403 for who may not fill in for the one who is rated."""
    asked = asked_about(request, code)
    standing, rule = asked.standing(identity), _rule_of(asked)
    if not may_appeal(asked, standing):
        raise PermissionDenied(refusal("fill"))
    refused = _never_adjusted(asked, standing, criterion)
    facts, problem = () if refused else _facts(asked, standing, criterion), ""
    if request.method == "POST" and not refused:
        problem = _appealed(asked, standing, criterion)
        if not problem:
            messages.success(request, gettext("The appeal has been handed in."))
            return HttpResponseRedirect(asked.address("scheme_appeals"))
    back = asked.address("scheme_rated", identity)
    content = AppealPage(
        title=gettext("Appeal: %(name)s") % {"name": standing.subject.name},
        crumbs=asked.crumbs(Crumb(standing.subject.name, asked.address("scheme_rated", identity))),
        about=about_of(asked, criterion),
        facts=facts,
        refusal=refused,
        problem=problem,
        question="",
        choices=(),
        text_label=gettext("Why it should be otherwise, and what shows it"),
        hint=_said(asked, rule),
        typed=request.POST.get("text", ""),
        button=gettext("Hand in the appeal"),
        back=asked.address("scheme_months", month=criterion.removeprefix(ADJUSTMENT)) if refused else back,
    )
    return page(request, content, status=422 if problem or (refused and request.method == "POST") else 200)


def _never_adjusted(asked: Asked, standing: Standing, criterion: str) -> str:
    """That a month of the round was never adjusted, so that there is nothing to appeal against; "" otherwise."""
    month = criterion.removeprefix(ADJUSTMENT)
    is_month = criterion.startswith(ADJUSTMENT) and month in months_of(asked.question.round, asked.question.day)
    if not is_month or any(one.month == month for one in standing.adjustments):
        return ""
    return NothingAdjusted(name=standing.subject.name, month=month).sentence(asked.language)


def _appealed(asked: Asked, standing: Standing, criterion: str) -> str:
    text = asked.request.POST.get("text", "").strip()[:500]
    if not text:
        return gettext("Write why it should be otherwise.")
    try:
        appeal(
            filing=asked.filing(standing), criterion=criterion, text=text, document="",
            source=source_of(asked.request, note=asked.label), access=asked.scope.access, on=usual_day(),
        )  # fmt: skip
    except RuleBroken as error:
        return error.sentence(asked.language)
    return ""


def _facts(asked: Asked, standing: Standing, criterion: str) -> tuple[tuple[str, str], ...]:
    """What is appealed against; 404 where there is no such clause or adjustment."""
    if criterion.startswith(ADJUSTMENT):
        one = _adjustment(standing, criterion)
        return (
            (gettext("Adjustment"), change_said(asked, one)),
            (gettext("Reason"), one.reason),
            (gettext("By which paper"), one.paper),
            (gettext("Adjusted by"), one.decided_by),
        )
    clause = _clause(asked, standing, criterion)
    said = filed_in_words(asked, clause.record) if clause.record else gettext("not reviewed yet")
    reviewer = clause.record.said_by if clause.record else ""
    return ((gettext("Review"), said), (gettext("Reviewed by"), reviewer or "—"))


def _adjustment(standing: Standing, criterion: str) -> Adjusted:
    month = criterion.removeprefix(ADJUSTMENT)
    found = [one for one in standing.adjustments if one.month == month]
    if not found:
        raise Http404
    return found[-1]


def _clause(asked: Asked, standing: Standing, criterion: str) -> Clause:
    clauses = asked.rating.clauses(standing.subject.anchor)
    found = next((one for one in clauses if one.criterion.criterion == criterion), None)
    if found is None or not found.criterion.is_named:
        raise Http404
    return found


@safe_to_repeat
def scheme_appeal_decide(request: HttpRequest, code: str, identity: int, criterion: str) -> HttpResponse:
    """Decide about an appeal; 403 for who may not decide here; whoever reviewed is told that another must."""
    asked = asked_about(request, code)
    standing = asked.standing(identity)
    rule, one = _rule_of(asked), _open_appeal(asked, standing, criterion)
    require("decide", asked.version.matter, standing, asked)
    problem = ""
    if request.method == "POST":
        problem = _decided(asked, standing, criterion)
        if not problem:
            messages.success(request, gettext("The decision is recorded; the branch can read it."))
            return HttpResponseRedirect(asked.address("scheme_appeals"))
    chosen = request.POST.get("decision", "")
    said = adjustment_outcomes() if criterion.startswith(ADJUSTMENT) else _clause_outcomes(asked)
    facts = (*_facts(asked, standing, criterion), (gettext("The appeal"), f"{one.text} · {one.on}"))
    content = AppealPage(
        title=gettext("Decide about the appeal of %(name)s") % {"name": standing.subject.name},
        crumbs=asked.crumbs(Crumb(gettext("Appeals"), asked.address("scheme_appeals"))),
        about=about_of(asked, criterion),
        facts=facts,
        refusal=_own_review(asked, standing, criterion),
        problem=problem,
        question=gettext("Decision"),
        choices=tuple(Choice(value, label, value == chosen) for value, label in said),
        text_label=gettext("Reason, for the branch to read"),
        hint=_said(asked, rule),
        typed=request.POST.get("text", ""),
        button=gettext("Record the decision"),
        back=asked.address("scheme_appeals"),
    )
    return page(request, content, status=422 if problem else 200)


def _clause_outcomes(asked: Asked) -> tuple[tuple[str, str], ...]:
    return tuple((code, label) for code, label in outcomes(asked) if code != "part")


def _open_appeal(asked: Asked, standing: Standing, criterion: str) -> Appeal:
    for one in asked.appeals:
        if (one.anchor, one.criterion) == (standing.subject.anchor, criterion):
            return one
    raise Http404


def _own_review(asked: Asked, standing: Standing, criterion: str) -> str:
    """That the user reviewed it, so that another person must decide; "" otherwise."""
    if criterion.startswith(ADJUSTMENT):
        said = gettext("You made this adjustment yourself; another person must decide about the appeal.")
        before = _adjustment(standing, criterion).decided_by
    else:
        said = gettext("You reviewed this yourself; another person must decide about the appeal.")
        record = _clause(asked, standing, criterion).record
        before = record.said_by if record else ""
    return said if before == writer_of(asked.request) else ""


def _decided(asked: Asked, standing: Standing, criterion: str) -> str:
    outcome, text = asked.request.POST.get("decision", ""), asked.request.POST.get("text", "").strip()[:500]
    if outcome not in ("met", "unmet", "not_applicable") or not text:
        return gettext("Choose the decision and write its reason.")
    try:
        decide_appeal(
            filing=asked.filing(standing), criterion=criterion, outcome=outcome, points=None, reason=text,
            decided_by=writer_of(asked.request), source=source_of(asked.request, note=asked.label),
            access=asked.scope.access, on=usual_day(),
        )  # fmt: skip
    except RuleBroken as error:
        return error.sentence(asked.language)
    return ""
