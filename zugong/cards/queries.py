"""For whom somebody may issue cards, with the card that each has. The same rights decide list and act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from zugong.cards.models import Card
from zugong.cards.rules import state_of
from zugong.offices.access import Access
from zugong.offices.models import Mandate, OfficeState, Seat, User
from zugong.offices.rules import EVERY_MATTER
from zugong.organisations.queries import Territory


@dataclass(frozen=True)
class Issuer:
    """Where a user issues cards: below which organisations, with which acts and how deep their own mandates reach."""

    territory: Territory
    own: frozenset[int]
    acts: frozenset[str]
    depth: int
    user: int

    @classmethod
    def of(cls, user: User, access: Access) -> Issuer | None:
        """None for who checks nothing below the own organisation."""
        every = [one for one in access.grants if one.link == "mandate" and one.matter == EVERY_MATTER]
        held = [one for one in every if one.act == "check"]
        if not held:
            return None
        territory = access.below(frozenset(one.territory for one in held))
        own = frozenset(one.office.organisation for one in held)
        if not any(access.tree.children(pk) for pk in own if pk in access.tree):
            return None
        acts = frozenset(one.act for one in every)
        return cls(territory, own, acts, min(int(one.granted_depth) for one in held), user.pk)

    def covers(self, organisation: int) -> bool:
        """Does it lie below the issuer, not beside or above?"""
        return organisation in self.territory and organisation not in self.own

    def contains(self, mandate: Mandate) -> bool:
        """Would the issuer be allowed the same there?"""
        is_within = mandate.territory_id in self.territory and mandate.territory_id not in self.own
        return is_within and mandate.act in self.acts and mandate.depth <= self.depth


@dataclass(frozen=True)
class HolderLine:
    """An account in an office below; `state` is that of its card, "" without one; `is_mine`: may be given one."""

    user: User
    organisation: int
    office: str
    card: Card | None
    state: str
    is_mine: bool


def is_issuer(user: User, access: Access) -> bool:
    """Are there organisations below for which the user issues cards?"""
    return Issuer.of(user, access) is not None


def offices_below(issuer: Issuer, on: date, *, after: int, limit: int) -> list[OfficeState]:
    """The offices of organisations below, by their number, after one of them."""
    states = OfficeState.objects.believed().holding(on).filter(anchor__gt=after).order_by("anchor_id")
    if issuer.territory.is_everything:
        return list(states.exclude(organisation__in=issuer.own)[:limit])
    return list(states.filter(organisation__in=issuer.territory.ids - issuer.own)[:limit])


def holders_in(issuer: Issuer, offices: Iterable[OfficeState], on: date) -> list[HolderLine]:
    """Who sits in these offices with their cards; five questions for all of them."""
    by_office = {state.anchor_id: state for state in offices}
    seats = Seat.objects.believed().holding(on).filter(office__in=by_office, user__is_active=True)
    pairs = list(seats.select_related("user").order_by("office_id", "user__username"))
    mine = _mine(issuer, [seat.user for seat in pairs], on)
    cards = {card.user_id: card for card in usable_cards().filter(user__in=[seat.user_id for seat in pairs])}
    lines = []
    for seat in pairs:
        state, card = by_office[seat.office_id], cards.get(seat.user_id)
        told = card_state(card, on) if card else ""
        lines.append(HolderLine(seat.user, state.organisation_id, state.name, card, told, seat.user_id in mine))
    return lines


def offices_of_users(users: Iterable[int], on: date) -> dict[int, list[tuple[int, str]]]:
    """The offices in which each account sits: organisation and name of the office; two questions for all."""
    seats = list(Seat.objects.believed().holding(on).filter(user__in=users).values_list("user_id", "office_id"))
    states = OfficeState.objects.believed().holding(on).filter(anchor__in={office for _, office in seats})
    known = {
        anchor: (place, name) for anchor, place, name in states.values_list("anchor_id", "organisation_id", "name")
    }
    found: dict[int, list[tuple[int, str]]] = {}
    for user, office in seats:
        if office in known:
            found.setdefault(user, []).append(known[office])
    return found


def may_issue(issuer: Issuer, users: Iterable[User], on: date) -> frozenset[int]:
    """Which of these accounts the user may give a card."""
    return _mine(issuer, list(users), on)


def _mine(issuer: Issuer, users: list[User], on: date) -> frozenset[int]:
    seats = list(Seat.objects.believed().holding(on).filter(user__in=users).values_list("user_id", "office_id"))
    offices = {office for _, office in seats}
    states = OfficeState.objects.believed().holding(on).filter(anchor__in=offices)
    places = dict(states.values_list("anchor_id", "organisation_id"))
    mandates = Mandate.objects.believed().holding(on).filter(office__in=offices)
    beyond = {one.office_id for one in mandates if not issuer.contains(one)}
    beyond |= {office for office in offices if office not in places or not issuer.covers(places[office])}
    refused = {user for user, office in seats if office in beyond}
    seated = {user for user, _ in seats}
    staff = {user.pk for user in users if user.is_staff or not user.is_active or user.pk == issuer.user}
    return frozenset(seated - refused - staff)


def usable_cards() -> QuerySet[Card]:
    """The cards that nobody blocked: one of each account at most."""
    return Card.objects.filter(blocked_at__isnull=True)


def card_state(card: Card, on: date) -> str:
    """The state of a card on a day, by its name in `rules.state_of`."""
    return state_of(
        is_blocked=card.blocked_at is not None, wrong_count=card.wrong_count, is_used=bool(card.pin_hash),
        first_use_by=card.first_use_by, expires_on=card.expires_on, on=on,
    )  # fmt: skip


def opens_now(card: int, on: date) -> bool:
    """Does a card still open what a session was begun with?"""
    found = usable_cards().filter(pk=card, expires_on__gt=on, user__is_active=True)
    return found.exists()
