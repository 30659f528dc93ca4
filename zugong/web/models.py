"""What the pages keep for themselves. Not facts: it says nothing about anybody and is forgotten after days."""

from __future__ import annotations

from django.db import models


class SentForm(models.Model):
    """A form that was sent, so that the same one sent again does nothing twice."""

    mark_hash = models.CharField(
        max_length=64, unique=True, help_text="Of who sent it, where to, its mark and what it said."
    )
    at = models.DateTimeField(
        db_index=True, help_text="When it came; when it was begun anew, after a server was stopped in the middle of it."
    )
    is_done = models.BooleanField(default=False, help_text="Said in the transaction that recorded what it asked for.")
    leads_to = models.CharField(
        max_length=500, blank=True, help_text="Where the answer led; empty while it is at work."
    )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} → {self.leads_to}"
