"""What offices have to do in cases, derived and made again at any time; and how an organisation words its papers."""

from __future__ import annotations

from django.db import models

from zugong.kernel.facts.models import Fact


class Standing(models.Model):
    """Where one case stands. `acts` is what rules need of its steps, so that a change of rules reads no ledger."""

    case = models.BigIntegerField(primary_key=True, help_text="Anchor of the case.")
    case_type = models.CharField(max_length=60, help_text="Code of the case type.")
    person = models.BigIntegerField(null=True, help_text="Whom it is about; empty where it is about something else.")
    subject = models.BigIntegerField(null=True, help_text="What it is about, whatever that is.")
    organisation = models.BigIntegerField(null=True, help_text="Where it stands.")
    stage = models.CharField(max_length=60, help_text="The stage it has reached.")
    state = models.CharField(max_length=60, help_text="running, suspended, or how it ended.")
    forms = models.CharField(max_length=300, blank=True, help_text="The local forms that it keeps.")
    lines = models.IntegerField(help_text="How many steps its file has.")
    since = models.DateField(help_text="First day of the case.")
    last_on = models.DateField(null=True, help_text="Day of its last step.")
    acts = models.TextField(help_text="Its steps: code, day, outcome, months.")
    other = models.BigIntegerField(null=True, help_text="The organisation on the other side, in a case between two.")

    class Meta:
        indexes = [
            models.Index(fields=["case_type", "state", "stage", "organisation"], name="standing_stage"),
            models.Index(fields=["person"], name="standing_person"),
            models.Index(fields=["subject", "case_type"], name="standing_subject"),
            models.Index(fields=["organisation", "state"], name="standing_place"),
            models.Index(fields=["other"], condition=models.Q(other__isnull=False), name="standing_other"),
        ]

    def __str__(self) -> str:
        return f"{self.case_type} {self.case}: {self.stage}, {self.state}"


class Task(models.Model):
    """A step of a case that somebody may take now or later: who acts, from when, until when."""

    case = models.BigIntegerField(help_text="Anchor of the case.")
    case_type = models.CharField(max_length=60, help_text="Code of the case type.")
    step = models.CharField(max_length=60, help_text="Code of the step.")
    organisation = models.BigIntegerField(null=True, help_text="Where the case stands.")
    level = models.CharField(max_length=20, help_text="branch, committee or county.")
    actor = models.BigIntegerField(null=True, help_text="The organisation that acts, in today's tree.")
    possible_on = models.DateField(help_text="First day on which it may be done.")
    due_on = models.DateField(help_text="Until when; the last of all days where no rule says.")
    other = models.BigIntegerField(null=True, help_text="The organisation on the other side, in a case between two.")

    class Meta:
        indexes = [
            models.Index(fields=["actor", "due_on", "id"], name="task_actor"),
            models.Index(fields=["case_type", "step", "organisation"], name="task_step"),
            models.Index(fields=["case"], name="task_case"),
            models.Index(fields=["due_on", "id"], name="task_due"),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.case}, {self.due_on}"


class Mark(models.Model):
    """Up to which entry, for which day and by which rules the tables above were made."""

    number = models.BigIntegerField(help_text="The last entry taken in.")
    sealed_at = models.DateTimeField(null=True, help_text="When it was sealed: a restored backup counts anew.")
    day = models.DateField(help_text="The day whose texts and tree count.")
    rules = models.CharField(max_length=64, help_text="Fingerprint of types, forms and calendar.")

    def __str__(self) -> str:
        return f"entry {self.number} on {self.day}"


class PaperLayout(Fact):
    """How an organisation words a paper of its cases: a Word file with names in braces. The latest one believed counts."""

    case_type = models.CharField(max_length=60, help_text="Code of the case type.")
    paper = models.CharField(max_length=60, help_text="Code of the paper in that type.")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+",
        help_text="Whose wording it is: it serves the cases there and below.",
    )  # fmt: skip
    name = models.CharField(max_length=200, help_text="What the file was called.")
    document = models.BinaryField(help_text="The .docx file.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")

    class Meta(Fact.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["case_type", "paper", "organisation"], condition=models.Q(retracted_in__isnull=True),
                name="paperlayout_one_believed",
            ),
        ]  # fmt: skip
