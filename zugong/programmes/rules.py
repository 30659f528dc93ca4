"""Rounds of a line, when each is due, and what state it is in. Days in, answers out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from zugong.kernel.time import Period, months_after
from zugong.packs.programmes import Line, Programme, Returns

State = Literal["overdue", "due", "done", "not_yet", "not_required", "counted", "unknown"]
#: From what most needs attention to what least does.
STATES: tuple[State, ...] = ("overdue", "due", "done", "not_yet", "not_required", "counted", "unknown")
_MONTHS: dict[Returns, int] = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}


@dataclass(frozen=True, slots=True)
class Round:
    """One time that a line is asked for: its days, and the last day on which it is in time."""

    period: Period
    deadline: date

    def is_running(self, on: date) -> bool:
        """Has it begun, with its deadline still to come?"""
        return self.period.start <= on <= self.deadline


def is_in_force(programme: Programme, window: Period) -> bool:
    """Does the programme ask for anything on any day of the window?"""
    return programme.since < window.end and (programme.until is None or programme.until > window.start)


def rounds_of(programme: Programme, line: Line, window: Period) -> tuple[Round, ...]:
    """The rounds of a line in the window, in order.

    What returns is asked for in whole periods of the calendar that lie within the programme's time: nobody is reproached
    for the part of a month in which the paper was not yet in force. A round that ended before the window and is in time
    until a day in it is among them: it is not forgotten at the turn of the year, not even where the paper itself ended
    with the year. What is asked once has one round, from the programme's first day to the line's deadline; without one to
    the programme's last day, or else the last day of the window.
    """
    if line.returns == "once":
        return (_once(programme, line, window),) if is_in_force(programme, window) else ()
    grace = timedelta(days=line.grace_days)
    return tuple(
        Round(period, period.last + grace)
        for period in _periods(line.returns, window, grace)
        if programme.since <= period.start and (programme.until is None or period.end <= programme.until)
    )


def _once(programme: Programme, line: Line, window: Period) -> Round:
    last = programme.until - timedelta(days=1) if programme.until else window.last
    deadline = max(line.deadline or last, programme.since)
    return Round(Period.from_days(programme.since, deadline), deadline)


def _periods(returns: Returns, window: Period, grace: timedelta) -> Iterator[Period]:
    months = _MONTHS[returns]
    first = window.start - grace
    start = date(first.year, (first.month - 1) // months * months + 1, 1)
    while start < window.end:
        end = months_after(start, months)
        if end + grace > window.start:
            yield Period(start, end)
        start = end


def state_of(asked: Round, on: date, *, owed: int, open_count: int) -> State:
    """The state of a round on a day, from how many owe it and how many of them have it still open."""
    if on < asked.period.start:
        return "not_yet"
    if owed == 0:
        return "not_required"
    if open_count == 0:
        return "done"
    return "overdue" if on > asked.deadline else "due"


def state_now(states: Sequence[tuple[Round, State]], on: date) -> State:
    """The state of a line: the graver of the round that runs and the last one that is over; older rounds are history."""
    begun = [one for one in states if one[0].period.start <= on]
    if not begun:
        return states[0][1] if states else "not_required"
    ended = [state for asked, state in begun if not asked.is_running(on)][-1:]
    running = [state for asked, state in begun if asked.is_running(on)]
    return min(ended + running, key=STATES.index)


def recent(rounds: Sequence[Round], on: date) -> tuple[Round, ...]:
    """Of the rounds those that decide the state on a day: the last that ended and all that run; else the first to come."""
    ended = [one for one in rounds if one.deadline < on][-1:]
    running = [one for one in rounds if one.is_running(on)]
    return (*ended, *running) or tuple(rounds[:1])


def days_left(asked: Round, on: date) -> int:
    """How many days are left until the deadline; negative once it is past."""
    return (asked.deadline - on).days
