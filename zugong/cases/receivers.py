"""What cases keep of a person goes when they are erased."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from zugong.cases.scans import destroy_case_scans_naming
from zugong.kernel.facts.models import Entry
from zugong.people.events import person_erased
from zugong.people.models import Person


@receiver(person_erased, dispatch_uid="cases.scans_that_name_them_go_too")
def scans_that_name_them_go_too(*, person: Person, entry: Entry, **_: Any) -> int:
    """Destroy the scans of cases that are about the person, or name them."""
    return destroy_case_scans_naming(person.pk, entry=entry)
