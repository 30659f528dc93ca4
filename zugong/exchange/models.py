"""What an import remembers from one time to the next."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class RememberedMapping(models.Model):
    """How an officer once mapped the headers of a workbook: proposed again when the same headers come back."""

    header_fingerprint = models.CharField(max_length=64, help_text="Hash of the headers, whatever their order.")
    sheet = models.CharField(max_length=60, help_text="Code of the sheet that they were mapped to.")
    mapping = models.JSONField(help_text="Column key by header path; an empty key: not imported.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text="Who mapped them.")
    at = models.DateTimeField(help_text="When they were last mapped.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["header_fingerprint", "sheet"], name="remembered_mapping_of_header_and_sheet"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet}: {len(self.mapping)} headers"
