"""What the numbers of a meeting mean: who counts, how many are needed, is a vote valid and passed; days of publication."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from zugong.packs.meetings import MeetingRule, Share, ShownFor, Voting

PRESENT, LEAVE, EXCUSED, ABSENT = "present", "leave", "excused", "absent"
PASSED, NOT_PASSED, INVALID = "passed", "not_passed", "invalid"


@dataclass(frozen=True)
class Called:
    """Somebody called to a meeting."""

    person: int
    name: str
    category: str


@dataclass(frozen=True)
class Presence:
    """What the roll says of somebody: present, absent, on leave or excused, with the reason."""

    attendance: str = PRESENT
    reason: str | None = None


@dataclass(frozen=True)
class Numbers:
    """The numbers of a roll. Where something may be voted on, `due` and `present` count those with a vote."""

    due: int
    present: int
    without_vote: int = 0
    excused: int = 0
    leave: int = 0
    absent: int = 0


@dataclass(frozen=True)
class Ballot:
    """The votes of one matter as they were counted."""

    in_favour: int
    against: int = 0
    abstained: int = 0

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.abstained


@dataclass(frozen=True)
class Verdict:
    """What a vote comes to; `needed` are None where the rule asks for none."""

    outcome: str
    due: int
    present: int
    ballot: Ballot
    present_needed: int | None
    needed: int | None
    base: str


def presence_of(said: str, rule: MeetingRule) -> Presence:
    """What one choice on the roll means: `present`, `absent`, or a reason, which excuses only where the rule says so."""
    if said in (PRESENT, ABSENT):
        return Presence(said)
    return Presence(EXCUSED if said in rule.excused else LEAVE, said)


def numbers_of(called: Iterable[Called], roll: Mapping[int, Presence], rule: MeetingRule) -> Numbers:
    """The numbers of a roll; whoever it does not name is present."""
    counts = dict.fromkeys((PRESENT, LEAVE, EXCUSED, ABSENT), 0)
    without_vote = 0
    for one in called:
        attendance = roll.get(one.person, Presence()).attendance
        if rule.votes and one.category not in rule.votes:
            without_vote += attendance == PRESENT
        else:
            counts[attendance] += 1
    due = counts[PRESENT] + counts[LEAVE] + counts[ABSENT]
    return Numbers(due, counts[PRESENT], without_vote, counts[EXCUSED], counts[LEAVE], counts[ABSENT])


def verdict(voting: Voting, *, due: int, present: int, ballot: Ballot) -> Verdict:
    """Is a vote valid, and is it passed? Of numbers that `impossible` has nothing against."""
    present_needed = _needed(voting.quorum, due, present)
    needed = _needed(voting.majority, due, present)
    outcome = PASSED
    if present_needed is not None and present < present_needed:
        outcome = INVALID
    elif needed is not None and ballot.in_favour < needed:
        outcome = NOT_PASSED
    base = voting.majority.of if voting.majority else "due"
    return Verdict(outcome, due, present, ballot, present_needed, needed, base)


def _needed(share: Share | None, due: int, present: int) -> int | None:
    return None if share is None else share.needed(due if share.of == "due" else present)


def impossible(*, due: int, present: int, ballot: Ballot | None = None) -> str:
    """Why numbers cannot be: `no_one_due`, `more_present_than_due`, `more_votes_than_present`; "" where they can."""
    if due <= 0:
        return "no_one_due"
    if present > due:
        return "more_present_than_due"
    if ballot is not None and ballot.cast > present:
        return "more_votes_than_present"
    return ""


def most_of(part: str, graded: int) -> int:
    """To how many of those graded a limited grade may be given: never more than the part."""
    return int(Fraction(part) * graded)


def grade_of(votes: Sequence[tuple[str, int]]) -> str | None:
    """The grade to which the ballot leads, best first: the lowest that more than half think deserved or better; None without
    votes.
    """
    total = sum(count for _, count in votes)
    reached = 0
    for grade, count in votes:
        reached += count
        if reached * 2 > total:
            return grade
    return None


def shown_until(first: date, shown: ShownFor, *, rest: Collection[date] = (), work: Collection[date] = ()) -> date:
    """The last day on which something published on `first` must still hang out, inclusive."""
    day, left = first, shown.days
    if not shown.first_day_counts:
        day += timedelta(days=1)
    while True:
        left -= shown.counted == "calendar" or is_working_day(day, rest=rest, work=work)
        if left <= 0:
            return day
        day += timedelta(days=1)


def is_working_day(day: date, *, rest: Collection[date], work: Collection[date]) -> bool:
    """Is it worked on that day: a weekday that is no holiday, or a day off that is worked instead?"""
    return day in work or (day.weekday() < 5 and day not in rest)
