"""One condition asked of one act, and what it answers. No database."""

from __future__ import annotations

from dataclasses import dataclass

from zugong.cases import wording
from zugong.cases.rules import About, Act, CaseState
from zugong.cases.wording import Said
from zugong.packs.case_conditions import Condition, RuleText, Terms
from zugong.packs.case_types import Step

STOPS, WARNS = "stops", "warns"


@dataclass(frozen=True)
class Verdict:
    """What a condition says of an act: it stops it or warns. `condition` is its code; `field` where a form shows it."""

    condition: str
    weight: str
    said: Said
    field: str = ""


@dataclass(frozen=True)
class Asked:
    """One condition asked of one act."""

    state: CaseState
    step: Step
    act: Act
    about: About
    condition: Condition
    text: RuleText
    terms: Terms

    @property
    def rule(self) -> Said:
        return wording.rule(self.text, self.terms)

    def verdict(self, said: Said, field: str = "", weight: str = "") -> Verdict:
        return Verdict(self.condition.condition, weight or self.condition.weight, said, field)
