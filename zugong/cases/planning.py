"""What waits in many cases: cases with the same steps behind them share the question what is next, and differ in their days.

Most of the time of a change of rules goes by here. So what is the same for many cases is looked up by what it hangs on, and
a case itself is only read from its text and compared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from zugong.cases.acting import actor_of
from zugong.cases.filed import split
from zugong.cases.keeping import Kept, day_of_text, folded_of
from zugong.cases.rules import CaseState
from zugong.cases.types import CaseTypes
from zugong.dictionary.store import COMPACT
from zugong.kernel.time import months_after
from zugong.organisations.queries import Tree
from zugong.packs.case_types import CaseType, Step

#: The day of what no rule limits: after every other.
NO_LIMIT = date(9999, 12, 31)
Days = tuple[date | None, date | None]


@dataclass(slots=True)
class _Next:
    """A step that is next in cases of one shape. `needs` and `bases` are the steps whose days it is reckoned from."""

    step: Step
    code: str
    level: str
    is_other: bool
    needs: tuple[str, ...]
    bases: tuple[str, ...]
    days: dict[tuple, Days] = field(default_factory=dict)


class _Typed:
    """A type with its local forms, and what of it decides which steps are next."""

    def __init__(self, case_type: CaseType) -> None:
        self.case_type = case_type
        self.forks = tuple(sorted(case_type.forks))
        self.followers = tuple((one, one.by_day_of) for one in case_type.steps if one.by_day_of)
        self.shapes: dict[tuple, tuple[_Next, ...]] = {}
        self.forces: dict[tuple[str, str | None], bool] = {}

    def base(self, name: str) -> str:
        """The step from whose day a date is reckoned in the end."""
        named = self.case_type.dates.get(name)
        return self.base(named.of) if named else name


class Planner:
    """Computes what waits in many cases by the texts of one day."""

    def __init__(self, types: CaseTypes, day: date) -> None:
        self.types, self.day = types, day
        self._typed: dict[tuple[str, str], _Typed] = {}
        self._actors: dict[tuple[str, str, int | None], int | None] = {}

    def tasks(self, kept: Kept, tree: Tree) -> Sequence[tuple]:
        """The rows of what waits in a case, without ids."""
        if kept.state != "running":
            return ()
        typed = self._type(kept)
        done, cleared, telling = json.loads(kept.acts)
        said = COMPACT.encode(telling) if telling else ""
        return [
            self._row(one, kept, typed, self._days(one, done, said, kept, typed), tree)
            for one in self._shape(typed, done, cleared, telling, kept)
        ]

    def _row(self, one: _Next, kept: Kept, typed: _Typed, days: Days, tree: Tree) -> tuple:
        own, other = kept.organisation, kept.other
        if one.is_other and not (other is None and typed.case_type.assigned):
            own, other = other, own
        actor = self._actor(typed.case_type, one.level, own, tree)
        return (
            kept.case,
            kept.case_type,
            one.code,
            own,
            one.level,
            actor,
            days[0] or kept.since,
            days[1] or NO_LIMIT,
            other,
        )

    def _type(self, kept: Kept) -> _Typed:
        key = (kept.case_type, kept.forms)
        found = self._typed.get(key)
        if found is None:
            found = self._typed[key] = _Typed(self.types.with_forms(kept.case_type, split(kept.forms)))
        return found

    def _shape(
        self, typed: _Typed, done: Mapping[str, str], cleared: Sequence[str], telling: Sequence, kept: Kept
    ) -> tuple[_Next, ...]:
        """The steps that wait for nothing; asked once for all cases with the same steps done under the same texts."""
        forces = tuple([self._is_in_force(typed, one, done.get(by)) for one, by in typed.followers])
        ways = tuple([_way(one, done, telling) for one in typed.forks])
        key = (tuple(done), tuple(cleared), forces, ways)
        found = typed.shapes.get(key)
        if found is None:
            state = self._state(kept, typed)
            steps = [one for one in typed.case_type.steps if not one.optional and state.is_open(one, self.day)]
            found = tuple(_next(one, state, typed) for one in steps if not state.unmet(one, self.day))
            typed.shapes[key] = found
        return found

    def _is_in_force(self, typed: _Typed, step: Step, on: str | None) -> bool:
        """As `CaseState.in_force`, looked up by the day that decides."""
        key = (step.step, on)
        if key not in typed.forces:
            basis, texts = day_of_text(on) if on else self.day, typed.case_type.texts
            typed.forces[key] = not step.texts or any(texts[code].is_in_force(basis) for code in step.texts)
        return typed.forces[key]

    def _state(self, kept: Kept, typed: _Typed) -> CaseState:
        return CaseState.folded(typed.case_type, folded_of(kept.acts), self.types.calendar)

    def _days(self, one: _Next, done: Mapping[str, str], said: str, kept: Kept, typed: _Typed) -> Days:
        """From when and until when; asked once for all cases with the same days behind them."""
        last = max([done[name] for name in one.needs], default=None)
        if one.step.repeats_months is not None:
            return _again(done.get(one.code) or last, one.step.repeats_months)
        if not one.bases:
            return (day_of_text(last) if last else None), None
        key = (said, *[done.get(name) for name in one.bases])
        found = one.days.get(key)
        if found is None:
            state = self._state(kept, typed)
            earliest, due = state.earliest(one.step, self.day), state.due(one.step, self.day)
            found = one.days[key] = (earliest.day if earliest else None, due.day if due else None)
        if last is None:
            return found
        needed = day_of_text(last)
        return (needed if found[0] is None else max(found[0], needed)), found[1]

    def _actor(self, case_type: CaseType, level: str, organisation: int | None, tree: Tree) -> int | None:
        key = (case_type.case_type, level, organisation)
        if key not in self._actors:
            self._actors[key] = actor_of(case_type, level, organisation, tree)
        return self._actors[key]


def _way(step: str, done: Mapping[str, str], telling: Sequence[Sequence[Any]]) -> str | None:
    """As `CaseState.way_of`, of what is kept."""
    if step not in done:
        return None
    return next((outcome for code, _, outcome, _ in reversed(telling) if code == step), None)


def _next(step: Step, state: CaseState, typed: _Typed) -> _Next:
    bases = tuple(dict.fromkeys(typed.base(one.of) for one in step.conditions if one.of))
    needs = tuple(name for name in step.needs if name in state.done)
    return _Next(step, step.step, step.does, step.side == "other", needs, bases)


@lru_cache(maxsize=50_000)
def _again(start: str | None, months: int) -> Days:
    """When a step that returns may be done again, a month before it is due."""
    if start is None:
        return None, None
    due = months_after(day_of_text(start), months)
    return months_after(due, -1), due
