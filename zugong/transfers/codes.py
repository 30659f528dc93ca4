"""The code on a letter or slip, by which anybody who holds it reads where the transfer stands. Nothing of it is kept.

A code is the number of the case, hidden, and a mark that only this site can make for it; so the same letter printed again
bears the same code, and a code that was not given out opens nothing.
"""

from __future__ import annotations

from zugong.kernel.crypto import keyed_hash

#: Without what is easily misread: 0 and O, 1 and I and L.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_NUMBER, _MARK, _GROUP = 5, 7, 4


def code_of(case: int) -> str:
    """The code of a case, in three groups of four letters and digits."""
    mark = _mark(case)
    hidden = (case + _shift(mark)) % len(_LETTERS) ** _NUMBER
    letters = _written(hidden, _NUMBER) + mark
    return "-".join(letters[place : place + _GROUP] for place in range(0, len(letters), _GROUP))


def case_of(code: str) -> int | None:
    """The case that a code opens, however it is typed; None for one that was never given out."""
    plain = "".join(letter for letter in code.upper() if letter in _LETTERS)
    if len(plain) != _NUMBER + _MARK:
        return None
    number, mark = plain[:_NUMBER], plain[_NUMBER:]
    case = (_read(number) - _shift(mark)) % len(_LETTERS) ** _NUMBER
    return case if _mark(case) == mark else None


def _mark(case: int) -> str:
    return _written(int(keyed_hash(f"transfer {case}"), 16) % len(_LETTERS) ** _MARK, _MARK)


def _shift(mark: str) -> int:
    """By how much the number is hidden: without it, codes would count the cases."""
    return int(keyed_hash(f"transfer code {mark}"), 16)


def _written(number: int, length: int) -> str:
    letters = ""
    for _ in range(length):
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return letters


def _read(letters: str) -> int:
    return sum(_LETTERS.index(letter) * len(_LETTERS) ** place for place, letter in enumerate(letters))
