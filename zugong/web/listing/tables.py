"""A page of rows as a table: columns from the dictionary, references by name, masked by depth, one query per type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zugong.dictionary.declarations import Depth, Field, RecordType
from zugong.dictionary.store import StoredRow, Values, store_of
from zugong.kernel.scope import RowRights
from zugong.web.listing.references import Known, Wanted, address_of, known_records
from zugong.web.scope import Scope

#: What a list of members shows of the person beside the membership's own fields, after the name.
_OF_THE_PERSON = ("sex", "ethnicity", "born_on", "education", "occupation")
_NUMBERS = ("integer", "money")
MASK = "＊＊＊"


@dataclass(frozen=True)
class Column:
    """One column. `path` leads to the value; `order` is what the engine sorts by, "" where the column cannot be sorted."""

    path: tuple[str, ...]
    field: Field
    label: str
    order: str

    @property
    def is_number(self) -> bool:
        return self.field.type.name in _NUMBERS


@dataclass(frozen=True)
class Cell:
    text: str
    address: str = ""
    is_number: bool = False
    is_masked: bool = False


@dataclass(frozen=True)
class TableRow:
    """A row by its id; the first cell names it and leads to its page."""

    id: int
    heading: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """What a list shows. `persons` are those whose data it shows, for the log."""

    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    persons: frozenset[int]


@dataclass(frozen=True)
class Placed:
    """Which row, and the organisation where it counts."""

    id: int
    place: int | None


def columns_of(kind: RecordType, scope: Scope, language: str) -> tuple[Column, ...]:
    """The columns of a list: every field that is not encrypted, of members also what is known of the person, then days."""
    columns = [_column((field.code,), field, scope, language) for field in kind.fields.values() if not field.hidden]
    if kind.code == "membership":
        person = scope.catalogue.types["person"]
        extra = [_column(("person", code), person.fields[code], scope, language) for code in _OF_THE_PERSON]
        columns[1:1] = extra
    return tuple(columns + [_column((field.code,), field, scope, language) for field in kind.dated.values()])


def _column(path: tuple[str, ...], field: Field, scope: Scope, language: str) -> Column:
    return Column(path, field, field.label(language), _order(path, field, scope))


def _order(path: tuple[str, ...], field: Field, scope: Scope) -> str:
    if field.of:
        target = scope.catalogue.types[field.of]
        return ".".join((*path, target.label)) if target.label else ""
    return ".".join(path)


def table_of(
    kind: RecordType, placed: Sequence[Placed], columns: Sequence[Column], scope: Scope, language: str, *,
    is_own: bool = False,
) -> Table:  # fmt: skip
    """The rows in the order given. Reads the rows once and each referred type once, however many rows there are."""
    store = store_of(kind)
    stored = {row.id: row for row in store.read(store.queryset().filter(pk__in=[one.id for one in placed]))}
    referred = _referred(kind, stored.values())
    known = known_records(referred, scope.clocks, scope.catalogue, language)
    mask = Mask(kind, scope, is_own=is_own)
    shown = [one for one in placed if one.id in stored]
    rows = tuple(_table_row(kind, stored[one.id], one.place, columns, known, mask, language) for one in shown)
    persons = known.persons.union(anchor for code, anchor in referred if code == "person")
    if kind.code == "person":
        persons |= {row.anchor for row in stored.values() if row.anchor}
    return Table(tuple(columns), rows, persons)


def without_empty_columns(table: Table) -> Table:
    """The table without the columns in which no row has anything: for a few rows beside other things on a page."""
    kept = [place for place in range(1, len(table.columns)) if any(row.cells[place - 1].text for row in table.rows)]
    rows = [TableRow(row.id, row.heading, tuple(row.cells[place - 1] for place in kept)) for row in table.rows]
    return Table((table.columns[0], *(table.columns[place] for place in kept)), tuple(rows), table.persons)


def _referred(kind: RecordType, rows: Iterable[StoredRow]) -> list[Wanted]:
    fields = [field for field in kind.fields.values() if field.of]
    return [(field.of, row.values[field.code]) for row in rows for field in fields if row.values.get(field.code)]


def _table_row(
    kind: RecordType, row: StoredRow, place: int | None, columns: Sequence[Column], known: Known, mask: Mask, language: str
) -> TableRow:  # fmt: skip
    cells = [_cell(column, row, place, known, mask, language) for column in columns]
    first = cells[0]
    own = mask.address(row, place)
    if kind.code == "membership" and first.address:
        return TableRow(row.id, first, tuple(cells[1:]))
    return TableRow(row.id, Cell(first.text or "—", own, is_masked=first.is_masked), tuple(cells[1:]))


def _cell(column: Column, row: StoredRow, place: int | None, known: Known, mask: Mask, language: str) -> Cell:
    values, field = _values_at(column, row, known), column.field
    value = values.get(field.code)
    if value is None:
        return Cell("", is_number=column.is_number)
    if mask.hides(field, row.values, place):
        return Cell(MASK, is_masked=True)
    if field.of:
        return Cell(known.label(field.of, value), scope_address(mask.scope, field.of, value, known))
    return Cell(field.type.show(value, field, language), is_number=column.is_number)


def _values_at(column: Column, row: StoredRow, known: Known) -> Mapping[str, object]:
    if len(column.path) == 2:
        reference = row.values.get(column.path[0])
        return known.values("person", reference) if reference else {}
    return {**row.values, "since": row.since, "until": row.until, "on": row.since}


def scope_address(scope: Scope, type_code: str, anchor: int, known: Known) -> str:
    """The page of a record that a row refers to; "" where the user may not open it, as far as its own values tell."""
    if type_code == "organisation":
        return address_of(type_code, anchor) if scope.may_open(anchor) else ""
    kind = scope.catalogue.types["membership" if type_code == "person" else type_code]
    values = known.values(type_code, anchor)
    if kind.place in values and not fits(scope.names(kind), kind, values, values[kind.place], anchor):
        return ""
    return address_of(type_code, anchor) if scope.may_list(kind) else ""


class Mask:
    """Which fields of which rows stay hidden from the user: one set of rights per depth, asked once."""

    def __init__(self, kind: RecordType, scope: Scope, *, is_own: bool = False) -> None:
        self._kind, self.scope, self._is_own = kind, scope, is_own
        self._rights: dict[Depth, RowRights] = {}

    def hides(self, field: Field, values: Values, place: int | None) -> bool:
        """Is this value deeper than the user may look where the row counts?"""
        return field.depth > Depth.NAME and not self._is_own and not self.allows(field.depth, values, place)

    def address(self, row: StoredRow, place: int | None) -> str:
        """The page of the row; "" where the user may not open it: one's own, or what a person was in another place."""
        stands = row.values.get(self._kind.place, place)
        if not fits(self.scope.names(self._kind), self._kind, row.values, stands, row.anchor):
            return ""
        return address_of(self._kind.code, row.anchor if self._kind.anchored and row.anchor else row.id)

    def allows(self, depth: Depth, values: Values, place: int | None) -> bool:
        if depth not in self._rights:
            self._rights[depth] = self.scope.at_depth(self._kind, depth)
        return fits(self._rights[depth], self._kind, values, place)


def fits(rights: RowRights, kind: RecordType, values: Values, place: int | None, anchor: int | None = None) -> bool:
    """Do the rights include a row: by the organisation where it counts and, where they hang on posts, by its post?"""
    if not rights.reach(place, anchor):
        return False
    if rights.positions is None:
        return True
    post = anchor if kind.code == "position" else values.get("position")
    return post in rights.positions
