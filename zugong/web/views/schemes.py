"""Ratings: the schemes by which those of one's scope are rated, and the board of one scheme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.kernel.time import last_day
from zugong.packs.programmes import Paper
from zugong.packs.schemes import Version
from zugong.schemes.evaluating import Standing, question_on
from zugong.schemes.queries import schemes_on
from zugong.schemes.rounds import round_before
from zugong.schemes.wording import level_word
from zugong.web.drafting.rights import may_draft
from zugong.web.pages import Page, page
from zugong.web.programmes import the_pack
from zugong.web.schemes.asked import Asked, Crumb, asked_about, is_kept, may_know
from zugong.web.schemes.boards import (
    NONE,
    BelowRow,
    BoardRow,
    OfficeRow,
    Part,
    Sign,
    below_rows,
    board_row,
    columns_of,
    levels_of,
    office_rows,
    signs,
    spread_of,
    waiting_for,
    waiting_parts,
)
from zugong.web.schemes.doors import Door, doors_of, list_doors
from zugong.web.schemes.standings import ShownStanding, shown_standing
from zugong.web.schemes.wording import office_name
from zugong.web.scope import scope_of
from zugong.web.views.figures import Option, chosen_root, options_of, scope_name

_ROWS = 40


@dataclass(frozen=True)
class SchemeCard:
    """One scheme of the list: its paper, how those below stand, the own standing where there is but one; or that it comes."""

    label: str
    address: str
    round_name: str
    paper: Paper
    own: ShownStanding | None
    spread: tuple[Part, ...]
    count: int
    doors: tuple[Door, ...]
    is_coming: bool = False
    card_address: str = ""


@dataclass(frozen=True, kw_only=True)
class SchemesPage(Page):
    """Every scheme by which anybody in one's scope is rated."""

    template: ClassVar[str] = "web/schemes/schemes.html"
    scope_name: str
    options: tuple[Option, ...]
    schemes: tuple[SchemeCard, ...]
    drafts: str


@dataclass(frozen=True, kw_only=True)
class SchemePage(Page):
    """The board of one scheme."""

    template: ClassVar[str] = "web/schemes/scheme.html"
    crumbs: tuple[Crumb, ...]
    scope_name: str
    options: tuple[Option, ...]
    round_name: str
    before: Door | None
    count: int
    own: ShownStanding | None
    spread: tuple[Part, ...]
    doors: tuple[Door, ...]
    problems: tuple[str, ...]
    offices: tuple[OfficeRow, ...]
    below: tuple[BelowRow, ...]
    board_title: str
    filter_label: str
    filter_off: str
    signs: tuple[Sign, ...]
    columns: tuple[str, ...]
    board: tuple[BoardRow, ...]
    is_first: bool
    first: str
    next: str
    nothing: str
    version: Version
    issuer: str
    in_force: str
    fills: str
    clauses_said: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Filter:
    """Which of those rated the board shows."""

    label: str
    standings: tuple[Standing, ...]


def schemes(request: HttpRequest) -> HttpResponse:
    """All schemes in force on the day."""
    scope, pack = scope_of(request), the_pack()
    root = chosen_root(request, scope)
    known = [one for one in schemes_on(pack, scope.clocks.on) if may_know(one, scope)]
    found = [Asked(request, question_on(pack, one.scheme, scope.clocks), root) for one in known]
    cards = [_card(asked) if is_kept(asked.question) else _coming(asked) for asked in found]
    content = SchemesPage(
        title=gettext("Ratings"),
        scope_name=scope_name(scope, root),
        options=options_of(scope, root) if known else (),
        schemes=tuple(card for card in cards if card.is_coming or card.count),
        drafts=reverse("drafts") if may_draft(scope) else "",
    )
    return page(request, content)


def scheme_card(request: HttpRequest, code: str) -> HttpResponse:
    """One scheme of the list, for the list that shows itself first; nothing where nobody is rated."""
    return render(request, "web/schemes/card.html", {"scheme": _card(asked_about(request, code))})


def _coming(asked: Asked) -> SchemeCard:
    """A scheme whose rating has to be computed first: its paper at once, the rest by a request of its own."""
    return SchemeCard(
        asked.label, asked.address("scheme"), asked.round_name, asked.version.paper, None, (), 0, (), True,
        asked.address("scheme_card"),
    )  # fmt: skip


def _card(asked: Asked) -> SchemeCard:
    standings = asked.standings
    own = standings[0] if len(standings) == 1 else None
    return SchemeCard(
        label=asked.label,
        address=asked.address("scheme_rated", own.subject.anchor) if own else asked.address("scheme"),
        round_name=asked.round_name,
        paper=asked.version.paper,
        own=shown_standing(asked, own) if own else None,
        spread=spread_of(asked, standings, levels_of(asked.version, standings)) if len(standings) > 1 else (),
        count=len(standings),
        doors=list_doors(asked, own),
    )


