"""What an import is asked to do: the sheet, its rows as parsed, the day, and what the officer has marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import Sheet

Progress = Callable[[str, int, int], None]


def no_progress(phase: str, done: int, total: int) -> None:
    """For callers who do not watch."""


class StatedRow(Protocol):
    """A parsed row: its number in the sheet and its values by column key; an empty cell is absent."""

    @property
    def number(self) -> int: ...

    @property
    def values(self) -> Mapping[str, Any]: ...


class RowTrouble(Protocol):
    """What the parser says against a row."""

    @property
    def row(self) -> int: ...

    @property
    def zh(self) -> str: ...

    @property
    def en(self) -> str: ...


@dataclass(frozen=True)
class ImportRequest:
    """One sheet to be imported as of the day `on`.

    `columns` are the keys of the columns that the file has; only they are compared. In `corrections` a differing value
    was always wrong; elsewhere it changed on the day. In `blanks_are_values` an empty cell means that there is none;
    elsewhere it means unknown. `covers` are the organisations of which a roster is the full statement, None for those
    that appear in it. `set_aside` are the numbers of rows that the officer leaves out. `unread` are, by the number of a
    row, the keys of its columns against which the parser says something already.
    """

    catalogue: Catalogue
    sheet: Sheet
    columns: frozenset[str]
    rows: Sequence[StatedRow]
    on: date
    issues: Sequence[RowTrouble] = ()
    corrections: frozenset[str] = frozenset()
    blanks_are_values: frozenset[str] = frozenset()
    covers: frozenset[int] | None = None
    set_aside: frozenset[int] = frozenset()
    unread: Mapping[int, frozenset[str]] = field(default_factory=dict)
