"""The officer's workbook with its marks, made once beside the job: a large one takes many seconds."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from zugong.exchange.background import ProgressFile, WorkedOnAlready, is_worked_on, work_in_background
from zugong.exchange.importing import marked_workbook
from zugong.exchange.models import ImportJob
from zugong.exchange.previews import marked_path

_PART = "marking-"


def marked_file(job: ImportJob, language: str) -> Path | None:
    """The marked workbook of the job as it is checked now; None while there is none."""
    path = _path(job, language)
    return path if path.is_file() else None


def is_being_marked(job: ImportJob) -> bool:
    """Is somebody writing a marked workbook of the job?"""
    return is_worked_on(job.pk, part=_PART)


def begin_marking(job: ImportJob, language: str) -> None:
    """Begin to write the marked workbook, unless somebody does already. Raises NotNow for what is not checked."""
    path = _path(job, language)

    def write(progress: ProgressFile) -> None:
        content = marked_workbook(job, language)
        if not path.parent.is_dir():  # decided meanwhile: nobody needs it any more
            return
        part = path.with_suffix(".part")
        part.write_bytes(content)
        os.replace(part, path)

    try:
        work_in_background(job.pk, write, part=_PART)
    except WorkedOnAlready:
        return


def _path(job: ImportJob, language: str) -> Path:
    """Other choices make another file, so that one begun before a new check is never taken for its own."""
    choices = hashlib.sha256(json.dumps(job.choices, sort_keys=True).encode()).hexdigest()[:16]
    return marked_path(job.pk, f"{'zh' if language.startswith('zh') else 'en'}-{choices}")
