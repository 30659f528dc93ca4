"""Numbers of letters and other papers: one row of them for each committee and year, without gaps; none is given twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from zugong.cases import errors
from zugong.cases.acting import actor_of
from zugong.cases.admission_account import is_spoiled
from zugong.cases.filed import Case, ledger_store, steps_with
from zugong.cases.rules import Act
from zugong.dictionary.store import COMPACT
from zugong.organisations.queries import Tree
from zugong.packs.case_types import Step

_WRITTEN = re.compile(r"^〔(\d{4})〕(\d+)号$")


def next_number(found: Case, step: Step, on: date, tree: Tree) -> str:
    """The number after the last that the committee of the case gave in this year for this step.

    To be asked while recording, when nobody else records. A paper that is not used keeps its number: its stub says so.
    """
    committee = actor_of(found.case_type, step.does, found.place_of(step), tree)
    given = (
        number
        for place, number in _given(found, step, on.year)
        if actor_of(found.case_type, step.does, place, tree) == committee
    )
    return f"〔{on.year}〕{max(given, default=0) + 1}号"


def _given(found: Case, step: Step, year: int) -> Iterator[tuple[int | None, int]]:
    """Every number of the year that stands in a record of the step, with the place of its case."""
    store = ledger_store(found.case_type.steps_kept_as)
    likely = store.queryset().believed().filter(
        since__gte=date(year, 1, 1), since__lt=date(year + 1, 1, 1),
        body__contains=COMPACT.encode({"step": step.step})[1:-1],
    )  # fmt: skip
    for row in store.read(likely):
        written = _WRITTEN.match(row.values.get("number") or "")
        if written and int(written[1]) == year:
            yield row.values["organisation"], int(written[2])


def check_number(found: Case, step: Step, act: Act) -> None:
    """A numbered form is one person's, and none that was spoiled. Raises NumberIsTaken, NumberIsSpoiled."""
    number = act.values.get("number")
    numbered = any(one.field == "number" and one.required for one in step.asks)
    if not number or not numbered or step.does != "branch" or found.person is None:
        return
    if any(one.values.get("number") == number for one in steps_with(found.case_type, step.step, "number", str(number))):
        raise errors.NumberIsTaken(number=number)
    if is_spoiled(str(number)):
        raise errors.NumberIsSpoiled(number=number)
