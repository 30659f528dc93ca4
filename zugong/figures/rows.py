"""The rows behind a number, in pages that begin after an id, from the same scan as the number."""

from __future__ import annotations

from dataclasses import dataclass

from zugong.figures.answers import WHOLE, Group, Request, Whole
from zugong.figures.definitions import Definition
from zugong.figures.engine import measured
from zugong.figures.plan import ORGANISATION, Asking, asked_of, candidates, scan_of, with_rows
from zugong.language.duckdb import literal


@dataclass(frozen=True, slots=True)
class Between:
    """Several groups of whole numbers as one, such as a band of ages; both ends inclusive, None where it is open."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class RowItem:
    """A row behind a number. `key` is what is counted: the value counted distinct or summed (money in fen), else its id.

    `place` is the organisation where the row counts.
    """

    id: int
    anchor: int | None
    place: int | None
    key: int | str | bool | None


@dataclass(frozen=True, slots=True)
class RowPage:
    """Rows of record type `type_code`, by id. `after` begins the next page; None where this is the last.

    From all pages the number can be computed again: the rows themselves; the different keys; the sum of the keys.
    """

    figure: str
    type_code: str
    measure: str
    rows: tuple[RowItem, ...]
    after: int | None


def rows_of(
    request: Request,
    asking: Asking,
    *,
    part: int,
    group: Group | Whole | Between = WHOLE,
    after: int | None,
    limit: int,
) -> RowPage:
    """One page of the rows behind a figure, or behind part 0 or 1 of a figure that divides two. Raises RuleBroken."""
    wanted, refused = measured([request], asking.definitions, asking.by)
    if request in refused:
        raise refused[request]
    definition = asking.definitions.measured_parts(request.figure)[part]
    counted = Request(definition.code, request.clocks)
    assert counted in wanted
    if definition.measure == "organisations_with" and not isinstance(group, Between):
        items, type_code = _organisations(counted, definition, asking, group), ORGANISATION
        items = [item for item in items if after is None or item.id > after][: limit + 1]
    else:
        items, type_code = _rows(counted, definition, asking, group, after, limit), definition.kind.code
    shown = tuple(items[:limit])
    more = shown[-1].id if len(items) > limit else None
    return RowPage(definition.code, type_code, definition.measure, shown, more)


def _rows(
    request: Request,
    definition: Definition,
    asking: Asking,
    group: Group | Whole | Between,
    after: int | None,
    limit: int,
) -> list[RowItem]:
    scan = scan_of(definition, request.clocks, asking)
    asked = asked_of(scan, request, definition, asking.definitions)
    where = [asked.filter.holds]
    where += [] if isinstance(group, Whole) else [_in_group(group)]
    where += [] if after is None else [f"id > {int(after)}"]
    key = asked.measured.value if asked.measured else "id"
    selected = f"SELECT id, anchor, place, {key} FROM stage WHERE {' AND '.join(where)} ORDER BY id LIMIT {limit + 1}"
    return [RowItem(*row) for row in asking.columns.execute(scan.sql([selected]))]


def _in_group(group: Group | Between) -> str:
    if isinstance(group, Between):
        ends = [("grp >= {}", group.low), ("grp <= {}", group.high)]
        return " AND ".join(text.format(int(end)) for text, end in ends if end is not None) or "grp IS NOT NULL"
    return "grp IS NULL" if group is None else f"grp = {literal(group)}"


def _organisations(request: Request, definition: Definition, asking: Asking, group: Group | Whole) -> list[RowItem]:
    """The organisations that are counted, each as its own row and key."""
    below = with_rows(request, definition, asking, group if asking.by else WHOLE)
    return [
        RowItem(one.id, one.anchor, one.anchor, one.anchor)
        for one in candidates(definition, request.clocks, asking)
        if one.anchor in below and (asking.by or isinstance(group, Whole) or one.group == group)
    ]
