"""From everything gathered to a rating: clause by clause for all who are rated at once, then added up for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from zugong.figures.queries import Site
from zugong.kernel.errors import RuleBroken
from zugong.packs.scheme_criteria import Criterion
from zugong.schemes.cases import bounds_on
from zugong.schemes.evaluating import Adjusted, Appeal, Basis, Clause, Question, Rating, Standing, SubjectFacts
from zugong.schemes.filed import ADJUSTMENT, Filed, Row, in_time
from zugong.schemes.gathering import Gathered, Reading, Whose, gather
from zugong.schemes.rules import (
    BLANK,
    HUNDREDTHS,
    UNNAMED,
    WAITING,
    Amount,
    Finding,
    Judge,
    full,
    stated,
)

UNMET = Finding("unmet")
FindingOf = Callable[[int], Finding]


def rating_of(question: Question, site: Site, whose: Whose) -> Rating:
    """The rating of everybody whom the rights show below the grouping's root. Raises LanguageError."""
    return Facts(gather(question, site, whose)).rating()


@dataclass(frozen=True)
class Facts(SubjectFacts):
    """What was gathered, and how it decides."""

    gathered: Gathered

    @property
    def question(self) -> Question:
        return self.gathered.question

    @property
    def appeals(self) -> tuple[Appeal, ...]:
        return self.gathered.filed.appeals

    def said_before(self, criterion: str, anchor: int) -> tuple[tuple[int, str], ...]:
        return self.gathered.filed.said_before(criterion, anchor)

    def rating(self) -> Rating:
        """Everybody added up."""
        findings: dict[int, Sequence[Finding]] = {}
        for sector, anchors in self._by_sector.items():
            columns = [self._column(one, anchors) for one in self.question.rules[sector].places]
            rows = zip(*columns, strict=True) if columns else ((),) * len(anchors)
            findings |= dict(zip(anchors, rows, strict=True))
        standings = {anchor: self._standing(anchor, findings[anchor]) for anchor in self.gathered.subjects}
        return Rating(
            self.question, standings, findings, self, {**self.gathered.problems, **self._unset}, self.gathered.entry
        )

    @cached_property
    def _by_sector(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for anchor, subject in self.gathered.subjects.items():
            found[subject.sector].append(anchor)
        return found

    def _standing(self, anchor: int, findings: Sequence[Finding]) -> Standing:
        subject = self.gathered.subjects[anchor]
        adjustments = self._adjustments.get(anchor, ())
        points = sum(one.points for one in adjustments if one.counts)
        found = self.question.rules[subject.sector].sum(findings, self._vetoes_of(anchor), points * HUNDREDTHS)
        drawn = self.gathered.drawn
        return Standing(
            subject,
            found,
            None if drawn is None else anchor in drawn,
            self._level_now(anchor, adjustments),
            adjustments,
        )

    def _level_now(self, anchor: int, adjustments: Sequence[Adjusted]) -> str | None:
        """The level in force, as the last adjustment of this round left it."""
        adjustment = self.question.version.adjustment
        moved = [one.level for one in adjustments if one.counts and one.level]
        if moved and adjustment is not None and adjustment.moves_level:
            return moved[-1]
        return self.gathered.results.get(anchor) or None

    @cached_property
    def _adjustments(self) -> Mapping[int, tuple[Adjusted, ...]]:
        return self.gathered.filed.adjustments()

    @cached_property
    def _recorded_vetoes(self) -> Mapping[int, tuple[str, ...]]:
        return self.gathered.filed.vetoes()

    def _vetoes_of(self, anchor: int) -> tuple[str, ...]:
        sector, recorded = self.gathered.subjects[anchor].sector, self._recorded_vetoes.get(anchor, ())
        return tuple(
            one.veto for one in self.question.version.vetoes
            if sector in (one.sectors or (sector,))
            and (one.veto in recorded or self.gathered.judged.get(f"veto {one.veto}", {}).get(anchor, False))
        )  # fmt: skip

    def _column(self, criterion: Criterion, anchors: Sequence[int]) -> list[Finding]:
        """What was found of one clause, for each of the anchors."""
        found = self._finding_of(criterion)
        return [found(anchor) for anchor in anchors]

    def _finding_of(self, criterion: Criterion) -> FindingOf:
        if not criterion.is_named:
            return lambda anchor: UNNAMED
        usual = self._computed(criterion) if criterion.is_computed else self._said(criterion)
        decided = self._decided.get(criterion.criterion)
        if not decided:
            return usual
        return lambda anchor: (
            stated(criterion, decided[anchor].outcome, decided[anchor].points) if anchor in decided else usual(anchor)
        )

    @cached_property
    def _decided(self) -> Mapping[str, Mapping[int, Filed]]:
        return self.gathered.filed.decided()

    def _computed(self, criterion: Criterion) -> FindingOf:
        """Conditions are true or not; numbers are compared, equal ones once. What cannot be counted is left blank."""
        if criterion.condition:
            met, holds = full(criterion), self.gathered.judged[f"clause {criterion.criterion}"]
            return lambda anchor: met if holds[anchor] else UNMET
        if criterion.criterion in self.gathered.problems or criterion.criterion in self._unset:
            return lambda anchor: BLANK
        judge, known = self._judges[criterion.criterion], dict[Amount | None, Finding]()
        counted, reading = self.gathered.counted.get(criterion.criterion), Reading(criterion, self.question)

        def found(anchor: int) -> Finding:
            value = reading.amount(counted, anchor)
            if value not in known:
                known[value] = judge.finding(value)
            return known[value]

        return found

    @cached_property
    def _judges(self) -> Mapping[str, Judge]:
        return {
            one.criterion: Judge(one, self._bounds(one)) for one in self._compared if one.criterion not in self._unset
        }

    @cached_property
    def _unset(self) -> Mapping[str, RuleBroken]:
        """Clauses whose parameter has no value on the day."""
        found: dict[str, RuleBroken] = {}
        for criterion in self._compared:
            try:
                self._bounds(criterion)
            except RuleBroken as error:
                found[criterion.criterion] = error
        return found

    @property
    def _compared(self) -> list[Criterion]:
        return [one for one in self.question.version.criteria if one.threshold]

    def _bounds(self, criterion: Criterion) -> Mapping[str, Amount]:
        return bounds_on(criterion, self.question.pack, self.question.day)

    def _said(self, criterion: Criterion) -> FindingOf:
        """What people say: the later of review and visit; a self-check where the lot spares its author, else it waits."""
        filed, code = self.gathered.filed, criterion.criterion
        reviews, visits = filed.by_clause("scheme_review").get(code, {}), filed.by_clause("scheme_visit").get(code, {})
        checks = filed.by_clause("scheme_self_check").get(code, {})
        known = dict[tuple[str, int | None], Finding]()

        def found(anchor: int) -> Finding:
            row = _later(reviews.get(anchor), visits.get(anchor))
            if row is not None:
                if row[5:7] not in known:
                    known[row[5:7]] = stated(criterion, row[5], row[6])
                return known[row[5:7]]
            own = checks.get(anchor)
            return BLANK if own is None else self._claimed(criterion, own, anchor)

        return found

    def _claimed(self, criterion: Criterion, own: Row, anchor: int) -> Finding:
        """A self-check that claims nothing needs no proof."""
        if own[5] == "unmet" or self._is_spared(anchor):
            return stated(criterion, own[5], own[6])
        return WAITING

    def _is_spared(self, anchor: int) -> bool:
        """Was a lot drawn, and not this one?"""
        return self.gathered.drawn is not None and anchor not in self.gathered.drawn

    def clause(self, rating: Rating, criterion: Criterion, finding: Finding, anchor: int) -> Clause:
        code, filed = criterion.criterion, self.gathered.filed
        basis, record = self._basis(criterion, anchor)
        counted = self.gathered.counted.get(code)
        is_undecided = self.gathered.undecided.get(f"clause {code}", {}).get(anchor, False)
        return Clause(
            criterion, finding, basis,
            value=self.gathered.value(criterion, anchor) if criterion.threshold else None,
            undecided=counted.undecided.get(anchor, 0) if counted else int(is_undecided),
            record=record,
            self_check=filed.filed("scheme_self_check", code, anchor),
            appeal=next((one for one in filed.appeals if (one.anchor, one.criterion) == (anchor, code)), None),
            request=self.question.request_of(criterion), by=self.question.by_of(criterion),
            refusal=rating.problems.get(code),
        )  # fmt: skip

    def _basis(self, criterion: Criterion, anchor: int) -> tuple[Basis, Filed | None]:
        """On what a finding rests, in the order in which one overrules the other."""
        code, filed = criterion.criterion, self.gathered.filed
        decided = self._decided.get(code, {}).get(anchor)
        if decided:
            return "appeal", decided
        if criterion.is_computed:
            return "computed", None
        assessed = filed.assessed(code, anchor)
        if assessed:
            return ("visit" if assessed.type_code == "scheme_visit" else "review"), assessed
        own = filed.filed("scheme_self_check", code, anchor)
        return ("self_check", own) if own else ("none", None)


def _later(review: Row | None, visit: Row | None) -> Row | None:
    if review is None or visit is None:
        return review or visit
    return max(review, visit, key=in_time)


def adjustment_clause(month: str) -> str:
    """How an appeal names the adjustment of a month."""
    return ADJUSTMENT + month
