"""The tree of a text as written, before any name is looked up. Places do not count when trees are compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from zugong.language.errors import Span


@dataclass(frozen=True, slots=True)
class Node:
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Number(Node):
    value: int


@dataclass(frozen=True, slots=True)
class Text(Node):
    value: str


@dataclass(frozen=True, slots=True)
class Truth(Node):
    value: bool


@dataclass(frozen=True, slots=True)
class Clock(Node):
    """`day`, `period_start` or `period_end`."""

    name: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """One word of a path, with its own place."""

    text: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`post.place.kind`; with `this`, from the enclosing row, and then it may have no names at all."""

    from_this: bool
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function by name; `day('2020-12-31')`, too."""

    function: Name
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some` or `none` row of a type, or the `count` of such rows."""

    word: Literal["some", "none", "count"]
    type: Name
    condition: Node


@dataclass(frozen=True, slots=True)
class Total(Node):
    """The total of a field over the rows of a type."""

    type: Name
    field: Path
    condition: Node


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """Two or more terms with their signs, from left to right; the sign is +1 or -1."""

    terms: tuple[tuple[int, Node], ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    subject: Node
    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Known(Node):
    """`is known`, or `is unknown` where `known` is False."""

    subject: Node
    known: bool


@dataclass(frozen=True, slots=True)
class Not(Node):
    part: Node


@dataclass(frozen=True, slots=True)
class All(Node):
    """Parts joined by `and`; no part is itself such a node."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any(Node):
    """Parts joined by `or`; no part is itself such a node."""

    parts: tuple[Node, ...]
