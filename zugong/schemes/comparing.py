"""Two versions of a scheme beside each other, and two ratings: what would be otherwise, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from zugong.schemes.describing import Aspect, Describing
from zugong.schemes.evaluating import Rating

Kind = Literal["added", "removed", "reworded", "changed"]
What = Literal["paper", "procedure", "sector", "group", "clause", "level", "veto", "cause", "part", "line"]


@dataclass(frozen=True, slots=True)
class Change:
    """One aspect that differs; `before` or `after` is empty where nothing was or is said."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One clause, level, veto … that differs. What is new or left out has the aspects of it as changes."""

    kind: Kind
    what: What
    code: str
    label: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """One who would stand at another level."""

    anchor: int
    before: str | None
    after: str | None


#: What a version has in lists: by which name the describing tells it, its code, and the list.
_LISTS: tuple[tuple[What, str, str], ...] = (
    ("clause", "criterion", "criteria"), ("level", "level", "levels"), ("veto", "veto", "vetoes"), ("cause", "cause", "causes"),
)  # fmt: skip


def differences(before: Describing, after: Describing) -> tuple[Difference, ...]:
    """What the second version has otherwise, in the order of the papers: the paper itself, then part by part."""
    old, new = before.version, after.version
    found = [
        *differences_of("paper", {"": before.paper()}, {"": after.paper()}),
        *differences_of("procedure", {"": before.procedure()}, {"": after.procedure()}),
        *differences_of("sector", _told(before.sector, old.sectors), _told(after.sector, new.sectors)),
        *differences_of("group", _told(before.group, old.groups), _told(after.group, new.groups)),
    ]
    for what, code, name in _LISTS:
        one, other = (
            _told(getattr(side, what), {getattr(each, code): each for each in getattr(side.version, name)})
            for side in (before, after)
        )
        found += differences_of(what, one, other)
    return tuple(found)


def _told(tell: Callable[[Any], tuple[Aspect, ...]], things: Mapping[str, Any]) -> dict[str, tuple[Aspect, ...]]:
    return {code: tell(one) for code, one in things.items()}


Told = Mapping[str, tuple[Aspect, ...]]


def differences_of(what: What, before: Told, after: Told) -> Iterator[Difference]:
    """What differs between two sets of things of one kind, told by their codes."""
    for code, said in before.items():
        if code not in after:
            changes = tuple(Change(one.label, one.value, "") for one in said if one.name != "text")
            yield Difference("removed", what, code, _label(said), changes)
        else:
            yield from _of_both(what, code, _label(after[code]), said, after[code])
    for code, said in after.items():
        if code not in before:
            changes = tuple(Change(one.label, "", one.value) for one in said if one.name != "text")
            yield Difference("added", what, code, _label(said), changes)


def _of_both(
    what: What, code: str, label: str, before: Iterable[Aspect], after: Iterable[Aspect]
) -> Iterator[Difference]:
    old, new = {one.name: one for one in before}, {one.name: one for one in after}
    names = [name for name in dict.fromkeys((*old, *new)) if _value(old, name) != _value(new, name)]
    changes = tuple(Change((new.get(name) or old[name]).label, _value(old, name), _value(new, name)) for name in names)
    if changes:
        yield Difference("reworded" if names == ["text"] else "changed", what, code, label, changes)


def _value(aspects: Mapping[str, Aspect], name: str) -> str:
    return aspects[name].value if name in aspects else ""


def _label(said: tuple[Aspect, ...]) -> str:
    return next((one.value for one in said if one.name == "text"), "")


def moved(rating: Rating, other: Rating) -> tuple[Moved, ...]:
    """Those rated in both who stand at another level in the other, in the order of the first."""
    return tuple(
        Moved(anchor, one.level, other.standings[anchor].level)
        for anchor, one in rating.standings.items()
        if anchor in other.standings and other.standings[anchor].level != one.level
    )
