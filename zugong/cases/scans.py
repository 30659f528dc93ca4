"""Scans of the papers of a case: each belongs to a step, and goes with whoever the case is about or names.

They are sealed in the same folder as those of minute books (`activities.scans`); what is recorded of one is a row of a ledger
of its own beside that of the steps, under the same matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from django.conf import settings
from django.db import transaction

from zugong.activities.scans import Kept, destroy_scan
from zugong.cases import errors
from zugong.cases.acting import may_act, may_keep
from zugong.cases.actions import By
from zugong.cases.filed import MOST_SCANS, Case, ledger_store, ledgers, scan_store, scans_of
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.erasing import erase_values, rows_about
from zugong.dictionary.store import LedgerStore, NewRow, StoredRow
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import Source, recording, wait_for_other_plans
from zugong.offices.access import Access


def may_attach(found: Case, line: int, access: Access) -> bool:
    """May the user put a paper to that step: whoever may take it, or keeps the case?"""
    act = next((one for one in found.acts if one.line == line), None)
    if act is None or scan_store(found.case_type.kept_as) is None:
        return False
    step = found.case_type.step(act.step)
    takes = step is not None and may_act(found.case_type, step, found.place_of(step), access)
    return takes or may_keep(found.case_type, found.organisation, access)


def add_scan(*, found: Case, line: int, kept: Kept, by: By) -> None:
    """A scan of a paper is put to a step of a case. The same file twice is once. Raises NotYoursToAct, TooManyScans."""
    _require(found, line, by)
    store = _store(found)
    with recording(by.source) as entry:
        wait_for_other_plans()
        there = scans_of(found)
        if any(row.values["file"] == kept.digest and row.values["line"] == line for row in there):
            return
        taken = {row.values["number"] for row in there}
        number = next((one for one in range(1, MOST_SCANS + 1) if one not in taken), 0)
        if not number:
            raise errors.TooManyScans(most=MOST_SCANS)
        said = {
            "case": found.id, "number": number, "line": line, "person": found.person, "organisation": found.organisation,
            "name": kept.name, "file": kept.digest,
        }  # fmt: skip
        values = {name: value for name, value in said.items() if name in store.kind.fields}
        store.insert([NewRow(None, by.today, None, values)], entry=entry)


def withdraw_scan(*, found: Case, scan: StoredRow, by: By) -> None:
    """The scan was the wrong one. Raises NotYoursToAct."""
    _require(found, scan.values["line"], by)
    with recording(by.source) as entry:
        _store(found).retract([scan.id], entry=entry)


def _store(found: Case) -> LedgerStore:
    store = scan_store(found.case_type.kept_as)
    assert store is not None  # nobody may put a scan where none is kept
    return store


def _require(found: Case, line: int, by: By) -> None:
    if not may_attach(found, line, by.access):
        tree = by.access.tree
        name = tree.name(found.organisation) if found.organisation in tree else ""
        raise errors.NotYoursToAct(step=found.case_type.en, step_zh=found.case_type.zh, actor=name)


def case_scans_naming(person: int) -> Iterator[tuple[LedgerStore, StoredRow]]:
    """Every scan, believed or not, of a case that is about the person or names them in a step, with its store."""
    for ledger in ledgers():
        store = scan_store(ledger)
        cases = set(_cases_naming(ledger, person)) if store else set()
        if store and cases:
            every = list(store.read(store.queryset().order_by("pk")))
            files = {row.values["file"] for row in every if row.values["case"] in cases}
            yield from ((store, row) for row in every if row.values["file"] in files)


def _cases_naming(ledger: str, person: int) -> Iterator[int]:
    """The cases of a ledger that are about the person, or name them in a step or on a list."""
    lists = f"{ledger}_person"
    known = installed_catalogue(settings.ZUGONG_PACK).types
    for code in (ledger, f"{ledger}_step", *([lists] if lists in known else [])):
        store, names_case = ledger_store(code), code != ledger
        for name, field in store.kind.fields.items():
            if field.of == "person":
                rows = store.read(rows_about(store.kind, name, person))
                yield from (row.values["case"] if names_case else row.anchor or 0 for row in rows)


def destroy_case_scans_naming(person: int, *, entry: Entry) -> int:
    """Destroy these scans and the names of their files; how many records of scans lost them. Inside `recording`."""
    emptied = 0
    for store, row in case_scans_naming(person):
        transaction.on_commit(partial(destroy_scan, row.values["file"]))
        emptied += erase_values(store.kind, [row.id], ["name"], entry=entry)
    return emptied


def destroy_scans_of_steps(found: Case, steps: Collection[str], source: Source) -> int:
    """Destroy what was ever put to some steps of a case: file and name go, that one was there stays; how many went."""
    store = scan_store(found.case_type.kept_as)
    lines = {act.line for act in found.acts if act.step in steps}
    rows = store.read(store.queryset().filter(organisation_id=found.organisation)) if store and lines else ()
    mine = [
        row for row in rows if row.values["case"] == found.id and row.values["line"] in lines and row.values["name"]
    ]
    if store is None or not mine:
        return 0
    with recording(source) as entry:
        for row in mine:
            transaction.on_commit(partial(destroy_scan, row.values["file"]))
        return erase_values(store.kind, [row.id for row in mine], ["name"], entry=entry)
