"""Programmes: all lines by paper, by office or by state; one paper with its year; what one organisation has to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from zugong.kernel.time import last_day
from zugong.packs.programmes import Programme
from zugong.programmes.evaluating import LineProgress
from zugong.programmes.queries import Common, DueLine, common_lines
from zugong.programmes.results import result_text
from zugong.programmes.rules import STATES
from zugong.programmes.wording import state_word
from zugong.web.drafting.rights import may_draft
from zugong.web.middleware import spoken
from zugong.web.pages import Page, Tab, page
from zugong.web.programmes import (
    BADGES,
    ShownLine,
    counting_below,
    due_below,
    evaluation_for,
    kept_query,
    shown_common,
    shown_line,
    the_pack,
    the_programme,
)
from zugong.web.scope import Scope, scope_of
from zugong.web.views.figures import Option, chosen_root, options_of, scope_name

VIEWS = ("paper", "owner", "state")


@dataclass(frozen=True)
class Count:
    """How many lines are in a state."""

    word: str
    badge: str
    count: int


@dataclass(frozen=True)
class Group:
    """Lines under one heading; `address` leads to the paper where the heading is one. Only what is open shows its lines."""

    title: str
    subtitle: str
    address: str
    counts: tuple[Count, ...]
    lines: tuple[ShownLine, ...]
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class ProgrammesPage(Page):
    """Every line in force, grouped as asked."""

    template: ClassVar[str] = "web/programmes/programmes.html"
    scope_name: str
    options: tuple[Option, ...]
    tabs: tuple[Tab, ...]
    counts: tuple[Count, ...]
    groups: tuple[Group, ...]
    duties_address: str
    drafts: str
    query: str


@dataclass(frozen=True)
class ShownPart:
    """A part of a paper with its lines; `open_places` are the numbers of places whose text is not known."""

    title: str
    note: str
    lines: tuple[ShownLine, ...]
    open_places: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ProgrammePage(Page):
    """One paper with its lines in this year, and the result in words."""

    template: ClassVar[str] = "web/programmes/programme.html"
    scope_name: str
    options: tuple[Option, ...]
    programme: Programme
    last_day: date | None
    issuer: str
    paper_note: str
    note: str
    differs: str
    counts: tuple[Count, ...]
    parts: tuple[ShownPart, ...]
    result: str
    year: int
    next_draft: str
    query: str


@dataclass(frozen=True, kw_only=True)
class DutiesPage(Page):
    """What one organisation has to do, and what it has done."""

    template: ClassVar[str] = "web/programmes/duties.html"
    organisation: int
    may_open: bool
    due: tuple[DueLine, ...]
    done: tuple[ShownLine, ...]
    query: str
    round_query: str


def programmes(request: HttpRequest) -> HttpResponse:
    """All lines in force."""
    scope, language = scope_of(request), spoken(request)
    root = chosen_root(request, scope)
    chosen = request.GET.get("by", "")
    by = chosen if chosen in VIEWS else _usual_view(root, scope)
    evaluation = evaluation_for(root, scope, is_recent=True)
    found = evaluation.progress(counting_below(root, scope)(evaluation.requests))
    query = kept_query(request, root, scope)
    makers = {"paper": _by_paper, "owner": _by_owner, "state": _by_state}
    content = ProgrammesPage(
        title=gettext("Programmes"),
        scope_name=scope_name(scope, root),
        options=options_of(scope, root),
        tabs=_tabs(request, root, scope, by),
        counts=counts_of([common.progress for common in common_lines(found)], language),
        groups=tuple(makers[by](found, language, query)),
        duties_address=_duties_address(request, root) if found and root is not None else "",
        drafts=reverse("drafts") if may_draft(scope) else "",
        query=query,
    )
    return page(request, content)


def _usual_view(root: int | None, scope: Scope) -> str:
    """Below the county nobody looks after papers: a township or a branch asks what is due, with the rest folded."""
    is_branch = root is not None and not scope.tree.children(root)
    return "state" if is_branch or not scope.reaches_a_county else VIEWS[0]


def _duties_address(request: HttpRequest, root: int) -> str:
    """What the organisation of the page has to do, on the same day."""
    address = reverse("organisation_duties", args=[root])
    return f"{address}?{request.asked.query}" if request.asked.query else address


def _tabs(request: HttpRequest, root: int | None, scope: Scope, by: str) -> tuple[Tab, ...]:
    labels = {"paper": gettext("By paper"), "owner": gettext("By office"), "state": gettext("By state")}
    return tuple(Tab(label, kept_query(request, root, scope, by=name), name == by) for name, label in labels.items())


def counts_of(found: Iterable[LineProgress], language: str) -> tuple[Count, ...]:
    """How many lines are in each state, the gravest first; states without lines are left out."""
    states = [progress.state for progress in found]
    return tuple(
        Count(state_word(state, language), BADGES[state], states.count(state)) for state in STATES if state in states
    )


def _by_paper(found: Sequence[LineProgress], language: str, query: str) -> Iterable[Group]:
    """The papers of the place itself before those that hold everywhere."""
    own_folder = str(the_pack().folders[-1])
    declared_in = {one.asked.programme.programme: one.asked.programme.file for one in found}
    ordered = sorted(declared_in, key=lambda code: not declared_in[code].startswith(own_folder))
    for programme in ordered:
        lines = [progress for progress in found if progress.asked.programme.programme == programme]
        declared = lines[0].asked.programme
        paper = " ".join(part for part in (f"《{declared.paper.title}》", declared.paper.number) if part)
        shown = tuple(shown_line(one, [one.asked], language, query) for one in lines)
        counts = counts_of(lines, language)
        yield Group(declared.label(language), paper, shown[0].papers[0].address, counts, shown, programme == ordered[0])


def _by_owner(found: Sequence[LineProgress], language: str, query: str) -> Iterable[Group]:
    commons = common_lines(found)
    for owner, words in the_pack().owners.items():
        mine = [common for common in commons if common.progress.asked.line.owner == owner]
        if mine:
            shown = tuple(shown_common(common, language, query) for common in mine)
            counts = counts_of([common.progress for common in mine], language)
            yield Group(words.in_language(language), "", "", counts, shown, _needs_attention(mine))


def _needs_attention(commons: Iterable[Common]) -> bool:
    return any(common.progress.state in ("overdue", "due") for common in commons)


def _by_state(found: Sequence[LineProgress], language: str, query: str) -> Iterable[Group]:
    commons = common_lines(found)
    for state in STATES:
        mine = tuple(shown_common(one, language, query) for one in commons if one.progress.state == state)
        if mine:
            counts = (Count(state_word(state, language), BADGES[state], len(mine)),)
            yield Group(state_word(state, language), "", "", counts, mine, state in ("overdue", "due"))


def programme(request: HttpRequest, code: str) -> HttpResponse:
    """One paper; 404 where the user may count none of its lines, though it has some."""
    scope, language = scope_of(request), spoken(request)
    declared, root = the_programme(code), chosen_root(request, scope)
    evaluation = evaluation_for(root, scope, is_recent=False, programmes=(code,))
    if not scope.access.grants or (declared.lines and not evaluation.asked):
        raise Http404
    found = evaluation.progress(counting_below(root, scope)(evaluation.requests))
    query = kept_query(request, root, scope)
    content = ProgrammePage(
        title=declared.label(language),
        scope_name=scope_name(scope, root),
        options=options_of(scope, root),
        programme=declared,
        last_day=last_day(declared.until),
        issuer=declared.paper.issuer.in_language(language),
        paper_note=declared.paper.note.in_language(language) if declared.paper.note else "",
        note=declared.note.in_language(language) if declared.note else "",
        differs=declared.differs_from_source.in_language(language) if declared.differs_from_source else "",
        counts=counts_of(found, language),
        parts=tuple(_parts(declared, found, language, query)),
        result=result_text(declared, found, the_pack()),
        year=scope.clocks.on.year,
        next_draft=f"{reverse('draft_new')}?programme={declared.programme}" if may_draft(scope) else "",
        query=query,
    )
    return page(request, content)


def _parts(declared: Programme, found: Sequence[LineProgress], language: str, query: str) -> Iterable[ShownPart]:
    """The lines that stand in no part first, then each part in the paper's order."""
    without = [one for one in found if one.asked.line.part is None]
    if without or declared.unnamed_lines:
        lines = tuple(shown_line(one, [one.asked], language, query) for one in without)
        yield ShownPart("", "", lines, _places(len(without), declared.unnamed_lines))
    for name, part in declared.parts.items():
        mine = [one for one in found if one.asked.line.part == name]
        lines = tuple(shown_line(one, [one.asked], language, query) for one in mine)
        note = part.note.in_language(language) if part.note else ""
        yield ShownPart(part.label(language), note, lines, _places(len(mine), part.unnamed_lines))


def _places(taken: int, count: int) -> tuple[int, ...]:
    return tuple(range(taken + 1, taken + count + 1))


def organisation_duties(request: HttpRequest, identity: int) -> HttpResponse:
    """What an organisation has to do now; 404 for one by whose name the user may be told no number."""
    scope, language = scope_of(request), spoken(request)
    if identity not in scope.tree or not (scope.may_name(identity) or identity == scope.root):
        raise Http404
    evaluation = evaluation_for(identity, scope, is_recent=True)
    if not evaluation.asked:
        raise Http404
    query = kept_query(request, identity, scope)
    found = common_lines(evaluation.progress(counting_below(identity, scope)(evaluation.requests)))
    done = [one for one in found if one.progress.state == "done" and one.progress.asked.counted_line.duty]
    content = DutiesPage(
        title=gettext("%(name)s: what is asked") % {"name": scope.tree.name(identity)},
        organisation=identity,
        may_open=scope.may_open(identity),
        due=due_below(identity, scope, language),
        done=tuple(shown_common(one, language, query) for one in done),
        query=query,
        round_query=f"{query}&round=" if query else "?round=",
    )
    return page(request, content)
