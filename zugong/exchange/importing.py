"""An import from upload to undo, as a job that outlives pages and processes. Pages and the API both go through here.

Everything is asked again at each step: the file is read anew, the plan made anew, the rights of that moment hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, ClassVar

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from zugong.dictionary.catalogue import Catalogue, installed_catalogue
from zugong.exchange.background import WorkedOnAlready, is_worked_on, work_in_background
from zugong.exchange.commit import Committed, Decision, commit
from zugong.exchange.filling import Filling, check_missing, may_decide, may_fill, require_fill, require_to_undo
from zugong.exchange.marking import mark_errors
from zugong.exchange.models import ImportJob
from zugong.exchange.pipeline import CheckedFile, check_recognised
from zugong.exchange.planning.outcomes import Plan
from zugong.exchange.planning.request import Progress
from zugong.exchange.previews import (
    issues_of,
    outcome_words,
    recognition_of,
    remove_preview,
    write_preview,
    write_recognition,
)
from zugong.exchange.recognising import Choices, recognise
from zugong.exchange.remembering import remember_mapping
from zugong.exchange.undo import undo
from zugong.exchange.uploads import keep_upload, upload
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import Source
from zugong.kernel.time import SHANGHAI, now
from zugong.offices.access import Access
from zugong.offices.models import User

RUNNING = (ImportJob.CHECKING, ImportJob.RECORDING)
OPEN = (ImportJob.CHECKED, ImportJob.REFUSED)


class NotNow(RuleBroken):
    code: ClassVar[str] = "exchange.not_now"
    message: ClassVar[str] = (
        "This import is {state}; that cannot be done with it now. Open it again to see how far it is."
    )
    message_zh: ClassVar[str] = "该导入当前状态为“{state_zh}”，现在不能这样操作；请刷新页面查看进展。"


class Interrupted(RuleBroken):
    code: ClassVar[str] = "exchange.interrupted"
    message: ClassVar[str] = "The server stopped in the middle. Nothing was recorded; check the file again."
    message_zh: ClassVar[str] = "服务器中途停止，未写入任何数据；请重新检查该文件。"


class BrokenInside(RuleBroken):
    code: ClassVar[str] = "exchange.broken_inside"
    message: ClassVar[str] = (
        "An error of the program stopped this import. Nothing was recorded; the server's log has it."
    )
    message_zh: ClassVar[str] = "程序出错，导入中止，未写入任何数据；请联系系统管理员查看日志。"


STATE_WORDS = {
    ImportJob.CHECKING: ("正在检查", "being checked"),
    ImportJob.CHECKED: ("待确认", "waiting for a decision"),
    ImportJob.REFUSED: ("不能导入", "not importable"),
    ImportJob.RECORDING: ("正在写入", "being recorded"),
    ImportJob.COMMITTED: ("已导入", "imported"),
    ImportJob.UNDONE: ("已撤销", "undone"),
    ImportJob.DISCARDED: ("已放弃", "discarded"),
}


@dataclass(frozen=True)
class Importer:
    """Who imports: the account, with the rights of today."""

    user: User
    access: Access

    @property
    def catalogue(self) -> Catalogue:
        return installed_catalogue(settings.ZUGONG_PACK)

    def jobs(self) -> QuerySet[ImportJob]:
        """The imports that somebody may know of: their own, and those of sheets that they may fill for everybody."""
        sheets = [sheet.code for sheet in self.catalogue.all_sheets() if self._fills_everything(sheet.code)]
        return ImportJob.objects.filter(Q(user=self.user) | Q(sheet__in=sheets)).order_by("-at", "-pk")

    def _fills_everything(self, code: str) -> bool:
        kinds = [self.catalogue.types[one] for one in self.catalogue.sheet(code).writes or ("organisation",)]
        return all(self.access.rights(kind, kind.act).everything for kind in kinds)

    def may_import_anything(self) -> bool:
        return any(may_fill(self.access, sheet, self.catalogue) for sheet in self.catalogue.all_sheets())


def receive(filename: str, chunks: Iterable[bytes], *, on: date, choices: Choices, importer: Importer) -> ImportJob:
    """Keep an uploaded file and begin to check it. Raises FileTooLarge, MayNotFill."""
    if choices.sheet in importer.catalogue.sheets:
        require_fill(importer.access, importer.catalogue.sheet(choices.sheet), importer.catalogue)
    digest = keep_upload(filename, chunks)
    job = ImportJob.objects.create(
        filename=filename[-255:], digest=digest, user=importer.user, at=now(), on=on, choices=choices.to_json(),
        sheet=choices.sheet, state=ImportJob.CHECKING,
    )  # fmt: skip
    remove_preview(job.pk)  # decisions of an import of the same number, where a site was restored from a backup
    _begin(job, importer, check)
    return job


def check_again(job: ImportJob, choices: Choices, importer: Importer) -> None:
    """Check a file once more with other choices. Raises NotNow where it is recorded, or being worked on."""
    _pass_on(job, OPEN, ImportJob.CHECKING, choices=choices.to_json(), problem={}, counts={}, missing=0)
    _begin(job, importer, check)


def record(job: ImportJob, *, paper: str, decisions: Mapping[int, Decision], kind: str, importer: Importer) -> None:
    """Begin to record a checked import, all or nothing, as an entry of `kind`. Raises NotNow."""
    _pass_on(job, (ImportJob.CHECKED,), ImportJob.RECORDING, paper=paper[:200], problem={})
    source = Source(kind, importer.user.get_username(), paper[:200], _note(job))
    _begin(job, importer, lambda *given: _record(*given, source=source, decisions=decisions))


def discard(job: ImportJob) -> None:
    """Forget an import that was not recorded. Raises NotNow."""
    _pass_on(job, OPEN, ImportJob.DISCARDED, finished_at=now())
    remove_preview(job.pk)


def take_back(job: ImportJob, *, paper: str, importer: Importer) -> None:
    """Undo a recorded import as one new entry, within the rights of today.

    Raises NotNow, MayNotFill, OutsideYourScope, LaterEntriesBuildOnIt.
    """
    if job.state != ImportJob.COMMITTED or job.entry is None:
        raise not_now(job)
    sheet = importer.catalogue.sheet(job.sheet)
    require_fill(importer.access, sheet, importer.catalogue)
    require_to_undo(importer.access, job.entry, sheet, importer.catalogue)
    with transaction.atomic():
        source = Source("undo", importer.user.get_username(), paper[:200], _note(job))
        undone = undo(job.entry, source=source)
        _pass_on(job, (ImportJob.COMMITTED,), ImportJob.UNDONE, undone_in=undone, finished_at=now())


def marked_workbook(job: ImportJob, language: str) -> bytes:
    """The officer's own workbook with what is wrong marked in it, and in a last column what becomes of each row."""
    recognition = recognition_of(job.pk)
    if job.state != ImportJob.CHECKED or not recognition:
        raise not_now(job)
    return mark_errors(
        upload(job.digest), issues_of(job.pk), language, filename=job.filename, sheet_name=recognition["worksheet"],
        header_row=recognition["header_row"], results=outcome_words(job.pk, language),
    )  # fmt: skip


