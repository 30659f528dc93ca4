"""Members follow their organisation: into its successor on the day of the merger; nobody is left in one that ended."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db.models import Q
from django.dispatch import receiver

from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.from_a_day import change_from, end_from
from zugong.kernel.facts.models import Entry
from zugong.organisations.events import organisation_ended, organisation_merged
from zugong.organisations.models import Organisation
from zugong.organisations.queries import names_on
from zugong.people.models import Attached, Membership

MERGED = "merged"


class MembersRemain(RuleBroken):
    code: ClassVar[str] = "people.members_remain"
    message: ClassVar[str] = (
        "{organisation} cannot end on {day}: {count} members are still in it on that day or later; transfer them first."
    )
    message_zh: ClassVar[str] = "{organisation}不能在{day}撤销：当日或以后仍有{count}名党员；请先办理组织关系转接。"


@receiver(organisation_merged, dispatch_uid="people.members_follow_the_merger")
def members_follow_the_merger(
    *, ended: Organisation, successor: Organisation, on: date, entry: Entry, **_: Any
) -> None:
    """Memberships go on in the successor from the day, and so does what is attached to it."""
    change_from(
        Membership.objects.filter(organisation=ended),
        on=on,
        entry=entry,
        ending={"end_reason": MERGED},
        starting={"start_reason": MERGED},
        organisation=successor,
    )
    change_from(Attached.objects.filter(organisation=ended), on=on, entry=entry, organisation=successor)


@receiver(organisation_ended, dispatch_uid="people.nobody_is_left_behind")
def nobody_is_left_behind(*, organisation: Organisation, on: date, entry: Entry, **_: Any) -> None:
    """Raises MembersRemain. What is attached to the organisation ends with it."""
    later = Q(until__isnull=True) | Q(until__gt=on)
    count = Membership.objects.believed().filter(later, organisation=organisation).values("person").distinct().count()
    if count:
        name = names_on(on, [organisation.pk]).get(organisation.pk, "?")
        raise MembersRemain(organisation=name, day=on, count=count)
    end_from(Attached.objects.filter(organisation=organisation), on=on, entry=entry)
