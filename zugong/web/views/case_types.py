"""A type of case: its process drawn stage by stage, where cases stand and wait, and by which texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.cases import queries, wording
from zugong.cases.rules import STOPPED, WITHDRAWN, terms_on
from zugong.packs.case_types import CaseType, Step
from zugong.web.cases.asked import AskedCases, asked_cases
from zugong.web.cases.beginning import may_begin
from zugong.web.cases.subjects import named
from zugong.web.looking import log_list
from zugong.web.pages import Crumb, Page, page
from zugong.web.typed import typed_number

_ADMISSION = "admission"


@dataclass(frozen=True)
class DrawnStep:
    """One step of the drawing: who takes it, which rules hold, how many cases wait for it."""

    number: int
    label: str
    actor: str
    rules: tuple[str, ...]
    papers: str
    waiting: int
    overdue: int
    address: str
    is_optional: bool


@dataclass(frozen=True)
class DrawnStage:
    label: str
    running: int
    address: str
    is_here: bool
    steps: tuple[DrawnStep, ...]


@dataclass(frozen=True)
class StandingTag:
    """A state in which cases stand that do not run, with how many, leading to them."""

    label: str
    count: int
    address: str
    is_here: bool


@dataclass(frozen=True)
class CaseLine:
    about: str
    address: str
    organisation: str
    since: str
    last_on: str


@dataclass(frozen=True, kw_only=True)
class CaseTypePage(Page):
    """The process of a type with its numbers, and the running cases of a stage, or those of another state."""

    template: ClassVar[str] = "web/cases/type.html"
    crumbs: tuple[Crumb, ...]
    text: str
    text_since: str
    stages: tuple[DrawnStage, ...]
    over: tuple[StandingTag, ...]
    state_label: str
    begin_address: str
    papers_address: str
    account_address: str
    lines: tuple[CaseLine, ...]
    names_branch: bool  # else each line is about the organisation itself
    stage_label: str
    is_first: bool
    first: str
    next: str
    note: str


def case_type(request: HttpRequest, code: str) -> HttpResponse:
    """The type's page; 404 for who may see no case."""
    asked = asked_cases(request)
    declared = asked.case_type(code)
    stage = request.GET.get("stage", "") if request.GET.get("stage") in declared.stages else ""
    words = _states(declared, asked.language)
    state = request.GET.get("state", "") if request.GET.get("state") in words else ""
    after = request.GET.get("after", "")
    found, more = queries.cases_standing(
        asked.reach, asked.day, case_type=code, stage=stage, state=state or "running", after=typed_number(after) or 0
    )
    names = named(asked, found)
    log_list(request, asked.kind(declared), names.persons, len(found))
    standing = queries.where_cases_stand(asked.reach, code, asked.day)
    text = declared.text_on(asked.day)
    content = CaseTypePage(
        title=declared.label(asked.language),
        crumbs=(Crumb(gettext("Cases"), reverse("cases")),),
        text=text[1].paper.title if text else "",
        text_since=text[1].since.isoformat() if text else "",
        stages=_stages(asked, declared, standing, stage),
        over=_over(words, standing, state),
        state_label=words.get(state, ""),
        begin_address=_begin(asked, declared),
        papers_address=reverse("case_layouts", args=[code]),
        account_address=reverse("admission_account") if declared.matter == _ADMISSION else "",
        lines=tuple(
            CaseLine(
                names.of(one.case), reverse("case", args=[one.case]),
                asked.organisation_name(one.organisation), one.since.isoformat(),
                one.last_on.isoformat() if one.last_on else "",
            )
            for one in found
        ),
        names_branch=declared.about != "organisation",
        stage_label=declared.stages[stage].in_language(asked.language) if stage else "",
        is_first=not after,
        first=f"?{urlencode({'stage': stage, 'state': state})}",
        next=f"?{urlencode({'stage': stage, 'state': state, 'after': more})}" if more else "",
        note=declared.note.in_language(asked.language) if declared.note else "",
    )  # fmt: skip
    return page(request, content)


def _begin(asked: AskedCases, declared: CaseType) -> str:
    return reverse("case_begin", args=[declared.case_type]) if may_begin(asked, declared) else ""


def _states(declared: CaseType, language: str) -> dict[str, str]:
    """How cases stand that do not run, in words: suspended, or as they ended."""
    own = {code: one.in_language(language) for code, one in declared.ends.items()}
    return own | {
        "suspended": gettext("suspended"), "withdrawn": wording.step_called(WITHDRAWN, declared).in_language(language),
        "stopped": wording.step_called(STOPPED, declared).in_language(language),
    }  # fmt: skip


def _over(
    words: Mapping[str, str], standing: Mapping[tuple[str, str], int], here: str
) -> tuple[StandingTag, ...]:  # fmt: skip
    """Those states in which cases stand, with how many."""
    counts = {code: sum(count for (_, state), count in standing.items() if state == code) for code in words}
    return tuple(
        StandingTag(label, counts[code], f"?{urlencode({'state': code})}", code == here)
        for code, label in words.items()
        if counts[code]
    )


def _stages(
    asked: AskedCases, declared: CaseType, standing: Mapping[tuple[str, str], int], here: str
) -> tuple[DrawnStage, ...]:  # fmt: skip
    waiting, overdue = queries.where_cases_wait(asked.reach, declared.case_type, asked.day)
    steps = [one for one in declared.steps if not one.texts or _is_asked(declared, one, asked)]
    numbers = {one.step: number for number, one in enumerate((one for one in steps if not one.optional), start=1)}
    return tuple(
        DrawnStage(
            words.in_language(asked.language), standing.get((code, "running"), 0), f"?{urlencode({'stage': code})}",
            code == here,
            tuple(_step(asked, declared, one, numbers, waiting, overdue) for one in steps if one.stage == code),
        )
        for code, words in declared.stages.items()
    )  # fmt: skip


def _is_asked(declared: CaseType, step: Step, asked: AskedCases) -> bool:
    return any(declared.texts[one].is_in_force(asked.day) for one in step.texts)


def _step(
    asked: AskedCases, declared: CaseType, step: Step, numbers: Mapping[str, int], waiting: Mapping[str, int],
    overdue: Mapping[str, int],
) -> DrawnStep:  # fmt: skip
    language, rules = asked.language, []
    for one in step.conditions:
        found = terms_on(declared, one, asked.day)
        if found is not None:
            rules.append(f"{one.label(language)} ({wording.rule(*found).in_language(language)})")
    count = waiting.get(step.step, 0)
    return DrawnStep(
        number=numbers.get(step.step, 0), label=step.label(language), actor=level_label(step.does),
        rules=tuple(dict.fromkeys(rules)),
        papers=gettext(", ").join(declared.papers[one].label(language) for one in step.papers),
        waiting=count, overdue=overdue.get(step.step, 0), is_optional=step.optional,
        address=reverse("case_batch", args=[declared.case_type, step.step]) if count and step.batch else "",
    )  # fmt: skip


def level_label(level: str) -> str:
    """Who takes a step."""
    return {
        "branch": gettext("branch"), "committee": gettext("committee above"), "county": gettext("county department"),
    }[level]  # fmt: skip
