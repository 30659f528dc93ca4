"""One meeting on one page that grows with it: planned, counted while it goes on, recorded, corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.activities.actions import Counted, cancel_meeting, counted, free_period, record_meeting
from zugong.activities.drafts import MeetingDraft
from zugong.activities.filed import Filed
from zugong.activities.papers import notice_text
from zugong.activities.queries import called_to, taken_periods
from zugong.activities.rules import Called
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import NotBelievedAnyMore
from zugong.packs.meetings import Meeting, MeetingRule
from zugong.web.activities import form_page
from zugong.web.activities.begun import begun_new, theme_set
from zugong.web.activities.doors import (
    filed_asked,
    may_fill,
    meeting_kind,
    organisation_asked,
    require_fill,
    writing_of,
)
from zugong.web.activities.form_page import MeetingFormPage, field_of
from zugong.web.activities.meanwhile import (
    another_since,
    as_compared,
    based_on,
    compared_with,
    recorded_form,
    taken_in,
    told_since,
)
from zugong.web.activities.read_page import paper_links, read_page
from zugong.web.activities.reckoned import reckoned
from zugong.web.activities.typed_meeting import TypedMeeting, listed, typed_draft
from zugong.web.clocks import usual_day
from zugong.web.looking import log_list
from zugong.web.meanwhile import Reconciled, as_stood, stood_in
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of

_SHORTEST_REASON = 4
RECKON, PLAN, HOLD = "reckon", "plan", "held"


@dataclass
class _Asked:
    """A request about one meeting: `filed` is None for a new one."""

    request: HttpRequest
    scope: Scope
    language: str
    meeting: Meeting
    organisation: int
    filed: Filed | None
    typed: TypedMeeting
    day: date
    rule: MeetingRule
    called: tuple[Called, ...]
    found: Reconciled | None = None
    draft: MeetingDraft | None = None
    problem: str = ""
    status: int = 200

    @property
    def is_correction(self) -> bool:
        return self.filed is not None and self.filed.is_held

    @property
    def based_on(self) -> str:
        return based_on(self.filed)

    @property
    def is_overtaken(self) -> bool:
        """Did somebody write about this meeting after its form was opened?"""
        return self.filed is not None and self.request.POST.get("based_on", self.based_on) != self.based_on

    def counted(self) -> Counted | None:
        return counted(self.draft, listed(self.typed, self.called)) if self.draft else None


@safe_to_repeat
def meeting_new(request: HttpRequest, identity: int, series: str) -> HttpResponse:
    """A meeting that nobody recorded yet; one that is planned for the period already is opened instead."""
    scope, meeting = scope_of(request), meeting_kind(series)
    organisation_asked(scope, identity)
    require_fill(request, scope, identity)
    if request.method != "POST":
        planned = [
            row for row in taken_periods(identity, series, meeting.period_of(usual_day())).values()
            if row.values["status"] == "planned"
        ]  # fmt: skip
        if planned:
            return HttpResponseRedirect(reverse("meeting", args=[planned[0].anchor]))
    return _answered(_asked(request, scope, meeting, identity, another_since(request.POST, identity, meeting)))


@safe_to_repeat
def meeting(request: HttpRequest, identity: int) -> HttpResponse:
    """A meeting: as a form while it is planned or where it is corrected, else as it was recorded."""
    scope = scope_of(request)
    filed = filed_asked(scope, identity)
    kind = meeting_kind(filed.row.values["series"])
    wants_form = request.method == "POST" or "correct" in request.GET or filed.row.values["status"] == "planned"
    if wants_form and (may_fill(scope, filed.organisation) or filed.is_held):
        require_fill(request, scope, filed.organisation)
        return _answered(_asked(request, scope, kind, filed.organisation, filed))
    persons = [row["person"] for row in filed.values_of("themed_day_roll")]
    log_list(request, scope.catalogue.types["themed_day_roll"], persons, len(persons), organisation=filed.organisation)
    return page(request, read_page(request, scope, filed, kind, spoken(request)))


@require_POST
@safe_to_repeat
def meeting_cancel(request: HttpRequest, identity: int) -> HttpResponse:
    """A planned meeting is not held."""
    scope = scope_of(request)
    filed = filed_asked(scope, identity)
    require_fill(request, scope, filed.organisation)
    if filed.row.values["status"] == "planned":
        cancel_meeting(filed=filed, writing=writing_of(request, scope))
        messages.success(request, gettext("The plan is cancelled."))
    return HttpResponseRedirect(reverse("meeting_list", args=[filed.organisation]))


def _asked(
    request: HttpRequest, scope: Scope, meeting: Meeting, organisation: int, filed: Filed | None
) -> _Asked:  # fmt: skip
    """The request with who is called on the day that was typed, else on the day of the meeting."""
    found = compared_with(filed, meeting, request.POST)
    typed = TypedMeeting(found.said if found else request.POST if request.method == "POST" else {})
    day = (typed.day() if request.method == "POST" else None) or (filed.row.since if filed else usual_day())
    rule = meeting.rule_on(max(day, meeting.rules[0].since))
    called = called_to(meeting, rule, organisation, day)
    language = spoken(request)
    if request.method != "POST":
        typed.said = (
            recorded_form(filed, meeting, called)
            if filed
            else begun_new(meeting, organisation, day, called, _theme(meeting, organisation, day, scope), language)
        )
    return _Asked(request, scope, language, meeting, organisation, filed, typed, day, rule, called, found)


def _theme(meeting: Meeting, organisation: int, day: date, scope: Scope):
    return theme_set(meeting, meeting.period_of(day), organisation, scope)


def _answered(asked: _Asked) -> HttpResponse:
    on_roll = listed(asked.typed, asked.called)
    asked.draft = typed_draft(asked.typed, asked.meeting, asked.organisation, on_roll, asked.rule, asked.day)
    act = asked.request.POST.get("act", "")
    if asked.request.method != "POST" or act not in (PLAN, HOLD):
        return _shown(asked)
    if asked.found and asked.found.adds_nothing and asked.filed and (asked.filed.is_held or act == PLAN):
        messages.success(asked.request, gettext("This was recorded already, as you typed it."))
        return HttpResponseRedirect(reverse("meeting", args=[asked.filed.identity]))
    _check(asked)
    if asked.problem or asked.typed.problems or asked.status != 200:
        asked.status = asked.status if asked.status != 200 else 422
        return _shown(asked)
    return _recorded(asked, is_held=act == HOLD or asked.is_correction) or _shown(asked)


def _check(asked: _Asked) -> None:
    """What stands against recording: no reason for a correction, somebody else's change, fields."""
    if asked.is_correction and not asked.found and len(asked.typed.text("why")) < _SHORTEST_REASON:
        asked.typed.problems["why"] = gettext("Write in at least four characters what was wrong.")
    if asked.request.POST.get("act") == PLAN and asked.draft and _tells_of_the_day(asked.draft):
        asked.problem = gettext("A plan keeps no results, votes or grades. When it was held, press the last button.")
    if asked.is_overtaken or (asked.found and asked.found.open):
        asked.status = 409


