"""A step for several cases of one meeting, in one table: each is recorded, or one sentence says why it is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.cases import queries
from zugong.cases.acting import may_act
from zugong.cases.actions import Doing, take_where_possible
from zugong.cases.filed import Case, cases
from zugong.packs.case_types import CaseType, Step
from zugong.web.cases.asked import AskedCases, asked_cases
from zugong.web.cases.forms import (
    Choice,
    FormField,
    Typed,
    blank,
    form_fields,
    outcome_choices,
    paper_choices,
    possible_places,
    read_form,
)
from zugong.web.cases.subjects import Named, named_cases, place_listed
from zugong.web.looking import log_list
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat, shown_once
from zugong.web.views.case_doing import day_field

#: Where each is voted on, these are said of each alone.
_ONE_BY_ONE = ("yes", "written_yes", "months")
_ALL = "all"


@dataclass(frozen=True)
class Candidate:
    """Somebody for whom the step waits; with fields of their own where each is voted on.

    `why_not` says what stood against it when it was to be recorded.
    """

    case: int
    seen: int
    name: str
    branch: str
    is_chosen: bool
    why_not: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, kw_only=True)
class BatchPage(Page):
    """One step for several cases of one meeting. `done` are those that were recorded just now, beside others that were not."""

    template: ClassVar[str] = "web/cases/batch.html"
    crumbs: tuple[Crumb, ...]
    problems: tuple[str, ...]
    done: tuple[str, ...]
    on: FormField
    shared: tuple[FormField, ...]
    outcomes: tuple[Choice, ...]
    papers: tuple[Choice, ...]
    candidates: tuple[Candidate, ...]
    is_one_by_one: bool
    has_refused: bool
    all_address: str


@dataclass(frozen=True)
class Batch:
    """A step for several: the cases in which it waits, and what was typed for all of them."""

    asked: AskedCases
    declared: CaseType
    step: Step
    found: tuple[Case, ...]
    typed: Typed

    @property
    def own(self) -> tuple[str, ...]:
        """The fields that are said of each alone: a count, or what must be known of each, such as the day on a receipt."""
        known = (one.fields for one in self.step.conditions if one.kind == "fields")
        return _ONE_BY_ONE if self.step.is_voted else tuple(name for names in known for name in names)


@safe_to_repeat
def case_batch(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """One step for several cases; 404 where the type has no such step for several."""
    asked = asked_cases(request)
    declared = asked.case_type(code)
    chosen = declared.step(step)
    if chosen is None or not chosen.batch:
        raise Http404
    found = _waiting_for(asked, code, chosen)
    if request.method != "POST":
        return _shown(Batch(asked, declared, chosen, found, blank(chosen, asked.day)))
    typed = read_form(request.POST, request.POST.getlist("papers"), chosen, _choices(asked, chosen), asked.day)
    batch = Batch(asked, declared, chosen, found, typed)
    ticked = [one for one in found if str(one.id) in request.POST.getlist("case")]
    if not ticked or typed.problems:
        problems = () if ticked else (gettext("Tick at least one line."),)
        return _shown(batch, problems=(*problems, *typed.problems.values()))
    return _recorded(batch, ticked)


def _recorded(batch: Batch, ticked: list[Case]) -> HttpResponse:
    """What can be recorded is; whatever cannot stays in the table, ticked, with its sentence."""
    asked, step = batch.asked, batch.step
    said = {one.id: _said(batch, one) for one in ticked}
    why_not = {one: " ".join(typed.problems.values()) for one, typed in said.items() if typed.problems}
    doings = [_doing(batch, one, said[one.id]) for one in ticked if one.id not in why_not]
    refused = take_where_possible(doings=doings, by=asked.by) if doings else {}
    why_not |= {one: error.sentence(asked.language) for one, error in refused.items()}
    done = [one for one in ticked if one.id not in why_not]
    if not why_not:
        messages.success(
            asked.request,
            gettext("%(what)s: recorded for %(count)s") % {"what": step.label(asked.language), "count": len(done)},
        )
        return HttpResponseRedirect(reverse("cases"))
    names = named_cases(asked, done)
    left = replace(batch, found=_waiting_for(asked, batch.declared.case_type, step) if done else batch.found)
    answer = _shown(left, done=tuple(names.of(one.id) for one in done), why_not=why_not)
    return shown_once(answer, afterwards=asked.request.path) if done else answer


def _waiting_for(asked: AskedCases, code: str, step: Step) -> tuple[Case, ...]:
    """The cases in which the step waits and that the user may take it in, by branch."""
    rows = queries.waiting(asked.reach, asked.day, case_type=code, step=step.step).rows
    found = [
        one for one in cases([row.case for row in rows])
        if may_act(one.case_type, step, one.place_of(step), asked.scope.access)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.organisation or 0, one.id)))


def _choices(asked: AskedCases, step: Step) -> Mapping[int, str]:
    """What several cases may share: the organisation to which they are given; persons belong to one branch."""
    return possible_places(asked) if step.assigns else {}


def _said(batch: Batch, found: Case) -> Typed:
    """The shared answers with those about this one."""
    posted, step = batch.asked.request.POST, batch.step
    names = (*(one.field for one in step.asks), "outcome")
    own = {name: posted.get(f"{found.id}.{name}", posted.get(name, "")) for name in names}
    own |= {"on": batch.typed.texts["on"], "text": posted.get("text", "")}
    return read_form(own, posted.getlist("papers"), step, _choices(batch.asked, step), batch.asked.day)


def _doing(batch: Batch, found: Case, said: Typed) -> Doing:
    seen = batch.asked.request.POST.get(f"{found.id}.seen", "")
    return Doing(found.id, int(seen) if seen.isdigit() else -1, said.act, batch.asked.office)


def _shown(
    batch: Batch, *, problems: tuple[str, ...] = (), done: tuple[str, ...] = (), why_not: Mapping[int, str] | None = None
) -> HttpResponse:  # fmt: skip
    asked, declared, step = batch.asked, batch.declared, batch.step
    names, language, refused = named_cases(asked, batch.found), asked.language, why_not or {}
    log_list(asked.request, asked.kind(declared), names.persons, len(batch.found))
    fields = form_fields(step, batch.typed, _choices(asked, step), language)
    content = BatchPage(
        title=gettext("%(step)s, for several") % {"step": step.label(language)},
        crumbs=(
            Crumb(gettext("Cases"), reverse("cases")),
            Crumb(declared.label(language), reverse("case_type", args=[declared.case_type])),
        ),
        problems=problems,
        done=done,
        on=day_field(batch.typed),
        shared=tuple(one for one in fields if one.name not in batch.own),
        outcomes=outcome_choices(step, batch.typed.act.outcome, language),
        papers=paper_choices(declared, step, batch.typed.act.papers, language),
        candidates=tuple(_candidate(batch, one, names, fields, refused.get(one.id, "")) for one in batch.found),
        is_one_by_one=bool(batch.own),
        has_refused=bool(refused),
        all_address=f"{asked.request.path}?{_ALL}" if _ALL not in asked.request.GET else "",
    )
    return page(asked.request, content, status=422 if problems or refused else 200)


def _candidate(
    batch: Batch, found: Case, names: Named, fields: tuple[FormField, ...], why_not: str
) -> Candidate:  # fmt: skip
    asked = batch.asked
    posted = asked.request.POST
    ticked = posted.getlist("case") if posted else [str(found.id)] if _ALL in asked.request.GET else []
    return Candidate(
        case=found.id, seen=len(found.acts), name=names.of(found.id),
        branch=place_listed(asked, found.case_type, found.organisation),
        is_chosen=str(found.id) in ticked,
        why_not=why_not,
        fields=tuple(
            replace(one, name=f"{found.id}.{one.name}", value=posted.get(f"{found.id}.{one.name}", ""), problem="")
            for one in fields if one.name in batch.own
        ),
    )  # fmt: skip
