"""A draft as the text of its file: to read, to take away, and to change for what no form asks; and offices that it adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from zugong.drafting.actions import Done, change_draft
from zugong.drafting.checking import FILE, Written, checked
from zugong.drafting.errors import NotOpen
from zugong.drafting.text import read
from zugong.kernel.errors import PackError
from zugong.kernel.facts.recording import NotBelievedAnyMore
from zugong.packs.own import owners_in
from zugong.web.drafting.desk import Desk, desk_of
from zugong.web.pages import Crumb, Page, page
from zugong.web.typed import typed_number
from zugong.web.views.draft import source_of

_LONGEST = 400_000


@dataclass(frozen=True)
class TextProblem:
    """Something wrong in a line of the text."""

    line: str
    said: str


@dataclass(frozen=True, kw_only=True)
class DraftTextPage(Page):
    """The text with what the check says of it."""

    template: ClassVar[str] = "web/drafts/text.html"
    crumbs: tuple[Crumb, ...]
    state: int
    text: str
    owners: str
    lines: int
    refusal: str
    problems: tuple[TextProblem, ...]
    back: str


def draft_text(request: HttpRequest, identity: int) -> HttpResponse:
    """The text; saved only where it can be read, and by nobody over another's change."""
    desk = desk_of(request, identity)
    if not desk.is_open:
        raise PermissionDenied(NotOpen().sentence(desk.language))
    if request.method != "POST":
        return _text_page(desk, Written(desk.state.kind, desk.state.text, desk.state.owners), "")
    said = Written(desk.state.kind, _posted(request, "text"), _posted(request, "owners"))
    refusal = _refusal(desk, said)
    if refusal or request.POST.get("act") == "check":
        return _text_page(desk, said, refusal)
    try:
        source = source_of(request, desk)
        change_draft(state=desk.state, change=lambda state: said, done=Done("written"), source=source)
    except NotBelievedAnyMore as error:
        return _text_page(desk, said, error.sentence(desk.language))
    messages.success(request, gettext("Saved."))
    return HttpResponseRedirect(desk.address_of("draft"))


def _posted(request: HttpRequest, name: str) -> str:
    text = request.POST.get(name, "").replace("\r\n", "\n")[:_LONGEST]
    return text if not text or text.endswith("\n") else f"{text}\n"


def _refusal(desk: Desk, said: Written) -> str:
    """Why it cannot be kept; "" where it can."""
    if typed_number(desk.request.POST.get("state", "")) != desk.state.pk:
        return gettext("Somebody changed this draft meanwhile. Copy what you need from here, then open the text again.")
    try:
        data = read(said.text, file=FILE)
        owners_in(said.owners, "owners.yaml")
    except PackError as error:
        return _line(error) + error.said(desk.language)
    if desk.state.kind not in data:
        return gettext("The text has to stay a %(kind)s.") % {"kind": desk.state.kind}
    return ""


def _line(error: PackError) -> str:
    return gettext("Line %(line)s: ") % {"line": error.line} if error.line else ""


def _text_page(desk: Desk, said: Written, refusal: str) -> HttpResponse:
    found = checked(said, desk.pack, desk.site.definitions.schema).problems
    content = DraftTextPage(
        title=gettext("Edit as text"),
        crumbs=desk.crumbs(),
        state=desk.state.pk,
        text=said.text,
        owners=said.owners,
        lines=min(max(said.text.count("\n") + 2, 12), 60),
        refusal=refusal,
        problems=tuple(TextProblem(str(one.error.line or ""), one.said(desk.language)) for one in found),
        back=desk.address_of("draft"),
    )
    return page(desk.request, content, status=422 if refusal else 200)


def draft_file(request: HttpRequest, identity: int) -> HttpResponse:
    """The draft as a file of a pack."""
    desk = desk_of(request, identity)
    name = desk.code or "draft"
    headers = {"Content-Disposition": content_disposition_header(True, f"{name}.yaml")}
    return HttpResponse(desk.state.text, content_type="application/yaml; charset=utf-8", headers=headers)
