"""Accounts, offices, seats, mandates and tokens, and writing down who looked."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q

from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.declarations import Depth
from zugong.kernel import crypto
from zugong.kernel.facts import recording
from zugong.kernel.facts.models import State
from zugong.kernel.facts.recording import Source
from zugong.kernel.time import now, today
from zugong.offices import errors, rules
from zugong.offices.grants import office_names
from zugong.offices.models import AccessLog, AccessLogPerson, Duty, Mandate, Office, OfficeState, Seat, Token, User
from zugong.organisations.models import Organisation, OrganisationState

_TOKEN_PREFIX = "zg_"


def create_user(
    *, username: str, password: str, full_name: str, source: Source, person: int | None = None, administrator: bool = False
) -> User:  # fmt: skip
    """A new account; `person` is whose own record it may see. An administrator keeps accounts and sees no data by it.

    The entry that stands for it says who made the account. Raises UserNameTaken.
    """
    if User.objects.filter(username=username).exists():
        raise errors.UserNameTaken(username=username)
    with recording.recording(source):
        user = User.objects.create_user(username, password=password, full_name=full_name, person_id=person)
        if administrator:
            give_duty(user=user, duty=rules.SYSTEM, since=today(), source=source)
        return user


def give_duty(*, user: User, duty: str, since: date, source: Source) -> Duty:
    """From `since` the account administers the system, its security or its audit.

    Raises UnknownDuty, OneDutyOnly, AdministratorSitsNowhere.
    """
    if duty not in rules.DUTIES:
        raise errors.UnknownDuty(duty=duty, allowed=", ".join(rules.DUTIES))
    later = Q(until__isnull=True) | Q(until__gt=since)
    if Duty.objects.believed().filter(later, user=user).exists():
        raise errors.OneDutyOnly(username=user.username)
    if Seat.objects.believed().filter(later, user=user).exists():
        raise errors.AdministratorSitsNowhere(username=user.username)
    with recording.recording(source):
        given = _begin(Duty, since, source, user=user, values={"duty": duty})
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    return given


def create_office(*, name: str, organisation: Organisation, since: date, source: Source) -> Office:
    """A new office that acts for an organisation from `since`."""
    with recording.recording(source) as entry:
        office = Office.objects.create()
        recording.record(OfficeState, entry=entry, anchor=office, name=name, organisation=organisation, since=since)
    return office


def seat(*, user: User, office: Office, since: date, source: Source) -> Seat:
    """From `since` the user sits in the office. Raises HeldAlready, AdministratorSitsNowhere."""
    if user.is_staff:
        raise errors.AdministratorSitsNowhere(username=user.username)
    return _begin(Seat, since, source, user=user, office=office)


def unseat(*, user: User, office: Office, on: date, source: Source) -> None:
    """The user no longer sits in the office on `on`. Raises NotHeld."""
    _finish(Seat, on, source, user=user, office=office)


def grant(
    *,
    office: Office,
    matter: str,
    act: str,
    territory: Organisation,
    depth: Depth,
    since: date,
    source: Source,
    until: date | None = None,
) -> Mandate:
    """From `since` the office may do an act in a matter, within a territory, down to a depth; the paper is the source's.

    No longer on `until`, where one is given. Raises UnknownAct, UnknownMatter, LeadingGroupDecides, HeldAlready.
    """
    _check_words(matter, act)
    _check_leading_group(office, matter, act, since)
    return _begin(
        Mandate, since, source, {"depth": int(depth), "paper": source.paper, "until": until},
        office=office, matter=matter, act=act, territory=territory,
    )  # fmt: skip


def revoke(*, mandate: Mandate, on: date, source: Source) -> None:
    """The mandate ends on `on`; one that begins on that day or later never held. Raises NotBelievedAnyMore."""
    with recording.recording(source) as entry:
        if on <= mandate.since:
            recording.retract(Mandate, [mandate.pk], entry=entry)
        else:
            recording.close(mandate, until=on, entry=entry)


def grant_usual(
    *, office: Office, kind: str, territory: Organisation, since: date, source: Source, matter: str = ""
) -> list[Mandate]:
    """Everything that an office of a kind usually holds; `matter` is that of a lead bureau. Raises UnknownKindOfOffice."""
    if kind not in rules.DEFAULT_MANDATES:
        raise errors.UnknownKindOfOffice(kind=kind, allowed=", ".join(rules.DEFAULT_MANDATES))
    with recording.recording(source):
        return [
            grant(office=office, matter=usual.matter or matter, act=act, territory=territory, depth=usual.depth,
                  since=since, source=source)
            for usual in rules.DEFAULT_MANDATES[kind]
            for act in usual.acts
        ]  # fmt: skip


@recording.written_whole()
def issue_token(*, user: User, name: str, expires_on: date, mark: str = "") -> tuple[str, Token]:
    """A new personal token, valid to the end of `expires_on`. Its text is given here and kept nowhere.

    With the same `mark` of a form it is the same token, so that an answer lost on the way can be given again.
    """
    text = _TOKEN_PREFIX + (crypto.keyed_hash(f"token {user.pk} {mark}") if mark else secrets.token_urlsafe(32))
    values = {"user": user, "name": name, "created_at": now(), "expires_on": expires_on}
    token, _ = Token.objects.get_or_create(token_hash=rules.token_hash(text), defaults=values)
    return text, token


def revoke_token(token: Token) -> None:
    """The token works no more from now on; a revoked one keeps its moment."""
    Token.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now())


@transaction.atomic
def log_access(
    *, user: User | AnonymousUser | None, act: str, record_type: str, persons: Iterable[int], rows: int = 1,
    organisation: int | None = None, reason: str = "",
) -> AccessLog:  # fmt: skip
    """Write down that somebody looked: act is view, list, export, reveal, api or figure; `persons` are those concerned."""
    at, named = now(), sorted(set(persons))
    is_known = user is not None and user.is_authenticated
    log = AccessLog.objects.create(
        at=at, user_id=user.pk if is_known else None,
        office=office_names(user, at.date()) if is_known else "",
        act=act, record_type=record_type, person_id=named[0] if len(named) == 1 else None,
        organisation_id=organisation, rows=rows, reason=reason[:300],
        signed_in_by=(user.signed_in_by if is_known else "") or None,
    )  # fmt: skip
    if len(named) > 1:
        AccessLogPerson.objects.bulk_create([AccessLogPerson(log=log, person_id=pk) for pk in named], batch_size=500)
    return log


def _begin(model: type[State], since: date, source: Source, values: dict[str, Any] | None = None, **ends: Any) -> State:
    later = Q(until__isnull=True) | Q(until__gt=since)
    if model.objects.believed().filter(later, **ends).exists():
        raise errors.HeldAlready(day=since)
    with recording.recording(source) as entry:
        return recording.record(model, entry=entry, since=since, **ends, **(values or {}))


def _finish(model: type[State], on: date, source: Source, **ends: Any) -> None:
    later = Q(until__isnull=True) | Q(until__gt=on)
    row = model.objects.believed().filter(later, since__lt=on, **ends).first()
    if row is None:
        raise errors.NotHeld(day=on)
    with recording.recording(source) as entry:
        recording.close(row, until=on, entry=entry)


def _check_words(matter: str, act: str) -> None:
    if act not in rules.ACTS:
        raise errors.UnknownAct(act=act, allowed=", ".join(rules.ACTS))
    matters = sorted({kind.matter for kind in installed_catalogue(settings.ZUGONG_PACK).types.values()})
    if matter not in (rules.EVERY_MATTER, *matters):
        raise errors.UnknownMatter(matter=matter, allowed=", ".join([rules.EVERY_MATTER, *matters]))


def _check_leading_group(office: Office, matter: str, act: str, since: date) -> None:
    if not rules.may_decide_admission(matter, act):
        return
    later = Q(until__isnull=True) | Q(until__gt=since)
    state = OfficeState.objects.believed().filter(later, anchor=office).order_by("since").first()
    states = OrganisationState.objects.believed().filter(later, anchor=state.organisation_id) if state else ()
    for organisation in states:
        if rules.is_refused_to(organisation.kind, matter, act):
            raise errors.LeadingGroupDecides(office=state.name, organisation=organisation.name)
