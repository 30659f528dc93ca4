"""Where a user may begin a case of a type: at which organisations, and whether anywhere."""

from __future__ import annotations

from zugong.cases.acting import may_act, may_keep
from zugong.packs.case_types import CaseType
from zugong.web.cases.asked import AskedCases


def may_begin(asked: AskedCases, declared: CaseType) -> bool:
    """May an office of the user begin a case of this type anywhere?"""
    if declared.about == "person":
        return any(may_keep(declared, one, asked.scope.access) for one in asked.own_organisations)
    step, access = declared.steps[0], asked.scope.access
    return any(may_act(declared, step, one, access) for one in places(asked, declared))


def places(asked: AskedCases, declared: CaseType) -> list[int]:
    """The living organisations, of the kinds that the type names where it does, within the user's rights; in tree order."""
    rights, kinds = asked.reach.rights(declared.case_type), declared.of_kinds
    there = [
        one for one in asked.tree if one.living and rights.reach(one.id, None) and (not kinds or one.kind in kinds)
    ]  # fmt: skip
    return [one.id for one in sorted(there, key=lambda one: one.code)]
