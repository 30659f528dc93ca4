"""Objections to the published list of a recruitment, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters

from zugong.kernel import crypto
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import SHANGHAI
from zugong.recruitment.deciding import answer_objection
from zugong.recruitment.models import Objection
from zugong.recruitment.notices import Notice
from zugong.recruitment.registering import LONGEST_TEXT
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.recruitment.doors import log_applicants, notice_of_own, officer_of
from zugong.web.repeating import safe_to_repeat
from zugong.web.typed import typed_number
from zugong.web.views.recruitment_batch import notice_crumbs


@dataclass(frozen=True)
class ObjectionLine:
    """One objection; `finding` is "" while nobody has looked into it."""

    id: int
    at: datetime
    text: str
    contact: str
    finding: str
    answered_on: date | None
    typed: str


@dataclass(frozen=True, kw_only=True)
class ObjectionsPage(Page):
    """The objections of a recruitment, those not looked into first."""

    template: ClassVar[str] = "web/recruitment/objections.html"
    crumbs: tuple[Crumb, ...]
    lines: tuple[ObjectionLine, ...]
    shown_until: date | None
    most: int
    problem: str


@safe_to_repeat
@sensitive_post_parameters()
def recruitment_objections(request: HttpRequest, identity: int) -> HttpResponse:
    """The list; a POST writes down what one of them came to."""
    found = notice_of_own(request, identity)
    if request.method != "POST":
        return _shown(request, found, "", 200)
    objection = typed_number(request.POST.get("objection", "")) or 0
    try:
        answer_objection(
            found=found, objection=objection, finding=request.POST.get("finding", ""), officer=officer_of(request)
        )
    except RuleBroken as error:
        return _shown(request, found, error.sentence(spoken(request)), 422)
    messages.success(request, gettext("Written down."))
    return HttpResponseRedirect(request.path)


def _shown(request: HttpRequest, found: Notice, problem: str, status: int) -> HttpResponse:
    rows = sorted(Objection.objects.filter(notice=found.id), key=lambda one: (one.answered_on is not None, one.pk))
    asked = request.POST.get("objection", "")
    lines = tuple(
        ObjectionLine(
            one.pk, one.at.astimezone(SHANGHAI), crypto.unseal(one.text_sealed), _clear(one.contact_sealed),
            _clear(one.finding_sealed), one.answered_on, request.POST.get("finding", "") if asked == str(one.pk) else "",
        )
        for one in rows
    )  # fmt: skip
    log_applicants(request, found, len(lines))
    content = ObjectionsPage(
        title=gettext("Objections"),
        crumbs=notice_crumbs(found),
        lines=lines,
        shown_until=found.shown_until(),
        most=LONGEST_TEXT,
        problem=problem,
    )
    return page(request, content, status=status)


def _clear(sealed: bytes | None) -> str:
    return crypto.unseal(sealed) if sealed else ""
