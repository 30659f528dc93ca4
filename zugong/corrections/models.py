"""A request for a correction, its answer, and that it was carried out. Rows are only added; what people wrote is encrypted."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Request(models.Model):
    """A person says that a value of their own record is wrong."""

    add_only = True
    #: What goes when the person is erased; that something was asked, when and about which field, stays.
    erasable = ("right_sealed", "why_sealed")

    at = models.DateTimeField(help_text="When it was asked.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text="By which account.")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", help_text="Whose record it is.")
    record_type = models.CharField(max_length=60, help_text="Code of the record type.")
    record = models.BigIntegerField(help_text="The record, as its address names it.")
    field = models.CharField(max_length=60, help_text="Code of the field that is wrong.")
    right_sealed = models.BinaryField(null=True, help_text="What is right, encrypted; empty once destroyed.")
    why_sealed = models.BinaryField(null=True, help_text="Why, or from which paper, encrypted; empty once destroyed.")

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="correction_person")]

    def __str__(self) -> str:
        return f"{self.record_type}.{self.field} of {self.person_id}"


class Answer(models.Model):
    """What became of a request: accepted, or refused with a sentence."""

    add_only = True
    #: The sentence speaks of the person's values, so it goes with them.
    erasable = ("reason",)

    request = models.OneToOneField(Request, models.PROTECT, related_name="answer", help_text="What it answers.")
    at = models.DateTimeField(help_text="When.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text="By whom.")
    by_office = models.CharField(max_length=200, blank=True, help_text="The office of that user, as it was called.")
    accepted = models.BooleanField(help_text="Whether the record is to be corrected.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why not, for the person to read.")

    def __str__(self) -> str:
        return f"{'accepted' if self.accepted else 'refused'} {self.request_id}"


class Correction(models.Model):
    """What was accepted stands in the record."""

    add_only = True

    request = models.OneToOneField(Request, models.PROTECT, related_name="correction", help_text="What was asked for.")
    at = models.DateTimeField(help_text="When.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text="By whom.")
    by_office = models.CharField(max_length=200, blank=True, help_text="The office of that user, as it was called.")
    entry = models.ForeignKey(
        "kernel.Entry", models.PROTECT, null=True, related_name="+",
        help_text="The entry that corrected it; empty where it was done otherwise.",
    )  # fmt: skip

    def __str__(self) -> str:
        return f"corrected {self.request_id}"
