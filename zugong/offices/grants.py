"""What a user holds today, link by link: seats, the offices they are in, their mandates and their guidance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zugong.dictionary.declarations import Depth, RecordType
from zugong.offices import rules
from zugong.offices.models import Mandate, OfficeState, Seat, User
from zugong.organisations.queries import guidance_on


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """An office in which the user sits, and the organisation for which it acts."""

    id: int
    name: str
    organisation: int


@dataclass(frozen=True, slots=True)
class Grant:
    """One act in one matter within a territory, held by an office by `link`: mandate or guides."""

    office: HeldOffice
    matter: str
    act: str
    territory: int
    granted_depth: Depth
    paper: str
    link: str

    def depth(self, kind: RecordType) -> Depth:
        """How deep it reaches into a record type."""
        return rules.guided_depth(kind) if self.link == "guides" else self.granted_depth

    def allows(self, matter: str, act: str) -> bool:
        return rules.contains_matter(self.matter, matter) and rules.contains_act(self.act, act)


def offices_of(user: User, on: date) -> tuple[HeldOffice, ...]:
    """The offices in which the user sits on a day, those only that exist on it."""
    if user.pk is None or not user.is_active:
        return ()
    seats = Seat.objects.believed().holding(on).filter(user=user).values("office")
    states = OfficeState.objects.believed().holding(on).filter(anchor__in=seats).order_by("anchor_id")
    return tuple(HeldOffice(*row) for row in states.values_list("anchor_id", "name", "organisation_id"))


def office_names(user: User, on: date) -> str:
    """The offices in which the user sits on a day, as they are called; at most 200 characters."""
    return "、".join(office.name for office in offices_of(user, on))[:200]


def grants_of(offices: tuple[HeldOffice, ...], on: date) -> tuple[Grant, ...]:
    """Everything that these offices hold on a day."""
    return (*_mandates(offices, on), *_guidance(offices, on)) if offices else ()


def _mandates(offices: tuple[HeldOffice, ...], on: date) -> Iterator[Grant]:
    by_id = {office.id: office for office in offices}
    for mandate in Mandate.objects.believed().holding(on).filter(office__in=by_id).order_by("pk"):
        yield Grant(
            by_id[mandate.office_id], mandate.matter, mandate.act, mandate.territory_id, Depth(mandate.depth),
            mandate.paper, "mandate",
        )  # fmt: skip


def _guidance(offices: tuple[HeldOffice, ...], on: date) -> Iterator[Grant]:
    """Guidance in a matter that the dictionary knows; one in other words gives nothing to see."""
    links = list(guidance_on(on, guides={office.organisation for office in offices}))
    for link in links:
        for office in (held for held in offices if held.organisation == link.guide_id):
            for act in rules.GUIDED_ACTS:
                yield Grant(office, link.subject, act, link.guided_id, Depth.NAME, "", "guides")
