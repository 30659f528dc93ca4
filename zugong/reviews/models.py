"""Reviews as documents, the templates they are written from, and the versions that somebody approved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from zugong.kernel.facts.models import Anchor, Fact


class TemplateVersion(Fact):
    """One version of a template: the Word file as it was uploaded or made from the pack, and what was read from it.

    `report` is the code of the pack's report, empty for one that was uploaded.
    """

    name = models.CharField(max_length=200)
    report = models.CharField(max_length=60, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+",
        help_text="Whose template it is: who may fill in there may use it. Empty for the pack's.",
    )  # fmt: skip
    outline = models.JSONField(help_text="Paragraphs and tables with their names in braces.")
    document = models.BinaryField(help_text="The .docx file.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file, or of the pack's text.")

    class Meta(Fact.Meta):
        pass


class Review(Anchor):
    """A written review of the work of an organisation."""


class ReviewState(Fact):
    """What a review is called, whom and when it speaks of, and from which template it is written."""

    anchor = models.ForeignKey(Review, models.PROTECT, related_name="states")
    title = models.CharField(max_length=200)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    on = models.DateField(help_text="The day of which it speaks.")
    tree = models.DateField(help_text="The day whose tree groups its numbers.")
    first = models.DateField(help_text="First day of its period.")
    last = models.DateField(help_text="Last day of its period, inclusive.")
    template = models.ForeignKey(TemplateVersion, models.PROTECT, null=True, related_name="+")
    report = models.CharField(max_length=60, blank=True, help_text="The pack's report, where no template is chosen.")

    class Meta(Fact.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["anchor"], condition=Q(retracted_in__isnull=True), name="reviewstate_one_believed"
            ),
        ]


class FrozenReview(Fact):
    """A version that was approved: its text, each number exactly, and everything by which it can be computed again.

    `known` is the last entry that counted. `cells` are the numbers by figure, year and subordinate; `written` is the text.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    on = models.DateField()
    tree = models.DateField()
    first = models.DateField()
    last = models.DateField()
    known = models.BigIntegerField(help_text="The number of the last entry that counted.")
    pack = models.CharField(max_length=300, help_text="The pack and those it inherits, each with its version.")
    template = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    written = models.JSONField()
    cells = models.JSONField()
    document = models.BinaryField(help_text="The .docx file as approved.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the .docx file.")

    class Meta(Fact.Meta):
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="frozenreview_number")]
