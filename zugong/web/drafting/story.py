"""Who did what when with a draft, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from zugong.drafting.models import DraftState
from zugong.web.listing.entries import entry_lines


@dataclass(frozen=True)
class StoryLine:
    """One act: when, who, what, on which paper."""

    at: datetime
    by: str
    said: str
    paper: str


def story_lines(states: Sequence[DraftState]) -> tuple[StoryLine, ...]:
    """The acts in the order of the states."""
    entries = entry_lines(one.recorded_in for one in states)
    acts = acts_in_words()
    return tuple(
        StoryLine(
            entries[one.recorded_in_id].at,
            entries[one.recorded_in_id].actor,
            " ".join(part for part in (acts.get(one.act, one.act), _quoted(one.about)) if part),
            entries[one.recorded_in_id].paper,
        )
        for one in states
    )


def _quoted(text: str) -> str:
    return gettext("“%(text)s”") % {"text": text} if text else ""


def acts_in_words() -> dict[str, str]:
    """What can be done to a draft."""
    return {
        "begun": gettext("began the draft"), "taken_in": gettext("took in what somebody shared:"),
        "changed": gettext("changed"), "added": gettext("added"), "removed": gettext("left out"),
        "moved": gettext("moved"), "written": gettext("changed the text of the file"),
        "offices": gettext("added the office"), "dropped": gettext("dropped the draft"),
        "published": gettext("published it"),
    }  # fmt: skip
