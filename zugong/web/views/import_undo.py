"""Taking an import back: first what that would do, then the deed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.dictionary.catalogue import installed_catalogue
from zugong.exchange import importing
from zugong.exchange.models import ImportJob
from zugong.exchange.undo import undo_preview
from zugong.kernel.errors import RuleBroken
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.views.imports import JobLine, importer_of, job_of, line_of


@dataclass(frozen=True)
class UndoLine:
    """What an undo would do to the rows of a record type."""

    name: str
    withdrawn: int
    restored: int


@dataclass(frozen=True, kw_only=True)
class UndoPage(Page):
    """What undoing an import would do, before it is done; `problem` where it cannot be."""

    template: ClassVar[str] = "web/imports/undo.html"
    job: JobLine
    lines: tuple[UndoLine, ...]
    problem: str
    paper: str


@safe_to_repeat
def import_undo(request: HttpRequest, job: int) -> HttpResponse:
    """What taking the import back would do; a POST does it. Where later entries build on it, the page says which."""
    found = job_of(request, job)
    if found.state != ImportJob.COMMITTED or found.entry is None:
        raise importing.not_now(found)
    if request.method != "POST":
        return page(request, _undo_page(request, found))
    try:
        importing.take_back(found, paper=request.POST.get("paper", "").strip(), importer=importer_of(request))
    except RuleBroken as error:
        return page(request, _undo_page(request, found, error), status=422)
    messages.success(request, gettext("The import has been undone. What was recorded before holds again."))
    return HttpResponseRedirect(reverse("import", args=[job]))


def _undo_page(request: HttpRequest, job: ImportJob, error: RuleBroken | None = None) -> UndoPage:
    language, types = spoken(request), installed_catalogue(settings.ZUGONG_PACK).types
    preview = undo_preview(job.entry)
    problem = error or preview.problem
    return UndoPage(
        title=gettext("Undo this import"), job=line_of(job, language),
        lines=tuple(UndoLine(types[code].name(language), gone, back) for code, gone, back in preview.counts),
        problem=problem.sentence(language) if problem else "", paper=request.POST.get("paper", ""),
    )  # fmt: skip
