"""What is no fact about an organisation: that it opened a request, and the workbook in whose layout the asker wants it."""

from __future__ import annotations

from django.db import models


class Opening(models.Model):
    """An organisation opened a request for the first time. Only the organisation is kept, and nobody's name."""

    add_only = True

    request = models.ForeignKey("dictionary.Record", models.PROTECT, related_name="+", help_text="Which request.")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    at = models.DateTimeField(help_text="When.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "organisation"], name="opening_once")]

    def __str__(self) -> str:
        return f"{self.request_id} at {self.organisation_id}"


class Layout(models.Model):
    """The asker's own workbook: its header cells name the boxes. The last one of a request is used."""

    add_only = True

    request = models.ForeignKey("dictionary.Record", models.PROTECT, related_name="+", help_text="Of which request.")
    at = models.DateTimeField(help_text="When it was brought.")
    name = models.CharField(max_length=200, help_text="What the file was called.")
    content = models.BinaryField(help_text="The .xlsx as it was brought.")

    def __str__(self) -> str:
        return self.name
