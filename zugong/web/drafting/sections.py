"""The sections of a draft: where the parts of each stand, how a new one is called, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zugong.drafting.text import Data, Path
from zugong.web.drafting.desk import Desk
from zugong.web.drafting.fields import Field, Values

NEW = "new"


@dataclass(frozen=True)
class Part:
    """One part that is written: what it says now, and how it is called; `place` is empty for the only one of its section."""

    desk: Desk
    section: Section
    place: str
    data: Data

    @property
    def is_new(self) -> bool:
        return self.place == NEW


def nothing_more(data: Data) -> Values:
    """The form shows nothing beside what stands in the part."""
    return {}


def as_it_is(part: Part, data: Data, values: Mapping[str, Any]) -> dict[str, str]:
    """What was typed needs nothing further; nothing stands against it."""
    return {}


@dataclass(frozen=True)
class Section:
    """Parts of one kind. `holds` is where they stand in the holder, empty for the holder itself.

    `key` is what names an entry of a list; empty where they stand in a mapping by their codes. `fields` are asked with what
    the form says just now; `more` reads what `fields` do not, `settle` writes it and says what stands against it.
    """

    name: str
    label: str
    one: str
    holds: str
    key: str
    fields: Callable[[Part, Values], tuple[Field, ...]]
    more: Callable[[Data], Values] = nothing_more
    settle: Callable[[Part, Data, Mapping[str, Any]], dict[str, str]] = as_it_is
    hint: str = ""
    keys: tuple[str, ...] = ()

    @property
    def is_many(self) -> bool:
        return bool(self.holds)

    def parts(self, holder: Data) -> Iterator[tuple[str, Data]]:
        """Every part by its code, in the order of the paper."""
        if not self.is_many:
            yield "", holder
        elif not self.key:
            held = holder.get(self.holds)
            yield from held.items() if isinstance(held, dict) else ()
        else:
            for number, one in enumerate(self.listed(holder)):
                yield str(one.get(self.key, number)), one

    def listed(self, holder: Data) -> list[Data]:
        held = holder.get(self.holds)
        return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []

    def part(self, holder: Data, place: str) -> Data | None:
        """The part of that code."""
        return next((one for code, one in self.parts(holder) if code == place), None)

    def put(self, holder: Data, place: str, data: Data) -> None:
        """The part says something else, or stands at the end as a new one under the code `place`."""
        if not self.is_many:
            for key in self.keys:
                if key in data:
                    holder[key] = data[key]
                else:
                    holder.pop(key, None)
            return
        if not self.key:
            holder.setdefault(self.holds, {})[place] = data
            return
        entries = holder.setdefault(self.holds, [])
        for number, (code, _) in enumerate(list(self.parts(holder))):
            if code == place:
                entries[number] = data
                return
        entries.append({self.key: place} | data)

    def remove(self, holder: Data, place: str) -> None:
        """The part is left out."""
        if not self.key:
            holder.get(self.holds, {}).pop(place, None)
        else:
            kept = [one for code, one in self.parts(holder) if code != place]
            holder[self.holds] = kept
        if not holder.get(self.holds):
            holder.pop(self.holds, None)

    def move(self, holder: Data, place: str, by: int) -> None:
        """The part changes places with its neighbour, where there is one."""
        items = list(self.parts(holder))
        here = next(number for number, (code, _) in enumerate(items) if code == place)
        there = here + by
        if not 0 <= there < len(items):
            return
        items[here], items[there] = items[there], items[here]
        holder[self.holds] = [one for _, one in items] if self.key else dict(items)

    def free_code(self, holder: Data, stem: str) -> str:
        """A code that no part of the section has."""
        known = {code for code, _ in self.parts(holder)}
        return next(code for number in range(1, len(known) + 2) if (code := f"{stem}_{number}") not in known)

    def own(self, data: Data | None) -> Data | None:
        """Of what a part stands in only what this section says: what is compared when two people write at once."""
        if data is None or self.is_many:
            return data
        return {key: data[key] for key in self.keys if key in data}

    def concerns(self, path: Path) -> bool:
        """Does a path within the holder lead into this section?"""
        first = path[0] if path else ""
        return first == self.holds if self.is_many else first in self.keys
