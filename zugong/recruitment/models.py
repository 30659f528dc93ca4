"""Who registered for a notice, and what came of it. No facts: these rows are changed, and destroyed when their purpose ends.

What applicants wrote is encrypted. Notices and posts are ledgers; the numbers here are their anchors.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Application(models.Model):
    """One person's registration for one post of a notice."""

    notice = models.BigIntegerField(help_text="Anchor of the notice.")
    post = models.BigIntegerField(help_text="Anchor of the post.")
    number = models.IntegerField(help_text="Number within the notice; stands on slips and in tables.")
    at = models.DateTimeField(help_text="When it came in, with the consent.")
    destroy_by = models.DateField(help_text="The day that the applicant was told; nothing lasts longer.")
    code_hash = models.CharField(max_length=32, unique=True, help_text="By which the code is recognised.")
    who_hash = models.CharField(max_length=32, help_text="Keyed hash of who it is: one registration per notice.")
    origin_hash = models.CharField(max_length=32, help_text="Keyed hash of network address and day, to slow flooding.")
    sealed = models.BinaryField(help_text="What was filled in, encrypted.")
    stage = models.CharField(max_length=20, help_text="Where it stands.")
    written = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, help_text="Score of the written examination."
    )
    interview = models.DecimalField(max_digits=5, decimal_places=2, null=True, help_text="Score of the interview.")
    further = models.DecimalField(max_digits=5, decimal_places=2, null=True, help_text="Score of a further test.")
    absent = models.CharField(max_length=20, blank=True, help_text="Which part was missed.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "who_hash"], name="application_once_per_notice"),
            models.UniqueConstraint(fields=["notice", "number"], name="application_number"),
        ]
        indexes = [
            models.Index(fields=["notice", "stage", "number"], name="application_stage"),
            models.Index(fields=["origin_hash", "-at"], name="application_origin"),
            models.Index(fields=["destroy_by"], name="application_destroy_by"),
        ]

    def __str__(self) -> str:
        return f"№{self.number} of notice {self.notice}: {self.stage}"


class Event(models.Model):
    """What was done about a registration: the lines that its code opens. Goes with it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="events")
    at = models.DateTimeField(help_text="When it was recorded.")
    on = models.DateField(help_text="Of which day it is.")
    kind = models.CharField(max_length=20, help_text="What was done.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="By whom; empty: the applicant.",
    )
    by_office = models.CharField(max_length=200, blank=True, help_text="The office of that user, as it was called.")
    text_sealed = models.BinaryField(null=True, help_text="Reason, appeal or answer, encrypted.")

    class Meta:
        indexes = [models.Index(fields=["application", "id"], name="event_application")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.application_id} on {self.on}"


class Sitting(models.Model):
    """One batch of an examination or of interviews: where, when, how many."""

    notice = models.BigIntegerField(help_text="Anchor of the notice.")
    part = models.CharField(max_length=20, help_text="written or interview.")
    starts_at = models.DateTimeField(help_text="When it begins.")
    place = models.CharField(max_length=200, help_text="Where: building and room.")
    seats = models.IntegerField(help_text="For how many.")

    class Meta:
        indexes = [models.Index(fields=["notice", "part", "starts_at"], name="sitting_notice")]

    def __str__(self) -> str:
        return f"{self.part} {self.starts_at} {self.place}"


class Seat(models.Model):
    """Somebody's place in a batch."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="taken")
    application = models.ForeignKey(Application, models.CASCADE, related_name="seats")
    part = models.CharField(max_length=20, help_text="That of the sitting: one seat for each part.")
    number = models.IntegerField(help_text="Seat, or place in the order of the interviews.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sitting", "number"], name="seat_number"),
            models.UniqueConstraint(fields=["application", "part"], name="seat_once_per_part"),
        ]

    def __str__(self) -> str:
        return f"{self.number} of sitting {self.sitting_id}"


class Objection(models.Model):
    """What somebody said against the published list, with what was found."""

    notice = models.BigIntegerField(help_text="Anchor of the notice.")
    at = models.DateTimeField(help_text="When it came in.")
    destroy_by = models.DateField(help_text="The latest day on which it is destroyed.")
    origin_hash = models.CharField(max_length=32, help_text="Keyed hash of network address and day, to slow flooding.")
    text_sealed = models.BinaryField(help_text="What was written, encrypted.")
    contact_sealed = models.BinaryField(null=True, help_text="How to reach them, if given, encrypted.")
    answered_on = models.DateField(null=True, help_text="When it had been looked into.")
    finding_sealed = models.BinaryField(null=True, help_text="What was found, encrypted.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="By whom."
    )

    class Meta:
        indexes = [models.Index(fields=["notice", "answered_on"], name="objection_notice")]

    def __str__(self) -> str:
        return f"objection {self.pk} about notice {self.notice}"
