"""What people keep of lists. Not facts: a view says nothing about anybody and may be forgotten."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """A list under a name: the query of its address, without the day and without a page."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", help_text="Whose it is.")
    office = models.ForeignKey(
        "offices.Office",
        models.CASCADE,
        null=True,
        related_name="+",
        help_text="With whom it is shared; empty: nobody.",
    )
    record_type = models.CharField(max_length=60, help_text="Code of the record type that is listed.")
    name = models.CharField(max_length=40, help_text="What its owner calls it.")
    query = models.CharField(max_length=2000, blank=True, help_text="Filters, order and columns, as in the address.")
    at = models.DateTimeField(help_text="When it was kept last.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "record_type", "name"], name="saved_view_of_user_and_name")
        ]

    def __str__(self) -> str:
        return f"{self.record_type}: {self.name}"
