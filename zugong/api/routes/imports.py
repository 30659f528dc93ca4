"""Imports: upload, look at what would become of each row, decide about who is missing, commit all or nothing, undo."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Schema, UploadedFile
from pydantic import Field

from zugong.api.asked import Day, Identity, Language, Limit
from zugong.api.looking import log_persons
from zugong.api.problems import NotThere, Problem
from zugong.api.routes.exports import FILE_DESCRIBED, FILE_TYPES
from zugong.api.shapes import ProblemShape
from zugong.exchange import importing
from zugong.exchange.background import progress_of
from zugong.exchange.commit import Decision
from zugong.exchange.models import ImportJob
from zugong.exchange.previews import preview_missing, preview_rows, recognition_of
from zugong.exchange.recognising import Choices

router = Router(tags=["Imports 导入"])
_RUNNING = (ImportJob.CHECKING, ImportJob.RECORDING)
_STEP_SECONDS = 0.2

Seconds = Annotated[int, Field(ge=0, le=60, description="Wait so long for the work to end before answering.")]
Codes = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=200)]
Outcome = Literal["new", "changed", "correction", "ended", "unchanged", "refused"]
Skip = Annotated[int, Field(ge=0, le=1_000_000, description="Rows to pass over.")]


class UploadForm(Schema):
    on: Day = Field(description="The day as of which the sheet speaks. It is never guessed.")
    sheet: str = Field("", max_length=60, description="Code of the sheet; left out: recognised by its headers.")
    worksheet: str = Field("", max_length=200, description="Which worksheet; left out: the one most like a sheet.")


class ChoicesBody(Schema):
    """What is decided about the file; left out, what was proposed stands."""

    sheet: str = Field("", max_length=60)
    worksheet: str = Field("", max_length=200)
    columns: dict[int, str] = Field(
        default_factory=dict, description='Column key by index from 0; "" for a column that is not imported.'
    )
    corrections: Codes = Field(
        default_factory=list, description="Keys of columns in which a differing value was always wrong."
    )
    blanks_are_values: Codes = Field(
        default_factory=list, description="Keys of columns in which an empty cell means that there is none."
    )
    set_aside: list[Identity] = Field(default_factory=list, max_length=10000, description="Numbers of rows left out.")

    confirmed: list[Identity] = Field(
        default_factory=list, max_length=10000, description="Numbers of doubtful rows that are so on paper."
    )

    @property
    def choices(self) -> Choices:
        return Choices(
            sheet=self.sheet,
            worksheet=self.worksheet,
            columns=self.columns,
            corrections=frozenset(self.corrections),
            blanks_are_values=frozenset(self.blanks_are_values),
            set_aside=frozenset(self.set_aside),
            confirmed=frozenset(self.confirmed),
        )


class DecisionBody(Schema):
    key: Identity = Field(description="`key` of the missing record.")
    choice: str = Field(max_length=40, description="One of its `choices`; stay: the record goes on.")
    day: Day | None = Field(None, description="From which day it no longer holds; not for stay.")


class CommitBody(Schema):
    paper: str = Field("", max_length=200, description="The paper it rests on, where there is one.")
    decisions: list[DecisionBody] = Field(default_factory=list, max_length=20000)


class UndoBody(Schema):
    paper: str = Field("", max_length=200, description="Why, or on which paper.")


class ProgressShape(Schema):
    phase: str
    done: int
    total: int


class JobShape(Schema):
    id: int
    filename: str
    sheet: str
    on: date
    by: str
    at: datetime
    state: str = Field(description="checking, checked, refused, recording, committed, undone, discarded.")
    progress: ProgressShape | None = Field(description="While it is being checked or recorded.")
    counts: dict[str, int] = Field(description="Rows by outcome.")
    missing: int = Field(description="Records that the roster leaves out, to be decided about.")
    problem: ProblemShape | None
    entry: int | None = Field(description="Number of the entry that it made; null also where nothing changed.")
    undone_in: int | None


class JobDetail(JobShape):
    choices: ChoicesBody
    recognition: dict = Field(
        description="How the file was understood: worksheet, columns with samples, rows left out."
    )


class DifferenceShape(Schema):
    type: str
    field: str
    label: str
    before: str
    after: str


class PreviewShape(Schema):
    row: int
    about: str
    differences: list[DifferenceShape]
    issues: list[str]


class MissingShape(Schema):
    key: int
    type: str
    name: str
    where: str
    since: date
    choices: list[str]


class AskedRows(Schema):
    outcome: Outcome
    skip: Skip = 0
    limit: Limit = 100
    language: Language = "zh"


@router.post("/imports", response={200: JobShape, 403: Problem, 422: Problem}, summary="Upload and check 上传并检查")
def upload(request: HttpRequest, form: Form[UploadForm], file: File[UploadedFile], wait: Seconds = 20):
    """Upload one workbook (.xlsx, .xls, .csv) as of a day. Nothing is recorded: it is read, mapped and planned.

    What cannot be read comes back with state refused and a sentence in `problem`.
    """
    choices = Choices(sheet=form.sheet, worksheet=form.worksheet)
    who = _importer(request)
    job = importing.receive(file.name or "", file.chunks(), on=form.on, choices=choices, importer=who)
    return _shape(_waited(job, wait))


@router.get("/imports", response=list[JobShape], summary="Past and open imports 历次导入")
def jobs(request: HttpRequest, after: Identity | None = None, limit: Limit = 50):
    """The imports that you may know of, the latest first; `after` goes on below that id."""
    found = _importer(request).jobs().order_by("-pk")
    found = found.filter(pk__lt=after) if after else found
    return [_shape(importing.settle(job)) for job in found.select_related("user", "entry", "undone_in")[:limit]]


@router.get("/imports/{job}", response={200: JobDetail, 404: Problem}, summary="One import 一次导入")
def one_job(request: HttpRequest, job: Identity):
    """How far an import is, and how its file was understood."""
    found = importing.settle(_job(request, job))
    return {**_shape(found).dict(), "choices": found.choices, "recognition": recognition_of(found.pk)}


@router.get(
    "/imports/{job}/rows", response={200: list[PreviewShape], 404: Problem}, summary="What becomes of rows 逐行结果"
)
def job_rows(request: HttpRequest, job: Identity, asked: Query[AskedRows]):
    """The rows of one outcome in the order of the file, until the import is decided."""
    found = _job(request, job)
    return preview_rows(found.pk, asked.outcome, asked.language, skip=asked.skip, limit=asked.limit)


@router.get(
    "/imports/{job}/missing",
    response={200: list[MissingShape], 404: Problem},
    summary="Whom the roster leaves out 缺少的人员",
)
def job_missing(request: HttpRequest, job: Identity, skip: Skip = 0, limit: Limit = 100):
    """Records that a roster should have and has not. They stay as they are unless the commit brings a decision."""
    found = preview_missing(_job(request, job).pk, skip=skip, limit=limit)
    log_persons(request, "membership", [one.key for one in found if one.type == "membership"])
    return found


@router.post(
    "/imports/{job}/check", response={200: JobShape, 404: Problem, 422: Problem}, summary="Check again 重新检查"
)
def check(request: HttpRequest, job: Identity, body: ChoicesBody, wait: Seconds = 20):
    """Check the file again with other choices. The choices given replace all former ones."""
    found = _job(request, job)
    importing.check_again(importing.settle(found), body.choices, _importer(request))
    return _shape(_waited(found, wait))


@router.get(
    "/imports/{job}/marked.xlsx", response={404: Problem, 422: Problem}, summary="The workbook with marks 标注错误的表格",
    openapi_extra={"responses": {200: {"description": "The marked workbook.", **FILE_DESCRIBED}}},
)  # fmt: skip
def marked(request: HttpRequest, job: Identity, language: Language = "zh"):
    """The uploaded workbook with wrong cells coloured and explained, and a last column with what becomes of each row."""
    content = importing.marked_workbook(_job(request, job), language)
    return HttpResponse(content, content_type=FILE_TYPES["xlsx"])


@router.post(
    "/imports/{job}/commit",
    response={200: JobShape, 403: Problem, 404: Problem, 422: Problem},
    summary="Commit 确认导入",
)
def commit(request: HttpRequest, job: Identity, body: CommitBody, wait: Seconds = 30):
    """Record a checked import as one entry, all or nothing. What stands against it comes back in `problem`, state checked."""
    found = importing.settle(_job(request, job))
    decisions = {one.key: Decision(one.choice, one.day) for one in body.decisions}
    importing.record(found, paper=body.paper, decisions=decisions, kind="api", importer=_importer(request))
    return _shape(_waited(found, wait))


@router.post(
    "/imports/{job}/undo", response={200: JobShape, 403: Problem, 404: Problem, 422: Problem}, summary="Undo 撤销导入"
)
def undo(request: HttpRequest, job: Identity, body: UndoBody):
    """Take back everything that an import recorded, as one new entry; refused where later entries build on it."""
    found = _job(request, job)
    importing.take_back(found, paper=body.paper, importer=_importer(request))
    return _shape(found)


@router.delete("/imports/{job}", response={200: JobShape, 404: Problem, 422: Problem}, summary="Discard 放弃导入")
def discard(request: HttpRequest, job: Identity):
    """Forget an import that was not recorded."""
    found = importing.settle(_job(request, job))
    importing.discard(found)
    return _shape(found)


def _importer(request: HttpRequest) -> importing.Importer:
    return importing.Importer(request.user, request.access)


def _job(request: HttpRequest, job: int) -> ImportJob:
    found = _importer(request).jobs().filter(pk=job).select_related("user", "entry", "undone_in").first()
    if found is None:
        raise NotThere(what="import", what_zh="导入", which=job)
    return found


def _waited(job: ImportJob, seconds: int) -> ImportJob:
    """The job when its work has ended, or as it is after so many seconds."""
    until = time.monotonic() + seconds
    while importing.settle(job).state in _RUNNING:
        if time.monotonic() >= until:
            break
        time.sleep(_STEP_SECONDS)
        job.refresh_from_db()
    return job


def _shape(job: ImportJob) -> JobShape:
    note = progress_of(job.pk) if job.state in _RUNNING else None
    problem = job.problem or None
    return JobShape(
        id=job.pk, filename=job.filename, sheet=job.sheet, on=job.on, by=job.user.get_username(), at=job.at,
        state=job.state, counts=job.counts, missing=job.missing, entry=job.entry.number if job.entry else None,
        undone_in=job.undone_in.number if job.undone_in else None,
        progress=note and ProgressShape(phase=note.phase, done=note.done, total=note.total),
        problem=problem and ProblemShape(code=problem["code"], message=problem["en"], message_zh=problem["zh"]),
    )  # fmt: skip
