"""Scans on which somebody may be named: destroyed when that person is erased, with when and why kept.

A scan of a minute book holds whoever its meeting names, on the roll or among the grades; one of a village matter whom
`naming` tells. No machine blots one name out of it. So the whole scan goes. Numbers, votes and results stay as records, and
the paper itself lies in the village.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import transaction

from zugong.activities.filed import APPRAISAL, ROLL, SCAN, kind_of, ledger
from zugong.activities.naming import files_naming
from zugong.activities.scans import destroy_scan
from zugong.dictionary.erasing import erase_values, rows_about
from zugong.dictionary.store import StoredRow
from zugong.kernel.facts.models import Entry, Erasure
from zugong.kernel.time import SHANGHAI

_NAMING = (ROLL, APPRAISAL)


@dataclass(frozen=True)
class Destroyed:
    """When a scan was destroyed, and the paper on which that rests."""

    on: date
    paper: str


def scans_naming(person: int) -> list[StoredRow]:
    """Every scan, believed or not, of a meeting or village matter that ever named the person, wherever else the file was kept."""
    meetings = {
        row.values["themed_day"]
        for code in _NAMING
        for row in ledger(code).read(rows_about(kind_of(code), "person", person))
    }
    store = ledger(SCAN)
    every = list(store.read(store.queryset().order_by("pk")))
    files = {row.values["file"] for row in every if row.values["themed_day"] in meetings}
    files |= files_naming(person, every)
    return [row for row in every if row.values["file"] in files]


def destroy_scans_naming(person: int, *, entry: Entry) -> int:
    """Destroy these scans and the names of their files; how many records of scans lost them. Inside `recording`.

    The files go once the entry stands. A site that stops just then keeps them; to erase the person again removes them.
    """
    found = scans_naming(person)
    for file in {row.values["file"] for row in found}:
        transaction.on_commit(partial(destroy_scan, file))
    return erase_values(kind_of(SCAN), [row.id for row in found], ["name"], entry=entry)


def destroyed(rows: Iterable[StoredRow]) -> dict[int, Destroyed]:
    """Which of these scans were destroyed, by id; one question for all, none where there is no scan."""
    wanted: Sequence[int] = [row.id for row in rows]
    if not wanted:
        return {}
    found = Erasure.objects.filter(table=ledger(SCAN).model._meta.db_table, row__in=wanted).select_related("entry")
    return {one.row: Destroyed(one.entry.opened_at.astimezone(SHANGHAI).date(), one.entry.paper) for one in found}
