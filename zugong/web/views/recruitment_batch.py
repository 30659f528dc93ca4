"""Registrations in batches: the check, the medical and background check, the engagement; and one applicant by oneself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters

from zugong.kernel import crypto
from zugong.kernel.errors import RuleBroken
from zugong.recruitment import rules
from zugong.recruitment.deciding import Decision, Engagement, decide, engage
from zugong.recruitment.models import Application
from zugong.recruitment.notices import CHECKED, CLEARED, VETTED, Notice
from zugong.recruitment.order import applications_of
from zugong.recruitment.registering import APPEAL, filled_in
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.recruitment.doors import log_applicants, notice_of_own, officer_of
from zugong.web.recruitment.positions import PositionNow, Positions, positions_of
from zugong.web.recruitment.words import LEVELS, FileLine, decision_words, file_lines, stage_words
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import scope_of
from zugong.web.typed import typed_day, typed_number
from zugong.web.views.jobs import post_name

_PAGE, _LONG = 50, 200
#: Batch → the stages of registrations that wait there, the others that it lists, and the step that closes it.
_BATCHES = {
    "check": ((rules.APPLIED, rules.APPEALED), rules.STAGES, CHECKED),
    "vetting": ((rules.SHORTLISTED,), (rules.UNFIT, rules.VETTED, *rules.IN_FOR_THE_PLACE, rules.DECLINED), VETTED),
    "engagement": ((rules.PROPOSED,), (rules.ENGAGED, rules.DECLINED, rules.STRUCK), "engaged"),
}
#: Shown to nobody in a table: one applicant at a time, after a reason.
_SEALED = (rules.IDENTITY, rules.PHONE)


@dataclass(frozen=True)
class ApplicantLine:
    """One registration of a batch. `choices` is empty where nothing is to be decided now."""

    id: int
    number: int
    name: str
    address: str
    post: str
    cells: tuple[tuple[str, str], ...]
    before: str
    state: str
    level: str
    choices: tuple[tuple[str, str, bool], ...]
    reason: str
    appeal: str
    engage_address: str


@dataclass(frozen=True, kw_only=True)
class BatchPage(Page):
    """A batch as a table, with a decision and a reason for each who waits."""

    template: ClassVar[str] = "web/recruitment/batch.html"
    crumbs: tuple[Crumb, ...]
    hint: str
    lines: tuple[ApplicantLine, ...]
    may_decide: bool
    all_address: str
    is_all: bool
    next: str
    problem: str
    here: str


@dataclass(frozen=True, kw_only=True)
class ApplicantPage(Page):
    """One applicant: what was filled in, the file, and the engagement where it is time."""

    template: ClassVar[str] = "web/recruitment/applicant.html"
    crumbs: tuple[Crumb, ...]
    post: str
    state: str
    level: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[FileLine, ...]
    is_revealed: bool
    may_engage: bool
    begins: str
    position: PositionNow | None
    lacks_identity: bool
    said: dict[str, str]
    today: date
    problem: str


def notice_crumbs(found: Notice) -> tuple[Crumb, ...]:
    """The pages above those of one recruitment."""
    return (
        Crumb(gettext("Recruitment and introduction of talent"), reverse("recruitments")),
        Crumb(found.title, reverse("recruitment", args=[found.id])),
    )


@safe_to_repeat
@sensitive_post_parameters()
def recruitment_batch(request: HttpRequest, identity: int, batch: str) -> HttpResponse:
    """The table of a batch; a POST decides on those for whom something was chosen, all or none."""
    found = notice_of_own(request, identity)
    if batch not in _BATCHES:
        raise Http404
    if request.method != "POST":
        return _table(request, found, batch, "", 200)
    decisions = [one for one in _decisions(request) if one.stage]
    try:
        count = decide(found=found, decisions=decisions, officer=officer_of(request))
    except RuleBroken as error:
        return _table(request, found, batch, error.sentence(spoken(request)), 422)
    if not count:
        return _table(
            request, found, batch, gettext("Nothing was chosen. Choose a decision in at least one line."), 422
        )
    messages.success(
        request, gettext("Recorded for %(count)s. The applicants read it with their codes.") % {"count": count}
    )
    return HttpResponseRedirect(request.get_full_path())


def _decisions(request: HttpRequest) -> Iterator[Decision]:
    for key, value in request.POST.items():
        name, _, pk = key.partition(".")
        if name == "before" and (application := typed_number(pk)) is not None:
            stage, reason = request.POST.get(f"stage.{pk}", ""), request.POST.get(f"reason.{pk}", "")
            yield Decision(application, value, stage, reason)


def _table(request: HttpRequest, found: Notice, batch: str, problem: str, status: int) -> HttpResponse:
    waiting, others, step = _BATCHES[batch]
    is_all, after = "all" in request.GET, typed_number(request.GET.get("after", "")) or 0
    stages = {*waiting, *others} if is_all else waiting
    rows = list(
        applications_of(found).filter(stage__in=stages, number__gt=after).prefetch_related("events")[: _PAGE + 1]
    )
    may_decide = (
        found.last(step) is None and not found.ended_on and (batch != "engagement" or bool(found.last(CLEARED)))
    )
    lines = tuple(_line(request, found, one, may_decide, batch) for one in rows[:_PAGE])
    log_applicants(request, found, len(lines))
    suffix = "all=1&" if is_all else ""
    titles = {
        "check": gettext("Check of qualifications"),
        "vetting": gettext("Medical and background check"),
        "engagement": gettext("Engagement"),
    }
    content = BatchPage(
        title=titles[batch],
        crumbs=notice_crumbs(found),
        hint=_hints()[batch],
        lines=lines,
        may_decide=may_decide and any(one.choices for one in lines),
        all_address="?" if is_all else "?all=1",
        is_all=is_all,
        next=f"?{suffix}after={rows[_PAGE - 1].number}" if len(rows) > _PAGE else "",
        problem=problem,
        here=request.get_full_path(),
    )
    return page(request, content, status=status)


def _hints() -> dict[str, str]:
    return {
        "check": gettext("Compare with the conditions. Whoever is not admitted reads the reason and may appeal once."),
        "vetting": gettext("Only the result is recorded, never a finding of a doctor or a word about a person."),
        "engagement": gettext(
            "When the publication is over: engage, or record who declines. Then the next in line can be called."
        ),
    }


def _line(request: HttpRequest, found: Notice, one: Application, may_decide: bool, batch: str) -> ApplicantLine:
    values, language = filled_in(one), spoken(request)
    texts = {event.kind: event for event in one.events.all()}
    appeal, refused = texts.get(APPEAL), texts.get(rules.REFUSED)
    words, chosen = decision_words(), request.POST.get(f"stage.{one.pk}", "")
    possible = [stage for stage in rules.NEXT.get(one.stage, ()) if stage != rules.ENGAGED] if may_decide else []
    address = reverse("recruitment_applicant", args=[found.id, one.pk])
    reason = request.POST.get(f"reason.{one.pk}", "")
    if not possible and one.stage in rules.NEED_REASON and one.stage in texts:
        reason = _clear(texts[one.stage].text_sealed)
    return ApplicantLine(
        one.pk, one.number, values[rules.NAME], address, post_name(found, one),
        tuple(
            (field.label(language), values.get(field.code, "")) for field in found.fields
            if field.code not in (*_SEALED, rules.NAME)
        ),
        one.stage, stage_words()[one.stage], LEVELS[one.stage],
        tuple((stage, words[stage], stage == chosen) for stage in possible), reason,
        _appeal(appeal.text_sealed if appeal else None, refused.text_sealed if refused else None),
        address if batch == "engagement" and may_decide and one.stage == rules.PROPOSED else "",
    )  # fmt: skip


def _appeal(appeal: bytes | None, reason: bytes | None) -> str:
    if not appeal:
        return ""
    said = {"reason": _clear(reason), "appeal": _clear(appeal)}
    return gettext("Not admitted because: %(reason)s — the appeal: %(appeal)s") % said


def _clear(sealed: bytes | None) -> str:
    return crypto.unseal(sealed) if sealed else ""


@safe_to_repeat
@sensitive_post_parameters()
def recruitment_applicant(request: HttpRequest, identity: int, application: int) -> HttpResponse:
    """One applicant. Identity number and telephone are shown after a reason; a POST may also engage."""
    found = notice_of_own(request, identity)
    one = Application.objects.filter(notice=found.id, pk=application).first()
    if one is None:
        raise Http404
    if request.method == "POST" and request.POST.get("act") == "engage":
        return _engaged(request, found, one)
    reason = request.POST.get("reason", "").strip()[:_LONG]
    if request.method == "POST" and not reason:
        return _applicant(request, found, one, gettext("Write why you need them; it is logged."), 422)
    return _applicant(request, found, one, "", 200, reason)


def _engaged(request: HttpRequest, found: Notice, one: Application) -> HttpResponse:
    posted = request.POST
    engagement = Engagement(
        one.pk, typed_day(posted.get("on", "")), posted.get("paper", "").strip()[:_LONG],
        posted.get("identity_number", "").strip()[:18],
    )  # fmt: skip
    post = found.post(one.post)
    try:
        if post:
            Positions(scope_of(request), spoken(request), found).check_fills(post.values)
        engage(found=found, engagement=engagement, officer=officer_of(request))
    except RuleBroken as error:
        return _applicant(request, found, one, error.sentence(spoken(request)), 422)
    messages.success(request, gettext("Engaged: the person and the record of the engagement are there now."))
    return HttpResponseRedirect(reverse("recruitment_batch", args=[found.id, "engagement"]))


def _applicant(
    request: HttpRequest, found: Notice, one: Application, problem: str, status: int, reason: str = ""
) -> HttpResponse:  # fmt: skip
    values, language = filled_in(one), spoken(request)
    filled = _position(found, one)
    log_applicants(request, found, 1, act="reveal" if reason else "view", reason=f"№{one.number} {reason}".strip())
    content = ApplicantPage(
        title=f"№{one.number} {values[rules.NAME]}",
        crumbs=notice_crumbs(found),
        post=post_name(found, one),
        state=stage_words()[one.stage],
        level=LEVELS[one.stage],
        facts=tuple(
            (field.label(language), values.get(field.code, "") if reason or field.code not in _SEALED else "••••••")
            for field in found.fields
        ),
        lines=file_lines(one),
        is_revealed=bool(reason),
        may_engage=one.stage == rules.PROPOSED and bool(found.last(CLEARED)) and not found.ended_on,
        begins="appointment" if filled else "talent",
        position=positions_of(found, scope_of(request)).get(filled) if filled else None,
        lacks_identity=rules.IDENTITY not in values,
        said={key: str(value) for key, value in request.POST.items()},
        today=usual_day(),
        problem=problem,
    )  # fmt: skip
    return page(request, content, status=status)


def _position(found: Notice, one: Application) -> int:
    """The position that the post of an applicant fills; 0 where it fills none."""
    post = found.post(one.post)
    return (post.values.get("position") or 0) if post else 0
