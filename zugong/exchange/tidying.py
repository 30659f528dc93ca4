"""Workbooks are full of personal data: what was uploaded goes once nobody can need it for the import any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from zugong.exchange.importing import OPEN, settle
from zugong.exchange.models import ImportJob
from zugong.exchange.previews import remove_preview

_OVER = (ImportJob.COMMITTED, ImportJob.UNDONE, ImportJob.DISCARDED)


@dataclass(frozen=True)
class Tidied:
    """How many unfinished imports were given up, and how many uploaded files went."""

    given_up: int
    files: int


def tidy_uploads(before: datetime) -> Tidied:
    """Give up the imports that have waited since before a moment, and remove the files of those over by then.

    One that is being checked or recorded is left alone. What an import recorded stays, with the name of its file and its
    hash; the workbook itself is with its owner.
    """
    waiting = [settle(job) for job in ImportJob.objects.exclude(state__in=_OVER).filter(at__lt=before)]
    given_up = [job for job in waiting if job.state in OPEN and _given_up(job, before)]
    over = ImportJob.objects.filter(state__in=_OVER)
    for job in over.filter(finished_at__lte=before).values_list("pk", flat=True):
        remove_preview(job)
    needed = set(
        ImportJob.objects.exclude(pk__in=over.filter(finished_at__lte=before)).values_list("digest", flat=True)
    )
    return Tidied(len(given_up), _remove_files(needed, before))


def _given_up(job: ImportJob, before: datetime) -> bool:
    """Give it up, unless somebody has begun to check or record it this very moment."""
    still = ImportJob.objects.filter(pk=job.pk, state__in=OPEN)
    return bool(still.update(state=ImportJob.DISCARDED, finished_at=before))


def _remove_files(needed: set[str], before: datetime) -> int:
    """Of the uploads, those that no import needs and that have lain since before the moment."""
    removed = 0
    folder = Path(settings.ZUGONG_UPLOADS)
    for file in folder.iterdir() if folder.is_dir() else ():
        if file.is_file() and file.name not in needed and file.stat().st_mtime < before.timestamp():
            file.unlink()
            removed += 1
    return removed
