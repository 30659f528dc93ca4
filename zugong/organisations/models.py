"""Party organisations, units, and the dated links between them. Anchors hold identity; everything else is a fact."""

from __future__ import annotations

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q

from zugong.kernel.facts.models import Anchor, Fact, PartialDateField, State


class PathField(models.CharField):
    """A place in the tree, `/1/23/456/`, compared byte by byte so that a subtree is a range."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        plain = super().db_type(connection)
        return f'{plain} COLLATE "C"' if connection.vendor == "postgresql" else plain


class Organisation(Anchor):
    """A Party organisation: committee, work committee, general branch, branch."""


class Unit(Anchor):
    """A village, community, bureau, school, hospital, enterprise, social organisation or resettlement site."""


class OrganisationState(State):
    """What a Party organisation is called and is, on days."""

    anchor = models.ForeignKey(Organisation, models.PROTECT, db_index=False, related_name="states")
    code = models.CharField(max_length=60, help_text="Code of the organisation.")
    name = models.CharField(max_length=200, help_text="Full name, as on the seal.")
    short_name = models.CharField(max_length=100, null=True)
    kind = models.CharField(max_length=40, help_text="Code list organisation_kind.")
    sector = models.CharField(max_length=40, null=True, help_text="Code list sector.")
    situation = models.CharField(max_length=40, null=True, help_text="Code list unit_situation.")
    region = models.CharField(max_length=100, null=True)
    outside = models.BooleanField(null=True, help_text="Has its seat outside the county.")
    established_on = PartialDateField()
    contact = models.CharField(max_length=100, null=True)
    phone_sealed = models.BinaryField(null=True)

    one_at_a_time = ("anchor",)

    class Meta(Fact.Meta):
        indexes = [
            *Fact.Meta.indexes,
            models.Index(
                fields=["anchor", "since"], name="organisation_anchor", condition=Q(retracted_in__isnull=True)
            ),
            models.Index(fields=["code"], name="organisation_code", condition=Q(retracted_in__isnull=True)),
            models.Index(fields=["name"], name="organisation_name", condition=Q(retracted_in__isnull=True)),
        ]


class UnitState(State):
    """What a unit is called and is, on days."""

    anchor = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="states")
    code = models.CharField(max_length=60, help_text="Credit code, or the code of the village.")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, help_text="Code list unit_kind.")
    territory = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", help_text="Committee of the territory."
    )
    poverty = models.CharField(max_length=40, null=True)
    status = models.CharField(max_length=40, null=True)
    situation = models.CharField(max_length=200, null=True)

    one_at_a_time = ("anchor",)

    class Meta(Fact.Meta):
        indexes = [
            *Fact.Meta.indexes,
            models.Index(fields=["anchor", "since"], name="unit_anchor", condition=Q(retracted_in__isnull=True)),
            models.Index(fields=["code"], name="unit_code", condition=Q(retracted_in__isnull=True)),
            models.Index(fields=["name"], name="unit_name", condition=Q(retracted_in__isnull=True)),
        ]


class Belongs(State):
    """隶属: an organisation stands under exactly one superior on a day."""

    child = models.ForeignKey(Organisation, models.PROTECT, db_index=False, related_name="+")
    parent = models.ForeignKey(Organisation, models.PROTECT, db_index=False, related_name="+")

    one_at_a_time = ("child",)

    class Meta(Fact.Meta):
        indexes = [
            *Fact.Meta.indexes,
            models.Index(fields=["child", "since"], name="belongs_child", condition=Q(retracted_in__isnull=True)),
            models.Index(fields=["parent", "since"], name="belongs_parent", condition=Q(retracted_in__isnull=True)),
        ]


class Place(State):
    """Derived from `Belongs`, states and successions: where an organisation stands in the tree on days.

    `living` is false from the day on which the organisation ended: the path then leads through its successor, or else
    through its last superior, so that its records stay visible to whoever answers for them now.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, db_index=False, related_name="+")
    path = PathField(max_length=400)
    living = models.BooleanField(default=True)

    one_at_a_time = ("organisation",)

    class Meta(Fact.Meta):
        indexes = [
            *Fact.Meta.indexes,
            models.Index(
                fields=["path", "organisation", "since", "until"],
                name="place_path",
                condition=Q(retracted_in__isnull=True),
            ),
            models.Index(
                fields=["organisation", "since"], name="place_organisation", condition=Q(retracted_in__isnull=True)
            ),
        ]


class Succession(Fact):
    """An organisation ended, or gave something up, in favour of another: merger or split, with its day."""

    ended = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    successor = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta(Fact.Meta):
        pass


class UnitSuccession(Fact):
    """A unit ended in favour of another: merger of villages, with its day."""

    ended = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta(Fact.Meta):
        pass


class Serves(State):
    """设在: a Party organisation is set up in a unit; many to many."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, db_index=False, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="+")

    one_at_a_time = ("organisation", "unit")

    class Meta(Fact.Meta):
        indexes = [
            *Fact.Meta.indexes,
            models.Index(
                fields=["organisation", "unit", "since"],
                name="serves_organisation",
                condition=Q(retracted_in__isnull=True),
            ),
            models.Index(fields=["unit", "since"], name="serves_unit", condition=Q(retracted_in__isnull=True)),
        ]


class Guides(State):
    """指导: an organisation guides another in a matter; it sees and advises, never decides."""

    guide = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    guided = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=100)

    one_at_a_time = ("guide", "guided", "subject")

    class Meta(Fact.Meta):
        pass
