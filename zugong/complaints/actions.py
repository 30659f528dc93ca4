"""Taking complaints in, forwarding and answering them: the only writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction

from zugong.complaints import rules
from zugong.complaints.models import Complaint, Step
from zugong.kernel import crypto
from zugong.kernel.time import now
from zugong.offices.grants import offices_of
from zugong.offices.models import User
from zugong.packs.pack import installed_pack


@dataclass(frozen=True)
class Written:
    """What somebody wrote. `office` is the office complained about; name and contact may be left empty."""

    kind: str
    text: str
    name: str = ""
    contact: str = ""
    office: int | None = None


@dataclass(frozen=True)
class Filed:
    """The code that opens state and answer, shown once, and the last day on which the answer is in time."""

    complaint: int
    code: str
    due_on: date


@transaction.atomic
def file_complaint(*, written: Written, address: str) -> Filed:
    """Take a complaint in; `address` is the network address it came from.

    Raises NothingWritten, TooManyComplaints, and what the pack says where it sets no time for answers.
    """
    at = now()
    rules.check_text(written.text)
    origin = crypto.keyed_hash(f"{address} {at.date()}")
    recent = Complaint.objects.filter(at__gt=at - rules.AN_HOUR)
    rules.check_flood(from_address=recent.filter(origin_hash=origin).count(), from_all=recent.count())
    days = int(installed_pack(settings.ZUGONG_PACK).rule_value(rules.ANSWER_DAYS, at.date()))
    code = rules.new_code()
    complaint = Complaint.objects.create(
        at=at, due_on=rules.due_on(at, days), kind=written.kind, office_id=written.office,
        code_hash=code_hash(code), origin_hash=origin, text_sealed=crypto.seal(written.text.strip()),
        name_sealed=_sealed(written.name), contact_sealed=_sealed(written.contact),
    )  # fmt: skip
    return Filed(complaint.pk, code, complaint.due_on)


@transaction.atomic
def take_call(*, written: Written, promised_on: date, user: User) -> Filed:
    """Write down what a caller asked an office, with the day that `user` promised; the code is for the caller.

    An officer who is signed in is not slowed as strangers are. Raises NothingWritten, PromisedOutOfTime.
    """
    at = now()
    rules.check_text(written.text)
    days = int(installed_pack(settings.ZUGONG_PACK).rule_value(rules.ANSWER_DAYS, at.date()))
    rules.check_promise(promised_on, first=at.date(), last=rules.due_on(at, days))
    code = rules.new_code()
    complaint = Complaint.objects.create(
        at=at, due_on=promised_on, kind=written.kind, office_id=written.office, code_hash=code_hash(code),
        origin_hash=crypto.keyed_hash(f"call {user.pk} {at}"), text_sealed=crypto.seal(written.text.strip()),
        name_sealed=_sealed(written.name), contact_sealed=_sealed(written.contact),
    )  # fmt: skip
    return Filed(complaint.pk, code, complaint.due_on)


@transaction.atomic
def forward(*, complaint: Complaint, office: int, user: User) -> Step:
    """Hand a complaint to another office, which then reads and answers it. Raises ComplainedAbout, AnsweredAlready."""
    if office == complaint.office_id:
        raise rules.ComplainedAbout
    _check_open(complaint)
    return _step(complaint, user, Step.FORWARDED, office_id=office)


@transaction.atomic
def answer(*, complaint: Complaint, text: str, user: User) -> Step:
    """Answer a complaint, once. Raises NothingWritten, AnsweredAlready."""
    rules.check_text(text)
    _check_open(complaint)
    return _step(complaint, user, Step.ANSWERED, text_sealed=crypto.seal(text.strip()))


def code_hash(code: str) -> str:
    """By which a code is recognised, however it is typed."""
    return crypto.keyed_hash(f"complaint {rules.plain_code(code)}")


def _check_open(complaint: Complaint) -> None:
    if complaint.steps.filter(kind=Step.ANSWERED).exists():
        raise rules.AnsweredAlready


def _step(complaint: Complaint, user: User, kind: str, **values) -> Step:
    at = now()
    names = "、".join(office.name for office in offices_of(user, at.date()))
    return Step.objects.create(complaint=complaint, at=at, kind=kind, user=user, by_office=names[:200], **values)


def _sealed(text: str) -> bytes | None:
    return crypto.seal(text.strip()) if text.strip() else None
