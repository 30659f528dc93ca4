"""What is the same for every row of one asking: the day, the period, the values of rules on that day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zugong.kernel.time import years_before
from zugong.language import messages
from zugong.language.schema import Kind
from zugong.language.tree import Fixed, FixedDay, RuleValue, Sum, Value, YearsBefore


@dataclass(frozen=True, slots=True)
class Moment:
    """One asking: on `day`, in the period `[period_start, period_end)`, with the rules' values on `day`."""

    day: date
    period_start: date
    period_end: date
    rules: Mapping[str, int | str] = field(default_factory=dict)


def is_fixed(value: Value) -> bool:
    """Is the value the same for every row?"""
    if isinstance(value, Sum):
        return all(is_fixed(term) for _, term in value.terms)
    return isinstance(value, Fixed | FixedDay | RuleValue | YearsBefore)


def fixed_value(value: Value, moment: Moment) -> int | str | bool | date:
    """The value on that moment of something for which `is_fixed` holds.

    Raises LanguageError where a rule has no fitting value on the day or a day leaves the calendar.
    """
    match value:
        case Fixed():
            return value.value
        case FixedDay():
            return _day(value, moment)
        case RuleValue():
            return _rule(value, moment)
        case YearsBefore():
            return _years_before(value, moment)
        case Sum():
            return sum(sign * fixed_number(term, moment) for sign, term in value.terms)
    raise TypeError(value)


def fixed_number(value: Value, moment: Moment) -> int:
    """The value of a fixed integer. Raises LanguageError as `fixed_value` does."""
    number = fixed_value(value, moment)
    assert isinstance(number, int)
    return number


def _day(value: FixedDay, moment: Moment) -> date:
    named = {"day": moment.day, "period_start": moment.period_start, "period_end": moment.period_end}
    return named.get(value.name) or date.fromisoformat(value.name)


def _rule(rule: RuleValue, moment: Moment) -> int | str:
    if rule.name not in moment.rules:
        raise rule.source.error(rule.span, messages.RULE_WITHOUT_VALUE, name=rule.name, day=moment.day)
    value = moment.rules[rule.name]
    wanted = int if rule.type.kind is Kind.INTEGER else str
    if type(value) is not wanted or (rule.type.codes is not None and value not in rule.type.codes):
        words = rule.type.kind.words
        details = {"name": rule.name, "day": moment.day, "value": value, "wanted": words.en, "wanted_zh": words.zh}
        suggestion = messages.nearest(str(value), rule.type.codes or ())
        raise rule.source.error(rule.span, messages.RULE_WRONG_VALUE, suggestion, **details)
    return value


def _years_before(value: YearsBefore, moment: Moment) -> date:
    day, years = fixed_value(value.day, moment), fixed_number(value.years, moment)
    assert isinstance(day, date)
    if not 1 <= day.year - years <= 9998:
        raise value.source.error(value.span, messages.DAY_OUT_OF_RANGE)
    return years_before(day, years)
