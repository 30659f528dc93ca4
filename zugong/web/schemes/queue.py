"""What waits for the reviews of a user: clauses that were filled in, of those whom an office of theirs may check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zugong.packs.scheme_criteria import Criterion
from zugong.schemes.evaluating import Standing
from zugong.schemes.rules import State
from zugong.web.schemes.asked import Asked
from zugong.web.schemes.boards import said_by_people
from zugong.web.schemes.rights import territory_of

#: States of clauses that somebody can review: what was filled in, and what nobody said anything about.
_OPEN: tuple[State, ...] = ("waiting", "blank")


@dataclass(frozen=True)
class QueueLine:
    """One clause of one who is rated; `is_filled` where a self-check waits for a review, `is_reviewed` where there was one."""

    standing: Standing
    criterion: Criterion
    is_filled: bool
    is_reviewed: bool = False

    @property
    def key(self) -> str:
        """How forms and addresses name it."""
        return f"{self.criterion.criterion}.{self.standing.subject.anchor}"


@dataclass(frozen=True)
class Queue:
    """Everything that the user may review, clause by clause in the order of the paper, then by name."""

    may_review: bool
    lines: tuple[QueueLine, ...]

    @property
    def count(self) -> int:
        """How many were filled in and wait."""
        return sum(line.is_filled for line in self.lines)


def my_waiting(asked: Asked, *, with_reviewed: bool = False) -> Queue:
    """The queue of the user below the root; with what was reviewed already, for who has to review it once more."""
    order = {one.criterion: place for place, one in enumerate(asked.version.places)}
    matters = {asked.version.reviewer_of(one)[1] for one in asked.version.criteria if not one.is_computed}
    if not matters:
        return Queue(False, ())
    mine = {matter: territory_of("check", matter, asked.scope) for matter in matters}
    lines = [
        line for line in _lines(asked, with_reviewed)
        if line.standing.subject.organisation in mine[asked.version.reviewer_of(line.criterion)[1]]
    ]  # fmt: skip
    may_review = any(one.subject.organisation in territory for territory in mine.values() for one in asked.standings)
    return Queue(may_review, tuple(sorted(lines, key=lambda line: order[line.criterion.criterion])))


def _lines(asked: Asked, with_reviewed: bool) -> Iterator[QueueLine]:
    for standing in asked.standings:
        if standing.subject.organisation is not None:
            for criterion, state in said_by_people(asked, standing):
                if state in _OPEN or with_reviewed:
                    yield QueueLine(standing, criterion, state == "waiting", state not in _OPEN)
