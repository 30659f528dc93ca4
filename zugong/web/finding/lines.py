"""A hit as a line: what it is called now, where it stands, and by which former name it was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import StoredRow, store_of
from zugong.finding.queries import Hit, hits_of
from zugong.finding.rules import Wanted, plain
from zugong.web.listing.references import address_of
from zugong.web.scope import Scope


@dataclass(frozen=True)
class FoundLine:
    """One thing found. `note` says where it stands; `remark` what must not be overlooked: a former name, an end."""

    label: str
    note: str
    address: str
    remark: str = ""
    is_ended: bool = False
    is_exact: bool = False


def lines_of(
    kind: RecordType, hits: Sequence[Hit], asked: Wanted, scope: Scope, language: str
) -> tuple[FoundLine, ...]:
    """The lines of these hits, in their order; one question for all of them."""
    store = store_of(kind)
    rows = {row.id: row for row in store.read(store.queryset().filter(pk__in=[hit.row for hit in hits]))}
    return tuple(_line(kind, hit, rows[hit.row], asked, scope, language) for hit in hits if hit.row in rows)


def _line(kind: RecordType, hit: Hit, row: StoredRow, asked: Wanted, scope: Scope, language: str) -> FoundLine:
    label = str(row.values.get(kind.label) or hit.name)
    return FoundLine(
        label=label,
        note=_note(kind, hit, row, scope, language),
        address=address_of(kind.code, hit.anchor),
        remark=_remark(hit, label),
        is_ended=hit.ended_on is not None,
        is_exact=asked.letters in (plain(hit.name), plain(label)) and hit.ended_on is None,
    )


def _remark(hit: Hit, label: str) -> str:
    parts = []
    if hit.named_until:
        parts.append(gettext("called %(name)s until %(day)s") % {"name": hit.name, "day": hit.named_until.isoformat()})
    elif hit.name and plain(hit.name) != plain(label):
        parts.append(hit.name)
    if hit.ended_on:
        parts.append(gettext("ended on %(day)s") % {"day": hit.ended_on.isoformat()})
    return gettext("; ").join(parts)


def _note(kind: RecordType, hit: Hit, row: StoredRow, scope: Scope, language: str) -> str:
    """Where it stands, as far as the user may know: an organisation's superior, a person's branch, else its place."""
    place = _place(kind, hit, row, scope)
    name = scope.todays_tree.name(place) if place in scope.todays_tree and scope.may_open(place) else ""
    field = kind.fields.get("kind")
    sort = field.type.show(row.values["kind"], field, language) if field and row.values.get("kind") else ""
    return " · ".join(part for part in (sort, name) if part)


def _place(kind: RecordType, hit: Hit, row: StoredRow, scope: Scope) -> int | None:
    if kind.place == "this":
        return scope.todays_tree.parent(hit.anchor) if hit.anchor in scope.todays_tree else None
    return row.values.get(kind.place) if kind.place else hit.place


def labels_of(code: str, anchors: Sequence[int], scope: Scope) -> dict[int, tuple[str, str]]:
    """What records are called and where they stand today, for who keeps the site: no rights are asked."""
    hits = hits_of(code, anchors)
    store, kind = store_of(scope.catalogue.types[code]), scope.catalogue.types[code]
    rows = {row.id: row for row in store.read(store.queryset().filter(pk__in=[hit.row for hit in hits]))}
    found = {}
    for hit in hits:
        place = _place(kind, hit, rows[hit.row], scope)
        note = scope.todays_tree.name(place) if place in scope.todays_tree else ""
        found[hit.anchor] = (str(rows[hit.row].values.get(kind.label) or hit.name), note)
    return found


def place_and_label(code: str, anchor: int, scope: Scope) -> tuple[int | None, str]:
    """Where a record stands today, an organisation at itself, and what it is called: for who keeps the site."""
    kind = scope.catalogue.types[code]
    store = store_of(kind)
    for hit in hits_of(code, [anchor]):
        [row] = store.read(store.queryset().filter(pk=hit.row))
        label = str(row.values.get(kind.label) or hit.name)
        return (anchor if kind.place == "this" else _place(kind, hit, row, scope)), label
    return None, "—"
