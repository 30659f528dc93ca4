"""Writes about members that follow from what happens to organisations."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from zugong.kernel.facts.from_a_day import change_from
from zugong.kernel.facts.recording import Source, recording
from zugong.organisations.models import Organisation
from zugong.people.errors import NotMembersThere
from zugong.people.events import members_split_off
from zugong.people.models import Membership

SPLIT = "split"


def move_members(*, persons: Collection[int], origin: Organisation, to: Organisation, on: date, source: Source) -> None:
    """From `on` the memberships of these persons go on in `to`, which was split off `origin`.

    Raises NotMembersThere where one of them is no member of `origin` on the day.
    """
    if not persons:
        return
    held = Membership.objects.filter(organisation=origin, person__in=persons)
    before = held.believed().holding(on).values_list("person_id", flat=True)
    if missing := set(persons) - set(before):
        raise NotMembersThere(count=len(missing), day=on)
    with recording(source) as entry:
        change_from(
            held, on=on, entry=entry, ending={"end_reason": SPLIT}, starting={"start_reason": SPLIT}, organisation=to
        )
        members_split_off.send(sender=Membership, persons=persons, origin=origin, to=to, on=on, entry=entry)
