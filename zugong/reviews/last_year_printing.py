"""Whether a computed number is what a text states, and how another one is written in the same way.

What is rounded stays rounded as it was, 约 and 近 and 余 stay where they are true, and a number never says more than it may.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from zugong.figures.printing import last_digit
from zugong.reviews.last_year_written import SCALES, Form, Style, WrittenNumber, widened
from zugong.reviews.numerals import in_characters

Rounding = Literal["half_up", "cut"]
_TENTH = Fraction(1, 10)
_HALF = Fraction(1, 2)
_CHINESE_DECIMALS = str.maketrans("0123456789", "零一二三四五六七八九")


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `start` to `end` of the text become `new`."""

    start: int
    end: int
    old: str
    new: str

    def moved(self, by: int) -> Edit:
        """The same edit of a text that begins elsewhere."""
        return replace(self, start=self.start + by, end=self.end + by)


def agreement(number: WrittenNumber, computed: Fraction) -> Rounding | None:
    """How the computed number was rounded to what is printed; None where it is another number.

    `computed` stands in the unit of the text: a share in per cent. A range agrees with nothing.
    """
    if number.high is not None or computed < 0:
        return None
    value, step = number.value, _printed_step(number)
    agrees = {
        "more_than": lambda: value <= computed < value + step,
        "at_least": lambda: value <= computed < value + step,
        "nearly": lambda: value * (1 - _TENTH) <= computed <= value,
        "less_than": lambda: value - step <= computed < value,
        "about": lambda: _half_up(computed, step) == value or computed == value,
    }  # fmt: skip
    if number.form != "exact":
        return "half_up" if agrees[number.form]() else None
    if _half_up(computed, step) == value:
        return "half_up"
    return "cut" if _cut(computed, step) == value else None


def rewritten(number: WrittenNumber, computed: Fraction, rounding: Rounding, text: str) -> tuple[Edit, ...]:
    """What must change in the paragraph `text` for the number to say `computed`; nothing where it says so already."""
    if number.high is not None or _says(number, computed, rounding):
        return ()
    size, style = _rounded(number, computed, rounding)
    is_whole = size == computed
    if is_whole and number.style.more:
        style = replace(style, more="")
    edits = [Edit(number.start, number.end, text[number.start : number.end], _digits(size, style, number.unit))]
    if is_whole and number.form in ("nearly", "more_than"):
        edits += [Edit(one.start, one.end, one.word, "") for one in (number.before, number.after) if one]
    return tuple(sorted(edits, key=lambda edit: edit.start))


def _says(number: WrittenNumber, computed: Fraction, rounding: Rounding) -> bool:
    """Is the computed number what is printed, rounded in this way and no other?"""
    if number.form == "exact":
        return _sized("exact", computed, _printed_step(number), rounding) == number.value
    return agreement(number, computed) is not None


def _printed_step(number: WrittenNumber) -> Fraction:
    """The worth of the last place that is printed: of 1.2万余 a thousand, of 1800余 a hundred, of 66.17% a hundredth."""
    style = number.style
    precision = Fraction(SCALES[style.scale], 10**style.decimals)
    if number.form == "exact" or style.decimals:
        return precision
    return max(last_digit(number.value), precision) if number.value else precision


def _rounded(number: WrittenNumber, computed: Fraction, rounding: Rounding) -> tuple[Fraction, Style]:
    """The number as far as it is printed, and the style in which it can be: 万 is given up for less than one 万."""
    style, step = number.style, _printed_step(number)
    if style.scale and computed < SCALES[style.scale]:
        style = replace(style, scale="", decimals=0, is_more_before_scale=False)
        step = Fraction(1) if number.form == "exact" else step
    while not _is_sayable(number.form, computed, step):
        step /= 10
    if style.decimals == 0 and step < SCALES[style.scale]:
        style = _finer(style, step)
    return _sized(number.form, computed, step, rounding), style


def _is_sayable(form: Form, computed: Fraction, step: Fraction) -> bool:
    """Can the number be printed in steps so large: with a digit left, and 近 no more than a tenth away?"""
    if form == "exact" or computed == 0:
        return True
    if form in ("nearly", "less_than"):
        return computed >= ceil(computed / step) * step * (1 - _TENTH)
    return computed >= step


def _finer(style: Style, step: Fraction) -> Style:
    """近千 becomes 近1500: the scale, or the bare 千, is written out where its steps are too large."""
    decimals = 0
    while style.scale and Fraction(SCALES[style.scale], 10**decimals) > step:
        decimals += 1
    return replace(style, decimals=decimals)


def _sized(form: Form, computed: Fraction, step: Fraction, rounding: Rounding) -> Fraction:
    match form:
        case "more_than" | "at_least":
            return _cut(computed, step)
        case "nearly":
            return ceil(computed / step) * step
        case "less_than":
            return (floor(computed / step) + 1) * step
        case "about":
            return _half_up(computed, step)
    return _half_up(computed, step) if rounding == "half_up" else _cut(computed, step)


def _half_up(number: Fraction, step: Fraction) -> Fraction:
    return floor(number / step + _HALF) * step


def _cut(number: Fraction, step: Fraction) -> Fraction:
    return floor(number / step) * step


def _digits(size: Fraction, style: Style, unit: str) -> str:
    """The number with its scale, 余 and per cent sign."""
    plain = _plain_digits(size / SCALES[style.scale], style, unit)
    scale = f"{style.more}{style.scale}" if style.is_more_before_scale else f"{style.scale}{style.more}"
    if style.percent == "百分之":
        return f"百分之{plain}{scale}"
    return f"{plain}{scale}{style.percent}"


def _plain_digits(number: Fraction, style: Style, unit: str) -> str:
    shifted = _half_up(number * 10**style.decimals, Fraction(1))
    whole, rest = divmod(int(shifted), 10**style.decimals)
    decimals = f"{rest:0{style.decimals}}" if style.decimals else ""
    if style.script == "chinese":
        written = _chinese(whole, style, unit if not decimals else "")
        return f"{written}点{decimals.translate(_CHINESE_DECIMALS)}" if decimals else written
    written = f"{whole:,}" if style.is_grouped else str(whole)
    joined = f"{written}.{decimals}" if decimals else written
    return widened(joined) if style.is_wide else joined


def _chinese(whole: int, style: Style, unit: str) -> str:
    """In characters as people say it: 两个, 两千, but 十二 and 二十; 百余 stays bare."""
    if style.is_bare and whole in (100, 1000, 10**4, 10**8):
        return in_characters(whole)[1:]
    if whole == 2 and (unit or style.scale):
        return "两"
    written = in_characters(whole)
    return f"两{written[1:]}" if written[:2] in ("二千", "二万", "二亿") else written
