"""Rows of any record type as the API shows them: values by field code, the same in words, masked by depth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from zugong.api.shapes import RowShape, Scalar
from zugong.dictionary.declarations import Field, RecordType
from zugong.dictionary.store import StoredRow, store_of
from zugong.web.listing.references import Known, known_records
from zugong.web.listing.subject import Subject
from zugong.web.listing.tables import Mask, Placed
from zugong.web.scope import Scope

#: Must this field of this row, which counts at this organisation, stay hidden?
Hides = Callable[[Field, StoredRow, int | None], bool]


def row_shapes(kind: RecordType, placed: Sequence[Placed], scope: Scope, language: str) -> list[RowShape]:
    """These rows in the order given. Encrypted fields are left out: they are read one record at a time."""
    store = store_of(kind)
    stored = {row.id: row for row in store.read(store.queryset().filter(pk__in=[one.id for one in placed]))}
    rows = [(stored[one.id], one.place) for one in placed if one.id in stored]
    mask = Mask(kind, scope)
    return _shapes(kind, rows, lambda field, row, place: mask.hides(field, row.values, place), scope, language)


def subject_shapes(
    subject: Subject, rows: Sequence[StoredRow], scope: Scope, language: str, *, revealed: frozenset[str]
) -> list[RowShape]:
    """Rows about one record. Encrypted values are masked even for who may see them, unless their field is in `revealed`."""

    def hides(field: Field, row: StoredRow, place: int | None) -> bool:
        return not subject.allows(field, scope) or (field.hidden and field.code not in revealed)

    return _shapes(subject.kind, [(row, subject.place) for row in rows], hides, scope, language)


def _shapes(
    kind: RecordType, rows: Sequence[tuple[StoredRow, int | None]], hides: Hides, scope: Scope, language: str
) -> list[RowShape]:
    known = known_records(_referred(kind, (row for row, _ in rows)), scope.clocks, scope.catalogue, language)
    showing = _Showing(kind, hides, known, language)
    return [showing.row(row, place) for row, place in rows]


def _referred(kind: RecordType, rows: Iterable[StoredRow]) -> list[tuple[str, int]]:
    fields = [field for field in kind.fields.values() if field.of]
    return [(field.of, row.values[field.code]) for row in rows for field in fields if row.values.get(field.code)]


@dataclass(frozen=True)
class _Showing:
    kind: RecordType
    hides: Hides
    known: Known
    language: str

    def row(self, row: StoredRow, place: int | None) -> RowShape:
        """One row: what may be seen in `values` and `shown`, the rest named in `masked`."""
        values: dict[str, Scalar] = {}
        shown: dict[str, str] = {}
        masked: list[str] = []
        for code, field in self.kind.fields.items():
            value = row.values.get(code)
            if value is None:
                continue
            if self.hides(field, row, place):
                masked.append(code)
                shown[code] = field.type.mask(value)
            else:
                values[code] = field.type.to_json(value)
                shown[code] = self._words(field, value)
        state = self.kind.is_state
        return RowShape(
            id=row.id, anchor=row.anchor, place=place, since=row.since if state else None,
            until=row.until if state else None, on=None if state else row.since,
            values=values, shown=shown, masked=masked,
        )  # fmt: skip

    def _words(self, field: Field, value: object) -> str:
        if field.of:
            return self.known.label(field.of, value)
        return field.type.show(value, field, self.language)
