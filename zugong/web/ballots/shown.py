"""A secret vote in words: its rule, its state, what it came to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from zugong.activities.rules import INVALID, PASSED
from zugong.activities.wording import paper_word, share_word, verdict_word
from zugong.ballots import queries, sealing
from zugong.ballots.models import Ballot
from zugong.packs.ballots import BallotKind
from zugong.packs.meetings import MeetingRule
from zugong.web.ballots.doors import AskedBallot

GOOD, RED, AMBER, GREY = "good", "red", "amber", "grey"


@dataclass(frozen=True)
class ShownLine:
    """One line of the result: how often each choice was ticked, with its part where grades are given, and what it comes to."""

    what: str
    counts: tuple[tuple[str, int, str], ...]
    said: str
    level: str


@dataclass(frozen=True)
class Result:
    """What a counted vote came to. `lead` is about all of it, such as a meeting to which too few came.

    `decides`: something is said of each line.
    """

    lead: str
    lead_level: str
    choices: tuple[str, ...]
    lines: tuple[ShownLine, ...]
    decides: bool
    numbers: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Seal:
    """The mark of one of the two keys that are on the box, and who keeps its code."""

    role: str
    teller: str
    mark: str


def roles() -> tuple[str, str]:
    """What the two are called who keep the codes."""
    return gettext("Scrutineer"), gettext("Teller")


def seals_of(ballot: Ballot) -> tuple[Seal, ...]:
    """The marks of the keys, as everybody in the vote may compare them; none before both are there."""
    if not all(ballot.public_keys):
        return ()
    keys = zip(roles(), ballot.tellers, ballot.public_keys, strict=True)
    return tuple(Seal(role, teller, sealing.mark_of(bytes.fromhex(key))) for role, teller, key in keys)


def state_word(ballot: Ballot) -> tuple[str, str]:
    """Where a vote stands, with its level."""
    return {
        Ballot.PREPARED: (gettext("codes not given yet"), AMBER),
        Ballot.OPEN: (gettext("open: voting goes on"), GOOD),
        Ballot.CLOSED: (gettext("closed, not counted yet"), AMBER),
        Ballot.COUNTED: (gettext("counted"), GREY),
        Ballot.TOO_FEW: (gettext("not counted: too few votes"), RED),
        Ballot.CANCELLED: (gettext("cancelled"), GREY),
    }[ballot.state]


def rule_words(kind: BallotKind, rule: MeetingRule, language: str) -> tuple[str, ...]:
    """What the rule asks: who must come, how many must be in favour, by which paper, and how it is read here."""
    return tuple(_rule_words(kind, rule, language))


def _rule_words(kind: BallotKind, rule: MeetingRule, language: str) -> Iterator[str]:
    yield paper_word(rule.paper, language)
    if rule.voting and rule.voting.quorum:
        yield gettext("Valid when %(share)s come.") % {"share": share_word(rule.voting.quorum, language)}
    if rule.voting and rule.voting.majority:
        yield gettext("Decided when %(share)s are in favour.") % {"share": share_word(rule.voting.majority, language)}
    if kind.months:
        yield gettext("The result is good for %(count)s months.") % {"count": kind.months}
    if rule.paper.note:
        yield rule.paper.note.in_language(language)
    if kind.assumption:
        yield kind.assumption.in_language(language)


def result_of(asked: AskedBallot) -> Result | None:
    """The result for who may read it; None before it is counted."""
    ballot = asked.ballot
    if ballot.state != Ballot.COUNTED or not asked.may_read_result:
        return None
    lead, level = _lead(asked)
    lines = _standings(asked) if asked.kind.asks == "elect" else _lines(asked)
    came = queries.turnout(ballot)
    numbers = (
        (gettext("Due"), came.due), (gettext("Present"), ballot.present or 0),
        (gettext("Votes on the platform"), ballot.cast or 0),
        (gettext("Ballots on paper"), ballot.on_paper or 0),
    )  # fmt: skip
    shown, choices = tuple(lines), tuple(one.label(asked.language) for one in asked.kind.choices)
    return Result(lead, level, choices, shown, any(one.said for one in shown), numbers)


def _lead(asked: AskedBallot) -> tuple[str, str]:
    found = queries.verdicts_of(asked.ballot)
    if found and found[0].outcome == INVALID:
        return verdict_word(found[0], None, asked.language), RED
    if asked.kind.asks == "elect":
        winners = [one.name for one in queries.standings_of(asked.ballot) if one.is_elected]
        said = {"count": len(winners), "seats": asked.ballot.seats}
        return gettext("%(count)s of %(seats)s seats are filled.") % said, GOOD if winners else AMBER
    return "", GREY


def _lines(asked: AskedBallot) -> Iterator[ShownLine]:
    found = queries.verdicts_of(asked.ballot)
    rule = queries.rule_of(asked.ballot)
    decides = asked.kind.asks == "approve" and rule.voting is not None
    for number, (what, counts) in enumerate(queries.lines_in_words(asked.ballot, asked.language)):
        said, level = "", GREY
        if decides:
            assert rule.voting is not None
            said = verdict_word(found[number], rule.voting.majority, asked.language)
            level = GOOD if found[number].outcome == PASSED else RED
        yield ShownLine(what, _with_parts(counts, asked.kind), said, level)


def _with_parts(counts: Sequence[tuple[str, int]], kind: BallotKind) -> tuple[tuple[str, int, str], ...]:
    """Counts with their part of all votes on the line, where nothing is decided by a majority."""
    total = sum(count for _, count in counts)
    has_parts = kind.asks in ("grade", "recommend") and total > 0
    return tuple((label, count, f"{count / total:.1%}" if has_parts else "") for label, count in counts)


def _standings(asked: AskedBallot) -> Iterator[ShownLine]:
    """Those with the most votes first, those written in among them."""
    counts = dict(queries.lines_in_words(asked.ballot, asked.language))
    first = asked.kind.choices[0].label(asked.language)
    for one in queries.standings_of(asked.ballot):
        if one.is_elected:
            said, level = gettext("elected"), GOOD
        elif one.is_tied:
            said, level = gettext("equal votes at the last seat: vote again on these"), AMBER
        else:
            said, level = gettext("not elected"), GREY
        yield ShownLine(one.name, _with_parts(counts.get(one.name, [(first, one.in_favour)]), asked.kind), said, level)
