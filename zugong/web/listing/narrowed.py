"""Lists narrowed to what conditions cannot say: rows that name given records, or whose name contains some words.

The rows come from the same scan, so the same rights and the same day hold as for every other list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zugong.dictionary.declarations import Depth, RecordType
from zugong.figures.columns import rows_of_all
from zugong.figures.grouping import EVERYWHERE, Grouping, Rights
from zugong.figures.lists import After, ordered
from zugong.figures.plan import Asking
from zugong.figures.queries import this_site
from zugong.figures.scan import Scan
from zugong.kernel.time import Clocks
from zugong.language.duckdb import literal, quoted

_ANCHOR = "anchor"


@dataclass(frozen=True)
class Narrowing:
    """`anchors`: rows whose path is one of these records, "anchor" for the row's own; any path suffices.

    `contains`: or rows whose path contains this text. `also`: and of all rows, each of these paths contains its text.
    `is_asked` is False where neither records nor words narrow the list.
    """

    anchors: Mapping[str, tuple[int, ...]]
    contains: Mapping[str, str]
    also: Mapping[str, str] = field(default_factory=dict)
    is_asked: bool = True


@dataclass(frozen=True)
class NarrowedPage:
    """Rows in their order; `after` begins the next page. Each row is its id and the organisation where it counts."""

    rows: tuple[tuple[int, int | None], ...]
    count: int
    after: After | None


def narrowed_rows(
    kind: RecordType, where: str, clocks: Clocks, grouping: Grouping, rights: Rights, narrowing: Narrowing, *,
    order: str = "", after: After | None = None, limit: int,
) -> NarrowedPage:  # fmt: skip
    """One page of the rows in scope that fit the condition and the narrowing. Raises LanguageError."""
    with this_site().asking(grouping, rights) as asking:
        scan, holds = _scan(kind, where, clocks, asking)
        fits = f"{holds} AND {_narrowed(scan, kind, clocks, asking, narrowing)}"
        by = ordered(scan, kind, order, asking.definitions, asking.definitions.moment(clocks))
        [(count,)] = asking.columns.execute(scan.sql([f"SELECT count(*) FROM stage WHERE {fits}"]))
        beyond = "" if after is None else f" AND {by.beyond(after)}"
        page = f"SELECT id, place, {by.value} FROM stage WHERE {fits}{beyond} {by.clause} LIMIT {limit + 1}"
        found = asking.columns.execute(scan.sql([page])) if limit else []
    last = found[limit - 1] if len(found) > limit else None
    return NarrowedPage(tuple((row[0], row[1]) for row in found[:limit]), count, last and (last[2], last[0]))


def _scan(kind: RecordType, where: str, clocks: Clocks, asking: Asking) -> tuple[Scan, str]:
    scan = Scan(asking.definitions, kind, clocks, asking.columns)
    scan.scoped(asking.scope_tables, asking.rights(kind))
    wanted = scan.filter(asking.definitions.condition(kind, where), asking.definitions.moment(clocks))
    return scan, wanted.holds


def _narrowed(scan: Scan, kind: RecordType, clocks: Clocks, asking: Asking, narrowing: Narrowing) -> str:
    def value(path: str) -> str:
        if path == _ANCHOR:
            return _ANCHOR
        return scan.value(asking.definitions.value(kind, path), asking.definitions.moment(clocks)).value

    named = {path: asking.scope_tables.anchors(frozenset(ids)) for path, ids in narrowing.anchors.items() if ids}
    parts = [f"{value(path)} IN (SELECT anchor FROM {table})" for path, table in named.items()]
    parts += [f"contains({value(path)}, {literal(text)})" for path, text in narrowing.contains.items()]
    also = [f"coalesce(contains({value(path)}, {literal(text)}), false)" for path, text in narrowing.also.items()]
    any_of = f"({' OR '.join(parts)})" if parts else ("false" if narrowing.is_asked else "true")
    return " AND ".join([any_of, *also])


def counts_of_references(
    type_code: str, anchor: int, kinds: Sequence[RecordType], clocks: Clocks, rights: Rights
) -> dict[str, int]:
    """How many rows in scope of each type name the record.

    Fields deeper than names do not count: they would tell what the user may not see.
    """
    with this_site().asking(EVERYWHERE, rights) as asking:
        fields = {kind.code: _naming(kind, type_code) for kind in kinds}
        touched = _touched(anchor, {code: names for code, names in fields.items() if names}, clocks, asking)
        questions = []
        for kind in (kind for kind in kinds if kind.code in touched):
            scan, holds = _scan(kind, "true", clocks, asking)
            narrowing = Narrowing(dict.fromkeys(fields[kind.code], (anchor,)), {})
            fits = f"{holds} AND {_narrowed(scan, kind, clocks, asking, narrowing)}"
            questions.append(f"SELECT {literal(kind.code)}, ({scan.sql([f'SELECT count(*) FROM stage WHERE {fits}'])})")
        found = rows_of_all(asking.columns, questions)
    return {code: count for code, count in found if count}


def _naming(kind: RecordType, type_code: str) -> list[str]:
    return [field.code for field in kind.fields.values() if field.of == type_code and field.depth <= Depth.NAME]


def _touched(anchor: int, fields: Mapping[str, list[str]], clocks: Clocks, asking: Asking) -> set[str]:
    """The types that have such a row anywhere: only they are worth a scan."""
    questions = []
    for code, names in fields.items():
        fits = " OR ".join(f"{quoted(name)} = {int(anchor)}" for name in names)
        relation = asking.columns.relation(code, clocks.known)
        questions.append(f"SELECT {literal(code)} WHERE EXISTS (SELECT 1 FROM {relation} WHERE {fits})")
    return {code for (code,) in rows_of_all(asking.columns, questions)}
