"""What a card opens on a day: its numbers, its waits, its state. No Django."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

#: Letters and digits that nobody mistakes for one another on paper; ten of them are some 49 bits.
_PLAIN = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 10
_START_LENGTH = 6
PIN = re.compile(r"[0-9]{6}")
#: So many wrong numbers in a row lock a card.
MOST_WRONG = 5
#: After the second wrong number in a row each further one may be tried after so long only.
_WAIT = timedelta(minutes=1)
_FREE_TRIES = 2
FIRST_USE_DAYS = 31


@dataclass(frozen=True)
class Numbers:
    """What a new card and its holder are given; shown once."""

    code: str
    start: str


def new_numbers() -> Numbers:
    """A code, and the start number that is told apart from it."""
    code = "".join(secrets.choice(_PLAIN) for _ in range(_CODE_LENGTH))
    return Numbers(code, "".join(secrets.choice("0123456789") for _ in range(_START_LENGTH)))


def numbers_of(hexadecimal: str) -> Numbers:
    """The numbers that belong to a keyed hash: as hard to guess as random ones, and the same each time."""
    number, code = int(hexadecimal, 16), ""
    for _ in range(_CODE_LENGTH):
        number, place = divmod(number, len(_PLAIN))
        code += _PLAIN[place]
    return Numbers(code, f"{number % 10**_START_LENGTH:0{_START_LENGTH}}")


def grouped(code: str) -> str:
    """A code as it is printed, in two groups."""
    return f"{code[:5]} {code[5:]}"


def plain_code(typed: str) -> str:
    """What was typed or scanned as a code, without blanks and in capitals."""
    return re.sub(r"[\s-]", "", typed).upper()[: 2 * _CODE_LENGTH]


def is_simple(pin: str) -> bool:
    """Is it among the first that anybody would try: one digit only, or digits in a row, up or down?"""
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return steps <= {0} or steps <= {1} or steps <= {-1}


def may_try_at(wrong_count: int, wrong_at: datetime | None) -> datetime | None:
    """From when on the next number may be tried; None for at once."""
    if wrong_at is None or wrong_count < _FREE_TRIES:
        return None
    return wrong_at + _WAIT * (wrong_count - _FREE_TRIES + 1)


def state_of(
    *, is_blocked: bool, wrong_count: int, is_used: bool, first_use_by: date, expires_on: date, on: date
) -> str:
    """The state of a card on a day: blocked, locked, expired, missed (never used in time), new or used."""
    if is_blocked:
        return "blocked"
    if wrong_count >= MOST_WRONG:
        return "locked"
    if on >= expires_on:
        return "expired"
    if is_used:
        return "used"
    return "missed" if on > first_use_by else "new"
