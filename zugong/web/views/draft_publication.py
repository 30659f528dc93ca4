"""A draft put into force: by whoever may decide, from its first day, with its paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from zugong.drafting.actions import check_publishable, publish
from zugong.drafting.describing import DescribingProgramme
from zugong.drafting.errors import NotOpen
from zugong.kernel.errors import RuleBroken
from zugong.packs.schemes import Scheme
from zugong.schemes.describing import Aspect, Describing
from zugong.web.drafting.desk import Desk, desk_of
from zugong.web.drafting.rights import may_publish, publish_refusal
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.typed import typed_number
from zugong.web.views.draft import source_of


@dataclass(frozen=True, kw_only=True)
class DraftPublicationPage(Page):
    """The paper and the day once more, and what publishing means."""

    template: ClassVar[str] = "web/drafts/publication.html"
    crumbs: tuple[Crumb, ...]
    state: int
    paper: tuple[Aspect, ...]
    paper_address: str
    old: str
    refusal: str
    may: bool
    back: str


@safe_to_repeat
def draft_publish(request: HttpRequest, identity: int) -> HttpResponse:
    """Publish; 403 for who may only draft."""
    desk = desk_of(request, identity)
    if not may_publish(desk.scope, str(desk.holder.get("matter", "work"))):
        raise PermissionDenied(publish_refusal())
    if not desk.is_open:
        raise PermissionDenied(NotOpen().sentence(desk.language))
    if request.method != "POST":
        return _publication_page(desk, _stands_against(desk))
    if typed_number(request.POST.get("state", "")) != desk.state.pk:
        return _publication_page(
            desk, gettext("Somebody changed this draft meanwhile. Look through it again, then publish it.")
        )
    try:
        publish(state=desk.state, checked=desk.checked, source=source_of(request, desk, _paper(desk)))
    except RuleBroken as error:
        return _publication_page(desk, error.sentence(desk.language))
    since = desk.holder.get("since", "")
    messages.success(
        request, gettext("“%(name)s” is published, in force from %(since)s.") % {"name": desk.name, "since": since}
    )
    return HttpResponseRedirect(desk.address_of("draft"))


def _stands_against(desk: Desk) -> str:
    try:
        check_publishable(desk.checked)
    except RuleBroken as error:
        return error.sentence(desk.language)
    return ""


def _paper(desk: Desk) -> str:
    paper = desk.holder.get("paper", {})
    return " ".join(part for part in (f"《{paper.get('title', '')}》", str(paper.get("number", ""))) if part)


def _publication_page(desk: Desk, refusal: str) -> HttpResponse:
    posted = desk.request.method == "POST"
    content = DraftPublicationPage(
        title=gettext("Publish: %(name)s") % {"name": desk.name},
        crumbs=desk.crumbs(),
        state=desk.state.pk,
        paper=_paper_in_words(desk),
        paper_address=desk.address_of("draft_single", "paper"),
        old=_old(desk),
        refusal=refusal,
        may=not _stands_against(desk),
        back=desk.address_of("draft"),
    )
    return page(desk.request, content, status=422 if refusal and posted else 200)


def _paper_in_words(desk: Desk) -> tuple[Aspect, ...]:
    element = desk.checked.element
    if element is None:
        return ()
    if isinstance(element, Scheme):
        return Describing(desk.definitions, element, desk.checked.version, desk.language).paper()
    return DescribingProgramme(desk.definitions, element, desk.language).paper()


def _old(desk: Desk) -> str:
    """What becomes of the version or the programme before it."""
    if desk.is_scheme and desk.code in desk.pack.schemes:
        return gettext("The version in force until then ends on the day before. Rounds that are over keep it.")
    replaced = desk.pack.programmes.get(str(desk.holder.get("replaces", "")))
    if replaced:
        return gettext("“%(name)s” ends on the day before.") % {"name": replaced.label(desk.language)}
    return ""
