"""Which inner rows hang on the outer row by one equality only, so that SQL can look for them once and not for each row."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass

from zugong.language import tree
from zugong.language.moment import Moment, fixed_value, is_fixed
from zugong.language.schema import Kind
from zugong.language.tree import Condition, Row, Value


@dataclass(frozen=True, slots=True)
class Link:
    """`inner` of the inner row equals `outer` of the one that encloses it; `rest` asks nothing of outer rows."""

    inner: Value
    outer: Value
    rest: Condition


@dataclass(frozen=True, slots=True)
class Threshold:
    """At least `least` rows have the condition of `count`; the opposite where `is_negated`."""

    count: tree.Count
    least: int
    is_negated: bool


def link_of(inner: tree.Some | tree.Count) -> Link | None:
    """The one equality by which the rows hang on the outer row; None where it is not one, or not all."""
    level, condition = inner.row.level, inner.condition
    parts = condition.parts if isinstance(condition, tree.All) else (condition,)
    outside = [part for part in parts if any(0 <= one < level for one in _levels(part))]
    if len(outside) != 1 or len(parts) == 1:
        return None
    [link] = outside
    if not isinstance(link, tree.Compare) or link.operator != "=":
        return None
    rest = tree.All(tuple(part for part in parts if part is not link))
    for here, there in ((link.left, link.right), (link.right, link.left)):
        if _is_exact(here) and _is_exact(there) and _levels(here) == {level} and _levels(there) == {level - 1}:
            return Link(here, there, rest)
    return None


def threshold_of(compare: tree.Compare, moment: Moment) -> Threshold | None:
    """A count compared with a fixed number of at least one, as "at least so many" or its opposite."""
    if not isinstance(compare.left, tree.Count) or not is_fixed(compare.right):
        return None
    number = fixed_value(compare.right, moment)
    meant = {">=": (0, False), ">": (1, False), "<": (0, True), "<=": (1, True)}.get(compare.operator)
    if meant is None or not isinstance(number, int) or number + meant[0] < 1:
        return None
    return Threshold(compare.left, number + meant[0], meant[1])


def _is_exact(value: Value) -> bool:
    """Is it a field or the record itself, of which all is known or nothing? A partial date is a range."""
    is_plain = isinstance(value, tree.FieldValue | tree.Anchor)
    return is_plain and not (isinstance(value, tree.FieldValue) and value.type.kind is Kind.DATE)


def _levels(node: object) -> set[int]:
    """How deep the rows stand that a part of a tree reads."""
    if isinstance(node, Row):
        return {node.level}
    if isinstance(node, tuple):
        return {level for part in node for level in _levels(part)}
    if is_dataclass(node) and not isinstance(node, type):
        return {level for declared in fields(node) for level in _levels(getattr(node, declared.name))}
    return set()
