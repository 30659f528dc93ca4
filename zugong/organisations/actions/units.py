"""Units (villages, bureaus, schools, enterprises) are founded, renamed, merged and ended."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from zugong.kernel.facts import recording
from zugong.kernel.facts.from_a_day import end_from
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import Source
from zugong.organisations import errors, events
from zugong.organisations.actions.operation import (
    check_code_is_free,
    name_of,
    operation,
    state_on,
    state_to_end,
    states_of,
)
from zugong.organisations.models import Organisation, Serves, Unit, UnitState, UnitSuccession


@dataclass(frozen=True)
class UnitValues:
    """What a new unit is called and is; `territory` is the committee in whose territory it lies."""

    code: str
    name: str
    kind: str
    territory: Organisation | None = None
    poverty: str | None = None
    status: str | None = None
    situation: str | None = None

    def columns(self) -> dict[str, object]:
        """The values by column."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def found_unit(*, values: UnitValues, since: date, source: Source) -> Unit:
    """A new unit from `since`. Raises CodeTaken, and NotThere where the committee of its territory is not there."""
    check_code_is_free(values.code, UnitState, since)
    if values.territory is not None:
        state_on(values.territory, since)
    with operation(source) as entry:
        founded = Unit.objects.create()
        recording.record(UnitState, entry=entry, anchor=founded, since=since, **values.columns())
    return founded


def rename_unit(*, unit: Unit, name: str, on: date, source: Source) -> UnitState:
    """From `on` the unit is called otherwise; the state that begins comes back. Raises NotThere."""
    state = state_on(unit, on)
    with operation(source) as entry:
        return recording.change(state, on=on, entry=entry, name=name)


def merge_units(*, ended: Unit, successor: Unit, on: date, source: Source) -> UnitSuccession:
    """`ended` is no longer there on `on`; `successor` goes on in its place.

    Organisations set up in it end or merge by their own operation; here only their link to it ends. Raises NotThere,
    SucceedsItself, SuccessorNotThere.
    """
    if ended.pk == successor.pk:
        raise errors.SucceedsItself(organisation=name_of(ended))
    state_to_end(ended, on)
    if not states_of(successor).believed().holding(on).exists():
        raise errors.SuccessorNotThere(organisation=name_of(ended), other=name_of(successor), day=on)
    with operation(source) as entry:
        _end(ended, on, entry)
        succession = recording.record(UnitSuccession, entry=entry, ended=ended, successor=successor, on=on)
        events.unit_merged.send(sender=Unit, ended=ended, successor=successor, on=on, entry=entry)
    return succession


def end_unit(*, unit: Unit, on: date, source: Source) -> None:
    """The unit is no longer there on `on`, and nothing goes on in its place. Raises NotThere."""
    state_to_end(unit, on)
    with operation(source) as entry:
        _end(unit, on, entry)
        events.unit_ended.send(sender=Unit, unit=unit, on=on, entry=entry)


def _end(unit: Unit, on: date, entry: Entry) -> None:
    end_from(states_of(unit), on=on, entry=entry)
    end_from(Serves.objects.filter(unit=unit), on=on, entry=entry)
