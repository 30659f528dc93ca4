"""What can be wrong with commendations once all files of a pack are read: kinds and conditions."""

from __future__ import annotations

from collections.abc import Iterator

from zugong.kernel.errors import PackError
from zugong.language.checker import check
from zugong.language.errors import LanguageError
from zugong.language.schema import Schema
from zugong.packs.commendations import Commendation, read_commendations
from zugong.packs.pack import Pack
from zugong.packs.reading import nearest

_TYPE = "commendation"


def commendation_errors(pack: Pack, schema: Schema) -> Iterator[PackError]:
    """Everything wrong with the commendations of a pack, in their order."""
    try:
        found = read_commendations(tuple(pack.folders))
    except PackError as error:
        yield error
        return
    for one in found.values():
        yield from _kind_errors(one, schema)
        yield from _condition_errors(one, pack, schema)


def _kind_errors(one: Commendation, schema: Schema) -> Iterator[PackError]:
    table = schema.get(_TYPE)
    kinds = table.field_type("kind").codes if table and table.field_type("kind") else None
    if kinds is not None and one.commendation not in kinds:
        near = nearest(one.commendation, kinds)
        yield one.error(f"{one.commendation!r} is no code of {_TYPE}.kind{near}", key="commendation")


def _condition_errors(one: Commendation, pack: Pack, schema: Schema) -> Iterator[PackError]:
    if one.of not in schema:
        return
    for rule in one.rules:
        for condition in rule.conditions:
            try:
                check(condition.where, one.of, schema, pack.rules)
            except LanguageError as error:
                yield condition.error(str(error), key="where")
