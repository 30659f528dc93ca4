"""The index of names. Derived from facts, kept by entries, and no source of anything."""

from __future__ import annotations

from typing import Any

from django.db import models

#: Sorts behind every letter: what begins with a text lies between it and it with this.
LAST_LETTER = "\U0010ffff"


class IndexedText(models.CharField):
    """A text that is found by its beginning; PostgreSQL adds an index for LIKE by itself."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 200, "db_index": True, **options})


class Part(models.Model):
    """A name of a record, read on from one of its letters. The three indexed texts begin with the record type.

    `order` sorts equally good ones: shorter names first, then by their reading. `turns_on` is the day on which the record
    is called otherwise or stands elsewhere without a new entry.
    """

    CURRENT, FORMER, ENDED = "0", "1", "2"

    kind = models.CharField(max_length=60)
    anchor = models.BigIntegerField()
    row = models.BigIntegerField(help_text="The fact row that holds, or held last.")
    place = models.BigIntegerField(null=True, db_index=True, help_text="Of a person: the branch of today, or the last.")
    name = models.CharField(max_length=300)
    letters = IndexedText()
    reading = IndexedText()
    initials = IndexedText()
    syllables = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    is_start = models.BooleanField(help_text="Does the name proper begin here?")
    standing = models.CharField(max_length=1)
    named_until = models.DateField(null=True, help_text="Of a former name: the last day on which it was borne.")
    ended_on = models.DateField(null=True, help_text="The last day on which there was such a record.")
    turns_on = models.DateField(null=True, db_index=True)
    order = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["kind", "anchor"], name="part_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.anchor} {self.name}"


class Mark(models.Model):
    """Up to which entry and for which day and catalogue the index was made. There is one, or none yet."""

    number = models.BigIntegerField()
    sealed_at = models.DateTimeField(null=True)
    day = models.DateField()
    fingerprint = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"index up to entry {self.number}, {self.day}"
