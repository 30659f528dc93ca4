"""Imports: upload, look at what would become of each row, decide, commit all or nothing, undo."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from zugong.dictionary.catalogue import installed_catalogue
from zugong.exchange import importing
from zugong.exchange.background import progress_of
from zugong.exchange.commit import Decision
from zugong.exchange.exporting import template
from zugong.exchange.filling import may_fill
from zugong.exchange.marked import begin_marking, marked_file
from zugong.exchange.models import ImportJob
from zugong.exchange.planning.outcomes import OUTCOME_WORDS
from zugong.exchange.previews import keep_decisions, kept_decisions, left_out_rows
from zugong.exchange.recognising import Choices
from zugong.offices.actions import log_access
from zugong.web.files import workbook_file
from zugong.web.imports.forms import choices_of, decided, decisions_of
from zugong.web.imports.mapping import MappingTable, mapping_table
from zugong.web.imports.preview import (
    KindLine,
    MissingTable,
    OutcomeTab,
    RowsTable,
    kinds_of,
    missing_table,
    rows_table,
    tabs_of,
)
from zugong.web.imports.steps import COLUMNS, RECORD, ROWS, Step, next_act, step_of, steps_of
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.typed import typed_number

_LISTED = 100
_PHASES = {
    "reading": gettext_lazy("Reading the file"),
    "parsing": gettext_lazy("Reading the cells"),
    "resolving": gettext_lazy("Looking up names and numbers"),
    "comparing": gettext_lazy("Comparing with what is recorded"),
    "compared": gettext_lazy("Comparing with what is recorded"),
    "preview": gettext_lazy("Writing the preview"),
    "recording": gettext_lazy("Recording"),
    "places": gettext_lazy("Bringing the tree up to date"),
}


class SeveralFiles(forms.FileField):
    """One or more files."""

    widget = type("SeveralFilesInput", (forms.ClearableFileInput,), {"allow_multiple_selected": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFiles, self).clean(one, initial) for one in files]


class UploadForm(forms.Form):
    """Which files, and the day as of which they speak: never guessed, so it has no value before somebody gives it."""

    files = SeveralFiles(label=gettext_lazy("Files (.xlsx, .xls, .csv)"))
    on = forms.DateField(
        label=gettext_lazy("As-of day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)

    def __init__(self, *arguments: Any, sheets: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["sheet"].choices = [("", gettext("recognise by its headers")), *sheets]


@dataclass(frozen=True)
class JobLine:
    """One import in the list."""

    id: int
    filename: str
    sheet: str
    on: str
    by: str
    at: str
    state: str
    counts: str
    next: str
    problem: str
    is_running: bool


@dataclass(frozen=True)
class SheetLink:
    """A sheet that the user may import, with an empty one to download."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ImportsPage(Page):
    """Past and open imports, and the form for new ones."""

    template: ClassVar[str] = "web/imports/imports.html"
    form: UploadForm
    jobs: tuple[JobLine, ...]
    sheets: tuple[SheetLink, ...]
    may_upload: bool
    has_running: bool


@dataclass(frozen=True)
class Progress:
    """How far a running import is."""

    address: str
    phase: str
    done: int
    total: int


@dataclass(frozen=True, kw_only=True)
class ImportPage(Page):
    """One import as it is now; what does not apply to its state is None."""

    template: ClassVar[str] = "web/imports/import.html"
    job: JobLine
    problem: str
    steps: tuple[Step, ...]
    step: int
    progress: Progress | None
    mapping: MappingTable | None
    tabs: tuple[OutcomeTab, ...]
    rows: RowsTable | None
    kinds: tuple[KindLine, ...]
    left_out: tuple[tuple[int, str], ...]
    missing: MissingTable | None
    undecided: int
    refused: int
    may_commit: bool
    may_mark: bool
    may_discard: bool
    may_undo: bool
    entry: int | None
    undone_in: int | None
    paper: str
    left_out_count: int
    left_out_numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class MarkedPage(Page):
    """The marked workbook is being written; the page comes back by itself until it is there."""

    template: ClassVar[str] = "web/imports/marking.html"
    job: int
    address: str