def settle(job: ImportJob) -> ImportJob:
    """The job as it is now; one whose process has died is said to be interrupted, with nothing recorded."""
    if job.state in RUNNING and not is_worked_on(job.pk):
        job.refresh_from_db()
        if job.state in RUNNING:  # nobody works on it, and nobody finished it either
            after = ImportJob.CHECKED if job.state == ImportJob.RECORDING else ImportJob.REFUSED
            changed = ImportJob.objects.filter(pk=job.pk, state=job.state)
            changed.update(state=after, problem=problem_of(Interrupted()))
            job.refresh_from_db()
    return job


def _begin(job: ImportJob, importer: Importer, work: Callable[[ImportJob, Importer, Progress], None]) -> None:
    def guarded(progress: Progress) -> None:
        stopped_by: RuleBroken | None = BrokenInside()
        try:
            work(job, importer, progress)
            stopped_by = None
        except RuleBroken as error:
            stopped_by = error
        finally:
            if stopped_by is not None:  # a bug goes on its way to the log, and the page does not wait for ever
                _stop(job, stopped_by)

    try:
        work_in_background(job.pk, guarded)
    except WorkedOnAlready:
        raise not_now(job) from None


def _stop(job: ImportJob, error: RuleBroken) -> None:
    """What was refused while recording can be decided anew; what cannot be checked is refused as it is."""
    state = ImportJob.CHECKED if job.state == ImportJob.RECORDING else ImportJob.REFUSED
    ImportJob.objects.filter(pk=job.pk).update(state=state, problem=problem_of(error))


