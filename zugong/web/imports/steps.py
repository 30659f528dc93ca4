"""The four steps of an import, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from zugong.exchange import importing
from zugong.exchange.models import ImportJob

FILE, COLUMNS, ROWS, RECORD = 1, 2, 3, 4


@dataclass(frozen=True)
class Step:
    """One step; `address` is "" where it cannot be opened now."""

    number: int
    label: str
    address: str
    is_done: bool
    is_here: bool


def step_of(job: ImportJob, asked: str, *, needs_attention: bool, has_open_rows: bool) -> int:
    """The step that is shown: the one asked for where it can be, else the first at which there is something to do."""
    if job.state == ImportJob.CHECKING:
        return COLUMNS
    if job.state == ImportJob.REFUSED:
        return COLUMNS
    if job.state != ImportJob.CHECKED:
        return RECORD
    if asked in ("2", "3", "4"):
        return int(asked)
    if needs_attention:
        return COLUMNS
    return ROWS if has_open_rows else RECORD


def steps_of(job: ImportJob, here: int) -> tuple[Step, ...]:
    """The line of steps on top of the page."""
    labels = {
        FILE: gettext("File"),
        COLUMNS: gettext("Match columns"),
        ROWS: gettext("Look through"),
        RECORD: gettext("Record"),
    }
    is_open, is_over = job.state == ImportJob.CHECKED, job.state in (ImportJob.COMMITTED, ImportJob.UNDONE)
    return tuple(
        Step(
            number=number, label=label, address=f"?step={number}" if is_open and number > FILE and number != here else "",
            is_done=is_over or number < here, is_here=number == here and not is_over,
        )
        for number, label in labels.items()
    )  # fmt: skip


def next_act(job: ImportJob) -> str:
    """What is to be done with an import, for the list of them; "" where nothing is."""
    if job.state in importing.RUNNING:
        return gettext("See how far it is")
    return {
        ImportJob.CHECKED: gettext("Go on"),
        ImportJob.REFUSED: gettext("See what to mend"),
        ImportJob.COMMITTED: gettext("Open"),
        ImportJob.UNDONE: gettext("Open"),
    }.get(job.state, "")
