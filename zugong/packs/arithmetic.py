"""Arithmetic between the numbers of a document: `{a} / {b} = {c}`, computed and never typed.

It shows what the printed numbers, or the computed ones, say about each other. Exact: fractions, no floating point.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

_NAME = re.compile(r"\{([a-z0-9_-]+)\}")
_COMPARISON = re.compile(r"<=|>=|=")
_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
_COMPARISONS: dict[str, Callable[[Fraction, Fraction], bool]] = {"=": operator.eq, "<=": operator.le, ">=": operator.ge}
_LONGEST = 500


@dataclass(frozen=True)
class Worked:
    """A line of arithmetic worked out. `right` and `holds` are None where it compares nothing.

    `filled` is the line with its numbers in it; `left` and `right` are None where a divisor is zero.
    """

    filled: str
    left: Fraction | None
    right: Fraction | None
    holds: bool | None


def names_in(expression: str) -> tuple[str, ...]:
    """The names in braces, in their order."""
    return tuple(_NAME.findall(expression))


def check(expression: str) -> None:
    """Raises ValueError with a sentence where the line is not arithmetic."""
    if len(expression) > _LONGEST:
        raise ValueError(f"longer than {_LONGEST} characters")
    work_out(expression, dict.fromkeys(names_in(expression), Fraction(1)))


def work_out(expression: str, values: Mapping[str, Fraction]) -> Worked:
    """The line with `values` put in. Raises ValueError for what is not arithmetic, KeyError for a name without value."""
    sides = _COMPARISON.split(expression)
    if len(sides) > 2:
        raise ValueError("only one comparison in a line")
    left = _evaluated(sides[0], values)
    right = _evaluated(sides[1], values) if len(sides) == 2 else None
    holds = None
    if len(sides) == 2:
        compare = _COMPARISONS[_COMPARISON.findall(expression)[0]]
        holds = left is not None and right is not None and compare(left, right)
    return Worked(_NAME.sub(lambda found: plain(values[found[1]]), expression), left, right, holds)


def plain(value: Fraction) -> str:
    """A fraction as people write it: a whole number, an exact decimal, or to six decimals, half up, with ≈."""
    if value.denominator == 1:
        return str(value.numerator)
    millionths = value * 1_000_000
    whole, rest = divmod(int(abs(millionths) + Fraction(1, 2)), 1_000_000)
    text = f"{'-' if value < 0 else ''}{whole}.{rest:06}".rstrip("0").rstrip(".")
    return text if millionths.denominator == 1 else f"≈{text}"


def _evaluated(side: str, values: Mapping[str, Fraction]) -> Fraction | None:
    try:
        # The names are put aside, so that nothing but numbers and signs reaches the parser.
        names = names_in(side)
        tree = ast.parse(_NAME.sub("n", side).strip(), mode="eval")
        return _Evaluation([values[name] for name in names]).of(tree.body)
    except SyntaxError as error:
        raise ValueError(
            f"{side.strip()!r} is not arithmetic; write {{name}}, numbers, + - * / and brackets"
        ) from error
    except ZeroDivisionError:
        return None


class _Evaluation:
    """One side, whose names are used up in the order in which they stand."""

    def __init__(self, values: list[Fraction]) -> None:
        self.values = iter(values)

    def of(self, node: ast.expr) -> Fraction:
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            left = self.of(node.left)
            return _OPERATORS[type(node.op)](left, self.of(node.right))
        if isinstance(node, ast.Constant) and type(node.value) is int:
            return Fraction(node.value)
        if isinstance(node, ast.Name) and node.id == "n":
            return next(self.values)
        raise ValueError("only {names}, whole numbers, + - * / and brackets are arithmetic")
