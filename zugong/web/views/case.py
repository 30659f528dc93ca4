"""One case like a file: where it stands, what is next and why not yet, what was done, which papers are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.cases.acting import halting, may_keep
from zugong.cases.actions import Doing
from zugong.cases.closing import keep, may_do, may_take_back, move, take_back
from zugong.cases.filed import Case
from zugong.cases.filed import case as filed_case
from zugong.cases.rules import FILED, MOVED, REOPENED, RESUMED, STOPPED, SUSPENDED, WITHDRAWN, Act
from zugong.cases.tasking import add_task, settle_task
from zugong.cases.wording import step_called
from zugong.kernel.errors import RuleBroken
from zugong.web.cases.asked import AskedCases, asked_cases
from zugong.web.cases.forms import Choice
from zugong.web.cases.lists import log_listed
from zugong.web.cases.printing import Printable, printables
from zugong.web.cases.scans import scan_steps
from zugong.web.cases.shown import (
    ShownAct,
    ShownFact,
    ShownOffer,
    ShownPaper,
    ShownStage,
    papers_to_come,
    shown_acts,
    shown_offers,
    shown_papers,
    shown_stages,
    state_label,
)
from zugong.web.cases.subjects import subject_address, subject_link, subject_name
from zugong.web.cases.tasks import (
    ShownTask,
    TaskForm,
    keeps_tasks,
    no_tasks,
    shown_tasks,
    task_form,
    tasks_title,
    typed_task,
)
from zugong.web.looking import log_view
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.typed import typed_number

_BACK, _TASK, _SETTLE = "back", "task", "settle"
_BRANCHES = ("branch", "joint_branch", "temporary_branch", "general_branch")


@dataclass(frozen=True, kw_only=True)
class CasePage(Page):
    """The file of one case. `lead` is the one clear next action, None where it is not the user's turn."""

    template: ClassVar[str] = "web/cases/case.html"
    crumbs: tuple[Crumb, ...]
    case_id: int
    number: str
    branch: str
    subject_address: str
    subject_link: str
    other: str
    tasks: tuple[ShownTask, ...]
    keeps_tasks: bool
    tasks_title: str
    no_tasks: str
    has_kinds: bool
    task_form: TaskForm | None
    state: str
    is_over: bool
    stages: tuple[ShownStage, ...]
    dates: tuple[ShownFact, ...]
    lead: ShownOffer | None
    offers: tuple[ShownOffer, ...]
    acts: tuple[ShownAct, ...]
    scan_steps: tuple[Choice, ...]
    papers: tuple[ShownPaper, ...]
    to_come: tuple[Choice, ...]
    lacking: int
    text: str
    printables: tuple[Printable, ...]
    seen: int
    today: str
    deeds: tuple[Choice, ...]
    branches: tuple[Choice, ...]
    problem: str
    standstill: str


def case(request: HttpRequest, identity: int) -> HttpResponse:
    """The case; 404 for who may not list it."""
    asked = asked_cases(request)
    return _case_page(asked, asked.case(identity))


def _case_page(asked: AskedCases, found: Case, problem: str = "") -> HttpResponse:
    log_view(asked.request, asked.subject(found))
    log_listed(asked, found)
    language, offers = asked.language, shown_offers(asked, found)
    ready = [one for one in offers if one.state == "ready" and not one.is_optional]
    lead = min(ready, key=lambda one: one.due or "9999", default=None)
    papers, acts = shown_papers(found, language), shown_acts(asked, found)
    text = found.case_type.text_on(asked.day)
    may = may_keep(found.case_type, found.organisation, asked.scope.access)
    content = CasePage(
        title=subject_name(asked, found),
        crumbs=(
            Crumb(gettext("Cases"), reverse("cases")),
            Crumb(found.case_type.label(language), reverse("case_type", args=[found.case_type.case_type])),
        ),
        case_id=found.id,
        number=found.number,
        branch=_where(asked, found),
        subject_address=subject_address(asked, found),
        subject_link=subject_link(found),
        other=_other_side(asked, found),
        tasks=shown_tasks(asked, found),
        keeps_tasks=keeps_tasks(asked, found),
        tasks_title=tasks_title(asked, found),
        no_tasks=no_tasks(found),
        has_kinds=len(found.case_type.tasks) > 1,
        task_form=task_form(asked, found),
        state=state_label(found, language),
        is_over=found.state.ended is not None,
        stages=shown_stages(found, language),
        dates=tuple(
            ShownFact(found.case_type.dates[name].label(language), day.isoformat())
            for name, day in found.state.dates.items()
        ),
        lead=lead,
        offers=tuple(one for one in offers if one is not lead),
        acts=acts,
        scan_steps=scan_steps(asked, found, {one.line: f"{one.on.isoformat()} {one.label}" for one in acts}),
        papers=papers,
        to_come=papers_to_come(found, language) if may else (),
        lacking=sum(one.is_missing for one in papers),
        text=text[1].paper.title if text else "",
        printables=printables(asked, found),
        seen=len(found.acts),
        today=asked.day.isoformat(),
        deeds=_deeds(asked, found),
        branches=_branches(asked, found) if may else (),
        problem=problem,
        standstill=_standstill(asked, found),
    )
    return page(asked.request, content, status=422 if problem else 200)


