"""Whole numbers in Chinese characters, as headings and set phrases have them: 六大工程, 十二期, 一百三十三个村."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_MYRIADS = ("", "万", "亿", "万亿")


def in_characters(number: int) -> str:
    """十二 for 12, 一百零五 for 105, 一万二千零一十六 for 12016; below zero with 负 before it."""
    if number < 0:
        return f"负{in_characters(-number)}"
    if number == 0:
        return _DIGITS[0]
    text = _joined(number)
    # 十二, not 一十二, where the number begins so.
    return text[1:] if text.startswith("一十") else text


def _joined(number: int) -> str:
    """The groups of four digits with their names; 零 where a group below does not fill its places."""
    parts, place, parts_below = "", 0, 0
    while number:
        number, group = divmod(number, 10_000)
        if group:
            gap = _DIGITS[0] if parts and _is_short(parts_below) else ""
            parts = f"{_group(group)}{_MYRIADS[place]}{gap}{parts}"
        elif parts and not parts.startswith(_DIGITS[0]):
            parts = f"{_DIGITS[0]}{parts}"
        parts_below = group
        place += 1
    return parts


def _is_short(group: int) -> bool:
    return 0 < group < 1000


def _group(group: int) -> str:
    """Up to four digits: 二千零一十六."""
    text, gap = "", False
    for place in reversed(range(4)):
        digit = group // 10**place % 10
        if digit:
            text += (_DIGITS[0] if gap and text else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return text
