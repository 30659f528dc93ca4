"""What cases keep of a person goes when they are erased; an entry with a step is not undone from under later ones."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from zugong.cases.ordering import check_order_of_steps
from zugong.cases.scans import destroy_case_scans_naming
from zugong.exchange.events import checking_undo
from zugong.kernel.facts.models import Entry
from zugong.people.events import person_erased
from zugong.people.models import Person


@receiver(person_erased, dispatch_uid="cases.scans_that_name_them_go_too")
def scans_that_name_them_go_too(*, person: Person, entry: Entry, **_: Any) -> int:
    """Destroy the scans of cases that are about the person, or name them."""
    return destroy_case_scans_naming(person.pk, entry=entry)


@receiver(checking_undo, dispatch_uid="cases.steps_go_in_their_order")
def steps_go_in_their_order(*, entry: Entry, **_: Any) -> None:
    """Raises LaterStepsRestOnIt."""
    check_order_of_steps(entry)
