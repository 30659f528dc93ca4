"""What belongs to a meeting beside its form: papers to print, scans, reviews from above, answers to opinions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.activities.actions import add_scan, answer_problem, review_meeting, withdraw_scan
from zugong.activities.erasing import destroyed
from zugong.activities.errors import ScanDestroyed
from zugong.activities.filed import PROBLEM, REVIEW, ROLL, ledger
from zugong.activities.papers import Paper, meeting_paper, papers_for, paragraphs, word_of
from zugong.activities.queries import person_names
from zugong.activities.scans import keep_scan, kind_of_scan, scan
from zugong.dictionary.store import StoredRow
from zugong.kernel.errors import RuleBroken
from zugong.web.activities.doors import filed_asked, may_list_meetings, meeting_kind, require_fill, writing_of
from zugong.web.activities.typed_meeting import codes_of
from zugong.web.clocks import usual_day
from zugong.web.files import word_file
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import scope_of

_LONGEST_ANSWER = 300


@dataclass(frozen=True, kw_only=True)
class PaperPage(Page):
    """A paper as it is printed, and its Word file."""

    template: ClassVar[str] = "web/activities/paper.html"
    crumbs: tuple[Crumb, ...]
    lines: tuple[tuple[str, str], ...]
    word_address: str


def shown_paper(request: HttpRequest, paper: Paper, crumbs: tuple[Crumb, ...], author: str) -> HttpResponse:
    """A paper as a page, or as a Word file where the address asks for one."""
    if request.GET.get("as") == "word":
        return word_file(word_of(paper, author), f"{paper.title}-{author}")
    content = PaperPage(
        title=paper.title, crumbs=crumbs, lines=tuple(paragraphs(paper)), word_address=f"{request.path}?as=word"
    )
    return page(request, content)


def meeting_paper_page(request: HttpRequest, identity: int, code: str) -> HttpResponse:
    """One of the papers of a meeting; the minutes name who was not there."""
    scope = scope_of(request)
    filed = filed_asked(scope, identity)
    if code not in papers_for(filed):
        raise Http404
    meeting = meeting_kind(filed.row.values["series"])
    name = scope.todays_tree.name(filed.organisation)
    persons = [row["person"] for row in filed.values_of(ROLL)]
    names = person_names(persons, filed.row.since)
    log_list(request, scope.catalogue.types[ROLL], persons, len(persons), organisation=filed.organisation)
    paper = meeting_paper(code, filed, meeting, organisation=name, names=names, today=usual_day())
    crumbs = (
        Crumb(gettext("Meetings"), reverse("meetings")), Crumb(name, reverse("meeting_list", args=[filed.organisation])),
        Crumb(meeting.label(spoken(request)), reverse("meeting", args=[identity])),
    )  # fmt: skip
    return shown_paper(request, paper, crumbs, name)


@require_POST
@safe_to_repeat
def meeting_scan(request: HttpRequest, identity: int) -> HttpResponse:
    """A scan of the minute book is added."""
    scope = scope_of(request)
    filed = filed_asked(scope, identity)
    require_fill(request, scope, filed.organisation)
    back = HttpResponseRedirect(reverse("meeting", args=[identity]))
    file = request.FILES.get("scan")
    if file is None:
        messages.error(request, gettext("Choose a picture or a PDF file first."))
        return back
    try:
        kept = keep_scan(file.name or "", file.chunks())
        add_scan(
            organisation=filed.organisation, field_code="themed_day", anchor=identity, kept=kept,
            writing=writing_of(request, scope),
        )  # fmt: skip
        messages.success(request, gettext("The scan is kept with the meeting."))
    except RuleBroken as error:
        messages.error(request, error.sentence(spoken(request)))
    return back


def meeting_scan_file(request: HttpRequest, identity: int, row: int) -> HttpResponse:
    """A scan as it came; it may name people, so looking at it is logged like the roll."""
    scope = scope_of(request)
    filed = filed_asked(scope, identity)
    persons = [one["person"] for one in filed.values_of(ROLL)]
    log_list(request, scope.catalogue.types[ROLL], persons, len(persons), organisation=filed.organisation)
    return scan_response(request, _scan_row(filed.scans, row))


def scan_response(request: HttpRequest, found: StoredRow) -> HttpResponse:
    """The file of a scan. Raises ScanDestroyed for one that went with somebody whom it names."""
    if gone := destroyed([found]).get(found.id):
        raise ScanDestroyed(on=gone.on, paper=gone.paper)
    content = scan(found.values["file"])
    kind = kind_of_scan(content[:16]) or "application/octet-stream"
    name = content_disposition_header(True, found.values["name"] or "scan") or "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": name})


@require_POST
@safe_to_repeat
def meeting_scan_withdraw(request: HttpRequest, identity: int, row: int) -> HttpResponse:
    """The scan was the wrong one."""
    scope = scope_of(request)
    filed = filed_asked(scope, identity)
    require_fill(request, scope, filed.organisation)
    withdraw_scan(scan=_scan_row(filed.scans, row), writing=writing_of(request, scope))
    messages.success(request, gettext("The scan is withdrawn."))
    return HttpResponseRedirect(reverse("meeting", args=[identity]))


def _scan_row(rows: tuple[StoredRow, ...], wanted: int) -> StoredRow:
    found = next((row for row in rows if row.id == wanted), None)
    if found is None:
        raise Http404
    return found


@require_POST
@safe_to_repeat
def meeting_review(request: HttpRequest, identity: int) -> HttpResponse:
    """The review of the level above."""
    scope = scope_of(request)
    filed = filed_asked(scope, identity)
    require_fill(request, scope, filed.organisation)
    by, level = request.POST.get("by", ""), request.POST.get("level", "")
    known = [one.by for one in meeting_kind(filed.row.values["series"]).reviews]
    if filed.is_held and by in known and level in codes_of(REVIEW, "level"):
        review_meeting(filed=filed, by=by, level=level, writing=writing_of(request, scope))
        messages.success(request, gettext("The review is recorded."))
    return HttpResponseRedirect(reverse("meeting", args=[identity]))


@require_POST
@safe_to_repeat
def meeting_answer(request: HttpRequest, identity: int) -> HttpResponse:
    """An opinion or problem of a meeting is answered."""
    scope = scope_of(request)
    row = next(iter(ledger(PROBLEM).believed(anchor_id=identity, until__isnull=True)), None)
    if row is None or row.values["meeting"] is None or not may_list_meetings(scope, row.values["organisation"]):
        raise Http404
    require_fill(request, scope, row.values["organisation"])
    answer = request.POST.get("answer", "").strip()[:_LONGEST_ANSWER]
    if answer and row.values["status"] == "open":
        answer_problem(problem=row, answer=answer, writing=writing_of(request, scope))
        messages.success(request, gettext("The answer is recorded."))
    elif not answer:
        messages.error(request, gettext("Write the answer first."))
    return HttpResponseRedirect(f"{reverse('meeting', args=[row.values['meeting']])}#items")
