"""JSON Schema of each kind of pack file, so that an editor completes keys and marks mistakes while they are typed."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from zugong.packs.attention import Attention, Headlines
from zugong.packs.ballots import BallotKind
from zugong.packs.briefings import Briefing
from zugong.packs.commendations import Commendation
from zugong.packs.cycle import Cycle
from zugong.packs.dues import DuesRule, ShareRule
from zugong.packs.figures import Figure
from zugong.packs.mechanisms import Mechanism
from zugong.packs.meetings import LocalMeeting, Meeting, Procedure
from zugong.packs.pack import Heading
from zugong.packs.parameters import Parameter
from zugong.packs.programmes import MechanismId, Programme
from zugong.packs.promises import Promises
from zugong.packs.reading import Words
from zugong.packs.reports import Report
from zugong.packs.schemes import Scheme
from zugong.packs.training import TrainingGroup

_SHAPES: dict[str, TypeAdapter[Any]] = {
    "pack.yaml": TypeAdapter(Heading),
    "chapters.yaml": TypeAdapter(dict[str, Words]),
    "figures/*.yaml": TypeAdapter(list[Figure]),
    "parameters/*.yaml": TypeAdapter(Parameter),
    "attention/*.yaml": TypeAdapter(list[Attention]),
    "home.yaml": TypeAdapter(Headlines),
    "cycle.yaml": TypeAdapter(Cycle),
    "programmes/*.yaml": TypeAdapter(list[Programme]),
    "schemes/*.yaml": TypeAdapter(list[Scheme]),
    "owners.yaml": TypeAdapter(dict[str, Words]),
    "briefings/*.yaml": TypeAdapter(Briefing),
    "meetings/*.yaml": TypeAdapter(list[Meeting]),
    "meetings/local/*.yaml": TypeAdapter(list[LocalMeeting]),
    "dues/table*.yaml": TypeAdapter(list[DuesRule]),
    "dues/shares*.yaml": TypeAdapter(list[ShareRule]),
    "procedures/*.yaml": TypeAdapter(list[Procedure]),
    "ballots/*.yaml": TypeAdapter(list[BallotKind]),
    "training/*.yaml": TypeAdapter(list[TrainingGroup]),
    "commendations/*.yaml": TypeAdapter(list[Commendation]),
    "reports/*.yaml": TypeAdapter(Report),
    "promises.yaml": TypeAdapter(Promises),
    "implements.yaml": TypeAdapter(dict[MechanismId, list[str]]),
    "../mechanisms.yaml": TypeAdapter(list[Mechanism]),
}


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of file, by the pattern of its path in a pack's folder."""
    return {pattern: shape.json_schema() for pattern, shape in _SHAPES.items()}
