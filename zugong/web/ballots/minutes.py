"""The totals of secret votes in the form of their meeting, as if they had been typed from paper."""

from __future__ import annotations

from collections.abc import Mapping

from zugong.activities.filed import MOST_VOTES
from zugong.ballots import queries
from zugong.ballots.models import Ballot


def with_counted_votes(meeting: int, said: Mapping[str, str]) -> dict[str, str]:
    """What the form of a meeting says, with the totals of its counted votes; what it says already stays as it is."""
    filled = dict(said)
    matters = {text for name, text in said.items() if name.startswith("vote.") and name.endswith(".matter")}
    for ballot in queries.counted_at(meeting):
        if queries.kind_of(ballot).asks == "grade":
            filled = _graded(ballot) | filled
            continue
        for what, counts in zip(ballot.lines, ballot.totals or (), strict=False):
            if what not in matters:
                filled |= _voted(what, counts, _free_row(filled))
    return filled


def _graded(ballot: Ballot) -> dict[str, str]:
    """The votes of each member who was graded, best grade first."""
    return {
        f"ballot.{person}": " ".join(str(count) for count in counts)
        for person, counts in zip(ballot.persons, ballot.totals or (), strict=False)
    }


def _free_row(said: Mapping[str, str]) -> int | None:
    taken = {name.split(".")[1] for name in said if name.startswith("vote.")}
    return next((number for number in range(1, MOST_VOTES + 1) if str(number) not in taken), None)


def _voted(what: str, counts: list[int], row: int | None) -> dict[str, str]:
    if row is None:
        return {}
    names = ("for", "against", "abstained")
    return {f"vote.{row}.matter": what} | {
        f"vote.{row}.{name}": str(count) for name, count in zip(names, counts, strict=False)
    }
