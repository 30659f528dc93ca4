"""Groupings from the tree of organisations on the tree day of the clocks."""

from __future__ import annotations

from collections.abc import Iterable

from zugong.figures.grouping import Grouping
from zugong.kernel.time import Clocks
from zugong.organisations.queries import Tree, tree_at


def grouping_at(clocks: Clocks, root: int | None) -> Grouping:
    """What counts below `root` on the tree day, by its children; with None everything, by the organisations at the top.

    Raises KeyError where `root` does not stand in the tree of that day.
    """
    tree = tree_at(clocks.tree, clocks.known)
    if root is None:
        return Grouping(None, {node.id: (*node.above, node.id)[0] for node in tree}, tree.parent_of)
    return Grouping(root, tree.group_of(root), tree.parent_of)


def grouping_in(tree: Tree, organisations: Iterable[int]) -> Grouping:
    """What counts in each of these organisations of the tree, each with all below it; none may stand below another.

    One that the tree does not have counts nothing.
    """
    inside = [pk for pk in organisations if pk in tree]
    group_of = {below: pk for pk in inside for below in tree.below(pk)}
    # Beside the chosen ones nothing counts, so that any root will do that is not the question about everything.
    top = next(((*tree.above(pk), pk)[0] for pk in inside), 0)
    ordered = {pk: pk for pk in inside} | group_of
    return Grouping(top, ordered, tree.parent_of)
