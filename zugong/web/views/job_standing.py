"""What the code of a registration opens: where it stands, the slip for an examination, an appeal, the withdrawal.

The code never stands in an address: each of these is a form that sends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.debug import sensitive_post_parameters

from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import SHANGHAI
from zugong.recruitment import rules
from zugong.recruitment.destroying import destroys_on
from zugong.recruitment.models import Application
from zugong.recruitment.notices import CANCELLED, EXAMINED, Notice, notice
from zugong.recruitment.order import orders
from zugong.recruitment.registering import LONGEST_TEXT, appeal, by_code, filled_in, may_appeal, withdraw
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.recruitment.slowing import count_wrong, is_slowed
from zugong.web.recruitment.words import LEVELS, FileLine, absent_word, file_lines, part_words, stage_words
from zugong.web.views.jobs import post_name

_LONGEST_CODE = 40
#: What the applicant is told does not change when the recruitment ends.
_SETTLED = (rules.ENGAGED, *rules.NEED_REASON, rules.DECLINED)


@dataclass(frozen=True)
class Slip:
    """Where and when the applicant sits a part."""

    part: str
    starts_at: datetime
    place: str
    seat: int


@dataclass(frozen=True)
class Standing:
    """What a code opens."""

    number: int
    title: str
    post: str
    address: str
    state: str
    level: str
    lines: tuple[FileLine, ...]
    slips: tuple[Slip, ...]
    scores: tuple[tuple[str, str], ...]
    total: Decimal | None
    place: int | None
    may_appeal: bool
    may_withdraw: bool
    destroyed_on: date
    contact: str


@dataclass(frozen=True, kw_only=True)
class StandingPage(Page):
    """The form for a code, and what it opens."""

    template: ClassVar[str] = "web/recruitment/standing.html"
    code: str
    is_asked: bool
    is_slowed: bool
    found: Standing | None
    text: str
    most: int
    problem: str


@dataclass(frozen=True, kw_only=True)
class SlipPage(Page):
    """The admission slip, to be printed."""

    template: ClassVar[str] = "web/recruitment/slip.html"
    name: str
    found: Standing


@sensitive_post_parameters()
@login_not_required
def job_standing(request: HttpRequest) -> HttpResponse:
    """The form; with a code what it opens and what may be done. After too many wrong codes it waits for an hour."""
    code = request.POST.get("code", "").strip()[:_LONGEST_CODE]
    if not code:
        return _shown(request, code, None, "", 200)
    if is_slowed(request):
        return _shown(request, code, None, "", 429)
    application = by_code(code, usual_day())
    found = notice(application.notice) if application else None
    if application is None or found is None:
        count_wrong(request)
        return _shown(request, code, None, "", 404)
    return _done(request, code, found, application)


def _done(request: HttpRequest, code: str, found: Notice, application: Application) -> HttpResponse:
    act = request.POST.get("act", "")
    try:
        if act == "withdraw" and request.POST.get("sure") == "yes":
            withdraw(application=application)
            messages.success(request, gettext("Withdrawn. Everything that you filled in has been destroyed."))
            return HttpResponseRedirect(reverse("jobs"))
        if act == "appeal":
            appeal(found=found, application=application, text=request.POST.get("text", ""), today=usual_day())
            application.refresh_from_db()
    except RuleBroken as error:
        return _shown(request, code, _standing(found, application), error.sentence(spoken(request)), 422)
    standing = _standing(found, application)
    if act == "slip" and standing.slips:
        name = filled_in(application)[rules.NAME]
        return page(request, SlipPage(title=gettext("Admission slip"), name=name, found=standing))
    problem = gettext("Tick that you are sure.") if act == "withdraw" else ""
    return _shown(request, code, standing, problem, 422 if problem else 200)


def _standing(found: Notice, application: Application) -> Standing:
    are_scores_told = found.last(EXAMINED) is not None
    lines = [line for order in orders(found, application.post) for line in order.lines] if are_scores_told else []
    line = next((one for one in lines if one.scored.application == application.pk), None)
    return Standing(
        application.number, found.title, post_name(found, application), reverse("job", args=[found.id]),
        *_state(found, application), file_lines(application),
        () if are_scores_told else tuple(_slips(application)), tuple(_scores(found, application)) if are_scores_told else (),
        line.total if line else None, line.place if line else None, may_appeal(found, application),
        application.stage != rules.ENGAGED, destroys_on(found), found.row.values["contact"],
    )  # fmt: skip


def _state(found: Notice, application: Application) -> tuple[str, str]:
    """Where it stands, with its level; who was still in when the recruitment ended reads what came of it."""
    if found.ended_on is None or application.stage in _SETTLED:
        return stage_words()[application.stage], LEVELS[application.stage]
    is_cancelled = found.ended == CANCELLED
    return gettext("this recruitment was cancelled") if is_cancelled else gettext(
        "closed; you were not engaged"
    ), "grey"


def _slips(application: Application) -> Iterator[Slip]:
    for seat in application.seats.select_related("sitting").order_by("sitting__starts_at"):
        starts_at = seat.sitting.starts_at.astimezone(SHANGHAI)
        yield Slip(part_words()[seat.part], starts_at, seat.sitting.place, seat.number)


def _scores(found: Notice, application: Application) -> Iterator[tuple[str, str]]:
    for part in (*found.weights.parts, rules.FURTHER):
        score = getattr(application, part)
        if score is not None:
            yield part_words()[part], str(score)
        elif part in application.absent:
            yield part_words()[part], absent_word(get_language() or "zh")


def _shown(request: HttpRequest, code: str, found: Standing | None, problem: str, status: int) -> HttpResponse:
    content = StandingPage(
        title=gettext("Where does my registration stand?"),
        code=code,
        is_asked=bool(code),
        is_slowed=status == 429,
        found=found,
        text=request.POST.get("text", ""),
        most=LONGEST_TEXT,
        problem=problem,
    )
    return page(request, content, status=status)
