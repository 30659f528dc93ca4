"""Where a user may begin a case of a type: at which organisations, and whether anywhere."""

from __future__ import annotations

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
