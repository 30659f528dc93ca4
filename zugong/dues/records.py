"""The ledgers of dues: their stores, and rows found by their keys, many in one question."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.conf import settings

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import RecordType
from zugong.dictionary.store import LedgerStore, NewRow, StoredRow, Values
from zugong.kernel.facts.models import Entry

AMOUNT, PAYMENT, MONTH, FUND, GIFT, ENTRY = (
    "dues_amount", "dues_payment", "dues_month", "dues_fund", "dues_gift", "dues_entry",
)  # fmt: skip
_CHUNK = 500


def kind_of(code: str) -> RecordType:
    """The record type of that code on this site."""
    return installed_catalogue(settings.ZUGONG_PACK).types[code]


def ledger(code: str) -> LedgerStore:
    """The store of one of the ledgers of dues."""
    return LedgerStore(kind_of(code))


def with_keys(code: str, keys: Sequence[Values]) -> list[StoredRow]:
    """The believed rows with these natural keys, none of which has a day in it; in chunks, never one by one."""
    store = ledger(code)
    hashes = [store.key_hash(values, date.min) for values in keys]
    found: list[StoredRow] = []
    for start in range(0, len(hashes), _CHUNK):
        found += store.believed(key_hash__in=hashes[start : start + _CHUNK])
    return found


def rows_at(code: str, organisations: Collection[int]) -> list[StoredRow]:
    """All believed rows of a ledger that stand at these organisations."""
    store = ledger(code)
    return list(store.believed(organisation_id__in=list(organisations)))


def add(code: str, rows: Sequence[Values], on: date, entry: Entry) -> None:
    """Record new rows of one day."""
    store = ledger(code)
    if rows:
        store.insert([NewRow(None, on, None, dict.fromkeys(store.kind.fields) | one) for one in rows], entry=entry)
