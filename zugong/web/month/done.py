"""What is done of the month, with who recorded it and when: read off the records themselves, one question per record type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import store_of
from zugong.kernel.facts.models import Entry
from zugong.programmes.evaluating import LineProgress, RoundProgress
from zugong.programmes.wording import numbers, round_name
from zugong.web.listing.entries import EntryLine, entry_lines
from zugong.web.listing.references import address_of
from zugong.web.month.deeds import Deed, deed_of
from zugong.web.programmes import the_pack
from zugong.web.scope import Scope

_MOST_ROWS = 200


@dataclass(frozen=True)
class DoneLine:
    """Something done: on which day, recorded by whom; `record` leads to what shows it, "" where no one record does."""

    label: str
    numbers: str
    on: date | None
    entry: EntryLine | None
    record: str
    address: str


@dataclass(frozen=True)
class _Row:
    """A record that may show a deed."""

    on: date
    values: dict
    entry: Entry
    address: str


def done_lines(
    done: Iterable[tuple[LineProgress, RoundProgress]], root: int, scope: Scope, language: str, query: str
) -> tuple[DoneLine, ...]:
    """The duties that are done in the round that runs, with their records where the organisation has no others below."""
    done = list(done)
    deeds = {} if scope.tree.children(root) else {one.asked.code: deed_of(one.asked) for one, _ in done}
    kinds = {deed.kind.code: deed.kind for deed in deeds.values() if deed and scope.may_list(deed.kind)}
    since = min((one.round.period.start for _, one in done), default=scope.clocks.on)
    rows = {code: _rows(kind, root, since) for code, kind in kinds.items()}
    found = [(progress, one, _shown_by(deeds.get(progress.asked.code), one, rows, root)) for progress, one in done]
    entries = entry_lines(row.entry for _, _, row in found if row)
    return tuple(
        DoneLine(
            label=f"{progress.asked.counted_line.label(language)}"
            f"（{round_name(one.round, progress.asked.counted_line.returns, language)}）",
            numbers="" if row else numbers(progress, one, the_pack(), language),
            on=row.on if row else None,
            entry=entries[row.entry.pk] if row else None,
            record=row.address if row else "",
            address=reverse("programme_line", args=[progress.asked.code]) + query,
        )
        for progress, one, row in found
    )


def _rows(kind: RecordType, root: int, since: date) -> list[_Row]:
    store = store_of(kind)
    believed = store.queryset().believed()
    wanted = believed.filter(organisation=root, since__gte=since).order_by("-since", "-pk")[:_MOST_ROWS]
    facts = {fact.pk: fact.recorded_in for fact in wanted.select_related("recorded_in")}
    return [
        _Row(row.since, row.values, facts[row.id], address_of(kind.code, row.anchor or row.id))
        for row in store.read(store.queryset().filter(pk__in=facts).order_by("-since", "-pk"))
    ]


def _shown_by(deed: Deed | None, one: RoundProgress, rows: dict[str, list[_Row]], root: int) -> _Row | None:
    if deed is None:
        return None
    fitting = (row for row in rows.get(deed.kind.code, ()) if deed.shows(row.values, root))
    return next((row for row in fitting if one.round.period.start <= row.on <= one.round.deadline), None)
