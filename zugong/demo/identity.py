"""Identity numbers and telephone numbers of people who do not exist.

The area code of an identity number comes from the targets and must be one that was never assigned (such as 149999), so
that no number can belong to anybody; the rest follows GB 11643, so that the import accepts it. Telephone numbers begin
with a prefix that no operator has been given.
"""

from __future__ import annotations

from datetime import date
from random import Random

from zugong.dictionary.fieldtypes.sealed import identity_check_character

_LARGEST_SEQUENCE = 499  # times two and plus the sex stays below a thousand


class IdentityNumbers:
    """Hands out identity numbers of one area, no number twice."""

    def __init__(self, area: str) -> None:
        self._area = area
        self._used: dict[tuple[date, str], int] = {}

    def next(self, *, born_on: date, sex: str) -> str:
        """A number whose birth date and sex (seventeenth digit odd for men) are those given."""
        sequence = self._used.get((born_on, sex), 0) + 1
        if sequence > _LARGEST_SEQUENCE:
            raise ValueError(f"more than {_LARGEST_SEQUENCE} people of one sex born on {born_on}")
        self._used[born_on, sex] = sequence
        seventeen = f"{self._area}{born_on:%Y%m%d}{sequence * 2 + (sex == 'male'):03d}"
        return seventeen + identity_check_character(seventeen)


def mobile_number(random: Random, prefix: str) -> str:
    """Eleven digits beginning with `prefix`."""
    return prefix + f"{random.randrange(10 ** (11 - len(prefix))):0{11 - len(prefix)}d}"


def landline_number(random: Random, prefix: str) -> str:
    """`prefix` (area code, hyphen, an impossible first digit) and six more digits."""
    return f"{prefix}{random.randrange(10**6):06d}"
