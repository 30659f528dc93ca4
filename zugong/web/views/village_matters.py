"""Village matters: the list, one matter with its six steps, the papers of each step, and what hangs out for everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.activities.actions import add_scan
from zugong.activities.drafts import StepDraft
from zugong.activities.filed import MATTER, MATTER_STEP, kind_of
from zugong.activities.papers import deliberation_sentences, matter_paper
from zugong.activities.queries import (
    Matter,
    has_procedure,
    matter_by_uid,
    matter_of,
    matters_of,
    procedures,
)
from zugong.activities.rules import PASSED, Ballot
from zugong.activities.scans import keep_scan
from zugong.activities.village import (
    begin_matter,
    drop_matter,
    is_done,
    is_shown,
    next_step,
    record_step,
    step_verdict,
)
from zugong.activities.wording import paper_word, share_word, verdict_word
from zugong.dictionary.store import StoredRow
from zugong.kernel.errors import RuleBroken
from zugong.packs.meetings import Procedure, ProcedureRule, Step
from zugong.web.activities.doors import BRANCHES, may_fill, may_list_meetings, require_fill, writing_of
from zugong.web.activities.form_page import Choice, Typed, code_choices, field_of
from zugong.web.activities.read_page import ShownScan
from zugong.web.activities.typed_meeting import TypedMeeting
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_day, typed_number
from zugong.web.views.meeting_papers import scan_response, shown_paper

_PAGE = 30
_LONG = 1000
_MOST_BEGINNING = 80


@dataclass(frozen=True)
class MatterLine:
    """One matter of the list."""

    title: str
    organisation: str
    since: date
    state: str
    level: str
    address: str


@dataclass(frozen=True, kw_only=True)
class MattersPage(Page):
    """The matters that the user may read."""

    template: ClassVar[str] = "web/activities/matters.html"
    name: str
    lines: tuple[MatterLine, ...]
    next: str
    is_first: bool
    first: str
    new: tuple[Crumb, ...]


@dataclass(frozen=True, kw_only=True)
class NewMatterPage(Page):
    """The form for a matter."""

    template: ClassVar[str] = "web/activities/matter_new.html"
    crumbs: tuple[Crumb, ...]
    organisation: str
    fields: Mapping[str, Typed]
    kinds: tuple[Choice, ...]
    problem: str


@dataclass(frozen=True)
class ShownStep:
    """One step: what it asks, what was done, and its paper. `is_now`: its form stands open."""

    code: str
    label: str
    number: int
    body: str
    asks: tuple[str, ...]
    why: str
    note: str
    on: date | None
    outcome: str
    level: str
    said: str
    text: str
    is_done: bool
    is_now: bool
    is_vote: bool
    may_join: bool
    paper_address: str
    paper: str
    shown_until: date | None
    is_shown: bool
    fields: Mapping[str, Typed]


@dataclass(frozen=True, kw_only=True)
class MatterPage(Page):
    """One matter with its steps."""

    template: ClassVar[str] = "web/activities/matter.html"
    crumbs: tuple[Crumb, ...]
    organisation: str
    kind: str
    text: str
    since: date
    is_dropped: bool
    steps: tuple[ShownStep, ...]
    why: str
    note: str
    problem: str
    reckoned: str
    reckoned_level: str
    scans: tuple[ShownScan, ...]
    may_write: bool
    public_address: str
    drop_address: str
    scan_address: str


@dataclass(frozen=True, kw_only=True)
class PublicNoticePage(Page):
    """What hangs out for everybody; nothing but that it is over once its days are."""

    template: ClassVar[str] = "web/activities/public.html"
    organisation: str
    heading: str
    text: str
    sentences: tuple[str, ...]
    first: date | None
    last: date | None


def the_procedure() -> Procedure:
    """The procedure of village matters of this site. 404 where its pack has none."""
    found = next(iter(procedures().values()), None)
    if found is None:
        raise Http404
    return found


def village_matters(request: HttpRequest) -> HttpResponse:
    """The matters that the user may read, the latest first."""
    scope, language = scope_of(request), spoken(request)
    rights = scope.names(scope.catalogue.types[MATTER])
    if rights.organisations is not None and not rights.organisations:
        raise Http404
    procedure, after = the_procedure(), _after(request.GET.get("after", ""))
    found = matters_of(rights.organisations, after=after, limit=_PAGE + 1)
    first = reverse("village_matters")
    last = found[_PAGE - 1].row if len(found) > _PAGE else None
    content = MattersPage(
        title=procedure.label(language),
        name=procedure.label(language),
        lines=tuple(_matter_line(one, procedure, scope, language) for one in found[:_PAGE]),
        next=f"{first}?after={last.since.isoformat()}.{last.id}" if last else "",
        is_first=after is None,
        first=first,
        new=tuple(_beginnings(scope, procedure)),
    )
    return page(request, content)


def _after(text: str) -> tuple[date, int] | None:
    day, _, identity = text.partition(".")
    on, pk = typed_day(day), typed_number(identity)
    return (on, pk) if on and pk else None


def _matter_line(one: Matter, procedure: Procedure, scope: Scope, language: str) -> MatterLine:
    state, level = _state(one, procedure, language)
    name = scope.todays_tree.name(one.organisation) if one.organisation in scope.todays_tree else ""
    return MatterLine(
        one.row.values["title"], name, one.row.since, state, level, reverse("village_matter", args=[one.identity])
    )


def _state(one: Matter, procedure: Procedure, language: str) -> tuple[str, str]:
    """How far a matter has come, in words, and the colour of it."""
    if one.row.values["status"] == "dropped":
        return gettext("dropped"), "grey"
    following = next_step(one, procedure.rule_on(one.row.since))
    if following is None:
        return gettext("all steps done"), "good"
    row = one.steps.get(following.step)
    if row is not None:
        return gettext("%(step)s: not passed") % {"step": following.label(language)}, "red"
    return gettext("next: %(step)s") % {"step": following.label(language)}, "amber"


def _beginnings(scope: Scope, procedure: Procedure) -> Iterator[Crumb]:
    """The villages for which the user may begin a matter, where they are few."""
    own = {office.organisation for office in scope.access.offices}
    tree = scope.todays_tree
    branches = [one for one in own if one in tree and tree.kind(one) in (*BRANCHES, "general_branch", "committee")]
    for one in branches[:_MOST_BEGINNING]:
        if may_fill(scope, one) and has_procedure(procedure, one, usual_day()):
            yield Crumb(tree.name(one), reverse("village_matter_new", args=[one]))


@safe_to_repeat
def village_matter_new(request: HttpRequest, identity: int) -> HttpResponse:
    """A new matter of a village."""
    scope, language, procedure = scope_of(request), spoken(request), the_procedure()
    if identity not in scope.todays_tree or not may_list_meetings(scope, identity):
        raise Http404
    require_fill(request, scope, identity)
    begun = {"on": usual_day().isoformat()}
    typed = TypedMeeting(request.POST if request.method == "POST" else begun)
    problem = ""
    if request.method == "POST":
        answer = _begun(request, typed, scope, identity)
        if isinstance(answer, HttpResponse):
            return answer
        problem = answer
    labels = {
        "title": gettext("Matter"),
        "kind": gettext("Kind"),
        "text": gettext("What is proposed"),
        "on": gettext("Day held"),
    }
    content = NewMatterPage(
        title=gettext("New matter: %(name)s") % {"name": procedure.label(language)},
        crumbs=(Crumb(procedure.label(language), reverse("village_matters")),),
        organisation=scope.todays_tree.name(identity),
        fields={name: field_of(typed, name, label) for name, label in labels.items()},
        kinds=code_choices(MATTER, "kind", language),
        problem=problem,
    )
    return page(request, content, status=422 if request.method == "POST" else 200)


def _begun(request: HttpRequest, typed: TypedMeeting, scope: Scope, identity: int) -> HttpResponse | str:
    """The way on, or what stands against it."""
    title, kind, on = typed.text("title", 100), typed.text("kind", 40), typed.day()
    known = [choice.value for choice in code_choices(MATTER, "kind", "en")]
    if not title:
        typed.problems["title"] = gettext("Write what it is about.")
    if kind not in known:
        typed.problems["kind"] = gettext("Choose a kind.")
    if on is not None and on > usual_day():
        typed.problems["on"] = gettext("This day is still to come.")
    if typed.problems or on is None:
        return ""
    try:
        matter = begin_matter(
            organisation=identity, title=title, kind=kind, text=typed.text("text", _LONG), on=on,
            writing=writing_of(request, scope),
        )  # fmt: skip
    except RuleBroken as error:
        return error.sentence(spoken(request))
    return HttpResponseRedirect(reverse("village_matter", args=[matter]))


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
    typed = TypedMeeting(request.POST)
    draft = _step_draft(typed, step)
    if request.POST.get("act") == "reckon":
        return _reckoned(request, scope, matter, procedure, step, draft, typed)
    problem = ""
    if not typed.problems and draft is not None:
        problem = _recorded(request, scope, matter, procedure, draft)
        if not problem:
            messages.success(request, gettext("The step is recorded."))
            return HttpResponseRedirect(f"{reverse('village_matter', args=[identity])}#step-{step.step}")
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
        steps=tuple(_steps(matter, rule, open_step, typed, language)),
        why=paper_word(rule.paper, language),
        note=rule.paper.note.in_language(language) if rule.paper.note else "",
        problem=problem,
        reckoned=reckoned[0],
        reckoned_level=reckoned[1],
        scans=tuple(
            ShownScan(row.values["name"] or "", reverse("village_matter_scan", args=[identity, row.id]), "")
            for row in matter.scans
        ),
        may_write=may and not is_dropped,
        public_address=request.build_absolute_uri(reverse("public_notice", args=[matter.uid])),
        drop_address=reverse("village_matter_drop", args=[identity]) if may and following and not is_dropped else "",
        scan_address=reverse("village_matter_scan_new", args=[identity]) if may else "",
    )
    return page(request, content, status=status)


def _steps(
    matter: Matter, rule: ProcedureRule, open_step: str, typed: TypedMeeting | None, language: str
) -> Iterator[ShownStep]:  # fmt: skip
    for number, step in enumerate(rule.steps, start=1):
        row = matter.steps.get(step.step)
        is_now = step.step == open_step
        begun = typed if typed is not None and is_now else TypedMeeting(_begun_step(row))
        yield _shown_step(matter, step, number, row, is_now, begun, language)


def _begun_step(row: StoredRow | None) -> dict[str, str]:
    if row is None:
        return {"on": usual_day().isoformat()}
    values = row.values
    counts = {"due": "due", "present": "present", "for": "in_favour", "against": "against", "abstained": "abstained"}
    said = {name: "" if values[code] is None else str(values[code]) for name, code in counts.items()}
    return said | {
        "on": row.since.isoformat(),
        "text": values["text"] or "",
        "joined": "1" * (values["outcome"] == "joined"),
    }


def _shown_step(
    matter: Matter, step: Step, number: int, row: StoredRow | None, is_now: bool, typed: TypedMeeting, language: str
) -> ShownStep:  # fmt: skip
    outcome = kind_of(MATTER_STEP).fields["outcome"]
    code = row.values["outcome"] if row else ""
    labels = {
        "on": gettext("Day held"), "due": gettext("Due"), "present": gettext("Present"), "for": gettext("In favour"),
        "against": gettext("Against"), "abstained": gettext("Abstained"), "joined": gettext("Held together with the next step"),
        "text": gettext("What is published") if step.shown else gettext("What was said, in short"),
    }  # fmt: skip
    return ShownStep(
        code=step.step, label=step.label(language), number=number, body=step.body.in_language(language),
        asks=tuple(_asks(step, language)), why=step.article, note=step.note.in_language(language) if step.note else "",
        on=row.since if row else None,
        outcome=outcome.type.show(code, outcome, language) if code else "",
        level="good" if is_done(row) else "red" if row else "grey",
        said=_said(step, row, language), text=(row.values["text"] or "") if row else "",
        is_done=is_done(row), is_now=is_now, is_vote=step.voting is not None, may_join=step.may_join,
        paper_address=reverse("village_matter_paper", args=[matter.identity, step.step]), paper=step.paper.in_language(language),
        shown_until=row.values["shown_until"] if row else None, is_shown=is_shown(row, usual_day()),
        fields={name: field_of(typed, name, label) for name, label in labels.items()},
    )  # fmt: skip


def _asks(step: Step, language: str) -> Iterator[str]:
    """What a step asks, in sentences."""
    if step.voting and step.voting.quorum:
        yield gettext("Must come: %(share)s") % {"share": share_word(step.voting.quorum, language)}
    if step.voting and step.voting.majority:
        yield gettext("Must be in favour: %(share)s") % {"share": share_word(step.voting.majority, language)}
    if step.shown:
        words = {"days": step.shown.days}
        counted = step.shown.counted == "working"
        yield (gettext("Shown for %(days)s working days") if counted else gettext("Shown for %(days)s days")) % words


def _said(step: Step, row: StoredRow | None, language: str) -> str:
    """What a vote came to, in the sentence in which it was read."""
    if row is None or step.voting is None or row.values["due"] is None:
        return ""
    values = row.values
    ballot = Ballot(values["in_favour"], values["against"] or 0, values["abstained"] or 0)
    draft = StepDraft(step.step, row.since, "", values["due"], values["present"], ballot)
    found = step_verdict(step, draft)
    return verdict_word(found, step.voting.majority, language) if found else ""


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
            kept = keep_scan(file.name or "", file.chunks())
            add_scan(
                organisation=matter.organisation, field_code="village_matter", anchor=identity, kept=kept,
                writing=writing_of(request, scope),
            )  # fmt: skip
            messages.success(request, gettext("The scan is kept with the matter."))
    except RuleBroken as error:
        messages.error(request, error.sentence(spoken(request)))
    return HttpResponseRedirect(reverse("village_matter", args=[identity]))


def village_matter_scan(request: HttpRequest, identity: int, row: int) -> HttpResponse:
    """A scan as it came."""
    found = next((one for one in _matter_asked(request, identity).scans if one.id == row), None)
    if found is None:
        raise Http404
    return scan_response(request, found)


@login_not_required
def public_notice(request: HttpRequest, uid) -> HttpResponse:
    """What is published of a matter, for anybody, until its last day; afterwards only that it is over."""
    matter = matter_by_uid(str(uid))
    shown = [row for row in matter.steps.values() if row.values["shown_until"]] if matter else []
    if matter is None or not shown:
        raise Http404
    today = usual_day()
    last = max(shown, key=lambda row: (row.since, row.id))
    open_ones = [row for row in shown if is_shown(row, today)]
    row = max(open_ones, key=lambda one: (one.since, one.id)) if open_ones else last
    step = kind_of(MATTER_STEP).fields["step"]
    names = scope_of(request).todays_tree
    content = PublicNoticePage(
        title=matter.row.values["title"] if open_ones else gettext("This notice is over"),
        organisation=names.name(matter.organisation) if open_ones and matter.organisation in names else "",
        heading=step.type.show(row.values["step"], step, spoken(request)) if open_ones else "",
        text=(row.values["text"] or matter.row.values["text"] or "") if open_ones else "",
        sentences=tuple(deliberation_sentences(matter)) if open_ones else (),
        first=row.since if open_ones else None,
        last=row.values["shown_until"],
    )
    return page(request, content, status=200 if open_ones else 410)
