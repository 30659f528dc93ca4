"""What steps write when an organisation is named a model: its title, how long it is valid, why it ended, the reward paid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from zugong.cases.errors import NoTitle
from zugong.cases.outcomes import Written
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import LedgerStore, NewRow, StoredRow
from zugong.organisations.queries import units_of_all

_TITLES, _MONEY = "designation", "money"
_FEN = 100


def _ledger(code: str) -> LedgerStore:
    return LedgerStore(installed_catalogue(settings.ZUGONG_PACK).types[code])


def _title_in_force(written: Written) -> StoredRow | None:
    """The title of this kind and level that the organisation has and that nobody ended."""
    named = written.case.case_type.designates
    rows = _ledger(_TITLES).believed(organisation_id=written.case.organisation, until__isnull=True)
    fitting = (row for row in rows if named and (row.values["kind"], row.values["level"]) == (named.kind, named.level))
    return max(fitting, key=lambda row: (row.since, row.id), default=None)


def _designated(written: Written) -> None:
    """Named from the day of the step; a title that it has already is valid until the new day, by the new paper."""
    named, act = written.case.case_type.designates, written.act
    if named is None:
        raise NoTitle
    said = {"valid_until": act.values.get("until_day"), "paper": act.values.get("number")}
    held, store = _title_in_force(written), _ledger(_TITLES)
    if held is None:
        units = units_of_all([written.case.organisation or 0], act.on)
        values: dict[str, Any] = dict.fromkeys(store.kind.fields) | {
            "kind": named.kind, "level": named.level, "organisation": written.case.organisation,
            "unit": units[0][1] if len(units) == 1 else None,
        }  # fmt: skip
        store.insert([NewRow(None, act.on, None, values | said)], entry=written.entry)
        return
    store.retract([held.id], entry=written.entry)
    rows = [NewRow(None, max(held.since, act.on), None, dict(held.values) | said, supersedes=held.id)]
    if held.since < act.on:
        rows.insert(0, NewRow(None, held.since, act.on, dict(held.values), supersedes=held.id))
    store.insert(rows, entry=written.entry)


def _ended(because: str) -> Callable[[Written], None]:
    """The title ends on the day of the step; nothing where it has ended already by itself."""

    def ends(written: Written) -> None:
        held, store = _title_in_force(written), _ledger(_TITLES)
        if held is None:
            return
        store.retract([held.id], entry=written.entry)
        values = dict(held.values) | {"ended_because": because}
        store.insert(
            [NewRow(None, held.since, max(written.act.on, held.since), values, supersedes=held.id)],
            entry=written.entry,
        )

    return ends


def _rewarded(written: Written) -> None:
    """The reward as the ledger of money keeps it: by its voucher, paid on the day of the step."""
    act, store = written.act, _ledger(_MONEY)
    values: dict[str, Any] = dict.fromkeys(store.kind.fields) | {
        "number": act.values.get("number"), "payer": "county_budget", "purpose": "party_building",
        "organisation": written.case.organisation, "amount": int(act.values.get("amount") or 0) * _FEN, "status": "paid",
    }  # fmt: skip
    store.insert([NewRow(None, act.on, None, values)], entry=written.entry)


#: What a step or an outcome may name under `writes` where organisations are named.
NAMING: Mapping[str, Callable[[Written], None]] = {
    "designated": _designated,
    "designation_failed_review": _ended("failed_review"),
    "designation_expired": _ended("expired"),
    "designation_revoked": _ended("other"),
    "reward_paid": _rewarded,
}
