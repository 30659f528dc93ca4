"""Who may restructure: the level above an organisation, never the organisation itself by filling in its own forms."""

from __future__ import annotations

from zugong.offices.access import Access
from zugong.organisations.queries import Tree
from zugong.restructuring.errors import NotDecidedHere, NotFilledHere

MATTER = "organisations"


def may_decide_above(access: Access, organisation: int) -> bool:
    """Does the user decide on the organisation, or fill in for its superior?

    For one that has ended: for whoever answers for its records now.
    """
    tree = access.tree
    if organisation not in tree:
        return False
    if access.may("decide", MATTER, organisation):
        return True
    parent = tree.parent(organisation)
    if parent is None:
        return False
    return access.may("fill", MATTER, parent) if tree.living(organisation) else may_decide_above(access, parent)


def may_fill(access: Access, organisation: int) -> bool:
    """May the user fill in for the organisation itself: what it is set up in, what stands under it?"""
    return access.may("fill", MATTER, organisation) or access.may("decide", MATTER, organisation)


def check_may_decide_above(access: Access, organisation: int) -> None:
    """Raises NotDecidedHere."""
    if not may_decide_above(access, organisation):
        raise NotDecidedHere(organisation=_name(access.tree, organisation))


def check_may_fill(access: Access, organisation: int) -> None:
    """Raises NotFilledHere."""
    if not may_fill(access, organisation):
        raise NotFilledHere(organisation=_name(access.tree, organisation))


def _name(tree: Tree, organisation: int) -> str:
    return tree.name(organisation) if organisation in tree else f"№{organisation}"