@safe_to_repeat
def imports(request: HttpRequest) -> HttpResponse:
    """The list of imports; a POST receives files, each becomes a job of its own."""
    who = importer_of(request)
    sheets = _sheets(request, who)
    choices = [(sheet.code, sheet.name) for sheet in sheets]
    form = UploadForm(request.POST or None, request.FILES or None, sheets=choices)
    if request.method == "POST" and form.is_valid():
        if not sheets:
            raise PermissionDenied(gettext("No mandate of yours lets you fill in anything."))
        jobs = [_received(request, file, form, who) for file in form.cleaned_data["files"]]
        target = reverse("import", args=[jobs[0].pk]) if len(jobs) == 1 else reverse("imports")
        return HttpResponseRedirect(target)
    jobs = _listed_jobs(request, who)
    content = ImportsPage(
        title=gettext("Import"), form=form, sheets=sheets, may_upload=bool(sheets), jobs=jobs,
        has_running=any(job.is_running for job in jobs),
    )  # fmt: skip
    return page(request, content, status=422 if form.errors else 200)


def import_list(request: HttpRequest) -> HttpResponse:
    """The list alone, asked for every few seconds while a file is worked on."""
    jobs = _listed_jobs(request, importer_of(request))
    has_running = any(job.is_running for job in jobs)
    return render(request, "web/imports/jobs.html", {"jobs": jobs, "has_running": has_running})


def _listed_jobs(request: HttpRequest, who: importing.Importer) -> tuple[JobLine, ...]:
    found = who.jobs().select_related("user", "entry", "undone_in")[:_LISTED]
    return tuple(line_of(importing.settle(job), spoken(request)) for job in found)


def _received(request: HttpRequest, file: Any, form: UploadForm, who: importing.Importer) -> ImportJob:
    choices = Choices(sheet=form.cleaned_data["sheet"])
    return importing.receive(file.name, file.chunks(), on=form.cleaned_data["on"], choices=choices, importer=who)


def one_import(request: HttpRequest, job: int) -> HttpResponse:
    """One import: how far it is, how the file was understood, what would become of each row."""
    content = _import_page(request, job_of(request, job))
    if content.missing:  # the store told these names, the officer's file did not
        persons = [line.key for line in content.missing.lines if line.type_code == "membership"]
        log_access(user=request.user, act="list", record_type="membership", persons=persons, rows=len(persons))
    return page(request, content)


def import_progress(request: HttpRequest, job: int) -> HttpResponse:
    """The part of the page that is asked for every second while work goes on; at its end the whole page is."""
    found = job_of(request, job)
    if _progress(found) is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "web/imports/progress.html", {"progress": _progress(found)})


@require_POST
def import_check(request: HttpRequest, job: int) -> HttpResponse:
    """Check again with the mapping and marks of the form."""
    found = job_of(request, job)
    importing.check_again(found, choices_of(request.POST, found), importer_of(request))
    return HttpResponseRedirect(reverse("import", args=[job]))


@require_POST
def import_decide(request: HttpRequest, job: int) -> HttpResponse:
    """Keep what became of somebody whom the roster leaves out, or of all who are still open; nothing is recorded yet."""
    found = job_of(request, job)
    if found.state != ImportJob.CHECKED:
        raise importing.not_now(found)
    keep_decisions(job, decided(request.POST, found))
    skip = _number(request.POST.get("skip", ""))
    return HttpResponseRedirect(f"{reverse('import', args=[job])}?step=3&left={skip}#missing")


@require_POST
@safe_to_repeat
def import_commit(request: HttpRequest, job: int) -> HttpResponse:
    """Record the import, with the decisions about who is missing; what stands against it is shown on its page."""
    found = job_of(request, job)
    decisions: dict[int, Decision] = decisions_of(found)
    paper = request.POST.get("paper", "").strip()
    importing.record(found, paper=paper, decisions=decisions, kind="import", importer=importer_of(request))
    return HttpResponseRedirect(reverse("import", args=[job]))


@require_POST
def import_discard(request: HttpRequest, job: int) -> HttpResponse:
    """Forget an import that was not recorded."""
    importing.discard(job_of(request, job))
    messages.success(request, gettext("The import has been discarded; nothing was recorded."))
    return HttpResponseRedirect(reverse("imports"))


def import_marked(request: HttpRequest, job: int) -> HttpResponse:
    """The officer's own workbook with what is wrong marked in it; while it is being written, a page that waits for it."""
    found, language = job_of(request, job), spoken(request)
    path = marked_file(found, language)
    if path is None:
        begin_marking(found, language)
        path = marked_file(found, language)
    if path is not None:
        name = f"{found.filename.rsplit('.', 1)[0]}-{gettext('checked')}"
        if not request.htmx:
            return workbook_file(path.open("rb"), name)
        return render(request, "web/imports/marked.html", {"address": request.path})
    if request.htmx:
        return render(request, "web/imports/waiting.html", {"address": request.path})
    return page(request, MarkedPage(title=gettext("The workbook with marks"), job=job, address=request.path))


