"""What stands against a step on its day, condition by condition, each in a sentence with its article. No database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from zugong.cases import wording
from zugong.cases.election_judging import ELECTION_KINDS, list_mistakes, outcome_of_election
from zugong.cases.judged import STOPS, WARNS, Asked, Verdict
from zugong.cases.rules import About, Act, CaseState, Count, Limit, outcome_by_vote, terms_on
from zugong.cases.wording import Said
from zugong.kernel.time import months_after, whole_years
from zugong.packs.case_types import Outcome, Step


@dataclass(frozen=True)
class Judged:
    """An act as the rules see it: what it comes to, and everything that stands against it."""

    outcome: Outcome | None
    verdicts: tuple[Verdict, ...]

    @property
    def stops(self) -> tuple[Verdict, ...]:
        return tuple(one for one in self.verdicts if one.weight == STOPS)

    @property
    def warnings(self) -> tuple[Verdict, ...]:
        return tuple(one for one in self.verdicts if one.weight == WARNS)


def judge(state: CaseState, act: Act, about: About) -> Judged:
    """What the act would come to and what stands against it on its day. Raises KeyError for a step that the type lacks."""
    step = state.case_type.step(act.step)
    if step is None:
        raise KeyError(act.step)
    order = tuple(_order(state, step, act))
    found = tuple(_conditions(state, step, act, about))
    needed = (*_fields(step, act), *list_mistakes(step, act))
    return Judged(_outcome(state, step, act), (*order, *needed, *found, *_times(state, step, act)))


def _order(state: CaseState, step: Step, act: Act) -> Iterator[Verdict]:
    """Is it its turn, and does its day come after those of what it needs?"""
    if state.ended is not None:
        yield Verdict("order", STOPS, wording.ended(state.ended, state.case_type))
    elif state.suspended_since is not None:
        yield Verdict("order", STOPS, wording.suspended(state.suspended_since))
    elif (offer := state.offer(step.step, act.on)) is None:
        yield Verdict("order", STOPS, wording.not_to_do(step, act.on))
    elif offer.waits_for:
        yield Verdict("order", STOPS, wording.waits_for(step, offer.waits_for))
    before = [(state.done[name].on, state.case_type.step(name)) for name in step.needs if name in state.done]
    late = max(before, key=lambda one: one[0], default=None)
    if late is not None and late[1] is not None and act.on < late[0]:
        yield Verdict("order", STOPS, wording.before_its_need(step, late[1], late[0]), "on")


def _fields(step: Step, act: Act) -> Iterator[Verdict]:
    for one in step.asks:
        if one.required and act.values.get(one.field) in (None, ""):
            yield Verdict("needed", STOPS, wording.field_needed(one), one.field)
    outcome = step.outcome(act.outcome)
    if outcome and outcome.needs_reason and not act.values.get("text"):
        yield Verdict("reason", STOPS, wording.reason_needed(outcome), "text")


def _times(state: CaseState, step: Step, act: Act) -> Iterator[Verdict]:
    outcome = step.outcome(act.outcome)
    if outcome is None or outcome.most_times is None:
        return
    before = sum(one.step == step.step and one.outcome == outcome.outcome for one in state.acts)
    if before >= outcome.most_times:
        yield Verdict("times", STOPS, wording.too_often(outcome), "outcome")


def _outcome(state: CaseState, step: Step, act: Act) -> Outcome | None:
    election = next((one for one in step.conditions if one.kind == "election"), None)
    if election is not None:
        terms = terms_on(state.case_type, election, act.on)
        return outcome_of_election(state, step, act, terms[1]) if terms else step.outcome(act.outcome)
    vote = next((one for one in step.conditions if one.kind == "vote"), None)
    count, found = Count.of(act.values), terms_on(state.case_type, vote, act.on) if vote else None
    if count is None or found is None:
        return step.outcome(act.outcome)
    return outcome_by_vote(step, act.outcome, count, found[1])


def _conditions(state: CaseState, step: Step, act: Act, about: About) -> Iterator[Verdict]:
    outcome = step.outcome(act.outcome)
    for condition in step.conditions:
        found = terms_on(state.case_type, condition, act.on)
        if found is None or (condition.outcomes and (outcome is None or outcome.outcome not in condition.outcomes)):
            continue
        yield from _KINDS[condition.kind](Asked(state, step, act, about, condition, *found))


def _after(asked: Asked) -> Iterator[Verdict]:
    limit = asked.state.not_before(asked.condition, asked.act.on)
    if limit is not None and asked.act.on < limit.day:
        yield asked.verdict(wording.not_before(asked.step, limit), "on")


def _within(asked: Asked) -> Iterator[Verdict]:
    """Late is told; later than the text allows even in special cases stops."""
    limit = asked.state.limit(asked.condition, asked.act.on)
    last = asked.state.last_day(asked.condition, asked.act.on)
    if last is not None and asked.act.on > last.day:
        yield asked.verdict(wording.too_late(asked.step, last), "on", STOPS)
    elif limit is not None and asked.act.on > limit.day:
        yield asked.verdict(wording.late(asked.step, limit), "on")


def _age(asked: Asked) -> Iterator[Verdict]:
    born, least = asked.about.born_on, asked.terms.least or 0
    if born is None:
        yield asked.verdict(wording.birth_unknown(asked.rule), "on", WARNS)
    elif born.last <= asked.act.on and whole_years(born.last, asked.act.on) >= least:
        return
    elif born.first <= asked.act.on and whole_years(born.first, asked.act.on) >= least:
        yield asked.verdict(wording.birth_undecided(asked.rule, born), "on", WARNS)
    else:
        yield asked.verdict(wording.too_young(asked.step, months_after(born.first, 12 * least), asked), "on")


def _vote(asked: Asked) -> Iterator[Verdict]:
    count = Count.of(asked.act.values)
    if count is None:
        return
    if not count.is_possible:
        yield asked.verdict(wording.impossible_count(count), "eligible", STOPS)
    elif not count.has_quorum(asked.terms):
        yield asked.verdict(wording.no_quorum(count, count.present_needed(asked.terms), asked.rule), "present")


def _persons(asked: Asked) -> Iterator[Verdict]:
    named = [one for name in ("first_person", "second_person") if (one := asked.act.values.get(name)) is not None]
    least, most = asked.terms.least or 0, asked.terms.most or 2
    if not least <= len(set(named)) <= most or len(set(named)) != len(named):
        yield asked.verdict(wording.wrong_number(asked.condition, least, most, asked.rule), "first_person")
    if asked.condition.full_members and not asked.about.full_members.issuperset(named):
        yield asked.verdict(wording.not_full_members(asked.condition, asked.rule), "first_person")


def _amount(asked: Asked) -> Iterator[Verdict]:
    """Days or hours: either is enough."""
    days, hours = asked.act.values.get("days"), asked.act.values.get("hours")
    enough = (days or 0) >= (asked.terms.least or 0) or (hours or 0) >= (asked.terms.hours or 0)
    if not enough:
        yield asked.verdict(wording.too_little(asked.terms, asked.rule), "days")


def _notice(asked: Asked) -> Iterator[Verdict]:
    posted = asked.act.values.get("day")
    if not isinstance(posted, date) or asked.terms.working_days is None:
        return
    calendar, wanted = asked.state.calendar, asked.terms.working_days
    last = calendar.after(posted, wanted, count_first=asked.terms.count_first_day)
    if asked.act.on <= last:
        ends = last + timedelta(days=1)
        provisional = calendar.is_provisional(posted, last)
        yield asked.verdict(wording.notice_runs(wanted, posted, last, ends, provisional, asked.rule), "on")


def _field_after(asked: Asked) -> Iterator[Verdict]:
    value = asked.act.values.get(asked.condition.field or "day")
    if isinstance(value, date) and value < months_after(asked.act.on, asked.terms.months or 0):
        yield asked.verdict(wording.too_soon_after(asked.condition, asked.rule), asked.condition.field or "day")


def _papers(asked: Asked) -> Iterator[Verdict]:
    there = asked.state.papers.union(asked.act.papers)
    lacking = [asked.state.case_type.papers[code] for code in asked.condition.papers if code not in there]
    if lacking:
        yield asked.verdict(wording.papers_lack(lacking, asked.rule), "papers")


def _needed_fields(asked: Asked) -> Iterator[Verdict]:
    """What a rule wants to be written down where the step comes to one of its outcomes."""
    for name in asked.condition.fields:
        if asked.act.values.get(name) in (None, ""):
            yield asked.verdict(wording.field_needed_by(asked.step, name, asked.rule), name)


def _settled(asked: Asked) -> Iterator[Verdict]:
    """Is anything still open that was to be closed before?"""
    if asked.about.open_tasks:
        yield asked.verdict(wording.tasks_open(asked.condition, asked.about.open_tasks, asked.rule), "text")


def _range(asked: Asked) -> Iterator[Verdict]:
    field = asked.condition.field or "months"
    value = asked.act.values.get(field)
    if value is None or not (asked.terms.least or 0) <= int(value) <= (asked.terms.most or int(value)):
        yield asked.verdict(wording.out_of_range(asked.condition, asked.terms, asked.rule), field)


_KINDS: Mapping[str, Callable[[Asked], Iterator[Verdict]]] = {
    "after": _after, "within": _within, "age": _age, "vote": _vote, "persons": _persons, "amount": _amount,
    "notice": _notice, "field_after": _field_after, "papers": _papers, "range": _range,
    "fields": _needed_fields, "settled": _settled, **ELECTION_KINDS,
}  # fmt: skip


def why_not_yet(step: Step, limit: Limit) -> Said:
    """Why a step is not possible before its day."""
    return wording.not_before(step, limit)
