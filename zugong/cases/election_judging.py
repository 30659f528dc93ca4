"""What stands against lists of persons and counts of votes. No database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from math import ceil

from zugong.cases import election_wording as wording
from zugong.cases.elections import Ballots, chosen_for, polls, seats_left
from zugong.cases.judged import STOPS, WARNS, Asked, Verdict
from zugong.cases.rules import Act, CaseState
from zugong.packs.case_conditions import Terms
from zugong.packs.case_types import Outcome, Step

_LIST = "listed"


def outcome_of_election(state: CaseState, step: Step, act: Act, terms: Terms) -> Outcome | None:
    """What a count comes to: passed where every seat is filled, failed where one is not; as said where nothing was counted."""
    found = polls(state, step, act, terms)
    if not found:
        return step.outcome(act.outcome)
    wanted = "passed" if all(one.is_filled for one in found) else "failed"
    return next((one for one in step.outcomes if one.by_vote == wanted), None)


def _election(asked: Asked) -> Iterator[Verdict]:
    """Enough present, no more ballots than voters, no more votes than ballots; who is tied is told."""
    ballots, act = Ballots.of(asked.act.values), asked.act
    if ballots is None:
        return
    if not ballots.is_possible:
        yield asked.verdict(wording.impossible_totals(ballots), "eligible", STOPS)
        return
    needed = ballots.present_needed(asked.terms)
    if ballots.present < needed:
        yield asked.verdict(wording.too_few_present(ballots, needed, asked.rule), "present", STOPS)
    if ballots.ballots > ballots.present:
        yield asked.verdict(wording.more_ballots_than_voters(ballots, asked.rule), "ballots", STOPS)
    if any(one.votes is None or one.votes > ballots.ballots for one in act.listed):
        yield asked.verdict(wording.votes_do_not_fit(ballots), _LIST, STOPS)
    else:
        yield from _ties(asked)


def _ties(asked: Asked) -> Iterator[Verdict]:
    for poll in polls(asked.state, asked.step, asked.act, asked.terms):
        if poll.tied:
            post = asked.state.case_type.post(poll.post)
            yield asked.verdict(wording.tied(post, len(poll.tied), asked.rule), _LIST, WARNS)


def _surplus(asked: Asked) -> Iterator[Verdict]:
    """More candidates than seats, by the share that the text prints, or by so many."""
    counts = Counter(one.post for one in asked.act.listed)
    for code in asked.condition.posts:
        seats = seats_left(asked.state, code)
        more = max(ceil(seats * (asked.terms.surplus or 0)), asked.terms.least or 0)
        if seats and counts[code] < seats + more:
            post = asked.state.case_type.post(code)
            yield asked.verdict(wording.too_few_candidates(post, counts[code], seats, seats + more, asked.rule), _LIST)


def _among(asked: Asked) -> Iterator[Verdict]:
    """Whom the act lists was chosen before for one of the posts."""
    before = {person for post in asked.condition.posts for person in chosen_for(asked.state, post)}
    if any(one.person not in before for one in asked.act.listed):
        yield asked.verdict(wording.not_chosen_before(asked.condition, asked.rule), _LIST)


def _same_as(asked: Asked) -> Iterator[Verdict]:
    """A number is the one that an earlier step recorded."""
    field = asked.condition.field or "eligible"
    before = next((act for act in reversed(asked.state.acts) if act.step == asked.condition.of), None)
    known, said = before.values.get(field) if before else None, asked.act.values.get(field)
    if known is not None and said is not None and known != said:
        yield asked.verdict(wording.another_number(asked.condition, known, asked.rule), field)


def _members_listed(asked: Asked) -> Iterator[Verdict]:
    if not asked.about.full_members.issuperset(one.person for one in asked.act.listed):
        yield asked.verdict(wording.not_members(asked.rule), _LIST)


def list_mistakes(step: Step, act: Act) -> Iterator[Verdict]:
    """Nobody stands twice for one post, and a list names somebody."""
    if step.lists is None:
        return
    if not act.listed:
        yield Verdict("needed", STOPS, wording.nobody_listed(), _LIST)
    twice = Counter((one.post, one.person) for one in act.listed)
    if any(count > 1 for count in twice.values()):
        yield Verdict("needed", STOPS, wording.listed_twice(), _LIST)


ELECTION_KINDS: Mapping[str, Callable[[Asked], Iterator[Verdict]]] = {
    "election": _election, "surplus": _surplus, "among": _among, "same_as": _same_as, "members_listed": _members_listed,
}  # fmt: skip
