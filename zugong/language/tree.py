"""The checked tree: every name looked up, every kind known. Both engines and the words are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zugong.language.errors import Source, Span
from zugong.language.schema import DAY, INTEGER, FieldType, Kind


@dataclass(frozen=True, slots=True)
class Table:
    """As much of a record type as an engine needs."""

    code: str
    time: Literal["state", "event"]


@dataclass(frozen=True, slots=True)
class Step:
    """Following the reference `field` to a row of `target`."""

    field: str
    target: Table


@dataclass(frozen=True, slots=True)
class Row:
    """Which row something is read from: the steps from the row of `base` at `level`.

    Level 0 is the row asked about; each `some` or `none` adds the next level. The base gives the reading day.
    """

    level: int
    base: Table
    steps: tuple[Step, ...] = ()

    @property
    def table(self) -> Table:
        return self.steps[-1].target if self.steps else self.base

    def step(self, field: str, target: Table) -> Row:
        return Row(self.level, self.base, (*self.steps, Step(field, target)))


class Value:
    """What a comparison compares; may be unknown. Each has `type`."""

    __slots__ = ()
    type: FieldType


class Condition:
    """What is true or false of a row, and may be undecided."""

    __slots__ = ()


# Values


@dataclass(frozen=True, slots=True)
class FixedDay(Value):
    """`day`, `period_start`, `period_end`, or `day('2020-12-31')` with its text as name."""

    name: str
    type: FieldType = DAY


@dataclass(frozen=True, slots=True)
class Fixed(Value):
    value: int | str | bool
    type: FieldType


@dataclass(frozen=True, slots=True)
class RuleValue(Value):
    """A dated parameter; with `type.codes`, its value must be one of them."""

    name: str
    type: FieldType
    source: Source
    span: Span


@dataclass(frozen=True, slots=True)
class YearsBefore(Value):
    """The same day some years earlier; both parts are fixed."""

    day: Value
    years: Value
    source: Source
    span: Span
    type: FieldType = DAY


@dataclass(frozen=True, slots=True)
class FieldValue(Value):
    row: Row
    field: str
    type: FieldType


@dataclass(frozen=True, slots=True)
class Anchor(Value):
    """The record that a row belongs to: `this`."""

    row: Row
    type: FieldType


@dataclass(frozen=True, slots=True)
class Sum(Value):
    """Terms with their signs, +1 or -1."""

    terms: tuple[tuple[int, Value], ...]
    type: FieldType = INTEGER


@dataclass(frozen=True, slots=True)
class Years(Value):
    earlier: Value
    later: Value
    type: FieldType = INTEGER


@dataclass(frozen=True, slots=True)
class Count(Value):
    """How many believed rows (of `row`'s type, at its level) have the condition."""

    row: Row
    condition: Condition
    type: FieldType = INTEGER


@dataclass(frozen=True, slots=True)
class Total(Value):
    """The total of a field over the believed rows (of `row`'s type, at its level) with the condition; unknown adds nothing."""

    row: Row
    field: FieldValue
    condition: Condition
    type: FieldType = INTEGER


@dataclass(frozen=True, slots=True)
class DerivedValue(Value):
    """A derived field: a name on `row` for `body`."""

    row: Row
    name: str
    body: Value
    type: FieldType


# Conditions


@dataclass(frozen=True, slots=True)
class Truth(Condition):
    value: bool


@dataclass(frozen=True, slots=True)
class IsTrue(Condition):
    """A boolean value standing as a condition: unknown counts as false."""

    value: Value


@dataclass(frozen=True, slots=True)
class Holds(Condition):
    row: Row


@dataclass(frozen=True, slots=True)
class Compare(Condition):
    operator: str
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class In(Condition):
    """One of fixed options."""

    subject: Value
    options: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Known(Condition):
    subject: Value


@dataclass(frozen=True, slots=True)
class Not(Condition):
    part: Condition


@dataclass(frozen=True, slots=True)
class All(Condition):
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any(Condition):
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some(Condition):
    """There is a believed row (of `row`'s type, at its level) with the condition."""

    row: Row
    condition: Condition


@dataclass(frozen=True, slots=True)
class DerivedCondition(Condition):
    row: Row
    name: str
    body: Condition


@dataclass(frozen=True, slots=True)
class Checked:
    """A text that passed every check, ready for both engines.

    `reads` are the fields it reads, as (type, field), those inside derived fields included and implicit ones left out.
    """

    text: str
    table: Table
    tree: Condition | Value
    type: FieldType
    reads: frozenset[tuple[str, str]]

    @property
    def type_code(self) -> str:
        return self.table.code

    @property
    def kind(self) -> Kind:
        return self.type.kind

    @property
    def is_condition(self) -> bool:
        return isinstance(self.tree, Condition)