def local_time(moment: datetime) -> datetime:
    """The moment as clocks in China show it."""
    return moment.astimezone(SHANGHAI)


def problem_of(error: RuleBroken) -> dict[str, str]:
    """A broken rule as it is kept with the job."""
    return {"code": error.code, "zh": error.sentence("zh-hans"), "en": error.sentence("en")}


def check(job: ImportJob, importer: Importer, progress: Progress) -> None:
    """Read the file, plan the import, and keep a preview of it. Raises RuleBroken where it cannot be read at all."""
    checked = _checked(job, importer, progress)
    progress("preview", 0, 0)
    write_preview(job.pk, checked)
    plan = checked.plan
    ImportJob.objects.filter(pk=job.pk).update(
        state=ImportJob.CHECKED, sheet=plan.request.sheet.code, counts=plan.counts, missing=len(plan.missing)
    )


def _checked(job: ImportJob, importer: Importer, progress: Progress) -> CheckedFile:
    choices, catalogue = Choices.from_json(job.choices), importer.catalogue
    progress("reading", 0, 0)
    recognised = recognise(upload(job.digest), job.filename, choices, catalogue)
    write_recognition(job.pk, recognised, choices)  # first, so that a mapping that leads nowhere can be mended
    sheet = recognised.mapped.sheet
    ImportJob.objects.filter(pk=job.pk).update(sheet=sheet.code)
    require_fill(importer.access, sheet, catalogue)
    checked = check_recognised(
        recognised, on=job.on, catalogue=catalogue, filename=job.filename, choices=choices, progress=progress
    )  # fmt: skip
    _keep_to_scope(checked.plan, importer)
    return checked


def _keep_to_scope(plan: Plan, importer: Importer) -> None:
    """Refuse the rows that write outside the scope, and tell nothing that stands recorded there."""
    outside = {issue.row: issue for issue in Filling(importer.access, importer.catalogue, plan).issues()}
    for row in plan.rows:
        if row.number in outside:
            row.issues, row.differences = (outside[row.number],), {}
    plan.missing = [found for found in plan.missing if may_decide(importer.access, found)]


def _record(
    job: ImportJob, importer: Importer, progress: Progress, *, source: Source, decisions: Mapping[int, Decision]
) -> None:
    checked = _checked(job, importer, progress)
    plan, recognised = checked.plan, checked.recognised
    check_missing(importer.access, [found for found in plan.missing if found.key in decisions])
    with transaction.atomic():
        may = partial(may_decide, importer.access)
        committed = commit(plan, source=source, decisions=decisions, may_decide=may, progress=progress)
        _check_replanned(plan, committed, importer)
        ImportJob.objects.filter(pk=job.pk).update(
            state=ImportJob.COMMITTED, entry=committed.entry, counts=committed.plan.counts, finished_at=now()
        )
    mapped = recognised.mapped
    remember_mapping(
        header=recognised.header, sheet=mapped.sheet, columns=mapped.columns, user=importer.user, at=now()
    )  # fmt: skip
    remove_preview(job.pk)


def _check_replanned(plan: Plan, committed: Committed, importer: Importer) -> None:
    """Somebody wrote meanwhile and the plan was made anew: what it writes now must be within the scope too."""
    if committed.plan is not plan:
        Filling(importer.access, importer.catalogue, committed.plan).require()


def _pass_on(job: ImportJob, states: Iterable[str], state: str, **values: Any) -> None:
    """From one of `states` to `state`, once, whoever else tries at the same time. Raises NotNow."""
    if not ImportJob.objects.filter(pk=job.pk, state__in=list(states)).update(state=state, **values):
        job.refresh_from_db()
        raise not_now(job)
    job.refresh_from_db()


def not_now(job: ImportJob) -> NotNow:
    """What is said where an import is in a state in which something cannot be done."""
    zh, en = STATE_WORDS[job.state]
    return NotNow(state=en, state_zh=zh)


def _note(job: ImportJob) -> str:
    return f"{job.filename} {job.sheet}"
