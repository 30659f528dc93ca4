"""What was recorded since the user was here: the entries, with how many rows of which types each holds in their scope."""

from __future__ import annotations

from collections.abc import Iterable
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
from zugong.web.kept_answers import seen_key
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


def changes_lately(scope: Scope, language: str, since: datetime | None) -> list[tuple[EntryLine, tuple[Change, ...]]]:
    """The last entries since a moment that recorded something in scope, newest first."""
    types = {code: kind for code, kind in scope.catalogue.types.items() if scope.may_count(kind)}
    sealed = Entry.objects.exclude(number=None).order_by("-number")
    newer = sealed.filter(sealed_at__gt=since) if since else sealed
    entries = {entry.number: entry for entry in newer[:_ENTRIES]}
    if not entries or not types:
        return []
    touched = types_touched_by(entry.pk for entry in entries.values()) & types.keys()
    numbers = tuple(entries)
    counted = _counts.value(
        (seen_key(scope), numbers), lambda: _count(numbers, [types[code] for code in touched], scope)
    )
    shown, result = entry_lines(entries.values()), []
    for number, entry in entries.items():
        found = [Change(code, types[code].name(language), n) for (rec, code), n in counted.items() if rec == number]
        if found:
            result.append((shown[entry.pk], tuple(sorted(found, key=lambda change: -change.count))))
    return result


Counts = dict[tuple[int, str], int]


_counts: Kept[Counts] = Kept()


def _count(numbers: tuple[int, ...], touched: Iterable[RecordType], scope: Scope) -> Counts:
    """Rows in scope by entry and type."""
    with this_site().asking(EVERYWHERE, scope.numbers) as asking:
        return {(number, kind.code): count for kind in touched for number, count in _in_scope(numbers, kind, asking)}


def _in_scope(numbers: tuple[int, ...], kind: RecordType, asking: Asking) -> list[tuple[int, int]]:
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


def _listed(numbers: tuple[int, ...]) -> str:
    return ", ".join(str(int(number)) for number in numbers)