def scheme(request: HttpRequest, code: str) -> HttpResponse:
    """One scheme: who stands where, who has still to review, what lacks."""
    asked = asked_about(request, code)
    standings = asked.standings
    shown = levels_of(asked.version, standings)
    chosen = _chosen(asked, standings)
    rows, following = _paged(request, chosen.standings)
    waiting = waiting_parts(asked, rows)
    groups, version, language = asked.version.groups, asked.version, asked.language
    kept = {name: value for name, value in request.GET.items() if value and name != "after"}
    content = SchemePage(
        title=asked.label,
        crumbs=asked.crumbs()[:1],
        scope_name=scope_name(asked.scope, asked.root),
        options=options_of(asked.scope, asked.root),
        round_name=asked.round_name,
        before=_before(asked),
        count=len(standings),
        own=shown_standing(asked, standings[0]) if len(standings) == 1 else None,
        spread=spread_of(asked, standings, shown, request.GET.get("level", "")) if standings else (),
        doors=doors_of(asked, standings[0] if len(standings) == 1 else None),
        problems=_problems(asked) if standings else (),
        offices=office_rows(asked) if len(standings) > 1 else (),
        below=below_rows(asked, shown) if not chosen.label else (),
        board_title=gettext("Part by part"),
        filter_label=chosen.label,
        filter_off=asked.address("scheme"),
        signs=signs(),
        columns=tuple(groups[one].label(language) for one in columns_of(asked)) if rows else (),
        board=tuple(board_row(asked, one, waiting) for one in rows),
        is_first="after" not in request.GET,
        first=f"?{urlencode(kept)}",
        next=f"?{urlencode({**kept, 'after': following})}" if following else "",
        nothing=_nothing(asked, chosen),
        version=version,
        issuer=version.paper.issuer.in_language(language),
        in_force=_in_force(version),
        fills=office_name(version.fills, asked.pack, language),
        clauses_said=_clauses_said(version),
        notes=tuple(_paper_notes(asked)),
    )
    return page(request, content)


def _before(asked: Asked) -> Door | None:
    """The round before, where a version was in force in it."""
    before = round_before(asked.scheme, asked.question.round)
    if before is None or asked.scheme.version_on(before.period.last) is None:
        return None
    return Door(before.name(asked.language), asked.address("scheme", round=before.code))


def _chosen(asked: Asked, standings: Sequence[Standing]) -> _Filter:
    level, waiting = asked.request.GET.get("level", ""), asked.request.GET.get("waiting", "")
    if level:
        wanted = None if level == NONE else level
        label = level_word(asked.version, wanted, asked.language)
        return _Filter(label, tuple(one for one in standings if one.level == wanted))
    if waiting:
        those = waiting_for(asked, waiting)
        office = office_name(waiting, asked.pack, asked.language)
        label = gettext("not yet reviewed by %(office)s") % {"office": office}
        return _Filter(label, tuple(one for one in standings if one.subject.anchor in those))
    return _Filter("", tuple(standings))


def _paged(request: HttpRequest, standings: Sequence[Standing]) -> tuple[Sequence[Standing], str]:
    """One page of the board, and the anchor after which the next begins; "" at the end."""
    anchors = [str(one.subject.anchor) for one in standings]
    after = request.GET.get("after", "")
    start = anchors.index(after) + 1 if after in anchors else 0
    rows = standings[start : start + _ROWS]
    return rows, str(rows[-1].subject.anchor) if start + _ROWS < len(standings) else ""


def _problems(asked: Asked) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.sentence(asked.language) for one in asked.rating.problems.values()))


def _nothing(asked: Asked, chosen: _Filter) -> str:
    if chosen.label:
        return gettext("Nobody stands here: %(filter)s.") % {"filter": chosen.label}
    return gettext("Nobody here is rated by it on this day.")


def _in_force(version: Version) -> str:
    last = last_day(version.until)
    if last:
        return gettext("%(first)s to %(last)s") % {"first": version.since, "last": last}
    return gettext("from %(first)s on") % {"first": version.since}


def _clauses_said(version: Version) -> str:
    places = version.places
    named = sum(one.is_named for one in places)
    computed = sum(one.is_computed for one in places)
    said = gettext("%(named)s clauses, %(computed)s of them computed from records.") % {
        "named": named,
        "computed": computed,
    }
    unnamed = len(places) - named
    more = (
        gettext("%(count)s more places wait for the text of the local paper.") % {"count": unnamed} if unnamed else ""
    )
    return " ".join(part for part in (said, more) if part)


def _paper_notes(asked: Asked) -> Iterator[str]:
    scheme, version = asked.scheme, asked.version
    for note in (version.paper.note, version.note, scheme.note, scheme.differs_from_source):
        if note:
            yield note.in_language(asked.language)
