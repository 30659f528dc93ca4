"""Complaints and suggestions: anybody sends one and follows it by its code; the office that decides reads and answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from zugong.complaints import actions, queries
from zugong.complaints.models import Complaint, Step
from zugong.complaints.queries import Handled, Read
from zugong.complaints.rules import LONGEST_TEXT
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import today
from zugong.offices.actions import log_access
from zugong.offices.queries import offices_on
from zugong.web.administration.duty import may_here
from zugong.web.countable import countable
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat, sent_mark
from zugong.web.scope import scope_of
from zugong.web.typed import typed_number

_LINES = 50
_FIRST_WORDS = 60
_RECORD_TYPE = "complaint"


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class ComplainPage(Page):
    """The form. What was typed stays in it; `problem` is what stands against it."""

    template: ClassVar[str] = "web/complain.html"
    kinds: tuple[Choice, ...]
    offices: tuple[Choice, ...]
    text: str
    name: str
    contact: str
    most: int
    problem: str


@dataclass(frozen=True, kw_only=True)
class FiledPage(Page):
    """The code, shown once, and the date."""

    template: ClassVar[str] = "web/complaint_filed.html"
    code: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class StatePage(Page):
    """What a code opens: `found` is None before a code was given and for one that opens nothing."""

    template: ClassVar[str] = "web/complaint_state.html"
    code: str
    is_asked: bool
    found: Read | None
    answer: Handled | None
    forwarded_at: datetime | None
    is_overdue: bool


@dataclass(frozen=True)
class ComplaintLine:
    """One complaint of the list. `level` is red when overdue, amber while it waits, good once answered."""

    id: int
    kind: str
    words: str
    at: datetime
    due_on: date
    level: str


@dataclass(frozen=True, kw_only=True)
class ComplaintsPage(Page):
    """The complaints that one may read, the earliest owed first. `may_count`: the sheets for callers open to them."""

    template: ClassVar[str] = "web/complaints.html"
    lines: tuple[ComplaintLine, ...]
    may_count: bool
    next: str


@dataclass(frozen=True, kw_only=True)
class ComplaintPage(Page):
    """One complaint, what was done, and what may be done."""

    template: ClassVar[str] = "web/complaint.html"
    read: Read
    kind: str
    about: str
    steps: tuple[tuple[Handled, str], ...]
    is_open: bool
    is_overdue: bool
    offices: tuple[Choice, ...]
    typed: str
    problem: str


@sensitive_post_parameters()
@login_not_required
def complain(request: HttpRequest) -> HttpResponse:
    """The form, for anybody; after sending the code."""
    if request.method != "POST":
        return _form(request, "", status=200)
    office = typed_number(request.POST.get("office", ""))
    known = {pk for pk, _ in _offices()}
    written = actions.Written(
        kind=_kind(request),
        text=request.POST.get("text", ""),
        name=request.POST.get("name", "")[:100],
        contact=request.POST.get("contact", "")[:100],
        office=office if office in known else None,
    )
    try:
        filed = actions.file_complaint(
            written=written, address=request.META.get("REMOTE_ADDR", ""), mark=sent_mark(request)
        )
    except RuleBroken as error:
        return _form(request, error.sentence(spoken(request)), status=422)
    return page(request, FiledPage(title=gettext("It has been received"), code=filed.code, due_on=filed.due_on))


@sensitive_post_parameters()
@login_not_required
def complaint_state(request: HttpRequest) -> HttpResponse:
    """What became of a complaint, by its code. The code never stands in an address."""
    code = request.POST.get("code", "").strip()[:40]
    found = queries.by_code(code) if code else None
    read = queries.in_clear(found) if found else None
    forwarded = [step.at for step in read.steps if step.kind == Step.FORWARDED] if read else []
    content = StatePage(
        title=gettext("What became of your complaint"),
        code=code,
        is_asked=bool(code),
        found=read,
        answer=read.answer if read else None,
        forwarded_at=forwarded[-1] if forwarded else None,
        is_overdue=bool(read and read.is_overdue(today())),
    )
    return page(request, content, status=404 if code and not read else 200)


def complaints(request: HttpRequest) -> HttpResponse:
    """The list. 403 for whoever has none to read."""
    if not queries.may_read_any(request.access, keeps_accounts=may_here(request, "account")):
        raise PermissionDenied(gettext("Complaints are read by the office that decides about members."))
    start = typed_number(request.GET.get("after", "")) or 0
    found = list(_readable(request)[start : start + _LINES + 1])
    content = ComplaintsPage(
        title=gettext("Complaints and suggestions"),
        lines=tuple(_line(complaint) for complaint in found[:_LINES]),
        may_count=bool(countable(scope_of(request)).figures),
        next=f"?after={start + _LINES}" if len(found) > _LINES else "",
    )
    return page(request, content)


def complaint(request: HttpRequest, identity: int) -> HttpResponse:
    """One complaint. 404 for one that they may not read. That it was read is logged."""
    return _shown(request, _the_complaint(request, identity))


@require_POST
@safe_to_repeat
def complaint_answer(request: HttpRequest, identity: int) -> HttpResponse:
    """Answer it."""
    found, text = _the_complaint(request, identity), request.POST.get("text", "")
    try:
        actions.answer(complaint=found, text=text, user=request.user)
    except RuleBroken as error:
        return _shown(request, found, typed=text, problem=error.sentence(spoken(request)))
    messages.success(request, gettext("The answer can be read by whoever has the code."))
    return HttpResponseRedirect(reverse("complaint", args=[identity]))


@require_POST
@safe_to_repeat
def complaint_forward(request: HttpRequest, identity: int) -> HttpResponse:
    """Hand it to another office."""
    found, office = _the_complaint(request, identity), typed_number(request.POST.get("office", ""))
    if office is None or office not in {pk for pk, _ in _offices()}:
        return _shown(request, found, problem=gettext("Choose the office to which it goes."))
    try:
        actions.forward(complaint=found, office=office, user=request.user)
    except RuleBroken as error:
        return _shown(request, found, problem=error.sentence(spoken(request)))
    messages.success(request, gettext("It has been forwarded; that office sees it among what is to be done."))
    return HttpResponseRedirect(reverse("complaint", args=[identity]))


def _form(request: HttpRequest, problem: str, *, status: int) -> HttpResponse:
    chosen, office = _kind(request), request.POST.get("office", "")
    content = ComplainPage(
        title=gettext("Complaints and suggestions"),
        kinds=tuple(Choice(kind, label, kind == chosen) for kind, label in _kinds().items()),
        offices=tuple(Choice(str(pk), name, str(pk) == office) for pk, name in _offices()),
        text=request.POST.get("text", ""),
        name=request.POST.get("name", ""),
        contact=request.POST.get("contact", ""),
        most=LONGEST_TEXT,
        problem=problem,
    )
    return page(request, content, status=status)


def _kind(request: HttpRequest) -> str:
    asked = request.POST.get("kind", "")
    return asked if asked in _kinds() else "complaint"


def _kinds() -> dict[str, str]:
    return {
        "complaint": gettext("Complaint"),
        "suggestion": gettext("Suggestion"),
        "question": gettext("Question"),
    }


def _offices() -> list[tuple[int, str]]:
    return list(offices_on(today()).values_list("anchor_id", "name"))


def _readable(request: HttpRequest):
    return queries.readable_by(request.access, keeps_accounts=may_here(request, "account"))


def _the_complaint(request: HttpRequest, identity: int) -> Complaint:
    found = _readable(request).filter(pk=identity).first()
    if found is None:
        raise Http404
    return found


def _line(complaint: Complaint) -> ComplaintLine:
    read = queries.in_clear(complaint)
    level = "good" if read.answer else "red" if read.is_overdue(today()) else "amber"
    words = read.text[:_FIRST_WORDS] + ("…" if len(read.text) > _FIRST_WORDS else "")
    return ComplaintLine(read.id, _kinds()[read.kind], words, read.at, read.due_on, level)


def _shown(request: HttpRequest, found: Complaint, *, typed: str = "", problem: str = "") -> HttpResponse:
    read, names = queries.in_clear(found), dict(_offices())
    log_access(user=request.user, act="view", record_type=_RECORD_TYPE, persons=[])
    content = ComplaintPage(
        title=f"{_kinds()[read.kind]} №{read.id}",
        read=read,
        kind=_kinds()[read.kind],
        about=names.get(read.office, "") if read.office else "",
        steps=tuple((step, names.get(step.office, "") if step.office else "") for step in read.steps),
        is_open=read.answer is None,
        is_overdue=read.is_overdue(today()),
        offices=tuple(Choice(str(pk), name, False) for pk, name in names.items() if pk != read.office),
        typed=typed,
        problem=problem,
    )
    return page(request, content, status=422 if problem else 200)
