"""Between two numbers of one figure on different clocks: what entered and what left, and at which step.

From one number to the other lead three steps, each changing one thing: what is known, the day, the tree. What enters or
leaves at a step is explained by it, and all of it together is the difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal

from zugong.figures.answers import WHOLE, Request
from zugong.figures.columns import Columns
from zugong.figures.definitions import Definition, Definitions
from zugong.figures.engine import measured
from zugong.figures.grouping import Grouping, Rights
from zugong.figures.plan import ORGANISATION, Asking, asked_of, candidates, scan_of, with_rows
from zugong.figures.queries import Site, this_site
from zugong.kernel.time import Clocks

StepName = Literal["known", "day", "tree"]


@dataclass(frozen=True)
class End:
    """One of the two numbers: its clocks, and where rows count under its tree."""

    clocks: Clocks
    grouping: Grouping


@dataclass(frozen=True)
class Movement:
    """What entered, or left, at one step: how many things, and by how much the number moved (money in fen).

    A thing of which only the amount changed counts among those that left, with its change.
    """

    step: StepName
    entered: bool
    count: int
    amount: int


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A row that entered or left: the row that counted, where, and what is counted for it."""

    id: int
    place: int | None
    key: int | str | bool


@dataclass(frozen=True)
class MovedPage:
    """Rows of a movement by id; `after` begins the next page, None where this is the last."""

    type_code: str
    rows: tuple[MovedRow, ...]
    after: int | None


@dataclass(frozen=True)
class Way:
    """From one number of a figure that measures rows to another; both are counted with the same rights."""

    figure: str
    before: End
    after: End

    def steps(self) -> list[tuple[StepName, End, End]]:
        """The steps that change anything, in order."""
        first, last = self.before, self.after
        known = End(first.clocks.as_known(last.clocks.known), first.grouping)
        day = End(replace(last.clocks, tree=first.clocks.tree), first.grouping)
        found: list[tuple[StepName, End, End]] = [("known", first, known), ("day", known, day), ("tree", day, last)]
        return [(name, one, other) for name, one, other in found if one != other]


def movements(way: Way, rights: Rights, *, site: Site | None = None) -> list[Movement]:
    """What entered and left at each step, in the order of the steps; nothing for what did not happen. Raises RuleBroken."""
    with _walking(way, rights, site) as walk:
        return [
            Movement(step, entered, count, amount)
            for step, one, other in way.steps()
            for entered, count, amount in walk.counted(one, other)
        ]


def moved_rows(
    way: Way, rights: Rights, step: str, *, entered: bool, after: int | None, limit: int, site: Site | None = None
) -> MovedPage:
    """One page of the rows of a movement; empty where there is no such step. Raises RuleBroken."""
    with _walking(way, rights, site) as walk:
        found = [(one, other) for name, one, other in way.steps() if name == step]
        rows = walk.rows(*found[0], entered=entered, after=after, limit=limit + 1) if found else []
        shown = tuple(rows[:limit])
        return MovedPage(walk.type_code, shown, shown[-1].id if len(rows) > limit else None)


@contextmanager
def _walking(way: Way, rights: Rights, site: Site | None) -> Iterator[_Walk]:
    """One question to the copy, in which every end is asked of the same state."""
    asked = site or this_site()
    definition = asked.definitions.measured(way.figure)
    with asked.copy.question() as columns:
        yield _Walk(asked.definitions, definition, columns, rights)


class _Walk:
    """Compares ends of one figure."""

    def __init__(self, definitions: Definitions, definition: Definition, columns: Columns, rights: Rights) -> None:
        self._definitions, self._definition, self._columns, self._rights = definitions, definition, columns, rights
        self._askings = 0

    @property
    def type_code(self) -> str:
        is_organisations = self._definition.measure == "organisations_with"
        return ORGANISATION if is_organisations else self._definition.kind.code

    def counted(self, one: End, other: End) -> Sequence[tuple[bool, int, int]]:
        """(entered, how many, amount), those that entered first."""
        moved = "sum(coalesce(after_amount, 0) - coalesce(before_amount, 0))"
        sql = f"SELECT before_key IS NULL, count(*), {moved} FROM {self._both(one, other)} GROUP BY 1 ORDER BY 1 DESC"
        return [(entered, count, int(amount)) for entered, count, amount in self._columns.execute(sql)]

    def rows(self, one: End, other: End, *, entered: bool, after: int | None, limit: int) -> list[MovedRow]:
        """Those that entered, with their row after the step; or those that left or changed, with their row before it."""
        row, place, key = (f"coalesce(before_{name}, after_{name})" for name in ("id", "place", "key"))
        where = f"before_key IS {'' if entered else 'NOT '}NULL AND {row} > {int(after or 0)}"
        sql = f"SELECT {row}, {place}, {key} FROM {self._both(one, other)} WHERE {where} ORDER BY 1 LIMIT {int(limit)}"
        return [MovedRow(*found) for found in self._columns.execute(sql)]

    def _both(self, one: End, other: End) -> str:
        names = ("key", "id", "place", "amount")
        shown = ", ".join(f"{end}.{name} AS {end}_{name}" for end in ("before", "after") for name in names)
        ends = f"({self._end(one)}) AS before FULL JOIN ({self._end(other)}) AS after ON before.key = after.key"
        return f"(SELECT {shown} FROM {ends} WHERE before.amount IS DISTINCT FROM after.amount)"

    def _end(self, end: End) -> str:
        """A query for (key, id, place, amount) of everything that counts there."""
        request = Request(self._definition.code, end.clocks)
        _, refused = measured([request], self._definitions, "")
        if refused:
            raise refused[request]
        asking = self._asking(end)
        if self._definition.measure == "organisations_with":
            return self._organisations(request, asking)
        return self._things(request, asking)

    def _things(self, request: Request, asking: Asking) -> str:
        scan = scan_of(self._definition, request.clocks, asking)
        asked = asked_of(scan, request, self._definition, self._definitions)
        value, measure = asked.measured.value if asked.measured else "", self._definition.measure
        # A record goes on in another row when something about it changes, so it is compared by its anchor where it has one.
        key = value if measure == "distinct" else "coalesce(anchor, id)"
        amount = f"sum({value})" if measure == "sum" else "1" if measure == "distinct" else "count(*)"
        rows = f"SELECT {key} AS key, min(id) AS id, arg_min(place, id) AS place, {amount} AS amount FROM stage"
        return scan.sql([f"{rows} WHERE {asked.filter.holds} AND {key} IS NOT NULL GROUP BY {key}"])

    def _organisations(self, request: Request, asking: Asking) -> str:
        having = with_rows(request, self._definition, asking, WHOLE)
        found = [one for one in candidates(self._definition, request.clocks, asking) if one.anchor in having]
        values = ", ".join(f"({one.anchor}, {one.id})" for one in found) or "(NULL, NULL)"
        return (
            f"SELECT key, id, key AS place, 1 AS amount FROM (VALUES {values}) AS found(key, id) WHERE key IS NOT NULL"
        )

    def _asking(self, end: End) -> Asking:
        self._askings += 1
        name = f"scope_{self._askings}"
        return Asking(self._definitions, self._columns, end.grouping, self._rights, scope_name=name)
