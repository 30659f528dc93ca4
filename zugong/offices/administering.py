"""What administrators do with accounts, offices, seats and mandates: the acts of their duty only, and never for themselves.

Every act is one entry, with who did it and on which paper. `actions` holds what is true whoever acts, the command line
included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.models import Q

from zugong.dictionary.declarations import Depth
from zugong.kernel.facts import recording
from zugong.kernel.facts.models import Entry, State
from zugong.kernel.facts.recording import Source
from zugong.kernel.time import now
from zugong.offices import actions, errors, rules
from zugong.offices.grants import offices_of
from zugong.offices.models import Duty, Mandate, Office, OfficeState, Seat, Token, User
from zugong.offices.passwords import OneTimePasswordHasher, one_time_password
from zugong.offices.queries import duty_of
from zugong.organisations.actions import set_guides
from zugong.organisations.models import Organisation

_USER_NAME = re.compile(r"[\w.-]{3,30}")


@dataclass(frozen=True)
class Acting:
    """Who acts, on which day, on which paper."""

    by: User
    on: date
    paper: str = ""

    def source(self, note: str = "") -> Source:
        return Source("form", self.by.username, paper=self.paper, note=note)

    def check(self, act: str) -> None:
        """Raises NotYourDuty."""
        if not rules.may_administer(duty_of(self.by, self.on), act):
            raise errors.NotYourDuty


@dataclass(frozen=True)
class MandateValues:
    """A mandate to be given; `until` is the first day on which it no longer holds."""

    matter: str
    act: str
    territory: Organisation
    depth: Depth
    since: date
    until: date | None = None


def make_account(
    *, acting: Acting, username: str, full_name: str, duty: str = "", person: int | None = None, office: Office | None = None
) -> tuple[User, str]:  # fmt: skip
    """A new account with a password for its card, with its duty or its first seat.

    Raises NotYourDuty, UserNameUnfit, UserNameTaken, UnknownDuty, AdministratorSitsNowhere.
    """
    acting.check("account")
    if not _USER_NAME.fullmatch(username):
        raise errors.UserNameUnfit(username=username)
    with recording.recording(acting.source(note_of("made", username))):
        user = actions.create_user(
            username=username, password="", full_name=full_name, person=person, source=acting.source()
        )  # fmt: skip
        password = _set_one_time_password(user)
        if duty:
            actions.give_duty(user=user, duty=duty, since=acting.on, source=acting.source())
        if office is not None:
            actions.seat(user=user, office=office, since=acting.on, source=acting.source())
    return user, password


def reset_password(*, acting: Acting, user: User) -> str:
    """A new password for the card of an account; its sessions end. Raises NotYourDuty, AccountEnded."""
    acting.check("password")
    _check_open(user)
    with recording.recording(acting.source(note_of("password", user.username))):
        return _set_one_time_password(user)


def lock(*, acting: Acting, user: User) -> None:
    """Nobody signs in with the account any more, and who is signed in is so no longer. Raises NotYourDuty, LastAdministrator."""
    acting.check("lock")
    _check_not_last(user, acting.on)
    _switch(acting, user, "locked", is_active=False)


def unlock(*, acting: Acting, user: User) -> None:
    """The account may sign in again. Raises NotYourDuty, AccountEnded."""
    acting.check("unlock")
    _check_open(user)
    _switch(acting, user, "unlocked", is_active=True)


def end_account(*, acting: Acting, user: User) -> None:
    """The account ends for good: its seats, its duty and its tokens with it. Raises NotYourDuty, LastAdministrator."""
    acting.check("end_account")
    _check_not_last(user, acting.on)
    with recording.recording(acting.source(note_of("ended", user.username))) as entry:
        for model in (Seat, Duty):
            for row in _still_to_come(model, acting.on).filter(user=user):
                _end(row, acting.on, entry)
        Token.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=now())
        user.set_unusable_password()
        user.is_active = False
        user.save(update_fields=["password", "is_active"])


def make_office(*, acting: Acting, name: str, organisation: Organisation, kind: str = "", matter: str = "") -> Office:
    """A new office, with the usual mandates of its kind where one is named. Raises NotYourDuty and what `grant` raises."""
    acting.check("office")
    with recording.recording(acting.source()):
        office = actions.create_office(name=name, organisation=organisation, since=acting.on, source=acting.source())
        if kind:
            actions.grant_usual(
                office=office, kind=kind, territory=organisation, since=acting.on, source=acting.source(), matter=matter
            )  # fmt: skip
    return office


def end_office(*, acting: Acting, office: Office) -> None:
    """The office ends on the day: its seats and mandates with it, in one entry. Raises NotYourDuty."""
    acting.check("office")
    with recording.recording(acting.source()) as entry:
        for model, named in ((Seat, "office"), (Mandate, "office"), (OfficeState, "anchor")):
            for row in _still_to_come(model, acting.on).filter(**{named: office}):
                _end(row, acting.on, entry)


def give_seat(*, acting: Acting, user: User, office: Office) -> Seat:
    """Raises NotYourDuty, RightsToOneself, AccountEnded, AdministratorSitsNowhere, HeldAlready."""
    acting.check("seat")
    if user == acting.by:
        raise errors.RightsToOneself
    _check_open(user)
    return actions.seat(user=user, office=office, since=acting.on, source=acting.source())


def end_seat(*, acting: Acting, seat: Seat) -> None:
    """The seat ends on the day; one that begins on it or later never was. Raises NotYourDuty, NotBelievedAnyMore."""
    acting.check("unseat")
    with recording.recording(acting.source()) as entry:
        _end(seat, acting.on, entry)


def give_mandate(*, acting: Acting, office: Office, values: MandateValues) -> Mandate:
    """Raises NotYourDuty, RightsToOneself, EndsTooEarly and what `grant` raises."""
    acting.check("grant")
    if any(held.id == office.pk for held in offices_of(acting.by, acting.on)):
        raise errors.RightsToOneself
    if values.until is not None and values.until <= values.since:
        raise errors.EndsTooEarly(last=values.until, first=values.since)
    return actions.grant(
        office=office, matter=values.matter, act=values.act, territory=values.territory, depth=values.depth,
        since=values.since, until=values.until, source=acting.source(),
    )  # fmt: skip


def give_guidance(*, acting: Acting, guide: Organisation, values: MandateValues) -> None:
    """The office's organisation guides another in a matter. Raises NotYourDuty and what `set_guides` raises."""
    acting.check("grant")
    set_guides(
        guide=guide, guided=values.territory, subject=values.matter, since=values.since, source=acting.source()
    )  # fmt: skip


