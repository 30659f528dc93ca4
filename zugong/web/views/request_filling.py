"""A form from above, opened by an organisation: filled from the data, asking only for the gaps; sent in one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.kernel.errors import RuleBroken
from zugong.requests import actions
from zugong.requests.actions import Filling
from zugong.requests.queries import sendings_of
from zugong.requests.records import Sending
from zugong.web.clocks import usual_day
from zugong.web.looking import log_list
from zugong.web.meanwhile import COMPARED, STOOD, Overtaken, as_stood, overtaken, since_opened, stood_in
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.requests.boxes import Form, as_typed, form_of, words_of
from zugong.web.requests.opened import Opened, State, due_in_words, opened, sent_state
from zugong.web.requests.owed import own_organisations

_LONGEST_NOTE = 300


@dataclass(frozen=True, kw_only=True)
class FillPage(Page):
    """The form of one organisation. `is_answerable`: the user may send now; else it is only shown."""

    template: ClassVar[str] = "web/requests/fill.html"
    name: str
    asked_by: str
    paper: str
    issuer: str
    due_on: date | None
    due_words: str
    is_late: bool
    is_required: bool
    why_not_required: str
    note_of_asker: str
    as_of: date
    state: State
    sending: Sending | None
    sent_back: str
    reminded_on: date | None
    is_answerable: bool
    is_closed: bool
    form: Form
    all_count: int
    typed_note: str
    problems: tuple[str, ...]
    based_on: str
    stood: str
    overtaken: Overtaken | None
    back: str


@safe_to_repeat
def request_fill(request: HttpRequest, identity: int, organisation: int) -> HttpResponse:
    """The form of one organisation; 404 for one that does not owe it, 403 for sending where one may only look."""
    found = opened(request, identity, [organisation])
    if organisation not in found.owed_by:
        raise Http404
    if request.method == "POST":
        return _sent(found, organisation)
    if found.standing.is_open and organisation in own_organisations(found.scope):
        actions.note_opening(identity, organisation)
    return _shown(found, organisation, form_of(found, organisation))


def _sent(found: Opened, organisation: int) -> HttpResponse:
    if not found.may_answer(organisation):
        raise PermissionDenied(gettext("No office of yours may fill in for this organisation."))
    posted = found.http.POST
    sending = _sending(found, organisation)
    since = since_opened(posted, _based_on(sending), lambda: as_typed(form_of(found, organisation), _note(sending)))
    said = since.said if since else posted
    form, note = form_of(found, organisation, said), said.get("note", "").strip()[:_LONGEST_NOTE]
    if since and since.adds_nothing:
        messages.success(found.http, gettext("This was recorded already, as you typed it."))
        return HttpResponseRedirect(reverse("request_fill", args=[found.request.id, organisation]))
    if since and (since.open or COMPARED not in posted):
        told = overtaken(since, posted, words_of(form), rows=[sending.id] if sending else [])
        return _shown(found, organisation, form, note=note, stood=stood_in(posted, since), told=told)
    if form.problems:
        said = gettext("%(count)s boxes need another look; they are marked below.") % {"count": form.problems}
        return _shown(found, organisation, form, (said,), note)
    filling = Filling(organisation, form.answers, len(form.known), note)
    try:
        actions.send(standing=found.standing, filling=filling, actor=found.actor)
    except RuleBroken as error:
        return _shown(found, organisation, form, (error.sentence(found.language),), note)
    messages.success(found.http, gettext("Sent. Until the last day you may change it and send it again."))
    return HttpResponseRedirect(reverse("request_fill", args=[found.request.id, organisation]))


def _shown(
    found: Opened, organisation: int, form: Form, problems: tuple[str, ...] = (), note: str | None = None,
    stood: str = "", told: Overtaken | None = None,
) -> HttpResponse:  # fmt: skip
    """The page. That values naming persons were shown is logged."""
    asked, standing, on = found.request, found.standing, usual_day()
    sending = _sending(found, organisation)
    how = sent_state(standing, organisation, sending, True, on)
    log_list(
        found.http, found.scope.catalogue.types["person"], form.persons, len(form.persons), organisation=organisation
    )
    content = FillPage(
        title=asked.title,
        name=found.scope.todays_tree.name(organisation),
        asked_by=asked.asked_by,
        paper=asked.paper_in_words,
        issuer=asked.issuer,
        due_on=asked.due_on,
        due_words=due_in_words(asked.due_on, on) if sending is None or how.reason else "",
        is_late=how.code == "missing",
        is_required=standing.is_required,
        why_not_required="" if standing.is_required else _why_not(found),
        note_of_asker=asked.note,
        as_of=asked.as_of,
        state=how.state,
        sending=sending,
        sent_back=how.reason,
        reminded_on=standing.reminders[-1].on if standing.reminders and sending is None else None,
        is_answerable=found.may_answer(organisation) and standing.is_open,
        is_closed=standing.is_closed,
        form=form,
        all_count=len(found.boxes),
        typed_note=_note(sending) if note is None else note,
        problems=problems,
        based_on=_based_on(sending),
        stood=stood or found.http.POST.get(STOOD) or as_stood(as_typed(form, _note(sending))),
        overtaken=told,
        back=reverse("requests"),
    )
    return page(found.http, content, status=409 if told else 422 if problems else 200)


def _sending(found: Opened, organisation: int) -> Sending | None:
    return sendings_of([(found.request.id, organisation)]).get((found.request.id, organisation))


def _based_on(sending: Sending | None) -> str:
    """What a form was made from; another value later means that somebody sent it meanwhile."""
    return str(sending.id) if sending else ""


def _note(sending: Sending | None) -> str:
    return sending.note if sending else ""


def _why_not(found: Opened) -> str:
    """Why it need not be filled in, in a sentence."""
    if not found.request.number:
        return gettext("Need not be filled in: it names no paper. Leaving it empty is never overdue.")
    if found.standing.decision is not None and not found.standing.is_admitted:
        return gettext("Need not be filled in: it was refused. Leaving it empty is never overdue.")
    return gettext("Need not be filled in: nobody has admitted it yet. Leaving it empty is never overdue.")
