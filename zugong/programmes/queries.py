"""What one organisation has to do now, and what several papers ask for together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zugong.figures.answers import Answers, Request
from zugong.kernel.time import Clocks
from zugong.packs.pack import Pack
from zugong.programmes.evaluating import Asked, Evaluation, LineProgress, MayCount, RoundProgress
from zugong.programmes.rules import STATES, days_left
from zugong.programmes.wording import round_name

Counting = Callable[[Sequence[Request]], Answers]
"""Answers requests with the rights of whoever asks, below the organisation that the page is about."""


@dataclass(frozen=True)
class DueLine:
    """One thing to do: what, for which round, how many of how many are open, until when, why, and which papers ask.

    `code` is the line, `round_start` the first day of the round: together they lead to the rows that are open.
    """

    code: str
    label: str
    round_name: str
    round_start: date
    open_count: int
    required: int
    deadline: date
    is_over: bool
    why: str
    papers: tuple[str, ...]


@dataclass(frozen=True)
class Common:
    """One thing that is asked for, by one paper or by several: the owner sees it once, with all who ask."""

    progress: LineProgress
    asked_by: tuple[Asked, ...]


def due_for(
    pack: Pack, clocks: Clocks, counting: Counting, may_count: MayCount, language: str, *, is_whole: bool = False,
) -> tuple[DueLine, ...]:  # fmt: skip
    """What is open below an organisation on the day of the clocks: overdue first, then by date; nothing that is done.

    `counting` answers below that organisation. Of what returns, the round that runs and the last one that ended count.
    """
    evaluation = Evaluation(pack, clocks, is_whole, may_count, is_recent=True)
    found = common_lines(evaluation.progress(counting(evaluation.requests)))
    lines = [line for one in found for line in due_lines(one, language)]
    return tuple(sorted(lines, key=lambda line: (not line.is_over, line.deadline, line.code)))


def due_lines(common: Common, language: str) -> Iterator[DueLine]:
    """The rounds of a duty that are open, the one that ended last before the one that runs."""
    progress = common.progress
    for one in progress.rounds:
        if one.state in ("due", "overdue") and progress.asked.counted_line.duty:
            yield _due_line(common, one, language)


def _due_line(common: Common, one: RoundProgress, language: str) -> DueLine:
    asked, line = common.progress.asked, common.progress.asked.counted_line
    return DueLine(
        code=asked.code,
        label=line.label(language),
        round_name=round_name(one.round, line.returns, language),
        round_start=one.round.period.start,
        open_count=one.open_count,
        required=one.required,
        deadline=one.round.deadline,
        is_over=days_left(one.round, common.progress.on) < 0,
        why=line.why.in_language(language) if line.why else "",
        papers=tuple(dict.fromkeys(each.programme.paper.title for each in common.asked_by)),
    )


def common_lines(found: Iterable[LineProgress]) -> tuple[Common, ...]:
    """The lines with those that are counted alike put together, in the order in which the first of them stands."""
    by_measure: dict[str, list[LineProgress]] = {}
    for progress in found:
        by_measure.setdefault(progress.asked.measure, []).append(progress)
    return tuple(
        Common(min(lines, key=lambda one: STATES.index(one.state)), tuple(one.asked for one in lines))
        for lines in by_measure.values()
    )
