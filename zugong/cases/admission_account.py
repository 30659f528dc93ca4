"""The county's account of admissions: its plan by year and organisation against who was admitted, and the numbered forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from zugong.cases.filed import ledger_store
from zugong.cases.form_numbers import Ledger, accounted, issue_of
from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import COMPACT, StoredRow
from zugong.offices.access import Access
from zugong.offices.conditions import row_condition

QUOTA, ISSUE, VOID = "admission_quota", "admission_form_issue", "admission_form_void"
_STEPS, _FILLED, _APPROVED = "case_step", "form_filled", "approved"


@dataclass(frozen=True)
class Planned:
    """The plan of one organisation for a year, and how many were admitted on probation there and below it."""

    organisation: int
    places: int
    admitted: int

    @property
    def left(self) -> int:
        return self.places - self.admitted


def plan_of(access: Access, year: int) -> tuple[Planned, ...]:
    """The plans for a year that the user may see, in the order of the tree."""
    rows = [row.values for row in _rows(access, QUOTA) if row.values["year"] == year]
    admitted = _admitted(access, year) if rows else {}
    planned = [Planned(row["organisation"], row["places"], admitted.get(row["organisation"], 0)) for row in rows]
    order = {one.id: place for place, one in enumerate(access.tree)}
    return tuple(sorted(planned, key=lambda one: order.get(one.organisation, len(order))))


def _admitted(access: Access, year: int) -> Mapping[int, int]:
    """How many were approved in a year, at each organisation and all above it."""
    found: Counter[int] = Counter()
    for row in _steps(access, _APPROVED, year):
        place = row.values["organisation"]
        if row.values["outcome"] == "approved" and place in access.tree:
            found.update({place, *access.tree.above(place)})
    return found


def forms_of(access: Access) -> tuple[Ledger, int]:
    """The account of all numbered forms that the user may see, and how many issues have numbers that cannot be read."""
    rows = [row.values for row in _rows(access, ISSUE)]
    issues = [issue_of(row["organisation"], row["first"], row["last"]) for row in rows]
    used = (row.values["number"] for row in _steps(access, _FILLED) if row.values["number"])
    spoiled = (row.values["number"] for row in _rows(access, VOID))
    read = sorted((one for one in issues if one is not None), key=lambda one: str(one.first))
    return accounted(read, used, spoiled), issues.count(None)


def is_spoiled(number: str) -> bool:
    """Is a form of this number recorded as spoiled?"""
    store = ledger_store(VOID)
    return store.queryset().believed().filter(key_hash=store.hash_of((number,))).exists()


def _rows(access: Access, code: str) -> Iterator[StoredRow]:
    store = ledger_store(code)
    return iter(list(store.read(store.queryset().believed().filter(row_condition(access, store.kind)))))


def _steps(access: Access, step: str, year: int | None = None) -> Iterator[StoredRow]:
    """The steps of a code in cases that the user may see; of a year, or of all."""
    store = ledger_store(_STEPS)
    kind: RecordType = store.kind
    likely = store.queryset().believed().filter(row_condition(access, kind))
    likely = likely.filter(body__contains=COMPACT.encode({"step": step})[1:-1])
    if year is not None:
        likely = likely.filter(since__gte=date(year, 1, 1), since__lte=date(year, 12, 31))
    return (row for row in store.read(likely) if row.values["step"] == step)
