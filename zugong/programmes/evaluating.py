"""How far every line has come on a day: which figures to ask, all in one question, and what their answers mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from zugong.figures.answers import WHOLE, Answers, Cell, Group, Number, Request, Whole
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import Clocks, Period
from zugong.packs.pack import Pack
from zugong.packs.programmes import STATED, Line, Programme, figure_code
from zugong.programmes.rules import Round, State, is_in_force, recent, rounds_of, state_now, state_of

MayCount = Callable[[str], bool]
"""May the rows behind the figure of that code be counted?"""


@dataclass(frozen=True)
class Asked:
    """A line as a paper asks for it. `counted_*` is the line that says how: itself, or the one that it is the same as."""

    programme: Programme
    line: Line
    counted_programme: Programme
    counted_line: Line

    @property
    def code(self) -> str:
        return self.programme.code_of(self.line)

    @property
    def measure(self) -> str:
        """What tells its way of counting from others: lines with the same are one thing that several papers ask for."""
        line = self.counted_line
        return f"{line.figure}/{line.target}/{line.returns}" if line.figure else self.counted_code

    @property
    def counted_code(self) -> str:
        return self.counted_programme.code_of(self.counted_line)

    def figure(self, part: str) -> str:
        """The figure that counts one part of its duty."""
        return figure_code(self.counted_programme.programme, self.counted_line.line, part)


@dataclass(frozen=True)
class RoundProgress:
    """How far one round has come. Of a duty: how many owe it, have done it, are excused. Else a value and its target.

    `refusal` is why it cannot be counted. A round that has not begun, or whose state nobody could tell, has no numbers.
    """

    round: Round
    state: State
    owed: int = 0
    done: int = 0
    excused: int = 0
    value: Number | None = None
    target: Number | None = None
    refusal: RuleBroken | None = None

    @property
    def open_count(self) -> int:
        return self.owed - self.done - self.excused

    @property
    def required(self) -> int:
        """The denominator: who owes it and is not excused."""
        return self.owed - self.excused

    @property
    def share(self) -> Fraction | None:
        """How much of it is done, 0 to 1; None where there is nothing to divide by."""
        if self.owed:
            return Fraction(self.done, self.required) if self.required else None
        if self.value is None or not self.target:
            return None
        return min(Fraction(self.value) / Fraction(self.target), Fraction(1))


@dataclass(frozen=True)
class LineProgress:
    """A line with its rounds in the window and its state now."""

    asked: Asked
    rounds: tuple[RoundProgress, ...]
    state: State
    on: date

    @property
    def begun(self) -> tuple[RoundProgress, ...]:
        return tuple(one for one in self.rounds if one.round.period.start <= self.on)

    @property
    def current(self) -> RoundProgress | None:
        """The round that runs; else the last one that began, else the first to come."""
        return next(iter(self.begun[::-1]), next(iter(self.rounds), None))

    @property
    def ended(self) -> RoundProgress | None:
        """The last round whose deadline is past."""
        return next((one for one in reversed(self.rounds) if one.round.deadline < self.on), None)

    @property
    def in_question(self) -> RoundProgress | None:
        """The round that the state of the line is about: the last that ended where that is overdue, else the current one."""
        ended = self.ended
        return ended if ended and self.state == "overdue" == ended.state else self.current

    @property
    def of_the_year(self) -> tuple[RoundProgress, ...]:
        """The rounds begun that count in this year; one of the last year that is in time into this one counts there."""
        is_once = self.asked.counted_line.returns == "once"
        return tuple(one for one in self.begun if is_once or one.round.period.last.year == self.on.year)

    @property
    def required(self) -> int:
        """Over all rounds of the year begun: how often it was owed by whoever was not excused."""
        return sum(one.required for one in self.of_the_year)

    @property
    def done(self) -> int:
        return sum(one.done for one in self.of_the_year)

    @property
    def excused(self) -> int:
        return sum(one.excused for one in self.of_the_year)

    @property
    def share(self) -> Fraction | None:
        """The completion rate over all rounds of the year begun; of a figure, that of the current round."""
        if self.asked.counted_line.figure:
            return self.current.share if self.current else None
        return Fraction(self.done, self.required) if self.required else None


@dataclass(frozen=True)
class Evaluation:
    """All lines of a pack on the day of the clocks, in the year of that day.

    `is_whole`: the question is about the whole area of the site, so that numbers that a paper sets for the area can be
    compared, and what its owner states is there to be read. Below it such lines are left out. `may_count` leaves out
    lines whose rows may not be counted; `programmes` and `lines` choose some by their codes. `is_recent` asks only for the
    rounds that decide the state of today, for the many pages that need no more: the one that runs and the last that ended.
    """

    pack: Pack
    clocks: Clocks
    is_whole: bool
    may_count: MayCount = lambda code: True
    programmes: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    is_recent: bool = False

    @property
    def on(self) -> date:
        return self.clocks.on

    @cached_property
    def window(self) -> Period:
        return Period.year(self.on.year)

    def on_day(self, day: date) -> Evaluation:
        """The same as things stood on another day."""
        clocks = Clocks(day, self.clocks.tree, Period.from_days(date(day.year, 1, 1), day), self.clocks.known)
        return replace(self, clocks=clocks)

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """Every line that is asked for in the year and may be counted, in the order of the packs."""
        every = self.pack.programmes.values()
        chosen = [one for one in every if not self.programmes or one.programme in self.programmes]
        found = [asked_line(self.pack, programme, line) for programme in chosen for line in programme.lines]
        wanted = [one for one in found if not self.lines or one.code in self.lines]
        return tuple(one for one in wanted if self._is_asked(one) and self._is_shown(one))

    def _is_asked(self, asked: Asked) -> bool:
        """In force in the year, or ended before it with days of grace that reach into it."""
        return is_in_force(asked.programme, self.window) or any(one.deadline >= self.on for one in self.rounds(asked))

    def _is_shown(self, asked: Asked) -> bool:
        line = asked.counted_line
        has_number = line.target is not None and line.target.figure is None
        if (line.is_stated or has_number) and not self.is_whole:
            return False
        return all(self.may_count(code) for code in figures_of(asked))

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        """What to ask of the figures, each once."""
        return tuple(dict.fromkeys(request for one in self.asked for request in self._requests(one)))

    def _requests(self, asked: Asked) -> Iterator[Request]:
        codes = figures_of(asked)
        for one in self.rounds(asked):
            if one.period.start <= self.on:
                yield from (Request(code, self.clocks_of(asked, one)) for code in codes)

    def rounds(self, asked: Asked) -> tuple[Round, ...]:
        """The interval is that of the line that says how it is counted, the time in force that of the asking paper."""
        line = replace_interval(asked.line, asked.counted_line)
        found = rounds_of(asked.programme, line, self.window)
        return recent(found, self.on) if self.is_recent else found

    def clocks_of(self, asked: Asked, one: Round) -> Clocks:
        """The clocks on which a round is counted.

        A duty is looked at on the last day of its round, grace included, or today while it runs, and knows its whole period;
        a figure is counted from the first day of the round up to then. What is asked once may be done late.
        """
        line = asked.counted_line
        day = self.on if line.returns == "once" else min(self.on, one.deadline)
        period = one.period if line.duty else Period.from_days(one.period.start, max(day, one.period.start))
        if line.figure and line.returns != "once":
            period = Period(one.period.start, min(period.end, one.period.end))
        return Clocks(day, self.clocks.tree, period, self.clocks.known)

    def progress(self, answers: Answers, group: Group | Whole = WHOLE) -> tuple[LineProgress, ...]:
        """Every line with its rounds, in all or in one group of the answers."""
        return tuple(self.line_progress(one, answers, group) for one in self.asked)

    def line_progress(self, asked: Asked, answers: Answers, group: Group | Whole = WHOLE) -> LineProgress:
        """One line with its rounds."""
        rounds = tuple(self._round(asked, one, answers, group) for one in self.rounds(asked))
        return LineProgress(asked, rounds, state_now([(one.round, one.state) for one in rounds], self.on), self.on)

    def _round(self, asked: Asked, one: Round, answers: Answers, group: Group | Whole) -> RoundProgress:
        if one.period.start > self.on:
            return RoundProgress(one, "not_yet")
        clocks = self.clocks_of(asked, one)
        cells = [_cell(Request(code, clocks), answers, group) for code in figures_of(asked)]
        refused = next((cell for cell in cells if isinstance(cell, RuleBroken)), None)
        if refused is not None:
            return RoundProgress(one, "unknown", refusal=refused)
        values = [cell.value if isinstance(cell, Cell) else 0 for cell in cells]
        if asked.counted_line.figure:
            return self._counted(asked, one, values, clocks)
        return self._owed(asked, one, [int(value or 0) for value in values])

    def _owed(self, asked: Asked, one: Round, values: Sequence[int]) -> RoundProgress:
        """A duty; a line that its owner states is owed once."""
        owed, done, excused = values if asked.counted_line.duty else (1, min(values[0], 1), 0)
        state = state_of(one, self.on, owed=owed, open_count=owed - done - excused)
        return RoundProgress(one, state, owed=owed, done=done, excused=excused)

    def _counted(self, asked: Asked, one: Round, values: Sequence[Number | None], clocks: Clocks) -> RoundProgress:
        value, target = values[0], asked.counted_line.target
        if target is None:
            return RoundProgress(one, "counted", value=value)
        try:
            wanted = self._wanted(asked, values, clocks)
        except RuleBroken as error:
            return RoundProgress(one, "unknown", value=value, refusal=error)
        if not wanted and not target.at_most:
            return RoundProgress(one, "not_required", value=value, target=wanted)
        has = value is not None and wanted is not None and (value <= wanted if target.at_most else value >= wanted)
        state = state_of(one, self.on, owed=1, open_count=0 if has else 1)
        return RoundProgress(one, state, value=value, target=wanted)

    def _wanted(self, asked: Asked, values: Sequence[Number | None], clocks: Clocks) -> Number | None:
        target = asked.counted_line.target
        assert target is not None
        if target.figure:
            return values[1]
        if target.rule:
            return int(self.pack.parameters[target.rule].value_on(clocks.on))
        return target.number


def replace_interval(line: Line, counted: Line) -> Line:
    """The line with the interval and grace of the one by which it is counted; its own deadline stands."""
    if line is counted or (line.returns == counted.returns and line.grace_days == counted.grace_days):
        return line
    return line.model_copy(update={"returns": counted.returns, "grace_days": counted.grace_days})


def asked_line(pack: Pack, programme: Programme, line: Line) -> Asked:
    """A line with the one that says how it is counted."""
    there = pack.line(line.same_as) if line.same_as else None
    counted_programme, counted_line = there or (programme, line)
    return Asked(programme, line, counted_programme, counted_line)


def figures_of(asked: Asked) -> tuple[str, ...]:
    """The figures that a round of the line asks for: of a duty owed, done, excused; a figure and its target; statements."""
    line = asked.counted_line
    if line.duty:
        return tuple(asked.figure(part) for part in ("owed", "done", "excused"))
    if line.figure:
        return (line.figure, line.target.figure) if line.target and line.target.figure else (line.figure,)
    return (asked.figure(STATED),)


def _cell(request: Request, answers: Answers, group: Group | Whole) -> Cell | RuleBroken | None:
    if request in answers.refused:
        return answers.refused[request]
    return answers.total(request) if isinstance(group, Whole) else answers.groups(request).get(group)


def requests_of(evaluations: Iterable[Evaluation]) -> tuple[Request, ...]:
    """What several evaluations ask, each once, for one question."""
    return tuple(dict.fromkeys(request for one in evaluations for request in one.requests))


def week_before(day: date) -> date:
    """The day of the last weekly sheet."""
    return day - timedelta(days=7)
