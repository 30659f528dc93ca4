"""Who manages posts follows mergers: the committee that takes over manages what the ended one managed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.dispatch import receiver

from zugong.appointments.models import Manages
from zugong.kernel.facts.from_a_day import change_from, end_from
from zugong.kernel.facts.models import Entry
from zugong.organisations.events import organisation_ended, organisation_merged
from zugong.organisations.models import Organisation


@receiver(organisation_merged, dispatch_uid="appointments.management_follows_the_merger")
def management_follows_the_merger(
    *, ended: Organisation, successor: Organisation, on: date, entry: Entry, **_: Any
) -> None:
    """Otherwise nobody could see the posts any more: an office sees those that its own committee manages."""
    change_from(Manages.objects.filter(organisation=ended), on=on, entry=entry, organisation=successor)


@receiver(organisation_ended, dispatch_uid="appointments.nobody_manages_for_what_ended")
def nobody_manages_for_what_ended(*, organisation: Organisation, on: date, entry: Entry, **_: Any) -> None:
    """Its posts stand among those that nobody manages, until somebody is named."""
    end_from(Manages.objects.filter(organisation=organisation), on=on, entry=entry)
