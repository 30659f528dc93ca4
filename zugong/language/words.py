"""Says a checked condition in plain Chinese or English, for people who will never read the language itself."""

from __future__ import annotations

from typing import Protocol

from zugong.language import tree
from zugong.language.errors import Sentence
from zugong.language.schema import Kind
from zugong.language.tree import Checked, Condition, Row, Value


class Labels(Protocol):
    """What things are called, in one language. Fields include derived ones and `since`, `until`, `on`."""

    def type_label(self, type_code: str) -> str: ...
    def field_label(self, type_code: str, field: str) -> str: ...
    def code_label(self, type_code: str, field: str, code: str) -> str: ...
    def rule_label(self, name: str) -> str: ...


def explain(checked: Checked, labels: Labels, language: str) -> str:
    """The condition or value in words: `党员类别 是 正式党员，且 截至当日有效`. `language` is zh (any) or English."""
    words = _Words(labels, chinese=language.startswith("zh"))
    if isinstance(checked.tree, Condition):
        return words.condition(checked.tree)
    assert isinstance(checked.tree, Value)
    return words.value(checked.tree)


_AND = Sentence(", and ", "，且 ")
_OR = Sentence(", or ", "，或 ")
_LIST = Sentence(", ", "、")
_BRACKETS = Sentence("({})", "（{}）")
_IN = Sentence("{} is one of {}", "{} 是 {} 之一")
_NOT_IN = Sentence("not: {} is one of {}", "并非 {} 是 {} 之一")
_KNOWN = Sentence("{} is known", "{} 已知")
_UNKNOWN = Sentence("{} is not known", "{} 未知")
_NOT = Sentence("not {}", "并非 {}")
_HOLDS = Sentence("in force on the day", "截至当日有效")
_ROW_HOLDS = Sentence("{} in force on the day", "{} 截至当日有效")
_SOME = Sentence("there is a record of {} with: {}", "存在{}记录：{}")
_NONE = Sentence("there is no record of {} with: {}", "没有{}记录：{}")
_COUNT = Sentence("the number of records of {} with {}", "符合{1}的{0}记录数")
_OF = Sentence("{} of {}", "{}的{}")
_THIS = Sentence("this {}", "本{}")
_YEARS = Sentence("whole years from {} to {}", "{}到{}的整年数")
_YEARS_BEFORE = Sentence("{1} years before {0}", "{0}之前 {1} 年的那天")
_RULE = Sentence('"{}" as ruled', "规定的“{}”")
_TRUTH = {True: Sentence("yes", "是"), False: Sentence("no", "否")}
_ALWAYS = {True: Sentence("always", "总是成立"), False: Sentence("never", "总不成立")}
_DAYS = {
    "day": Sentence("the day", "当日"),
    "period_start": Sentence("the first day of the period", "期间首日"),
    "period_end": Sentence("the day after the period", "期间末日的次日"),
}
_COMPARED = {
    "=": Sentence("is", "是"),
    "!=": Sentence("is known and is not", "已知且不是"),
    "<": Sentence("is less than", "小于"),
    "<=": Sentence("is at most", "不超过"),
    ">": Sentence("is more than", "大于"),
    ">=": Sentence("is at least", "不少于"),
}
_COMPARED_DAYS = {
    "<": Sentence("is before", "早于"),
    "<=": Sentence("is on or before", "不晚于"),
    ">": Sentence("is after", "晚于"),
    ">=": Sentence("is on or after", "不早于"),
}


