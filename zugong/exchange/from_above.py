"""What a plan does to organisations themselves: who may do it is ruled as for a guided operation, whatever way it comes in.

What an organisation is called and is, when it is there and under whom it stands is recorded by the level above. The rest
of its record (seat, contact, telephone) it fills in itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import NewRow, StoredRow, store_of
from zugong.exchange.planning.outcomes import Plan, PlanIssue
from zugong.exchange.planning.sentences import Sentence
from zugong.kernel.errors import RuleBroken
from zugong.offices.access import Access
from zugong.restructuring.operations import check_may_stand_under
from zugong.restructuring.permissions import check_may_decide_above, check_may_fill

ORGANISATION, BELONGS = "organisation", "belongs"
_MOVE, _MERGE = "move_organisation", "merge_organisation"
#: What of an organisation the level above records; the rest it fills in itself.
OF_THE_LEVEL_ABOVE = ("code", "name", "short_name", "kind")
_CHUNK = 900

Row = NewRow | StoredRow
Stretch = tuple[date, date | None, tuple[Any, ...]]


def refused_from_above(access: Access, catalogue: Catalogue, plan: Plan) -> Iterator[PlanIssue]:
    """Why rows of the file may not be carried out by the user, each row as often as something stands against it."""
    for code, reader in ((ORGANISATION, _own), (BELONGS, _superior)):
        for change in _changes(catalogue.types[code], plan, reader):
            check = _check_own if code == ORGANISATION else _check_superior
            yield from _refused(change.number, lambda check=check, change=change: check(access, change))


def refused_operation(
    access: Access, number: int, change: str, subjects: Iterable[int], targets: Iterable[int]
) -> Iterator[PlanIssue]:
    """Why a row of a sheet of changes may not be carried out: `subjects` and `targets` are the organisations so named."""
    for pk in subjects:
        yield from _refused(number, lambda pk=pk: check_may_decide_above(access, pk))
    for pk in targets:
        if change == _MOVE:
            yield from _refused(number, lambda pk=pk: _check_under(access, pk))
        elif change == _MERGE:
            yield from _refused(number, lambda pk=pk: check_may_decide_above(access, pk))


@dataclass(frozen=True)
class _Change:
    """An organisation, what is recorded of it before and after, and the file's row that wants it."""

    organisation: int
    before: Sequence[Stretch]
    after: Sequence[Stretch]
    number: int


def _changes(kind: RecordType, plan: Plan, reader: Callable[[Row], tuple[int, tuple[Any, ...]]]) -> Iterator[_Change]:
    """What becomes otherwise of organisations, new ones (below zero) included."""
    writes = plan.writes.get(kind.code)
    if writes is None:
        return
    gone, by_id = list(_stored(kind, writes.withdraw)), dict(zip(writes.withdraw, writes.withdrawn_by, strict=True))
    before, after = _histories(gone, reader), _histories(writes.add, reader)
    numbers = {reader(row)[0]: by_id[row.id] for row in gone}
    numbers |= {reader(row)[0]: number for row, number in zip(writes.add, writes.added_by, strict=True)}
    for organisation, number in numbers.items():
        was, now = before.get(organisation, []), after.get(organisation, [])
        if was != now:
            yield _Change(organisation, was, now, number)


def _own(row: Row) -> tuple[int, tuple[Any, ...]]:
    assert row.anchor is not None
    return row.anchor, tuple(row.values.get(code) for code in OF_THE_LEVEL_ABOVE)


def _superior(row: Row) -> tuple[int, tuple[Any, ...]]:
    return row.values["child"], (row.values["parent"],)


def _histories(
    rows: Iterable[Row], reader: Callable[[Row], tuple[int, tuple[Any, ...]]]
) -> Mapping[int, list[Stretch]]:
    """What the rows say of each organisation over time; stretches that say the same without a break are one."""
    found: dict[int, list[Stretch]] = {}
    for row in sorted(rows, key=lambda one: one.since):
        organisation, said = reader(row)
        told = found.setdefault(organisation, [])
        if told and told[-1][1] == row.since and told[-1][2] == said:
            told[-1] = (told[-1][0], row.until, said)
        else:
            told.append((row.since, row.until, said))
    return found


def _stored(kind: RecordType, ids: Sequence[int]) -> Iterator[StoredRow]:
    store = store_of(kind)
    for start in range(0, len(ids), _CHUNK):
        yield from store.read(store.queryset().filter(id__in=ids[start : start + _CHUNK]))


def _check_own(access: Access, change: _Change) -> None:
    """A new organisation is as whoever founds it wants it: who may do that hangs on its superior."""
    if change.organisation > 0:
        check_may_decide_above(access, change.organisation)


def _check_superior(access: Access, change: _Change) -> None:
    _check_own(access, change)
    known = {parent for _, _, (parent,) in change.before}
    for _, _, (parent,) in change.after:
        if parent > 0 and parent not in known:
            _check_under(access, parent)


def _check_under(access: Access, parent: int) -> None:
    check_may_fill(access, parent)
    check_may_stand_under(access, parent)


def _refused(number: int, check: Callable[[], None]) -> Iterator[PlanIssue]:
    try:
        check()
    except RuleBroken as refusal:
        yield PlanIssue(number, "", Sentence(refusal.sentence("zh"), refusal.sentence("en")))
