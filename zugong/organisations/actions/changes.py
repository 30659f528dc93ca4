"""Organisations are founded, renamed, moved, merged, split and ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import Q

from zugong.kernel.crypto import seal
from zugong.kernel.facts import recording
from zugong.kernel.facts.from_a_day import change_from, end_from
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
from zugong.organisations.actions.places import maintain_places
from zugong.organisations.models import Belongs, Guides, Organisation, OrganisationState, Serves, Succession, UnitState


@dataclass(frozen=True)
class OrganisationValues:
    """What a new organisation is called and is; `established_on` is a partial date, `phone` is in clear."""

    code: str
    name: str
    kind: str
    short_name: str | None = None
    sector: str | None = None
    situation: str | None = None
    region: str | None = None
    outside: bool | None = None
    established_on: str | None = None
    contact: str | None = None
    phone: str | None = None

    def columns(self) -> dict[str, object]:
        """The values by column, the phone encrypted."""
        values = asdict(self)
        phone = values.pop("phone")
        return {**values, "phone_sealed": None if phone is None else seal(phone)}


@dataclass(frozen=True)
class Part:
    """What is split off: a new organisation, and the subordinates that go with it."""

    values: OrganisationValues
    children: tuple[Organisation, ...] = ()


def found_organisation(
    *, values: OrganisationValues, parent: Organisation | None, since: date, source: Source
) -> Organisation:
    """A new organisation under `parent` from `since`; without a parent it is a top.

    Raises CodeTaken, SuperiorEnds, LeadingGroupAsSuperior.
    """
    check_code_is_free(values.code, OrganisationState, since)
    with operation(source) as entry:
        founded = Organisation.objects.create()
        recording.record(OrganisationState, entry=entry, anchor=founded, since=since, **values.columns())
        if parent is not None:
            recording.record(Belongs, entry=entry, child=founded, parent=parent, since=since)
        maintain_places([founded.pk], entry=entry)
    return founded


def rename_organisation(
    *, organisation: Organisation, name: str, on: date, source: Source, short_name: str | None = None
) -> OrganisationState:
    """From `on` the organisation is called otherwise; the state that begins comes back. Raises NotThere."""
    state = state_on(organisation, on)
    with operation(source) as entry:
        return recording.change(state, on=on, entry=entry, name=name, short_name=short_name)


def move_organisation(*, organisation: Organisation, parent: Organisation, on: date, source: Source) -> Belongs:
    """From `on` the organisation stands under another superior, its subordinates with it.

    The link that begins comes back; it ends where the former one would have. Raises NotThere, AlreadyUnder, SuperiorEnds,
    Circle, LeadingGroupAsSuperior.
    """
    state_on(organisation, on)
    with operation(source) as entry:
        link = Belongs.objects.believed().holding(on).filter(child=organisation).first()
        if link is None:
            until = _end_of_top(organisation, on)
            begun = recording.record(Belongs, entry=entry, child=organisation, parent=parent, since=on, until=until)
        elif link.parent_id == parent.pk:
            raise errors.AlreadyUnder(organisation=name_of(organisation), other=name_of(parent), day=on)
        else:
            begun = recording.change(link, on=on, entry=entry, parent=parent)
        maintain_places([organisation.pk], entry=entry)
    return begun


def merge_organisations(*, ended: Organisation, successor: Organisation, on: date, source: Source) -> Succession:
    """`ended` ends on `on` and `successor` takes over its subordinates, what it served, and its territory.

    Receivers of `organisation_merged` move members and what is attached in the same entry. Guidance rests on its own paper
    and ends. Raises NotThere, SucceedsItself, SuccessorNotThere, SuccessorBelow, and what moving raises.
    """
    if ended.pk == successor.pk:
        raise errors.SucceedsItself(organisation=name_of(ended))
    state_to_end(ended, on)
    _check_not_below(successor, ended, on)
    with operation(source) as entry:
        children = change_from(Belongs.objects.filter(parent=ended), on=on, entry=entry, parent=successor)
        change_from(UnitState.objects.filter(territory=ended), on=on, entry=entry, territory=successor)
        _hand_over_served(ended, successor, on, entry)
        _end(ended, on, entry)
        succession = recording.record(Succession, entry=entry, ended=ended, successor=successor, on=on)
        maintain_places([ended.pk, *(link.child_id for link in children)], entry=entry)
        events.organisation_merged.send(sender=Organisation, ended=ended, successor=successor, on=on, entry=entry)
    return succession


def split_organisation(
    *, organisation: Organisation, parts: Sequence[Part], on: date, source: Source
) -> list[Organisation]:
    """New organisations come out of one, under the same superior, each with the subordinates named for it.

    The organisation goes on; to end it too, call `end_organisation` in the same entry once its members have their place.
    Raises NotThere, CodeTaken, and what moving raises.
    """
    state_on(organisation, on)
    link = Belongs.objects.believed().holding(on).filter(child=organisation).select_related("parent").first()
    with operation(source) as entry:
        founded = []
        for part in parts:
            parent = link.parent if link else None
            new = found_organisation(values=part.values, parent=parent, since=on, source=source)
            recording.record(Succession, entry=entry, ended=organisation, successor=new, on=on)
            for child in part.children:
                move_organisation(organisation=child, parent=new, on=on, source=source)
            founded.append(new)
        maintain_places([organisation.pk], entry=entry)
    return founded


def end_organisation(*, organisation: Organisation, on: date, source: Source) -> None:
    """The organisation no longer exists on `on`, and nobody succeeds it; its records stay with its last superior.

    Raises NotThere, UnitsRemain, SuperiorEnds while it has subordinates, and what receivers of `organisation_ended` raise
    while it has members.
    """
    state_to_end(organisation, on)
    _check_no_units(organisation, on)
    with operation(source) as entry:
        _end(organisation, on, entry)
        maintain_places([organisation.pk], entry=entry)
        events.organisation_ended.send(sender=Organisation, organisation=organisation, on=on, entry=entry)


def _end(organisation: Organisation, on: date, entry: Entry) -> None:
    end_from(states_of(organisation), on=on, entry=entry)
    end_from(Belongs.objects.filter(child=organisation), on=on, entry=entry)
    end_from(Serves.objects.filter(organisation=organisation), on=on, entry=entry)
    end_from(Guides.objects.filter(Q(guide=organisation) | Q(guided=organisation)), on=on, entry=entry)


def _hand_over_served(ended: Organisation, successor: Organisation, on: date, entry: Entry) -> None:
    """What the successor serves already on those days it goes on serving as it does."""
    later = Q(until__isnull=True) | Q(until__gt=on)
    already = Serves.objects.believed().filter(later, organisation=successor).values("unit")
    taken = Serves.objects.filter(organisation=ended).exclude(unit__in=already)
    change_from(taken, on=on, entry=entry, organisation=successor)


def _end_of_top(organisation: Organisation, on: date) -> date | None:
    """The day on which a top that gets a superior on `on` ends or has another superior already; None for never."""
    lives = states_of(organisation).believed().filter(since__gte=on).order_by("since")
    until = state_on(organisation, on).until
    for life in lives:
        until = life.until if life.since == until else until
    links = Belongs.objects.believed().filter(child=organisation, since__gt=on).values_list("since", flat=True)
    return min((day for day in (until, *links) if day is not None), default=None)


def _check_not_below(organisation: Organisation, upper: Organisation, on: date) -> None:
    """Only direct subordinates: one further below comes up with the subordinate that it stands under."""
    if Belongs.objects.believed().holding(on).filter(child=organisation, parent=upper).exists():
        raise errors.SuccessorBelow(organisation=name_of(upper), other=name_of(organisation), day=on)


def _check_no_units(organisation: Organisation, on: date) -> None:
    later = Q(until__isnull=True) | Q(until__gt=on)
    remaining = UnitState.objects.believed().filter(later, territory=organisation).order_by("code")
    if first := remaining.first():
        raise errors.UnitsRemain(
            organisation=name_of(organisation), day=on, count=remaining.values("anchor").distinct().count(), other=first.name
        )  # fmt: skip
