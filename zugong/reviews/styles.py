"""How a number stands in a text: what the options behind a bar mean, and the number written out by them.

{{党员}} 12016 · {{党员|千分位}} 12,016 · {{讲党课|余百}} 1800余 · {{党员|万|1位|余}} 1.2万余 · {{市级工程|汉字}} 六 ·
{{党员|上年}} 11980 · {{党员|较上年}} 增加36 · {{党员|增幅}} 增长0.30% · {{“一肩挑”占比|较上年}} 提高3.01个百分点
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import Literal

from zugong.figures.answers import Number
from zugong.figures.printing import in_unit, printed, rounded
from zugong.kernel.errors import RuleBroken
from zugong.packs.print_rules import PrintRule
from zugong.reviews.numerals import in_characters

When = Literal["this", "last", "change", "growth"]
NOTHING = "—"

_WHEN: dict[str, When] = {
    "上年": "last", "去年": "last", "last_year": "last", "较上年": "change", "比上年": "change", "change": "change",
    "增幅": "growth", "growth": "growth",
}  # fmt: skip
_SCALES = {"万": "万", "wan": "万", "亿": "亿", "yi": "亿"}
_WORTHS = {"万": 10_000, "亿": 100_000_000}
_MORE = {"余": 1, "more": 1, "余十": 10, "余百": 100, "余千": 1000}
_DECIMALS = {f"{number}{word}": number for number in range(5) for word in ("位", "位小数", "d")}
_GROUPED = ("千分位", "grouped")
_CHARACTERS = ("汉字", "characters")
_UNIT = ("带单位", "unit")
OPTIONS = (*_WHEN, *_SCALES, *_MORE, *_DECIMALS, *_GROUPED, *_CHARACTERS, *_UNIT)


class UnknownOption(RuleBroken):
    code = "reviews.unknown_option"
    message = "“{option}” is no way to write a number; there are: {allowed}."
    message_zh = "“{option}”不是数字写法，可用的有：{allowed_zh}。"


@dataclass(frozen=True, slots=True)
class Style:
    """How one number is written. `more` is the worth below which digits are cut and 余 put; 0 for none.

    `scale` and `decimals` are None where the figure's own print rule decides.
    """

    when: When = "this"
    scale: str | None = None
    decimals: int | None = None
    more: int = 0
    grouped: bool = False
    characters: bool = False
    with_unit: bool = False


def style_of(options: tuple[str, ...]) -> Style:
    """The style that the options mean. Raises UnknownOption."""
    style = Style()
    for option in options:
        style = _with(style, option)
    return style


def _with(style: Style, option: str) -> Style:
    if option in _WHEN:
        return replace(style, when=_WHEN[option])
    if option in _SCALES:
        return replace(style, scale=_SCALES[option])
    if option in _MORE:
        return replace(style, more=_MORE[option])
    if option in _DECIMALS:
        return replace(style, decimals=_DECIMALS[option])
    for names, change in ((_GROUPED, "grouped"), (_CHARACTERS, "characters"), (_UNIT, "with_unit")):
        if option in names:
            return replace(style, **{change: True})
    raise UnknownOption(
        option=option,
        allowed="wan, yi, 2d, more, grouped, characters, unit, last_year, change, growth",
        allowed_zh="万、亿、2位、余、余百、千分位、汉字、带单位、上年、较上年、增幅",
    )


def written(value: Number | None, rule: PrintRule, unit: str, style: Style) -> str:
    """The number as the text shows it; — where there is none. A change bears its direction in words."""
    if value is None:
        return NOTHING
    if style.when == "growth":
        return _grown(Fraction(value), style)
    if style.when == "change":
        return _changed(Fraction(value), rule, unit, style)
    return _plainly(Fraction(value), rule, unit, style)


def _plainly(value: Fraction, rule: PrintRule, unit: str, style: Style) -> str:
    style = _fitting(value, rule, style)
    styled = _rule(value, rule, style)
    if style.characters and value.denominator == 1:
        return in_characters(int(value)) + (unit if style.with_unit else "")
    if style.more > 1 and not rule.is_share:
        return _over(value, styled.scale, unit, style)
    text = printed(value, styled, unit if style.with_unit else "")
    return _grouped(text) if style.grouped else text


def _fitting(value: Fraction, rule: PrintRule, style: Style) -> Style:
    """The style for so small a number: 85 in hundreds is 80余 and not 0余, 725 in ten thousands 725 and not 0.0万余."""
    if rule.is_share or not style.more:
        return style
    scale = _rule(value, rule, style).scale
    while style.more > 1 and value < style.more * _WORTHS.get(scale, 1):
        style = replace(style, more=style.more // 10)
    if scale and value < Fraction(_WORTHS[scale], 10 ** (style.decimals or 0)):
        return replace(style, scale="", more=1, decimals=0 if value.denominator == 1 else None)
    return style


def _over(value: Fraction, scale: str, unit: str, style: Style) -> str:
    """1800余 of 1812, 3600万余 of 3648万: cut to what is worth `more` of the scale."""
    worth = _WORTHS.get(scale, 1)
    size = rounded(value, Fraction(style.more * worth), PrintRule(rounding="cut"))
    more = "余" if size < value else ""
    return f"{_digits(int(size) // worth, style)}{scale}{more}{unit if style.with_unit else ''}"


def _rule(value: Fraction, rule: PrintRule, style: Style) -> PrintRule:
    changes: dict[str, object] = {}
    if style.scale is not None and not rule.is_share:
        changes |= {"scale": style.scale}
    if style.decimals is not None:
        changes |= {"decimals": style.decimals}
    elif rule.is_share and in_unit(value, rule).denominator == 1:
        changes |= {"decimals": 0}  # 100%, not 100.00%
    if style.more and not rule.is_share:
        changes |= {"form": "more_than"}
    return rule.model_copy(update=changes)


def _changed(value: Fraction, rule: PrintRule, unit: str, style: Style) -> str:
    """增加36 · 减少4 · 持平; of a share 提高3.01个百分点."""
    if value == 0:
        return "持平"
    if rule.is_share:
        points = printed(abs(in_unit(value, rule)), PrintRule(decimals=_rule(value, rule, style).decimals))
        return f"{'提高' if value > 0 else '下降'}{points}个百分点"
    size = _plainly(abs(value), rule, unit, replace(style, when="this"))
    return f"{'增加' if value > 0 else '减少'}{size}"


def _grown(value: Fraction, style: Style) -> str:
    if value == 0:
        return "持平"
    decimals = 2 if style.decimals is None else style.decimals
    return f"{'增长' if value > 0 else '下降'}{printed(abs(value), PrintRule(form='percent', decimals=decimals))}"


def _digits(size: int, style: Style) -> str:
    return f"{size:,}" if style.grouped else str(size)


def _grouped(text: str) -> str:
    """The digits before the decimal point in threes, whatever stands around them."""
    start = next((place for place, letter in enumerate(text) if letter.isdigit()), len(text))
    end = start
    while end < len(text) and text[end].isdigit():
        end += 1
    return f"{text[:start]}{int(text[start:end]):,}{text[end:]}" if end > start else text


def as_bar(value: Number | None) -> float:
    """The number for a plot; nothing is no bar."""
    return 0.0 if value is None else floor(float(Fraction(value)) * 10_000) / 10_000
