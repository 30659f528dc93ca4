"""Work that outlives the request that began it: a thread of this server, its progress in a file, its death noticed.

A thread and no queue: an import is one officer's act of seconds, and a county has one server. What must not be lost lies in
the database; a lock on a file, which the system itself releases when the process ends, tells whether anybody still works.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections

_SECONDS_BETWEEN = 0.3


class WorkedOnAlready(Exception):
    """Another thread or process has the job; there is nothing to do."""


@dataclass(frozen=True)
class ProgressNote:
    """How far a job is: the phase, how many of how many rows."""

    phase: str
    done: int
    total: int


class ProgressFile:
    """Writes the progress of a job, a few times a second at most."""

    def __init__(self, job: int, part: str = "") -> None:
        self._path, self._written_at, self._phase = _path(job, f"{part}progress"), 0.0, ""

    def __call__(self, phase: str, done: int, total: int) -> None:
        if phase == self._phase and time.monotonic() - self._written_at < _SECONDS_BETWEEN:
            return
        self._written_at, self._phase = time.monotonic(), phase
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps([phase, done, total]), encoding="utf-8")
        os.replace(part, self._path)


def progress_of(job: int) -> ProgressNote:
    """The last progress that was noted of a job."""
    path = _path(job, "progress")
    return ProgressNote(*json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else ProgressNote("", 0, 0)


def is_worked_on(job: int, *, part: str = "") -> bool:
    """Does any process on this machine still work on the job, or on a part beside it?"""
    try:
        with _locked(job, part):
            return False
    except WorkedOnAlready:
        return True


def work_in_background(job: int, work: Callable[[ProgressFile], None], *, part: str = "") -> None:
    """Do `work` in a thread of its own, which holds the job's lock to its end. Raises WorkedOnAlready.

    Work on a `part` beside the job (its marked workbook) has a lock and a progress of its own.
    With settings.ZUGONG_IMPORTS_AT_ONCE it is done before this returns, for commands and tests.
    """
    lock = _locked(job, part)
    lock.__enter__()  # here and not in the thread: whoever asks next must see that work has begun
    if getattr(settings, "ZUGONG_IMPORTS_AT_ONCE", False):
        _work(ProgressFile(job, part), work, lock)
        return

    def run() -> None:
        try:
            _work(ProgressFile(job, part), work, lock)
        finally:
            connections.close_all()

    # A daemon: a server that is stopped does not wait; an unfinished transaction is rolled back by the database.
    threading.Thread(target=run, name=f"import-{job}", daemon=True).start()


def _work(progress: ProgressFile, work: Callable[[ProgressFile], None], lock) -> None:
    try:
        work(progress)
    finally:
        lock.__exit__(None, None, None)


@contextmanager
def _locked(job: int, part: str = "") -> Iterator[None]:
    with _path(job, f"{part}lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WorkedOnAlready from None
        yield


def _path(job: int, kind: str) -> Path:
    folder = Path(settings.ZUGONG_UPLOADS) / "jobs"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{int(job)}.{kind}"
