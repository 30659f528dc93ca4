"""A small county with an applicant, and acts as the pages and commands make them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from tests.cases.changing import Changing
from tests.web.county import County, add, build_county
from zugong.cases.actions import Begin, By, Doing, begin, take
from zugong.cases.filed import Case, case
from zugong.cases.rules import Act
from zugong.kernel.facts.recording import Source
from zugong.kernel.time import PartialDate
from zugong.offices.access import Access

TODAY = date(2026, 11, 23)


@dataclass
class Admission:
    """One applicant of the branch 橡树村 and the case about them."""

    county: County
    person: int
    id: int = 0

    def by(self, role: str = "section") -> By:
        """Who writes, in the role of a user of the county."""
        user = self.county.users[role]
        return By(Source("form", user.username), Access.of(user, TODAY), TODAY)

    def begin(self, on: date = date(2024, 1, 5), role: str = "section", branch: str = "oak") -> int:
        act = Act("applied", on, papers=("application_letter",))
        self.id = begin(begun=Begin("admission", self.person, self.county.organisation(branch), act), by=self.by(role))
        return self.id

    def take(self, step: str, on: date, role: str = "section", outcome: str | None = None, **values: Any) -> None:
        """A step with all its papers."""
        found = self.now()
        declared = found.case_type.step(step)
        papers = declared.papers if declared else ()
        take(doings=[Doing(self.id, len(found.acts), Act(step, on, outcome, values, papers))], by=self.by(role))

    def now(self) -> Case:
        found = case(self.id)
        assert found is not None
        return found

    def another(self) -> Admission:
        """The same for another applicant."""
        values = {"identity_number": "149999200102020038", "name": "孙悦", "born_on": PartialDate("2001-02-02")}
        return Admission(self.county, add("person", values)[0])

    def until_approval(self) -> None:
        """Everything by the text of 2014, up to the committee's talk."""
        self.until_form()
        self.take("form_filled", date(2025, 4, 20), number="0001")
        self.take("meeting", date(2025, 5, 6), eligible=25, present=19, yes=19)
        self.take("talk_before_approval", date(2025, 5, 12), names="组织委员")

    def until_form(self) -> None:
        """Everything by the text of 2014, up to the pre-review."""
        one, other = self.county.persons["李国强"], self.county.persons["王秀英"]
        self.begin()
        self.take("talked", date(2024, 1, 20), names="李国强")
        self.take("activist", date(2024, 3, 1))
        self.take("activist_filed", date(2024, 3, 8))
        self.take("mentors", date(2024, 3, 8), first_person=one)
        self.take("activist_reviewed", date(2024, 9, 1))
        self.take("listed", date(2025, 3, 3))
        self.take("listing_filed", date(2025, 3, 5))
        self.take("introducers", date(2025, 3, 6), first_person=one, second_person=other)
        self.take("political_review", date(2025, 3, 20))
        self.take("trained", date(2025, 4, 3), days=3)
        self.take("branch_review", date(2025, 4, 10))
        self.take("pre_review", date(2025, 4, 15))


@pytest.fixture
def admission(db, monkeypatch: pytest.MonkeyPatch) -> Admission:
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
    county = build_county()
    [person] = add(
        "person", {"identity_number": "149999200002020031", "name": "周晓", "born_on": PartialDate("2000-02-02")}
    )
    return Admission(county, person)


@pytest.fixture
def change(db, monkeypatch: pytest.MonkeyPatch) -> Changing:
    """A case of the small county that is still to begin."""
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
    return Changing(build_county())
