"""Says a checked condition in plain Chinese or English, for people who will never read the language itself."""

from __future__ import annotations

from collections.abc import Iterator
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
    """The condition or value in words: `党员类别为“正式党员”，且当日有效`. `language` is zh (any) or English."""
    words = _Words(labels, chinese=language.startswith("zh"))
    if isinstance(checked.tree, Condition):
        return words.condition(checked.tree)
    assert isinstance(checked.tree, Value)
    return words.value(checked.tree)


_AND = Sentence(", and ", "，且")
_OR = Sentence(", or ", "，或")
_LIST = Sentence(", ", "")
_BRACKETS = Sentence("({})", "（{}）")
_CODE = Sentence("{}", "“{}”")
_IN = Sentence("{} is one of {}", "{}为{}之一")
_NOT_IN = Sentence("not: {} is one of {}", "{}不是{}（未填的也算）")
_KNOWN = Sentence("{} is known", "{}已填写")
_UNKNOWN = Sentence("{} is not known", "{}为空")
_NOT = Sentence("not {}", "不符合{}")
_NOT_THE_CODE = Sentence("not: {} is {}", "{}不是{}（未填的也算）")
_HOLDS = Sentence("in force on the day", "当日有效")
_ROW_HOLDS = Sentence("{} in force on the day", "{}当日有效")
_SOME = Sentence("there is a record of {} with: {}", "有对应的{}{}")
_NONE = Sentence("there is no record of {} with: {}", "没有对应的{}{}")
_COUNT = Sentence("the number of records of {} with {}", "对应的{}{}条数")
_TOTAL = Sentence("the total of {} in records of {} with {}", "对应的{}{}中{}的合计")
_RECORDS = "记录"
_REGISTERS = ("记录", "台账", "清单", "名册")  # what such a type is called says already that it consists of records
_OF = Sentence("{} of {}", "{}的{}")
_THIS = Sentence("this {}", "本条{}")
_IS_TRUE = Sentence("{}", "“{}”为“是”")
_NOT_TRUE = Sentence("not {}", "“{}”不为“是”（未填的也算）")
_YEARS = Sentence("whole years from {} to {}", "{}至{}的周年数")
_YEARS_BEFORE = Sentence("{1} years before {0}", "{0}往前推{1}年之日")
_RULED_YEARS_BEFORE = Sentence("{1} years before {0}", "{0}往前推{1}（年）之日")
_RULE = Sentence('"{}" as ruled', "“{}”的规定值")
_TRUTH = {True: Sentence("yes", "是"), False: Sentence("no", "否")}
_ALWAYS = {True: Sentence("always", "不设条件"), False: Sentence("never", "条件恒不成立")}
_DAYS = {
    "day": Sentence("the day", "当日"),
    "period_start": Sentence("the first day of the period", "统计期首日"),
    "period_end": Sentence("the day after the period", "统计期末日的次日"),
}
_IN_PERIOD = Sentence("{} is in the period", "{}在统计期内")
_BY_ITS_END = Sentence("{} is not after the period", "{}不晚于统计期末日")
_COMPARED = {
    "=": Sentence("is", "为"),
    "!=": Sentence("is known and is not", "已填写且不是"),
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
_SAME_RECORD = Sentence("is", "即")


def records_of(type_label: str) -> str:
    """In Chinese, what the rows of a type are called: 党籍记录, 问题清单."""
    return type_label if type_label.endswith(_REGISTERS) else f"{type_label}{_RECORDS}"


def inner_quotes(text: str) -> str:
    """A text that will stand in Chinese quotation marks."""
    return text.replace("“", "‘").replace("”", "’")


class _Words:
    """Says the parts of one condition in one language."""

    def __init__(self, labels: Labels, *, chinese: bool) -> None:
        self.labels, self.chinese = labels, chinese

    def say(self, sentence: Sentence, *parts: str) -> str:
        return (sentence.zh if self.chinese else sentence.en).format(*parts)

    def code(self, label: str) -> str:
        """In Chinese in quotation marks, those inside it changed to the inner ones."""
        return self.say(_CODE, inner_quotes(label) if self.chinese else label)

    # Rows

    def row(self, row: Row, from_level: int) -> str:
        """What a path starts with, as seen from a row of `from_level`; empty for that row itself."""
        said = "" if row.level == from_level else self.say(_THIS, self.records(row.base.code))
        table = row.base
        for step in row.steps:
            said = self.of(said, self.labels.field_label(table.code, step.field))
            table = step.target
        return said

    def of(self, owner: str, field: str) -> str:
        """`field` of `owner`: in Chinese the owner comes first."""
        if not owner:
            return field
        if not self.chinese:
            return self.say(_OF, field, owner)
        before, _, last = owner.rpartition("的")
        if field.startswith(last):  # 阵地类别 and not 阵地的阵地类别
            return self.say(_OF, before, field) if before else field
        return self.say(_OF, owner, field)

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
                sentence = _YEARS_BEFORE if isinstance(years, tree.Fixed) else _RULED_YEARS_BEFORE
                return self.say(sentence, self.value(day, level), self.value(years, level))
            case tree.FieldValue(row=row, field=name) | tree.DerivedValue(row=row, name=name):
                return self.of(self.row(row, level), self.labels.field_label(row.table.code, name))
            case tree.Anchor(row=row):
                return self.row(row, level) or self.say(_THIS, self.records(row.base.code))
            case tree.Sum(terms=terms):
                return self.sum(terms, level)
            case tree.Years(earlier=earlier, later=later):
                return self.say(_YEARS, self.value(earlier, level), self.value(later, level))
            case tree.Count():
                return self.exists(_COUNT, value)
            case tree.Total():
                return self.total(value)
        raise TypeError(value)

    def total(self, total: tree.Total) -> str:
        level = total.row.level
        field, records = self.value(total.field, level), self.records(total.row.base.code)
        inner = self.say(_BRACKETS, self.condition(total.condition, level))
        return self.say(_TOTAL, *((records, inner, field) if self.chinese else (field, records, inner)))

    def fixed(self, value: tree.Fixed) -> str:
        return self.say(_TRUTH[value.value]) if isinstance(value.value, bool) else str(value.value)

    def sum(self, terms: tuple[tuple[int, Value], ...], level: int) -> str:
        (_, first), *rest = terms
        said = [self.value(first, level)]
        said += [f"{'+' if sign > 0 else '-'} {self.value(term, level)}" for sign, term in rest]
        return " ".join(said)

    def records(self, type_code: str) -> str:
        label = self.labels.type_label(type_code)
        return records_of(label) if self.chinese else label

    def beside(self, value: Value, other: Value, level: int) -> str:
        """The value, a code of the other's list by its label."""
        while isinstance(other, tree.DerivedValue):
            other = other.body
        if isinstance(value, tree.Fixed) and isinstance(other, tree.FieldValue) and other.type.kind is Kind.CODE:
            return self.code(self.labels.code_label(other.row.table.code, other.field, str(value.value)))
        if isinstance(value, tree.Fixed) and isinstance(value.value, str):
            return self.code(value.value)
        return self.value(value, level)

    # Conditions

    def condition(self, condition: Condition, level: int = 0) -> str:
        match condition:
            case tree.All(parts=parts):
                return self.say(_AND).join(self.together(parts, level))
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
                return self.say(_IS_TRUE, self.value(value, level))
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

    def together(self, parts: tuple[Condition, ...], level: int) -> Iterator[str]:
        """The parts that all must be true; the two ends of the period as one."""
        waiting = list(parts)
        while waiting:
            part = waiting.pop(0)
            opposite = _end_of_period(part)
            if opposite in waiting and isinstance(part, tree.Compare):
                waiting.remove(opposite)
                yield self.say(_IN_PERIOD, self.value(part.left, level))
            else:
                yield self.part(part, level)

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
            case tree.IsTrue(value=value):
                return self.say(_NOT_TRUE, self.value(value, level))
            case tree.Compare(operator="=", left=left, right=tree.Fixed() as right):
                return self.say(_NOT_THE_CODE, self.value(left, level), self.beside(right, left, level))
        return self.say(_NOT, self.say(_BRACKETS, self.condition(part, level)))

    def exists(self, sentence: Sentence, some: tree.Some | tree.Count) -> str:
        inner = self.say(_BRACKETS, self.condition(some.condition, some.row.level))
        return self.say(sentence, self.records(some.row.base.code), inner)

    def options(self, condition: tree.In, level: int) -> tuple[str, str]:
        options = [self.beside(option, condition.subject, level) for option in condition.options]
        return self.value(condition.subject, level), self.say(_LIST).join(options)

    def compared(self, compare: tree.Compare, level: int) -> str:
        if compare.operator == "<" and compare.right == _PERIOD_END:
            return self.say(_BY_ITS_END, self.value(compare.left, level))
        left = self.beside(compare.left, compare.right, level)
        right = self.beside(compare.right, compare.left, level)
        space = "" if self.chinese else " "
        return f"{left}{space}{self.say(_word(compare))}{space}{right}"


_PERIOD_START, _PERIOD_END = tree.FixedDay("period_start"), tree.FixedDay("period_end")


def _end_of_period(part: Condition) -> Condition | None:
    """What must stand beside a comparison with the period's first day so that both say: in the period."""
    if isinstance(part, tree.Compare) and part.operator == ">=" and part.right == _PERIOD_START:
        return tree.Compare("<", part.left, _PERIOD_END)
    return None


def _word(compare: tree.Compare) -> Sentence:
    kind = compare.left.type.kind
    if kind is Kind.REF and compare.operator == "=":
        return _SAME_RECORD
    return (_COMPARED | _COMPARED_DAYS if kind in (Kind.DAY, Kind.DATE) else _COMPARED)[compare.operator]
