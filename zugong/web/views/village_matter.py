"""One village matter: its steps recorded or counted, its papers, its scans."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.activities.drafts import StepDraft
from zugong.activities.filed import MATTER, SCAN, SCAN_PERSON, kind_of
from zugong.activities.naming import EVERYBODY, SOME, keep_matter_scan, members_named, named_on
from zugong.activities.papers import matter_paper
from zugong.activities.queries import (
    Matter,
    matter_of,
)
from zugong.activities.rules import PASSED, Ballot
from zugong.activities.scans import keep_scan
from zugong.activities.village import (
    drop_matter,
    next_step,
    record_step,
    step_verdict,
)
from zugong.activities.wording import paper_word, verdict_word
from zugong.kernel.errors import RuleBroken
from zugong.packs.meetings import Procedure, ProcedureRule, Step
from zugong.web.activities.doors import may_fill, may_list_meetings, require_fill, writing_of
from zugong.web.activities.form_page import code_choices
from zugong.web.activities.matter_page import MatterPage, shown_steps, step_overtaken, step_since
from zugong.web.activities.read_page import shown_scans
from zugong.web.activities.typed_meeting import TypedMeeting
from zugong.web.looking import log_list
from zugong.web.meanwhile import COMPARED, STOOD, Overtaken, Reconciled, stood_in
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.views.meeting_papers import scan_response, shown_paper
from zugong.web.views.village_matters import the_procedure

_LONG = 1000


@safe_to_repeat
def village_matter(request: HttpRequest, identity: int) -> HttpResponse:
    """One matter; a POST records the step that it names, or only counts its vote."""
    scope, matter, procedure = scope_of(request), _matter_asked(request, identity), the_procedure()
    if request.method != "POST":
        return _shown(request, scope, matter, procedure)
    require_fill(request, scope, matter.organisation)
    rule = procedure.rule_on(matter.row.since)
    step = next((one for one in rule.steps if one.step == request.POST.get("step")), None)
    if step is None:
        raise Http404
    found = step_since(matter, step, request.POST)
    typed = TypedMeeting(found.said | {STOOD: stood_in(request.POST, found)} if found else request.POST)
    draft = _step_draft(typed, step)
    if request.POST.get("act") == "reckon":
        return _reckoned(request, scope, matter, procedure, step, draft, typed)
    there = f"{reverse('village_matter', args=[identity])}#step-{step.step}"
    if found and found.adds_nothing:
        messages.success(request, gettext("This was recorded already, as you typed it."))
        return HttpResponseRedirect(there)
    if found and (found.open or COMPARED not in request.POST):
        return _shown(request, scope, matter, procedure, typed=typed, now=step.step, found=found, status=409)
    problem = ""
    if not typed.problems and draft is not None:
        problem = _recorded(request, scope, matter, procedure, draft)
        if not problem:
            messages.success(request, gettext("The step is recorded."))
            return HttpResponseRedirect(there)
    return _shown(request, scope, matter, procedure, typed=typed, now=step.step, problem=problem, status=422)


def _matter_asked(request: HttpRequest, identity: int) -> Matter:
    matter = matter_of(identity)
    if matter is None or not may_list_meetings(scope_of(request), matter.organisation):
        raise Http404
    return matter


def _step_draft(typed: TypedMeeting, step: Step) -> StepDraft | None:
    on = typed.day()
    if on is None:
        return None
    joined = step.may_join and bool(typed.said.get("joined"))
    text = typed.text("text", _LONG)
    if step.voting is None or joined:
        return StepDraft(step.step, on, text, is_joined=joined)
    counts = {name: typed.number(name) for name in ("due", "present", "for", "against", "abstained")}
    for name in ("due", "present", "for"):
        if counts[name] is None:
            typed.problems.setdefault(name, gettext("Write the number from the paper."))
    ballot = Ballot(counts["for"] or 0, counts["against"] or 0, counts["abstained"] or 0)
    return StepDraft(step.step, on, text, counts["due"], counts["present"], ballot)


def _recorded(request: HttpRequest, scope: Scope, matter: Matter, procedure: Procedure, draft: StepDraft) -> str:
    try:
        record_step(matter=matter, procedure=procedure, draft=draft, writing=writing_of(request, scope))
    except RuleBroken as error:
        return error.sentence(spoken(request))
    return ""


def _reckoned(
    request: HttpRequest, scope: Scope, matter: Matter, procedure: Procedure, step: Step, draft: StepDraft | None,
    typed: TypedMeeting,
) -> HttpResponse:  # fmt: skip
    """What the vote comes to, while it is typed."""
    said, level = "", ""
    try:
        found = step_verdict(step, draft) if draft and draft.due and draft.ballot else None
        if found is not None and step.voting is not None:
            said = verdict_word(found, step.voting.majority, spoken(request))
            level = "good" if found.outcome == PASSED else "red"
    except RuleBroken as error:
        said, level = error.sentence(spoken(request)), "red"
    if request.htmx:
        return render(request, "web/activities/verdict.html", {"said": said, "level": level})
    typed.problems.clear()
    return _shown(request, scope, matter, procedure, typed=typed, now=step.step, reckoned=(said, level))


def _shown(
    request: HttpRequest, scope: Scope, matter: Matter, procedure: Procedure, *, typed: TypedMeeting | None = None,
    now: str = "", problem: str = "", status: int = 200, reckoned: tuple[str, str] = ("", ""),
    found: Reconciled | None = None,
) -> HttpResponse:  # fmt: skip
    language, rule, values = spoken(request), procedure.rule_on(matter.row.since), matter.row.values
    may = may_fill(scope, matter.organisation)
    following = next_step(matter, rule)
    is_dropped = values["status"] == "dropped"
    correcting = request.GET.get("correct", "") if may else ""
    open_step = now or correcting or (following.step if following and may and not is_dropped else "")
    kind = kind_of(MATTER).fields["kind"]
    identity = matter.identity
    content = MatterPage(
        title=values["title"],
        crumbs=(Crumb(procedure.label(language), reverse("village_matters")),),
        organisation=scope.todays_tree.name(matter.organisation),
        kind=kind.type.show(values["kind"], kind, language),
        text=values["text"] or "",
        since=matter.row.since,
        is_dropped=is_dropped,
        steps=tuple(shown_steps(matter, rule, open_step, typed, language)),
        why=paper_word(rule.paper, language),
        note=rule.paper.note.in_language(language) if rule.paper.note else "",
        problem=problem,
        reckoned=reckoned[0],
        reckoned_level=reckoned[1],
        scans=tuple(shown_scans(matter.scans, "village_matter_scan", "", identity, language)),
        may_write=may and not is_dropped,
        public_address=request.build_absolute_uri(reverse("public_notice", args=[matter.uid])),
        drop_address=reverse("village_matter_drop", args=[identity]) if may and following and not is_dropped else "",
        scan_address=reverse("village_matter_scan_new", args=[identity]) if may else "",
        namings=code_choices(SCAN, "naming", language),
        overtaken=_overtaken(matter, rule, now, found, request) if found else None,
    )
    return page(request, content, status=status)


def _overtaken(matter: Matter, rule: ProcedureRule, now: str, found: Reconciled, request: HttpRequest) -> Overtaken:
    return step_overtaken(matter, next(one for one in rule.steps if one.step == now), found, request.POST)


def village_matter_paper(request: HttpRequest, identity: int, step: str) -> HttpResponse:
    """The paper of one step, empty to be filled in by hand before it was held."""
    scope, matter, procedure = scope_of(request), _matter_asked(request, identity), the_procedure()
    found = next((one for one in procedure.rule_on(matter.row.since).steps if one.step == step), None)
    if found is None:
        raise Http404
    name = scope.todays_tree.name(matter.organisation)
    crumbs = (
        Crumb(procedure.label(spoken(request)), reverse("village_matters")),
        Crumb(matter.row.values["title"], reverse("village_matter", args=[identity])),
    )
    return shown_paper(request, matter_paper(found, matter, organisation=name), crumbs, name)


@require_POST
@safe_to_repeat
def village_matter_drop(request: HttpRequest, identity: int) -> HttpResponse:
    """The matter goes no further."""
    scope, matter = scope_of(request), _matter_asked(request, identity)
    require_fill(request, scope, matter.organisation)
    if matter.row.values["status"] != "dropped":
        drop_matter(matter=matter, writing=writing_of(request, scope))
        messages.success(request, gettext("The matter is dropped; what was recorded stays."))
    return HttpResponseRedirect(reverse("village_matter", args=[identity]))


@require_POST
@safe_to_repeat
def village_matter_scan_new(request: HttpRequest, identity: int) -> HttpResponse:
    """A scan of a signed paper is added."""
    scope, matter = scope_of(request), _matter_asked(request, identity)
    require_fill(request, scope, matter.organisation)
    file = request.FILES.get("scan")
    try:
        if file is None:
            messages.error(request, gettext("Choose a picture or a PDF file first."))
        else:
            writing, naming = writing_of(request, scope), _naming(request)
            names = request.POST.get("names", "")
            persons = members_named(names, matter.organisation, writing.on) if naming == SOME else []
            kept = keep_scan(file.name or "", file.chunks())
            keep_matter_scan(matter=matter, kept=kept, naming=naming, persons=persons, writing=writing)
            messages.success(request, gettext("The scan is kept with the matter."))
    except RuleBroken as error:
        messages.error(request, error.sentence(spoken(request)))
    return HttpResponseRedirect(reverse("village_matter", args=[identity]))


def _naming(request: HttpRequest) -> str:
    """Whom the scan is said to name; everybody where nothing is said."""
    field, said = kind_of(SCAN).fields["naming"], request.POST.get("naming", "")
    return said if field.codes and said in field.codes.codes else EVERYBODY


def village_matter_scan(request: HttpRequest, identity: int, row: int) -> HttpResponse:
    """A scan as it came; looking at whom it is said to name is logged."""
    scope, matter = scope_of(request), _matter_asked(request, identity)
    found = next((one for one in matter.scans if one.id == row), None)
    if found is None:
        raise Http404
    persons = [one.values["person"] for one in named_on(matter) if one.values["file"] == found.values["file"]]
    log_list(request, scope.catalogue.types[SCAN_PERSON], persons, len(persons), organisation=matter.organisation)
    return scan_response(request, found)
