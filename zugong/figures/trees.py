"""Groupings from the tree of organisations on the tree day of the clocks."""

from __future__ import annotations

from zugong.figures.grouping import Grouping
from zugong.kernel.time import Clocks
from zugong.organisations.queries import tree_at


def grouping_at(clocks: Clocks, root: int | None) -> Grouping:
    """What counts below `root` on the tree day, by its children; with None everything, by the organisations at the top.

    Raises KeyError where `root` does not stand in the tree of that day.
    """
    tree = tree_at(clocks.tree, clocks.known)
    if root is None:
        return Grouping(None, {node.id: (*node.above, node.id)[0] for node in tree}, tree.parent_of)
    return Grouping(root, tree.group_of(root), tree.parent_of)
