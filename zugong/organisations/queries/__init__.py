"""Reads of organisations and units: the tree of a day, names, what serves and guides, and the blank spots."""

from zugong.organisations.queries.changes import (
    Lately,
    LinkRow,
    StateRow,
    changed_lately,
    history_of_links,
    states_of,
    successions_of,
)
from zugong.organisations.queries.listing import ChildrenPage, ChildRow, children_page
from zugong.organisations.queries.territory import Territory
from zugong.organisations.queries.tree import Node, Tree, tree_at
from zugong.organisations.queries.units import (
    blank_spots,
    guidance_on,
    names_ever,
    names_on,
    organisations_in,
    served_units,
    units_of_all,
    units_on,
    units_served,
    villages_on,
)

__all__ = [
    "ChildRow", "ChildrenPage", "Lately", "LinkRow", "Node", "StateRow", "Territory", "Tree",
    "blank_spots", "changed_lately", "children_page", "guidance_on", "history_of_links", "names_ever", "names_on",
    "organisations_in", "served_units", "states_of", "successions_of", "tree_at", "units_of_all", "units_on",
    "units_served", "villages_on",
]  # fmt: skip
