"""Finding: one box for organisations, persons, villages, posts, figures, record types, papers and pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.finding.actions import catch_up
from zugong.finding.queries import PERSON, wanted_of
from zugong.finding.rules import Wanted
from zugong.kernel.time import today
from zugong.offices.actions import log_access
from zugong.web.finding.groups import Group, by_number, groups_found, kinds_offered, persons_of
from zugong.web.pages import Page, page
from zugong.web.scope import scope_of

_OF_EACH, _PAGE, _SUGGESTED = 8, 50, 3
_MOST_LETTERS = 60


@dataclass(frozen=True)
class ShownGroup:
    """A kind with its lines; `more` is the query that shows more of it."""

    kind: str
    title: str
    lines: tuple
    more: str


@dataclass(frozen=True, kw_only=True)
class FindPage(Page):
    """What was asked and what was found, by kind. `is_one_kind`: a page of one kind only, with the way back to all."""

    template: ClassVar[str] = "web/find.html"
    text: str
    groups: tuple[ShownGroup, ...]
    is_number: bool
    is_one_kind: bool
    all_kinds: str


@dataclass(frozen=True, kw_only=True)
class SuggestionsPage(Page):
    """The first of each kind, for the list under the box; `everything` is the query of the whole page."""

    template: ClassVar[str] = "web/parts/find_suggestions.html"
    text: str
    groups: tuple[ShownGroup, ...]
    everything: str


def find(request: HttpRequest) -> HttpResponse:
    """The page of what is found. Numbers of persons are looked up here only, and each look is written down."""
    text, asked = _asked(request)
    kind = request.GET.get("kind", "")
    kind = kind if kind and kind in kinds_offered(request) else ""
    groups = _found(request, asked, kind)
    shown = tuple(_shown(group, text, is_one_kind=bool(kind)) for group in groups)
    content = FindPage(
        title=gettext("Find"),
        text=text,
        groups=shown,
        is_number=bool(asked.number),
        is_one_kind=bool(kind),
        all_kinds=_query(text),
    )
    return page(request, content)


def find_suggestions(request: HttpRequest) -> HttpResponse:
    """What the box suggests while somebody types. Never by the number of a person."""
    text, asked = _asked(request)
    groups = () if asked.number else groups_found(request, asked, kind="", after="", limit=_SUGGESTED)
    _log(request, groups, reason="")
    shown = tuple(_shown(group, text, is_one_kind=False) for group in groups)
    content = SuggestionsPage(title=gettext("Suggestions"), text=text, groups=shown, everything=_query(text))
    return page(request, content)


def _asked(request: HttpRequest) -> tuple[str, Wanted]:
    text = request.GET.get("q", "").strip()[:_MOST_LETTERS]
    catch_up(today())
    return text, wanted_of(text)


def _found(request: HttpRequest, asked: Wanted, kind: str) -> tuple[Group, ...]:
    numbered = by_number(request, asked)
    if numbered is not None:
        # Also a look that finds nobody is written down: somebody tried a number.
        log_access(
            user=request.user, act="find", record_type=PERSON, persons=numbered.persons, rows=len(numbered.lines),
            organisation=scope_of(request).root, reason=gettext("by identity number or phone"),
        )  # fmt: skip
        return (numbered,) if numbered.lines else ()
    limit = _PAGE if kind else _OF_EACH
    groups = groups_found(request, asked, kind=kind, after=request.GET.get("after", ""), limit=limit)
    _log(request, groups, reason="")
    return groups


def _log(request: HttpRequest, groups: tuple[Group, ...], *, reason: str) -> None:
    persons = [person for person in persons_of(groups) if person != request.user.person_id]
    if persons:
        log_access(
            user=request.user, act="find", record_type=PERSON, persons=persons, rows=len(persons),
            organisation=scope_of(request).root, reason=reason,
        )  # fmt: skip


def _shown(group: Group, text: str, *, is_one_kind: bool) -> ShownGroup:
    more = ""
    if group.after:
        more = _query(text, kind=group.kind, **({"after": group.after} if is_one_kind else {}))
    return ShownGroup(group.kind, group.title, group.lines, more)


def _query(text: str, **more: str) -> str:
    return f"?{urlencode({'q': text, **more})}"
