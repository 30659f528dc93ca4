"""What somebody says of a meeting, of an opinion or of a step, before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zugong.activities.rules import Ballot, Presence


@dataclass(frozen=True)
class VoteDraft:
    """One matter that was voted on."""

    matter: str
    ballot: Ballot


@dataclass(frozen=True)
class MeetingDraft:
    """A meeting as a form says it. `due` and `present` are typed where `named` is not set, else they follow from the roll.

    `results` are pairs of kind and text; `problems` what was found; `reviews` a level by who reviews; `grades` by person.
    """

    organisation: int
    series: str
    on: date
    theme: str = ""
    venue: str = ""
    agenda: str = ""
    chair: str = ""
    recorder: str = ""
    is_held: bool = False
    named: bool = True
    roll: Mapping[int, Presence] = field(default_factory=dict)
    due: int | None = None
    present: int | None = None
    observers: int = 0
    votes: tuple[VoteDraft, ...] = ()
    results: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()
    reviews: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ThemeDraft:
    """The theme that an organisation sets for those below it."""

    organisation: int
    series: str
    period: str
    theme: str
    steps: str = ""
    paper: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class StepDraft:
    """One step of a village matter as it was done."""

    step: str
    on: date
    text: str = ""
    due: int | None = None
    present: int | None = None
    ballot: Ballot | None = None
    is_joined: bool = False
