"""A rating: everybody who is rated, with stars, points, level and clauses, as one question answers them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import ClassVar, Literal

from zugong.figures.answers import Number, Request
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import Clocks
from zugong.packs.pack import Pack
from zugong.packs.reading import nearest
from zugong.packs.scheme_criteria import Criterion
from zugong.packs.schemes import Scheme, Version, criterion_figure
from zugong.schemes.rounds import Round, round_called, round_on, window_period
from zugong.schemes.rules import Finding, Gap, SectorRules, Sum, points_of

Basis = Literal["computed", "self_check", "review", "visit", "appeal", "none"]
NO_LEVEL = "none"


class NoSuchScheme(RuleBroken):
    code: ClassVar[str] = "schemes.no_such_scheme"
    message: ClassVar[str] = "There is no scheme {scheme!r}{nearest}."
    message_zh: ClassVar[str] = "没有评定方案“{scheme}”{nearest}。"


class NotInForce(RuleBroken):
    code: ClassVar[str] = "schemes.not_in_force"
    message: ClassVar[str] = "No version of {scheme} is in force on {day}; the first begins on {first}."
    message_zh: ClassVar[str] = "{day} 没有施行中的“{scheme_zh}”版本，最早的自 {first} 起施行。"


class PersonsAreNotRated(RuleBroken):
    code: ClassVar[str] = "schemes.persons_are_not_rated"
    message: ClassVar[str] = "{scheme} gives points to persons; they are not rated and not compared."
    message_zh: ClassVar[str] = "“{scheme_zh}”是个人积分，不评等次、不作排名。"


@dataclass(frozen=True)
class Question:
    """A version of a scheme, a round and the clocks: everything that a rating hangs on beside the records.

    The clocks stand within the round; `asked_on` is the day of the asking, up to which reviews of a round that is over count.
    """

    pack: Pack
    scheme: Scheme
    version: Version
    round: Round
    clocks: Clocks
    asked_on: date

    @property
    def day(self) -> date:
        return self.clocks.on

    def what_if(self, version: Version) -> Question:
        """The same with the criteria of another version: next year's on the data of this year."""
        return replace(self, version=version)

    def clocks_of(self, criterion: Criterion) -> Clocks:
        """The clocks on which a clause is judged: the day, and the window that it names."""
        window = criterion.threshold.window if criterion.threshold else "round"
        return replace(self.clocks, period=window_period(window, self.round, self.day))

    def request_of(self, criterion: Criterion) -> Request | None:
        """The figure that counts for a clause, on its clocks; None where none does."""
        code = criterion.figure.figure if criterion.figure else None
        if criterion.record:
            code = criterion_figure(self.scheme.scheme, self.version.version, criterion.criterion)
        return Request(code, self.clocks_of(criterion)) if code else None

    @staticmethod
    def by_of(criterion: Criterion) -> str:
        """The path from counted rows to whoever is rated; "" where everything below counts."""
        if criterion.record:
            return criterion.record.about
        return criterion.figure.by if criterion.figure else ""

    @cached_property
    def rules(self) -> Mapping[str, SectorRules]:
        """The rules of each sector, by its code."""
        return {code: SectorRules(self.version, code) for code in self.version.sectors}


def question_on(pack: Pack, scheme: str, clocks: Clocks, round_code: str = "") -> Question:
    """The question about a scheme on a day, in the round of that day or another; the version is that of the round's last day.

    While the round runs, that of the day. Raises NoSuchScheme, NotInForce, NoSuchRound, PersonsAreNotRated.
    """
    found = pack.schemes.get(scheme)
    if found is None:
        raise NoSuchScheme(scheme=scheme, nearest=nearest(scheme, pack.schemes))
    if found.rates == "person":
        raise PersonsAreNotRated(scheme=found.en, scheme_zh=found.zh)
    one = round_called(found, round_code, clocks.on) if round_code else round_on(found, clocks.on)
    day = min(clocks.on, one.period.last)
    version = found.version_on(max(day, one.period.start))
    if version is None:
        first = min(each.since for each in found.versions)
        raise NotInForce(scheme=found.en, scheme_zh=found.zh, day=day, first=first)
    return Question(pack, found, version, one, replace(clocks, on=max(day, one.period.start)), clocks.on)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is rated. `organisation` is where records about it stand: itself, or the organisation set up in the unit."""

    anchor: int
    name: str
    code: str
    place: int | None
    organisation: int | None
    sector: str


@dataclass(frozen=True, slots=True)
class Filed:
    """A record about a clause: of which type, its row, the day, what it says and who said it."""

    type_code: str
    id: int
    on: date
    outcome: str
    points: int | None = None
    text: str = ""
    document: str = ""
    said_by: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A monthly adjustment. `counts` is false where an appeal took it away; then it is shown and adds nothing."""

    id: int
    month: str
    on: date
    points: int
    level: str
    reason: str
    paper: str
    decided_by: str
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal with its decision, None while it is open. `is_valid`: another person decided than the one who reviewed."""

    id: int
    anchor: int
    criterion: str
    on: date
    text: str
    document: str
    decision: Filed | None = None
    is_valid: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one who is rated stands. `level_now` is the last decided level with this round's adjustments, if there is one."""

    subject: Subject
    sum: Sum
    is_drawn: bool | None = None
    level_now: str | None = None
    adjustments: tuple[Adjusted, ...] = ()

    @property
    def level(self) -> str | None:
        return self.sum.level

    @property
    def points(self) -> Decimal:
        return points_of(self.sum.points)

    @property
    def most(self) -> Decimal:
        return points_of(self.sum.most)

    @property
    def stars(self) -> tuple[str, ...]:
        return self.sum.stars


