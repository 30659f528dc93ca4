"""Writing down who read rows about persons through the API."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import store_of
from zugong.offices.actions import log_access


def log_rows(request: HttpRequest, kind: RecordType, ids: Sequence[int], *, act: str = "api", reason: str = "") -> None:
    """Log that the asker read these rows of a type, if it is about persons: each of them can see it."""
    if kind.about_persons and ids:
        persons = persons_of(kind, ids)
        log_access(
            user=request.user, act=act, record_type=kind.code, persons=persons, rows=len(ids), reason=reason
        )  # fmt: skip


def log_persons(request: HttpRequest, type_code: str, persons: Iterable[int]) -> None:
    """Log that the asker was told of these persons."""
    named = sorted(set(persons))
    if named:
        log_access(user=request.user, act="api", record_type=type_code, persons=named, rows=len(named))


def persons_of(kind: RecordType, ids: Iterable[int]) -> list[int]:
    """The anchors of the persons whom these rows are about, each once."""
    store = store_of(kind)
    rows = list(store.read(store.queryset().filter(pk__in=list(ids))))
    if kind.code == "person":
        return list(dict.fromkeys(row.anchor for row in rows if row.anchor))
    fields = [field.code for field in kind.fields.values() if field.of == "person"]
    return list(dict.fromkeys(row.values[code] for row in rows for code in fields if row.values.get(code)))
