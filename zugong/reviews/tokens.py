"""A paragraph of a template, taken apart: plain text, numbers, words, and the marks between which text is conditional.

{{如果 在建社区}}…{{否则}}…{{结束}}: text that stands only where a number is not zero, or compares as it says
({{如果 党员|较上年 > 0}}). In English: if, else, end. {{图 党员 按下级}} or {{图 党员、流动党员 比上年}}, alone in a
paragraph, is a plot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal

from zugong.kernel.errors import RuleBroken
from zugong.reviews.placeholders import Names, Placeholder, has_lonely_braces, placeholders_in
from zugong.reviews.styles import Style, style_of

BELOW = "below"
#: What a text may say of itself: name in braces → code.
WORDS = {
    "组织": "organisation", "organisation": "organisation", "地区": "territory", "territory": "territory",
    "全域": "whole", "whole": "whole",
    "年份": "year", "year": "year", "上年年份": "last_year", "截至日": "day", "day": "day", "期间": "period", "period": "period",
    "下级": BELOW, "subordinate": BELOW,
}  # fmt: skip

Comparison = Literal[">", "<", ">=", "<=", "=", "≠"]
_PLOT = re.compile(r"(?:图|plot)\s+(.+?)\s+(按下级|by subordinate|比上年|by year)", re.IGNORECASE)
_CONTROL = re.compile(r"(如果|if)\s+(.+)|(否则|else)|(结束|end)", re.IGNORECASE)
_COMPARING = re.compile(r"(.+?)\s*(>=|<=|!=|≥|≤|≠|>|<|=|＞|＜|＝|大于|小于|等于)\s*(.+)")
_COMPARISONS: dict[str, Comparison] = {
    ">": ">", "＞": ">", "大于": ">", "<": "<", "＜": "<", "小于": "<", ">=": ">=", "≥": ">=", "<=": "<=", "≤": "<=", "=": "=",
    "＝": "=", "等于": "=", "!=": "≠", "≠": "≠",
}  # fmt: skip


class UnclosedBraces(RuleBroken):
    code = "reviews.unclosed_braces"
    message = "The braces do not match; a name stands between two braces on each side, such as {{{{党员}}}}."
    message_zh = "花括号不成对，名称前后应各有两个花括号，如 {{{{党员}}}}。"


class NotInPairs(RuleBroken):
    code = "reviews.not_in_pairs"
    message = "{mark} has no partner; a condition begins with {{{{如果 …}}}} and ends with {{{{结束}}}}."
    message_zh = "{mark} 没有配对，条件文字以 {{{{如果 …}}}} 开头、以 {{{{结束}}}} 结尾。"


class NotCompared(RuleBroken):
    code = "reviews.not_compared"
    message = "“{name}” is no number and cannot be compared or drawn; write the name of a figure."
    message_zh = "“{name}”不是数字，不能用于比较或作图，请写指标名称。"


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure or parameter in a style: what is asked for, before it is known."""

    kind: Literal["figure", "parameter"]
    code: str
    style: Style


@dataclass(frozen=True, slots=True)
class Condition:
    """Two numbers and how they compare."""

    left: Amount | Fraction
    comparison: Comparison
    right: Amount | Fraction


@dataclass(frozen=True, slots=True)
class PlotWanted:
    """A plot of figures: one of them by subordinate organisations, or several this year and the year before."""

    figures: tuple[str, ...]
    by: Literal["organisation", "year"]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a paragraph from `start` to `end`.

    `mark` says what it is: text, number, word, plot, if, else or end.
    """

    mark: Literal["text", "number", "word", "plot", "if", "else", "end"]
    text: str
    start: int
    end: int
    amount: Amount | None = None
    condition: Condition | None = None
    plot: PlotWanted | None = None

    @property
    def is_control(self) -> bool:
        return self.mark in ("if", "else", "end")


def tokens_of(text: str, names: Names) -> tuple[list[Token], list[RuleBroken]]:
    """The tokens of a paragraph, and everything that is wrong in it; what is wrong stays as plain text."""
    tokens: list[Token] = []
    wrong: list[RuleBroken] = []
    last = 0
    for found in placeholders_in(text):
        tokens += _text(text, last, found.start)
        try:
            tokens.append(_token(found, names))
        except RuleBroken as error:
            wrong.append(error)
            tokens.append(Token("text", found.written, found.start, found.end))
        last = found.end
    tokens += _text(text, last, len(text))
    if has_lonely_braces(text):
        wrong.append(UnclosedBraces())
    return tokens, wrong


def _text(text: str, start: int, end: int) -> Iterator[Token]:
    if end > start:
        yield Token("text", text[start:end], start, end)


def _token(found: Placeholder, names: Names) -> Token:
    inside = found.written[2:-2].strip()
    control = _CONTROL.fullmatch(inside)
    if control and control[1]:
        condition = _condition(control[2], names)
        return Token("if", found.written, found.start, found.end, condition=condition)
    if control:
        return Token("else" if control[3] else "end", found.written, found.start, found.end)
    if plot := _PLOT.fullmatch(inside):
        return Token("plot", found.written, found.start, found.end, plot=_plot(plot, names))
    target = names.target(found.name)
    if target.kind == "word":
        return Token("word", target.code, found.start, found.end)
    amount = Amount(target.kind, target.code, style_of(found.options))
    return Token("number", found.written, found.start, found.end, amount)


def _plot(found: re.Match[str], names: Names) -> PlotWanted:
    figures = [names.target(name.strip()) for name in re.split(r"[、,，]", found[1])]
    wrong = next((target.code for target in figures if target.kind != "figure"), None)
    if wrong:
        raise NotCompared(name=wrong)
    by = "organisation" if found[2].lower() in ("按下级", "by subordinate") else "year"
    return PlotWanted(tuple(target.code for target in figures), by)


def _condition(text: str, names: Names) -> Condition:
    compared = _COMPARING.fullmatch(text.strip())
    if compared is None:
        return Condition(_operand(text, names), "≠", Fraction(0))
    return Condition(_operand(compared[1], names), _COMPARISONS[compared[2]], _operand(compared[3], names))


def _operand(text: str, names: Names) -> Amount | Fraction:
    try:
        return Fraction(Decimal(text.strip().rstrip("%％"))) / (100 if text.strip()[-1:] in "%％" else 1)
    except InvalidOperation:
        pass
    name, *options = (part.strip() for part in re.split(r"[|｜]", text))
    target = names.target(name)
    if target.kind == "word":
        raise NotCompared(name=name)
    return Amount(target.kind, target.code, style_of(tuple(options)))


def holds(left: Fraction, comparison: Comparison, right: Fraction) -> bool:
    """Is the comparison true?"""
    match comparison:
        case ">":
            return left > right
        case "<":
            return left < right
        case ">=":
            return left >= right
        case "<=":
            return left <= right
        case "=":
            return left == right
    return left != right
