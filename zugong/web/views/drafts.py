"""Own standards and programmes: what is being drafted, what is in force, and what the next one can begin from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.drafting.actions import begin_programme, begin_scheme
from zugong.drafting.beginning import Beginning, usual_code, usual_version
from zugong.drafting.models import SCHEME, DraftState, OwnElement
from zugong.drafting.queries import open_drafts, own_elements
from zugong.drafting.text import read
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import Source
from zugong.packs.pack import Pack
from zugong.packs.programmes import Programme
from zugong.packs.schemes import Scheme, Version
from zugong.web.drafting.desk import drafts_crumb, name_of
from zugong.web.drafting.rights import require_draft
from zugong.web.listing.entries import entry_lines
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.programmes import the_pack
from zugong.web.repeating import safe_to_repeat


@dataclass(frozen=True)
class DraftLine:
    """One draft or one published element: what, who wrote it last, when."""

    label: str
    kind: str
    address: str
    by: str
    at: str
    since: str = ""
    paper: str = ""


@dataclass(frozen=True)
class StartLine:
    """Something to begin from."""

    label: str
    paper: str
    in_force: str
    address: str


@dataclass(frozen=True, kw_only=True)
class DraftsPage(Page):
    """Everything of one's own."""

    template: ClassVar[str] = "web/drafts/drafts.html"
    drafts: tuple[DraftLine, ...]
    published: tuple[DraftLine, ...]
    schemes: tuple[StartLine, ...]
    programmes: tuple[StartLine, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NewDraftPage(Page):
    """How the next one is called, and from when."""

    template: ClassVar[str] = "web/drafts/new.html"
    crumbs: tuple[Crumb, ...]
    base: str
    is_scheme: bool
    code: str
    since: str
    refusal: str
    back: str


@dataclass(frozen=True)
class _Base:
    """What a draft begins from: a version of a scheme, or a programme."""

    scheme: Scheme | None = None
    version: Version | None = None
    programme: Programme | None = None

    def label(self, language: str) -> str:
        if self.scheme and self.version:
            return f"{self.scheme.label(language)} {self.version.version}"
        assert self.programme is not None
        return self.programme.label(language)


def drafts(request: HttpRequest) -> HttpResponse:
    """The list."""
    require_draft(request)
    pack, language = the_pack(), spoken(request)
    content = DraftsPage(
        title=gettext("Own standards and programmes"),
        drafts=_draft_lines(list(open_drafts()), language),
        published=_published_lines(list(own_elements()), language),
        schemes=tuple(
            _scheme_start(one, language) for one in _own_first(pack.schemes.values(), pack) if one.rates != "person"
        ),
        programmes=tuple(_programme_start(one, language) for one in _own_first(pack.programmes.values(), pack)),
        problems=tuple(f"{one.file}: {one.said(language)}" for one in pack.own_problems),
    )
    return page(request, content)


def _own_first(found, pack: Pack) -> list:
    """Those of the place itself before those that hold everywhere."""
    own = str(pack.folders[-1])
    return sorted(found, key=lambda one: not one.file.startswith(own))


def _draft_lines(states: list[DraftState], language: str) -> tuple[DraftLine, ...]:
    entries = entry_lines(one.recorded_in for one in states)
    return tuple(
        DraftLine(
            _name(one, language), kind_word(one.kind), reverse("draft", args=[one.anchor_id]),
            entries[one.recorded_in_id].actor, f"{entries[one.recorded_in_id].at:%Y-%m-%d %H:%M}",
        )
        for one in states
    )  # fmt: skip


def _published_lines(elements: list[OwnElement], language: str) -> tuple[DraftLine, ...]:
    entries = entry_lines(one.recorded_in for one in elements)
    return tuple(
        DraftLine(
            _name(one, language), kind_word(one.kind), reverse("draft", args=[one.draft_id]),
            entries[one.recorded_in_id].actor, f"{entries[one.recorded_in_id].at:%Y-%m-%d %H:%M}",
            one.since.isoformat(), entries[one.recorded_in_id].paper,
        )
        for one in reversed(elements)
    )  # fmt: skip


def _name(one: DraftState | OwnElement, language: str) -> str:
    return name_of(read(one.text), language, is_scheme=one.kind == SCHEME)


def kind_word(kind: str) -> str:
    """What a draft is, in words."""
    return gettext("standard or rating") if kind == SCHEME else gettext("programme")


def _scheme_start(scheme: Scheme, language: str) -> StartLine:
    last = scheme.versions[-1]
    address = f"{reverse('draft_new')}?scheme={scheme.scheme}&version={last.version}"
    return StartLine(
        f"{scheme.label(language)} {last.version}", last.paper.title, _days(last.since, last.until), address
    )


def _programme_start(programme: Programme, language: str) -> StartLine:
    address = f"{reverse('draft_new')}?programme={programme.programme}"
    days = _days(programme.since, programme.until)
    return StartLine(programme.label(language), programme.paper.title, days, address)


def _days(since: date, until: date | None) -> str:
    if until is None:
        return gettext("from %(first)s on") % {"first": since}
    return gettext("%(first)s to before %(end)s") % {"first": since, "end": until}


@safe_to_repeat
def draft_new(request: HttpRequest) -> HttpResponse:
    """Begin from what the address names; 404 for what is not there."""
    scope = require_draft(request)
    base = _base(request, the_pack())
    since = date(scope.clocks.on.year + 1, 1, 1)
    if request.method != "POST":
        return _new_page(request, base, _usual_code(base, since), since.isoformat(), "")
    code, said = request.POST.get("code", "").strip()[:60], request.POST.get("since", "").strip()
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return _new_page(request, base, code, said, gettext("Write the day as 2027-01-01."))
    try:
        draft = _begun(request, base, Beginning(code, day))
    except RuleBroken as error:
        return _new_page(request, base, code, said, error.sentence(spoken(request)))
    messages.success(
        request, gettext("The draft is begun: everything of the old one is in it. Change what is to be different.")
    )
    return HttpResponseRedirect(reverse("draft", args=[draft.pk]))


def _base(request: HttpRequest, pack: Pack) -> _Base:
    scheme = pack.schemes.get(request.GET.get("scheme", ""))
    if scheme is not None and scheme.rates != "person":
        version = scheme.version(request.GET.get("version", ""))
        if version is None:
            raise Http404
        return _Base(scheme, version)
    programme = pack.programmes.get(request.GET.get("programme", ""))
    if programme is None:
        raise Http404
    return _Base(programme=programme)


def _usual_code(base: _Base, since: date) -> str:
    if base.scheme is not None:
        return usual_version(base.scheme, since)
    assert base.programme is not None
    return usual_code(base.programme, since, the_pack().programmes)


def _begun(request: HttpRequest, base: _Base, beginning: Beginning):
    source = Source("form", request.user.get_username(), note=base.label("zh"))
    if base.scheme is not None and base.version is not None:
        return begin_scheme(scheme=base.scheme, version=base.version, beginning=beginning, source=source)
    assert base.programme is not None
    return begin_programme(programme=base.programme, pack=the_pack(), beginning=beginning, source=source)


def _new_page(request: HttpRequest, base: _Base, code: str, since: str, refusal: str) -> HttpResponse:
    content = NewDraftPage(
        title=gettext("Draft the next one"),
        crumbs=(drafts_crumb(),),
        base=base.label(spoken(request)),
        is_scheme=base.scheme is not None,
        code=code,
        since=since,
        refusal=refusal,
        back=reverse("drafts"),
    )
    return page(request, content, status=422 if refusal else 200)
