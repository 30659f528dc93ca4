"""What would become of a file's rows, a page at a time, and whom the roster leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy

from zugong.exchange.models import ImportJob
from zugong.exchange.planning.comparing import REFUSED
from zugong.exchange.planning.outcomes import OUTCOME_WORDS, WEIGHT
from zugong.exchange.previews import (
    PreviewMissing,
    PreviewRow,
    doubtful_numbers,
    issue_kinds,
    kept_decisions,
    preview_missing,
    preview_rows,
    rows_alike,
)

PAGE_ROWS = 50
_MISSING_ROWS = 50
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
class KindLine:
    """What stands against one column of many rows, to be decided about all of them at once. `place` names the kind."""

    place: int
    header: str
    count: int
    first: int
    example: str
    is_doubt: bool


@dataclass(frozen=True)
class MissingChoice:
    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class MissingLine:
    """A record that the roster leaves out; `decided` what has been said of it, in words, "" while it is open.

    `row` is a row of the file with the same name, refused or left out, which may well be this one; None where there is none.
    """

    key: int
    type_code: str
    name: str
    where: str
    since: str
    choices: tuple[MissingChoice, ...]
    decided: str
    day: str
    row: int | None


@dataclass(frozen=True)
class MissingTable:
    """A page of those to be decided about. `choices` are offered for all that are open at once."""

    lines: tuple[MissingLine, ...]
    count: int
    open: int
    choices: tuple[MissingChoice, ...]
    earlier: int | None
    later: int | None
    day: str
    skip: int


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


def kinds_of(job: ImportJob, language: str) -> tuple[KindLine, ...]:
    """What stands against the file, a line for each kind."""
    return tuple(
        KindLine(place, kind.header, len(kind.rows), kind.example.row, kind.example.sentence(language), kind.is_doubt)
        for place, kind in enumerate(issue_kinds(job.pk))
    )


def missing_table(job: ImportJob, skip: int) -> MissingTable:
    """Those whom the roster leaves out, with what may have become of them and what has been said."""
    decided = kept_decisions(job.pk)
    found = preview_missing(job.pk, skip=skip, limit=_MISSING_ROWS)
    alike = rows_alike(job.pk)
    lines = tuple(_missing_line(one, decided.get(one.key), job, alike.get(one.name)) for one in found)
    offered = list(dict.fromkeys(choice.value for line in lines for choice in line.choices))
    return MissingTable(
        lines=lines, count=job.missing, open=max(job.missing - len(decided), 0),
        choices=tuple(_choice(value) for value in offered),
        earlier=max(skip - _MISSING_ROWS, 0) if skip else None,
        later=skip + _MISSING_ROWS if skip + _MISSING_ROWS < job.missing else None, day=job.on.isoformat(), skip=skip,
    )  # fmt: skip


def _missing_line(
    one: PreviewMissing, decision: tuple[str, str] | None, job: ImportJob, row: int | None
) -> MissingLine:
    chosen, day = decision or ("", job.on.isoformat())
    return MissingLine(
        one.key, one.type, one.name, one.where, one.since,
        tuple(MissingChoice(found.value, found.label, found.value == chosen) for found in map(_choice, one.choices)),
        str(_choice(chosen).label) if chosen else "", day or job.on.isoformat(), row,
    )  # fmt: skip


def _choice(value: str) -> MissingChoice:
    return MissingChoice(value, str(_CHOICES.get(value, gettext("other"))))
