"""What a roster leaves out: believed on its day in the organisations that it covers, and not in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import StoredRow, store_of
from zugong.exchange.planning.comparing import Statement
from zugong.exchange.planning.names import chunks
from zugong.exchange.planning.outcomes import Missing
from zugong.exchange.planning.request import ImportRequest

STAY, END = "stay", "ended"
MEMBER_CHOICES = ("transferred_out", "died", "removed", "cancelled", STAY)
OTHER_CHOICES = (END, STAY)


def missing_from(request: ImportRequest, statements: Sequence[Statement]) -> list[Missing]:
    """What the sheet's roster type has in the store and not among the statements, in the order of the store."""
    kind = request.catalogue.types[request.sheet.roster]
    if kind.code == "membership":
        found = _members(request, kind, statements)
    elif kind.code == "organisation":
        found = _organisations(request, kind, statements)
    else:
        found = _placed(request, kind, statements)
    return list(found)


def _covered(request: ImportRequest, appearing: set[int]) -> set[int]:
    return set(request.covers) if request.covers is not None else {anchor for anchor in appearing if anchor > 0}


def _members(request: ImportRequest, kind: RecordType, statements: Sequence[Statement]) -> Iterator[Missing]:
    listed = {statement.values["person"] for statement in statements}
    appearing = {statement.values["organisation"] for statement in statements if "organisation" in statement.values}
    rows: list[StoredRow] = []
    for part in chunks(_covered(request, appearing)):
        rows += store_of(kind).believed(on=request.on, organisation_id__in=part)
    gone = [row for row in rows if row.values["person"] not in listed]
    names = _names(request, "person", [row.values["person"] for row in gone])
    for row in gone:
        person = row.values["person"]
        place = row.values["organisation"]
        yield Missing(kind, person, names.get(person, ""), row.id, row.since, place, MEMBER_CHOICES)


def _names(request: ImportRequest, code: str, anchors: Sequence[int]) -> dict[int, str]:
    kind = request.catalogue.types[code]
    found: dict[int, str] = {}
    for part in chunks(anchors):
        for row in store_of(kind).believed(anchor_id__in=part):
            assert row.anchor is not None
            found[row.anchor] = row.values[kind.label]
    return found


def _organisations(request: ImportRequest, kind: RecordType, statements: Sequence[Statement]) -> Iterator[Missing]:
    """Organisations whose superior the file covers."""
    listed = {statement.anchor for statement in statements}
    covered = _covered(request, {statement.anchor for statement in statements if statement.anchor is not None})
    superiors = {}
    for part in chunks(covered):
        for link in store_of(request.catalogue.types["belongs"]).believed(on=request.on, parent_id__in=part):
            superiors[link.values["child"]] = link.values["parent"]
    for part in chunks([child for child in superiors if child not in listed]):
        for row in store_of(kind).believed(on=request.on, anchor_id__in=part):
            yield _missing(kind, row, superiors[row.anchor])


def _placed(request: ImportRequest, kind: RecordType, statements: Sequence[Statement]) -> Iterator[Missing]:
    """Records whose place the file covers; those placed nowhere are never asked about."""
    listed = {statement.anchor for statement in statements}
    appearing = {statement.values[kind.place] for statement in statements if statement.values.get(kind.place)}
    for part in chunks(_covered(request, appearing)):
        for row in _believed_at(kind, request.on, part):
            if row.anchor not in listed:
                yield _missing(kind, row, row.values[kind.place])


def _believed_at(kind: RecordType, on: date, places: Sequence[int]) -> Iterator[StoredRow]:
    store = store_of(kind)
    return store.read(store.queryset().believed().holding(on).filter(**{f"{kind.place}_id__in": places}))


def _missing(kind: RecordType, row: StoredRow, place: int) -> Missing:
    assert row.anchor is not None
    return Missing(kind, row.anchor, row.values[kind.label], row.id, row.since, place, OTHER_CHOICES)
