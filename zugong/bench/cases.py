"""Cases: the to-do of an office with 20,000 running ones, and what waits in 400,000 after a change of rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from zugong.bench.measuring import Measurement, seconds_of
from zugong.cases import due, queries
from zugong.cases.due import recompute
from zugong.cases.filed import types_here
from zugong.cases.keeping import STANDING_COLUMNS, Kept, as_text
from zugong.cases.models import Mark, Standing, Task
from zugong.cases.reach import EVERY_CASE
from zugong.cases.rules import Done, Folded
from zugong.kernel.facts.recording import insert_rows, last_seal
from zugong.kernel.time import today
from zugong.organisations.queries import tree_at
from zugong.packs.case_conditions import Condition
from zugong.packs.case_types import CaseType, Step

_FEW, _MANY = 20_000, 400_000
_BRANCHES = ("branch", "joint_branch")
_SEED = 20260511


def measure(runs: int, *, many: int = _MANY) -> Iterator[Measurement]:
    """Cases of every length, spread over the branches of the site; only what is derived of them is made, no record."""
    day = today()
    _make(_FEW, day)
    recompute(day)
    _mark(day)
    yield Measurement(
        "cases_to_do", f"{_FEW:,} 件在办事项：一个单位的待办（条目和数量）",
        f"{_FEW:,} running cases: the to-do of an office, with its counts", "ms",
        tuple(_to_do(day) for _ in range(runs)), target=100,
    )  # fmt: skip
    _make(many, day)
    recompute(day)
    yield Measurement(
        "cases_rules", f"规定变动后重算 {many:,} 件在办事项的期限",
        f"A change of rules: what waits in {many:,} running cases, computed anew", "s",
        tuple(seconds_of(lambda: _changed(day)) for _ in range(min(runs, 2))), target=30,
    )  # fmt: skip


def _changed(day: date) -> int:
    """Every limit of the first type lasts a month longer: what waits by such a limit is due on another day."""
    code, declared = next(iter(types_here().types.items()))
    steps = tuple(_longer(one) for one in declared.steps)
    made = declared.model_copy(update={"steps": steps, "version": f"{declared.version}.{_SEED}"})
    return recompute(day, replace(types_here(), types={**types_here().types, code: made.anew()}))


def _longer(step: Step) -> Step:
    conditions = tuple(_a_month_longer(one) if one.kind == "within" else one for one in step.conditions)
    return step.model_copy(update={"conditions": conditions})


def _a_month_longer(condition: Condition) -> Condition:
    by = {text: terms.model_copy(update={"months": (terms.months or 0) + 1}) for text, terms in condition.by.items()}
    return condition.model_copy(update={"by": by})


def _to_do(day: date) -> float:
    """Milliseconds for the first page and the counts of the office for which most waits."""
    actor = Task.objects.order_by("actor").values_list("actor", flat=True).first()

    def asked() -> None:
        queries.waiting(EVERY_CASE, day, actors=[actor] if actor else None)
        queries.waiting(EVERY_CASE, day)
        queries.count_waiting(EVERY_CASE, day, day + timedelta(days=30))

    return seconds_of(asked) * 1000


def _mark(day: date) -> None:
    number, sealed_at = last_seal()
    values = {"number": number, "sealed_at": sealed_at, "day": day, "rules": due.fingerprint(day)}
    Mark.objects.update_or_create(pk=1, defaults=values)


def _make(count: int, day: date) -> None:
    Task.objects.all().delete()
    Standing.objects.all().delete()
    tree, random = tree_at(day), Random(_SEED)
    branches = [one.id for one in tree if one.living and one.kind in _BRANCHES]
    code, case_type = next(iter(types_here().types.items()))
    rows = []
    for number in range(1, count + 1):
        rows.append(_case(number, code, case_type, random.choice(branches), day, random).row)
        if len(rows) == 5000:
            insert_rows(Standing, STANDING_COLUMNS, rows)
            rows = []
    insert_rows(Standing, STANDING_COLUMNS, rows)


def _case(number: int, code: str, case_type: CaseType, branch: int, day: date, random: Random) -> Kept:
    """The first steps of the type, one after another, the last some time before the day."""
    steps = [one for one in case_type.steps if not one.optional][: random.randint(1, len(case_type.steps) - 2)]
    on, done = day - timedelta(days=40 * len(steps) + random.randint(0, 200)), {}
    for step in steps:
        on += timedelta(days=random.randint(5, 60))
        done[step.step] = Done(min(on, day))
    text = as_text(Folded(dict(sorted(done.items()))))
    return Kept(number, code, number, branch, steps[-1].stage, "running", "", len(done), day, day, text, subject=number)
