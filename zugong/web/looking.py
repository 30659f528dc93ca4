"""Writes down who looked at personal data: every list and every page that shows it, every reveal with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest

from zugong.dictionary.declarations import RecordType
from zugong.offices.actions import log_access
from zugong.web.listing.references import known_records
from zugong.web.listing.subject import Subject
from zugong.web.scope import Scope, scope_of


def log_list(
    request: HttpRequest, kind: RecordType, persons: Iterable[int], rows: int, *, organisation: int | None = None,
    figure: str = "",
) -> None:  # fmt: skip
    """A list that named persons was shown, or the rows behind a `figure`; lists that name nobody are not logged."""
    named = sorted(persons)
    if named:
        place = organisation or scope_of(request).root
        log_access(
            user=request.user, act="figure" if figure else "list", record_type=kind.code, persons=named,
            organisation=place, rows=rows, reason=figure,
        )  # fmt: skip


def log_view(request: HttpRequest, subject: Subject) -> None:
    """A record about persons was opened. Looking at one's own record is no look of others."""
    _log(request, subject, act="view", reason="")


def log_reveal(request: HttpRequest, subject: Subject, *, reason: str) -> None:
    """Encrypted values were asked for, with the reason; whoever they concern."""
    _log(request, subject, act="reveal", reason=reason)


def _log(request: HttpRequest, subject: Subject, *, act: str, reason: str) -> None:
    persons = persons_of(subject, scope_of(request))
    if subject.is_own or not (persons or act == "reveal"):
        return
    log_access(
        user=request.user, act=act, record_type=subject.kind.code, persons=persons, organisation=subject.place, rows=1,
        reason=reason,
    )  # fmt: skip


def persons_of(subject: Subject, scope: Scope) -> list[int]:
    """Whom a record is about, or after whom something is called that it names: the material of somebody's file."""
    if subject.kind.code == "person":
        return [subject.identity]
    referred = [(field.of, subject.row.values.get(field.code)) for field in subject.kind.fields.values()]
    return persons_named(referred, scope)


def persons_named(referred: Sequence[tuple[str, int | None]], scope: Scope) -> list[int]:
    """The persons among these references (record type, anchor), and those after whom a nameless record is called."""
    persons = {value for code, value in referred if code == "person" and value}
    nameless = [(code, value) for code, value in referred if code and value and not scope.catalogue.types[code].label]
    return sorted(persons | known_records(nameless, scope.clocks, scope.catalogue, "en").persons)
