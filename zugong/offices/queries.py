"""Who looked at a person, who brings a token, and what an office holds."""

from __future__ import annotations

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zugong.kernel.facts.models import FactQuerySet
from zugong.kernel.time import holds
from zugong.offices.models import AccessLog, Duty, Mandate, OfficeState, Seat, Token, User
from zugong.offices.rules import DEFAULT_MANDATES, DefaultMandate, token_hash

__all__ = [
    "DEFAULT_MANDATES", "DefaultMandate", "Signature",
    "duties_held", "duty_of", "looks_at", "mandates_of", "offices_on", "seats_in", "signatures", "user_of_token", "valid_token",
]  # fmt: skip


def looks_at(person: int) -> QuerySet[AccessLog]:
    """Every look at a person's data, alone or in a list, the latest first."""
    about = Q(person=person) | Q(persons__person=person)
    return AccessLog.objects.filter(about).distinct().select_related("user").order_by("-at", "-pk")


def valid_token(text: str, *, on: date) -> Token | None:
    """The token with this text, unless it is revoked, has expired before `on`, or its user is not active."""
    wanted = token_hash(text)
    token = Token.objects.select_related("user").filter(token_hash=wanted, revoked_at__isnull=True).first()
    # The index compares hashes of what was sent, which tell nothing; the last word is a comparison in constant time.
    if token is None or not hmac.compare_digest(token.token_hash, wanted):
        return None
    return token if token.expires_on >= on and token.user.is_active else None


def user_of_token(text: str, *, on: date) -> User | None:
    """The user for whom a token speaks."""
    token = valid_token(text, on=on)
    return token.user if token else None


def offices_on(day: date) -> FactQuerySet:
    """The offices of a day with the organisations they act for, by name."""
    return OfficeState.objects.believed().holding(day).order_by("name", "anchor_id")


def mandates_of(office: int, day: date) -> FactQuerySet:
    """What an office holds on a day."""
    return Mandate.objects.believed().holding(day).filter(office=office).order_by("matter", "act", "territory_id")


def seats_in(office: int, day: date) -> FactQuerySet:
    """Who sits in an office on a day."""
    return Seat.objects.believed().holding(day).filter(office=office).select_related("user").order_by("user__username")


def duty_of(user: User, day: date) -> str:
    """Which of the three duties an account has on a day; "" for none, and for an account that is locked."""
    if not (user.is_staff and user.is_active):
        return ""
    return Duty.objects.believed().holding(day).filter(user=user).values_list("duty", flat=True).first() or ""


def duties_held(day: date) -> frozenset[str]:
    """Which of the three duties anybody has on a day."""
    held = Duty.objects.believed().holding(day).filter(user__is_active=True)
    return frozenset(held.values_list("duty", flat=True))


@dataclass(frozen=True)
class Signature:
    """Who signed something: the person's name, and the offices in which they sat on that day, "" for none."""

    name: str
    offices: str


def signatures(signed: Collection[tuple[str, date]]) -> dict[tuple[str, date], Signature]:
    """Who stands behind user names, each on a day; what is no account keeps its own words. Three questions for all."""
    users = {user.username: user for user in User.objects.filter(username__in={name for name, _ in signed})}
    seats = list(Seat.objects.believed().filter(user__in=users.values()).order_by("since", "pk"))
    states = list(OfficeState.objects.believed().filter(anchor__in={seat.office_id for seat in seats}))

    def offices(user: User, on: date) -> str:
        sat = [seat.office_id for seat in seats if seat.user_id == user.pk and _held(seat, on)]
        return "、".join(
            state.name for office in sat for state in states if state.anchor_id == office and _held(state, on)
        )

    return {
        (name, on): Signature(users[name].get_full_name(), offices(users[name], on))
        if name in users
        else Signature(name, "")
        for name, on in signed
    }


def _held(state: Seat | OfficeState, on: date) -> bool:
    return holds(since=state.since, until=state.until, on=on)
