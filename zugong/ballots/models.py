"""A secret vote: its roster, its box of sealed votes, its totals. Not facts: a vote has no recorder and no moment.

What becomes of a vote, its totals, is recorded in the minutes of the meeting as totals of a vote on paper are.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Ballot(models.Model):
    """One secret vote from the roster to the totals. The moments are those of the vote as a whole, never of one voter."""

    PREPARED, OPEN, CLOSED, COUNTED, TOO_FEW, CANCELLED = (
        "prepared", "open", "closed", "counted", "too_few", "cancelled"
    )  # fmt: skip
    STATES: ClassVar = (
        (PREPARED, "Codes not given yet"), (OPEN, "Open"), (CLOSED, "Closed"), (COUNTED, "Counted"),
        (TOO_FEW, "Too few votes"), (CANCELLED, "Cancelled"),
    )  # fmt: skip

    kind = models.CharField(max_length=60, help_text="Code of the kind of vote in the pack.")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    meeting = models.ForeignKey(
        "dictionary.Record", models.PROTECT, null=True, related_name="+", help_text="The meeting at which it is held."
    )
    title = models.CharField(max_length=200, help_text="What it is called on the ballot.")
    on = models.DateField(help_text="The day whose roster and whose rule hold.")
    lines = models.JSONField(help_text="What is voted on, line by line.")
    persons = models.JSONField(default=list, help_text="Where the lines are the voters: the person of each line.")
    seats = models.PositiveSmallIntegerField(default=0, help_text="How many lines may be chosen; 0 for any number.")
    state = models.CharField(max_length=12, choices=STATES, default=PREPARED)
    excused = models.PositiveSmallIntegerField(default=0, help_text="How many are not counted among those due.")
    roster_hash = models.CharField(max_length=64, help_text="SHA-256 of the roster as it was when voting began.")
    tellers = models.JSONField(help_text="The names of the two who keep the codes.")
    salts = models.JSONField(default=list, help_text="By which the key of each code is derived, in hexadecimal.")
    public_keys = models.JSONField(default=list, help_text="The public key of each code, in hexadecimal.")
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    cast = models.PositiveIntegerField(null=True, help_text="How many votes lay in the box.")
    on_paper = models.PositiveIntegerField(null=True, help_text="How many ballots on paper were counted with them.")
    present = models.PositiveIntegerField(null=True, help_text="How many of those who may vote came.")
    totals = models.JSONField(null=True, help_text="For each line how often each choice was ticked.")
    written_in = models.JSONField(null=True, help_text="Names that were written in, with their votes.")
    codes = models.TextField(
        blank=True, help_text="The check codes of the votes that were counted, in their own order."
    )
    lock = models.CharField(max_length=64, blank=True, help_text="Holds both public keys fast, by the key of the site.")
    is_left_over = models.BooleanField(
        default=False, help_text="Its votes are destroyed, and what the files still hold of them is to be overwritten."
    )

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="ballot_of_organisation")]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"


class Elector(models.Model):
    """Somebody who may vote in a ballot. Whether they did is marked while the box is shut, and forgotten with the count."""

    PHONE, PAPER = "phone", "paper"
    WAYS: ClassVar = ((PHONE, "On the platform"), (PAPER, "On paper"))

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="electors")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=WAYS)
    has_voted = models.BooleanField(default=False, help_text="All marks of a ballot are written whenever one changes.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "person"], name="elector_once_in_ballot")]

    def __str__(self) -> str:
        return f"person {self.person_id} in {self.ballot_id}"


class Box(models.Model):
    """The sealed votes of one ballot: one value, sorted by its random bytes and written whole at each vote.

    A row for each vote would tell by its place in the file, or by the transaction that wrote it, whose vote it is. Check
    codes are sealed apart and sorted apart: whoever opened a copy of the box would else find the vote of each code.
    """

    ballot = models.OneToOneField(Ballot, models.CASCADE, related_name="box")
    sealed = models.BinaryField(default=b"")
    codes = models.BinaryField(default=b"")

    def __str__(self) -> str:
        return f"box of {self.ballot_id}"
