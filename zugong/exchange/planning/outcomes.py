"""The plan of an import as data: what would be recorded, what each row comes to, what the roster leaves open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import NewRow
from zugong.exchange.planning.comparing import (
    CHANGED,
    CORRECTION,
    ENDED,
    NEW,
    REFUSED,
    UNCHANGED,
    Difference,
)
from zugong.exchange.planning.request import ImportRequest, StatedRow
from zugong.exchange.planning.sentences import Sentence
from zugong.exchange.planning.showing import DifferenceWords, Differing
from zugong.kernel.facts.recording import Source

#: From the weightiest to the lightest: a row is shown under the weightiest outcome of the types that it writes.
WEIGHT = (REFUSED, CORRECTION, CHANGED, ENDED, NEW, UNCHANGED)
OUTCOME_WORDS = {
    NEW: Sentence("新增", "New"),
    CHANGED: Sentence("变更", "Changed"),
    CORRECTION: Sentence("更正", "Corrected"),
    ENDED: Sentence("终止", "Ended"),
    UNCHANGED: Sentence("无变化", "Unchanged"),
    REFUSED: Sentence("不能导入", "Refused"),
}


@dataclass(frozen=True, slots=True)
class PlanIssue:
    """What stands against a row: its number in the sheet, the column key ("" for the whole row), and the sentence."""

    row: int
    column: str
    sentence: Sentence


@dataclass(slots=True)
class RowOutcome:
    """What becomes of one row of the file, by record type."""

    number: int
    outcomes: dict[str, str] = field(default_factory=dict)
    differences: dict[str, tuple[Difference, ...]] = field(default_factory=dict)
    issues: tuple[PlanIssue, ...] = ()

    @property
    def outcome(self) -> str:
        if self.issues:
            return REFUSED
        found = set(self.outcomes.values())
        return next((kind for kind in WEIGHT if kind in found), UNCHANGED)


@dataclass(frozen=True)
class Missing:
    """A record that the roster should have and has not: to be decided, never closed in silence.

    `key` is the person's, organisation's or unit's anchor; `name` is what people call it; `organisation` where it was.
    """

    kind: RecordType
    key: int
    name: str
    row: int
    since: date
    organisation: int | None
    choices: tuple[str, ...]


@dataclass
class TypeWrites:
    """The rows of one record type to withdraw and to record, each with the number of the file's row that wants it."""

    withdraw: list[int] = field(default_factory=list)
    add: list[NewRow] = field(default_factory=list)
    withdrawn_by: list[int] = field(default_factory=list)
    added_by: list[int] = field(default_factory=list)


class ToCarryOut(Protocol):
    """Operations on organisations that a sheet of changes asks for."""

    rows: list[StatedRow]

    def carry_out(self, source: Source) -> None: ...


@dataclass
class Plan:
    """What an import would do: rows to write by record type, or for a sheet of changes the operations.

    `known` is the last entry number when it was made; `made` counts new anchors by type.
    """

    request: ImportRequest
    known: int
    rows: list[RowOutcome]
    writes: Mapping[str, TypeWrites]
    made: Mapping[str, int]
    missing: list[Missing] = field(default_factory=list)
    operations: ToCarryOut | None = None

    @property
    def issues(self) -> list[PlanIssue]:
        return [issue for row in self.rows for issue in row.issues]

    @property
    def counts(self) -> dict[str, int]:
        """Rows of the file by outcome, in order of weight; outcomes that do not occur are left out."""
        found = Counter(row.outcome for row in self.rows)
        return {kind: found[kind] for kind in WEIGHT if found[kind]}

    @property
    def type_counts(self) -> dict[str, dict[str, int]]:
        """Statements by record type and outcome."""
        found: dict[str, Counter[str]] = {code: Counter() for code in self.request.sheet.writes}
        for row in self.rows:
            for code, outcome in row.outcomes.items():
                found.setdefault(code, Counter())[outcome] += 1
        return {code: dict(counter) for code, counter in found.items()}

    @property
    def is_refused(self) -> bool:
        return any(row.issues for row in self.rows)

    @property
    def changes_nothing(self) -> bool:
        if self.operations is not None and self.operations.rows:
            return False
        return not any(writes.withdraw or writes.add for writes in self.writes.values())

    def table(self, language: str = "zh") -> Iterator[dict[str, Any]]:
        """One line per row of the file for pages, command line and API: number, outcome, what differs, what is wrong.

        Values are shown in words, references by name, encrypted ones masked.
        """
        words = DifferenceWords(self.request, self._differing(), language)
        for row in self.rows:
            yield {
                "row": row.number,
                "outcome": row.outcome,
                "label": OUTCOME_WORDS[row.outcome].text(language),
                "differences": [
                    words.shown(code, difference) for code, found in row.differences.items() for difference in found
                ],
                "issues": [issue.sentence.text(language) for issue in row.issues],
            }

    def _differing(self) -> Iterator[Differing]:
        for row in self.rows:
            for code, found in row.differences.items():
                yield from ((code, difference) for difference in found)
