"""A veto: what takes a level or a star away whatever was reached, recorded with its reason and its paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from zugong.kernel.errors import RuleBroken
from zugong.packs.schemes import Veto
from zugong.schemes.actions import veto
from zugong.schemes.evaluating import Standing
from zugong.schemes.wording import level_word
from zugong.web.clocks import usual_day
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.schemes.asked import Asked, Crumb, asked_about
from zugong.web.schemes.wording import listed
from zugong.web.schemes.writing import require, source_of


@dataclass(frozen=True)
class VetoChoice:
    """A veto that may be recorded, and what it takes away."""

    value: str
    label: str
    takes: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class VetoPage(Page):
    """The form for a veto about one who is rated."""

    template: ClassVar[str] = "web/schemes/veto.html"
    crumbs: tuple[Crumb, ...]
    problem: str
    choices: tuple[VetoChoice, ...]
    reason: str
    paper: str
    back: str


@safe_to_repeat
def scheme_veto(request: HttpRequest, code: str, identity: int) -> HttpResponse:
    """Record a veto; 404 where the paper knows none that people record, 403 for who may not check here."""
    asked = asked_about(request, code)
    standing = asked.standing(identity)
    known = _recordable(asked, standing)
    if not known:
        raise Http404
    require("check", asked.version.matter, standing, asked)
    problem = ""
    if request.method == "POST":
        problem = _recorded(asked, standing, known)
        if not problem:
            messages.success(request, gettext("The veto is recorded; it stands on the page of the branch."))
            return HttpResponseRedirect(asked.address("scheme_rated", identity))
    chosen = request.POST.get("veto", "")
    content = VetoPage(
        title=gettext("Record a veto: %(name)s") % {"name": standing.subject.name},
        crumbs=asked.crumbs(Crumb(standing.subject.name, asked.address("scheme_rated", identity))),
        problem=problem,
        choices=tuple(_choice(asked, one, chosen) for one in known),
        reason=request.POST.get("reason", ""),
        paper=request.POST.get("paper", ""),
        back=asked.address("scheme_rated", identity),
    )
    return page(request, content, status=422 if problem else 200)


def _recordable(asked: Asked, standing: Standing) -> tuple[Veto, ...]:
    """The vetoes of the sector that no record shows by itself."""
    sector = standing.subject.sector
    return tuple(
        one for one in asked.version.vetoes if one.condition is None and sector in (one.sectors or (sector,))
    )  # fmt: skip


def _choice(asked: Asked, one: Veto, chosen: str) -> VetoChoice:
    if one.removes:
        stars = listed(asked.version.groups[group].label(asked.language) for group in one.removes)
        takes = gettext("takes the star: %(stars)s") % {"stars": stars}
    elif one.caps:
        level = level_word(asked.version, one.caps, asked.language)
        takes = gettext("no better level than %(level)s") % {"level": level}
    else:
        takes = gettext("no level at all")
    return VetoChoice(one.veto, one.label(asked.language), takes, one.veto == chosen)


def _recorded(asked: Asked, standing: Standing, known: Sequence[Veto]) -> str:
    posted = asked.request.POST
    reason, paper = posted.get("reason", "").strip()[:300], posted.get("paper", "").strip()[:200]
    if posted.get("veto") not in {one.veto for one in known} or not reason or not paper:
        return gettext("Choose the veto, and write what happened and by which paper.")
    try:
        veto(
            filing=asked.filing(standing), veto=posted["veto"], reason=reason, paper=paper,
            source=source_of(asked.request, paper=paper, note=asked.label), access=asked.scope.access, on=usual_day(),
        )  # fmt: skip
    except RuleBroken as error:
        return error.sentence(asked.language)
    return ""
