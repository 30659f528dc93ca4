"""Cases about organisations of the small county, as offices work them: changes of the tree, demonstration sites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.web.county import County
from zugong.cases.actions import Begin, By, Doing, begin, take
from zugong.cases.carrying_out import Change
from zugong.cases.closing import keep
from zugong.cases.filed import Case, case
from zugong.cases.rules import Act
from zugong.kernel.facts.recording import Source
from zugong.offices.access import Access
from zugong.organisations.actions import OrganisationValues
from zugong.restructuring.operations import Found
from zugong.restructuring.rehearsal import foresee

DAY = date(2026, 11, 23)
WANTED = {"new_name": "合作社党支部", "joined_unit": "合作社", "full_members": 3, "members": 4, "text": "党员集中"}


@dataclass
class Changing:
    """A case of the small county, as offices work it."""

    county: County
    id: int = 0

    def by(self, role: str) -> By:
        user = self.county.users[role]
        return By(Source("form", user.username), Access.of(user, DAY), DAY)

    def begin(self, code: str, act: Act, subject: int, place: str, role: str) -> None:
        begun = Begin(code, 0, self.county.organisation(place), act, subject=subject)
        self.id = begin(begun=begun, by=self.by(role))

    def take(self, step: str, on: date, role: str = "township", outcome: str | None = None, **values: Any) -> None:
        self.do(Act(step, on, outcome, values), role)

    def do(self, act: Act, role: str = "township", change: Change | None = None) -> None:
        take(doings=[Doing(self.id, len(self.now().acts), act, "", change)], by=self.by(role))

    def now(self) -> Case:
        found = case(self.id)
        assert found is not None
        return found

    def approved(self, outcome: str = "branch", **values: Any) -> None:
        """A founding that the township approved."""
        self.applied(outcome, **values)
        self.take("reviewed", date(2026, 9, 5), outcome="put_forward")
        self.take("decided", date(2026, 9, 10), outcome="new", number="东发〔2026〕8号")

    def applied(self, outcome: str = "branch", **values: Any) -> None:
        """A founding that the branch applies for."""
        act = Act("applied", date(2026, 9, 1), outcome, WANTED | values, ("application", "roster"))
        self.begin("organisation_founding", act, self.county.organisation("oak"), "oak", "secretary")

    def halt(self, deed: str, role: str) -> None:
        """What may happen in any case, on the day of the test."""
        act = Act(deed, DAY, values={"text": "原因"})
        keep(doing=Doing(self.id, len(self.now().acts), act), by=self.by(role))

    def seen(self, operation: Any, role: str = "township") -> Change:
        by = self.by(role)
        return Change(operation, foresee(operation, source=by.source, access=by.access).effects.digest)

    def found(self) -> Found:
        values = OrganisationValues(code="0301", name="合作社党支部", kind="branch")
        return Found(date(2026, 9, 10), self.county.organisations["east"], values)
