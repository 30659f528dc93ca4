"""What cases do when something below them happens: persons erased, organisations changed, entries undone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.dispatch import receiver

from zugong.cases.following import check_none_is_left, follow
from zugong.cases.ordering import check_order_of_steps
from zugong.cases.scans import destroy_case_scans_naming
from zugong.exchange.events import checking_undo
from zugong.kernel.facts.models import Entry
from zugong.organisations.events import organisation_ended, organisation_merged
from zugong.organisations.models import Organisation
from zugong.people.events import members_split_off, person_erased
from zugong.people.models import Person


@receiver(person_erased, dispatch_uid="cases.scans_that_name_them_go_too")
def scans_that_name_them_go_too(*, person: Person, entry: Entry, **_: Any) -> int:
    """Destroy the scans of cases that are about the person, or name them."""
    return destroy_case_scans_naming(person.pk, entry=entry)


@receiver(checking_undo, dispatch_uid="cases.steps_go_in_their_order")
def steps_go_in_their_order(*, entry: Entry, **_: Any) -> None:
    """Raises LaterStepsRestOnIt."""
    check_order_of_steps(entry)


@receiver(organisation_merged, dispatch_uid="cases.cases_follow_the_merger")
def cases_follow_the_merger(
    *, ended: Organisation, successor: Organisation, on: date, entry: Entry, **_: Any
) -> None:  # fmt: skip
    """What is under way for persons and problems goes on in the successor. Raises CasesRemain for what is about the ended one."""
    follow(origin=ended.pk, to=successor.pk, on=on, entry=entry)
    check_none_is_left(ended.pk, on)


@receiver(members_split_off, dispatch_uid="cases.cases_follow_their_members")
def cases_follow_their_members(
    *, persons: Collection[int], origin: Organisation, to: Organisation, on: date, entry: Entry, **_: Any
) -> None:
    """What is under way for these members goes on where they go."""
    follow(origin=origin.pk, to=to.pk, on=on, entry=entry, persons=persons)


@receiver(organisation_ended, dispatch_uid="cases.no_case_is_left_behind")
def no_case_is_left_behind(*, organisation: Organisation, on: date, **_: Any) -> None:
    """Raises CasesRemain."""
    check_none_is_left(organisation.pk, on)
