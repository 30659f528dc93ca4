"""Checks a parsed text against the table of types and makes the checked tree: names, kinds, depth, size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import ClassVar, TypeGuard

from zugong.language import messages, syntax, tree
from zugong.language.comparisons import Operand, check_same_records, compared, family, fitted
from zugong.language.errors import LanguageError, Sentence, Source, Span
from zugong.language.moment import is_fixed
from zugong.language.parser import parse
from zugong.language.paths import DerivedField, Scope, enclosing_row, find_field, find_type, table_of
from zugong.language.schema import BOOLEAN, INTEGER, FieldType, Kind, Rules, Schema
from zugong.language.unparse import unparse

MOST_NODES = 5000
DEEPEST_TREE = 150
DEEPEST_QUANTIFIERS = 5

_FUNCTIONS = {
    "day": Sentence("day('2020-12-31')", "day('2020-12-31')"),
    "holds": Sentence("no argument: holds()", "holds()，括号内为空"),
    "years": Sentence("two dates: years(earlier, later)", "years(较早日期, 较晚日期)"),
    "years_before": Sentence("a day and a number: years_before(day, 3)", "years_before(day, 3)"),
    "rule": Sentence("a name: rule('name')", "rule('name')"),
}

Typed = tree.Condition | tree.Value


def check(text: str, type_code: str, schema: Schema, rules: Rules, expect: Kind | None = Kind.BOOLEAN) -> tree.Checked:
    """The checked tree of a text about rows of `type_code`, which gives a value of kind `expect` (None: of any kind).

    With BOOLEAN it is a condition: an unknown boolean field counts as false. Raises LanguageError.
    """
    source = Source(text)
    table = table_of(find_type(schema, source, type_code, Span(0, len(text))))
    checker = _Checker(schema, rules)
    scope = Scope(source, tree.Row(0, table), None, 0)
    written = parse(text)
    typed = checker.condition(written, scope) if expect is Kind.BOOLEAN else checker.typed(written, scope)
    type_ = _type(typed)
    if expect is not None and family(type_.kind) is not family(expect):
        raise _mismatch(source, written.span, messages.WRONG_RESULT, type_.kind.words, expect.words)
    return tree.Checked(text, table, typed, type_, frozenset(checker.reads))


def check_value(text: str, type_code: str, schema: Schema, rules: Rules) -> tree.Checked:
    """The checked tree of any expression: a path to group by, sum or count distinct; also a condition."""
    return check(text, type_code, schema, rules, expect=None)


def check_schema(schema: Schema, rules: Rules) -> None:
    """Checks every derived field of every type where it is declared. Raises LanguageError for the first wrong one."""
    for table in schema.values():
        row = tree.Row(0, table_of(table))
        for name, text in table.derived.items():
            _Checker(schema, rules).derived(
                DerivedField(row, name, text), Scope(Source(name), row, None, 0), Span(0, 1)
            )


def _type(typed: Typed) -> FieldType:
    return typed.type if isinstance(typed, tree.Value) else BOOLEAN


def _is_truth(typed: Typed) -> TypeGuard[tree.Fixed]:
    """Is it `true` or `false`?"""
    return isinstance(typed, tree.Fixed) and typed.type.kind is Kind.BOOLEAN


def _mismatch(
    source: Source, span: Span, problem: Sentence, found: Sentence, wanted: Sentence | None = None, name: str = ""
) -> LanguageError:
    wanted = wanted or Sentence("", "")
    wanted_words = {"wanted": wanted.en, "wanted_zh": wanted.zh}
    return source.error(span, problem, None, found=found.en, found_zh=found.zh, name=name, **wanted_words)


def _wrong_call(source: Source, node: syntax.Call, span: Span) -> LanguageError:
    name, wanted = node.function.text, _FUNCTIONS[node.function.text]
    return source.error(span, messages.ARGUMENT_COUNT, name=name, wanted=wanted.en, wanted_zh=wanted.zh)


class _Checker:
    """One check: remembers which fields were read, which derived fields are open, how much was made."""

    def __init__(self, schema: Schema, rules: Rules) -> None:
        self.schema, self.rules = schema, rules
        self.reads: set[tuple[str, str]] = set()
        self.open: list[str] = []
        self.nodes = self.depth = 0

    def typed(self, node: syntax.Node, scope: Scope) -> Typed:
        """The checked node, value or condition."""
        self.nodes += 1
        self.depth += 1
        if self.nodes > MOST_NODES or self.depth > DEEPEST_TREE:
            raise scope.source.error(node.span, messages.TREE_TOO_LARGE)
        made = self.MAKERS[type(node)](self, node, scope)
        self.depth -= 1
        return made

    def condition(self, node: syntax.Node, scope: Scope) -> tree.Condition:
        typed = self.typed(node, scope)
        if isinstance(typed, tree.Condition):
            return typed
        if typed.type.kind is not Kind.BOOLEAN:
            raise _mismatch(scope.source, node.span, messages.NOT_A_CONDITION, typed.type.kind.words)
        return tree.Truth(bool(typed.value)) if isinstance(typed, tree.Fixed) else tree.IsTrue(typed)

    def value(self, node: syntax.Node, scope: Scope) -> tree.Value:
        typed = self.typed(node, scope)
        if isinstance(typed, tree.Condition):
            raise scope.source.error(node.span, messages.NOT_A_VALUE)
        return typed

    def operand(self, node: syntax.Node, scope: Scope) -> Operand:
        return self.checked_operand(node, self.typed(node, scope), scope)

    def checked_operand(self, node: syntax.Node, typed: Typed, scope: Scope) -> Operand:
        if isinstance(typed, tree.Condition):
            raise scope.source.error(node.span, messages.NOT_A_VALUE)
        return Operand(typed, node.span, unparse(node))

    # Values

    def number(self, node: syntax.Number, scope: Scope) -> tree.Value:
        return tree.Fixed(node.value, INTEGER)

    def text(self, node: syntax.Text, scope: Scope) -> tree.Value:
        return tree.Fixed(node.value, FieldType(Kind.TEXT))

    def truth(self, node: syntax.Truth, scope: Scope) -> tree.Value:
        return tree.Fixed(node.value, BOOLEAN)

    def clock(self, node: syntax.Clock, scope: Scope) -> tree.Value:
        return tree.FixedDay(node.name)

    def path(self, node: syntax.Path, scope: Scope) -> Typed:
        if not node.names:
            return self.this(node, scope)
        found = find_field(self.schema, scope, node)
        self.reads.update(_fields_read(found, self.schema))
        if isinstance(found, DerivedField):
            return self.derived(found, scope, node.span)
        return found

    def this(self, node: syntax.Path, scope: Scope) -> tree.Value:
        row = enclosing_row(scope, node)
        if not self.schema[row.table.code].anchored:
            raise scope.source.error(node.span, messages.THIS_WITHOUT_ANCHOR, type=row.table.code)
        return tree.Anchor(row, FieldType(Kind.REF, target=row.table.code))

    def derived(self, field: DerivedField, scope: Scope, span: Span) -> Typed:
        """The derived field's own text, checked on the row it is read from."""
        if field.full_name in self.open:
            cycle = " → ".join([*self.open[self.open.index(field.full_name) :], field.full_name])
            raise scope.source.error(span, messages.DERIVED_CYCLE, cycle=cycle)
        self.open.append(field.full_name)
        inner = Scope(Source(field.text, field.full_name), field.row, None, scope.level)
        body = self.typed(parse(field.text, field.full_name), inner)
        self.open.pop()
        if isinstance(body, tree.Condition):
            return tree.DerivedCondition(field.row, field.name, body)
        return tree.DerivedValue(field.row, field.name, body, body.type)

    def sum(self, node: syntax.Sum, scope: Scope) -> tree.Value:
        return tree.Sum(tuple((sign, self.term(term, scope)) for sign, term in node.terms))

    def term(self, node: syntax.Node, scope: Scope) -> tree.Value:
        term = self.value(node, scope)
        if term.type.kind is not Kind.INTEGER:
            raise _mismatch(scope.source, node.span, messages.NOT_ADDED, term.type.kind.words)
        return term

    # Functions

    def call(self, node: syntax.Call, scope: Scope) -> Typed:
        name = node.function.text
        if name not in _FUNCTIONS:
            suggestion = messages.nearest(name, [*_FUNCTIONS, "some", "none", "count", "total"])
            raise scope.source.error(node.function.span, messages.UNKNOWN_FUNCTION, suggestion, name=name)
        return self.CALLS[name](self, node, scope)

    def arguments(self, node: syntax.Call, scope: Scope, count: int) -> tuple[syntax.Node, ...]:
        if len(node.arguments) != count:
            raise _wrong_call(scope.source, node, node.span)
        return node.arguments

    def argument(self, node: syntax.Node, call: syntax.Call, scope: Scope, kind: Kind) -> tree.Value:
        """The argument's value, of the family of `kind`."""
        found = self.typed(node, scope)
        if isinstance(found, tree.Condition) or family(found.type.kind) is not kind:
            words = _type(found).kind.words
            raise _mismatch(scope.source, node.span, messages.ARGUMENT_KIND, words, kind.words, call.function.text)
        return found

    def fixed_argument(self, node: syntax.Node, call: syntax.Call, scope: Scope, kind: Kind) -> tree.Value:
        found = self.argument(node, call, scope, kind)
        if not is_fixed(found):
            raise scope.source.error(node.span, messages.NOT_FIXED, name=call.function.text)
        return found

    def text_argument(self, node: syntax.Call, scope: Scope) -> syntax.Text:
        (argument,) = self.arguments(node, scope, 1)
        if not isinstance(argument, syntax.Text):
            raise _wrong_call(scope.source, node, argument.span)
        return argument

    def fixed_day(self, node: syntax.Call, scope: Scope) -> tree.Value:
        argument = self.text_argument(node, scope)
        try:
            day = date.fromisoformat(argument.value)
        except ValueError:
            day = None
        if day is None or day.isoformat() != argument.value:
            suggestion = messages.write("day('2020-12-31')")
            raise scope.source.error(argument.span, messages.NOT_A_DATE, suggestion, text=argument.value)
        return tree.FixedDay(argument.value)

    def holds(self, node: syntax.Call, scope: Scope) -> tree.Condition:
        self.arguments(node, scope, 0)
        if scope.row.table.time == "event":
            raise scope.source.error(node.span, messages.HOLDS_OF_EVENT, type=scope.row.table.code)
        return tree.Holds(scope.row)

    def years(self, node: syntax.Call, scope: Scope) -> tree.Value:
        earlier, later = (self.argument(part, node, scope, Kind.DAY) for part in self.arguments(node, scope, 2))
        return tree.Years(earlier, later)

    def years_before(self, node: syntax.Call, scope: Scope) -> tree.Value:
        day, years = self.arguments(node, scope, 2)
        day_value = self.fixed_argument(day, node, scope, Kind.DAY)
        return tree.YearsBefore(
            day_value, self.fixed_argument(years, node, scope, Kind.INTEGER), scope.source, node.span
        )

    def rule(self, node: syntax.Call, scope: Scope) -> tree.Value:
        name = self.text_argument(node, scope)
        if name.value not in self.rules:
            suggestion = messages.nearest(name.value, self.rules)
            raise scope.source.error(name.span, messages.UNKNOWN_RULE, suggestion, name=name.value)
        return tree.RuleValue(name.value, FieldType(self.rules[name.value]), scope.source, node.span)

    # Conditions

    def quantified(self, node: syntax.Quantified, scope: Scope) -> Typed:
        inner = self.inner(node, scope)
        condition = self.condition(node.condition, inner)
        if node.word == "count":
            return tree.Count(inner.row, condition)
        some = tree.Some(inner.row, condition)
        return some if node.word == "some" else tree.Not(some)

    def inner(self, node: syntax.Quantified | syntax.Total, scope: Scope) -> Scope:
        """Where the condition about the rows of an inner type stands."""
        level = scope.level + 1
        if level > DEEPEST_QUANTIFIERS:
            raise scope.source.error(node.span, messages.TOO_MANY_QUANTIFIERS, limit=DEEPEST_QUANTIFIERS)
        table = find_type(self.schema, scope.source, node.type.text, node.type.span)
        return replace(scope, row=tree.Row(level, table_of(table)), enclosing=scope.row, level=level)

    def total(self, node: syntax.Total, scope: Scope) -> tree.Value:
        inner = self.inner(node, scope)
        field = self.typed(node.field, inner)
        if (
            not isinstance(field, tree.FieldValue)
            or field.row.level != inner.level
            or field.type.kind is not Kind.INTEGER
        ):
            raise scope.source.error(node.field.span, messages.TOTAL_OF)
        return tree.Total(inner.row, field, self.condition(node.condition, inner))

    def compare(self, node: syntax.Compare, scope: Scope) -> tree.Condition:
        left, right = self.typed(node.left, scope), self.typed(node.right, scope)
        for one, other in ((left, right), (right, left)):
            if isinstance(one, tree.Condition) and _is_truth(other) and node.operator in ("=", "!="):
                return one if (node.operator == "=") == other.value else tree.Not(one)
        operands = [
            self.checked_operand(part, typed, scope) for part, typed in ((node.left, left), (node.right, right))
        ]
        return tree.Compare(node.operator, *compared(scope.source, node.operator, *operands))

    def in_(self, node: syntax.In, scope: Scope) -> tree.Condition:
        subject = self.operand(node.subject, scope)
        if family(subject.kind) not in (Kind.INTEGER, Kind.TEXT):
            raise _mismatch(scope.source, node.subject.span, messages.IN_KIND, subject.kind.words)
        return tree.In(subject.value, tuple(self.option(option, subject, scope) for option in node.options))

    def option(self, node: syntax.Node, subject: Operand, scope: Scope) -> tree.Value:
        option = self.operand(node, scope)
        if not is_fixed(option.value):
            raise scope.source.error(node.span, messages.IN_NOT_FIXED)
        check_same_records(scope.source, option, subject)
        if family(option.kind) is not family(subject.kind):
            return compared(scope.source, "=", option, subject)[0]
        return fitted(scope.source, option, subject)

    def known(self, node: syntax.Known, scope: Scope) -> tree.Condition:
        subject = self.typed(node.subject, scope)
        if isinstance(subject, tree.Condition):
            raise scope.source.error(node.subject.span, messages.CONDITION_KNOWN)
        known = tree.Known(subject)
        return known if node.known else tree.Not(known)

    def not_(self, node: syntax.Not, scope: Scope) -> tree.Condition:
        return tree.Not(self.condition(node.part, scope))

    def all(self, node: syntax.All, scope: Scope) -> tree.Condition:
        return tree.All(tuple(self.condition(part, scope) for part in node.parts))

    def any(self, node: syntax.Any, scope: Scope) -> tree.Condition:
        return tree.Any(tuple(self.condition(part, scope) for part in node.parts))

    MAKERS: ClassVar[dict[type[syntax.Node], Callable[..., Typed]]] = {
        syntax.Number: number,
        syntax.Text: text,
        syntax.Truth: truth,
        syntax.Clock: clock,
        syntax.Path: path,
        syntax.Call: call,
        syntax.Quantified: quantified,
        syntax.Total: total,
        syntax.Sum: sum,
        syntax.Compare: compare,
        syntax.In: in_,
        syntax.Known: known,
        syntax.Not: not_,
        syntax.All: all,
        syntax.Any: any,
    }
    CALLS: ClassVar[dict[str, Callable[..., Typed]]] = {
        "day": fixed_day,
        "holds": holds,
        "years": years,
        "years_before": years_before,
        "rule": rule,
    }


def _fields_read(found: tree.FieldValue | DerivedField, schema: Schema) -> list[tuple[str, str]]:
    """The declared fields that reading it reads: its steps, and itself unless it is derived or implicit."""
    starts = [found.row.base, *(step.target for step in found.row.steps)]
    fields = [(table.code, step.field) for table, step in zip(starts, found.row.steps, strict=False)]
    if isinstance(found, tree.FieldValue) and found.field in schema[starts[-1].code].fields:
        fields.append((starts[-1].code, found.field))
    return fields
