"""One plan for many figures: per record type, day and entry one scan, and from it every number, in all groups at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from zugong.dictionary.declarations import RecordType
from zugong.figures.answers import Group, Request, Tallies, Tally, Whole
from zugong.figures.columns import Columns, ScopeTables
from zugong.figures.definitions import Definition, Definitions, hangs_on_the_day
from zugong.figures.grouping import Grouping, Rights
from zugong.figures.parts import Asked, Part, parts_of
from zugong.figures.scan import Scan
from zugong.kernel.time import Clocks, Period
from zugong.language.tree import Checked

ORGANISATION = "organisation"


@dataclass(frozen=True)
class Asking:
    """Everything that is the same for all figures asked together. `by` is the path to split by; empty: organisation.

    Two askings of one question need different names for the tables of their scopes.
    """

    definitions: Definitions
    columns: Columns
    grouping: Grouping
    rights: Rights
    by: str = ""
    scope_name: str = "scope"
    _candidates: dict[tuple[str, date, int | None], list[Candidate]] = field(default_factory=dict, repr=False)

    @cached_property
    def scope_tables(self) -> ScopeTables:
        """The id sets of grouping and rights beside the columns."""
        return ScopeTables(self.columns, self.grouping, self.scope_name)

    def split(self, kind: RecordType) -> Checked | None:
        """The checked path to split rows of the type by. Raises LanguageError."""
        return self.definitions.value(kind, self.by) if self.by else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that an organisations_with figure may count: its row on the tree day, and its group."""

    id: int
    anchor: int
    group: Group


def tallies(wanted: Mapping[Request, Definition], asking: Asking) -> dict[Request, Tallies]:
    """What is counted for each request, in all groups and in total."""
    scans: dict[tuple[str, Clocks], list[Request]] = defaultdict(list)
    kinds = {definition.kind.code: definition.kind for definition in wanted.values()}
    by_day = {code for code, kind in kinds.items() if _is_placed_by_day(kind, asking)}
    for request, definition in wanted.items():
        code = definition.kind.code
        scans[code, _of_one_scan(request.clocks, is_by_day=code in by_day)].append(request)
    statements = [part for requests in scans.values() for part in _in_statements(requests, wanted)]
    counted = _counted(statements, asking)
    return {asked.request: _tallies(asked, asking) for asked in counted}


def _in_statements(
    requests: Sequence[Request], wanted: Mapping[Request, Definition]
) -> list[dict[Request, Definition]]:
    """The requests of one scan, in as many statements as it takes for none to look into too many other types.

    DuckDB holds all tables of one statement's existence tests at once, and planning them costs more than one more scan.
    """
    parts: list[dict[Request, Definition]] = [{}]
    weight = 0
    for request in requests:
        definition = wanted[request]
        weight += definition.looks_elsewhere
        if parts[-1] and weight > _MOST_LOOKS:
            parts.append({})
            weight = definition.looks_elsewhere
        parts[-1][request] = definition
    return parts


def scan_of(definition: Definition, clocks: Clocks, asking: Asking) -> Scan:
    """A scan of the figure's record type, scoped and split as the asking says."""
    scan = Scan(asking.definitions, definition.kind, clocks, asking.columns)
    scan.scoped(asking.scope_tables, asking.rights(definition.kind))
    split = asking.split(definition.kind)
    if split:
        scan.grouped_by(split, asking.definitions.moment(clocks))
    return scan


def asked_of(scan: Scan, request: Request, definition: Definition, definitions: Definitions) -> Asked:
    """The figure put into the scan."""
    moment = definitions.moment(request.clocks)
    measured = scan.value(definition.path, moment) if definition.path else None
    return Asked(request, definition, scan.filter(definition.condition, moment), measured)


def candidates(definition: Definition, clocks: Clocks, asking: Asking) -> list[Candidate]:
    """The organisations of the figure's kinds in force on the tree day, in scope, by the id of their row."""
    key = (definition.code, clocks.tree, clocks.known)
    if key not in asking._candidates:
        asking._candidates[key] = _candidates(definition, clocks, asking)
    return asking._candidates[key]


