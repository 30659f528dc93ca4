"""Every write of a scheme, each under the mandate that its paper asks for. The same again writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zugong.figures.grouping import all_rows
from zugong.kernel.facts.recording import Source
from zugong.kernel.time import months_after
from zugong.offices.access import Access
from zugong.packs.scheme_criteria import Criterion
from zugong.packs.schemes import Version
from zugong.schemes import errors
from zugong.schemes.evaluating import Question, Standing, Subject
from zugong.schemes.filed import ADJUSTMENT
from zugong.schemes.filing import Said, end_and_file, file_records
from zugong.schemes.queries import actors_of, rate
from zugong.schemes.results import DECIDED, PUBLISHED, Result, first_lot, proposals_of, results_of
from zugong.schemes.rounds import months_of
from zugong.schemes.rules import points_of

_ACTS_ZH = {"fill": "填报", "check": "审核", "decide": "审定"}


@dataclass(frozen=True)
class Filing:
    """About whom somebody writes, in which round."""

    question: Question
    subject: Subject

    @property
    def about(self) -> dict[str, Any]:
        """The fields that every record about the one who is rated bears."""
        unit = self.subject.anchor if self.question.scheme.rates == "unit" else None
        return {**_round(self.question), "organisation": self.subject.organisation, "unit": unit}


@dataclass(frozen=True)
class Answer:
    """What is said of one clause. `points` only where it is met in part."""

    criterion: str
    outcome: str
    points: int | None = None
    text: str = ""
    document: str = ""


def _round(question: Question) -> dict[str, Any]:
    return {"scheme": question.scheme.scheme, "round": question.round.code}


def may_fill(filing: Filing, access: Access) -> bool:
    """May somebody fill in the self-check, and appeal?"""
    return _may("fill", filing.question.version.matter, filing, access)


def may_review(filing: Filing, access: Access) -> bool:
    """May somebody review any clause?"""
    version = filing.question.version
    matters = {version.reviewer_of(one)[1] for one in version.criteria} or {version.matter}
    return any(_may("check", matter, filing, access) for matter in matters)


def may_decide(filing: Filing, access: Access) -> bool:
    """May somebody decide about results and appeals?"""
    return _may("decide", filing.question.version.matter, filing, access)


def _may(act: str, matter: str, filing: Filing, access: Access) -> bool:
    organisation = filing.subject.organisation
    return organisation is not None and access.may(act, matter, organisation)


def _require(act: str, matter: str, filing: Filing, access: Access) -> None:
    if not _may(act, matter, filing, access):
        raise errors.NotYoursToDo(act=act, act_zh=_ACTS_ZH[act], matter=matter, name=filing.subject.name)


def file_self_check(
    *, filing: Filing, answers: Sequence[Answer], source: Source, access: Access, on: date
) -> int:  # fmt: skip
    """Say how clauses stand with oneself; how many are new. Raises NotYoursToDo, ResultIsPublished, ClauseIsComputed …"""
    _require("fill", filing.question.version.matter, filing, access)
    check_self_check_open(filing)
    said = [
        Said({**_stated(filing, one), "text": one.text or None, "document": one.document or None}, on) for one in answers
    ]  # fmt: skip
    return file_records("scheme_self_check", said, source)


def check_self_check_open(filing: Filing) -> None:
    """Raises ResultIsPublished once the result of the round is there for objections, or decided."""
    result = results_of(filing.question).get(filing.subject.anchor)
    if result is not None and result.is_out:
        raise errors.ResultIsPublished(on=result.published_on)


def review(
    *, filing: Filing, answers: Sequence[Answer], reviewer: str, office: str, source: Source, access: Access, on: date
) -> int:  # fmt: skip
    """Say what a review found of clauses. Raises NotYoursToDo, ReasonNeeded, ClauseIsComputed and its like."""
    said = [
        Said({**_assessed(filing, one, access), "reviewer": reviewer, "office": office or None}, on) for one in answers
    ]  # fmt: skip
    return file_records("scheme_review", said, source)


def visit(
    *, filing: Filing, answers: Sequence[Answer], reviewer: str, source: Source, access: Access, on: date
) -> int:  # fmt: skip
    """Say what was seen on the spot. Raises as `review`."""
    said = [Said({**_assessed(filing, one, access), "reviewer": reviewer}, on) for one in answers]
    return file_records("scheme_visit", said, source)


def _assessed(filing: Filing, answer: Answer, access: Access) -> dict[str, Any]:
    values = _stated(filing, answer)
    version = filing.question.version
    _require("check", version.reviewer_of(_clause(filing, answer.criterion))[1], filing, access)
    if answer.outcome in ("unmet", "part") and not answer.text:
        raise errors.ReasonNeeded
    return {**values, "reason": answer.text or None}


def _stated(filing: Filing, answer: Answer) -> dict[str, Any]:
    criterion = _clause(filing, answer.criterion)
    if criterion.is_computed:
        raise errors.ClauseIsComputed(clause=criterion.en, clause_zh=criterion.zh)
    if not criterion.is_named:
        raise errors.ClauseHasNoText(clause=criterion.criterion)
    points = _points(criterion, answer)
    return {**filing.about, "criterion": criterion.criterion, "outcome": answer.outcome, "points": points}


def _points(criterion: Criterion, answer: Answer) -> int | None:
    if answer.outcome != "part":
        return None
    most = criterion.points
    if most is None or answer.points is None or not 0 <= answer.points <= most:
        raise errors.PartNeedsPoints(clause=criterion.en, clause_zh=criterion.zh, most=most or 0)
    return answer.points


def _clause(filing: Filing, code: str) -> Criterion:
    places = filing.question.version.places_in(filing.subject.sector)
    found = next((one for one in places if one.criterion == code), None)
    if found is None:
        raise errors.NoSuchClause(clause=code, name=filing.subject.name)
    return found


def veto(
    *, filing: Filing, veto: str, reason: str, paper: str, source: Source, access: Access, on: date
) -> int:  # fmt: skip
    """Record a veto that no record shows by itself. Raises NotYoursToDo, NoSuchVeto, ReasonNeeded."""
    version = filing.question.version
    _require("check", version.matter, filing, access)
    if veto not in {one.veto for one in version.vetoes if one.condition is None}:
        raise errors.NoSuchVeto(veto=veto)
    if not reason or not paper:
        raise errors.ReasonNeeded
    said = Said({**filing.about, "veto": veto, "reason": reason, "paper": paper}, on)
    return file_records("scheme_veto", [said], source)


def appeal(
    *, filing: Filing, criterion: str, text: str, document: str, source: Source, access: Access, on: date
) -> int:  # fmt: skip
    """Appeal against a review or an adjustment. Raises NotYoursToDo, NoAppealHere, NoSuchClause, NothingAdjusted …"""
    rule = filing.question.version.appeal
    if rule is None:
        raise errors.NoAppealHere
    _require("fill", filing.question.version.matter, filing, access)
    _check_there(filing, criterion)
    if not text:
        raise errors.ReasonNeeded
    _check_in_time(filing, rule.days, on)
    said = Said({**filing.about, "criterion": criterion, "text": text, "document": document or None}, on)
    return file_records("scheme_appeal", [said], source)


def _check_there(filing: Filing, criterion: str) -> None:
    """What is appealed against stands: the clause is one of theirs, or the month was adjusted."""
    if not criterion.startswith(ADJUSTMENT):
        _clause(filing, criterion)
    elif not rate(filing.question, None, all_rows).facts.said_before(criterion, filing.subject.anchor):
        raise errors.NothingAdjusted(name=filing.subject.name, month=criterion.removeprefix(ADJUSTMENT))


def _check_in_time(filing: Filing, days: int, on: date) -> None:
    """Appeals against what was published end so many days after; before that the door is open."""
    result = results_of(filing.question).get(filing.subject.anchor)
    if result is None or result.published_on is None:
        return
    last = result.published_on + timedelta(days=days)
    if on > last:
        raise errors.AppealTooLate(last=last)


def decide_appeal(
    *, filing: Filing, criterion: str, outcome: str, points: int | None, reason: str, decided_by: str, source: Source,
    access: Access, on: date,
) -> int:  # fmt: skip
    """Decide on an appeal. Raises NotYoursToDo, NothingToAppeal, DecidedByTheReviewer, ReasonNeeded."""
    _require("decide", filing.question.version.matter, filing, access)
    rating, anchor = rate(filing.question, None, all_rows), filing.subject.anchor
    if not any((one.anchor, one.criterion) == (anchor, criterion) for one in rating.appeals):
        raise errors.NothingToAppeal
    if not reason:
        raise errors.ReasonNeeded
    before = rating.facts.said_before(criterion, anchor)
    if outcome == "part":
        _check_part(filing, criterion, points)
    actors = actors_of([row for row, _ in before])
    if any(decided_by == name or source.actor == actors.get(row) for row, name in before):
        raise errors.DecidedByTheReviewer(name=decided_by)
    values = {"criterion": criterion, "outcome": outcome, "points": points, "reason": reason, "decided_by": decided_by}
    return file_records("scheme_appeal_decision", [Said({**filing.about, **values}, on)], source)


def _check_part(filing: Filing, criterion: str, points: int | None) -> None:
    """A decision in part says how many points remain: of a clause at most what it is worth."""
    if not criterion.startswith(ADJUSTMENT):
        _points(_clause(filing, criterion), Answer(criterion, "part", points))
    elif points is None:
        raise errors.PartNeedsPoints(clause=criterion, clause_zh="月度调整", most="")


def adjust(
    *, filing: Filing, month: str, points: int, level: str, reason: str, paper: str, decided_by: str, source: Source,
    access: Access, on: date,
) -> int:  # fmt: skip
    """Adjust points or level in a month. Raises NotYoursToDo, NoAdjustmentHere, TooManyPoints, NoSuchLevel, ReasonNeeded."""
    question = filing.question
    rule = question.version.adjustment
    _require("check", question.version.matter, filing, access)
    months = months_of(question.round, on)
    if rule is None or month not in months or (level and not rule.moves_level) or not (points or level):
        raise errors.NoAdjustmentHere(month=month)
    if rule.most_points is not None and abs(points) > rule.most_points:
        raise errors.TooManyPoints(most=rule.most_points)
    if level and level not in {one.level for one in question.version.levels_in(filing.subject.sector)}:
        raise errors.NoSuchLevel(level=level, name=filing.subject.name)
    if not reason:
        raise errors.ReasonNeeded
    values = {
        "month": month, "points": points, "level": level or None, "reason": reason, "paper": paper or None,
        "decided_by": decided_by,
    }  # fmt: skip
    return file_records("scheme_adjustment", [Said({**filing.about, **values}, on)], source)


def draw_lot(
    *, question: Question, organisation: int | None, seed: str, percent: int, paper: str, source: Source, access: Access,
    on: date,
) -> int:  # fmt: skip
    """Draw the lot of a round, once. Raises NotYoursToDo, NoLotHere, LotDrawnAlready."""
    if question.version.sample is None:
        raise errors.NoLotHere
    if organisation is None or not access.may("check", question.version.matter, organisation):
        raise errors.NotYoursToDo(act="check", act_zh="审核", matter=question.version.matter, name="")
    drawn = first_lot(question)
    if drawn is not None:
        raise errors.LotDrawnAlready(on=drawn.on, seed=drawn.seed)
    values = {**_round(question), "organisation": organisation, "unit": None}
    said = {**values, "seed": seed, "percent": percent, "paper": paper or None}
    return file_records("scheme_lot", [Said(said, on)], source)


def publish(
    *, question: Question, standings: Iterable[Standing], decided_by: str, source: Source, access: Access, on: date
) -> int:  # fmt: skip
    """Publish results for objections. Raises NotYoursToDo, LevelIsGiven, StillWaiting, TextStillMissing."""
    those = list(standings)
    if question.version.graded:
        raise errors.LevelIsGiven
    for one in those:
        _require("decide", question.version.matter, Filing(question, one.subject), access)
    waiting = [one for one in those if one.sum.waiting]
    if waiting:
        raise errors.StillWaiting(count=len(waiting), name=waiting[0].subject.name)
    _check_has_text(question, those)
    there = results_of(question)
    new = [_result(question, one, PUBLISHED, decided_by, "", on) for one in those if one.subject.anchor not in there]
    return file_records("scheme_result", new, source)


def _check_has_text(question: Question, standings: Iterable[Standing]) -> None:
    """Nobody is told to have reached nothing by clauses that nobody can read."""
    for one in standings:
        if one.level is None and any(not place.is_named for place in question.rules[one.subject.sector].places):
            raise errors.TextStillMissing(name=one.subject.name)


def publish_grade(
    *, filing: Filing, level: str, reason: str, decided_by: str, source: Source, access: Access, on: date
) -> int:  # fmt: skip
    """Publish a level that is given and not computed, with its reason. Raises NotYoursToDo, NoSuchLevel, ReasonNeeded."""
    question = filing.question
    _require("decide", question.version.matter, filing, access)
    if not question.version.graded or level not in {
        one.level for one in question.version.levels_in(filing.subject.sector)
    }:
        raise errors.NoSuchLevel(level=level, name=filing.subject.name)
    if not reason:
        raise errors.ReasonNeeded
    if filing.subject.anchor in results_of(question):
        return 0
    values = {
        **filing.about, "version": question.version.version, "status": PUBLISHED, "level": level, "reason": reason,
        "published_on": on, "decided_by": decided_by,
    }  # fmt: skip
    return file_records("scheme_result", [Said(values, on)], source)


def _result(
    question: Question, standing: Standing, status: str, decided_by: str, paper: str, on: date
) -> Said:  # fmt: skip
    values = {
        **Filing(question, standing.subject).about, "version": question.version.version, "status": status,
        "level": standing.level, "stars": ",".join(standing.stars) or None, "points": _written(standing, question.version),
        "published_on": on if status == PUBLISHED else None, "decided_by": decided_by, "paper": paper or None,
    }  # fmt: skip
    return Said(values, on, _valid_until(question.version, on) if status == DECIDED else None)


def _written(standing: Standing, version: Version) -> str | None:
    gives_points = any(one.points is not None for one in version.criteria)
    return f"{Decimal(points_of(standing.sum.points)):f}" if gives_points else None


def _valid_until(version: Version, on: date) -> date | None:
    return months_after(on, version.valid_months) if version.valid_months else None


def decide_results(
    *, question: Question, subjects: Iterable[Subject], decided_by: str, paper: str, source: Source, access: Access,
    on: date,
) -> int:  # fmt: skip
    """Decide published results. Raises NotYoursToDo, NotPublished, StillPublished, AppealOpen."""
    there, rating = results_of(question), rate(question, None, all_rows)
    rule, appealed = question.version.publication, {one.anchor for one in rating.appeals if one.decision is None}
    ended, said = [], []
    for subject in subjects:
        _require("decide", question.version.matter, Filing(question, subject), access)
        result = there.get(subject.anchor)
        if result is not None and result.status == DECIDED:
            continue
        _check_published(result, subject, rule.days if rule else 0, on, needs_publication=rule is not None)
        if subject.anchor in appealed:
            raise errors.AppealOpen(name=subject.name)
        decided = _result(question, rating.standings[subject.anchor], DECIDED, decided_by, paper, on)
        ended.append(result.id if result else None)
        said.append(_as_published(decided, result, is_graded=question.version.graded))
    if said:
        end_and_file("scheme_result", ended, said, source)
    return len(said)


def _as_published(decided: Said, result: Result | None, *, is_graded: bool) -> Said:
    """With the day of its publication; a level that was given stays the one that was published, with its reason."""
    if result is None:
        return decided
    kept = {"published_on": result.published_on, "reason": result.reason or None}
    given = {"level": result.level} if is_graded else {}
    return Said({**decided.values, **kept, **given}, decided.on, decided.until)


def _check_published(
    result: Result | None, subject: Subject, days: int, on: date, *, needs_publication: bool
) -> None:  # fmt: skip
    if not needs_publication:
        return
    if result is None or result.published_on is None:
        raise errors.NotPublished(name=subject.name)
    last = result.objections_until(days)
    if last is not None and on <= last:
        raise errors.StillPublished(name=subject.name, last=last)


def answer_proposal(
    *, filing: Filing, cause: str, answer: str, reason: str, paper: str, decided_by: str, source: Source, access: Access,
    on: date,
) -> int:  # fmt: skip
    """Confirm or decline what a decided result proposes. Raises NotYoursToDo, NotProposed."""
    _require("decide", filing.question.version.matter, filing, access)
    proposed = {(one.anchor, one.cause.cause) for one in proposals_of(filing.question)}
    if (filing.subject.anchor, cause) not in proposed:
        raise errors.NotProposed(name=filing.subject.name)
    said = {
        "cause": cause, "answer": answer, "reason": reason or None, "paper": paper or None, "decided_by": decided_by,
    }  # fmt: skip
    return file_records("scheme_consequence", [Said({**filing.about, **said}, on)], source)
