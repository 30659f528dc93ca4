"""What is found, by kind: at most a few of each, best first, and only what the user may know of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from zugong.finding import queries
from zugong.finding.conditions import NEVER, Condition, of_record
from zugong.finding.queries import PERSON, FoundPage
from zugong.finding.rules import Wanted
from zugong.web.countable import countable
from zugong.web.finding.lines import FoundLine, lines_of
from zugong.web.finding.named import named_among
from zugong.web.finding.pages import pages_of
from zugong.web.finding.texts import Text, texts_found
from zugong.web.middleware import spoken
from zugong.web.scope import Scope, scope_of

#: Among so many persons of other branches those are looked for whom a row in scope names.
_OTHERS = 200
#: In which order kinds are shown; other record types come after them.
_FIRST = ("organisation", PERSON, "unit", "position", "document")
FIGURES, TYPES, PAGES = "figures", "records", "pages"


@dataclass(frozen=True)
class Group:
    """What is found of one kind. `after` begins the next page of it, "" where this is all; `persons` are named by it."""

    kind: str
    title: str
    lines: tuple[FoundLine, ...]
    after: str = ""
    persons: frozenset[int] = frozenset()

    @property
    def is_exact(self) -> bool:
        return any(line.is_exact for line in self.lines[:1])


def groups_found(request: HttpRequest, asked: Wanted, *, kind: str, after: str, limit: int) -> tuple[Group, ...]:
    """The kinds of which anything is found, those with a whole name first; of `kind` alone where one is named."""
    if asked.is_nothing:
        return ()
    found = [*_records(request, asked, kind, after, limit), *_texts(request, asked, kind, after, limit)]
    return tuple(sorted(found, key=lambda group: (not group.is_exact, _place(group.kind))))


def kinds_offered(request: HttpRequest) -> frozenset[str]:
    """The kinds of which the user may find anything at all."""
    return frozenset(_listable(scope_of(request), own=request.user.person_id)) | {FIGURES, TYPES, PAGES}


def by_number(request: HttpRequest, asked: Wanted) -> Group | None:
    """The persons with this identity number or phone, as far as the user may see such numbers; None where none is asked."""
    scope = scope_of(request)
    person = scope.catalogue.types[PERSON]
    fields = {code: queries.visible(scope.access, person, person.fields[code].depth) for code in queries.NUMBERS}
    if not asked.number:
        return None
    hits = queries.by_number(asked.number, fields)
    return _group(PERSON, FoundPage(hits), scope, spoken(request), asked)


def _place(kind: str) -> int:
    order = (*_FIRST[:4], FIGURES, TYPES, _FIRST[4])
    return order.index(kind) if kind in order else (99 if kind == PAGES else 50)


def _records(request: HttpRequest, asked: Wanted, kind: str, after: str, limit: int) -> list[Group]:
    scope, language = scope_of(request), spoken(request)
    allowed = _listable(scope, own=request.user.person_id)
    if kind:
        allowed = {kind: allowed[kind]} if kind in allowed else {}
    pages = queries.found(asked, allowed, after=after, limit=limit)
    if PERSON in allowed:
        page = _with_others(asked, pages.get(PERSON, FoundPage()), scope, limit, is_first=not after)
        pages = {**pages, PERSON: page} if page.hits else pages
    return [_group(code, page, scope, language, asked) for code, page in pages.items() if page.hits]


def _listable(scope: Scope, *, own: int | None) -> dict[str, Condition]:
    """The record types of which the user may list anything, each with what they may see of it."""
    members = scope.catalogue.types[queries.MEMBERSHIP]
    allowed = {
        code: queries.visible(scope.access, kind)
        for code, kind in queries.indexed_types().items()
        if scope.may_list(members if code == PERSON else kind)
    }
    if own is not None:
        mine = of_record(own)
        allowed[PERSON] = allowed[PERSON] | mine if PERSON in allowed else mine
    elif any(scope.may_list(kind) for kind in scope.catalogue.types.values() if kind.about_persons):
        # No member in scope, but rows that name persons: `_with_others` finds those.
        allowed.setdefault(PERSON, NEVER)
    return allowed


def _with_others(asked: Wanted, page: FoundPage, scope: Scope, limit: int, *, is_first: bool) -> FoundPage:
    """After the members in scope, on their last page: whom else a row in scope names."""
    if page.after or not is_first or len(page.hits) >= limit:
        return page
    others = queries.others_named(asked, [hit.anchor for hit in page.hits], limit=_OTHERS)
    known = named_among([hit.anchor for hit in others], scope)
    also = [hit for hit in others if hit.anchor in known][: limit - len(page.hits)]
    return replace(page, hits=(*page.hits, *also))


def _group(code: str, page: FoundPage, scope: Scope, language: str, asked: Wanted) -> Group:
    kind = scope.catalogue.types[code]
    lines = lines_of(kind, page.hits, asked, scope, language)
    persons = frozenset(hit.anchor for hit in page.hits) if code == PERSON else frozenset()
    return Group(code, kind.name(language), lines, page.after, persons)


def _texts(request: HttpRequest, asked: Wanted, kind: str, after: str, limit: int) -> list[Group]:
    """All that fit at once: they are few, so that there is no next page."""
    named = {
        FIGURES: (gettext("Figures"), _figures),
        TYPES: (gettext("Record types"), _types),
        PAGES: (gettext("Pages of this site"), pages_of),
    }
    groups = []
    for code, (title, texts_of) in named.items():
        if after or kind not in ("", code):
            continue
        found = texts_found(asked, texts_of(request))
        lines = tuple(FoundLine(text.label, text.note, text.address, is_exact=exact) for text, exact in found)
        shown = lines if kind else lines[:limit]
        groups.append(Group(code, title, shown, "" if len(shown) == len(lines) else "all"))
    return [group for group in groups if group.lines]


def _figures(request: HttpRequest) -> list[Text]:
    chinese = spoken(request).startswith("zh")
    texts = []
    for code, figure in countable(scope_of(request)).figures.items():
        names = (figure.zh, figure.en) if chinese else (figure.en, figure.zh)
        texts.append(Text(names[0], (names[1], *figure.also), "", reverse("figure", args=[code])))
    return texts


def _types(request: HttpRequest) -> list[Text]:
    scope, language = scope_of(request), spoken(request)
    return [
        Text(
            kind.name(language),
            (kind.zh, kind.en),
            kind.purpose.in_language(language),
            reverse("record_list", args=[kind.code]),
        )
        for kind in scope.catalogue.types.values()
        if scope.may_list(kind)
    ]


def persons_of(groups: Sequence[Group]) -> list[int]:
    """Everybody whom these groups name."""
    return sorted(person for group in groups for person in group.persons)
