"""What a ballot may say, what many of them come to, and who is elected. Values in, answer or error out; no Django."""

from __future__ import annotations

import hashlib
import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from zugong.activities.rules import Ballot as CountedVotes
from zugong.activities.rules import Verdict, verdict
from zugong.ballots import errors
from zugong.packs.ballots import BallotKind
from zugong.packs.meetings import MeetingRule

#: A total of fewer votes tells too easily who voted how.
LEAST_VOTES = 5
MOST_VOTERS = 2000
MOST_LINES = 150
_NOBODY = 0
_PERSON_BYTES = 8


@dataclass(frozen=True)
class Form:
    """What stands on a ballot: so many lines with so many choices. `seats`: how many lines may get the first; 0: all.

    `may_write_in`: whom a voter may name beside those listed.
    """

    lines: tuple[str, ...]
    choices: int
    seats: int = 0
    may_write_in: frozenset[int] = frozenset()

    @property
    def write_ins(self) -> int:
        """How many names fit on a ballot beside those listed."""
        return self.seats if self.may_write_in else 0

    @property
    def size(self) -> int:
        """How many bytes a vote has: the same for each, so that none is told by its length."""
        return len(self.lines) + self.write_ins * _PERSON_BYTES


@dataclass(frozen=True)
class Vote:
    """One vote: the place of the choice on each line, and who is written in.

    `code` is the check code of a vote that is cast; in the box it lies apart, and a vote that comes out has none.
    """

    picks: tuple[int, ...]
    code: str = ""
    written: tuple[int, ...] = ()


@dataclass(frozen=True)
class Totals:
    """What votes come to: for each line how often each choice, who was written in how often, and the check codes."""

    of_lines: tuple[tuple[int, ...], ...]
    written: Mapping[int, int] = field(default_factory=dict)
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """One candidate after an election."""

    name: str
    in_favour: int
    is_elected: bool
    is_tied: bool = False


def check_vote(vote: Vote, form: Form) -> None:
    """Raises NotChosen, TooManyChosen, TooManyWrittenIn where a ballot would be void."""
    for number, (what, pick) in enumerate(zip(form.lines, vote.picks, strict=True), start=1):
        if not 0 <= pick < form.choices:
            raise errors.NotChosen(line=number, what=what)
    if not form.seats:
        return
    chosen = vote.picks.count(0) + len(vote.written)
    if chosen > form.seats:
        raise errors.TooManyChosen(chosen=chosen, most=form.seats, over=chosen - form.seats)
    # The second choice is the vote against; who abstains on all writes in nobody.
    if len(set(vote.written)) < len(vote.written) or len(vote.written) > min(vote.picks.count(1), form.write_ins):
        raise errors.TooManyWrittenIn(written=len(vote.written))


def packed(vote: Vote, form: Form) -> bytes:
    """What a vote says as bytes, all of one length; the check code is none of it."""
    written = [*vote.written, *[_NOBODY] * (form.write_ins - len(vote.written))]
    return bytes(vote.picks) + struct.pack(f">{len(written)}q", *written)


def unpacked(data: bytes, form: Form) -> Vote:
    """What `packed` wrote: a vote without its code."""
    lines = len(form.lines)
    written = struct.unpack(f">{form.write_ins}q", data[lines:])
    return Vote(tuple(data[:lines]), written=tuple(one for one in written if one != _NOBODY))


def counted(votes: Iterable[Vote], form: Form, codes: Iterable[str] = ()) -> Totals:
    """The totals of votes and their check codes, the same in whatever order either comes."""
    found = list(votes)
    lines = tuple(
        tuple(sum(vote.picks[line] == choice for vote in found) for choice in range(form.choices))
        for line in range(len(form.lines))
    )
    written = Counter(person for vote in found for person in vote.written)
    return Totals(lines, dict(sorted(written.items())), tuple(sorted(codes)))


def with_paper(totals: Totals, paper: Sequence[Sequence[int]]) -> Totals:
    """The totals with those of the ballots on paper added, line by line."""
    lines = tuple(
        tuple(one + other for one, other in zip(line, added, strict=True))
        for line, added in zip(totals.of_lines, paper, strict=True)
    )
    return Totals(lines, totals.written, totals.codes)


def check_paper(paper: Sequence[Sequence[int]], lines: Sequence[str], most: int) -> None:
    """Raises PaperCannotBe where a line has more ballots on paper than were handed out."""
    for what, counts in zip(lines, paper, strict=True):
        if sum(counts) > most:
            raise errors.PaperCannotBe(what=what, count=sum(counts), most=most)


def check_lines(lines: Sequence[str], seats: int, kind: BallotKind) -> None:
    """Raises what stands against putting these lines on a ballot of a kind."""
    if not 0 < len(lines) <= MOST_LINES or len(set(lines)) < len(lines):
        raise errors.NothingToVoteOn(most=MOST_LINES)
    if kind.is_one_line and len(lines) > 1:
        raise errors.OneAtATime
    if kind.is_limited and not 1 <= seats <= len(lines):
        raise errors.SeatsCannotBe(lines=len(lines), most=len(lines))
    if kind.surplus and len(lines) < candidates_needed(kind.surplus, seats):
        raise errors.TooFewCandidates(seats=seats, needed=candidates_needed(kind.surplus, seats), lines=len(lines))


def candidates_needed(surplus: str, seats: int) -> int:
    """How many candidates there must be for so many seats."""
    return ceil(seats * (1 + Fraction(surplus)))


def verdicts(totals: Totals, rule: MeetingRule, *, due: int, present: int) -> tuple[Verdict, ...]:
    """What the vote on each line comes to; nothing where the rule sets neither quorum nor majority."""
    if rule.voting is None:
        return ()
    return tuple(
        verdict(rule.voting, due=due, present=present, ballot=CountedVotes(*(*line, 0, 0)[:3]))
        for line in totals.of_lines
    )


def elected(in_favour: Mapping[str, int], needed: int, seats: int) -> tuple[Standing, ...]:
    """Who is elected, those with the most votes first.

    More than are needed: those with the most votes. Equal votes at the last seat: none of the equals, they are voted on again.
    """
    ranked = sorted(in_favour.items(), key=lambda pair: (-pair[1], pair[0]))
    enough = [votes for _, votes in ranked if votes >= needed]
    limit = enough[seats] if len(enough) > seats else None
    return tuple(
        Standing(
            name, votes,
            is_elected=votes >= needed and (limit is None or votes > limit),
            is_tied=limit is not None and votes == limit and enough[seats - 1] == limit,
        )
        for name, votes in ranked
    )  # fmt: skip


def roster_hash(electors: Iterable[tuple[int, str, str]]) -> str:
    """What stands for a roster of (person, name, way): another roster gives another one."""
    lines = sorted(f"{person}\t{name}\t{way}" for person, name, way in electors)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
