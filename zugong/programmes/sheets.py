"""The weekly sheet: every line as it stands, beside how it stood at the last sheet, by the office that answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zugong.packs.pack import Pack
from zugong.programmes.evaluating import Evaluation, LineProgress, RoundProgress, requests_of
from zugong.programmes.queries import Common, Counting, common_lines
from zugong.programmes.rules import STATES, State

#: What is due within so many days stands on the sheet as coming up.
SOON_DAYS = 14
_NOT_DONE = ("due", "overdue", "not_yet")


@dataclass(frozen=True)
class SheetLine:
    """One thing asked for, now and then. `before` is None for what was not asked for then."""

    common: Common
    before: LineProgress | None

    @property
    def now(self) -> LineProgress:
        return self.common.progress

    @property
    def newly_done(self) -> RoundProgress | None:
        """The round that was finished since then, though another one of the line may be open still."""
        then = {one.round.period.start: one.state for one in (self.before.rounds if self.before else ())}
        finished = [
            one for one in self.now.rounds if one.state == "done" and then.get(one.round.period.start) in _NOT_DONE
        ]
        return finished[-1] if finished else None

    @property
    def is_newly_done(self) -> bool:
        return self.newly_done is not None

    @property
    def is_newly_overdue(self) -> bool:
        return self.now.state == "overdue" and self.before is not None and self.before.state != "overdue"

    @property
    def moved(self) -> int | None:
        """How many more are done than then, in the same round; None where the round is another or has no such number."""
        now = self.now.in_question
        then = self.before.rounds if self.before else ()
        before = next((one for one in then if now and one.round.period.start == now.round.period.start), None)
        if now is None or before is None or before.state == "not_yet":
            return None
        if self.now.asked.counted_line.figure:
            if now.value is None or before.value is None:
                return None
            change = now.value - before.value
            return int(change) if change == int(change) else None
        return now.done - before.done


@dataclass(frozen=True)
class OwnerLines:
    """What one office answers for, the gravest first."""

    owner: str
    lines: tuple[SheetLine, ...]

    def count(self, state: State) -> int:
        return sum(line.now.state == state for line in self.lines)


@dataclass(frozen=True)
class Sheet:
    """All lines on a day and at an earlier one."""

    on: date
    before: date
    owners: tuple[OwnerLines, ...]

    @property
    def lines(self) -> tuple[SheetLine, ...]:
        return tuple(line for one in self.owners for line in one.lines)

    def count(self, state: State) -> int:
        return sum(one.count(state) for one in self.owners)

    @property
    def overdue(self) -> tuple[SheetLine, ...]:
        return tuple(line for line in self.lines if line.now.state == "overdue")

    @property
    def newly_done(self) -> tuple[SheetLine, ...]:
        return tuple(line for line in self.lines if line.is_newly_done)

    @property
    def soon(self) -> tuple[SheetLine, ...]:
        """What is open and due within the next days."""
        last = self.on + timedelta(days=SOON_DAYS)
        return tuple(
            line
            for line in self.lines
            if line.now.state == "due" and line.now.current and line.now.current.round.deadline <= last
        )


def sheet_of(evaluation: Evaluation, before: date, counting: Counting) -> Sheet:
    """The sheet of the evaluation's day beside an earlier day; both days are asked in one question."""
    earlier = evaluation.on_day(before)
    answers = counting(requests_of([evaluation, earlier]))
    then = {one.asked.measure: one for one in earlier.progress(answers)}
    lines = [
        SheetLine(common, then.get(common.progress.asked.measure))
        for common in common_lines(evaluation.progress(answers))
    ]
    return Sheet(evaluation.on, before, by_owner(lines, evaluation.pack))


def by_owner(lines: Sequence[SheetLine], pack: Pack) -> tuple[OwnerLines, ...]:
    """The lines by the office that answers for them, in the order of owners.yaml."""
    found: dict[str, list[SheetLine]] = {}
    for line in lines:
        found.setdefault(line.now.asked.counted_line.owner, []).append(line)
    return tuple(
        OwnerLines(owner, tuple(sorted(found[owner], key=lambda line: STATES.index(line.now.state))))
        for owner in pack.owners
        if owner in found
    )
