"""What would become of a file's rows, a page at a time, and whom the roster leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy

from zugong.exchange.models import ImportJob
from zugong.exchange.planning.comparing import REFUSED
from zugong.exchange.planning.outcomes import OUTCOME_WORDS, WEIGHT
from zugong.exchange.previews import PreviewRow, doubtful_numbers, preview_missing, preview_rows

PAGE_ROWS = 50
_MOST_MISSING = 300
_CHOICES = {
    "transferred_out": gettext_lazy("left for another organisation"),
    "died": gettext_lazy("died"),
    "removed": gettext_lazy("expelled or struck off"),
    "cancelled": gettext_lazy("admission cancelled"),
    "ended": gettext_lazy("has ended"),
    "stay": gettext_lazy("stays, was forgotten in the file"),
}


@dataclass(frozen=True)
class OutcomeTab:
    """One outcome with its number of rows."""

    outcome: str
    label: str
    count: int
    is_shown: bool


@dataclass(frozen=True)
class RowsTable:
    """A page of the rows of one outcome; `doubtful` rows may be confirmed.

    `earlier` and `later` are where the neighbouring pages begin, or None.
    """

    label: str
    rows: tuple[PreviewRow, ...]
    doubtful: frozenset[int]
    outcome: str
    earlier: int | None
    later: int | None


@dataclass(frozen=True)
class MissingChoice:
    value: str
    label: str


@dataclass(frozen=True)
class MissingLine:
    """A record that the roster leaves out."""

    key: int
    type_code: str
    name: str
    where: str
    since: str
    choices: tuple[MissingChoice, ...]


@dataclass(frozen=True)
class MissingTable:
    """Those to be decided about; `more` further ones are decided after another import, since a page holds only so many."""

    lines: tuple[MissingLine, ...]
    more: int


def tabs_of(job: ImportJob, asked: str, language: str) -> tuple[OutcomeTab, ...]:
    """The outcomes that occur, the weightiest first; that one is shown unless another is asked for."""
    shown = asked if asked in job.counts else next((kind for kind in WEIGHT if kind in job.counts), "")
    return tuple(
        OutcomeTab(kind, OUTCOME_WORDS[kind].text(language), job.counts[kind], kind == shown)
        for kind in WEIGHT
        if kind in job.counts
    )


def rows_table(job: ImportJob, tabs: Sequence[OutcomeTab], skip: int, language: str) -> RowsTable | None:
    """One page of the outcome that is shown; None for a file without rows."""
    tab = next((tab for tab in tabs if tab.is_shown), None)
    if tab is None:
        return None
    rows = preview_rows(job.pk, tab.outcome, language, skip=skip, limit=PAGE_ROWS)
    later = skip + PAGE_ROWS if skip + PAGE_ROWS < tab.count else None
    earlier = max(skip - PAGE_ROWS, 0) if skip else None
    doubtful = frozenset(doubtful_numbers(job.pk)) if tab.outcome == REFUSED else frozenset()
    return RowsTable(tab.label, tuple(rows), doubtful, tab.outcome, earlier, later)


def missing_table(job: ImportJob) -> MissingTable:
    """Those whom the roster leaves out, with what may have become of them."""
    found = preview_missing(job.pk, skip=0, limit=_MOST_MISSING)
    lines = tuple(
        MissingLine(one.key, one.type, one.name, one.where, one.since, tuple(_choice(value) for value in one.choices))
        for one in found
    )
    return MissingTable(lines, max(job.missing - len(lines), 0))


def _choice(value: str) -> MissingChoice:
    return MissingChoice(value, str(_CHOICES.get(value, gettext("other"))))
