"""Values destroyed for good, in every row that was ever recorded of them, believed or not."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from django.db import models

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.models import LedgerRow
from zugong.dictionary.store import COMPACT, ModelStore, store_of
from zugong.kernel.facts.models import Entry, Erasure


def rows_about(kind: RecordType, field: str, anchor: int) -> models.QuerySet:
    """Every row of a type that names somebody in a field, believed or not."""
    found = store_of(kind).queryset()
    if not kind.is_ledger:
        return found.filter(**{f"{field}_id": anchor})
    likely = found.filter(body__contains=f'"{field}":{anchor}').values_list("pk", "body")
    return found.filter(pk__in=[pk for pk, body in likely if json.loads(body).get(field) == anchor])


def erase_values(kind: RecordType, rows: Iterable[int], fields: Collection[str], *, entry: Entry) -> int:
    """Empty fields of rows, with the hashes and keys computed of them. Must stand inside `recording`.

    What remains of a row says that something was there and, by its erasure, when, why and by whom it was destroyed.
    Whoever keeps copies (the columnar copy, the search index) must make them anew afterwards.
    """
    store, ids = store_of(kind), list(rows)
    name_erased(store.model, ids, entry=entry)
    if isinstance(store, ModelStore):
        store.queryset().filter(pk__in=ids).update(**_emptied(store, fields))
        return len(ids)
    for row in LedgerRow.objects.filter(pk__in=ids):
        left = {code: value for code, value in json.loads(row.body).items() if code not in fields}
        if (body := COMPACT.encode(left)) != row.body:
            LedgerRow.objects.filter(pk=row.pk).update(body=body)
    return len(ids)


def name_erased(model: type[models.Model], rows: Iterable[int], *, entry: Entry) -> None:
    """Write down whose values go, which is what lets the guards of the database let them go."""
    table = model._meta.db_table
    Erasure.objects.bulk_create(
        [Erasure(entry=entry, table=table, row=pk) for pk in rows], ignore_conflicts=True, batch_size=500
    )


def _emptied(store: ModelStore, fields: Collection[str]) -> dict[str, Any]:
    """What each column becomes: nothing, or an empty text where the table demands one."""
    names = {column.name for column in store.model._meta.concrete_fields}
    wanted = {f"{code}{ending}" for code in fields for ending in ("", "_sealed", "_hash")}
    wanted |= set(getattr(store.model, "computed_columns", {}))
    return {name: None if store.model._meta.get_field(name).null else "" for name in wanted & names}
