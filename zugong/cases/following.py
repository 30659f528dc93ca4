"""Cases follow what happens to organisations: into the successor, with the members of a split; none is left where one ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from zugong.cases.actions import record_act, rewrite_case
from zugong.cases.errors import CasesRemain
from zugong.cases.filed import Case, cases, ledger_store, ledgers
from zugong.cases.rules import MOVED, Act
from zugong.kernel.facts.models import Entry
from zugong.organisations.queries import names_on

_MOST_NAMED = 3
#: What is about these is done for somebody, wherever that is; what is about the organisation itself stays in its history.
_FOLLOWING = ("person", "problem")


def running_at(organisation: int) -> tuple[Case, ...]:
    """The cases that stand at an organisation or have it on their other side and are not closed, in order of their anchors."""
    ids: set[int] = set()
    for ledger in ledgers():
        there = Q(organisation_id=organisation) | Q(body__contains=f'"other":{organisation}')
        rows = ledger_store(ledger).queryset().believed().filter(there, until__isnull=True)
        ids.update(rows.values_list("anchor_id", flat=True))
    found = (one for one in cases(ids) if organisation in (one.organisation, one.other) and one.state.ended is None)
    return tuple(sorted(found, key=lambda one: one.id))


def check_none_is_left(organisation: int, on: date) -> None:
    """Raises CasesRemain where cases run at an organisation that ends, but for those that change the organisation itself."""
    left = [one for one in running_at(organisation) if not _changes(one, organisation)]
    if left:
        named = [(f"{one.case_type.en} {one.number}", f"{one.case_type.zh} {one.number}") for one in left[:_MOST_NAMED]]
        more = "…" if len(left) > _MOST_NAMED else ""
        raise CasesRemain(
            organisation=_name(organisation, on), day=on, count=len(left),
            cases=", ".join(en for en, _ in named) + more, cases_zh="、".join(zh for _, zh in named) + more,
        )  # fmt: skip


def _changes(found: Case, organisation: int) -> bool:
    is_about_it = found.case_type.about == "organisation" and found.subject == organisation
    return is_about_it and any(step.carries_out for step in found.case_type.steps)


def follow(*, origin: int, to: int, on: date, entry: Entry, persons: Collection[int] | None = None) -> None:
    """The running cases at one organisation go on in another from the day, each with a line that says so; where persons are
    named only theirs. Whatever has the first on its other side has the second there, where all go.
    """
    names = names_on(on, [origin, to])
    why = f"{names.get(origin, '')} → {names.get(to, '')}"
    for found in running_at(origin):
        if found.case_type.about not in _FOLLOWING or (persons is not None and found.person not in persons):
            continue
        if found.organisation == origin:
            _move(found, to, on, why, entry)
        elif persons is None:
            rewrite_case(found, on, {"other": to}, entry, closes=False)


def _move(found: Case, to: int, on: date, why: str, entry: Entry) -> None:
    day = max(on, found.acts[-1].on) if found.acts else on
    act = Act(MOVED, day, values={"text": why}, line=found.next_line)
    record_act(found, act, "", entry)
    rewrite_case(found, on, {"organisation": to}, entry, closes=False)


def _name(organisation: int, on: date) -> str:
    return names_on(on, [organisation]).get(organisation, "?")
