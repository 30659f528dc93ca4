"""Persons who are members elsewhere or nowhere, but whom a row names that the user may list."""

from __future__ import annotations

from collections.abc import Sequence

from zugong.dictionary.declarations import Depth, RecordType
from zugong.figures.grouping import EVERYWHERE
from zugong.figures.plan import Asking
from zugong.figures.queries import this_site
from zugong.figures.scan import Scan
from zugong.kernel.time import Clocks, today
from zugong.language.duckdb import quoted
from zugong.web.scope import Scope

_PERSON = "person"


def named_among(persons: Sequence[int], scope: Scope) -> frozenset[int]:
    """Those of these persons whose page the user may open because a row in scope names them, by today's rights.

    Fields deeper than names do not count: they would tell what the user may not see.
    """
    kinds = [kind for kind in scope.catalogue.types.values() if scope.may_list(kind) and _naming(kind)]
    if not persons or not kinds:
        return frozenset()
    wanted = ", ".join(str(int(person)) for person in persons)
    with this_site().asking(EVERYWHERE, scope.names) as asking:
        touched = _touched(kinds, wanted, asking)
        questions = [question for kind in touched for question in _questions(kind, wanted, asking)]
        found = asking.columns.execute(" UNION ".join(questions)) if questions else []
    return frozenset(person for (person,) in found)


def _naming(kind: RecordType) -> list[str]:
    return [field.code for field in kind.fields.values() if field.of == _PERSON and field.depth <= Depth.NAME]


def _touched(kinds: Sequence[RecordType], wanted: str, asking: Asking) -> list[RecordType]:
    """The types that name one of them anywhere: only they are worth a scan."""
    questions = []
    for kind in kinds:
        fits = " OR ".join(f"{quoted(code)} IN ({wanted})" for code in _naming(kind))
        relation = asking.columns.relation(kind.code)
        questions.append(f"SELECT '{kind.code}' WHERE EXISTS (SELECT 1 FROM {relation} WHERE {fits})")
    codes = {code for (code,) in asking.columns.execute(" UNION ALL ".join(questions))}
    return [kind for kind in kinds if kind.code in codes]


def _questions(kind: RecordType, wanted: str, asking: Asking) -> list[str]:
    clocks = Clocks.at(today())
    scan = Scan(asking.definitions, kind, clocks, asking.columns)
    scan.scoped(asking.scope_tables, asking.rights(kind))
    moment = asking.definitions.moment(clocks)
    holds = scan.filter(asking.definitions.condition(kind, "true"), moment).holds
    values = [scan.value(asking.definitions.value(kind, code), moment).value for code in _naming(kind)]
    parts = [f"SELECT {value} FROM stage WHERE {holds} AND {value} IN ({wanted})" for value in values]
    return [f"SELECT * FROM ({scan.sql([part])})" for part in parts]
