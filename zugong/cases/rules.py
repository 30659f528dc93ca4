"""What has been done in a case, what is next, and from and until when: computed from its acts and the rules. No database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from zugong.cases.elections import Listed, least_of
from zugong.kernel.time import PartialDate, months_after
from zugong.packs.case_conditions import Condition, RuleText, Terms
from zugong.packs.case_types import CaseType, NamedDate, Outcome, Step
from zugong.packs.working_days import WorkingDays

#: What may happen in any case, whatever its type declares.
SUSPENDED, RESUMED, MOVED = "_suspended", "_resumed", "_moved"
WITHDRAWN, STOPPED, REOPENED = "_withdrawn", "_stopped", "_reopened"
#: A paper that came after its step was done.
FILED = "_filed"
BUILT_IN = (SUSPENDED, RESUMED, WITHDRAWN, STOPPED, REOPENED, MOVED, FILED)
_ENDS = {WITHDRAWN: "withdrawn", STOPPED: "stopped"}


@dataclass(frozen=True)
class Act:
    """A step that was done, as its record says, with whom it lists. `line` is its place in the file, from 1."""

    step: str
    on: date
    outcome: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    papers: tuple[str, ...] = ()
    line: int = 0
    id: int = 0
    listed: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """Of a step that was done only its day."""

    on: date


@dataclass(frozen=True)
class Folded:
    """A running case without its history: the days of what is done, what must be done anew, and acts that say more.

    `telling` are the acts that make a date later, say how many days it is away, or which way the case goes.
    """

    done: Mapping[str, Done]
    cleared: tuple[str, ...] = ()
    telling: tuple[Act, ...] = ()


@dataclass(frozen=True)
class About:
    """What conditions ask of whom or what a case is about.

    Of a person the birth date, and which of the persons named are full members on the day; of anything else how many of
    its tasks are still open.
    """

    born_on: PartialDate | None = None
    full_members: frozenset[int] = frozenset()
    open_tasks: int = 0


@dataclass(frozen=True)
class Limit:
    """A day that a condition sets, with the text that sets it and the day it is counted from."""

    day: date
    condition: Condition
    terms: Terms
    text: RuleText
    counted_from: date
    is_last: bool = False
    is_provisional: bool = False


@dataclass(frozen=True)
class Offer:
    """A step that is not done yet. It is `ready` when nothing is waited for; `earliest` and `due` are what the rules set."""

    step: Step
    waits_for: tuple[Step, ...]
    earliest: Limit | None
    due: Limit | None

    @property
    def ready(self) -> bool:
        return not self.waits_for

    def is_possible(self, day: date) -> bool:
        """May it be done on that day, as far as what was done before goes?"""
        return self.ready and (self.earliest is None or self.earliest.day <= day)


class CaseState:
    """Where a case stands after its acts, in the order in which they stand in the file."""

    def __init__(
        self, case_type: CaseType, acts: Sequence[Act], calendar: WorkingDays, *, takes: bool = True
    ) -> None:  # fmt: skip
        self.case_type, self.acts, self.calendar = case_type, tuple(acts), calendar
        self.done: dict[str, Act | Done] = {}
        self.last: dict[str, Act | Done] = {}
        self.cleared: set[str] = set()
        self.ended: str | None = None
        self.suspended_since: date | None = None
        for act in acts if takes else ():
            self._take(act)

    @classmethod
    def folded(cls, case_type: CaseType, folded: Folded, calendar: WorkingDays) -> CaseState:
        """A running case as it stood after its acts, from what `fold` kept of it."""
        state = cls(case_type, folded.telling, calendar, takes=False)
        state.done, state.last, state.cleared = dict(folded.done), dict(folded.done), set(folded.cleared)
        return state

    def fold(self) -> Folded:
        """What the rules need of the acts to say what is next."""
        longer = {one.longer for one in self.case_type.dates.values() if one.longer}
        steps = {one.of for one in self.case_type.dates.values() if one.days_in or one.day_in} | self.case_type.forks
        return Folded(
            {name: Done(self.done[name].on) for name in sorted(self.done)}, tuple(sorted(self.cleared)),
            tuple(act for act in self.acts if (act.step, act.outcome) in longer or act.step in steps),
        )  # fmt: skip

    def way_of(self, step: str) -> str | None:
        """What a step that is done came to the last time; None before."""
        return (
            next((act.outcome for act in reversed(self.acts) if act.step == step), None) if step in self.done else None
        )

    def goes_this_way(self, step: Step) -> bool:
        """Is the step one of the way that the case has taken?"""
        return step.when is None or self.way_of(step.when.step) in step.when.outcomes

    def _take(self, act: Act) -> None:
        if act.step in BUILT_IN:
            self._take_built_in(act)
            return
        step = self.case_type.step(act.step)
        if step is None:
            return
        self.done[act.step] = self.last[act.step] = act
        self.cleared.discard(act.step)
        outcome = step.outcome(act.outcome)
        if outcome is not None:
            self.ended = outcome.ends or self.ended
            for name in outcome.clears:
                self.done.pop(name, None)
                self.cleared.add(name)

    def _take_built_in(self, act: Act) -> None:
        self.ended = _ENDS.get(act.step, self.ended)
        if act.step == SUSPENDED:
            self.suspended_since = act.on
        elif act.step == RESUMED:
            self.suspended_since = None
        elif act.step == REOPENED:
            self.ended = None

    @property
    def is_running(self) -> bool:
        return self.ended is None and self.suspended_since is None

    @cached_property
    def papers(self) -> frozenset[str]:
        """What is in the file."""
        return frozenset(paper for act in self.acts for paper in act.papers)

    @property
    def stage(self) -> str:
        """The stage of the furthest step that is done; the first before any."""
        stages = list(self.case_type.stages)
        reached = [stages.index(step.stage) for step in self.case_type.steps if step.step in self.done]
        return stages[max(reached, default=0)]

    def day_of(self, name: str) -> date | None:
        """The day of a step that is done, or of a date that follows from one."""
        named = self.case_type.dates.get(name)
        if named is None:
            return self.done[name].on if name in self.done else None
        if named.days_in is not None or named.day_in is not None:
            return self._day_in_act(named)
        start = self.day_of(named.of)
        if start is None:
            return None
        by_way = named.months_by.get(self.way_of(named.by) or "", 0) if named.by else 0
        return months_after(start, named.months + by_way + self._longer(named.longer))

    def _day_in_act(self, named: NamedDate) -> date | None:
        """The day that the last act of a step sets by its own fields."""
        act = next((one for one in reversed(self.acts) if one.step == named.of), None)
        if act is None or named.of not in self.done:
            return None
        start = act.values.get(named.day_in or "")
        if named.days_in is None:
            return start if isinstance(start, date) else None
        days = act.values.get(named.days_in)
        return None if days is None else (start if isinstance(start, date) else act.on) + timedelta(days=int(days))

    def _longer(self, longer: tuple[str, str] | None) -> int:
        if longer is None:
            return 0
        return sum(int(act.values.get("months") or 0) for act in self.acts if (act.step, act.outcome) == longer)

    @cached_property
    def dates(self) -> Mapping[str, date]:
        """Every date that follows from what was done."""
        return {name: day for name in self.case_type.dates if (day := self.day_of(name)) is not None}

    def in_force(self, step: Step, day: date) -> bool:
        """Does a text in force on the day ask for the step?"""
        if not step.texts:
            return True
        act = self.done.get(step.by_day_of or "")
        basis = act.on if act else day
        return any(self.case_type.texts[code].is_in_force(basis) for code in step.texts)

    @cached_property
    def _dependants(self) -> Mapping[str, tuple[Step, ...]]:
        steps = self.case_type.steps
        return {one.step: tuple(other for other in steps if one.step in other.needs) for one in steps}

    def is_settled(self, code: str) -> bool:
        """Is it done, or was something done that needs it? What went on validly is not opened again by later rules."""
        if code in self.done or code in self.cleared:
            return code in self.done
        return any(self.is_settled(other.step) for other in self._dependants[code])

    def unmet(self, step: Step, day: date) -> tuple[Step, ...]:
        """What the step waits for, as the rules of the day ask."""
        found: dict[str, Step] = {}
        for name in step.needs:
            needed = self.case_type.step(name)
            if needed is None or self.is_settled(name):
                continue
            if needed.optional or not self.in_force(needed, day) or not self.goes_this_way(needed):
                found |= {one.step: one for one in self.unmet(needed, day)}
            else:
                found[name] = needed
        return tuple(found.values())

    def offers(self, day: date) -> tuple[Offer, ...]:
        """Every step that is still to do on that day, in the order of the type; nothing in a case that does not run."""
        if not self.is_running:
            return ()
        return tuple(self._offer(step, day) for step in self.case_type.steps if self.is_open(step, day))

    def is_open(self, step: Step, day: date) -> bool:
        """Is the step still to do, as the rules of the day ask, whether or not its turn has come?"""
        if not self.in_force(step, day) or not self.goes_this_way(step):
            return False
        if step.repeats_months is not None or step.until_steps:
            return not any(self.is_settled(name) for name in step.until_steps)
        return not self.is_settled(step.step)

    def _offer(self, step: Step, day: date) -> Offer:
        waits_for = self.unmet(step, day)
        if waits_for:
            return Offer(step, waits_for, None, None)
        return Offer(step, (), self.earliest(step, day), self._due(step, day))

    def offer(self, code: str, day: date) -> Offer | None:
        """The step as it is still to do, None where it is not."""
        return next((one for one in self.offers(day) if one.step.step == code), None)

    def due(self, step: Step, day: date) -> Limit | None:
        return self._due(step, day)

    def earliest(self, step: Step, day: date) -> Limit | None:
        """The first day that all conditions leave, by the text that is in force on that very day."""
        found = [limit for one in step.conditions if one.kind == "after" and (limit := self.not_before(one, day))]
        return max(found, key=lambda one: one.day, default=None)

    def not_before(self, condition: Condition, day: date) -> Limit | None:
        """From when one condition allows the step: asked again under the text of the day that comes out."""
        limit = self._limit(condition, day)
        if limit is None or limit.day <= day:
            return limit
        return self._limit(condition, limit.day) or limit

    def _due(self, step: Step, day: date) -> Limit | None:
        found = [limit for one in step.conditions if one.kind == "within" and (limit := self.limit(one, day))]
        return min(found, key=lambda one: one.day, default=None)

    def limit(self, condition: Condition, day: date) -> Limit | None:
        """Until when a condition wants the step done, by the text of the day."""
        return self._limit(condition, day)

    def last_day(self, condition: Condition, day: date) -> Limit | None:
        """The last day of all, where the text allows longer in special cases."""
        found = self._grounds(condition, day)
        if found is None or found[1].most_months is None:
            return None
        text, terms, start = found
        return Limit(months_after(start, terms.most_months or 0), condition, terms, text, start, is_last=True)

    def _grounds(self, condition: Condition, day: date) -> tuple[RuleText, Terms, date] | None:
        """The text and terms of the day, and the day that is counted from."""
        found, start = terms_on(self.case_type, condition, day), self.day_of(condition.of or "")
        if found is None or start is None:
            return None
        text, terms = found
        if condition.kind == "within" and start < text.since and terms_on(self.case_type, condition, start) is None:
            start = text.since  # a limit that no text set before begins with the text
        return text, terms, start

    def _limit(self, condition: Condition, day: date) -> Limit | None:
        found = self._grounds(condition, day)
        if found is None:
            return None
        text, terms, start = found
        if terms.working_days is not None:
            last = self.calendar.after(start, terms.working_days, count_first=terms.count_first_day)
            provisional = self.calendar.is_provisional(start, last)
            return Limit(last, condition, terms, text, start, is_provisional=provisional)
        if terms.days is not None:
            return Limit(start + timedelta(days=terms.days), condition, terms, text, start)
        return Limit(months_after(start, terms.months or 0), condition, terms, text, start)

    def repeat_due(self, step: Step) -> date | None:
        """When a step that returns is due again."""
        if step.repeats_months is None:
            return None
        act = self.last.get(step.step)
        starts = [self.done[name].on for name in step.needs if name in self.done]
        start = act.on if act else max(starts, default=None)
        return None if start is None else months_after(start, step.repeats_months)

    def missing_papers(self) -> tuple[str, ...]:
        """Papers of steps that are done, and not to be done anew, that are not in the file; in the order of the steps."""
        wanted = dict.fromkeys(
            paper for step in self.case_type.steps if step.step in self.done for paper in step.papers
        )  # fmt: skip
        return tuple(paper for paper in wanted if paper not in self.papers)


def terms_on(case_type: CaseType, condition: Condition, day: date) -> tuple[RuleText, Terms] | None:
    """The text in force on a day and what it asks by this condition; None where it asks nothing."""
    return case_type.terms_on(condition, day)


@dataclass(frozen=True)
class Count:
    """The count of a vote. Absent voters' opinions in writing, sent before, count as votes."""

    eligible: int
    present: int
    yes: int
    written_yes: int = 0

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Count | None:
        """The count that an act records; None where a number is missing."""
        numbers = [values.get(name) for name in ("eligible", "present", "yes")]
        if any(one is None for one in numbers):
            return None
        return cls(*(int(one) for one in numbers if one is not None), int(values.get("written_yes") or 0))

    @property
    def is_possible(self) -> bool:
        absent = self.eligible - self.present
        return 0 <= self.yes <= self.present <= self.eligible and 0 <= self.written_yes <= absent and self.eligible > 0

    def has_quorum(self, terms: Terms) -> bool:
        return self.present >= self.present_needed(terms)

    def present_needed(self, terms: Terms) -> int:
        """How many must be present."""
        return least_of(self.eligible, terms.quorum, terms.quorum_from)

    def has_majority(self, terms: Terms) -> bool:
        return self.yes + self.written_yes >= self.votes_needed(terms)

    def votes_needed(self, terms: Terms) -> int:
        """How many must be in favour."""
        base = self.present if terms.majority_of == "present" else self.eligible
        return least_of(base, terms.majority, terms.majority_from)


def outcome_by_vote(step: Step, chosen: str | None, count: Count, terms: Terms) -> Outcome | None:
    """What a vote comes to: the outcome that was put to the vote where it passed, else that of a vote that failed."""
    if not count.has_majority(terms):
        return next((one for one in step.outcomes if one.by_vote == "failed"), None)
    put = step.outcome(chosen)
    return put if put is None or put.by_vote != "failed" else next(_passed(step.outcomes), None)


def _passed(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    return (one for one in outcomes if one.by_vote == "passed")
