"""Three kinds of tables and no fourth: entries, anchors, and facts.

An *anchor* is the identity of a person or thing and carries nothing that can change; every reference, address and file
points to an anchor. A *fact* row says what was believed about it. A change withdraws the open row, records it again with
its end and records the next; a correction withdraws a row and records the right one. The only column ever updated is
`retracted_in`, once, from nothing.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from zugong.kernel.time import Clocks


class Entry(models.Model):
    """One writing transaction: who, when, from which source, on which paper. `number` is its place in history.

    The number is given last, under a lock, so that numbers follow commits without gaps. "Known at" compares numbers.
    """

    KINDS = (
        ("import", "Import"),
        ("form", "Form"),
        ("command", "Command"),
        ("api", "API"),
        ("undo", "Undo"),
        ("demo", "Demo"),
    )

    opened_at = models.DateTimeField(help_text="When the transaction began.")
    number = models.BigIntegerField(unique=True, null=True, help_text="Place in history; empty until sealed.")
    sealed_at = models.DateTimeField(null=True, db_index=True, help_text="When the number was given.")
    kind = models.CharField(max_length=20, choices=KINDS, help_text="The way the facts came in.")
    actor = models.CharField(max_length=150, help_text="User name, or the command that wrote.")
    paper = models.CharField(max_length=200, blank=True, help_text="The paper it rests on, where there is one.")
    note = models.CharField(max_length=300, blank=True, help_text="File, sheet or page, for people.")
    undoes = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="undone_by", help_text="The entry it undoes."
    )

    class Meta:
        db_table = "kernel_entry"

    def __str__(self) -> str:
        return f"{self.number or '–'} {self.kind} {self.note or self.paper}".strip()


class Erasure(models.Model):
    """A row whose personal values were destroyed: what remains of it tells that something was there, and why it went.

    The only way past the guards, and a narrow one: a row named here may have values emptied, and nothing written.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+", help_text="When, by whom, on which paper.")
    table = models.CharField(max_length=100, help_text="Table of the row.")
    row = models.BigIntegerField(help_text="Its id.")

    #: Seen by the guards: this log is never changed.
    add_only = True

    class Meta:
        db_table = "kernel_erasure"
        constraints = [models.UniqueConstraint(fields=["table", "row"], name="erasure_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"


class Anchor(models.Model):
    """Identity and nothing else. Insert-only."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="The address, stable for ever.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__.lower()} {self.uid}"


class FactQuerySet(models.QuerySet):
    """Hides nothing: whoever wants what is believed, or what holds on a day, says so."""

    def believed(self, known: int | None = None) -> Self:
        """Rows not withdrawn; with `known`, rows that were recorded by that entry number and not withdrawn by it."""
        if known is None:
            return self.filter(retracted_in__isnull=True)
        return self.filter(recorded_in__number__lte=known).filter(
            Q(retracted_in__isnull=True) | Q(retracted_in__number__gt=known)
        )

    def holding(self, on: date) -> Self:
        """State rows that hold on the day."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)

    def at(self, clocks: Clocks) -> Self:
        """What holds on the clocks' day, as known at their moment."""
        return self.believed(clocks.known).holding(clocks.on)


class Fact(models.Model):
    """A row that says something, with the entry that recorded it and the one that withdrew it."""

    recorded_in = models.ForeignKey(Entry, models.PROTECT, related_name="+", db_index=False, help_text="Recorded by.")
    retracted_in = models.ForeignKey(
        Entry, models.PROTECT, related_name="+", null=True, db_index=False, help_text="Ceased to be believed by."
    )
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        help_text="The row it corrects or goes on from.",
    )

    objects = FactQuerySet.as_manager()

    #: Fields (without since and until) for which at most one believed row may hold on any day.
    one_at_a_time: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True
        # An automatic index on retracted_in misleads SQLite's planner; the replica needs these two, each partial or narrow.
        indexes = [
            models.Index(fields=["recorded_in"], name="%(class)s_recorded"),
            models.Index(fields=["retracted_in"], name="%(class)s_retracted", condition=Q(retracted_in__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class State(Fact):
    """A fact that holds on `[since, until)`."""

    since = models.DateField(help_text="First day on which it holds.")
    until = models.DateField(null=True, help_text="First day on which it no longer holds; empty while it does.")

    class Meta(Fact.Meta):
        abstract = True


class PartialDateField(models.CharField):
    """A date as precise as its source, kept as its text: 1987, 1987-05 or 1987-05-20."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 10, "null": True, "blank": True, **options})
