"""The form by which a vote is prepared, as it was typed: read into a draft, with what stands against it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext

from zugong.activities.queries import meetings_of
from zugong.ballots import queries
from zugong.ballots.actions import EXCUSED, Draft
from zugong.ballots.models import Elector
from zugong.ballots.queries import Eligible
from zugong.ballots.rules import MOST_VOTERS
from zugong.kernel.time import Period
from zugong.packs.ballots import BallotKind
from zugong.packs.meetings import MeetingRule
from zugong.web.clocks import usual_day
from zugong.web.scope import Scope
from zugong.web.typed import typed_day, typed_number

_LONG, _SHORT = 200, 60
WAYS = (Elector.PHONE, Elector.PAPER, EXCUSED)


@dataclass
class TypedBallot:
    """A vote that is being prepared. `problems` by the name of the field."""

    kind: BallotKind
    organisation: int
    on: date
    rule: MeetingRule
    title: str
    lines: tuple[str, ...]
    seats: int
    tellers: tuple[str, str]
    names: tuple[str, ...]
    roster: tuple[Eligible, ...]
    ways: dict[int, str]
    meetings: tuple[tuple[int, str], ...]
    meeting: int | None
    problems: dict[str, str] = field(default_factory=dict)

    def draft(self) -> Draft:
        title = self.title or (self.lines[0] if len(self.lines) == 1 else "")
        return Draft(
            kind=self.kind.ballot, organisation=self.organisation, on=self.on, title=title[:_LONG] or self.kind.zh,
            lines=self.lines, roster=self.roster, ways=self.ways, tellers=self.tellers, seats=self.seats,
            meeting=self.meeting,
        )  # fmt: skip


def typed_ballot(request: HttpRequest, scope: Scope, kind: BallotKind, organisation: int) -> TypedBallot:
    """What the form says; before anything is typed: today, everybody with an account on the platform, others on paper."""
    said = request.POST if request.method == "POST" else request.GET
    on = typed_day(said.get("on", "")) or usual_day()
    rule = kind.rule_on(max(on, kind.rules[0].since))
    typed = TypedBallot(
        kind=kind, organisation=organisation, on=on, rule=rule, title=said.get("title", "").strip()[:_LONG],
        lines=_lines(said.get("lines", ""), _LONG), seats=typed_number(said.get("seats", "")) or 0,
        tellers=(said.get("teller.0", "").strip()[:_SHORT], said.get("teller.1", "").strip()[:_SHORT]),
        names=_lines(said.get("names", ""), _SHORT)[: MOST_VOTERS + 1], roster=(), ways={}, meetings=(), meeting=None,
    )  # fmt: skip
    if request.method == "POST" and not typed_day(said.get("on", "")):
        typed.problems["on"] = gettext("Choose the day of the meeting.")
    typed.roster = _roster(typed, scope)
    typed.ways = {one.person: _way(said.get(f"way.{one.person}", ""), one) for one in typed.roster}
    typed.meetings = _meetings(kind, organisation, on)
    wanted = typed_number(said.get("meeting", ""))
    typed.meeting = wanted if wanted in {identity for identity, _ in typed.meetings} else None
    return typed


def _lines(text: str, longest: int) -> tuple[str, ...]:
    found = (line.strip()[:longest] for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in found if line))


def _way(said: str, one: Eligible) -> str:
    """How somebody votes; who has no account cannot vote on the platform."""
    if said in WAYS and (one.has_account or said != Elector.PHONE):
        return said
    return Elector.PHONE if one.has_account else Elector.PAPER


def _roster(typed: TypedBallot, scope: Scope) -> tuple[Eligible, ...]:
    if typed.kind.called == "members":
        return tuple(queries.eligible_members(typed.rule, typed.organisation, typed.on))
    found = queries.eligible_named(typed.names, scope.access, typed.on)
    chosen = {name: _the_one(persons) for name, persons in found.items()}
    unknown = [name for name, persons in found.items() if not persons]
    several = [name for name, one in chosen.items() if one is None and name not in unknown]
    if unknown:
        typed.problems["names"] = gettext("Nobody of this name is on record within your reach: %(names)s") % {
            "names": "、".join(unknown)
        }
    elif several:
        typed.problems["names"] = gettext(
            "Several persons bear this name; leave it out, they vote on paper: %(names)s"
        ) % {"names": "、".join(several)}
    return tuple(one for one in chosen.values() if one is not None)


def _the_one(persons: list[Eligible]) -> Eligible | None:
    """The one person meant by a name: the only one, or the only one with an account."""
    with_account = [one for one in persons if one.has_account]
    candidates = with_account if len(persons) > 1 else persons
    return candidates[0] if len(candidates) == 1 else None


def _meetings(kind: BallotKind, organisation: int, on: date) -> tuple[tuple[int, str], ...]:
    """The meetings of the day at which such a vote may be held."""
    lines = meetings_of([organisation], Period.from_days(on, on)) if kind.meetings else ()
    return tuple((line.identity, line.values["period"]) for line in lines if line.values["series"] in kind.meetings)
