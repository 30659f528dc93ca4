"""Who reads which complaints, what stands in one, and what its code opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from zugong.complaints import rules
from zugong.complaints.actions import code_hash
from zugong.complaints.models import Complaint, Step
from zugong.kernel import crypto
from zugong.kernel.time import SHANGHAI
from zugong.offices.access import Access
from zugong.offices.models import Mandate
from zugong.offices.rules import EVERY_MATTER

#: Whose answer it is: the offices that decide in this matter read what comes in.
MATTER = "members"


@dataclass(frozen=True)
class Handled:
    """One thing that was done. `office` is where it was forwarded to, `text` the answer; each "" otherwise."""

    kind: str
    at: datetime
    by: str
    office: int | None
    text: str


@dataclass(frozen=True)
class Read:
    """A complaint in clear."""

    id: int
    kind: str
    at: datetime
    due_on: date
    office: int | None
    text: str
    name: str
    contact: str
    steps: tuple[Handled, ...]

    @property
    def answer(self) -> Handled | None:
        return next((step for step in self.steps if step.kind == Step.ANSWERED), None)

    def is_overdue(self, today: date) -> bool:
        return self.answer is None and self.due_on < today


def readable_by(access: Access, *, keeps_accounts: bool) -> QuerySet[Complaint]:
    """The complaints that somebody may read, with `is_answered`, the earliest owed first.

    Offices that decide read all that is not about themselves; others what was forwarded to them. What is about every
    office that could read it falls to whoever keeps the accounts: the system administrator.
    """
    own = {office.id for office in access.offices}
    answered = Exists(Step.objects.filter(complaint=OuterRef("pk"), kind=Step.ANSWERED))
    forwarded = Exists(Step.objects.filter(complaint=OuterRef("pk"), kind=Step.FORWARDED, office__in=own))
    is_reader = any(grant.allows(MATTER, "decide") for grant in access.grants)
    seen = Q(forwarded) | (Q(pk__isnull=False) if is_reader else Q(pk__isnull=True))
    not_about_own = Q(office__isnull=True) | ~Q(office__in=own)
    condition = seen & not_about_own
    if keeps_accounts:
        condition |= ~Q(office__in=own) & Q(office__in=_sole_readers(access.on))
    return Complaint.objects.filter(condition).annotate(is_answered=answered).order_by("is_answered", "due_on", "pk")


def may_read_any(access: Access, *, keeps_accounts: bool) -> bool:
    """Is there a door to complaints for them: do they decide, or was something forwarded, or has it fallen to them?"""
    if any(grant.allows(MATTER, "decide") for grant in access.grants):
        return True
    return (bool(access.offices) or keeps_accounts) and readable_by(access, keeps_accounts=keeps_accounts).exists()


def waiting(access: Access, *, keeps_accounts: bool) -> list[date]:
    """The days until which answers are owed, the earliest first."""
    found = readable_by(access, keeps_accounts=keeps_accounts).filter(is_answered=False)
    return list(found.values_list("due_on", flat=True))


def by_code(code: str) -> Complaint | None:
    """The complaint that a code opens."""
    if not rules.plain_code(code):
        return None
    return Complaint.objects.filter(code_hash=code_hash(code)).first()


def in_clear(complaint: Complaint) -> Read:
    """A complaint with its steps, decrypted."""
    return Read(
        id=complaint.pk,
        kind=complaint.kind,
        at=complaint.at.astimezone(SHANGHAI),
        due_on=complaint.due_on,
        office=complaint.office_id,
        text=crypto.unseal(complaint.text_sealed),
        name=_clear(complaint.name_sealed),
        contact=_clear(complaint.contact_sealed),
        steps=tuple(_handled(step) for step in complaint.steps.select_related("user").order_by("at", "pk")),
    )


def _handled(step: Step) -> Handled:
    by = step.by_office or step.user.get_full_name()
    return Handled(step.kind, step.at.astimezone(SHANGHAI), by, step.office_id, _clear(step.text_sealed))


def _clear(sealed: bytes | None) -> str:
    return crypto.unseal(sealed) if sealed else ""


def _sole_readers(day: date) -> list[int]:
    """The office that decides, where there is only one: what is about it nobody else would read."""
    deciding = Mandate.objects.believed().holding(day).filter(act="decide", matter__in=(MATTER, EVERY_MATTER))
    offices = list(deciding.values_list("office_id", flat=True).distinct())
    return offices if len(offices) == 1 else []
