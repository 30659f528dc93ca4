"""Persons who are members elsewhere or nowhere, but whom a row names that the user may list."""

from __future__ import annotations

from collections.abc import Sequence

from zugong.dictionary.declarations import Depth, RecordType
from zugong.figures.columns import bundles
from zugong.figures.grouping import EVERYWHERE
from zugong.figures.plan import Asking
from zugong.figures.queries import this_site
from zugong.figures.scan import Scan
from zugong.kernel.keeping import Kept
from zugong.kernel.time import Clocks, today
from zugong.language.duckdb import quoted
from zugong.web.kept_answers import seen_key
from zugong.web.scope import Scope

_PERSON = "person"


def named_among(persons: Sequence[int], scope: Scope) -> frozenset[int]:
    """Those of these persons whose page the user may open because a row in scope names them, by today's rights.

    Fields deeper than names do not count: they would tell what the user may not see.
    """
    kinds = [kind for kind in scope.catalogue.types.values() if scope.may_list(kind) and _naming(kind)]
    if not persons or not kinds:
        return frozenset()
    # What was suggested while somebody typed is asked again by the page that they open.
    return _kept.value((seen_key(scope), frozenset(persons)), lambda: _named_among(persons, kinds, scope))


_kept: Kept[frozenset[int]] = Kept()


def _named_among(persons: Sequence[int], kinds: Sequence[RecordType], scope: Scope) -> frozenset[int]:
    wanted = ", ".join(str(int(person)) for person in persons)
    with this_site().asking(EVERYWHERE, scope.names) as asking:
        naming = asking.columns.execute_all([_touching(bundle, wanted, asking) for bundle in bundles(kinds)])
        touched = {code for rows in naming for (code,) in rows}
        asked = [_questions(kind, wanted, asking) for kind in kinds if kind.code in touched]
        found = asking.columns.execute_all([" UNION ".join(questions) for questions in asked])
    return frozenset(person for rows in found for (person,) in rows)


def _naming(kind: RecordType) -> list[str]:
    return [field.code for field in kind.fields.values() if field.of == _PERSON and field.depth <= Depth.NAME]


def _touching(kinds: Sequence[RecordType], wanted: str, asking: Asking) -> str:
    """Asks which types name one of them anywhere in reach: only they are worth a scan.

    They meet the persons in one join: a comparison with each type would be a join each.
    """
    named = " UNION ALL ".join(
        f"SELECT '{kind.code}' AS type, {quoted(code)} AS person FROM {_in_reach(kind, asking)}"
        for kind in kinds
        for code in _naming(kind)
    )
    return f"SELECT DISTINCT type FROM ({named}) SEMI JOIN (SELECT unnest([{wanted}]) AS person) USING (person)"


def _in_reach(kind: RecordType, asking: Asking) -> str:
    """The rows of the type; where a field of their own places them, only those that the rights reach."""
    rights, relation = asking.rights(kind), asking.columns.relation(kind.code)
    if kind.place not in kind.fields or rights.organisations is None or rights.also:
        return relation
    reached = asking.scope_tables.organisations(rights)
    return f"{relation} AS placed SEMI JOIN {reached} AS scope ON scope.organisation = placed.{quoted(kind.place)}"


def _questions(kind: RecordType, wanted: str, asking: Asking) -> list[str]:
    clocks = Clocks.at(today())
    scan = Scan(asking.definitions, kind, clocks, asking.columns)
    scan.scoped(asking.scope_tables, asking.rights(kind))
    moment = asking.definitions.moment(clocks)
    holds = scan.filter(asking.definitions.condition(kind, "true"), moment).holds
    values = [scan.value(asking.definitions.value(kind, code), moment).value for code in _naming(kind)]
    parts = [f"SELECT {value} FROM stage WHERE {holds} AND {value} IN ({wanted})" for value in values]
    return [f"SELECT * FROM ({scan.sql([part])})" for part in parts]