def empty_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """An empty workbook of a sheet."""
    sheets = {sheet.code: sheet for sheet in installed_catalogue(settings.ZUGONG_PACK).all_sheets()}
    if code not in sheets:
        raise Http404
    content = template(sheets[code], language=spoken(request))
    return workbook_file(io.BytesIO(content), sheets[code].name(spoken(request)))


def importer_of(request: HttpRequest) -> importing.Importer:
    return importing.Importer(request.user, request.access)


def job_of(request: HttpRequest, job: int) -> ImportJob:
    """The job as it is now. 404 where it is not there or not theirs to know of."""
    found = importer_of(request).jobs().filter(pk=job).select_related("user", "entry", "undone_in").first()
    if found is None:
        raise Http404
    return importing.settle(found)


def _sheets(request: HttpRequest, who: importing.Importer) -> tuple[SheetLink, ...]:
    language = spoken(request)
    allowed = (s for s in who.catalogue.all_sheets() if may_fill(who.access, s, who.catalogue))
    return tuple(SheetLink(sheet.code, sheet.name(language)) for sheet in allowed)


def line_of(job: ImportJob, language: str) -> JobLine:
    words = importing.STATE_WORDS[job.state]
    counts = [f"{OUTCOME_WORDS[kind].text(language)} {count}" for kind, count in job.counts.items()]
    return JobLine(
        id=job.pk, filename=job.filename, sheet=_sheet_name(job, language), on=job.on.isoformat(),
        by=job.user.get_full_name(), at=f"{importing.local_time(job.at):%Y-%m-%d %H:%M}",
        state=words[0] if language.startswith("zh") else words[1], counts=" · ".join(counts), next=next_act(job),
        problem=_kept_problem(job, language), is_running=job.state in importing.RUNNING,
    )  # fmt: skip


def _kept_problem(job: ImportJob, language: str) -> str:
    return job.problem.get("zh" if language.startswith("zh") else "en", "")


def _sheet_name(job: ImportJob, language: str) -> str:
    sheets = installed_catalogue(settings.ZUGONG_PACK)
    known = {sheet.code: sheet for sheet in sheets.all_sheets()}
    return known[job.sheet].name(language) if job.sheet in known else ""


def _progress(job: ImportJob) -> Progress | None:
    if job.state not in importing.RUNNING:
        return None
    note = progress_of(job.pk)
    address = reverse("import_progress", args=[job.pk])
    return Progress(address, str(_PHASES.get(note.phase, gettext("Beginning"))), note.done, note.total)


def _import_page(request: HttpRequest, job: ImportJob) -> ImportPage:
    language, asked = spoken(request), request.GET
    is_checked = job.state == ImportJob.CHECKED
    mapping = mapping_table(job, language) if job.state in importing.OPEN else None
    refused = job.counts.get("refused", 0) if is_checked else 0
    undecided = job.missing - len(kept_decisions(job.pk)) if is_checked else 0
    step = step_of(
        job, asked.get("step", "3" if "outcome" in asked else ""),
        needs_attention=bool(mapping and mapping.needs_attention), has_open_rows=bool(refused or undecided),
    )  # fmt: skip
    is_rows, is_last = is_checked and step == ROWS, is_checked and step == RECORD
    tabs = tabs_of(job, asked.get("outcome", ""), language) if is_rows or is_last else ()
    return ImportPage(
        title=job.filename,
        job=line_of(job, language),
        problem=_kept_problem(job, language),
        steps=steps_of(job, step),
        step=step,
        progress=_progress(job),
        mapping=mapping if step == COLUMNS else None,
        tabs=tabs,
        rows=rows_table(job, tabs, _number(asked.get("skip", "")), language) if is_rows else None,
        kinds=kinds_of(job, language) if is_rows else (),
        left_out=tuple(left_out_rows(job.pk).items()) if is_checked else (),
        missing=missing_table(job, _number(asked.get("left", ""))) if is_rows and job.missing else None,
        undecided=undecided,
        refused=refused,
        may_commit=is_last and not refused,
        may_mark=is_checked,
        may_discard=job.state in importing.OPEN,
        may_undo=job.state == ImportJob.COMMITTED and job.entry is not None,
        entry=job.entry.number if job.entry else None,
        undone_in=job.undone_in.number if job.undone_in else None,
        paper=job.paper,
        left_out_count=len(job.choices.get("set_aside", ())),
        left_out_numbers=tuple(sorted(job.choices.get("set_aside", ()))[:_LISTED]),
    )


def _number(text: str) -> int:
    return typed_number(text) or 0
