"""Taking complaints in, forwarding and answering them: the only writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from zugong.complaints import rules
from zugong.complaints.models import Complaint, Step
from zugong.kernel import crypto
from zugong.kernel.facts.recording import written_whole
from zugong.kernel.time import now
from zugong.offices.grants import office_names
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


@written_whole()
def file_complaint(*, written: Written, address: str, mark: str = "") -> Filed:
    """Take a complaint in; `address` is the network address it came from, `mark` that of the form, "" for none.

    What comes again with the same mark is the same complaint and gets the same code: on a bad line people press twice.
    Raises NothingWritten, TooManyComplaints, and what the pack says where it sets no time for answers.
    """
    at = now()
    rules.check_text(written.text)
    if (before := _filed_before(mark)) is not None:
        return before
    origin = crypto.keyed_hash(f"{address} {at.date()}")
    recent = Complaint.objects.filter(at__gt=at - rules.AN_HOUR)
    rules.check_flood(from_address=recent.filter(origin_hash=origin).count(), from_all=recent.count())
    return _filed(written, at, rules.due_on(at, _answer_days(at)), origin, mark)


@written_whole()
def take_call(*, written: Written, promised_on: date, user: User, mark: str = "") -> Filed:
    """Write down what a caller asked an office, with the day that `user` promised; the code is for the caller.

    An officer who is signed in is not slowed as strangers are; with the same mark it is the same call. Raises
    NothingWritten, PromisedOutOfTime.
    """
    at = now()
    rules.check_text(written.text)
    if (before := _filed_before(mark)) is not None:
        return before
    rules.check_promise(promised_on, first=at.date(), last=rules.due_on(at, _answer_days(at)))
    return _filed(written, at, promised_on, crypto.keyed_hash(f"call {user.pk} {at}"), mark)


@written_whole()
def forward(*, complaint: Complaint, office: int, user: User) -> Step:
    """Hand a complaint to another office, which then reads and answers it. Raises ComplainedAbout, AnsweredAlready."""
    if office == complaint.office_id:
        raise rules.ComplainedAbout
    _check_open(complaint)
    return _step(complaint, user, Step.FORWARDED, office_id=office)


@written_whole()
def answer(*, complaint: Complaint, text: str, user: User) -> Step:
    """Answer a complaint, once. Raises NothingWritten, AnsweredAlready."""
    rules.check_text(text)
    _check_open(complaint)
    return _step(complaint, user, Step.ANSWERED, text_sealed=crypto.seal(text.strip()))


def code_hash(code: str) -> str:
    """By which a code is recognised, however it is typed."""
    return crypto.keyed_hash(f"complaint {rules.plain_code(code)}")


def _answer_days(at: datetime) -> int:
    return int(installed_pack(settings.ZUGONG_PACK).rule_value(rules.ANSWER_DAYS, at.date()))


def _code(mark: str) -> str:
    """A new code; for the same mark the same one, which nobody finds without the key of the site."""
    return rules.code_of(crypto.keyed_hash(f"form {mark}")) if mark else rules.new_code()


def _filed_before(mark: str) -> Filed | None:
    """What was written down under this mark already."""
    code = _code(mark)
    found = Complaint.objects.filter(code_hash=code_hash(code)).first() if mark else None
    return Filed(found.pk, code, found.due_on) if found else None


def _filed(written: Written, at: datetime, due_on: date, origin: str, mark: str) -> Filed:
    code = _code(mark)
    values = {
        "at": at, "due_on": due_on, "kind": written.kind, "office_id": written.office, "origin_hash": origin,
        "text_sealed": crypto.seal(written.text.strip()), "name_sealed": _sealed(written.name),
        "contact_sealed": _sealed(written.contact),
    }  # fmt: skip
    complaint, _ = Complaint.objects.get_or_create(code_hash=code_hash(code), defaults=values)
    return Filed(complaint.pk, code, complaint.due_on)


def _check_open(complaint: Complaint) -> None:
    if complaint.steps.filter(kind=Step.ANSWERED).exists():
        raise rules.AnsweredAlready


def _step(complaint: Complaint, user: User, kind: str, **values) -> Step:
    at = now()
    by = office_names(user, at.date())
    return Step.objects.create(complaint=complaint, at=at, kind=kind, user=user, by_office=by, **values)


def _sealed(text: str) -> bytes | None:
    return crypto.seal(text.strip()) if text.strip() else None
