"""Carrying out what was entered by hand: within the rights of the moment, all or nothing, in one entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q
from django.db.models.lookups import In

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import store_of
from zugong.exchange.commit import is_old, write_plan
from zugong.exchange.filling import Filling
from zugong.exchange.planning.comparing import Outcome
from zugong.exchange.planning.outcomes import Plan, PlanIssue, TypeWrites
from zugong.exchange.planning.request import ImportRequest
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import NotBelievedAnyMore, Source, recording, wait_for_other_plans
from zugong.offices.access import Access
from zugong.offices.conditions import BodyReference

_ROW = 1


def plan_of(
    catalogue: Catalogue, outcomes: Mapping[str, Outcome], made: Mapping[str, int], on: date, *, known: int
) -> Plan:
    """The deeds on records of several types as the plan of one row; `made` counts their new anchors by type.

    `known` is the last entry before anything was compared with what is recorded.
    """
    sheet = catalogue.sheet(next(reversed(outcomes)))
    return Plan(
        request=ImportRequest(catalogue=catalogue, sheet=sheet, columns=frozenset(), rows=(), on=on),
        known=known,
        rows=[],
        writes={code: _writes(outcome) for code, outcome in outcomes.items()},
        made=made,
    )


def _writes(outcome: Outcome) -> TypeWrites:
    return TypeWrites(
        outcome.withdraw, outcome.add, [_ROW] * len(outcome.withdraw), [_ROW] * len(outcome.add)
    )  # fmt: skip


def outside_of(access: Access, plan: Plan) -> list[PlanIssue]:
    """What of the plan lies where the user may not fill in: where rows stood as well as where they would stand."""
    return Filling(access, plan.request.catalogue, plan).issues()


def carry_out(plan: Plan, *, source: Source, access: Access) -> Entry:
    """Record the plan. Raises OutsideYourScope, and NotBelievedAnyMore where somebody recorded anything of these types since.

    What the plan was checked against may be otherwise then: the same new person may have been entered by somebody else.
    """
    Filling(access, plan.request.catalogue, plan).require()
    with recording(source) as entry:
        wait_for_other_plans()
        if is_old(plan):
            raise NotBelievedAnyMore
        write_plan(plan, entry)
    return entry


def rows_naming(catalogue: Catalogue, kind: RecordType, anchor: int) -> Sequence[tuple[RecordType, int]]:
    """How many believed rows of each type name a record, whoever may see them."""
    found = []
    for other in catalogue.types.values():
        fields = [field.code for field in other.fields.values() if field.of == kind.code]
        if fields and (count := store_of(other).queryset().believed().filter(_names(other, fields, anchor)).count()):
            found.append((other, count))
    return found


def _names(kind: RecordType, fields: Sequence[str], anchor: int) -> Q:
    condition = Q()
    for code in fields:
        condition |= Q(In(BodyReference(code), [anchor])) if kind.is_ledger else Q(**{f"{code}_id": anchor})
    return condition