def _candidates(definition: Definition, clocks: Clocks, asking: Asking) -> list[Candidate]:
    kind = asking.definitions.kind(ORGANISATION)
    on_tree_day = Clocks.at(clocks.tree, known=clocks.known)
    scan = Scan(asking.definitions, kind, on_tree_day, asking.columns)
    scan.scoped(asking.scope_tables, asking.rights(kind))
    codes = ", ".join(f"'{code}'" for code in definition.organisation_kinds)
    condition = asking.definitions.condition(kind, f"holds() and kind in ({codes})")
    holds = scan.filter(condition, asking.definitions.moment(on_tree_day)).holds
    rows = asking.columns.execute(scan.sql([f"SELECT id, anchor, grp FROM stage WHERE {holds} ORDER BY id"]))
    return [Candidate(*row) for row in rows]


_MOST_LOOKS = 24
_ANY_DAY = date(2000, 1, 1)
_ANY_PERIOD = Period.year(2000)


def _of_one_scan(clocks: Clocks, *, is_by_day: bool) -> Clocks:
    """What clocks must share to be served by one scan: periods may differ, and days where no row is placed by the day."""
    day = clocks.on if is_by_day else _ANY_DAY
    return Clocks(day, day, _ANY_PERIOD, clocks.known)


def _is_placed_by_day(kind: RecordType, asking: Asking) -> bool:
    """Does the organisation or the group of a row of this type hang on the day asked about?"""
    read = [asking.definitions.place(kind), asking.split(kind)]
    return any(checked is not None and hangs_on_the_day(checked, is_state=kind.is_state) for checked in read)


@dataclass(frozen=True, slots=True)
class _Pass:
    """One statement that counts all figures of one scan, and the parts into which its rows are put."""

    asked: list[Asked]
    parts: list[Part]
    sql: str


def _counted(scans: Sequence[Mapping[Request, Definition]], asking: Asking) -> list[Asked]:
    """The figures of several scans with their counts filled in; each scan is one statement."""
    passes = [_pass(wanted, asking) for wanted in scans]
    answers = asking.columns.execute_all([one.sql for one in passes])
    for one, rows in zip(passes, answers, strict=True):
        for number, group, organisation, numbers in rows:
            one.parts[number].put(group, organisation, numbers)
    return [asked for one in passes for asked in one.asked]


def _pass(wanted: Mapping[Request, Definition], asking: Asking) -> _Pass:
    first, definition = next(iter(wanted.items()))
    scan = scan_of(definition, first.clocks, asking)
    asked = [asked_of(scan, request, definition, asking.definitions) for request, definition in wanted.items()]
    parts = parts_of(asked)
    return _Pass(asked, parts, scan.sql([part.select(number) for number, part in enumerate(parts)]))


def _tallies(asked: Asked, asking: Asking) -> Tallies:
    measure, counts = asked.definition.measure, asked.counts
    sums = [sum(column) for column in zip(*counts.numbers.values(), strict=True)] or [0, 0, 0]
    values: Mapping[Group, int]
    if measure == "organisations_with":
        whole, values = _organisations_with(asked, asking)
    elif measure == "distinct":
        whole, values = counts.whole_distinct, counts.distinct
    else:
        place = 2 if measure == "sum" else 0
        whole, values = sums[place], {group: numbers[place] for group, numbers in counts.numbers.items()}
    groups = {
        group: Tally(values.get(group, 0), *counts.numbers.get(group, (0, 0))[:2]) for group in counts.numbers | values
    }
    return Tallies(Tally(whole, sums[0], sums[1]), groups)


def with_rows(request: Request, definition: Definition, asking: Asking, group: Group | Whole) -> set[int]:
    """The organisations that have a row of the figure themselves or below them, in that group of values or in all."""
    [asked] = _counted([{request: definition}], asking)
    found = asked.counts.organisations
    chosen = set().union(*found.values()) if isinstance(group, Whole) else found.get(group, set())
    return asking.grouping.with_all_above(chosen)


def _organisations_with(asked: Asked, asking: Asking) -> tuple[int, dict[Group, int]]:
    """How many candidates have a row themselves or below them, in all and by group."""
    found = candidates(asked.definition, asked.request.clocks, asking)
    with_row = asked.counts.organisations
    all_above = asking.grouping.with_all_above(set().union(*with_row.values()))
    groups: dict[Group, int] = defaultdict(int)
    if asking.by:
        for group, organisations in with_row.items():
            above = asking.grouping.with_all_above(organisations)
            groups[group] = sum(one.anchor in above for one in found)
    else:
        for one in found:
            groups[one.group] += one.anchor in all_above
    return sum(one.anchor in all_above for one in found), groups