def _tells_of_the_day(draft: MeetingDraft) -> bool:
    return bool(draft.results or draft.votes or draft.problems or draft.grades or draft.reviews)


def _recorded(asked: _Asked, *, is_held: bool) -> HttpResponse | None:
    """The way on; None where a rule stands against it."""
    assert asked.draft is not None
    draft = MeetingDraft(**(vars(asked.draft) | {"is_held": is_held}))
    usual = gettext("Two people recorded it; compared.") if asked.found else ""
    note = (asked.typed.text("why") or usual) if asked.is_correction else ""
    try:
        identity = record_meeting(
            before=asked.filed, one=counted(draft, listed(asked.typed, asked.called)),
            writing=writing_of(asked.request, asked.scope, note=note),
        )  # fmt: skip
    except NotBelievedAnyMore as error:
        asked.problem, asked.status = error.sentence(asked.language), 409
        return None
    except RuleBroken as error:
        asked.problem, asked.status = error.sentence(asked.language), 422
        return None
    messages.success(asked.request, _done(asked, is_held))
    return HttpResponseRedirect(reverse("meeting", args=[identity]))


def _done(asked: _Asked, is_held: bool) -> str:
    if asked.is_correction:
        return gettext("Corrected. What stood before is kept in the history.")
    if is_held:
        return gettext("Recorded. The minutes can be printed now.")
    return gettext("The plan is saved. The notice can be printed or copied now.")


def _shown(asked: _Asked) -> HttpResponse:
    one = asked.counted()
    if asked.request.htmx and asked.status == 200:
        found = reckoned(one, asked.language) if one else None
        return render(asked.request, "web/activities/reckoned.html", {"reckoned": found})
    content = told_since(_form(asked, one), asked.filed, asked.found, asked.request.POST)
    persons = [called.person for called in asked.called]
    kind = asked.scope.catalogue.types["themed_day_roll"]
    log_list(asked.request, kind, persons, len(persons), organisation=asked.organisation)
    return page(asked.request, content, status=asked.status)


