"""`plan_import`: what an import would do, row by row. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable

from zugong.dictionary.declarations import RecordType
from zugong.exchange.planning import sentences
from zugong.exchange.planning.comparing import (
    REFUSED,
    Difference,
    Outcome,
    Statement,
    compare_dated_state,
    compare_ending,
    compare_event,
    compare_roster,
)
from zugong.exchange.planning.existing import Existing, Group
from zugong.exchange.planning.layout import Written
from zugong.exchange.planning.missing import missing_from
from zugong.exchange.planning.operations import plan_operations
from zugong.exchange.planning.outcomes import Plan, PlanIssue, RowOutcome, TypeWrites
from zugong.exchange.planning.overlaps import Stretch, overlaps
from zugong.exchange.planning.request import ImportRequest, Progress, no_progress
from zugong.exchange.planning.sentences import Sentence
from zugong.exchange.planning.statements import Key, Rows
from zugong.kernel.facts.recording import last_number


def plan_import(request: ImportRequest, *, progress: Progress = no_progress) -> Plan:
    """The plan of an import.

    All references, comparisons and conflicts are settled here, against what is believed now; the same request on the same
    store gives the same plan. A row with an issue is refused, and with it, at the commit, the import.
    """
    if request.sheet.operations:
        return plan_operations(request)
    known = last_number()  # before reading: what is recorded meanwhile makes the plan old, never the other way round
    total = len(request.rows)
    progress("resolving", 0, total)
    rows = Rows(request)
    rows.read()
    progress("comparing", 0, total)
    comparisons = [_Comparison(rows, written) for written in rows.written]
    for comparison in comparisons:
        comparison.compare()
    missing = (
        missing_from(request, list(rows.statements[request.sheet.roster].values())) if request.sheet.roster else []
    )
    progress("compared", total, total)
    return Plan(
        request=request,
        known=known,
        rows=_row_outcomes(rows, comparisons),
        writes={comparison.kind.code: comparison.writes() for comparison in comparisons},
        made=dict(rows.references.made),
        missing=missing,
    )


class _Comparison:
    """The statements about one record type against its believed rows."""

    def __init__(self, rows: Rows, written: Written) -> None:
        self.rows, self.kind = rows, written.kind
        self.statements = rows.statements[written.kind.code]
        self.existing = Existing(written.kind)
        self.corrections = frozenset(
            key.split(".")[1] for key in rows.request.corrections if key.startswith(f"{written.kind.code}.")
        )
        self.outcomes: dict[Key, Outcome] = {}

    def compare(self) -> None:
        """Settle every statement, then look for overlaps among what would be believed."""
        self.existing.load(self.statements.values())
        for key, statement in self.statements.items():
            outcome = self._outcome(statement)
            self.outcomes[key] = outcome
            if outcome.problem is not None:
                self._refuse(statement, "", outcome.problem)
        self._refuse_reversals()
        self._refuse_overlaps()

    def _refuse_reversals(self) -> None:
        """An old file imported again must not bring back a value of a fixed field that has been corrected since."""
        if self.kind.is_ledger or not self.kind.is_state or self.kind.dates == "given":
            return
        fixes = [
            (self.statements[key], difference)
            for key, outcome in self.outcomes.items()
            for difference in outcome.differences
            if outcome.withdraw and self._is_unmarked_fix(difference)
        ]
        once = self.existing.once_believed({statement.group for statement, _ in fixes}) if fixes else {}
        for statement, difference in fixes:
            if any(row.values.get(difference.code) == difference.after for row in once.get(statement.group, ())):
                sentence = sentences.corrected_already(self.kind.fields[difference.code])
                self._refuse(statement, f"{self.kind.code}.{difference.code}", sentence)

    def _is_unmarked_fix(self, difference: Difference) -> bool:
        declared = self.kind.fields.get(difference.code)
        return (
            declared is not None
            and declared.fixed
            and difference.before is not None
            and difference.code not in self.corrections
        )

    def _outcome(self, statement: Statement) -> Outcome:
        existing = self.existing.same_thing(statement)
        if not self.kind.is_state:
            return compare_event(self.kind, existing, statement)
        if self.kind.dates == "given":
            return compare_dated_state(self.kind, existing, statement)
        if statement.until is not None:
            return compare_ending(self.kind, existing, statement)
        outcome = compare_roster(self.kind, existing, statement, corrections=self.corrections)
        other = _seems_another(self.kind, outcome)
        return Outcome(REFUSED, problem=other) if other else outcome

    def _refuse(self, statement: Statement, column: str, sentence: Sentence) -> None:
        for index in statement.rows:
            self.rows.refuse(index, column, sentence)

    def _refuse_overlaps(self) -> None:
        if not self.kind.is_state:
            return  # of one event there is one row, whatever the file says
        groups: dict[Group, list[tuple[Statement, Outcome]]] = {}
        for key, outcome in self.outcomes.items():
            if outcome.add:
                statement = self.statements[key]
                groups.setdefault(statement.group, []).append((statement, outcome))
        for group, found in groups.items():
            if len(found) > 1 or self.existing.rows(group):
                self._refuse_overlaps_of(group, found)

    def _refuse_overlaps_of(self, group: Group, found: list[tuple[Statement, Outcome]]) -> None:
        withdrawn = {pk for _, outcome in found for pk in outcome.withdraw}
        stretches = [
            Stretch(row.since, row.until, None) for row in self.existing.rows(group) if row.id not in withdrawn
        ]
        for statement, outcome in found:
            stretches += [Stretch(row.since, row.until, statement.row) for row in outcome.add]
        by_row = {statement.row: statement for statement, _ in found}
        for earlier, later in overlaps(stretches):
            for one, other in ((earlier, later), (later, earlier)):
                if one.source is not None:
                    number = None if other.source is None else self.rows.rows[other.source].number
                    sentence = sentences.overlap(self.kind, other.since, other.until, number)
                    self._refuse(by_row[one.source], "", sentence)

    def writes(self) -> TypeWrites:
        """All rows to withdraw and to record, in the order of the file."""
        writes = TypeWrites()
        for key, outcome in self.outcomes.items():
            number = self.rows.rows[self.statements[key].row].number
            writes.withdraw += outcome.withdraw
            writes.withdrawn_by += [number] * len(outcome.withdraw)
            writes.add += outcome.add
            writes.added_by += [number] * len(outcome.add)
        return writes


def _seems_another(kind: RecordType, outcome: Outcome) -> Sentence | None:
    """Name and a field that never changes both differ: the number was mistaken, rather than all of them recorded wrongly."""
    label = next((found for found in outcome.differences if found.code == kind.label), None)
    fixed = any(
        kind.fields[found.code].fixed and found.before is not None
        for found in outcome.differences
        if found.code in kind.fields
    )
    if kind.code != "person" or label is None or not fixed:
        return None
    return sentences.somebody_else(label.after, label.before)


def _row_outcomes(rows: Rows, comparisons: Iterable[_Comparison]) -> list[RowOutcome]:
    found = [RowOutcome(row.number) for row in rows.rows]
    for comparison in comparisons:
        code = comparison.kind.code
        for key, statement in comparison.statements.items():
            outcome = comparison.outcomes[key]
            for index in statement.rows:
                found[index].outcomes[code] = outcome.kind
            if outcome.differences:
                found[statement.row].differences[code] = outcome.differences
    _put_issues(rows, found)
    return found


def _put_issues(rows: Rows, found: list[RowOutcome]) -> None:
    parsed: dict[int, list[PlanIssue]] = {}
    for trouble in rows.request.issues:
        parsed.setdefault(trouble.row, []).append(PlanIssue(trouble.row, "", Sentence(trouble.zh, trouble.en)))
    known = {outcome.number for outcome in found}
    unread = sorted(parsed.keys() - known - rows.request.set_aside)
    for index, outcome in enumerate(found):
        own = [PlanIssue(outcome.number, column, sentence) for column, sentence in rows.problems.get(index, ())]
        if own or outcome.number in parsed:
            outcome.issues = (*parsed.get(outcome.number, ()), *own)
    # A row of which the parser could make nothing at all is refused like any other.
    found += [RowOutcome(number, issues=tuple(parsed[number])) for number in unread]