def end_mandate(*, acting: Acting, mandate: Mandate) -> None:
    """Raises NotYourDuty, NotBelievedAnyMore."""
    acting.check("revoke")
    actions.revoke(mandate=mandate, on=acting.on, source=acting.source())


def note_of(what: str, username: str) -> str:
    """What an entry says of an account, by which its history is found again."""
    return f"account {username}: {what}"


def _set_one_time_password(user: User) -> str:
    password = one_time_password()
    user.password = make_password(password, hasher=OneTimePasswordHasher())
    user.one_time_until = now() + timedelta(hours=settings.ZUGONG_ONE_TIME_HOURS)
    user.save(update_fields=["password", "one_time_until"])
    return password


def _switch(acting: Acting, user: User, what: str, *, is_active: bool) -> None:
    with recording.recording(acting.source(note_of(what, user.username))):
        user.is_active = is_active
        user.save(update_fields=["is_active"])


def _check_open(user: User) -> None:
    if not user.has_usable_password():
        raise errors.AccountEnded(username=user.username)


def _check_not_last(user: User, on: date) -> None:
    if duty_of(user, on) != rules.SYSTEM:
        return
    others = Duty.objects.believed().holding(on).filter(duty=rules.SYSTEM, user__is_active=True).exclude(user=user)
    if not others.exists():
        raise errors.LastAdministrator(username=user.username)


def _still_to_come(model: type[State], on: date):
    return model.objects.believed().filter(Q(until__isnull=True) | Q(until__gt=on))


def _end(row: State, on: date, entry: Entry) -> None:
    if on <= row.since:
        recording.retract(type(row), [row.pk], entry=entry)
    else:
        recording.close(row, until=on, entry=entry)
