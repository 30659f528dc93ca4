"""A person's values destroyed when their purpose has ended or the law demands it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import Depth, RecordType
from zugong.dictionary.erasing import erase_values, rows_about
from zugong.kernel.facts.recording import Source, recording
from zugong.people.errors import StillRecorded
from zugong.people.events import person_erased
from zugong.people.models import Person, PersonState

_PERSON = "person"


@dataclass(frozen=True)
class Erased:
    """The entry that says when, why and by whom, and how many rows lost values."""

    entry: int
    rows: int


def erase_person(person: Person, *, on: date, source: Source, catalogue: Catalogue) -> Erased:
    """Destroy what is personal about somebody in every row that was ever recorded, believed or not, and in what they asked.

    What they were counted by stays: that a person was there, in which organisation, from when to when. Who keeps copies
    (the columnar copy, the search index, backups, uploaded workbooks) must make them anew or remove them. Personal
    Information Protection Law of the PRC, article 47.

    Raises StillRecorded where a membership, a post or the like holds on the day or later.
    """
    _check_nothing_holds(person, on, catalogue)
    with recording(source) as entry:
        rows = 0
        for kind in catalogue.types.values():
            for field in _naming_fields(kind):
                found = PersonState.objects.filter(anchor=person) if not field else rows_about(kind, field, person.pk)
                rows += erase_values(kind, found.values_list("pk", flat=True), _personal_fields(kind), entry=entry)
        rows += sum(emptied for _, emptied in person_erased.send(Person, person=person, entry=entry))
    return Erased(entry.number or 0, rows)


def _check_nothing_holds(person: Person, on: date, catalogue: Catalogue) -> None:
    """Registers that packs declare need not have been closed; where somebody belongs and what they hold must."""
    later = Q(until__isnull=True) | Q(until__gt=on)
    for kind in catalogue.types.values():
        if kind.code == _PERSON or kind.is_ledger or not kind.is_state:
            continue
        if any(rows_about(kind, field, person.pk).believed().filter(later).exists() for field in _naming_fields(kind)):
            state = PersonState.objects.believed().filter(anchor=person).order_by("since").last()
            raise StillRecorded(name=state.name if state else person.pk, what=kind.en, what_zh=kind.zh)


def _naming_fields(kind: RecordType) -> list[str]:
    """The fields that name a person; "" for the person's own rows."""
    if kind.code == _PERSON:
        return [""]
    return [code for code, field in kind.fields.items() if field.of == _PERSON]


def _personal_fields(kind: RecordType) -> list[str]:
    """Of a person everything; of rows about one what is classified as personal or sensitive."""
    least = Depth.NAME if kind.code == _PERSON else Depth.PERSONAL
    return [code for code, field in kind.fields.items() if not field.of and field.depth >= least]
