"""What steps about organisations and problems write: the list of organisations under rectification, the state of a problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from zugong.cases.outcomes import Written
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import LedgerStore, NewRow, StoredRow
from zugong.exchange.entering import deeds
from zugong.exchange.planning.comparing import Outcome
from zugong.organisations.queries import units_of_all


def _ledger(code: str) -> LedgerStore:
    return LedgerStore(installed_catalogue(settings.ZUGONG_PACK).types[code])


def _open_rectification(written: Written) -> list[StoredRow]:
    """The rows of the rectification of this organisation that is not closed, in order of time; nothing where there is none."""
    store = _ledger("rectification")
    rows = list(store.believed(organisation_id=written.case.organisation))
    open_ones = [row for row in rows if row.values["status"] == "determined" and row.until is None]
    open_ones = [row for row in open_ones if not row.values["closed_on"]]
    if not open_ones:
        return []
    begun = max(open_ones, key=lambda row: row.values["determined_on"]).values["determined_on"]
    return sorted((row for row in rows if row.values["determined_on"] == begun), key=lambda one: (one.since, one.id))


def _determined(kind: str) -> Callable[[Written], None]:
    """On the list from the day of the decision; one that was on it already stays as it is recorded."""

    def named(written: Written) -> None:
        if _open_rectification(written):
            return
        store, act = _ledger("rectification"), written.act
        values: dict[str, Any] = dict.fromkeys(store.kind.fields) | {
            "organisation": written.case.organisation, "kind": kind, "status": "determined",
            "problem": act.values.get("text"), "determined_on": act.on,
        }  # fmt: skip
        store.insert([NewRow(None, act.on, None, values)], entry=written.entry)

    return named


def _closed(written: Written) -> None:
    """Struck off on the day of the acceptance."""
    rows = _open_rectification(written)
    if rows:
        _carry_out(deeds.changed(rows, {"closed_on": written.act.on}, written.act.on), "rectification", written)


def _problem(status: str) -> Callable[[Written], None]:
    """The problem that the case is about stands so from the day of the step, with the answer that was given."""

    def stands(written: Written) -> None:
        store, act = _ledger("problem"), written.act
        rows = sorted(store.believed(anchor_id=written.case.subject), key=lambda one: (one.since, one.id))
        answer = {} if status == "open" else {"answer": act.values.get("text")}
        _change(rows, {"status": status} | answer, written)

    return stands


def _assigned(written: Written) -> None:
    """The problem is due on the day that was set, and answered for by the unit of the organisation that it was given to."""
    case, act = written.case, written.act
    rows = sorted(_ledger("problem").believed(anchor_id=case.subject), key=lambda one: (one.since, one.id))
    units = units_of_all([act.values.get("other") or case.organisation], act.on)
    responsible = {"responsible": units[0][1]} if units and act.values.get("other") else {}
    _change(rows, {"status": "open", "due_on": act.values.get("until_day")} | responsible, written)


def _change(rows: list[StoredRow], said: dict[str, Any], written: Written) -> None:
    """Nothing is recorded where nothing differs."""
    outcome = deeds.changed(rows, {name: value for name, value in said.items() if value is not None}, written.act.on)
    if outcome.add:
        _carry_out(outcome, "problem", written)


def _carry_out(outcome: Outcome, ledger: str, written: Written) -> None:
    store = _ledger(ledger)
    store.retract(outcome.withdraw, entry=written.entry)
    store.insert(outcome.add, entry=written.entry)


#: What a step or an outcome of a case about an organisation or a problem may name under `writes`.
WORK_WRITERS: Mapping[str, Callable[[Written], None]] = {
    "rectification_determined": _determined("new"),
    "rectification_again": _determined("again"),
    "rectification_closed": _closed,
    "problem_assigned": _assigned,
    "problem_open": _problem("open"),
    "problem_solved": _problem("solved"),
    "problem_planned": _problem("planned"),
    "problem_followed": _problem("followed"),
    "problem_corrected": _problem("corrected"),
}
