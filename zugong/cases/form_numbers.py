"""Numbered application forms: handed out, used, spoiled; which are left, which were skipped, which nobody handed out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_NUMBER = re.compile(r"(.*?)(\d{1,12})")
#: More forms than any committee takes at once; a longer row is a mistyped number.
MOST_FORMS = 20_000


@dataclass(frozen=True)
class FormNumber:
    """A number in its parts: A000123 is the 123rd of those that begin with A and have six digits."""

    begins: str
    digits: int
    place: int

    def __str__(self) -> str:
        return f"{self.begins}{self.place:0{self.digits}}"

    def at(self, place: int) -> FormNumber:
        """Another one of the same row."""
        return FormNumber(self.begins, self.digits, place)


@dataclass(frozen=True)
class Issue:
    """Forms that were handed out together: from the first number to the last, both included."""

    organisation: int
    first: FormNumber
    last: FormNumber

    @property
    def count(self) -> int:
        return self.last.place - self.first.place + 1

    def holds(self, number: FormNumber) -> bool:
        is_of_row = (number.begins, number.digits) == (self.first.begins, self.first.digits)
        return is_of_row and self.first.place <= number.place <= self.last.place


@dataclass(frozen=True)
class Account:
    """What became of one issue. `skipped`: neither used nor spoiled, before the latest that was; `next`: "" at the end."""

    issue: Issue
    used: int
    spoiled: int
    skipped: tuple[str, ...]
    next: str

    @property
    def left(self) -> int:
        """How many forms lie there still, those that were skipped among them."""
        return self.issue.count - self.used - self.spoiled


@dataclass(frozen=True)
class Ledger:
    """All forms: each issue with its account; numbers that were used or spoiled and never handed out; both at once."""

    accounts: tuple[Account, ...]
    never_issued: tuple[str, ...]
    used_and_spoiled: tuple[str, ...]


def form_number(text: str) -> FormNumber | None:
    """A number as it is written on a form; None for what has no digits at its end."""
    found = _NUMBER.fullmatch("".join(text.split()).upper())
    return FormNumber(found[1], len(found[2]), int(found[2])) if found else None


def issue_of(organisation: int, first: str, last: str) -> Issue | None:
    """The forms between two numbers; None where these are not the ends of one row."""
    begin, end = form_number(first), form_number(last)
    if begin is None or end is None or (begin.begins, begin.digits) != (end.begins, end.digits):
        return None
    return Issue(organisation, begin, end) if 0 <= end.place - begin.place < MOST_FORMS else None


def accounted(issues: Sequence[Issue], used: Iterable[str], spoiled: Iterable[str]) -> Ledger:
    """What became of the forms. A number counts once, however often it was written down."""
    there, gone = _read(used), _read(spoiled)
    gone = {number: text for number, text in gone.items() if number not in there}
    both = sorted(set(_read(spoiled).values()) - set(gone.values()))
    accounts = tuple(_account(one, there, gone) for one in issues)
    strays = [number for number in there | gone if not any(one.holds(number) for one in issues)]
    return Ledger(accounts, tuple(_in_ranges(strays)), tuple(both))


def _read(texts: Iterable[str]) -> Mapping[FormNumber, str]:
    return {number: text for text in texts if (number := form_number(text)) is not None}


def _account(issue: Issue, used: Mapping[FormNumber, str], spoiled: Mapping[FormNumber, str]) -> Account:
    mine = {number.place for number in used if issue.holds(number)}
    bad = {number.place for number in spoiled if issue.holds(number)}
    done = mine | bad
    latest = max(done, default=issue.first.place - 1)
    missing = [place for place in range(issue.first.place, latest) if place not in done]
    following = str(issue.first.at(latest + 1)) if latest < issue.last.place else ""
    return Account(issue, len(mine), len(bad), tuple(_ranges(issue.first, missing)), following)


def _in_ranges(numbers: Iterable[FormNumber]) -> Iterator[str]:
    """Numbers of several rows, row by row."""
    rows: dict[tuple[str, int], list[FormNumber]] = {}
    for number in sorted(numbers, key=lambda one: (one.begins, one.digits, one.place)):
        rows.setdefault((number.begins, number.digits), []).append(number)
    for row in rows.values():
        yield from _ranges(row[0], [one.place for one in row])


def _ranges(row: FormNumber, places: Sequence[int]) -> Iterator[str]:
    """Numbers of one row; those that follow each other as one range."""
    begin = before = None
    for place in [*places, None]:
        if before is not None and place == before + 1:
            before = place
            continue
        if begin is not None and before is not None:
            ends = (str(row.at(begin)), str(row.at(before)))
            yield ends[0] if begin == before else f"{ends[0]}–{ends[1]}"
        begin = before = place
