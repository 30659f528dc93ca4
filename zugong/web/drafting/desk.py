"""One draft on the desk of one request: what it says, what the check finds, and where its parts stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from zugong.dictionary.catalogue import Catalogue
from zugong.drafting.checking import FILE, Checked, Problem, checked
from zugong.drafting.models import OPEN, PUBLISHED, SCHEME, DraftState
from zugong.drafting.queries import state_now, written_in
from zugong.drafting.text import Data, read
from zugong.drafting.trying import site_with
from zugong.figures.definitions import Definitions
from zugong.figures.queries import Site, this_site
from zugong.kernel.errors import PackError
from zugong.kernel.keeping import Kept
from zugong.packs.pack import Pack
from zugong.packs.programmes import Programme
from zugong.packs.schemes import Scheme, Version
from zugong.web.drafting.choices import Choices
from zugong.web.drafting.rights import require_draft
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb
from zugong.web.scope import Scope

_KEPT = 32
_checked: Kept[tuple[Pack, Checked]] = Kept(_KEPT)


@dataclass(frozen=True)
class Desk:
    """A draft as it is now, for somebody who may write it."""

    request: HttpRequest
    scope: Scope
    state: DraftState

    @property
    def language(self) -> str:
        return spoken(self.request)

    @property
    def is_scheme(self) -> bool:
        return self.state.kind == SCHEME

    @property
    def is_open(self) -> bool:
        return self.state.standing == OPEN

    @cached_property
    def site(self) -> Site:
        return this_site()

    @property
    def pack(self) -> Pack:
        """The pack of the site, without the draft."""
        return self.site.definitions.pack

    @property
    def catalogue(self) -> Catalogue:
        return self.scope.catalogue

    @cached_property
    def checked(self) -> Checked:
        """The draft read and checked; kept until it says something else, or the pack does."""
        pack, schema = self.pack, self.site.definitions.schema
        said = written_in(self.state)
        # The pack is kept beside what was checked against it, so that its id stays its own.
        found = _checked.value((said, id(pack)), lambda: (pack, checked(said, pack, schema)))[1]
        # What is published was right; beside itself in the pack it would only seem to stand twice.
        return replace(found, problems=()) if self.state.standing == PUBLISHED else found

    @cached_property
    def site_with_it(self) -> Site:
        """The site as if the draft were published."""
        return site_with(self.checked, self.site, self.catalogue)

    @property
    def definitions(self) -> Definitions:
        """What its figures and conditions mean, the draft's own ones included."""
        return self.site_with_it.definitions

    @cached_property
    def choices(self) -> Choices:
        return Choices(self.checked.pack, self.catalogue, self.language)

    @cached_property
    def data(self) -> Data:
        """What it says as data; empty where the text cannot be read at all."""
        try:
            return read(self.state.text, file=FILE)
        except PackError:
            return {}

    @property
    def holder(self) -> Data:
        """What the parts stand in: the version of a scheme that is written, or the programme."""
        return holder_of(self.data, is_scheme=self.is_scheme)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.checked.problems

    @property
    def code(self) -> str:
        return str(self.data.get(self.state.kind, ""))

    @property
    def name(self) -> str:
        """The label with the version, of a programme with its year."""
        return name_of(self.data, self.language, is_scheme=self.is_scheme)

    @property
    def rates(self) -> str:
        """The record type whose rows a scheme rates."""
        known = self.pack.schemes.get(self.code)
        return known.rates if known else str(self.data.get("rates", "organisation"))

    @property
    def base_version(self) -> tuple[Scheme, Version] | None:
        """The version that it was copied from, as the site has it."""
        code, _, version = self.state.base.partition(" ")
        scheme = self.pack.schemes.get(code) if self.is_scheme else None
        found = scheme.version(version) if scheme else None
        return (scheme, found) if scheme and found else None

    @property
    def base_programme(self) -> Programme | None:
        return None if self.is_scheme else self.pack.programmes.get(self.state.base)

    @property
    def address(self) -> str:
        return reverse("draft", args=[self.state.anchor_id])

    def address_of(self, name: str, *arguments: Any) -> str:
        """A page of this draft, with the clocks of the request."""
        query = self.request.asked.query
        found = reverse(name, args=[self.state.anchor_id, *arguments])
        return f"{found}?{query}" if query else found

    def crumbs(self, *further: Crumb) -> tuple[Crumb, ...]:
        return (drafts_crumb(), Crumb(self.name, self.address_of("draft")), *further)


def drafts_crumb() -> Crumb:
    """The list of drafts, above each of them."""
    return Crumb(gettext("Own standards and programmes"), reverse("drafts"))


def holder_of(data: Data, *, is_scheme: bool) -> Data:
    """What the parts of an element stand in: of a scheme its last version."""
    if not is_scheme:
        return data
    versions = data.get("versions")
    last = versions[-1] if isinstance(versions, list) and versions else {}
    return last if isinstance(last, dict) else {}


def name_of(data: Data, language: str, *, is_scheme: bool) -> str:
    """What people call an element: its label with the version, of a programme with its year."""
    holder = holder_of(data, is_scheme=is_scheme)
    which = str(holder.get("version", "")) if is_scheme else str(holder.get("since", ""))[:4]
    label = data.get("zh" if language.startswith("zh") else "en") or data.get(SCHEME if is_scheme else "programme", "")
    return f"{label} {which}".strip()


def desk_of(request: HttpRequest, identity: int) -> Desk:
    """The draft for who may write it. 404 where there is none."""
    scope = require_draft(request)
    try:
        state = state_now(identity)
    except DraftState.DoesNotExist:
        raise Http404 from None
    return Desk(request, scope, state)
