"""What was published and decided, what may follow from it, the lot of a round, and points of persons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from zugong.figures.grouping import EVERYWHERE, all_rows
from zugong.figures.judging import judged_rows
from zugong.figures.queries import Site, this_site
from zugong.packs.schemes import Cause
from zugong.schemes.evaluating import NO_LEVEL, Question, Rating
from zugong.schemes.filed import FIELDS, day_of
from zugong.schemes.lots import lot_number

#: How a result stands: there for objections, or decided.
PUBLISHED, DECIDED = "published", "decided"
_RESULT = ("organisation", "unit", "since", "until", "version", "status", "level", "stars", "points", "reason",
           "published_on", "decided_by", "paper")  # fmt: skip
_CONSEQUENCE = ("organisation", "unit", "on", "cause", "answer", "reason", "paper", "decided_by")


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one who is rated in a round: published for objections, decided, or withdrawn. `until` ends its validity."""

    id: int
    anchor: int
    organisation: int | None
    version: str
    status: str
    level: str | None
    stars: tuple[str, ...]
    points: str
    reason: str
    published_on: date | None
    since: date
    until: date | None
    decided_by: str
    paper: str

    @property
    def is_out(self) -> bool:
        """Is it there for objections, or decided?"""
        return self.published_on is not None and self.status in (PUBLISHED, DECIDED)

    def objections_until(self, days: int) -> date | None:
        """The last day of the publication."""
        return self.published_on + timedelta(days=days - 1) if self.published_on else None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What follows from a decided result. `answer` is empty until a person confirmed or declined it."""

    anchor: int
    level: str | None
    cause: Cause
    answer: str = ""
    reason: str = ""
    paper: str = ""
    decided_by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """The lot of a round: the first that was drawn. `drawn` are those who are seen and prove every clause."""

    id: int
    seed: str
    percent: int
    on: date
    paper: str
    drawn: frozenset[int]
    numbers: Mapping[int, str]


def results_of(question: Question, *, site: Site | None = None) -> Mapping[int, Result]:
    """The last result of each in the question's round, as known on the day of the asking, by anchor."""
    subject = _subject_place(question)
    found: dict[int, Result] = {}
    for row in sorted(_rows(question, "scheme_result", _RESULT, site), key=lambda one: (one[1][2], one[0])):
        row_id, values = row
        if values[subject] is not None and day_of(values[2]) <= question.asked_on:
            found[values[subject]] = _result(row_id, values[subject], values)
    return found


def _result(row_id: int, anchor: int, values: tuple) -> Result:
    organisation, _, since, until, version, status, level, stars, points, reason, published, decided_by, paper = values
    return Result(
        row_id, anchor, organisation, version, status, level or None, tuple(part for part in (stars or "").split(",") if part),
        points or "", reason or "", day_of(published) if published else None, day_of(since),
        day_of(until) if until else None, decided_by or "", paper or "",
    )  # fmt: skip


def proposals_of(question: Question, *, site: Site | None = None) -> tuple[Proposal, ...]:
    """What the decided results of the round propose, open ones first, with what was answered."""
    answered = {
        (values[_subject_place(question)], values[3]): values
        for _, values in _rows(question, "scheme_consequence", _CONSEQUENCE, site)
    }
    found = [
        _proposal(result, cause, answered.get((result.anchor, cause.cause)))
        for result in results_of(question, site=site).values() if result.status == "decided"
        for cause in question.version.causes if (result.level or NO_LEVEL) in cause.levels
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (bool(one.answer), one.cause.cause, one.anchor)))


def _proposal(result: Result, cause: Cause, answered: tuple | None) -> Proposal:
    if answered is None:
        return Proposal(result.anchor, result.level, cause)
    _, _, on, _, answer, reason, paper, decided_by = answered
    return Proposal(
        result.anchor, result.level, cause, answer, reason or "", paper or "", decided_by or "", day_of(on)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LotRecord:
    """A drawing as it is recorded."""

    id: int
    on: date
    seed: str
    percent: int
    paper: str


def first_lot(question: Question, *, site: Site | None = None) -> LotRecord | None:
    """The drawing that counts in a round: the first, up to the day of the asking."""
    found = _rows(question, "scheme_lot", ("on", *FIELDS["scheme_lot"]), site)
    drawings = [LotRecord(row, day_of(on), seed, percent, paper or "") for row, (on, seed, percent, paper) in found]
    drawings = [one for one in drawings if one.on <= question.asked_on]
    return min(drawings, key=lambda one: (one.on, one.id), default=None)


def lot_of(rating: Rating, *, site: Site | None = None) -> Lot | None:
    """The lot of the rating's round, with the number that each who is seen drew; None where none was drawn."""
    question = rating.question
    first = first_lot(question, site=site)
    if first is None or question.version.sample is None:
        return None
    standings = rating.standings.values()
    drawn = frozenset(one.subject.anchor for one in standings if one.is_drawn)
    numbers = {
        one.subject.anchor: lot_number(first.seed, one.subject.code or str(one.subject.anchor)) for one in standings
    }  # fmt: skip
    return Lot(first.id, first.seed, first.percent, first.on, first.paper, drawn, numbers)


def _subject_place(question: Question) -> int:
    return 1 if question.scheme.rates == "unit" else 0


def _rows(
    question: Question, type_code: str, values: tuple[str, ...], site: Site | None
) -> Iterator[tuple[int, tuple]]:
    """Every believed row of a ledger about the round."""
    where = f"scheme = '{question.scheme.scheme}' and round = '{question.round.code}'"
    with (site or this_site()).asking(EVERYWHERE, all_rows) as asking:
        for row in judged_rows(type_code, where, question.clocks, asking, values=values):
            yield row.id, row.values
