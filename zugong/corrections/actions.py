"""Asking for a correction and answering: the only writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zugong.corrections.models import Answer, Correction, Request
from zugong.kernel import crypto
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import written_whole
from zugong.kernel.time import now
from zugong.offices.grants import office_names
from zugong.offices.models import User

#: The types of which the own record consists.
OWN_TYPES = ("person", "membership")
LONGEST = 300
#: So many may wait at a time: nobody needs more, and nobody can bury an office in them.
MOST_OPEN = 20


class SayWhatIsRight(RuleBroken):
    code: ClassVar[str] = "corrections.say_what_is_right"
    message: ClassVar[str] = "Write what is right and why, each in at most {most} characters."
    message_zh: ClassVar[str] = "请填写正确内容和理由，各不超过{most}字。"


class TooManyOpen(RuleBroken):
    code: ClassVar[str] = "corrections.too_many_open"
    message: ClassVar[str] = "{most} of your requests wait for an answer; wait for those first."
    message_zh: ClassVar[str] = "您已有{most}件申请等待答复，请答复后再提交。"


class AnsweredAlready(RuleBroken):
    code: ClassVar[str] = "corrections.answered_already"
    message: ClassVar[str] = "Somebody answered this request meanwhile; open it again."
    message_zh: ClassVar[str] = "这件申请刚刚已有人答复，请重新打开查看。"


class SayWhyNot(RuleBroken):
    code: ClassVar[str] = "corrections.say_why_not"
    message: ClassVar[str] = "Whoever is refused reads why; write it in at most {most} characters."
    message_zh: ClassVar[str] = "不予更正的，要写明理由（不超过{most}字），本人可以看到。"


class NotAccepted(RuleBroken):
    code: ClassVar[str] = "corrections.not_accepted"
    message: ClassVar[str] = "This request was not accepted, so there is nothing to settle; accept it first."
    message_zh: ClassVar[str] = "这件申请还没有同意，不能办结；请先同意。"


@dataclass(frozen=True)
class Wrong:
    """The value that is wrong: of which record, in which field; what is right, and why."""

    record_type: str
    record: int
    field: str
    right: str
    why: str


@written_whole()
def ask(*, wrong: Wrong, person: int, user: User) -> Request:
    """Ask for a correction of one's own record. Raises SayWhatIsRight, TooManyOpen."""
    right, why = wrong.right.strip(), wrong.why.strip()
    if not right or not why or max(len(right), len(why)) > LONGEST:
        raise SayWhatIsRight(most=LONGEST)
    if Request.objects.filter(person=person, answer__isnull=True).count() >= MOST_OPEN:
        raise TooManyOpen(most=MOST_OPEN)
    return Request.objects.create(
        at=now(), user=user, person_id=person, record_type=wrong.record_type, record=wrong.record, field=wrong.field,
        right_sealed=crypto.seal(right), why_sealed=crypto.seal(why),
    )  # fmt: skip


@written_whole()
def answer(*, request: Request, accepted: bool, reason: str, user: User) -> Answer:
    """Accept or refuse a request. Raises AnsweredAlready, SayWhyNot."""
    if Answer.objects.filter(request=request).exists():
        raise AnsweredAlready
    if not accepted and (not reason.strip() or len(reason) > LONGEST):
        raise SayWhyNot(most=LONGEST)
    at = now()
    by = office_names(user, at.date())
    return Answer.objects.create(
        request=request, at=at, user=user, by_office=by, accepted=accepted, reason=reason.strip()
    )


@written_whole()
def settle(*, request: Request, user: User, entry: Entry | None = None) -> Correction:
    """The record now says what was accepted: by `entry`, or by one that was made otherwise. Raises NotAccepted."""
    if not Answer.objects.filter(request=request, accepted=True).exists():
        raise NotAccepted
    at = now()
    values = {"at": at, "user": user, "by_office": office_names(user, at.date()), "entry": entry}
    return Correction.objects.get_or_create(request=request, defaults=values)[0]
