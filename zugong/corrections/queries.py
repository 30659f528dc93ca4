"""Who sees which requests, and what stands in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zugong.corrections.models import Request
from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import Depth
from zugong.kernel import crypto
from zugong.kernel.time import SHANGHAI
from zugong.offices.access import Access
from zugong.offices.models import User
from zugong.people.queries import last_memberships


@dataclass(frozen=True)
class Asked:
    """A request in clear, with its answer: `accepted` is None while it waits."""

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


def own_requests(person: int) -> QuerySet[Request]:
    """What a person asked for, the latest first."""
    return Request.objects.filter(person=person).select_related("answer__user").order_by("-at", "-pk")


def requests_for(access: Access, catalogue: Catalogue) -> QuerySet[Request]:
    """The open requests of the persons whose record somebody may fill in today, down to personal values; oldest first."""
    territory = access.territory(catalogue.types["membership"], "fill", Depth.PERSONAL)
    waiting = Request.objects.filter(answer__isnull=True).order_by("at", "pk")
    # Only few wait: asking where those few stand spares looking at every member.
    asking = list(waiting.values_list("person", flat=True).distinct())
    return waiting.filter(person__in=last_memberships(territory).filter(person__in=asking).values("person"))


def accepted_request(number: int, user: User) -> Request | None:
    """A request that this user accepted, for the form that follows; None for any other."""
    return Request.objects.filter(pk=number, answer__accepted=True, answer__user=user).first()


def in_clear(request: Request) -> Asked:
    """A request with its answer, decrypted."""
    answer = getattr(request, "answer", None)
    return Asked(
        id=request.pk,
        at=request.at.astimezone(SHANGHAI),
        person=request.person_id,
        record_type=request.record_type,
        record=request.record,
        field=request.field,
        right=crypto.unseal(request.right_sealed),
        why=crypto.unseal(request.why_sealed),
        accepted=answer.accepted if answer else None,
        answered_at=answer.at.astimezone(SHANGHAI) if answer else None,
        answered_by=(answer.by_office or answer.user.full_name) if answer else "",
        reason=answer.reason if answer else "",
    )
