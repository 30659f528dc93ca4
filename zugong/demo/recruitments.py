"""Notices of recruitment with people who register for them, by the way that offices and applicants go themselves.

Registrations are no facts and come in no workbook: they are taken in, checked, examined and published one after the other,
each on its day. Nobody of them exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from zugong.cases.actions import Begin, By, Doing, begin, take
from zugong.cases.rules import Act
from zugong.demo.identity import IdentityNumbers, mobile_number
from zugong.demo.names import personal_name
from zugong.demo.recruitment_targets import Recruitment, Recruitments
from zugong.demo.targets import Targets
from zugong.kernel.facts.recording import Source, recording
from zugong.offices.access import Access
from zugong.offices.models import User
from zugong.recruitment import rules
from zugong.recruitment.deciding import Decision, Officer, call_next, decide, score
from zugong.recruitment.drafts import NoticeDraft, PostDraft
from zugong.recruitment.notices import (
    CASE_TYPE,
    CHECKED,
    EXAMINED,
    PLANNED,
    PUBLISHED,
    VETTED,
    Notice,
    notice,
    record_notice,
)
from zugong.recruitment.order import applications_of, called_to
from zugong.recruitment.registering import Typed, register

_YOUNGEST, _OLDEST = 23, 34
_LEAST_SCORE, _BEST_SCORE = 6_200, 9_300


def hold_recruitments(targets: Targets, *, source: Source) -> None:
    """Hold every recruitment of the targets, as far as each has come; nothing where they name none."""
    told = targets.recruitments
    if told is None:
        return
    user = User.objects.get(username=told.held_by)
    by = By(source, Access.of(user, targets.closed_on), targets.closed_on)
    applicants = _applicants(told, targets, Random(f"{targets.seed} recruitments"))
    for one in told.notices:
        _Held(one, told, by, user, targets.seed, applicants).hold()


def _applicants(told: Recruitments, targets: Targets, random: Random) -> Iterator[dict[str, str]]:
    """Person after person, as they fill in what a notice may ask."""
    numbers = IdentityNumbers(targets.people.identity_area)
    while True:
        sex = random.choice(("male", "female"))
        year = targets.year - random.randint(_YOUNGEST, _OLDEST)
        born_on = date(year, random.randint(1, 12), random.randint(1, 28))
        degree = random.choice(told.degrees)
        yield {
            rules.NAME: personal_name(random, sex=sex, birth_year=year),
            rules.PHONE: mobile_number(random, targets.people.mobile_prefix),
            rules.IDENTITY: numbers.next(born_on=born_on, sex=sex), "education": degree, "school": random.choice(told.schools),
        }  # fmt: skip


class _Held:
    """One recruitment from its notice to the last of its steps."""

    def __init__(
        self,
        told: Recruitment,
        all_told: Recruitments,
        by: By,
        user: User,
        seed: int,
        applicants: Iterator[dict[str, str]],
    ) -> None:
        self.told, self.all_told, self.by, self.user, self.applicants = told, all_told, by, user, applicants
        self.random = Random(f"{seed} {told.title}")
        self.identity = 0

    def hold(self) -> None:
        """What must be settled before a step is done on the day of that step."""
        self._begin(self.told.steps[PLANNED])
        settling = {CHECKED: self._check, EXAMINED: self._examine, VETTED: self._vet}
        for step, on in list(self.told.steps.items())[1:]:
            if step in settling:
                settling[step](self._officer(on))
            self._take(step, on)
            if step == PUBLISHED:
                self._register()

    def _begin(self, on: date) -> None:
        organisation = self.by.access.offices[0].organisation
        fields = self.told.model_dump(exclude={"posts", "steps", "asked"})
        values = fields | {
            "organisation": organisation,
            "asked": rules.written_fields(self.told.asked),
            "pass_mark": None,
        }
        posts = tuple(
            PostDraft(one.code, one.name, one.employer, one.places, one.conditions) for one in self.told.posts
        )
        with recording(self.by.source) as entry:
            self.identity = record_notice(NoticeDraft(values, posts), on, entry)
            act = Act(PLANNED, on, None, {"number": self.told.paper}, papers=("plan",))
            begin(begun=Begin(CASE_TYPE, 0, organisation, act, subject=self.identity), by=self.by)

    def _found(self) -> Notice:
        found = notice(self.identity)
        assert found is not None
        return found

    def _officer(self, on: date) -> Officer:
        return Officer(self.user, on, self.by.source)

    def _take(self, step: str, on: date) -> None:
        case = self._found().case
        assert case is not None
        declared = case.case_type.step(step)
        assert declared is not None
        outcome = declared.outcomes[0].outcome if declared.outcomes else None
        act = Act(step, on, outcome, {}, papers=tuple(declared.papers))
        take(doings=[Doing(case.id, len(case.acts), act)], by=self.by)

    def _register(self) -> None:
        found = self._found()
        for post in self.told.posts:
            anchor = next(one.anchor for one in found.posts if one.values["code"] == post.code) or 0
            for number in range(post.registered):
                filled = next(self.applicants) | {"major": post.subjects[number % len(post.subjects)]}
                typed = Typed(anchor, filled, has_consented=True, address=f"{self.identity} {post.code} {number}")
                register(found=found, typed=typed, today=self.told.opens_on)

    def _check(self, officer: Officer) -> None:
        found, decisions = self._found(), []
        for post in self.told.posts:
            anchor = next(one.anchor for one in found.posts if one.values["code"] == post.code)
            registered = list(applications_of(found).filter(post=anchor))
            fit = len(registered) - post.refused
            decisions += [Decision(one.pk, rules.APPLIED, rules.ADMITTED) for one in registered[:fit]]
            decisions += [
                Decision(one.pk, rules.APPLIED, rules.REFUSED, self.all_told.refusal) for one in registered[fit:]
            ]
        decide(found=found, decisions=decisions, officer=officer)

    def _examine(self, officer: Officer) -> None:
        for part in self._found().weights.parts:
            found = self._found()
            said = {
                one.pk: f"{self.random.randint(_LEAST_SCORE, _BEST_SCORE) / 100:.2f}" for one in called_to(found, part)
            }
            score(found=found, part=part, said=said, officer=officer)

    def _vet(self, officer: Officer) -> None:
        call_next(found=self._found(), officer=officer)
        called = applications_of(self._found()).filter(stage=rules.SHORTLISTED)
        fit = [Decision(one.pk, rules.SHORTLISTED, rules.VETTED) for one in called]
        decide(found=self._found(), decisions=fit, officer=officer)
