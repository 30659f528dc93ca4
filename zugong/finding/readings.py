"""How names are read: the pinyin of each letter, surnames as surnames, and every valid syllable."""

from __future__ import annotations

from functools import cache, lru_cache

from zugong.people.names import syllables as person_syllables
from zugong.people.pinyin import letters_of_every_reading, pinyin, pinyin_by_letter


@lru_cache(maxsize=65536)
def general_reading(letters: str) -> tuple[str, ...]:
    """One syllable for each letter, words read as words (the county, not each letter of it); Latin and digits as they are."""
    found = tuple(pinyin_by_letter(letters))
    return found if len(found) == len(letters) else tuple(_single(letter) for letter in letters)


def _single(letter: str) -> str:
    return (pinyin_by_letter(letter) or [letter])[0]


def readings(letters: str, *, is_person: bool) -> tuple[tuple[str, ...], ...]:
    """Each way to read a name. A surname is read as one; who reads it like any other word finds it too (shan and dan)."""
    general = general_reading(letters)
    if not is_person:
        return (general,)
    own = tuple(person_syllables(letters))
    return (own, general) if len(own) == len(letters) and own != general else (general,)


@cache
def all_syllables() -> frozenset[str]:
    """Every syllable of standard pinyin, without tones."""
    read = (syllable for letter in letters_of_every_reading() for syllable in pinyin(letter))
    return frozenset(syllable for syllable in read if syllable.isascii())
