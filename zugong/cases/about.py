"""What conditions ask of whom or what a case is about, and of whom a step names: looked up for one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.conf import settings

from zugong.cases.filed import Case
from zugong.cases.rules import About, Act
from zugong.cases.subjects import open_tasks
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import StoredRow, store_of
from zugong.kernel.time import PartialDate
from zugong.offices.access import Access
from zugong.packs.case_types import Asked, CaseType
from zugong.people.queries import members_of_all


def about(found: Case, act: Act) -> About:
    """What conditions ask: of a person birth date and full members named, of anything else the tasks still open."""
    if found.person is not None:
        return _about_person(found.person, act)
    listed = [one.person for one in act.listed]
    full = _full_members(listed, act.on) if listed else frozenset()
    return About(full_members=full, open_tasks=open_tasks(found, act.step, act.on))


def reckoned(case_type: CaseType, organisation: int | None, act: Act, access: Access) -> Act:
    """The act with the numbers that nobody types: how many members the records have on its day. What is said stands."""
    step = case_type.step(act.step)
    asks = [one for one in step.asks if one.reckoned and one.field not in act.values] if step else []
    counted = {one.field: _members(organisation, act, one, access) for one in asks}
    return replace(act, values={**act.values, **counted}) if counted else act


def _members(organisation: int | None, act: Act, asked: Asked, access: Access) -> int:
    tops = [organisation, *([act.values.get("other")] if asked.reckoned == "members_with_other" else [])]
    there = {one for top in tops if top is not None and top in access.tree for one in access.tree.below(top)}
    return len(members_of_all(there, act.on))


def _about_person(person: int, act: Act) -> About:
    pack = installed_catalogue(settings.ZUGONG_PACK)
    states = list(store_of(pack.types["person"]).believed(anchor_id=person))
    states.sort(key=lambda one: one.since)
    born = states[-1].values.get("born_on") if states else None
    named = [one for name in ("first_person", "second_person") if (one := act.values.get(name))]
    full = _full_members([int(one) for one in named], act.on)
    return About(born if isinstance(born, PartialDate) else None, full)


def _full_members(named: Sequence[int], on: date) -> frozenset[int]:
    """Who of these was a full member: by what holds on the day, before the first roster by what it says of earlier days."""
    store, found = store_of(installed_catalogue(settings.ZUGONG_PACK).types["membership"]), {}
    for row in sorted(store.believed(person_id__in=named), key=lambda one: one.since):
        if row.values["person"] not in found or row.since <= on:
            found[row.values["person"]] = row
    return frozenset(person for person, row in found.items() if _is_full(row, on))


def _is_full(row: StoredRow, on: date) -> bool:
    since = row.values.get("full_on")
    began = since is None or since.first <= on
    return row.values["category"] == "full" and began and (row.until is None or on < row.until)
