"""Drafts of schemes and programmes, state by state, and what was published of them: the pack of the site itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zugong.kernel.facts.models import Anchor, Fact

SCHEME, PROGRAMME = "scheme", "programme"
KINDS = ((SCHEME, "Scheme"), (PROGRAMME, "Programme"))
OPEN, DROPPED, PUBLISHED = "open", "dropped", "published"
STANDINGS = ((OPEN, "Open"), (DROPPED, "Dropped"), (PUBLISHED, "Published"))


class Draft(Anchor):
    """Something that a site is writing for itself: the next version of a scheme, or a programme."""


class DraftState(Fact):
    """What a draft says after one act. Every state stays, so that it is told who changed what, and nothing is lost."""

    anchor = models.ForeignKey(Draft, models.PROTECT, related_name="states")
    kind = models.CharField(max_length=20, choices=KINDS)
    base = models.CharField(max_length=130, blank=True, help_text="What it was copied from: code and version, or code.")
    standing = models.CharField(max_length=20, choices=STANDINGS, default=OPEN)
    text = models.TextField(help_text="The element as YAML, exactly as a file of a pack has it.")
    owners = models.TextField(blank=True, help_text="Offices that it adds, as owners.yaml has them.")
    act = models.CharField(
        max_length=30, help_text="What was done: begun, taken_in, changed, removed, moved, written ..."
    )
    about = models.CharField(max_length=300, blank=True, help_text="With which part, as it was called.")

    class Meta(Fact.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["anchor"], condition=Q(retracted_in__isnull=True), name="draftstate_one_believed"
            ),
        ]


class OwnElement(Fact):
    """One element of the site's own pack. It is never changed: what comes after it is a new version, or a new programme."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="published")
    kind = models.CharField(max_length=20, choices=KINDS)
    code = models.CharField(max_length=60)
    version = models.CharField(max_length=60, blank=True, help_text="Of a scheme; a programme has none.")
    since = models.DateField(help_text="The first day on which it is in force.")
    text = models.TextField()
    owners = models.TextField(blank=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of both texts.")

    class Meta(Fact.Meta):
        constraints = [models.UniqueConstraint(fields=["kind", "code", "version"], name="ownelement_once")]
