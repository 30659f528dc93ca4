"""What can be wrong with dues once all files of a pack are read: words that no code list knows."""

from __future__ import annotations

from collections.abc import Iterator

from zugong.kernel.errors import PackError
from zugong.language.schema import Schema
from zugong.packs.dues import DuesRule, ShareRule, read_dues, read_shares
from zugong.packs.pack import Pack
from zugong.packs.reading import Declared, nearest

#: The record types whose fields give the words, where a pack has them.
_NEEDED = ("dues_amount", "membership", "organisation", "person")


def dues_errors(pack: Pack, schema: Schema) -> Iterator[PackError]:
    """Everything wrong with the tables and shares of a pack, in their order."""
    try:
        tables, shares = read_dues(tuple(pack.folders)), read_shares(tuple(pack.folders))
    except PackError as error:
        yield error
        return
    if not all(name in schema for name in _NEEDED):
        return
    for rule in (*tables, *shares):
        for key, word, field in _words(rule):
            yield from _unknown(rule, key, word, field, schema)


def _words(rule: DuesRule | ShareRule) -> Iterator[tuple[str, str, str]]:
    """Key, word and field of each word that a code list must know."""
    if isinstance(rule, ShareRule):
        yield from (("percent", kind, "organisation.kind") for kind in rule.percent)
        return
    yield from (("not_due", standing, "membership.standing") for standing in rule.not_due)
    for payer in rule.payers:
        yield "payers", payer.payer, "dues_amount.payer"
        yield from (("payers", word, "person.occupation") for word in payer.occupations)


def _unknown(about: Declared, key: str, word: str, field: str, schema: Schema) -> Iterator[PackError]:
    type_code, _, name = field.partition(".")
    found = schema[type_code].field_type(name)
    if found is not None and found.codes is not None and word not in found.codes:
        yield about.error(f"{word!r} is no code of {field}{nearest(word, found.codes)}", key=key)
