"""Posts end with the organisation at which they stand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from zugong.appointments.models import Appointment, Manages, PositionState
from zugong.kernel.facts.from_a_day import end_from
from zugong.kernel.facts.recording import Source, recording


def end_positions(*, positions: Collection[int], on: date, reason: str | None, source: Source) -> None:
    """These posts are no longer there on `on`: holders leave, for `reason` where one is given, and nobody manages them."""
    if not positions:
        return
    leaving = {} if reason is None else {"end_reason": reason}
    with recording(source) as entry:
        end_from(Appointment.objects.filter(position__in=positions), on=on, entry=entry, **leaving)
        end_from(Manages.objects.filter(position__in=positions), on=on, entry=entry)
        end_from(PositionState.objects.filter(anchor__in=positions), on=on, entry=entry)
