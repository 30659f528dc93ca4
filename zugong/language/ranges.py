"""What a value may be, in SQL: from the first to the last possible value, added, counted in years, compared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """The first and last possible value; both NULL where surely unknown. Surely known only where `certainty` holds."""

    low: str
    high: str
    certainty: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        return self.low == self.high and not self.certainty


def exact_range(expression: str) -> Range:
    """The range of an expression that is one value."""
    return Range(expression, expression)


def added(terms: list[tuple[int, str]]) -> str:
    """Terms with their signs, +1 or -1, as one sum."""
    # As BIGINT: DuckDB raises an error where two INTEGER add up to more than an INTEGER.
    first, *rest = [(sign, f"CAST({term} AS BIGINT)") for sign, term in terms]
    return "(" + first[1] + "".join(f" {'+' if sign > 0 else '-'} {term}" for sign, term in rest) + ")"


def years_between(earlier: Range, later: Range) -> Range:
    """Whole years by difference of YYYYMMDD, as kernel.time counts them; refused below zero, where // truncates."""
    longest = f"CASE WHEN {earlier.low} <= {later.high} THEN ({later.high} - {earlier.low}) // 10000 END"
    if earlier.exact and later.exact:
        return exact_range(longest)
    ordered = f"{earlier.high} <= {later.low}"
    shortest = f"CASE WHEN {ordered} THEN ({later.low} - {earlier.high}) // 10000 ELSE 0 END"
    return Range(f"CASE WHEN {earlier.low} <= {later.high} THEN {shortest} END", longest, (ordered,))


def is_certain(operator: str, left: Range, right: Range) -> str:
    """True for every pair of values of two ranges."""
    match operator:
        case "=":
            return f"({left.low} = {right.high} AND {left.high} = {right.low})"
        case "!=":
            return f"({left.high} < {right.low} OR {left.low} > {right.high})"
        case "<" | "<=":
            return f"{left.high} {operator} {right.low}"
    return f"{left.low} {operator} {right.high}"


def is_possible(operator: str, left: Range, right: Range) -> str:
    """True for some pair of values of two ranges."""
    match operator:
        case "=":
            return f"({left.low} <= {right.high} AND {left.high} >= {right.low})"
        case "!=":
            return f"({left.low} <> {right.high} OR {left.high} <> {right.low})"
        case "<" | "<=":
            return f"{left.low} {operator} {right.high}"
    return f"{left.high} {operator} {right.low}"


def unbroken_runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Sorted numbers as unbroken runs: a range lies among them only where it lies inside one run."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
