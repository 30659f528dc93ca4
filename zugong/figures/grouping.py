"""Where rows count: below which organisation, and under which of its children. Values only; the tree itself is elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from zugong.dictionary.declarations import RecordType
from zugong.kernel.scope import EVERYTHING, RowRights

Rights = Callable[[RecordType], RowRights]
"""Which rows of a record type somebody may have counted."""


def all_rows(kind: RecordType) -> RowRights:
    """The rights of the program itself: commands and checks that nobody looks over."""
    return EVERYTHING


@dataclass(frozen=True)
class Grouping:
    """The organisations below `root` in the tree of one day, root included, and the group in which each counts.

    `group_of` gives for each the child of root under which it counts, for that child itself, for root itself root.
    `parent_of` leads one step up in the same tree. An organisation that has ended stands where it counts now.

    With `root` None the question is about everything: rows whose organisation is unknown, or stands in no group, count
    too, under the group None.
    """

    root: int | None
    group_of: Mapping[int, int] = field(default_factory=dict)
    parent_of: Mapping[int, int] = field(default_factory=dict)

    @property
    def is_everything(self) -> bool:
        return self.root is None

    @property
    def groups(self) -> list[int]:
        """Every group, in the order in which `group_of` names them first."""
        return list(dict.fromkeys(self.group_of.values()))

    def with_all_above(self, organisations: Iterable[int]) -> set[int]:
        """These organisations and all those above them, up to root."""
        found: set[int] = set()
        for organisation in organisations:
            found.update(self._new_above(organisation, found))
        return found

    def _new_above(self, organisation: int | None, found: set[int]) -> Iterator[int]:
        while organisation is not None and organisation not in found:
            yield organisation
            organisation = None if organisation == self.root else self.parent_of.get(organisation)


EVERYWHERE = Grouping(None)
