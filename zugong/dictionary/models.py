"""Where the rows of ledgers are kept: one table for all of them, whatever a pack declares."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zugong.kernel.facts.models import Anchor, Fact, State


class Record(Anchor):
    """The identity of a record of an anchored ledger: a themed day, a class, a document."""

    ledger = models.CharField(max_length=60, help_text="Code of the record type.")

    class Meta:
        db_table = "dictionary_record"


class LedgerRow(State):
    """One believed statement of a ledger. An event's day stands in `since`, and its `until` is empty.

    The body is compact JSON by field code: codes, integers, fen, ISO dates, ids of anchors; encrypted values as base64.
    """

    ledger = models.CharField(max_length=60, help_text="Code of the record type.")
    anchor = models.ForeignKey(Record, models.PROTECT, null=True, db_index=False, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, db_index=False, related_name="+",
        help_text="The organisation where the row counts, where a field of its own says so.",
    )  # fmt: skip
    key_hash = models.UUIDField(help_text="Hash of ledger and natural key: at most one believed row on a day.")
    body = models.TextField(help_text="The fields as JSON.")

    one_at_a_time = ("key_hash",)

    class Meta(Fact.Meta):
        db_table = "dictionary_ledger_row"
        indexes = [
            *Fact.Meta.indexes,
            models.Index(fields=["key_hash", "since"], name="ledgerrow_key", condition=Q(retracted_in__isnull=True)),
            models.Index(
                fields=["ledger", "organisation", "since", "until", "id"],
                name="ledgerrow_list",
                condition=Q(retracted_in__isnull=True),
            ),
            models.Index(fields=["anchor"], name="ledgerrow_anchor", condition=Q(anchor__isnull=False)),
        ]
