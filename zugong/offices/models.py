"""Who acts: users sit in offices, offices hold mandates. Rights are dated facts like everything else."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from zugong.kernel.facts.models import Anchor, Fact, State
from zugong.offices.passwords import OneTimePasswordHasher


class User(AbstractUser):
    """An account. What it may see and do follows from its seats, never from flags on the account.

    `is_staff`: it keeps the site, by one of the three duties, and sees no data by it.
    """

    first_name = None
    last_name = None
    full_name = models.CharField(max_length=100, blank=True, help_text="Name as shown in the log.")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The person whose own record this account may see.",
    )  # fmt: skip

    one_time_until = models.DateTimeField(
        null=True, help_text="Until when a password that was made for a card opens anything."
    )

    #: How it came to this request: "card", "token", "" for a password. Said by who signs it in, kept with its looks.
    signed_in_by = ""

    def get_full_name(self) -> str:
        """What the account is called for people: the person's name, else the user name."""
        return self.full_name or self.username

    @property
    def has_one_time_password(self) -> bool:
        """Was the password made for a card? Then its owner must choose another before anything else."""
        return self.password.startswith(f"{OneTimePasswordHasher.algorithm}$")

    def has_expired_card(self, at: datetime) -> bool:
        """Does the password of a card open nothing any more? One without an end never opens anything."""
        return self.has_one_time_password and (self.one_time_until is None or self.one_time_until <= at)

    def check_password(self, raw_password: str) -> bool:
        """As Django does; only that a one-time password stays marked as one when it is used."""
        if self.has_one_time_password:
            return OneTimePasswordHasher().verify(raw_password, self.password)
        return super().check_password(raw_password)


class Office(Anchor):
    """An organisation section, a cadre section, a talent office, a bureau, a branch: acts for a committee."""


class OfficeState(State):
    """What an office is called and for which organisation it acts, on days."""

    anchor = models.ForeignKey(Office, models.PROTECT, related_name="states")
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")

    one_at_a_time = ("anchor",)

    class Meta(Fact.Meta):
        pass


class Seat(State):
    """A user sits in an office."""

    user = models.ForeignKey(User, models.PROTECT, related_name="seats")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")

    one_at_a_time = ("user", "office")

    class Meta(Fact.Meta):
        pass


class Mandate(State):
    """授权: an office may do an act in a matter, within a territory, down to a depth, on a paper.

    `matter` is a record type's matter or "*"; `act` is see, advise, fill, check or decide; `territory` is an
    organisation, its subtree today included; `depth` is a Depth.
    """

    ACTS = ("see", "advise", "fill", "check", "decide")

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    matter = models.CharField(max_length=40)
    act = models.CharField(max_length=10)
    territory = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    depth = models.PositiveSmallIntegerField()
    paper = models.CharField(max_length=200, blank=True)

    one_at_a_time = ("office", "matter", "act", "territory")

    class Meta(Fact.Meta):
        pass


class Duty(State):
    """三员: an account administers the system, its security or its audit. One of them at most, which the database holds."""

    user = models.ForeignKey(User, models.PROTECT, related_name="duties")
    duty = models.CharField(max_length=10)

    one_at_a_time = ("user",)

    class Meta(Fact.Meta):
        pass


class AccessLog(models.Model):
    """Somebody looked at, exported or revealed personal data: who, when, what, whose, why. Insert-only by the database."""

    add_only = True

    at = models.DateTimeField(db_index=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    office = models.CharField(max_length=200, blank=True)
    act = models.CharField(max_length=20, help_text="view, list, find, export, reveal, api, figure, log, explain.")
    record_type = models.CharField(max_length=60)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", help_text="Whose data, for one person."
    )
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    rows = models.PositiveIntegerField(default=1)
    reason = models.CharField(max_length=300, blank=True)
    signed_in_by = models.CharField(
        max_length=10, null=True, help_text="card or token; empty for a password, and for looks before it was kept."
    )

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="accesslog_person", condition=Q(person__isnull=False))]


class AccessLogPerson(models.Model):
    """The persons whose rows a list or export showed, so that each of them can see who looked."""

    add_only = True

    log = models.ForeignKey(AccessLog, models.PROTECT, related_name="persons")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")


class Token(models.Model):
    """A personal token for programs. Only its hash is kept; it does what its user may do, and no more."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