class _Words:
    """Says the parts of one condition in one language."""

    def __init__(self, labels: Labels, *, chinese: bool) -> None:
        self.labels, self.chinese = labels, chinese

    def say(self, sentence: Sentence, *parts: str) -> str:
        return (sentence.zh if self.chinese else sentence.en).format(*parts)

    # Rows

    def row(self, row: Row, from_level: int) -> str:
        """What a path starts with, as seen from a row of `from_level`; empty for that row itself."""
        said = "" if row.level == from_level else self.say(_THIS, self.labels.type_label(row.base.code))
        table = row.base
        for step in row.steps:
            said = self.of(said, self.labels.field_label(table.code, step.field))
            table = step.target
        return said

    def of(self, owner: str, field: str) -> str:
        """`field` of `owner`: in Chinese the owner comes first."""
        if not owner:
            return field
        return self.say(_OF, *((owner, field) if self.chinese else (field, owner)))

    # Values

    def value(self, value: Value, level: int = 0) -> str:
        match value:
            case tree.Fixed():
                return self.fixed(value)
            case tree.FixedDay(name=name):
                return self.say(_DAYS[name]) if name in _DAYS else name
            case tree.RuleValue(name=name):
                return self.say(_RULE, self.labels.rule_label(name))
            case tree.YearsBefore(day=day, years=years):
                return self.say(_YEARS_BEFORE, self.value(day, level), self.value(years, level))
            case tree.FieldValue(row=row, field=name) | tree.DerivedValue(row=row, name=name):
                return self.of(self.row(row, level), self.labels.field_label(row.table.code, name))
            case tree.Anchor(row=row):
                return self.row(row, level) or self.say(_THIS, self.labels.type_label(row.base.code))
            case tree.Sum(terms=terms):
                return self.sum(terms, level)
            case tree.Years(earlier=earlier, later=later):
                return self.say(_YEARS, self.value(earlier, level), self.value(later, level))
            case tree.Count():
                return self.exists(_COUNT, value)
        raise TypeError(value)

    def fixed(self, value: tree.Fixed) -> str:
        return self.say(_TRUTH[value.value]) if isinstance(value.value, bool) else str(value.value)

    def sum(self, terms: tuple[tuple[int, Value], ...], level: int) -> str:
        (_, first), *rest = terms
        said = [self.value(first, level)]
        said += [f"{'+' if sign > 0 else '-'} {self.value(term, level)}" for sign, term in rest]
        return " ".join(said)

    def beside(self, value: Value, other: Value, level: int) -> str:
        """The value, a code of the other's list by its label."""
        while isinstance(other, tree.DerivedValue):
            other = other.body
        if isinstance(value, tree.Fixed) and isinstance(other, tree.FieldValue) and other.type.kind is Kind.CODE:
            return self.labels.code_label(other.row.table.code, other.field, str(value.value))
        return self.value(value, level)

    # Conditions

    def condition(self, condition: Condition, level: int = 0) -> str:
        match condition:
            case tree.All(parts=parts):
                return self.say(_AND).join(self.part(part, level) for part in parts)
            case tree.Any(parts=parts):
                return self.say(_OR).join(self.part(part, level) for part in parts)
            case tree.Not(part=part):
                return self.negated(part, level)
            case tree.Some():
                return self.exists(_SOME, condition)
            case tree.DerivedCondition(row=row, name=name):
                return self.of(self.row(row, level), self.labels.field_label(row.table.code, name))
            case tree.Truth(value=value):
                return self.say(_ALWAYS[value])
            case tree.IsTrue(value=value):
                return self.value(value, level)
            case tree.Holds(row=row):
                owner = self.row(row, level)
                return self.say(_ROW_HOLDS, owner) if owner else self.say(_HOLDS)
            case tree.Known(subject=subject):
                return self.say(_KNOWN, self.value(subject, level))
            case tree.In():
                return self.say(_IN, *self.options(condition, level))
            case tree.Compare():
                return self.compared(condition, level)
        raise TypeError(condition)

    def part(self, condition: Condition, level: int) -> str:
        """In brackets where it has parts of its own."""
        said = self.condition(condition, level)
        return self.say(_BRACKETS, said) if isinstance(condition, tree.All | tree.Any) else said

    def negated(self, part: Condition, level: int) -> str:
        match part:
            case tree.Some():
                return self.exists(_NONE, part)
            case tree.Known(subject=subject):
                return self.say(_UNKNOWN, self.value(subject, level))
            case tree.In():
                return self.say(_NOT_IN, *self.options(part, level))
        return self.say(_NOT, self.say(_BRACKETS, self.condition(part, level)))

    def exists(self, sentence: Sentence, some: tree.Some | tree.Count) -> str:
        inner = self.say(_BRACKETS, self.condition(some.condition, some.row.level))
        return self.say(sentence, self.labels.type_label(some.row.base.code), inner)

    def options(self, condition: tree.In, level: int) -> tuple[str, str]:
        options = [self.beside(option, condition.subject, level) for option in condition.options]
        return self.value(condition.subject, level), self.say(_LIST).join(options)

    def compared(self, compare: tree.Compare, level: int) -> str:
        days = compare.left.type.kind in (Kind.DAY, Kind.DATE)
        words = (_COMPARED | _COMPARED_DAYS if days else _COMPARED)[compare.operator]
        left = self.beside(compare.left, compare.right, level)
        return f"{left} {self.say(words)} {self.beside(compare.right, compare.left, level)}"
