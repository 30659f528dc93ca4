"""Why a step is to be taken anew: which step sent it back, on which day, with what reason."""

from __future__ import annotations

from django.utils.translation import gettext

from zugong.cases.filed import Case
from zugong.packs.case_types import Step
from zugong.web.cases.asked import AskedCases


def sent_back(asked: AskedCases, found: Case, step: Step) -> str:
    """In one sentence; "" for a step that nothing sent back since it was done. The reason for who may read remarks."""
    if step.step not in found.state.cleared:
        return ""
    for act in reversed(found.acts):
        by = found.case_type.step(act.step)
        outcome = by.outcome(act.outcome) if by is not None else None
        if by is not None and outcome is not None and step.step in outcome.clears:
            said = {
                "on": act.on.isoformat(),
                "step": by.label(asked.language),
                "outcome": outcome.label(asked.language),
            }
            why = act.values.get("text", "") if asked.may_see_personal(found) else ""
            sentence = gettext("%(on)s, %(step)s: %(outcome)s.") % said
            return gettext("%(sentence)s Why: %(why)s") % {"sentence": sentence, "why": why} if why else sentence
    return ""
