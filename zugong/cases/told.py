"""Whom a step tells: what was done lately in cases that the type wants an organisation to hear of, told once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from zugong.cases.acting import actor_of, halting
from zugong.cases.filed import Case, act_of, cases, ledger_store, ledgers
from zugong.cases.reach import Reach
from zugong.cases.rules import REOPENED, RESUMED, STOPPED, SUSPENDED, WITHDRAWN, Act
from zugong.dictionary.models import LedgerRow
from zugong.kernel.facts.models import Entry
from zugong.organisations.queries import Tree
from zugong.packs.case_types import Step

_ENTRIES, _MOST = 500, 50
_HALTS = (SUSPENDED, RESUMED, WITHDRAWN, STOPPED, REOPENED)


@dataclass(frozen=True)
class News:
    """A step that was recorded in a case: which, what it came to, on which day; None for what may happen in any case."""

    case: Case
    code: str
    step: Step | None
    outcome: str | None
    on: date


def news_since(moment: datetime, organisations: Collection[int], reach: Reach, tree: Tree) -> tuple[News, ...]:
    """What was recorded since a moment that these organisations are to hear of, the latest first; of the last entries only.

    What an organisation recorded for itself is no news to it.
    """
    entries = list(
        Entry.objects.filter(sealed_at__gt=moment).order_by("-number").values_list("pk", flat=True)[:_ENTRIES]
    )
    acts = _acts(entries)
    found = {one.id: one for one in cases({case for case, _ in acts}) if reach.reaches(one)}
    made = [_news(found[case], act, organisations, tree) for case, act in acts if case in found]
    return tuple([one for one in made if one is not None][:_MOST])


def _acts(entries: list[int]) -> list[tuple[int, Act]]:
    rows = []
    for ledger in ledgers() if entries else ():
        store = ledger_store(f"{ledger}_step")
        likely = LedgerRow.objects.all().believed().filter(recorded_in__in=entries, ledger=f"{ledger}_step")
        rows += list(store.read(likely.order_by("-pk")[: _MOST * 4]))
    rows.sort(key=lambda row: -row.id)
    return [(row.values["case"], act_of(row)) for row in rows]


def _news(found: Case, act: Act, organisations: Collection[int], tree: Tree) -> News | None:
    step = found.case_type.step(act.step)
    if step is None:
        told = _told_of_halt(found, act.step, tree)
    else:
        acted = actor_of(found.case_type, step.does, found.place_of(step), tree)
        told = {_told(found, level, tree) for level in step.tells} - {acted}
    return News(found, act.step, step, act.outcome, act.on) if told & set(organisations) else None


def _told_of_halt(found: Case, code: str, tree: Tree) -> set[int | None]:
    """Whom it is about and who hears of its first step hear that it was withdrawn, suspended, stopped or opened again."""
    if code not in _HALTS:
        return set()
    acted = found.organisation if code == WITHDRAWN else halting(found.case_type, found.organisation, tree)
    levels = ("branch", *found.case_type.steps[0].tells)
    return {_told(found, level, tree) for level in levels} - {acted}


def _told(found: Case, level: str, tree: Tree) -> int | None:
    if level == "other":
        return found.other
    return actor_of(found.case_type, level, found.organisation, tree)
