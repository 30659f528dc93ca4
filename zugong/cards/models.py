"""A card for signing in. Not a fact about the field: what was done with it stands in entries."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Card(models.Model):
    """One printed card of an account; of several the last one issued that is not blocked opens it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="cards")
    code_hash = models.CharField(max_length=64, unique=True, help_text="Keyed hash by which the code is recognised.")
    start_hash = models.CharField(
        max_length=64, blank=True, help_text="Keyed hash of the start number; empty once a PIN was chosen."
    )
    pin_hash = models.CharField(max_length=200, blank=True, help_text="Hash of the PIN that its holder chose.")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first_use_by = models.DateField(help_text="The last day on which a PIN may be chosen.")
    expires_on = models.DateField(help_text="The first day on which it opens nothing any more.")
    first_used_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    blocked_at = models.DateTimeField(null=True)
    wrong_count = models.PositiveSmallIntegerField(default=0, help_text="Wrong numbers in a row.")
    wrong_at = models.DateTimeField(null=True, help_text="When a number was tried last.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(blocked_at__isnull=True), name="card_one_of_user")
        ]

    def __str__(self) -> str:
        return f"card {self.pk} of {self.user_id}"
