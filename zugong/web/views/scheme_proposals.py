"""What follows from a level, as proposals that a person confirms or declines: a title, a pay rate, a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import recording
from zugong.packs.schemes import Cause
from zugong.schemes.actions import answer_proposal
from zugong.schemes.results import Proposal, proposals_of
from zugong.schemes.wording import level_word
from zugong.web.clocks import usual_day
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.schemes.asked import Asked, Crumb, asked_about
from zugong.web.schemes.rights import within
from zugong.web.schemes.wording import listed
from zugong.web.schemes.writing import refusal, source_of, writer_of
from zugong.web.views.figures import Option, options_of

_MOST = 200
_ANSWERS = ("confirmed", "declined")


@dataclass(frozen=True)
class Proposed:
    """One proposal: about whom, from which level; answered or not."""

    value: str
    label: str
    why: str
    state: str
    badge: str
    address: str


@dataclass(frozen=True)
class ShownCause:
    """Something that follows, with the proposals that wait and those answered."""

    code: str
    label: str
    said: str
    note: str
    waiting: tuple[Proposed, ...]
    decided: tuple[Proposed, ...]


@dataclass(frozen=True, kw_only=True)
class ProposalsPage(Page):
    """Everything that the decided results propose."""

    template: ClassVar[str] = "web/schemes/proposals.html"
    crumbs: tuple[Crumb, ...]
    options: tuple[Option, ...]
    problem: str
    causes: tuple[ShownCause, ...]
    paper: str


@safe_to_repeat
def scheme_proposals(request: HttpRequest, code: str) -> HttpResponse:
    """The proposals; 403 for who may decide about nobody here."""
    asked = asked_about(request, code)
    mine = {one.subject.anchor for one in within(asked.standings, "decide", asked.version.matter, asked.scope)}
    if not mine:
        raise PermissionDenied(refusal("decide"))
    found = [one for one in proposals_of(asked.question) if one.anchor in mine]
    problem = ""
    if request.method == "POST":
        problem = _answered(asked, found)
        if not problem:
            return HttpResponseRedirect(asked.address("scheme_proposals"))
    content = ProposalsPage(
        title=gettext("What follows from the results"),
        crumbs=asked.crumbs(),
        options=options_of(asked.scope, asked.root),
        problem=problem,
        causes=tuple(_cause(asked, cause, found) for cause in asked.version.causes),
        paper=request.POST.get("paper", ""),
    )
    return page(request, content, status=422 if problem else 200)


def _answered(asked: Asked, found: Sequence[Proposal]) -> str:
    """Records the answers as one entry; what stands against it."""
    posted = asked.request.POST
    cause, answer, paper = posted.get("cause", ""), posted.get("decision", ""), posted.get("paper", "").strip()[:200]
    ticked = set(posted.getlist("rated"))
    chosen = [one for one in found if one.cause.cause == cause and str(one.anchor) in ticked]
    if answer not in _ANSWERS or not chosen:
        return gettext("Tick at least one and choose what becomes of them.")
    source = source_of(asked.request, paper=paper, note=asked.label)
    try:
        with recording(source):
            for one in chosen:
                answer_proposal(
                    filing=asked.filing(asked.standing(one.anchor)), cause=cause, answer=answer,
                    reason=posted.get("reason", "").strip()[:200], paper=paper, decided_by=writer_of(asked.request),
                    source=source, access=asked.scope.access, on=usual_day(),
                )  # fmt: skip
    except RuleBroken as error:
        return error.sentence(asked.language)
    messages.success(asked.request, gettext("Recorded for %(count)s.") % {"count": len(chosen)})
    return ""


def _cause(asked: Asked, cause: Cause, found: Sequence[Proposal]) -> ShownCause:
    mine = [_proposed(asked, one) for one in found if one.cause.cause == cause.cause]
    return ShownCause(
        code=cause.cause,
        label=cause.label(asked.language),
        said=listed(_said(asked, cause)),
        note=cause.note.in_language(asked.language) if cause.note else "",
        waiting=tuple(one for one in mine if not one.state)[:_MOST],
        decided=tuple(one for one in mine if one.state)[:_MOST],
    )


def _said(asked: Asked, cause: Cause) -> Iterator[str]:
    for level in cause.levels:
        yield level_word(asked.version, None if level == "none" else level, asked.language)
    if cause.rate_percent is not None:
        yield gettext("%(percent)s%% of the usual pay") % {"percent": cause.rate_percent}


def _proposed(asked: Asked, one: Proposal) -> Proposed:
    standing = asked.standing(one.anchor)
    words = {"confirmed": gettext("confirmed"), "declined": gettext("declined")}
    level = level_word(asked.version, one.level, asked.language)
    return Proposed(
        value=str(one.anchor),
        label=standing.subject.name,
        why=" · ".join(part for part in (level, asked.place_name(standing)) if part),
        state=words.get(one.answer or "", ""),
        badge="good" if one.answer == "confirmed" else "grey",
        address=asked.address("scheme_rated", one.anchor),
    )
