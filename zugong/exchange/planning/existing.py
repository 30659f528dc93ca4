"""The rows believed so far of the things that a file speaks of, loaded in bulk and grouped as the database keeps them apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import LedgerStore, StoredRow, Values, store_of
from zugong.exchange.planning.comparing import Statement
from zugong.exchange.planning.names import chunks

Group = tuple[Any, ...]


class Existing:
    """Believed rows of one record type, by group.

    A group is what the database lets hold only once at a time: the anchor, the person of a membership, the post of an
    appointment; for ledgers the natural key. Rows of a group come in order of time. Encrypted values are in clear, since
    they are compared and copied.
    """

    def __init__(self, kind: RecordType) -> None:
        self.kind, self.store = kind, store_of(kind)
        self._groups: dict[Group, list[StoredRow]] = {}
        self._fields = self._group_fields()
        self._references = [field.code for field in kind.fields.values() if field.of]

    def _group_fields(self) -> tuple[str, ...]:
        if self.kind.is_ledger:
            return ()
        names = getattr(self.store.model, "one_at_a_time", ())
        return () if names == ("anchor",) else names

    def group_of(self, anchor: int | None, values: Values, since: Any) -> Group:
        """The group of a row."""
        if self.kind.is_ledger:
            return self.store.natural_key(values, since)
        if not self._fields:
            return (anchor,)
        return tuple([values.get(name) for name in self._fields])

    def load(self, statements: Iterable[Statement]) -> None:
        """Read the groups of all statements."""
        groups: dict[Group, Statement] = {}
        for statement in statements:
            statement.group = self.group_of(statement.anchor, statement.values, statement.since)
            groups[statement.group] = statement
        for row in self._read(groups):
            group = self.group_of(row.anchor, row.values, row.since)
            if group in groups:
                self._groups.setdefault(group, []).append(row)
        for rows in self._groups.values():
            rows.sort(key=lambda row: row.since)

    def _read(self, groups: Mapping[Group, Statement]) -> Iterator[StoredRow]:
        store = self.store
        if isinstance(store, LedgerStore):
            wanted = [store.hash_of(group) for group, found in groups.items() if self._is_old(found)]
            # Without the ledger's code, which the hash contains: SQLite would go through the whole ledger for it.
            for part in chunks(wanted):
                yield from store.read(store.model.objects.believed().filter(key_hash__in=part), unsealed=True)
            return
        for part in chunks({group[0] for group in groups if not _is_stand_in(group[0])}):
            believed = store.queryset().believed().filter(**{f"{self._group_column}__in": part})
            yield from store.read(believed, unsealed=True)

    @cached_property
    def _group_column(self) -> str:
        column = self._fields[0] if self._fields else "anchor"
        return f"{column}_id" if column == "anchor" or self.kind.fields[column].of else column

    def once_believed(self, groups: Iterable[Group]) -> dict[Group, list[StoredRow]]:
        """Rows of these groups that were withdrawn other than by an undo: what was believed and is no more.

        Only for kinds with a table of their own; no ledger has fields that by nature do not change.
        """
        found: dict[Group, list[StoredRow]] = {}
        withdrawn = self.store.queryset().filter(retracted_in__isnull=False).exclude(retracted_in__kind="undo")
        for part in chunks({group[0] for group in groups}):
            for row in self.store.read(withdrawn.filter(**{f"{self._group_column}__in": part}), unsealed=True):
                found.setdefault(self.group_of(row.anchor, row.values, row.since), []).append(row)
        return found

    def _is_old(self, statement: Statement) -> bool:
        """Could it be in the store? Not where it is about a record that this file makes."""
        return not any(_is_stand_in(statement.values.get(code)) for code in self._references)

    def rows(self, group: Group) -> list[StoredRow]:
        """The believed rows of a group, in order of time."""
        return self._groups.get(group, [])

    def same_thing(self, statement: Statement) -> list[StoredRow]:
        """The believed rows with the statement's natural key, in order of time."""
        rows = self._groups.get(statement.group, [])
        if not rows or self.kind.is_ledger or not self._fields or set(self.kind.key) <= set(self._fields):
            return rows
        key = self.store.natural_key(statement.values, statement.since)
        return [row for row in rows if self.store.natural_key(row.values, row.since) == key]


def _is_stand_in(value: Any) -> bool:
    return isinstance(value, int) and value < 0
