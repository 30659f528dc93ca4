"""The operations that a form guides through, as values: whom they concern, who may do them, how they are done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from zugong.appointments.actions import end_positions
from zugong.kernel.facts.recording import Source, recording
from zugong.offices.access import Access
from zugong.organisations import actions
from zugong.organisations.actions import OrganisationValues, Part
from zugong.organisations.models import Organisation, Unit
from zugong.people.actions import move_members
from zugong.restructuring.errors import BranchAsSuperior
from zugong.restructuring.permissions import check_may_decide_above, check_may_fill

#: Kinds under which no organisation stands.
BRANCHES = ("branch", "joint_branch", "temporary_branch")


class Operation(Protocol):
    """`on` is its day. `concerned` are the organisations known before it whose figures it may change."""

    @property
    def on(self) -> date: ...
    @property
    def concerned(self) -> tuple[int, ...]: ...
    def check(self, access: Access) -> None:
        """Raises the reason why the user may not do it."""

    def perform(self, source: Source) -> None:
        """Record it; raises what its action refuses. Inside `recording` it joins the entry that is open."""


@dataclass(frozen=True)
class _OnOne:
    """An operation on one organisation, which the level above it decides."""

    on: date
    organisation: Organisation

    @property
    def concerned(self) -> tuple[int, ...]:
        return (self.organisation.pk,)

    def check(self, access: Access) -> None:
        check_may_decide_above(access, self.organisation.pk)


@dataclass(frozen=True)
class Found:
    """A new organisation under `parent`, set up in these units."""

    on: date
    parent: Organisation
    values: OrganisationValues
    units: tuple[Unit, ...] = ()

    @property
    def concerned(self) -> tuple[int, ...]:
        return (self.parent.pk,)

    def check(self, access: Access) -> None:
        check_may_fill(access, self.parent.pk)
        check_may_stand_under(access, self.parent.pk)

    def perform(self, source: Source) -> None:
        with recording(source):
            founded = actions.found_organisation(values=self.values, parent=self.parent, since=self.on, source=source)
            _set_up(founded, self.units, since=self.on, source=source)


@dataclass(frozen=True)
class Rename(_OnOne):
    name: str
    short_name: str | None = None

    def perform(self, source: Source) -> None:
        actions.rename_organisation(
            organisation=self.organisation, name=self.name, short_name=self.short_name, on=self.on, source=source
        )


@dataclass(frozen=True)
class Move(_OnOne):
    parent: Organisation

    @property
    def concerned(self) -> tuple[int, ...]:
        return (self.organisation.pk, self.parent.pk)

    def check(self, access: Access) -> None:
        super().check(access)
        check_may_fill(access, self.parent.pk)
        check_may_stand_under(access, self.parent.pk)

    def perform(self, source: Source) -> None:
        actions.move_organisation(organisation=self.organisation, parent=self.parent, on=self.on, source=source)


@dataclass(frozen=True)
class Merge(_OnOne):
    """The organisation ends and `successor` goes on. `positions` are the posts at it that end with it."""

    successor: Organisation
    positions: tuple[int, ...] = ()

    @property
    def concerned(self) -> tuple[int, ...]:
        return (self.organisation.pk, self.successor.pk)

    def check(self, access: Access) -> None:
        super().check(access)
        check_may_decide_above(access, self.successor.pk)

    def perform(self, source: Source) -> None:
        with recording(source):
            end_positions(positions=self.positions, on=self.on, reason="merged", source=source)
            actions.merge_organisations(
                ended=self.organisation, successor=self.successor, on=self.on, source=source
            )  # fmt: skip


@dataclass(frozen=True)
class Split(_OnOne):
    """A new organisation comes out of one, with subordinates, members and units named for it."""

    values: OrganisationValues
    children: tuple[Organisation, ...] = ()
    members: tuple[int, ...] = ()
    units: tuple[Unit, ...] = ()

    def perform(self, source: Source) -> None:
        part = Part(self.values, self.children)
        with recording(source):
            [new] = actions.split_organisation(
                organisation=self.organisation, parts=[part], on=self.on, source=source
            )  # fmt: skip
            _set_up(new, self.units, since=self.on, source=source)
            move_members(persons=self.members, origin=self.organisation, to=new, on=self.on, source=source)


@dataclass(frozen=True)
class End(_OnOne):
    """`positions` are the posts at the organisation that end with it."""

    positions: tuple[int, ...] = ()

    def perform(self, source: Source) -> None:
        with recording(source):
            end_positions(positions=self.positions, on=self.on, reason=None, source=source)
            actions.end_organisation(organisation=self.organisation, on=self.on, source=source)


@dataclass(frozen=True)
class Connect(_OnOne):
    """The organisation is set up in the units `begins` from the day, and no longer in the units `ends`: its own to fill in."""

    begins: tuple[Unit, ...] = ()
    ends: tuple[Unit, ...] = ()

    def check(self, access: Access) -> None:
        check_may_fill(access, self.organisation.pk)

    def perform(self, source: Source) -> None:
        with recording(source):
            for unit in self.ends:
                actions.end_serves(organisation=self.organisation, unit=unit, on=self.on, source=source)
            _set_up(self.organisation, self.begins, since=self.on, source=source)


def _set_up(organisation: Organisation, units: Sequence[Unit], *, since: date, source: Source) -> None:
    for unit in units:
        actions.set_serves(organisation=organisation, unit=unit, since=since, source=source)


def superiors_of(access: Access, organisations: Sequence[int]) -> tuple[int, ...]:
    """Those of the organisations under which others may stand."""
    return tuple(pk for pk in organisations if access.tree.kind(pk) not in (*BRANCHES, "leading_group"))


def check_may_stand_under(access: Access, parent: int) -> None:
    """Raises BranchAsSuperior."""
    if parent in access.tree and access.tree.kind(parent) in BRANCHES:
        raise BranchAsSuperior(other=access.tree.name(parent))
