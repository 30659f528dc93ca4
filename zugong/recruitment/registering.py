"""What applicants do without an account: register, read where it stands, appeal, withdraw, object to a published list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max

from zugong.complaints.rules import code_of, new_code, plain_code
from zugong.kernel import crypto
from zugong.kernel.facts.recording import written_whole
from zugong.kernel.time import now
from zugong.recruitment import errors, rules
from zugong.recruitment.destroying import destroy
from zugong.recruitment.models import Application, Event, Objection
from zugong.recruitment.notices import CHECKED, Notice

_AN_HOUR = timedelta(hours=1)
FROM_ONE_ADDRESS, FROM_ALL = 20, 2_000
LONGEST_TEXT = 1_000
#: What the applicant does oneself, as a line of the file.
REGISTERED, APPEAL = "registered", "appeal"


@dataclass(frozen=True)
class Typed:
    """What somebody filled in for a post, whether they consented, and from where it came."""

    post: int
    values: Mapping[str, str]
    has_consented: bool
    address: str
    mark: str = ""


@dataclass(frozen=True)
class Registered:
    """The code, shown once, and the number that stands in tables."""

    application: int
    code: str
    number: int


@written_whole()
def register(*, found: Notice, typed: Typed, today: date) -> Registered:
    """Take a registration in; with the same mark it is the same one again.

    Only the fields that the notice asks are kept. Raises NotOpen, NoConsent, NothingWritten, RegisteredAlready, TooMany.
    """
    said = found.row.values
    if not found.is_open(today) or found.post(typed.post) is None:
        raise errors.NotOpen(first=said["opens_on"], last=said["closes_on"])
    code = _code(typed.mark)
    if typed.mark and (before := Application.objects.filter(code_hash=_code_hash(code)).first()):
        return Registered(before.pk, code, before.number)
    if not typed.has_consented:
        raise errors.NoConsent
    values = {field.code: typed.values.get(field.code, "").strip() for field in found.fields}
    if any(not rules.is_readable(field, values[field.code]) for field in found.fields):
        raise errors.NothingWritten(most=LONGEST_TEXT)
    who = _who_hash(found.id, values)
    if Application.objects.filter(notice=found.id, who_hash=who).exists():
        raise errors.RegisteredAlready
    at, origin = now(), _origin(typed.address)
    _check_flood(at, origin)
    last = Application.objects.filter(notice=found.id).aggregate(Max("number"))["number__max"] or 0
    made = Application.objects.create(
        notice=found.id, post=typed.post, number=last + 1, at=at, destroy_by=said["destroy_by"],
        code_hash=_code_hash(code), who_hash=who, origin_hash=origin,
        sealed=crypto.seal(json.dumps(values, ensure_ascii=False)), stage=rules.APPLIED,
    )  # fmt: skip
    Event.objects.create(application=made, at=at, on=today, kind=REGISTERED)
    return Registered(made.pk, code, made.number)


def by_code(code: str, today: date) -> Application | None:
    """The registration that a code opens, unless its last day is over."""
    plain = plain_code(code)
    found = Application.objects.filter(code_hash=_code_hash(code)).first() if plain else None
    return found if found and today < found.destroy_by else None


def filled_in(application: Application) -> dict[str, str]:
    """What was filled in, decrypted."""
    return json.loads(crypto.unseal(application.sealed))


@written_whole()
def withdraw(*, application: Application) -> None:
    """The applicant withdraws: everything about it is destroyed at once. Raises NotNow once engaged."""
    if application.stage == rules.ENGAGED:
        raise errors.NotNow
    destroy(Application.objects.filter(pk=application.pk))


@written_whole()
def appeal(*, found: Notice, application: Application, text: str, today: date) -> None:
    """Appeal against the check, once, while it is not closed. Raises NotNow, AppealedBefore, NothingWritten."""
    if application.stage != rules.REFUSED or found.last(CHECKED) is not None or found.ended_on:
        raise errors.NotNow
    if application.events.filter(kind=APPEAL).exists():
        raise errors.AppealedBefore
    sealed = _sealed_text(text)
    moved = Application.objects.filter(pk=application.pk, stage=rules.REFUSED).update(stage=rules.APPEALED)
    if moved:
        Event.objects.create(application=application, at=now(), on=today, kind=APPEAL, text_sealed=sealed)


def may_appeal(found: Notice, application: Application) -> bool:
    """Is an appeal against the check still possible?"""
    is_time = application.stage == rules.REFUSED and found.last(CHECKED) is None and not found.ended_on
    return is_time and not application.events.filter(kind=APPEAL).exists()


@written_whole()
def object_to(*, found: Notice, text: str, contact: str, address: str, today: date) -> None:
    """Object to the list that is published. Raises NotNow outside its days, NothingWritten, TooMany."""
    if not found.is_shown(today):
        raise errors.NotNow
    sealed, at, origin = _sealed_text(text), now(), _origin(address)
    recent = Objection.objects.filter(at__gt=at - _AN_HOUR)
    if recent.filter(origin_hash=origin).count() >= FROM_ONE_ADDRESS or recent.count() >= FROM_ALL:
        raise errors.TooMany
    Objection.objects.create(
        notice=found.id, at=at, destroy_by=found.row.values["destroy_by"], origin_hash=origin, text_sealed=sealed,
        contact_sealed=crypto.seal(contact.strip()) if contact.strip() else None,
    )  # fmt: skip


def _sealed_text(text: str) -> bytes:
    plain = text.strip()
    if not 0 < len(plain) <= LONGEST_TEXT:
        raise errors.NothingWritten(most=LONGEST_TEXT)
    return crypto.seal(plain)


def _check_flood(at: datetime, origin: str) -> None:
    recent = Application.objects.filter(at__gt=at - _AN_HOUR)
    if recent.filter(origin_hash=origin).count() >= FROM_ONE_ADDRESS or recent.count() >= FROM_ALL:
        raise errors.TooMany


def _code(mark: str) -> str:
    return code_of(crypto.keyed_hash(f"registration form {mark}")) if mark else new_code()


def _code_hash(code: str) -> str:
    return crypto.keyed_hash(f"registration {plain_code(code)}")


def _origin(address: str) -> str:
    return crypto.keyed_hash(f"{address} {now().date()}")


def _who_hash(notice: int, values: Mapping[str, str]) -> str:
    """Who it is, within one notice only: two notices cannot be held against each other by it."""
    who = values.get(rules.IDENTITY) or f"{values[rules.NAME]} {''.join(filter(str.isdigit, values[rules.PHONE]))}"
    return crypto.keyed_hash(f"applicant of {notice} {who}")
