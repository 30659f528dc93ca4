"""Numbers as people print them, and whether a computed number is what a document has printed.

A computed share is a part of one, everything else stands in the figure's own unit (money in yuan). Numbers are exact
until they are printed: divide and round last.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from zugong.packs.print_rules import PrintRule
from zugong.packs.promises import Promise

Number = int | Decimal | Fraction

_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000, "%": 1}
_NOTHING_SHOWN = "—"
_NEVER_ROUNDED_UP = ("more_than", "at_least", "all")


@dataclass(frozen=True)
class Match:
    """Whether a computed number is what was printed; `shown` as it would be printed now, and why, in both languages."""

    ok: bool
    shown: str
    zh: str
    en: str

    def explanation(self, language: str) -> str:
        """The sentence in `language`: zh-hans (any zh) or English."""
        return self.zh if language.startswith("zh") else self.en


def in_unit(computed: Number, rule: PrintRule) -> Fraction:
    """The number in the unit in which it is printed: a share in per cent, everything else unchanged."""
    return Fraction(computed) * (100 if rule.is_share else 1)


def printed(computed: Number | None, rule: PrintRule, unit: str = "") -> str:
    """The number in the form of the rule, with its unit: 12016名, 66.17%, 1.2万余名, 500平方米以上, 近1亿元.

    `computed` None (a share of nothing) prints —. 余 is left out where nothing is above the digits printed.
    """
    if computed is None:
        return _NOTHING_SHOWN
    return _printed(in_unit(computed, rule), rule, unit, _precision(rule))


def matches(computed: Number | None, promise: Promise) -> Match:
    """Is the computed number what the promise has printed, by the print rule of the promise?

    exact, percent: equal when rounded as the rule says. 余: printed <= computed < printed + one unit of its last digit
    that is not zero. 以上: computed >= printed. 近: at most a tenth below and not above. 全部: all, without rounding.
    """
    if computed is None:
        return Match(False, _NOTHING_SHOWN, "分母为零，无法计算。", "The base is zero, so there is nothing to compare.")
    rule, value = promise.print, Fraction(promise.value)
    number = in_unit(computed, rule)
    step = last_digit(value) if rule.form == "more_than" else _precision(rule)
    ok, zh, en = _compared(number, value, rule)
    shown = _printed(number, rule, promise.unit.zh, step)
    return Match(ok, shown, f"{zh}，{'一致' if ok else '不一致'}。", f"{en}: {'agrees' if ok else 'does not agree'}.")


def last_digit(value: Fraction) -> Fraction:
    """One unit of the last digit that is not zero: 100 of 1800, 1000 of 12000, 1/100 of 66.17; 1 of zero.

    Raises ValueError for a value without end in decimals; a printed number has none.
    """
    if value == 0:
        return Fraction(1)
    unit = Fraction(1)
    while (value / unit).denominator != 1:
        if unit.denominator > 10**12:
            raise ValueError(f"{value} is not a printed number")
        unit /= 10
    while (value / (unit * 10)).denominator == 1:
        unit *= 10
    return unit


def rounded(number: Fraction, step: Fraction, rule: PrintRule) -> Fraction:
    """The number in whole steps: half away from zero, or cut towards zero."""
    half = Fraction(1, 2) if rule.rounding == "half_up" else Fraction(0)
    size = floor(abs(number) / step + half) * step
    return size if number >= 0 else -size


def _precision(rule: PrintRule) -> Fraction:
    """The worth of the last decimal printed: 1000 for one decimal of 万."""
    return Fraction(_SCALES[rule.scale], 10**rule.decimals)


def _printed(number: Fraction, rule: PrintRule, unit: str, step: Fraction) -> str:
    # A statement of 余, 以上 or 全部 must not say more than is true, whatever the rule for rounding.
    digits_of = rule.model_copy(update={"rounding": "cut"}) if rule.form in _NEVER_ROUNDED_UP else rule
    size = rounded(number, step, digits_of)
    unit = "%" if rule.is_share else unit
    scale = "" if rule.scale == "%" else rule.scale
    more = "余" if rule.form == "more_than" and size < number else ""
    before = "近" if rule.form == "nearly" else ""
    after = "以上" if rule.form == "at_least" else ""
    return f"{before}{_digits(size, rule)}{scale}{more}{unit}{after}"


def _digits(size: Fraction, rule: PrintRule) -> str:
    """Digits in the scale of the rule, with as many decimals as the rule has."""
    tenths = size / _SCALES[rule.scale] * 10**rule.decimals
    number = Decimal(floor(tenths)) if tenths >= 0 else -Decimal(floor(-tenths))
    return f"{number.scaleb(-rule.decimals):f}"


def _compared(number: Fraction, value: Fraction, rule: PrintRule) -> tuple[bool, str, str]:
    """Whether it agrees, and the sentence without its end."""
    compare = {"more_than": _more_than, "at_least": _at_least, "nearly": _nearly, "all": _all}.get(rule.form, _equal)
    ok, zh, en = compare(number, value, rule)
    shown = _plain(number)
    return ok, f"计算值 {shown}，{zh}", f"Computed {shown}; {en}"


def _more_than(number: Fraction, value: Fraction, rule: PrintRule) -> tuple[bool, str, str]:
    end = value + last_digit(value)
    wanted = f"{_plain(value)} <= x < {_plain(end)}"
    return value <= number < end, f"“余”要求 {wanted}", f"余 asks for {wanted}"


def _at_least(number: Fraction, value: Fraction, rule: PrintRule) -> tuple[bool, str, str]:
    wanted = f"x >= {_plain(value)}"
    return number >= value, f"“以上”要求 {wanted}", f"以上 asks for {wanted}"


def _nearly(number: Fraction, value: Fraction, rule: PrintRule) -> tuple[bool, str, str]:
    least = value * Fraction(9, 10)
    wanted = f"{_plain(least)} <= x <= {_plain(value)}"
    return least <= number <= value, f"“近”要求 {wanted}", f"近 asks for {wanted}"


def _all(number: Fraction, value: Fraction, rule: PrintRule) -> tuple[bool, str, str]:
    return number == 100, "“全部”要求 x = 100，不四舍五入", "all asks for x = 100, without rounding"


def _equal(number: Fraction, value: Fraction, rule: PrintRule) -> tuple[bool, str, str]:
    found = rounded(number, _precision(rule), rule)
    if number == found:
        return found == value, f"公布为 {_plain(value)}", f"printed {_plain(value)}"
    zh, en = ("四舍五入", "rounded half up") if rule.rounding == "half_up" else ("去尾", "cut")
    return (
        found == value,
        f"{zh}后 {_plain(found)}，公布为 {_plain(value)}",
        f"{en} {_plain(found)}, printed {_plain(value)}",
    )


def _plain(number: Fraction) -> str:
    """A number for a sentence: whole, or cut to four decimals with … behind it."""
    ten_thousandths = abs(number) * 10_000
    whole, rest = divmod(floor(ten_thousandths), 10_000)
    text = f"{'-' if number < 0 else ''}{whole}.{rest:04}".rstrip("0").rstrip(".")
    return text if ten_thousandths.denominator == 1 else f"{text}…"