def _form(asked: _Asked, one: Counted | None) -> MeetingFormPage:
    typed, meeting, filed, language = asked.typed, asked.meeting, asked.filed, asked.language
    period = filed.row.values["period"] if filed else free_period(meeting, asked.organisation, asked.day)
    name = asked.scope.todays_tree.name(asked.organisation)
    is_planned = filed is not None and not filed.is_held
    theme = _theme(meeting, asked.organisation, asked.day, asked.scope)
    problems = [asked.problem] if asked.problem else []
    if typed.problems and asked.request.POST.get("act") in (PLAN, HOLD):
        problems.append(gettext("%(count)s fields need another look.") % {"count": len(typed.problems)})
    return MeetingFormPage(
        title=meeting.label(language),
        crumbs=(
            Crumb(gettext("Meetings"), reverse("meetings")), Crumb(name, reverse("meeting_list", args=[asked.organisation])),
        ),
        organisation=name, period=period, is_new=filed is None, already=None if filed else _already(asked),
        asks_why=asked.is_correction, problems=tuple(problems),
        theme_set=theme, has_theme=meeting.has_theme,
        day=field_of(typed, "on", gettext("Day held")), venue=field_of(typed, "venue", gettext("Place")),
        theme=field_of(typed, "theme", gettext("Theme") if meeting.has_theme else gettext("What it is about")),
        agenda=field_of(typed, "agenda", gettext("Agenda, one step to a line")),
        chair=field_of(typed, "chair", gettext("Chair")), recorder=field_of(typed, "recorder", gettext("Recorder")),
        why=field_of(typed, "why", gettext("What was wrong")),
        by_name=form_page.is_by_name(typed, asked.called),
        roll=tuple(form_page.roll_lines(typed, asked.called, asked.rule, language)),
        roll_hint=_roll_hint(asked),
        due=field_of(typed, "due", gettext("Due")), present=field_of(typed, "present", gettext("Present")),
        observers=field_of(typed, "observers", gettext("Observers, not members of this branch")),
        votes=form_page.vote_lines(typed, asked.rule),
        grades=form_page.grade_lines(typed, asked.called, meeting),
        grade_choices=form_page.grade_choices(meeting, language),
        results=form_page.result_fields(typed, meeting, language),
        found=field_of(typed, "problems", gettext("Problems found")) if meeting.problems else None,
        reviews=form_page.review_fields(typed, meeting, language),
        review_choices=form_page.review_choices(meeting, language),
        reckoned=reckoned(one, language) if one else None,
        based_on=asked.based_on,
        here=_address(asked), taken=taken_in(asked.organisation, meeting, asked.day),
        stood=stood_in(asked.request.POST, asked.found) if asked.request.method == "POST" else as_stood(as_compared(typed.said)),
        another=asked.request.path if asked.filed and asked.request.path != _address(asked) else "",
        notes=tuple(_notes(asked)),
        papers=paper_links(filed) if is_planned and filed else (),
        notice=notice_text(filed, meeting, name) if is_planned and filed else "",
        back=_back(asked),
        cancel_address=reverse("meeting_cancel", args=[filed.identity]) if is_planned and filed else "",
    )  # fmt: skip


def _address(asked: _Asked) -> str:
    if asked.filed:
        return reverse("meeting", args=[asked.filed.identity])
    return reverse("meeting_new", args=[asked.organisation, asked.meeting.meeting])


def _already(asked: _Asked) -> Crumb | None:
    """The meeting of this kind that was held in the same period, so that nobody records it a second time."""
    period = asked.meeting.period_of(asked.day)
    taken = taken_periods(asked.organisation, asked.meeting.meeting, period)
    held = [row for row in taken.values() if row.values["status"] == "held"]
    return Crumb(held[-1].since.isoformat(), reverse("meeting", args=[held[-1].anchor])) if held else None


def _back(asked: _Asked) -> str:
    if asked.is_correction and asked.filed:
        return reverse("meeting", args=[asked.filed.identity])
    return reverse("meeting_list", args=[asked.organisation])


def _roll_hint(asked: _Asked) -> str:
    """Why there is no roll, where there is none."""
    if asked.called:
        return gettext("Everybody is present but who is known to be away or too old; change only what differs.")
    if asked.meeting.called == "committee":
        return gettext("No posts of the committee are recorded here; type the numbers.")
    return gettext("Type the numbers as they stand in the minute book.")


def _notes(asked: _Asked):
    """How the rule is read, and what no paper states."""
    if asked.rule.paper.note:
        yield asked.rule.paper.note.in_language(asked.language)
    if asked.meeting.assumption:
        yield asked.meeting.assumption.in_language(asked.language)
