"""Lists of persons and the counting of votes: who is chosen, how many seats remain, whose turn in which post. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

from zugong.packs.case_conditions import Terms
from zugong.packs.case_types import Step

if TYPE_CHECKING:
    from zugong.cases.rules import Act, CaseState


@dataclass(frozen=True)
class Listed:
    """A person on the list of a step, for a post; with the votes where they were counted."""

    post: str
    person: int
    votes: int | None = None
    is_chosen: bool = False


@dataclass(frozen=True)
class Ballots:
    """The totals of a vote: entitled, present, ballots that came back (as many as were present where nothing is said)."""

    eligible: int
    present: int
    ballots: int

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Ballots | None:
        """The totals that an act records; None where one is missing."""
        eligible, present = values.get("eligible"), values.get("present")
        if eligible is None or present is None:
            return None
        ballots = values.get("ballots")
        return cls(int(eligible), int(present), int(present if ballots is None else ballots))

    @property
    def is_possible(self) -> bool:
        return 0 <= self.present <= self.eligible and self.eligible > 0 and self.ballots >= 0

    def present_needed(self, terms: Terms) -> int:
        """How many must be present."""
        return least_of(self.eligible, terms.quorum, terms.quorum_from)

    def votes_needed(self, terms: Terms) -> int:
        """With how many votes somebody is elected."""
        base = {"eligible": self.eligible, "present": self.present, "ballots": self.ballots}[terms.majority_of]
        return least_of(base, terms.majority, terms.majority_from)


def least_of(base: int, beyond: Fraction | None, reached: Fraction | None) -> int:
    """The least number that is more than one share of the base and not less than the other."""
    more = 0 if beyond is None else int(base * beyond) + 1
    return max(more, 0 if reached is None else ceil(base * reached))


@dataclass(frozen=True)
class Poll:
    """What the votes for one post come to. `tied` have the same votes and only some of them a seat: they are voted on again."""

    post: str
    seats: int
    chosen: tuple[int, ...]
    tied: tuple[int, ...]

    @property
    def is_filled(self) -> bool:
        return len(self.chosen) >= self.seats


def polled(post: str, listed: Iterable[Listed], seats: int, needed: int) -> Poll:
    """The first by votes among those with enough of them, as many as there are seats."""
    enough = [one for one in listed if one.post == post and (one.votes or 0) >= max(needed, 1)]
    enough.sort(key=lambda one: -(one.votes or 0))
    if len(enough) <= seats:
        return Poll(post, seats, tuple(one.person for one in enough), ())
    last = enough[seats - 1].votes if seats else None
    if not seats or enough[seats].votes != last:
        return Poll(post, seats, tuple(one.person for one in enough[:seats]), ())
    return Poll(
        post, seats, tuple(one.person for one in enough if (one.votes or 0) > (last or 0)),
        tuple(one.person for one in enough if one.votes == last),
    )  # fmt: skip


def polls(state: CaseState, step: Step, act: Act, terms: Terms) -> tuple[Poll, ...]:
    """What the votes of an act come to, post by post; nothing where its totals are missing."""
    ballots = Ballots.of(act.values)
    if ballots is None or step.lists is None:
        return ()
    needed = ballots.votes_needed(terms)
    return tuple(polled(post, act.listed, seats_left(state, post), needed) for post in step.lists.posts)


def with_chosen(act: Act, found: Sequence[Poll]) -> tuple[Listed, ...]:
    """The list of an act with who is chosen."""
    chosen = {(poll.post, person) for poll in found for person in poll.chosen}
    return tuple(Listed(one.post, one.person, one.votes, (one.post, one.person) in chosen) for one in act.listed)


def counted(state: CaseState, act: Act) -> Act:
    """The act with who of its list is chosen, where its step counts votes; as it is where it does not."""
    step = state.case_type.step(act.step)
    election = next((one for one in step.conditions if one.kind == "election"), None) if step else None
    terms = state.case_type.terms_on(election, act.on) if election else None
    if step is None or terms is None:
        return act
    return replace(act, listed=with_chosen(act, polls(state, step, act, terms[1])))


def seats_of(state: CaseState, post: str) -> int:
    """How many seats a post has; none before the step that says so."""
    declared = state.case_type.post(post)
    if declared.seats is not None:
        return declared.seats
    step, field = declared.seats_in or ("", "")
    said = next((act.values.get(field) for act in reversed(state.acts) if act.step == step), None)
    return int(said or 0)


def seats_left(state: CaseState, post: str) -> int:
    """How many seats nobody was chosen for yet."""
    return max(seats_of(state, post) - len(chosen_for(state, post)), 0)


def chosen_for(state: CaseState, post: str) -> dict[int, date]:
    """Who was chosen for a post, each with the day; a vote that must be held anew no longer counts."""
    return {
        one.person: act.on
        for act in sorted(state.acts, key=lambda act: act.line)
        if state.done.get(act.step) is act
        for one in act.listed
        if one.post == post and one.is_chosen
    }


def holders(state: CaseState) -> dict[str, dict[int, date]]:
    """By post who holds it after the election and since when: whoever was chosen for several has the first of them."""
    taken: set[int] = set()
    found: dict[str, dict[int, date]] = {}
    for post in state.case_type.posts:
        chosen = {person: on for person, on in chosen_for(state, post.post).items() if person not in taken}
        found[post.post] = chosen
        taken |= set(chosen)
    return found


def numbers_to_begin_with(state: CaseState, step: Step) -> dict[str, int]:
    """The numbers of a step that must be those of an earlier one, as that recorded them: the voters of the settled roll."""
    found = {}
    for condition in step.conditions:
        field = condition.field or "eligible"
        before = next((act for act in reversed(state.acts) if act.step == condition.of), None)
        if condition.kind == "same_as" and before is not None and field in before.values:
            found[field] = before.values[field]
    return found


def list_to_begin_with(state: CaseState, step: Step) -> tuple[Listed, ...]:
    """Whom the form of a step names before anything is typed: who stood on the lists that it is like, and was not chosen.

    Nobody for a post of which every seat is filled. A list that was sent back begins with whom it named.
    """
    if step.lists is None:
        return ()
    like, posts = set(step.lists.like), {post for post in step.lists.posts if seats_left(state, post)}
    last = next((act for act in reversed(state.acts) if act.step in like and state.done.get(act.step) is act), None)
    if last is None and step.step not in state.done:
        last = next((act for act in reversed(state.acts) if act.step == step.step), None)
    before = last.listed if last else ()
    return tuple(Listed(one.post, one.person) for one in before if one.post in posts and not one.is_chosen)
