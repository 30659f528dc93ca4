"""What a vote comes to, in words, while it is typed and when it is read."""

from __future__ import annotations

from zugong.cases import election_wording, wording
from zugong.cases.elections import Ballots, polls
from zugong.cases.filed import Case
from zugong.cases.rules import Act, Count, terms_on
from zugong.packs.case_conditions import Terms
from zugong.packs.case_types import Step


def vote_said(found: Case, step: Step, act: Act, language: str) -> tuple[str, bool]:
    """The arithmetic of a vote or of an election that is being typed, and whether it passed; "" while numbers lack."""
    condition = next((one for one in step.conditions if one.kind in ("vote", "election")), None)
    asked = terms_on(found.case_type, condition, act.on) if condition else None
    if condition is None or asked is None:
        return "", False
    terms = asked[1]
    return (
        _election(found, step, act, terms, language)
        if condition.kind == "election"
        else _vote(act, terms, language)
    )  # fmt: skip


def _vote(act: Act, terms: Terms, language: str) -> tuple[str, bool]:
    count = Count.of(act.values)
    if count is None or terms.majority is None or not count.is_possible:
        return "", False
    passed = count.has_majority(terms) and count.has_quorum(terms)
    return wording.vote(count, count.votes_needed(terms), passed=passed).in_language(language), passed


def _election(found: Case, step: Step, act: Act, terms: Terms, language: str) -> tuple[str, bool]:
    ballots, counted = Ballots.of(act.values), polls(found.state, step, act, terms)
    if ballots is None or not ballots.is_possible or not counted:
        return "", False
    present = ballots.present_needed(terms)
    posts = {one.post: one for one in found.case_type.posts}
    shown = tuple(one for one in counted if one.seats)
    said = election_wording.counted(ballots, present, ballots.votes_needed(terms), shown, posts)
    return said.in_language(language), ballots.present >= present and all(one.is_filled for one in counted)
