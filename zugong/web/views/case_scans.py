"""Scans of the papers of a case: put to a step, opened, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.activities.scans import keep_scan
from zugong.cases.filed import Case, scans_of
from zugong.cases.scans import add_scan, may_attach, withdraw_scan
from zugong.dictionary.store import StoredRow
from zugong.kernel.errors import RuleBroken
from zugong.web.cases.asked import AskedCases, asked_cases
from zugong.web.looking import log_view
from zugong.web.repeating import safe_to_repeat
from zugong.web.typed import typed_number
from zugong.web.views.meeting_papers import scan_response


@require_POST
@safe_to_repeat
def case_scan(request: HttpRequest, identity: int) -> HttpResponse:
    """A scan is put to one step of the case; 403 for who may not take that step."""
    asked = asked_cases(request)
    found = asked.case(identity)
    line = typed_number(request.POST.get("line", "")) or 0
    if not any(may_attach(found, act.line, asked.scope.access) for act in found.acts):
        raise PermissionDenied(gettext("Papers are put to a step by whoever takes it or keeps the case."))
    file = request.FILES.get("scan")
    try:
        if file is None:
            messages.error(request, gettext("Choose a picture or a PDF file first."))
        else:
            add_scan(found=found, line=line, kept=keep_scan(file.name or "", file.chunks()), by=asked.by)
            messages.success(request, gettext("The scan is kept with the step."))
    except RuleBroken as error:
        messages.error(request, error.sentence(asked.language))
    return HttpResponseRedirect(reverse("case", args=[identity]))


def case_scan_file(request: HttpRequest, identity: int, row: int) -> HttpResponse:
    """A scan as it came; opened by whoever may read remarks of the case, and the look is logged."""
    asked = asked_cases(request)
    found = asked.case(identity)
    scan = _scan(asked, found, row)
    log_view(request, asked.subject(found))
    return scan_response(request, scan)


@require_POST
@safe_to_repeat
def case_scan_withdraw(request: HttpRequest, identity: int, row: int) -> HttpResponse:
    """The scan was the wrong one."""
    asked = asked_cases(request)
    found = asked.case(identity)
    withdraw_scan(found=found, scan=_scan(asked, found, row), by=asked.by)
    messages.success(request, gettext("The scan is withdrawn."))
    return HttpResponseRedirect(reverse("case", args=[identity]))


def _scan(asked: AskedCases, found: Case, row: int) -> StoredRow:
    scan = next((one for one in scans_of(found) if one.id == row), None)
    if scan is None or not asked.may_see_personal(found):
        raise Http404
    return scan
