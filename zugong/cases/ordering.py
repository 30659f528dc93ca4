"""The steps of a case go as they came: an entry that recorded one is not undone while later ones stand in the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zugong.cases import errors
from zugong.cases.filed import Case, cases, ledger_store, ledgers
from zugong.cases.rules import BUILT_IN, MOVED, Act
from zugong.cases.wording import step_called
from zugong.kernel.facts.models import Entry


@dataclass(frozen=True)
class _Line:
    """A line of a file that undoing an entry takes out, or puts in again."""

    case: int
    line: int
    step: str
    is_restored: bool


def cases_of(entry: Entry) -> tuple[int, ...]:
    """The cases in which an entry recorded steps; not those that only went along with what it did."""
    return tuple(sorted({one.case for one in _lines(entry) if not (one.is_restored or one.step == MOVED)}))


def cases_moved_by(entry: Entry) -> tuple[int, ...]:
    """The cases that an entry moved from one organisation to another."""
    return tuple(sorted({one.case for one in _lines(entry) if one.step == MOVED and not one.is_restored}))


def check_order_of_steps(entry: Entry) -> None:
    """Raises LaterStepsRestOnIt where a step that undoing the entry would not touch stands at or behind one that it would."""
    lines = defaultdict(list)
    for one in _lines(entry):
        lines[one.case].append(one)
    for found in cases(lines):
        if later := _later(found, lines[found.id]):
            called = step_called(later.step, found.case_type)
            raise errors.LaterStepsRestOnIt(number=found.number, step=called.en, step_zh=called.zh)


def _lines(entry: Entry) -> Iterator[_Line]:
    for ledger in ledgers():
        store = ledger_store(f"{ledger}_step")
        recorded = store.queryset().filter(recorded_in=entry).exclude(retracted_in=entry)
        withdrawn = store.queryset().filter(retracted_in=entry).exclude(recorded_in=entry)
        for is_restored, rows in ((False, recorded), (True, withdrawn)):
            yield from (
                _Line(row.values["case"], row.values["line"], row.values["step"], is_restored)
                for row in store.read(rows)
            )


def _later(found: Case, lines: Iterable[_Line]) -> Act | None:
    """The first step that stands where a line would be put in again, or behind a line that would go or come."""
    own = {one.line for one in lines if not one.is_restored}
    first = min(one.line for one in lines)
    rest = (act for act in found.acts if act.step not in BUILT_IN and act.line >= first and act.line not in own)
    return next(rest, None)
