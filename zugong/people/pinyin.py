"""Pinyin of text. The dictionary is read when the first text is: half a second that most commands need not wait."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import ModuleType


@cache
def _dictionary() -> ModuleType:
    return import_module("zugong.people.pinyin_dictionary")


def pinyin(text: str) -> list[str]:
    """The syllables of Chinese text without tones; what is not Chinese is left out."""
    return _dictionary().pinyin(text)


def pinyin_by_letter(text: str) -> list[str]:
    """The same, with what is not Chinese as single letters."""
    return _dictionary().pinyin_by_letter(text)


def letters_of_every_reading() -> list[str]:
    """For each way to read a single letter one letter that is read so: some 1,500 for the 21,000 of Unicode's first block."""
    return _dictionary().letters_of_every_reading()
