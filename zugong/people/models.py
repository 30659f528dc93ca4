"""Persons, their membership, and what they are attached to beside it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zugong.kernel.facts.models import Anchor, Fact, PartialDateField, State
from zugong.people.names import pinyin_key


class Person(Anchor):
    """A human being inside the process: a member, an applicant, an official, a named talent."""


class PersonState(State):
    """What a person is called and is, on days. Identity number, phones and address are encrypted."""

    anchor = models.ForeignKey(Person, models.PROTECT, db_index=False, related_name="states")
    identity_number_sealed = models.BinaryField(null=True)
    identity_number_hash = models.CharField(
        max_length=32, null=True, help_text="Keyed hash: the number is found by it."
    )
    name = models.CharField(max_length=100)
    pinyin = models.CharField(max_length=200, null=True, help_text="Full pinyin and initials, for search and order.")
    sex = models.CharField(max_length=40, null=True)
    ethnicity = models.CharField(max_length=40, null=True)
    born_on = PartialDateField()
    education = models.CharField(max_length=40, null=True)
    occupation = models.CharField(max_length=40, null=True)
    mobile_phone_sealed = models.BinaryField(null=True)
    mobile_phone_hash = models.CharField(max_length=32, null=True, help_text="Keyed hash: the phone is found by it.")
    landline_sealed = models.BinaryField(null=True)
    address_sealed = models.BinaryField(null=True)

    one_at_a_time = ("anchor",)
    computed_columns = {"pinyin": lambda values: pinyin_key(values["name"])}

    class Meta(Fact.Meta):
        indexes = [
            *Fact.Meta.indexes,
            models.Index(fields=["anchor", "since"], name="person_anchor", condition=Q(retracted_in__isnull=True)),
            models.Index(
                fields=["identity_number_hash"], name="person_identity", condition=Q(retracted_in__isnull=True)
            ),
            models.Index(fields=["name"], name="person_name", condition=Q(retracted_in__isnull=True)),
        ]


class Membership(State):
    """党籍: a person is a member in one branch on a day."""

    person = models.ForeignKey(Person, models.PROTECT, db_index=False, related_name="memberships")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, db_index=False, related_name="+")
    category = models.CharField(max_length=40)
    joined_on = PartialDateField()
    full_on = PartialDateField()
    standing = models.CharField(max_length=40, null=True)
    lost = models.BooleanField(null=True)
    lost_on = PartialDateField()
    mobile = models.BooleanField(null=True)
    destination = models.CharField(max_length=200, null=True)
    start_reason = models.CharField(max_length=40, null=True)
    end_reason = models.CharField(max_length=40, null=True)

    one_at_a_time = ("person",)

    class Meta(Fact.Meta):
        indexes = [
            *Fact.Meta.indexes,
            models.Index(fields=["person", "since"], name="membership_person", condition=Q(retracted_in__isnull=True)),
            models.Index(
                fields=["organisation", "person", "since", "until"],
                name="membership_list",
                condition=Q(retracted_in__isnull=True),
            ),
        ]


class Attached(State):
    """挂靠、下派: beside the membership; the host sees a contact card, the person counts only where the membership is."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    contact_sealed = models.BinaryField(null=True)

    one_at_a_time = ("person", "kind")

    class Meta(Fact.Meta):
        pass
