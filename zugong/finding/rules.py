"""What is asked, and how well a name fits it: letters, full pinyin, initials, both mixed. No database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

#: So many letters of a name are read on from each letter; what is asked beyond them is compared with the whole name.
SPAN = 12
#: From so many of its letters on a long name can be found.
STARTS = 40
_BEFORE_NAMES = ("中国共产党", "中共")
_MOST_LETTERS = 60
_MOST_SPLITS = 6
_SHORT = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsywaoe")
_IDENTITY_NUMBER = re.compile(r"\d{17}[\dX]")
_PHONE = re.compile(r"1\d{10}")


def plain(text: str) -> str:
    """A text as it is compared: full width and case do not count, nor do spaces and signs."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


@dataclass(frozen=True)
class Split:
    """Latin letters taken as shortened syllables: `ligq` as li g q."""

    pieces: tuple[str, ...]

    @property
    def initials(self) -> str:
        return "".join(piece[0] for piece in self.pieces)


@dataclass(frozen=True)
class Wanted:
    """What somebody asked. `latin` is all of it in Latin letters, "" where it has none; `runs` are its Chinese parts."""

    letters: str
    latin: str
    runs: tuple[str, ...]
    splits: tuple[Split, ...]

    @property
    def is_nothing(self) -> bool:
        """One Latin letter begins the names of a tenth of everybody: it asks for nothing yet."""
        return not self.letters or (len(self.letters) == 1 and self.letters.isascii() and self.letters.isalpha())

    @property
    def number(self) -> str:
        """The identity number or mobile phone that was asked; "" for anything else."""
        text = self.letters.upper()
        return text if _IDENTITY_NUMBER.fullmatch(text) or _PHONE.fullmatch(text) else ""


def wanted(text: str, reading: Sequence[str], syllables: frozenset[str]) -> Wanted:
    """What is asked by a text that is `plain` already; `reading` has one syllable for each of its letters."""
    runs = tuple(re.findall(r"[^\x00-\x7f]+", text))
    if not re.search(r"[a-z]", text):
        return Wanted(text, "", (), ())
    latin = "".join(reading)
    return Wanted(text, latin, runs, tuple(_splits(latin, syllables)) if latin.isascii() else ())


def asked_letters(text: str) -> str:
    """The part of a query that is looked at, as it is compared."""
    return plain(text)[:_MOST_LETTERS]


def _splits(latin: str, syllables: frozenset[str]) -> list[Split]:
    """The ways to take letters as syllables of which at least one, not the last, is shortened; fewest pieces first.

    None where they are whole syllables: who writes those means them.
    """
    if not 3 <= len(latin) <= 24 or not latin.isalpha():
        return []
    found = []
    for pieces in islice(_ways(latin, syllables, len(latin)), 8 * _MOST_SPLITS):
        if all(len(piece) > 1 and piece in syllables for piece in pieces):
            return []
        if any(piece not in syllables or len(piece) == 1 for piece in pieces[:-1]) and any(map(_is_long, pieces)):
            found.append(Split(pieces))
    return sorted(found, key=lambda split: len(split.pieces))[:_MOST_SPLITS]


def _is_long(piece: str) -> bool:
    return len(piece) > 1


def _ways(latin: str, syllables: frozenset[str], most: int) -> Iterator[tuple[str, ...]]:
    if any(syllable.startswith(latin) for syllable in syllables):
        yield (latin,)
    for length in range(min(6, len(latin) - 1), 0, -1):
        piece = latin[:length]
        if most > 1 and (piece in syllables or piece in _SHORT):
            for rest in _ways(latin[length:], syllables, most - 1):
                yield (piece, *rest)


@dataclass(frozen=True)
class NamePart:
    """A name read on from one of its letters. `is_start`: the name proper begins there, be it behind the Party's own name."""

    position: int
    is_start: bool
    letters: str
    reading: str
    initials: str
    syllables: str


def start_of(letters: str) -> int:
    """Where the name proper begins: committees are called so, but nobody asks for them so."""
    return next((len(one) for one in _BEFORE_NAMES if letters.startswith(one) and len(letters) > len(one)), 0)


def parts_of_name(letters: str, readings: Sequence[Sequence[str]]) -> list[NamePart]:
    """The parts by which a name is found; a second reading only of the whole, since it differs in the surname."""
    most = min(len(letters), STARTS)
    starts = [(start, reading) for number, reading in enumerate(readings) for start in range(1 if number else most)]
    return [_name_part(letters, start, reading) for start, reading in starts]


def _name_part(letters: str, start: int, reading: Sequence[str]) -> NamePart:
    read = reading[start : start + SPAN]
    return NamePart(
        position=start,
        is_start=start in (0, start_of(letters)),
        letters=letters[start : start + SPAN],
        reading="".join(read),
        initials="".join(syllable[0] for syllable in read),
        syllables=" ".join(read),
    )


def fits(asked: Wanted, part: NamePart, name: str) -> bool:
    """Is a part of a name what was asked? The index says the same in SQL."""
    if asked.is_nothing:
        return False
    if part.letters.startswith(asked.letters[:SPAN]) and asked.letters in name:
        return True
    if not asked.latin or any(run not in name for run in asked.runs):
        return False
    if part.reading.startswith(asked.latin) or part.initials.startswith(asked.latin):
        return True
    return any(_is_shortened(part, split) for split in asked.splits)


def _is_shortened(part: NamePart, split: Split) -> bool:
    pieces = zip(part.syllables.split(), split.pieces, strict=False)
    return part.initials.startswith(split.initials) and all(read.startswith(piece) for read, piece in pieces)


def is_exact(asked: Wanted, part: NamePart, name: str) -> bool:
    """Is it the whole name, in letters or in full pinyin?"""
    return part.is_start and (name[part.position :] == asked.letters or part.reading == asked.latin)


def order_of(letters: str, reading: Sequence[str]) -> str:
    """What sorts equally good names: the shorter name proper first, then by reading."""
    start = start_of(letters)
    return f"{min(len(letters) - start, 999):03}{''.join(reading[start:])}"[:80]


@lru_cache(maxsize=1024)
def _parts_read(letters: str, reading: tuple[str, ...]) -> list[NamePart]:
    """Of the few names that are not in the index, and are looked through at every letter that somebody types."""
    return parts_of_name(letters, (reading,))


def best_key(asked: Wanted, letters: str, reading: Sequence[str]) -> str:
    """What sorts a name: the whole name, then beginnings, then middles; "" for one that does not fit."""
    keys = [
        f"{int(not is_exact(asked, part, letters))}{int(not part.is_start)}{order_of(letters, reading)}"
        for part in _parts_read(letters, tuple(reading))
        if fits(asked, part, letters)
    ]
    return min(keys, default="")
