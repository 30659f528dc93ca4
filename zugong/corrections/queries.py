"""Who sees which requests, and what stands in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from zugong.corrections.models import Answer, Correction, Request
from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import Depth
from zugong.kernel import crypto
from zugong.kernel.time import SHANGHAI
from zugong.offices.access import Access
from zugong.people.queries import last_memberships

#: What becomes of a request: it waits, was accepted and waits for the correction, is corrected, or was refused.
WAITING, ACCEPTED, CORRECTED, REFUSED = "waiting", "accepted", "corrected", "refused"


@dataclass(frozen=True)
class Asked:
    """A request in clear, with its answer: `accepted` is None while it waits, `corrected_at` until the record says it.

    `is_destroyed` when what was written went with the person's values; `right`, `why` and `reason` are then empty.
    """

    id: int
    at: datetime
    person: int
    record_type: str
    record: int
    field: str
    right: str
    why: str
    accepted: bool | None
    answered_at: datetime | None
    answered_by: str
    reason: str
    corrected_at: datetime | None
    corrected_by: str
    is_destroyed: bool

    @property
    def state(self) -> str:
        if self.accepted is None:
            return WAITING
        if not self.accepted:
            return REFUSED
        return CORRECTED if self.corrected_at else ACCEPTED


#: What nobody has answered, or what was accepted and waits for somebody to correct the record.
_UNDONE = Q(answer__isnull=True) | Q(answer__accepted=True, correction__isnull=True)
#: Of whoever was erased nothing is left to answer or to correct.
_NOT_SETTLED = _UNDONE & Q(right_sealed__isnull=False)


def own_requests(person: int) -> QuerySet[Request]:
    """What a person asked for, the latest first."""
    found = Request.objects.filter(person=person).select_related("answer__user", "correction__user")
    return found.order_by("-at", "-pk")


def news_for(person: int, since: datetime) -> QuerySet[Request]:
    """Of what a person asked for, all that is not settled, and what was answered or corrected since a moment."""
    return own_requests(person).filter(_NOT_SETTLED | Q(answer__at__gte=since) | Q(correction__at__gte=since))


def requests_for(access: Access, catalogue: Catalogue) -> QuerySet[Request]:
    """What is not settled for the persons whose record somebody may fill in today, down to personal values; oldest first.

    That is what waits for an answer, and what was accepted and does not stand in the record yet.
    """
    territory = access.territory(catalogue.types["membership"], "fill", Depth.PERSONAL)
    waiting = Request.objects.filter(_NOT_SETTLED).select_related("answer__user").order_by("at", "pk")
    # Only few wait: asking where those few stand spares looking at every member.
    asking = list(waiting.values_list("person", flat=True).distinct())
    return waiting.filter(person__in=last_memberships(territory).filter(person__in=asking).values("person"))


def accepted_request(number: int) -> Request | None:
    """A request that was accepted and does not stand in the record yet, for the form that follows; None for any other."""
    return Request.objects.filter(_NOT_SETTLED, pk=number, answer__accepted=True).first()


def in_clear(request: Request) -> Asked:
    """A request with its answer, decrypted."""
    answer, done = getattr(request, "answer", None), getattr(request, "correction", None)
    return Asked(
        id=request.pk,
        at=request.at.astimezone(SHANGHAI),
        person=request.person_id,
        record_type=request.record_type,
        record=request.record,
        field=request.field,
        right=crypto.unseal(request.right_sealed) if request.right_sealed else "",
        why=crypto.unseal(request.why_sealed) if request.why_sealed else "",
        accepted=answer.accepted if answer else None,
        answered_at=answer.at.astimezone(SHANGHAI) if answer else None,
        answered_by=_by(answer),
        reason=answer.reason if answer else "",
        corrected_at=done.at.astimezone(SHANGHAI) if done else None,
        corrected_by=_by(done),
        is_destroyed=request.right_sealed is None,
    )


def _by(act: Answer | Correction | None) -> str:
    return (act.by_office or act.user.get_full_name()) if act else ""
