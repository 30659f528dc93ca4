"""From a file to facts in one call each: read, recognise, parse, plan; and then record. For command line, page and API."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from zugong.dictionary.catalogue import Catalogue
from zugong.exchange.commit import Committed, commit
from zugong.exchange.parsing import CellIssue, ParsedTable
from zugong.exchange.planning.outcomes import Plan, PlanIssue
from zugong.exchange.planning.plan import plan_import
from zugong.exchange.planning.request import ImportRequest, Progress, no_progress
from zugong.exchange.recognising import Choices, Recognised, recognise
from zugong.exchange.row_checks import confirm, parse_rows
from zugong.kernel.facts.recording import Source

_LONGEST_NOTE = 300


@dataclass(frozen=True)
class CheckedFile:
    """A file, what it was taken for, and what importing it would do."""

    filename: str
    recognised: Recognised
    parsed: ParsedTable
    plan: Plan

    @property
    def note(self) -> str:
        """File and sheet, for the entry."""
        return f"{self.filename} {self.parsed.mapped.sheet_name}"[:_LONGEST_NOTE]

    @property
    def issues(self) -> list[CellIssue]:
        """All that stands against the file, cell by cell, for marking the officer's own workbook; each once."""
        index_of = {column.key: index for index, column in self.parsed.mapped.columns.items()}
        own = [_cell_issue(issue, self.parsed, index_of) for issue in self.plan.issues]
        parsed = {(issue.row, issue.zh) for issue in self.parsed.issues}
        return [*self.parsed.issues, *(issue for issue in own if (issue.row, issue.zh) not in parsed)]


def _cell_issue(issue: PlanIssue, parsed: ParsedTable, index_of: dict[str, int]) -> CellIssue:
    index = index_of.get(issue.column)
    header = "" if index is None else parsed.mapped.headers.get(index, "")
    return CellIssue(issue.row, index, header, issue.sentence.zh, issue.sentence.en)


def check_file(
    content: Path | bytes,
    *,
    on: date,
    catalogue: Catalogue,
    filename: str = "",
    choices: Choices | None = None,
    progress: Progress = no_progress,
) -> CheckedFile:
    """What importing the file as of the day `on` would do; nothing is written. `content` is a path or the file's bytes.

    Raises UnreadableFile, NothingRecognised and UnknownSheet; what is wrong with single rows stands in the plan.
    """
    choices = choices or Choices()
    if isinstance(content, Path):
        filename, content = filename or content.name, content.read_bytes()
    progress("reading", 0, 1)
    recognised = recognise(content, filename, choices, catalogue)
    return check_recognised(
        recognised, on=on, catalogue=catalogue, filename=filename, choices=choices, progress=progress
    )  # fmt: skip


def check_recognised(
    recognised: Recognised,
    *,
    on: date,
    catalogue: Catalogue,
    filename: str,
    choices: Choices,
    progress: Progress = no_progress,
) -> CheckedFile:
    """The same for a file whose mapping an officer has seen."""
    progress("parsing", 0, len(recognised.mapped.rows))
    parsed = parse_rows(recognised.mapped)
    confirm(parsed, choices.confirmed)
    plan = plan_import(request_of(parsed, on=on, catalogue=catalogue, choices=choices), progress=progress)
    return CheckedFile(filename, recognised, parsed, plan)


def request_of(parsed: ParsedTable, *, on: date, catalogue: Catalogue, choices: Choices) -> ImportRequest:
    """The import of a parsed table, with the officer's choices."""
    return ImportRequest(
        catalogue=catalogue,
        sheet=parsed.mapped.sheet,
        columns=parsed.columns,
        rows=parsed.rows,
        on=on,
        issues=parsed.issues,
        corrections=choices.corrections,
        blanks_are_values=choices.blanks_are_values,
        set_aside=choices.set_aside,
        unread=_unread(parsed),
    )


def _unread(parsed: ParsedTable) -> dict[int, frozenset[str]]:
    """By the number of a row the columns whose cells the parser refused."""
    columns, found = parsed.mapped.columns, defaultdict[int, set[str]](set)
    for issue in parsed.issues:
        if issue.column in columns:
            found[issue.row].add(columns[issue.column].key)
    return {row: frozenset(keys) for row, keys in found.items()}


def import_file(
    content: Path | bytes,
    *,
    on: date,
    catalogue: Catalogue,
    source: Source,
    filename: str = "",
    choices: Choices | None = None,
    progress: Progress = no_progress,
) -> Committed:
    """Check the file and record it, all or nothing, in one entry that names file and sheet.

    Raises what `check_file` and `commit` raise; PlanRefused names the first row that cannot be imported.
    """
    checked = check_file(
        content, on=on, catalogue=catalogue, filename=filename, choices=choices, progress=progress
    )  # fmt: skip
    return commit(checked.plan, source=replace(source, note=source.note or checked.note), progress=progress)
