"""The sittings of a recruitment: who has a seat where and when, with a list for each door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import SHANGHAI
from zugong.recruitment import rules
from zugong.recruitment.deciding import (
    SittingDraft,
    drop_sitting,
    set_sitting,
)
from zugong.recruitment.models import Seat, Sitting
from zugong.recruitment.notices import CHECKED, EXAMINED, Notice
from zugong.recruitment.order import called_to
from zugong.recruitment.registering import filled_in
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.recruitment.doors import log_applicants, notice_of_own
from zugong.web.recruitment.words import part_words
from zugong.web.repeating import safe_to_repeat
from zugong.web.typed import typed_number
from zugong.web.views.jobs import post_name
from zugong.web.views.recruitment_batch import notice_crumbs

_LONG, _MOST_SEATS = 200, 500


@dataclass(frozen=True)
class SeatLine:
    """One line of the list for the door."""

    seat: int
    number: int
    name: str
    post: str


@dataclass(frozen=True)
class SittingPart:
    """One batch, and how many sit in it."""

    part: str
    starts_at: datetime
    place: str
    seats: int
    taken: int
    address: str
    drop_address: str


@dataclass(frozen=True, kw_only=True)
class SittingsPage(Page):
    """The batches of a recruitment."""

    template: ClassVar[str] = "web/recruitment/sittings.html"
    crumbs: tuple[Crumb, ...]
    parts: tuple[tuple[str, str], ...]
    waiting: tuple[tuple[str, int], ...]
    sittings: tuple[SittingPart, ...]
    may_set: bool
    said: dict[str, str]
    problem: str


@dataclass(frozen=True, kw_only=True)
class SittingPage(Page):
    """The list for the door of one batch."""

    template: ClassVar[str] = "web/recruitment/sitting.html"
    crumbs: tuple[Crumb, ...]
    notice: str
    sitting: SittingPart
    lines: tuple[SeatLine, ...]


@safe_to_repeat
def recruitment_sittings(request: HttpRequest, identity: int) -> HttpResponse:
    """The batches; a POST sets one and seats who waits."""
    found = notice_of_own(request, identity)
    if request.method != "POST":
        return _sittings(request, found, "", 200)
    seats = min(typed_number(request.POST.get("seats", "")) or 0, _MOST_SEATS)
    place = request.POST.get("place", "").strip()[:_LONG]
    draft = SittingDraft(request.POST.get("part", ""), _moment(request), place, seats)
    try:
        seated = set_sitting(found=found, draft=draft)
    except RuleBroken as error:
        return _sittings(request, found, error.sentence(spoken(request)), 422)
    messages.success(
        request, gettext("The batch is set; %(count)s have a seat and can print their slip.") % {"count": seated}
    )
    return HttpResponseRedirect(request.path)


def _moment(request: HttpRequest) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{request.POST.get('on', '')}T{request.POST.get('at', '')}").replace(
            tzinfo=SHANGHAI
        )
    except ValueError:
        return None


@require_POST
@safe_to_repeat
def recruitment_sitting_drop(request: HttpRequest, identity: int, sitting: int) -> HttpResponse:
    """A batch is taken away."""
    found = notice_of_own(request, identity)
    try:
        drop_sitting(found=found, sitting=sitting)
        messages.success(request, gettext("The batch is gone; its people wait for another seat."))
    except RuleBroken as error:
        messages.error(request, error.sentence(spoken(request)))
    return HttpResponseRedirect(reverse("recruitment_sittings", args=[identity]))


def _sittings(request: HttpRequest, found: Notice, problem: str, status: int) -> HttpResponse:
    words = part_words()
    may_set = found.last(CHECKED) is not None and found.last(EXAMINED) is None and not found.ended_on
    parts = tuple((part, words[part]) for part in found.weights.parts)
    waiting = tuple((word, called_to(found, part).exclude(seats__part=part).count()) for part, word in parts)
    there = Sitting.objects.filter(notice=found.id).annotate(count=Count("taken")).order_by("starts_at", "pk")
    sittings = tuple(_sitting(found, one, one.count, may_set) for one in there)
    content = SittingsPage(
        title=gettext("Sittings and slips"),
        crumbs=notice_crumbs(found),
        parts=parts,
        waiting=waiting,
        sittings=sittings,
        may_set=may_set,
        said={key: str(value) for key, value in request.POST.items()},
        problem=problem,
    )
    return page(request, content, status=status)


def recruitment_sitting(request: HttpRequest, identity: int, sitting: int) -> HttpResponse:
    """The list for the door of one batch, to be signed. 404 for a batch that the notice does not have."""
    found = notice_of_own(request, identity)
    one = Sitting.objects.filter(notice=found.id, pk=sitting).first()
    if one is None:
        raise Http404
    seats = one.taken.select_related("application").order_by("number")
    lines = tuple(_seat_line(found, seat) for seat in seats)
    log_applicants(request, found, len(lines))
    content = SittingPage(
        title=gettext("List for the door"),
        crumbs=(
            *notice_crumbs(found),
            Crumb(gettext("Sittings and slips"), reverse("recruitment_sittings", args=[found.id])),
        ),
        notice=found.title,
        sitting=_sitting(found, one, len(lines), may_drop=False),
        lines=lines,
    )
    return page(request, content)


def _sitting(found: Notice, one: Sitting, taken: int, may_drop: bool) -> SittingPart:
    drop_address = reverse("recruitment_sitting_drop", args=[found.id, one.pk]) if may_drop else ""
    return SittingPart(
        part_words()[one.part], one.starts_at.astimezone(SHANGHAI), one.place, one.seats, taken,
        reverse("recruitment_sitting", args=[found.id, one.pk]), drop_address,
    )  # fmt: skip


def _seat_line(found: Notice, seat: Seat) -> SeatLine:
    one = seat.application
    return SeatLine(seat.number, one.number, filled_in(one)[rules.NAME], post_name(found, one))
