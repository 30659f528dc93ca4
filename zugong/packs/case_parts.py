"""What case types of packs hang on besides steps: signals that propose, changes of organisations and titles that come of them."""

from __future__ import annotations

from typing import Literal

from zugong.packs.attention import Span
from zugong.packs.figures import Name
from zugong.packs.parameters import Source
from zugong.packs.reading import Declared
from zugong.packs.scheme_criteria import Labelled

#: Names what a case is about where an answer of a step could be named.
SUBJECT = "subject"
#: The guided operations on organisations that a step may carry out.
Operation = Literal["found", "rename", "move", "merge", "split", "connect", "end"]


class CarriesOut(Declared):
    """The guided operation on organisations that a step carries out, in one entry with it.

    `done_to`: the organisation that it is done to or, where one is founded, under which: who takes the steps of that level, or
    the one that a step named as `other`. `said` proposes for fields of the operation's form what was said before, so that
    nothing is typed twice: a step (its day), step.field, step.outcome, or subject.
    """

    operation: Operation
    done_to: Literal["branch", "committee", "county", "other"] = "branch"
    said: dict[Name, str] = {}

    @property
    def steps_named(self) -> list[str]:
        """The steps whose answers it takes up."""
        return [one.partition(".")[0] for one in self.said.values() if one != SUBJECT]


class Designates(Declared):
    """As what an organisation is named when a case of the type names it."""

    kind: Name
    level: Name


class Signal(Labelled):
    """What proposes an organisation for a case: that a figure counts something there, in the span where it counts a flow.

    It decides nothing: people look into it, and whoever decides says why.
    """

    signal: Name
    zh: str
    en: str
    figure: Name
    span: Span | None = None
    source: Source | None = None