@dataclass(frozen=True)
class Clause:
    """One clause of one who is rated: what was found, on what it rests, and what opens it.

    `request`, asked by the path `by` in the group of the anchor, gives the rows behind `value`. `record` is the review,
    visit, decision or self-check that counts; `self_check` what the organisation said itself.
    """

    criterion: Criterion
    finding: Finding
    basis: Basis
    value: Number | None = None
    undecided: int = 0
    record: Filed | None = None
    self_check: Filed | None = None
    appeal: Appeal | None = None
    request: Request | None = None
    by: str = ""
    refusal: RuleBroken | None = None

    @property
    def state(self) -> str:
        return self.finding.state

    @property
    def points(self) -> Decimal | None:
        return None if self.criterion.points is None else points_of(self.finding.points)

    @property
    def most(self) -> Decimal | None:
        return self.criterion.points


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one office has still to review: how many clauses, of whom."""

    reviewer: str
    matter: str
    clauses: int
    subjects: tuple[int, ...]


@dataclass(frozen=True)
class Rating:
    """All who are rated, by the code of each, with everything needed to explain it. `problems`: clauses that cannot be judged.

    `findings` are in the order of the places of each sector.
    """

    question: Question
    standings: Mapping[int, Standing]
    findings: Mapping[int, Sequence[Finding]]
    facts: SubjectFacts
    problems: Mapping[str, RuleBroken] = field(default_factory=dict)
    entry: int = 0

    @cached_property
    def levels(self) -> Mapping[str | None, int]:
        """How many stand at each level, None for no level."""
        return Counter(one.level for one in self.standings.values())

    def rules_of(self, anchor: int) -> SectorRules:
        return self.question.rules[self.standings[anchor].subject.sector]

    def clauses(self, anchor: int) -> tuple[Clause, ...]:
        """Every clause of one who is rated, in the order of the paper. Raises KeyError."""
        found = zip(self.rules_of(anchor).places, self.findings[anchor], strict=True)
        return tuple(self.facts.clause(self, one, finding, anchor) for one, finding in found)

    def gap(self, anchor: int, level: str) -> Gap:
        """What lacks for a level. Raises KeyError, StopIteration where there is no such level in the sector."""
        rules = self.rules_of(anchor)
        wanted = next(one for one in rules.levels if one.level == level)
        return rules.gap(wanted, self.findings[anchor], self.standings[anchor].sum)

    def next_gap(self, anchor: int) -> Gap | None:
        """What lacks for the next better level; None at the best one, and where levels are given and not computed."""
        if self.question.version.graded:
            return None
        better = self.rules_of(anchor).better_levels(self.standings[anchor].level)
        return self.gap(anchor, better[0].level) if better else None

    @property
    def appeals(self) -> tuple[Appeal, ...]:
        """Every appeal of the round, the open ones first."""
        return self.facts.appeals

    @cached_property
    def waiting(self) -> tuple[Waiting, ...]:
        """Which offices have still to review, most clauses first."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for anchor, standing in self.standings.items():
            if standing.sum.waiting:
                for criterion, finding in zip(self.rules_of(anchor).places, self.findings[anchor], strict=True):
                    if finding.state == "waiting":
                        found[self.question.version.reviewer_of(criterion)].append(anchor)
        offices = [
            Waiting(reviewer, matter, len(anchors), tuple(dict.fromkeys(anchors)))
            for (reviewer, matter), anchors in found.items()
        ]
        return tuple(sorted(offices, key=lambda one: (-one.clauses, one.reviewer)))


class SubjectFacts:
    """What explains a clause; `zugong.schemes.finding` has it."""

    @property
    def appeals(self) -> tuple[Appeal, ...]:
        """Every appeal of the round, the open ones first."""
        raise NotImplementedError  # pragma: no cover

    def said_before(self, criterion: str, anchor: int) -> tuple[tuple[int, str], ...]:
        """The records that an appeal about this is made against: each row's id, and who said it."""
        raise NotImplementedError  # pragma: no cover

    def clause(self, rating: Rating, criterion: Criterion, finding: Finding, anchor: int) -> Clause:
        """The clause with what it rests on."""
        raise NotImplementedError  # pragma: no cover
