"""Which organisation takes a step of a case in today's tree, and who may act for it."""

from __future__ import annotations

from zugong.offices.access import Access
from zugong.organisations.queries import Tree
from zugong.packs.case_types import CaseType, Step

_COUNTY = "local_committee"
#: What is about these is proposed by one level and decided, and halted, by another.
DECIDED_ABOVE = ("organisation", "unit")


def actor_of(case_type: CaseType, level: str, organisation: int | None, tree: Tree) -> int | None:
    """The organisation that acts at a level for a case that stands at another; None where there is none above it.

    A unit lies in the territory of a committee, which takes the steps of a committee itself.
    """
    if organisation is None or organisation not in tree:
        return None
    if level == "branch":
        return organisation
    upwards = tuple(reversed(tree.above(organisation)))
    if case_type.stands_above:
        upwards = (organisation, *upwards)
    if level == "county":
        return next((one for one in upwards if tree.kind(one) == _COUNTY), upwards[-1] if upwards else organisation)
    above = (organisation, *upwards) if case_type.about == "unit" else upwards
    return next((one for one in above if _approves(case_type, one, tree)), organisation)


def _approves(case_type: CaseType, organisation: int, tree: Tree) -> bool:
    """Is it of a kind that acts as the committee, and not one below a committee that does so itself?"""
    if tree.kind(organisation) not in case_type.approvers:
        return False
    parent = tree.parent(organisation)
    is_subordinate = tree.kind(organisation) == "committee" and parent is not None
    return not (is_subordinate and tree.kind(parent) in case_type.no_approvers_below)  # type: ignore[arg-type]


def may_act(case_type: CaseType, step: Step, organisation: int | None, access: Access) -> bool:
    """May the user take the step: do its act in the matter of the type, where its actor stands?"""
    actor = actor_of(case_type, step.does, organisation, access.tree)
    return actor is not None and access.may(step.act, case_type.matter, actor)


def may_keep(case_type: CaseType, organisation: int | None, access: Access) -> bool:
    """May the user begin a case here, put papers into it, withdraw it and hand it over?"""
    return organisation is not None and access.may("fill", case_type.matter, organisation)


def halting(case_type: CaseType, organisation: int | None, tree: Tree) -> int | None:
    """Who suspends, stops and opens a case again: about an organisation or unit the committee, which decides; else its place."""
    return actor_of(case_type, "committee" if case_type.about in DECIDED_ABOVE else "branch", organisation, tree)


def may_halt(case_type: CaseType, organisation: int | None, access: Access) -> bool:
    """May the user suspend, resume, stop or open again the cases of a type that stand there?"""
    halts = halting(case_type, organisation, access.tree)
    return halts is not None and access.may("fill", case_type.matter, halts)
