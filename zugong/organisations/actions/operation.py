"""What every operation on organisations and units begins with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import models, transaction
from django.db.models import Q

from zugong.kernel.facts.models import Entry, State
from zugong.kernel.facts.recording import Source, recording
from zugong.organisations import errors
from zugong.organisations.models import Organisation, OrganisationState, Unit, UnitState


@contextmanager
def operation(source: Source) -> Iterator[Entry]:
    """An entry of its own or the one that is open; a refusal undoes this operation and not what came before it."""
    with recording(source) as entry, transaction.atomic():
        yield entry


def states_of(anchor: Organisation | Unit) -> models.QuerySet:
    """Every state row of an organisation or unit."""
    model = OrganisationState if isinstance(anchor, Organisation) else UnitState
    return model.objects.filter(anchor=anchor)


def name_of(anchor: Organisation | Unit) -> str:
    """The last known name, for a sentence."""
    last = states_of(anchor).believed().order_by("since").last()
    return last.name if last else str(anchor)


def state_on(anchor: Organisation | Unit, on: date) -> State:
    """What holds on the day. Raises NotThere."""
    found = states_of(anchor).believed().holding(on).first()
    if found is None:
        raise errors.NotThere(organisation=name_of(anchor), day=on)
    return found


def state_to_end(anchor: Organisation | Unit, on: date) -> State:
    """What holds on the day before `on` and could end on it. Raises NotThere."""
    goes_on = Q(until__isnull=True) | Q(until__gte=on)
    found = states_of(anchor).believed().filter(goes_on, since__lt=on).order_by("since").last()
    if found is None:
        raise errors.NotThere(organisation=name_of(anchor), day=on)
    return found


def check_code_is_free(code: str, model: type[OrganisationState] | type[UnitState], since: date) -> None:
    """Raises CodeTaken where something else has the code on the day or later."""
    later = Q(until__isnull=True) | Q(until__gt=since)
    other = model.objects.believed().filter(later, code=code).first()
    if other is not None:
        raise errors.CodeTaken(code=code, other=other.name)
