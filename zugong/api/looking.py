"""Writing down who read rows about persons through the API."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import store_of
from zugong.offices.actions import log_access
from zugong.web.looking import persons_named
from zugong.web.scope import Scope


def log_rows(
    request: HttpRequest, kind: RecordType, ids: Sequence[int], scope: Scope, *, act: str = "api", reason: str = ""
) -> None:
    """Log that the asker read these rows of a type, if they are about persons or name some: each of them can see it."""
    persons = persons_of(kind, ids, scope) if ids else []
    if persons or (kind.about_persons and ids):
        log_access(
            user=request.user, act=act, record_type=kind.code, persons=persons, organisation=scope.root, rows=len(ids),
            reason=reason,
        )  # fmt: skip


def log_persons(request: HttpRequest, type_code: str, persons: Iterable[int]) -> None:
    """Log that the asker was told of these persons."""
    named = sorted(set(persons))
    if named:
        log_access(user=request.user, act="api", record_type=type_code, persons=named, rows=len(named))


def persons_of(kind: RecordType, ids: Iterable[int], scope: Scope) -> list[int]:
    """The anchors of the persons whom these rows are about or name, each once."""
    store = store_of(kind)
    rows = list(store.read(store.queryset().filter(pk__in=list(ids))))
    if kind.code == "person":
        return list(dict.fromkeys(row.anchor for row in rows if row.anchor))
    return persons_named(
        [(field.of, row.values.get(field.code)) for row in rows for field in kind.fields.values()], scope
    )
