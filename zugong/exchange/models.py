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


class ImportJob(models.Model):
    """One sheet of one uploaded file on its way in: checked, looked at, committed or not, perhaps undone.

    How far a running job is stands in a file beside its preview, because a commit holds the one writer that SQLite has.
    """

    CHECKING, CHECKED, REFUSED, RECORDING, COMMITTED, UNDONE, DISCARDED = (
        "checking", "checked", "refused", "recording", "committed", "undone", "discarded",
    )  # fmt: skip
    STATES = tuple((state, state) for state in (CHECKING, CHECKED, REFUSED, RECORDING, COMMITTED, UNDONE, DISCARDED))

    filename = models.CharField(max_length=255, help_text="As the officer calls the file.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file, by which it is stored.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text="Who uploaded it.")
    at = models.DateTimeField(help_text="When it was uploaded.")
    on = models.DateField(help_text="The day as of which the sheet speaks; asked, never guessed.")
    choices = models.JSONField(default=dict, help_text="What the officer decided: sheet, columns, corrections.")
    sheet = models.CharField(max_length=60, blank=True, help_text="Code of the sheet that it is taken for.")
    state = models.CharField(max_length=12, choices=STATES, help_text="How far it has come.")
    counts = models.JSONField(default=dict, help_text="Rows by outcome.")
    missing = models.PositiveIntegerField(default=0, help_text="Records that the roster leaves out.")
    problem = models.JSONField(default=dict, help_text="Why it stopped: code and the sentence, zh and en.")
    paper = models.CharField(max_length=200, blank=True, help_text="The paper it rests on, where there is one.")
    entry = models.ForeignKey(
        "kernel.Entry",
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="What it recorded; none if nothing changed.",
    )
    undone_in = models.ForeignKey(
        "kernel.Entry", models.PROTECT, null=True, related_name="+", help_text="The entry that took it back."
    )
    finished_at = models.DateTimeField(null=True, help_text="When it was committed, undone or discarded.")

    class Meta:
        indexes = [models.Index(fields=["-at"], name="importjob_at")]

    def __str__(self) -> str:
        return f"{self.filename} {self.on} {self.state}"