def _standstill(asked: AskedCases, found: Case) -> str:
    """Since when a case is suspended and who resumes it; "" for any other."""
    since = found.state.suspended_since
    if since is None or found.state.ended is not None:
        return ""
    actor = asked.organisation_name(halting(found.case_type, found.organisation, asked.tree))
    return gettext("Suspended since %(on)s; %(actor)s resumes it.") % {"on": since.isoformat(), "actor": actor}


def _other_side(asked: AskedCases, found: Case) -> str:
    """The organisation on the other side; "" once what the case is about stands under it already."""
    is_there = found.organisation in asked.tree and asked.tree.parent(found.organisation) == found.other
    return "" if is_there and found.case_type.about == "organisation" else asked.organisation_name(found.other)


def _where(asked: AskedCases, found: Case) -> str:
    """Where it stands; of a case about the organisation itself, which the title names, the one above it."""
    place = found.organisation
    if found.case_type.about == "organisation" and place == found.subject and place in asked.tree:
        return asked.organisation_name(asked.tree.parent(place))
    return asked.organisation_name(place)


def _deeds(asked: AskedCases, found: Case) -> tuple[Choice, ...]:
    """What the user may do with the case besides its steps, as it stands."""
    access, is_person = asked.scope.access, found.person is not None
    offered = {
        SUSPENDED: gettext("Suspend it"), RESUMED: gettext("Resume it"),
        WITHDRAWN: gettext("The person withdraws") if is_person else gettext("Withdraw the proposal"),
        STOPPED: gettext("Stop it for good"), REOPENED: gettext("Open it again"),
    }  # fmt: skip
    choices = [Choice(code, label, False) for code, label in offered.items() if may_do(found, code, access)]
    if may_take_back(found, access):
        choices.append(Choice(_BACK, gettext("Take back the last step (entered by mistake)"), False))
    return tuple(choices)


def _branches(asked: AskedCases, found: Case) -> tuple[Choice, ...]:
    """The branches that may take the file over: every living one, by name."""
    if found.state.ended is not None or found.person is None:
        return ()
    there = [one for one in asked.tree if one.living and one.kind in _BRANCHES and one.id != found.organisation]
    return tuple(Choice(str(one.id), one.name, False) for one in sorted(there, key=lambda one: one.code))


@require_POST
@safe_to_repeat
def case_keep(request: HttpRequest, identity: int) -> HttpResponse:
    """Suspend, resume, withdraw, stop, reopen, move, or take the last step back."""
    asked = asked_cases(request)
    found = asked.case(identity)
    if not _may_keep_any(asked, found):
        raise PermissionDenied(gettext("Only an office that may fill in for this branch keeps its cases."))
    try:
        done = _carry_out(asked, found)
    except RuleBroken as error:
        return _case_page(asked, asked.case(identity), error.sentence(asked.language))
    messages.success(request, done)
    now = filed_case(identity)
    stays = now is not None and asked.reach.reaches(now)
    return HttpResponseRedirect(reverse("case", args=[identity]) if stays else reverse("cases"))


def _may_keep_any(asked: AskedCases, found: Case) -> bool:
    """Does the user keep the case, or was its last step theirs?"""
    access = asked.scope.access
    return may_keep(found.case_type, found.organisation, access) or may_take_back(found, access)


def _carry_out(asked: AskedCases, found: Case) -> str:
    posted = asked.request.POST
    seen = int(posted["seen"]) if posted.get("seen", "").isdigit() else -1
    deed, on = posted.get("deed", ""), _day(posted.get("on", ""), asked.day)
    text = posted.get("text", "").strip()[:500]
    if deed == _TASK:
        add_task(found=found, task=typed_task(asked, found), by=asked.by)
        return gettext("The task is on the list.")
    if deed == _SETTLE:
        settle_task(found=found, task=typed_number(posted.get("task", "")) or 0, result=text, by=asked.by)
        return gettext("It is settled; what came of it stands on the list.")
    if deed == _BACK:
        take_back(case_id=found.id, seen=seen, by=asked.by)
        return gettext("The last step was taken back.")
    papers = tuple(one for one in found.case_type.papers if one in posted.getlist("papers")) if deed == FILED else ()
    doing = Doing(found.id, seen, Act(deed, on, values={"text": text} if text else {}, papers=papers), asked.office)
    if deed == MOVED:
        to = posted.get("to", "")
        move(doing=doing, to=int(to) if to.isdigit() else 0, by=asked.by)
    else:
        keep(doing=doing, by=asked.by)
    return gettext("Recorded: %(what)s") % {"what": step_called(deed, found.case_type).in_language(asked.language)}


def _day(text: str, usual: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return usual
