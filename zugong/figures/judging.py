"""Rows of a type with values read from them and many conditions judged of each, in one plan: what a rating asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from zugong.figures.plan import Asking
from zugong.figures.scan import NO, Scan
from zugong.kernel.time import Clocks
from zugong.language.tree import Checked

#: A condition on rows of the type, and the clocks on which it is judged.
Judged = tuple[str, Clocks]
#: So many conditions are judged by one statement.
_MOST = 24


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row with the values asked for (days as YYYYMMDD), and of each condition whether it holds and is undecided.

    `place` is the organisation where it counts, `group` the group of the grouping.
    """

    id: int
    anchor: int | None
    place: int | None
    group: Any
    values: tuple[Any, ...]
    holds: tuple[bool, ...]
    undecided: tuple[bool, ...]


def judged_rows(
    type_code: str, where: str, clocks: Clocks, asking: Asking, *, values: Sequence[str] = (), judged: Sequence[Judged] = ()
) -> list[JudgedRow]:  # fmt: skip
    """The rows in scope for which `where` is true, by id. Raises LanguageError, UnknownType.

    Conditions that look into many other types are judged in several statements: one plan for all of them costs more.
    """
    passes = [_Judging(type_code, where, clocks, asking, values, part) for part in _parts(judged)]
    answers = asking.columns.execute_all([one.sql for one in passes])
    return list(_together(answers, len(values), [len(one.judged) for one in passes]))


def _together(answers: Sequence[list[tuple[Any, ...]]], values: int, counts: Sequence[int]) -> Iterator[JudgedRow]:
    """All statements read the same rows in the same order."""
    first = 4 + values
    for rows in zip(*answers, strict=True):
        told = [row[first:] for row in rows]
        holds = tuple(one for part, count in zip(told, counts, strict=True) for one in part[:count])
        undecided = tuple(one for part, count in zip(told, counts, strict=True) for one in part[count:])
        row, anchor, place, group = rows[0][:4]
        yield JudgedRow(row, anchor, place, group, rows[0][4:first], holds, undecided)


def _parts(judged: Sequence[Judged]) -> list[list[Judged]]:
    return [list(judged[start : start + _MOST]) for start in range(0, len(judged), _MOST)] or [[]]


@dataclass(frozen=True)
class _Judging:
    """One statement: the values, and some of the conditions."""

    type_code: str
    where: str
    clocks: Clocks
    asking: Asking
    values: Sequence[str]
    judged: Sequence[Judged]

    @property
    def sql(self) -> str:
        definitions = self.asking.definitions
        kind, moment = definitions.kind(self.type_code), definitions.moment(self.clocks)
        scan = Scan(definitions, kind, self.clocks, self.asking.columns)
        scan.scoped(self.asking.scope_tables, self.asking.rights(kind))
        wanted = scan.filter(definitions.condition(kind, self.where), moment).holds
        values = [scan.value(definitions.value(kind, path), moment).value for path in self.values]
        filters = [scan.filter(self._checked(text), definitions.moment(clocks)) for text, clocks in self.judged]
        told = [one.holds for one in filters] + ["false" if one.undecided == NO else one.undecided for one in filters]
        columns = ", ".join(["id", "anchor", "place", "grp", *values, *told])
        return scan.sql([f"SELECT {columns} FROM stage WHERE {wanted} ORDER BY id"])

    def _checked(self, text: str) -> Checked:
        return self.asking.definitions.condition(self.asking.definitions.kind(self.type_code), text)
