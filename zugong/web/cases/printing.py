"""What may be printed for a whole case, beside the sheets of its steps."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from zugong.cases.acting import may_act
from zugong.cases.filed import Case
from zugong.transfers.letters import letter_act
from zugong.transfers.standing import LEDGER
from zugong.web.cases.asked import AskedCases


@dataclass(frozen=True)
class Printable:
    label: str
    address: str


def printables(asked: AskedCases, found: Case) -> tuple[Printable, ...]:
    """Of a transfer the letter that holds, for who issues it, and the slip with the code."""
    if found.case_type.kept_as != LEDGER:
        return ()
    made = [Printable(gettext("Slip with the code"), reverse("transfer_slip", args=[found.id]))]
    step = found.case_type.step("sent")
    if step and letter_act(found) and may_act(found.case_type, step, found.place_of(step), asked.scope.access):
        made.insert(0, Printable(gettext("Letter in three parts"), reverse("transfer_letter", args=[found.id])))
    return tuple(made)
