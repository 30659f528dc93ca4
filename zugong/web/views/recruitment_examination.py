"""The examination of a recruitment: sittings with their lists for the door, scores in one table or pasted, the order by total."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import SHANGHAI
from zugong.recruitment import rules
from zugong.recruitment.deciding import (
    SittingDraft,
    call_next,
    drop_sitting,
    score,
    scores_of_table,
    set_sitting,
)
from zugong.recruitment.models import Application, Seat, Sitting
from zugong.recruitment.notices import CHECKED, EXAMINED, VETTED, Notice
from zugong.recruitment.order import applications_of, called_to, orders
from zugong.recruitment.registering import filled_in
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.recruitment.doors import log_applicants, notice_of_own, officer_of
from zugong.web.recruitment.words import LEVELS, absent_word, part_words, stage_words
from zugong.web.repeating import safe_to_repeat
from zugong.web.typed import typed_number
from zugong.web.views.jobs import examination_of, post_name
from zugong.web.views.recruitment_batch import notice_crumbs

_LONG, _PASTED = 200, 60_000
_MOST_SEATS = 500


@dataclass(frozen=True)
class SeatLine:
    """One line of the list for the door."""

    seat: int
    number: int
    name: str
    post: str


@dataclass(frozen=True)
class SittingPart:
    """One batch with who sits in it."""

    id: int
    part: str
    starts_at: datetime
    place: str
    seats: int
    lines: tuple[SeatLine, ...]
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


@dataclass(frozen=True)
class ScoreLine:
    """One who sits a part, with the score as it is typed."""

    id: int
    number: int
    name: str
    post: str
    score: str


@dataclass(frozen=True, kw_only=True)
class ScoresPage(Page):
    """Scores of one part: a box for each, or a table pasted."""

    template: ClassVar[str] = "web/recruitment/scores.html"
    crumbs: tuple[Crumb, ...]
    tabs: tuple[tuple[str, str, bool], ...]
    lines: tuple[ScoreLine, ...]
    may_enter: bool
    pasted: str
    problem: str


@dataclass(frozen=True)
class OrderLine:
    """One line of the order of a post."""

    place: int | None
    number: int
    name: str
    written: Decimal | None
    interview: Decimal | None
    further: Decimal | None
    total: Decimal | None
    is_tied: bool
    state: str
    level: str


@dataclass(frozen=True, kw_only=True)
class OrderPage(Page):
    """The order of each post, and the call of who is next."""

    template: ClassVar[str] = "web/recruitment/order.html"
    crumbs: tuple[Crumb, ...]
    rule: str
    posts: tuple[tuple[str, int, tuple[OrderLine, ...]], ...]
    has_written: bool
    has_interview: bool
    has_further: bool
    is_tied: bool
    further_address: str
    may_call: bool
    is_published: bool
    problem: str


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
    there = Sitting.objects.filter(notice=found.id).prefetch_related("taken__application").order_by("starts_at", "pk")
    sittings = tuple(_sitting(found, one, words, may_set) for one in there)
    log_applicants(request, found, sum(len(one.lines) for one in sittings))
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


def _sitting(found: Notice, one: Sitting, words: dict[str, str], may_drop: bool) -> SittingPart:
    taken = sorted(one.taken.all(), key=lambda seat: seat.number)
    lines = tuple(_seat_line(found, seat) for seat in taken)
    address = reverse("recruitment_sitting_drop", args=[found.id, one.pk]) if may_drop else ""
    return SittingPart(
        one.pk, words[one.part], one.starts_at.astimezone(SHANGHAI), one.place, one.seats, lines, address
    )


def _seat_line(found: Notice, seat: Seat) -> SeatLine:
    one = seat.application
    return SeatLine(seat.number, one.number, filled_in(one)[rules.NAME], post_name(found, one))


@safe_to_repeat
def recruitment_scores(request: HttpRequest, identity: int, part: str) -> HttpResponse:
    """Scores of one part; a POST enters those that were typed, or a table that was pasted."""
    found = notice_of_own(request, identity)
    if part not in (*found.weights.parts, rules.FURTHER):
        raise Http404
    if request.method != "POST":
        return _scores(request, found, part, "", 200)
    try:
        pasted = request.POST.get("pasted", "").strip()[:_PASTED]
        said = scores_of_table(found, part, pasted) if pasted else _typed_scores(request)
        changed = score(found=found, part=part, said=said, officer=officer_of(request))
    except RuleBroken as error:
        return _scores(request, found, part, error.sentence(spoken(request)), 422)
    messages.success(request, gettext("%(count)s scores entered or changed.") % {"count": changed})
    return HttpResponseRedirect(request.path)


def _typed_scores(request: HttpRequest) -> dict[int, str]:
    keys = ((key, typed_number(key.removeprefix("score."))) for key in request.POST if key.startswith("score."))
    return {pk: request.POST[key] for key, pk in keys if pk is not None}


def _scores(request: HttpRequest, found: Notice, part: str, problem: str, status: int) -> HttpResponse:
    words = part_words()
    rows = list(called_to(found, part))
    log_applicants(request, found, len(rows))
    content = ScoresPage(
        title=gettext("Scores: %(part)s") % {"part": words[part]},
        crumbs=notice_crumbs(found),
        tabs=tuple(
            (words[one], reverse("recruitment_scores", args=[found.id, one]), one == part)
            for one in (*found.weights.parts, rules.FURTHER)
        ),
        lines=tuple(_score_line(request, found, one, part) for one in rows),
        may_enter=found.last(CHECKED) is not None and found.last(EXAMINED) is None and not found.ended_on,
        pasted=request.POST.get("pasted", ""),
        problem=problem,
    )
    return page(request, content, status=status)


def _score_line(request: HttpRequest, found: Notice, one: Application, part: str) -> ScoreLine:
    known = getattr(one, part)
    shown = absent_word(spoken(request)) if part in one.absent.split(",") else "" if known is None else str(known)
    typed = request.POST.get(f"score.{one.pk}", shown)
    return ScoreLine(one.pk, one.number, filled_in(one)[rules.NAME], post_name(found, one), typed)


@safe_to_repeat
def recruitment_order(request: HttpRequest, identity: int) -> HttpResponse:
    """The order; a POST calls who is next for every free place."""
    found = notice_of_own(request, identity)
    if request.method != "POST":
        return _order(request, found, "", 200)
    try:
        called = call_next(found=found, officer=officer_of(request))
    except RuleBroken as error:
        return _order(request, found, error.sentence(spoken(request)), 422)
    if called:
        messages.success(request, gettext("%(count)s called to the medical and background check.") % {"count": called})
    else:
        messages.info(
            request, gettext("Nobody to call: every place has somebody, or nobody with a place in the order is left.")
        )
    return HttpResponseRedirect(request.path)


def _order(request: HttpRequest, found: Notice, problem: str, status: int) -> HttpResponse:
    people = {one.pk: one for one in applications_of(found).filter(stage__in=rules.PASSED_CHECK)}
    order = orders(found)
    log_applicants(request, found, len(people))
    posts = tuple(
        (f"{said['code']} {said['name']}", said["places"], tuple(_order_lines(order.get(anchor or 0, ()), people)))
        for said, anchor in ((post.values, post.anchor) for post in found.posts)
    )
    content = OrderPage(
        title=gettext("Order by total"),
        crumbs=notice_crumbs(found),
        rule=examination_of(found, spoken(request)),
        posts=posts,
        has_written=rules.WRITTEN in found.weights.parts,
        has_interview=rules.INTERVIEW in found.weights.parts,
        has_further=any(one.further is not None for one in people.values()),
        is_tied=any(line.is_tied for _, _, lines in posts for line in lines),
        further_address=reverse("recruitment_scores", args=[found.id, rules.FURTHER]),
        may_call=found.last(EXAMINED) is not None and found.last(VETTED) is None and not found.ended_on,
        is_published=found.last(EXAMINED) is not None,
        problem=problem,
    )
    return page(request, content, status=status)


def _order_lines(order: tuple[rules.Ranked, ...], people: dict[int, Application]) -> Iterator[OrderLine]:
    for line in order:
        one = people[line.scored.application]
        yield OrderLine(
            line.place, one.number, filled_in(one)[rules.NAME], one.written, one.interview, one.further, line.total,
            line.is_tied, stage_words()[one.stage], LEVELS[one.stage],
        )  # fmt: skip
