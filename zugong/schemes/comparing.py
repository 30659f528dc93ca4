"""Two versions of a scheme beside each other, and two ratings: what would be otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from zugong.packs.reading import Words
from zugong.packs.schemes import Version
from zugong.schemes.evaluating import Rating

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One clause, level, veto or day that differs; `before` and `after` are empty where there is none."""

    kind: Kind
    what: str
    label: Words
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """One who would stand at another level."""

    anchor: int
    before: str | None
    after: str | None


def differences(version: Version, other: Version) -> tuple[Difference, ...]:
    """What the other version has otherwise, in the order of the papers."""
    found = [*_of("clause", _clauses(version), _clauses(other)), *_of("level", _levels(version), _levels(other))]
    return (*found, *_of("veto", _vetoes(version), _vetoes(other)))


def _clauses(version: Version) -> dict[str, tuple[Words, str]]:
    said = {"zh", "en", "note", "why", "implements"}
    return {
        one.criterion: (Words(zh=one.zh, en=one.en), one.model_dump_json(exclude=said, exclude_defaults=True))
        for one in version.criteria
    }


def _levels(version: Version) -> dict[str, tuple[Words, str]]:
    return {
        one.level: (Words(zh=one.zh, en=one.en), one.needs.model_dump_json(exclude_defaults=True) if one.needs else "")
        for one in version.levels
    }


def _vetoes(version: Version) -> dict[str, tuple[Words, str]]:
    told = {"condition", "removes", "caps"}
    return {
        one.veto: (Words(zh=one.zh, en=one.en), one.model_dump_json(include=told, exclude_defaults=True))
        for one in version.vetoes
    }


def _of(what: str, before: dict[str, tuple[Words, str]], after: dict[str, tuple[Words, str]]) -> Iterator[Difference]:
    for code, (label, said) in before.items():
        if code not in after:
            yield Difference("removed", what, label)
        elif (label.zh, said) != (after[code][0].zh, after[code][1]):
            yield Difference("changed", what, after[code][0], said, after[code][1])
    yield from (Difference("added", what, label) for code, (label, _) in after.items() if code not in before)


def moved(rating: Rating, other: Rating) -> tuple[Moved, ...]:
    """Those rated in both who stand at another level in the other, in the order of the first."""
    return tuple(
        Moved(anchor, one.level, other.standings[anchor].level)
        for anchor, one in rating.standings.items()
        if anchor in other.standings and other.standings[anchor].level != one.level
    )
