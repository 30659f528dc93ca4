"""What was recorded since the user was here: the entries, with how many rows of which types each holds in their scope."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.freshness import types_touched_by
from zugong.figures.grouping import EVERYWHERE
from zugong.figures.plan import Asking
from zugong.figures.queries import this_site
from zugong.figures.scan import Scan
from zugong.kernel.facts.models import Entry
from zugong.kernel.keeping import Kept
from zugong.kernel.time import SHANGHAI, Clocks, today
from zugong.web.kept_answers import refreshing, rights_key
from zugong.web.listing.entries import EntryLine, entry_lines
from zugong.web.scope import Scope

_ENTRIES = 8
_LAST_VISIT = "last_visit"


@dataclass(frozen=True)
class Change:
    """How many rows of a type an entry recorded; `code` leads to the list."""

    code: str
    label: str
    count: int


def keep_last_visit(request: HttpRequest, signed_in_before: datetime | None) -> None:
    """Remember in the new session when the user signed in the time before."""
    request.session[_LAST_VISIT] = signed_in_before.isoformat() if signed_in_before else ""


def last_visit(request: HttpRequest) -> datetime | None:
    """When the user signed in the time before this; None at the first time."""
    kept = request.session.get(_LAST_VISIT, "")
    return datetime.fromisoformat(kept).astimezone(SHANGHAI) if kept else None


@dataclass(frozen=True)
class Lately:
    """What somebody is told of the last entries, to be counted beside the pages."""

    scope: Scope
    since: datetime | None

    @property
    def told_as(self) -> Hashable:
        return "lately", self.since, self.scope.access.grants, self.scope.access.own_person

    def again(self, scope: Scope) -> None:
        """Count the entries that were not counted yet."""
        _counted(_entries(self.since), _types(scope), scope)


def changes_lately(
    scope: Scope, language: str, since: datetime | None, *, up_to: int | None = None
) -> list[tuple[EntryLine, tuple[Change, ...]]]:
    """The last entries since a moment that recorded something in scope, newest first.

    `up_to`: the page speaks as of this entry; later ones that were not counted yet are left to who counts beside the pages.
    """
    refreshing.tell(Lately(scope, since))
    types, entries = _types(scope), _entries(since)
    if up_to is not None:
        rights = rights_key(scope)
        entries = {one: entry for one, entry in entries.items() if one <= up_to or _counts.has((rights, one))}
    if not entries or not types:
        return []
    counted = _counted(entries, types, scope)
    shown, result = entry_lines(entries.values()), []
    for number, entry in entries.items():
        found = [Change(code, types[code].name(language), count) for code, count in counted[number].items()]
        if found:
            result.append((shown[entry.pk], tuple(sorted(found, key=lambda change: -change.count))))
    return result


def _types(scope: Scope) -> dict[str, RecordType]:
    return {code: kind for code, kind in scope.catalogue.types.items() if scope.may_count(kind)}


def _entries(since: datetime | None) -> dict[int, Entry]:
    sealed = Entry.objects.exclude(number=None).order_by("-number")
    newer = sealed.filter(sealed_at__gt=since) if since else sealed
    return {entry.number: entry for entry in newer[:_ENTRIES]}


#: How many rows of each type in scope an entry recorded.
Counts = dict[str, int]

_KEPT_ENTRIES = 500
_counts: Kept[Counts] = Kept(_KEPT_ENTRIES)


def _counted(entries: Mapping[int, Entry], types: Mapping[str, RecordType], scope: Scope) -> dict[int, Counts]:
    """What each of the entries recorded, counted once for as long as the rights hold: what an entry holds never changes."""
    rights = rights_key(scope)
    counts = {number: _counts.get((rights, number)) for number in entries}
    new = [number for number, found in counts.items() if found is None]
    touched = types_touched_by(entries[number].pk for number in new) & types.keys()
    counted = _count(new, [types[code] for code in touched], scope) if new else {}
    for number, found in counted.items():
        _counts.keep((rights, number), found)
    return {number: found for number, found in {**counts, **counted}.items() if found is not None}


def _count(numbers: Sequence[int], touched: Iterable[RecordType], scope: Scope) -> dict[int, Counts]:
    """Rows in scope by entry and type."""
    counts: dict[int, Counts] = {number: {} for number in numbers}
    with this_site().asking(EVERYWHERE, scope.numbers) as asking:
        for kind in touched:
            for number, count in _in_scope(numbers, kind, asking):
                counts[number][kind.code] = count
    return counts


def _in_scope(numbers: Sequence[int], kind: RecordType, asking: Asking) -> list[tuple[int, int]]:
    relation = asking.columns.relation(kind.code)
    rows = f"SELECT id, rec FROM {relation} WHERE rec IN ({_listed(numbers)})"
    if asking.rights(kind).everything:
        return asking.columns.execute(f"SELECT rec, count(*) FROM ({rows}) GROUP BY rec")
    clocks = Clocks.at(today())
    scan = Scan(asking.definitions, kind, clocks, asking.columns)
    scan.scoped(asking.scope_tables, asking.rights(kind))
    scan.filter(asking.definitions.condition(kind, "true"), asking.definitions.moment(clocks))
    counted = f"SELECT r.rec, count(*) FROM stage JOIN ({rows}) AS r ON r.id = stage.id GROUP BY r.rec"
    return asking.columns.execute(scan.sql([counted]))


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(str(int(number)) for number in numbers)
