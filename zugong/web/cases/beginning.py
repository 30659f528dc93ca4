"""Where a user may begin a case of a type: at which organisations, and whether anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from zugong.cases.acting import may_act, may_keep
from zugong.cases.subjects import stands_at
from zugong.packs.case_types import CaseType
from zugong.web.cases.asked import AskedCases


def may_begin(asked: AskedCases, declared: CaseType) -> bool:
    """May an office of the user begin a case of this type anywhere?"""
    if declared.about == "person":
        return any(may_keep(declared, one, asked.scope.access) for one in asked.own_organisations)
    step, access = declared.steps[0], asked.scope.access
    there = {stands_at(declared, one, asked.tree) for one in places(asked, declared)}
    return any(may_act(declared, step, one, access) for one in there)


def places(asked: AskedCases, declared: CaseType) -> list[int]:
    """The living organisations, of the kinds that the type names where it does, within the user's rights; in tree order."""
    rights = asked.reach.rights(declared.case_type)
    kinds = declared.of_kinds if declared.about == "organisation" else ()
    there = [one for one in asked.tree if one.living and (not kinds or one.kind in kinds)]
    seen = [one for one in there if rights.reach(stands_at(declared, one.id, asked.tree), None)]
    return [one.id for one in sorted(seen, key=lambda one: one.code)]


@dataclass(frozen=True)
class BeginLink:
    """A case that the user may begin, from the page of what it would be about."""

    label: str
    address: str


def links_for_candidates(asked: AskedCases, figure: str) -> tuple[BeginLink, ...]:
    """The types whose cases are about what a figure counts, and that the user may begin somewhere."""
    found = (one for one in asked.types.types.values() if one.candidates == figure and may_begin(asked, one))
    return tuple(BeginLink(one.label(asked.language), reverse("case_begin", args=[one.case_type])) for one in found)


def links_to_change(asked: AskedCases, organisation: int) -> tuple[BeginLink, ...]:
    """The types that change an organisation itself or found one for it, and that the user may begin about it."""
    kind, access = asked.tree.kind(organisation), asked.scope.access
    found = (
        one for one in asked.types.types.values()
        if one.about == "organisation" and any(step.carries_out for step in one.steps)
        and (not one.of_kinds or kind in one.of_kinds) and may_act(one, one.steps[0], organisation, access)
    )  # fmt: skip
    query = urlencode({"subject": organisation})
    return tuple(
        BeginLink(one.label(asked.language), f"{reverse('case_begin', args=[one.case_type])}?{query}") for one in found
    )
