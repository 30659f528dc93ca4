"""Finds the numbers that a Chinese text states, and tells them from years, paper numbers, ordinals and enumeration marks.

Values are exact: 1.2万 is 12000, 66.17% is 66.17, 一百三十三 is 133.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import cn2an

from zugong.reviews.last_year_patterns import (
    AFTER,
    BARE,
    BEFORE,
    CHINESE_DIGIT,
    CLASSIFIERS,
    NUMBER,
    PAIR_OF_DIGITS,
    PASSED,
    QUOTED,
    RANGE_MARK,
    STATED_IN_QUOTES,
    UNIT,
)

Script = Literal["arabic", "chinese"]
Form = Literal["exact", "about", "nearly", "more_than", "at_least", "less_than"]

SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_TO_ASCII = str.maketrans("０１２３４５６７８９％", "0123456789%")
_WIDE_SEPARATOR = re.compile("(?<=[０-９])[．，](?=[０-９])")
_TO_WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
_FORM_OF_WORD = {
    "大约": "about", "约有": "about", "约为": "about", "约": "about", "左右": "about", "上下": "about",
    "将近": "nearly", "接近": "nearly", "近": "nearly",
    "超过": "more_than", "超": "more_than", "逾": "more_than", "突破": "more_than", "上": "more_than",
    "余": "more_than", "多": "more_than",
    "不少于": "at_least", "不低于": "at_least", "至少": "at_least", "以上": "at_least", "及以上": "at_least",
    "不足": "less_than", "不到": "less_than", "以下": "less_than", "以内": "less_than",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A word that says how the number stands to the truth (约、近、以上), and where it stands."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Style:
    """How the number is written, so that another one can be written alike.

    `scale` is written behind the digits; `more` is 余 or 多, before the scale (50余万) or behind it (1.2万余);
    `bare` a 百, 千 or 万 without a digit before it; `percent` the sign or 百分之.
    """

    script: Script = "arabic"
    is_wide: bool = False
    is_grouped: bool = False
    decimals: int = 0
    scale: str = ""
    more: str = ""
    is_more_before_scale: bool = False
    is_bare: bool = False
    percent: str = ""


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """One number of a text: characters `start` to `end` hold its digits, scale, 余 and per cent sign, not its unit.

    `high` is the upper end of a range, whose `value` is the lower one.
    """

    start: int
    end: int
    text: str
    value: Fraction
    style: Style
    unit: str = ""
    before: Qualifier | None = None
    after: Qualifier | None = None
    high: Fraction | None = None

    @property
    def is_percent(self) -> bool:
        return bool(self.style.percent)

    @property
    def form(self) -> Form:
        """What the qualifiers make of the digits; where there are two, the one in front."""
        words = [self.before.word if self.before else "", self.style.more, self.after.word if self.after else ""]
        return next((_FORM_OF_WORD[word] for word in words if word), "exact")  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Digits that are no statement of quantity, and what they are: a key of `PASSED`."""

    start: int
    end: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text states, in its order."""

    numbers: tuple[WrittenNumber, ...]
    passed: tuple[PassedOver, ...]


def read_numbers(text: str, names: Iterable[str] = ()) -> Reading:
    """The numbers of one paragraph. `names` are words of the place with numerals in them, which are no numbers."""
    # A full comma parts clauses, unless the digits on both sides are in full width too.
    plain = _WIDE_SEPARATOR.sub(lambda found: "." if found[0] == "．" else ",", text).translate(_TO_ASCII)
    passed = sorted(_passed(text, plain, names), key=lambda found: found.start)
    taken = [False] * len(text)
    for one in passed:
        taken[one.start : one.end] = [True] * (one.end - one.start)
    found = [number for match in NUMBER.finditer(plain) if (number := _number(text, plain, match, taken)) is not None]
    return Reading(tuple(_with_ranges(found, plain)), tuple(passed))


def _passed(text: str, plain: str, names: Iterable[str]) -> Iterator[PassedOver]:
    ends = 0
    spans = [(match.start(), match.end(), why) for why, pattern in PASSED for match in pattern.finditer(plain)]
    spans += [(match.start(), match.end(), "name") for name in names for match in re.finditer(re.escape(name), text)]
    spans += [(match.start(), match.end(), "name") for match in QUOTED.finditer(plain) if _is_name(match[1])]
    # The longest reading of a place wins: a date is a date, not a month and a day.
    for start, end, why in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= ends:
            ends = end
            yield PassedOver(start, end, text[start:end], why)


def _is_name(quoted: str) -> bool:
    return re.search(f"[0-9{CHINESE_DIGIT}]", quoted) is not None and not STATED_IN_QUOTES.search(quoted)


def _number(text: str, plain: str, match: re.Match[str], taken: list[bool]) -> WrittenNumber | None:
    start, end = match.span()
    if any(taken[start:end]):
        return None
    read = _arabic(match) if match["arabic"] else _chinese(match, plain)
    if read is None:
        return None
    value, high, style = read
    if text[start:end] != plain[start:end]:
        style = Style(**{**_fields(style), "is_wide": True})
    unit = UNIT.match(plain, end)
    behind = unit.end() if unit else end
    before = _qualifier(BEFORE.search(plain, max(start - 5, 0), start))
    if before and before.word == "上" and not style.is_bare:  # 上千人, but not 会上3人
        before = None
    return WrittenNumber(
        start=start, end=end, text=text[start:end], value=value, style=style, unit=unit[1] if unit else "", before=before,
        after=_qualifier(AFTER.match(plain, behind)), high=high,
    )  # fmt: skip


def _qualifier(match: re.Match[str] | None) -> Qualifier | None:
    return Qualifier(match.start(1), match.end(1), match[1]) if match else None


def _fields(style: Style) -> dict[str, object]:
    return {name: getattr(style, name) for name in Style.__slots__}


Read = tuple[Fraction, Fraction | None, Style]


def _arabic(match: re.Match[str]) -> Read:
    digits = match["arabic"]
    style = _style(match, "arabic", decimals=len(digits.partition(".")[2]))
    value = Fraction(Decimal(digits.replace(",", ""))) * SCALES[style.scale]
    return value, None, Style(**{**_fields(style), "is_grouped": "," in digits})


def _chinese(match: re.Match[str], plain: str) -> Read | None:
    """None where the characters are part of a word: 一批, 三会一课, 万一."""
    digits, style = match["chinese"], _style(match, "chinese", decimals=len(match["chinese"].partition("点")[2]))
    has_measure = bool(
        style.percent or style.more or CLASSIFIERS.match(plain, match.end()) or AFTER.match(plain, match.end())
    )
    if digits in BARE:
        is_meant = style.more or BEFORE.search(plain, max(match.start() - 5, 0), match.start())
        value = Fraction(SCALES[digits])
        return (value, None, Style(**{**_fields(style), "is_bare": True})) if is_meant else None
    if pair := PAIR_OF_DIGITS.fullmatch(digits):
        low, high = (_worth(digit + pair["unit"]) for digit in (pair["low"], pair["high"]))
        return (low, high, style) if low is not None and high is not None and low < high and has_measure else None
    value = _worth(digits)
    is_word = value is None or digits == "一" or (len(digits) < 3 and not has_measure)
    return None if is_word or value is None else (value * SCALES[style.scale], None, style)


def _worth(digits: str) -> Fraction | None:
    """What Chinese digits are worth; None where they are no number. Year-like rows of digits (二〇二〇) are none."""
    if len(digits) > 1 and not re.search("[十百千万亿点]", digits):
        return None
    try:
        return Fraction(str(cn2an.cn2an(digits.replace("〇", "零"), "smart")))
    except (ValueError, KeyError):  # it looks in vain for the last unit of a number like 百一十
        return None


def _style(match: re.Match[str], script: Script, *, decimals: int) -> Style:
    inner, outer = match["inner"] or "", match["outer"] or ""
    return Style(
        script=script, decimals=decimals, scale=match["scale"] or "", more=inner or outer,
        is_more_before_scale=bool(inner and match["scale"]), percent=match["sign"] or match["of_hundred"] or "",
    )  # fmt: skip


def _with_ranges(numbers: list[WrittenNumber], plain: str) -> Iterator[WrittenNumber]:
    """The numbers, two that only a dash or 至 parts as one range."""
    waiting: WrittenNumber | None = None
    for number in numbers:
        if waiting and RANGE_MARK.fullmatch(plain, waiting.end, number.start) and not waiting.high:
            low = waiting.value * (SCALES[number.style.scale] if not waiting.style.scale else 1)
            yield WrittenNumber(
                start=waiting.start, end=number.end, text=plain[waiting.start : number.end], style=number.style,
                value=low, high=number.value, unit=number.unit, before=waiting.before, after=number.after,
            )  # fmt: skip
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = number
    if waiting:
        yield waiting


def widened(text: str) -> str:
    """Digits and signs in full width, as some texts have them."""
    return text.translate(_TO_WIDE)
