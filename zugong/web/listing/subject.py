"""One record and whether the user may know of it: the row that holds, the place where it counts, everything ever said."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from zugong.dictionary.declarations import Depth, Field, RecordType
from zugong.dictionary.store import LedgerStore, ModelStore, Store, StoredRow, store_of
from zugong.kernel.facts.models import FactQuerySet
from zugong.kernel.time import Clocks, today
from zugong.web.listing.narrowed import counts_of_references
from zugong.web.listing.references import known_records
from zugong.web.listing.tables import fits
from zugong.web.scope import Scope


@dataclass(frozen=True)
class Subject:
    """A record: `row` is what holds on the day, else the nearest that is believed, else the last that ever was.

    `is_own`: the user's own record, which is shown whole.
    """

    kind: RecordType
    identity: int
    row: StoredRow
    place: int | None
    is_own: bool = False

    @property
    def store(self) -> Store:
        return store_of(self.kind)

    @property
    def is_believed(self) -> bool:
        """Is the row that is shown still believed?"""
        return self.store.queryset().believed().filter(pk=self.row.id).exists()

    def allows(self, field: Field, scope: Scope) -> bool:
        """May the user see this field of the record?"""
        if self.is_own or field.depth <= Depth.NAME:
            return True
        return fits(scope.at_depth(placed_kind(self.kind, scope), field.depth), self.kind, self.row.values, self.place)

    def history(self) -> FactQuerySet:
        """Every row about the same thing, believed or withdrawn."""
        return same_thing(self.store, self.row)


def placed_kind(kind: RecordType, scope: Scope) -> RecordType:
    """The type whose rights hold: persons are placed by their memberships."""
    return scope.catalogue.types["membership"] if kind.code == "person" else kind


def record_subject(kind: RecordType, identity: int, scope: Scope) -> Subject:
    """A record of any type but persons. 404 where it is not there or not theirs to know of."""
    store = store_of(kind)
    wanted = {"anchor_id": identity} if kind.anchored else {"pk": identity}
    row = _nearest(store, store.queryset().filter(**wanted), scope.clocks)
    if row is None:
        raise Http404
    place = place_of(kind, row, scope)
    if not fits(scope.names(kind), kind, row.values, place, row.anchor):
        raise Http404
    return Subject(kind, identity, row, place)


def person_subject(identity: int, scope: Scope, *, own: int | None) -> Subject:
    """A person. 404 unless it is the user, a member in their scope, or named by a row that they may list."""
    kind = scope.catalogue.types["person"]
    store = store_of(kind)
    row = _nearest(store, store.queryset().filter(anchor_id=identity), scope.clocks)
    if row is None:
        raise Http404
    place = branch_of(identity, scope)
    rights = scope.names(scope.catalogue.types["membership"])
    is_member_here = rights.everything or (place is not None and fits(rights, kind, {}, place))
    if own != identity and not is_member_here and not _is_named(identity, scope):
        raise Http404
    return Subject(kind, identity, row, place, is_own=own == identity)


def branch_of(person: int, scope: Scope) -> int | None:
    """Where the person counts today, else where they counted last: rights follow today's links."""
    store = store_of(scope.catalogue.types["membership"])
    row = _nearest(store, store.queryset().filter(person_id=person), Clocks.at(today()))
    return row.values["organisation"] if row else None


def _is_named(person: int, scope: Scope) -> bool:
    """Does a row that they may list name the person: an attachment, an appointment, a step of admission?"""
    kinds = [kind for kind in scope.catalogue.types.values() if scope.may_list(kind)]
    return bool(counts_of_references("person", person, kinds, Clocks.at(today()), scope.names))


def _nearest(store: Store, rows: FactQuerySet, clocks: Clocks) -> StoredRow | None:
    """The believed row of the day, else the last begun before it, else the first after it; else the last withdrawn.

    As known at an earlier moment what was recorded later is not there at all.
    """
    if clocks.known is not None:
        rows = rows.filter(recorded_in__number__lte=clocks.known)
    best = None
    for row in store.read(rows.believed(clocks.known).order_by("since", "id")):
        if best is None or row.since <= clocks.on:
            best = row
    return best or next(iter(store.read(rows.order_by("-id")[:1])), None)


def now_at(subject: Subject, scope: Scope) -> int | None:
    """Where a record without an anchor stands now, if its address is that of a row that has been replaced; else None."""
    if subject.row.anchor is not None or scope.clocks.known is not None or subject.is_believed:
        return None
    row = _nearest(subject.store, same_thing(subject.store, subject.row).believed(), scope.clocks)
    return row.id if row is not None and row.id != subject.identity else None


def place_of(kind: RecordType, row: StoredRow, scope: Scope) -> int | None:
    """The organisation where the row counts, by the same path as in lists; for an event as it was on its day."""
    if kind.place == "this":
        return row.anchor
    clocks = scope.clocks if kind.is_state else Clocks.at(row.since, known=scope.clocks.known)
    values, place = row.values, None
    steps = kind.place.split(".") if kind.place else []
    for step in steps:
        place, target = values.get(step), kind.fields[step].of
        if place is None or step == steps[-1]:
            break
        values = known_records([(target, place)], clocks, scope.catalogue, "en").values(target, place)
        kind = scope.catalogue.types[target]
    return place


def same_thing(store: Store, row: StoredRow) -> FactQuerySet:
    """Every row of the same anchor or, where there is none, of the same natural key."""
    if row.anchor is not None:
        return store.queryset().filter(anchor_id=row.anchor)
    if isinstance(store, LedgerStore):
        return store.queryset().filter(key_hash=store.key_hash(row.values, row.since))
    assert isinstance(store, ModelStore)
    columns = store.columns_in_clear()
    named = {columns[code]: row.values[code] for code in store.kind.key if code in columns}
    return store.queryset().filter(**named)
