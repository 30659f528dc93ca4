"""What an office sees, type by type: how many rows, how deep. Also with a mandate that it does not hold yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import Depth, RecordType
from zugong.figures.columns import rows_of_all
from zugong.figures.grouping import EVERYWHERE
from zugong.figures.plan import Asking
from zugong.figures.queries import this_site
from zugong.figures.scan import Scan
from zugong.kernel.facts.recording import last_seal
from zugong.kernel.keeping import Kept
from zugong.kernel.scope import RowRights
from zugong.kernel.time import Clocks, today
from zugong.offices.access import Access
from zugong.offices.grants import Grant, HeldOffice, grants_of
from zugong.web.scope import is_nothing


@dataclass(frozen=True)
class SeenType:
    """A record type that an office sees: rows counted before and after, and the greatest depth after."""

    name: str
    before: int
    after: int
    depth: Depth

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def access_of_office(office: HeldOffice, *, more: Sequence[Grant] = ()) -> Access:
    """What sitting in the office gives today, with mandates that are only thought of."""
    return Access(today(), (office,), (*grants_of((office,), today()), *more))


def seen_types(
    office: HeldOffice, catalogue: Catalogue, language: str, *, more: Sequence[Grant] = ()
) -> list[SeenType]:
    """Every type of which the office counts anything, in the order of the catalogue."""
    before, after = access_of_office(office), access_of_office(office, more=more)
    counted = counts_of(after, catalogue)
    counted_before = counts_of(before, catalogue) if more else counted
    return [
        SeenType(kind.name(language), counted_before.get(code, 0), counted[code], _depth(after, kind))
        for code, kind in catalogue.types.items()
        if code in counted
    ]


def _depth(access: Access, kind: RecordType) -> Depth:
    return max((depth for depth in Depth if not is_nothing(access.rights(kind, "see", depth))), default=Depth.NUMBER)


def counts_of(access: Access, catalogue: Catalogue) -> dict[str, int]:
    """Rows of each type that hold today, or have happened, as far as the access counts them."""

    def rights(kind: RecordType) -> RowRights:
        return access.rights(kind, "see", Depth.NUMBER)

    kinds = [kind for kind in catalogue.types.values() if not is_nothing(rights(kind))]
    if not kinds:
        return {}
    key = (last_seal(), access.on, access.grants, settings.ZUGONG_CADRE)
    return _kept.value(key, lambda: _counts(kinds, rights))


_kept: Kept[dict[str, int]] = Kept()


def _counts(kinds: Sequence[RecordType], rights: Callable[[RecordType], RowRights]) -> dict[str, int]:
    with this_site().asking(EVERYWHERE, rights) as asking:
        return dict(rows_of_all(asking.columns, [_count(kind, asking) for kind in kinds]))


def _count(kind: RecordType, asking: Asking) -> str:
    clocks = Clocks.at(today())
    scan = Scan(asking.definitions, kind, clocks, asking.columns)
    scan.scoped(asking.scope_tables, asking.rights(kind))
    condition = asking.definitions.condition(kind, "holds()" if kind.is_state else "true")
    holds = scan.filter(condition, asking.definitions.moment(clocks)).holds
    return f"SELECT '{kind.code}', ({scan.sql([f'SELECT count(*) FROM stage WHERE {holds}'])})"
