"""Which units an organisation is set up in, and which organisations guide which."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from zugong.kernel.facts import recording
from zugong.kernel.facts.models import State
from zugong.kernel.facts.recording import Source
from zugong.organisations import errors
from zugong.organisations.actions.operation import name_of, operation, state_on
from zugong.organisations.models import Guides, Organisation, Serves, Unit


def set_serves(*, organisation: Organisation, unit: Unit, since: date, source: Source) -> Serves:
    """From `since` the organisation is set up in the unit. Raises NotThere, LinkedAlready."""
    return _begin(Serves, organisation, unit, since, source, organisation=organisation, unit=unit)


def end_serves(*, organisation: Organisation, unit: Unit, on: date, source: Source) -> Serves:
    """The organisation is no longer set up in the unit on `on`. Raises NotLinked."""
    return _finish(Serves, organisation, unit, on, source, organisation=organisation, unit=unit)


def set_guides(*, guide: Organisation, guided: Organisation, subject: str, since: date, source: Source) -> Guides:
    """From `since` one organisation guides another in a matter: it sees and advises. Raises NotThere, LinkedAlready."""
    return _begin(Guides, guide, guided, since, source, guide=guide, guided=guided, subject=subject)


def end_guides(*, guide: Organisation, guided: Organisation, subject: str, on: date, source: Source) -> Guides:
    """The guidance ends on `on`. Raises NotLinked."""
    return _finish(Guides, guide, guided, on, source, guide=guide, guided=guided, subject=subject)


def _begin(
    model: type[State], one: Organisation, other: Organisation | Unit, since: date, source: Source, **ends: Any
) -> State:
    state_on(one, since)
    state_on(other, since)
    later = Q(until__isnull=True) | Q(until__gt=since)
    if model.objects.believed().filter(later, **ends).exists():
        raise errors.LinkedAlready(organisation=name_of(one), other=name_of(other), day=since)
    with operation(source) as entry:
        return recording.record(model, entry=entry, since=since, **ends)


def _finish(
    model: type[State], one: Organisation, other: Organisation | Unit, on: date, source: Source, **ends: Any
) -> State:
    later = Q(until__isnull=True) | Q(until__gt=on)
    link = model.objects.believed().filter(later, since__lt=on, **ends).first()
    if link is None:
        raise errors.NotLinked(organisation=name_of(one), other=name_of(other), day=on)
    with operation(source) as entry:
        return recording.close(link, until=on, entry=entry)
