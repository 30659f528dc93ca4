"""A complaint and what was done about it. Rows are only added; what people wrote is encrypted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Complaint(models.Model):
    """What somebody complained about or suggested, with the day until which an answer is owed."""

    add_only = True

    KINDS = (("complaint", "Complaint"), ("suggestion", "Suggestion"), ("question", "Question"))

    at = models.DateTimeField(help_text="When it came in.")
    due_on = models.DateField(help_text="The last day on which the answer is in time.")
    kind = models.CharField(max_length=12, choices=KINDS, help_text="What it is.")
    office = models.ForeignKey(
        "offices.Office", models.PROTECT, null=True, related_name="+", help_text="The office complained about, if any."
    )
    code_hash = models.CharField(max_length=32, unique=True, help_text="By which the code is recognised.")
    origin_hash = models.CharField(max_length=32, help_text="Keyed hash of network address and day, to slow flooding.")
    text_sealed = models.BinaryField(help_text="What was written, encrypted.")
    name_sealed = models.BinaryField(null=True, help_text="The name, if given, encrypted.")
    contact_sealed = models.BinaryField(null=True, help_text="How to reach them, if given, encrypted.")

    class Meta:
        indexes = [models.Index(fields=["origin_hash", "-at"], name="complaint_origin")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} due {self.due_on}"


class Step(models.Model):
    """A complaint was forwarded to an office, or answered."""

    add_only = True

    FORWARDED, ANSWERED = "forwarded", "answered"
    KINDS = ((FORWARDED, "Forwarded"), (ANSWERED, "Answered"))

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="steps")
    at = models.DateTimeField(help_text="When.")
    kind = models.CharField(max_length=12, choices=KINDS, help_text="What was done.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text="By whom.")
    by_office = models.CharField(max_length=200, blank=True, help_text="The office of that user, as it was called.")
    office = models.ForeignKey(
        "offices.Office", models.PROTECT, null=True, related_name="+", help_text="To which office it was forwarded."
    )
    text_sealed = models.BinaryField(null=True, help_text="The answer, encrypted.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint"], condition=Q(kind="answered"), name="complaint_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.complaint_id}"
