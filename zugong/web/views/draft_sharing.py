"""The own pack to take away, and elements that somebody else shared: checked, looked at, kept as drafts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from zugong.drafting.actions import take_in
from zugong.drafting.checking import Written, checked
from zugong.drafting.queries import own_texts
from zugong.drafting.sharing import Fitted, Shared, fitted, pack_files, shared_in, zipped
from zugong.figures.queries import this_site
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import Source
from zugong.packs.own import own_name
from zugong.web.drafting.desk import drafts_crumb, holder_of
from zugong.web.drafting.rights import require_draft
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.programmes import the_pack
from zugong.web.repeating import safe_to_repeat
from zugong.web.views.drafts import kind_word

_SALT = "shared element"
_NAMED_PROBLEMS = 8


@dataclass(frozen=True)
class SharedLine:
    """One element of what was uploaded; `kept` carries it to the second step, signed."""

    label: str
    kind: str
    paper: str
    counts: str
    becomes: str
    problems: tuple[str, ...]
    more: int
    kept: str


@dataclass(frozen=True, kw_only=True)
class TakeInPage(Page):
    """Upload, and look at what is in it."""

    template: ClassVar[str] = "web/drafts/take_in.html"
    crumbs: tuple[Crumb, ...]
    refusal: str
    name: str
    found: tuple[SharedLine, ...]
    back: str


def own_pack_file(request: HttpRequest) -> HttpResponse:
    """The folder of the own pack as a .zip; 404 while nothing is published."""
    require_draft(request)
    own = own_texts()
    if not own.texts:
        raise Http404
    name = own_name(settings.ZUGONG_PACK)
    headers = {"Content-Disposition": content_disposition_header(True, f"{name}.zip")}
    return HttpResponse(zipped(pack_files(own, the_pack()), name), content_type="application/zip", headers=headers)


@safe_to_repeat
def draft_take_in(request: HttpRequest) -> HttpResponse:
    """First the file, checked and shown; then, for one of its elements, the draft."""
    require_draft(request)
    if request.method == "POST" and request.POST.get("kept"):
        return _keep(request)
    if request.method != "POST":
        return _take_in_page(request, "", "", ())
    uploaded = request.FILES.get("file")
    if uploaded is None:
        return _take_in_page(request, gettext("Choose a file first."), "", ())
    try:
        found = shared_in(uploaded.read(), uploaded.name or "")
    except RuleBroken as error:
        return _take_in_page(request, error.sentence(spoken(request)), uploaded.name or "", ())
    return _take_in_page(request, "", uploaded.name or "", tuple(_line(request, one) for one in found))


def _keep(request: HttpRequest) -> HttpResponse:
    try:
        kept = json.loads(signing.loads(request.POST["kept"], salt=_SALT))
    except signing.BadSignature:
        return _take_in_page(request, gettext("Upload the file once more."), "", ())
    said = Written(kept["kind"], kept["text"], kept["owners"])
    source = Source("form", request.user.get_username(), note=kept["label"])
    draft = take_in(taken=said, base=kept["base"], label=kept["label"], source=source)
    messages.success(request, gettext("Kept as a draft. It counts nowhere until somebody publishes it."))
    return HttpResponseRedirect(reverse("draft", args=[draft.pk]))


def _line(request: HttpRequest, shared: Shared) -> SharedLine:
    language, pack = spoken(request), the_pack()
    one = fitted(shared, pack)
    problems = [each.said(language) for each in checked(one.written, pack, this_site().definitions.schema).problems]
    holder = holder_of(one.data, is_scheme=shared.kind == "scheme")
    paper = holder.get("paper", {})
    kept = {
        "kind": one.written.kind, "text": one.written.text, "owners": one.written.owners, "base": one.base,
        "label": shared.label(language),
    }  # fmt: skip
    return SharedLine(
        label=shared.label(language),
        kind=kind_word(shared.kind),
        paper=f"《{paper.get('title', '')}》" if isinstance(paper, dict) else "",
        counts=_counts(shared.kind, holder),
        becomes=_becomes(one, shared),
        problems=tuple(problems[:_NAMED_PROBLEMS]),
        more=max(0, len(problems) - _NAMED_PROBLEMS),
        kept=signing.dumps(json.dumps(kept, ensure_ascii=False), salt=_SALT, compress=True),
    )


def _counts(kind: str, holder: dict) -> str:
    if kind == "scheme":
        return gettext("%(count)s clauses") % {"count": len(holder.get("criteria", []))}
    return gettext("%(count)s lines") % {"count": len(holder.get("lines", []))}


def _becomes(one: Fitted, shared: Shared) -> str:
    if shared.kind == "scheme":
        if one.base:
            return gettext("a draft of the next version of what this site has under the same code")
        return gettext("a draft of a standard that this site does not have yet")
    return gettext("a draft of a programme")


def _take_in_page(request: HttpRequest, refusal: str, name: str, found: tuple[SharedLine, ...]) -> HttpResponse:
    content = TakeInPage(
        title=gettext("Take in what somebody shared"),
        crumbs=(drafts_crumb(),),
        refusal=refusal,
        name=name,
        found=found,
        back=reverse("drafts"),
    )
    return page(request, content, status=422 if refusal else 200)
