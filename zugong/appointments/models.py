"""Positions, who manages them, and who holds them: post, person and appointment are three things."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zugong.kernel.facts.models import Anchor, Fact, State


class Position(Anchor):
    """A post, whoever holds it."""


class PositionState(State):
    """What a post is called and is, on days."""

    anchor = models.ForeignKey(Position, models.PROTECT, db_index=False, related_name="states")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    matter = models.CharField(max_length=40, help_text="village: seen along the tree; cadre: only by who manages it.")

    one_at_a_time = ("anchor",)

    class Meta(Fact.Meta):
        indexes = [
            *Fact.Meta.indexes,
            models.Index(fields=["anchor", "since"], name="position_anchor", condition=Q(retracted_in__isnull=True)),
            models.Index(fields=["name"], name="position_name", condition=Q(retracted_in__isnull=True)),
        ]


class Manages(State):
    """主管、协管: which committee manages a post. The only source of rights over cadre matters."""

    position = models.ForeignKey(Position, models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)

    one_at_a_time = ("position", "kind")

    class Meta(Fact.Meta):
        pass


class Appointment(State):
    """A person holds a post; one holder of a post on a day."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, models.PROTECT, db_index=False, related_name="+")
    paper = models.CharField(max_length=200, null=True)
    end_reason = models.CharField(max_length=40, null=True)

    one_at_a_time = ("position",)

    class Meta(Fact.Meta):
        indexes = [
            *Fact.Meta.indexes,
            models.Index(
                fields=["position", "since"], name="appointment_position", condition=Q(retracted_in__isnull=True)
            ),
        ]
