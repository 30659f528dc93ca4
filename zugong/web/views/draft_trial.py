"""A draft beside what it comes from: what differs, and how everybody would stand by it on the records of this year."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from zugong.dictionary.freshness import mark_now
from zugong.drafting.describing import DescribingProgramme, programme_differences
from zugong.drafting.trying import moved_to, tried
from zugong.figures.queries import ask
from zugong.kernel.keeping import Kept
from zugong.packs.programmes import Programme
from zugong.packs.schemes import Scheme
from zugong.programmes.evaluating import Evaluation, LineProgress
from zugong.programmes.wording import numbers, round_name, state_word
from zugong.schemes.evaluating import NotInForce, Question, Rating, question_on
from zugong.schemes.rounds import round_on
from zugong.schemes.wording import level_word
from zugong.web.countable import countable
from zugong.web.drafting.desk import Desk, desk_of
from zugong.web.pages import Crumb, Page, page
from zugong.web.programmes import BADGES, is_whole_area
from zugong.web.schemes.asked import Asked, rating_of
from zugong.web.schemes.trial import (
    MOST_MOVERS,
    Mover,
    MoveRow,
    ShownDifference,
    SideBySide,
    Trial,
    shown_differences,
    side_by_side,
    versions_differ,
)
from zugong.web.views.figures import Option, chosen_root, options_of, scope_name
from zugong.web.views.scheme_versions import said_of_records

_KEPT = 8
_ratings: Kept[Rating] = Kept(_KEPT)


@dataclass(frozen=True, kw_only=True)
class DraftComparePage(Page):
    """What the draft has otherwise than what it comes from."""

    template: ClassVar[str] = "web/drafts/compare.html"
    crumbs: tuple[Crumb, ...]
    base: str
    differences: tuple[ShownDifference, ...]
    unreadable: bool


@dataclass(frozen=True, kw_only=True)
class DraftTrialPage(Page):
    """Everybody by the version in force and by the draft."""

    template: ClassVar[str] = "web/drafts/trial.html"
    crumbs: tuple[Crumb, ...]
    options: tuple[Option, ...]
    said: str
    alone: str
    moves: tuple[MoveRow, ...]
    movers: tuple[Mover, ...]
    movers_said: str
    problems: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DraftTrialOfOnePage(Page):
    """One who is rated by the version in force and by the draft, clause by clause."""

    template: ClassVar[str] = "web/drafts/trial_of_one.html"
    crumbs: tuple[Crumb, ...]
    before_name: str
    after_name: str
    before: str
    after: str
    clauses: tuple[SideBySide, ...]
    said: str


@dataclass(frozen=True)
class TriedLine:
    """A line of a programme as it would stand now."""

    label: str
    owner: str
    round_name: str
    numbers: str
    state: str
    badge: str


@dataclass(frozen=True, kw_only=True)
class ProgrammeTrialPage(Page):
    """The lines of a programme as if it were in force this year."""

    template: ClassVar[str] = "web/drafts/programme_trial.html"
    crumbs: tuple[Crumb, ...]
    options: tuple[Option, ...]
    said: str
    lines: tuple[TriedLine, ...]


def draft_compare(request: HttpRequest, identity: int) -> HttpResponse:
    """What differs; 404 for what was copied from nothing that is here."""
    desk = desk_of(request, identity)
    if desk.base_version is None and desk.base_programme is None:
        raise Http404
    readable = desk.checked.element is not None
    content = DraftComparePage(
        title=gettext("What differs"),
        crumbs=desk.crumbs(),
        base=_base_name(desk),
        differences=_differences(desk) if readable else (),
        unreadable=not readable,
    )
    return page(request, content)


def _base_name(desk: Desk) -> str:
    if desk.base_version:
        scheme, version = desk.base_version
        return f"{scheme.label(desk.language)} {version.version} 《{version.paper.title}》"
    base = desk.base_programme
    return f"{base.label(desk.language)} 《{base.paper.title}》" if base else ""


def _differences(desk: Desk) -> tuple[ShownDifference, ...]:
    definitions = (desk.site.definitions, desk.definitions)
    if desk.base_version:
        return versions_differ(
            definitions, desk.checked.scheme, (desk.base_version[1], desk.checked.version), desk.language
        )
    element, base = desk.checked.element, desk.base_programme
    assert isinstance(element, Programme) and base is not None
    sides = [
        DescribingProgramme(known, one, desk.language) for known, one in zip(definitions, (base, element), strict=True)
    ]
    return shown_differences(programme_differences(*sides))


def draft_try(request: HttpRequest, identity: int) -> HttpResponse:
    """The draft on the records there are."""
    desk = _readable(request, identity)
    if not desk.is_scheme:
        return _try_programme(desk)
    asked, is_alone = _asked(desk)
    trial = _trial(desk, asked)
    found = () if is_alone else trial.moved
    content = DraftTrialPage(
        title=gettext("Try it on this year's records"),
        crumbs=desk.crumbs(),
        options=options_of(desk.scope, asked.root),
        said=said_of_records(asked),
        alone=gettext("No version was in force then; both columns show the draft.") if is_alone else "",
        moves=trial.rows(),
        movers=trial.movers(found[:MOST_MOVERS], lambda one: desk.address_of("draft_try_one", one)),
        movers_said=gettext("%(count)s would stand elsewhere") % {"count": len(found)},
        problems=tuple(dict.fromkeys(one.sentence(desk.language) for one in trial.after.problems.values())),
    )
    return page(request, content)


def draft_try_one(request: HttpRequest, identity: int, anchor: int) -> HttpResponse:
    """One who is rated, by both; 404 for everybody whom the user may not list."""
    desk = _readable(request, identity)
    if not desk.is_scheme:
        raise Http404
    asked, _ = _asked(desk)
    trial = _trial(desk, asked)
    shown = {one.subject.anchor: one for one in (*asked.shown_of(trial.after), *asked.shown_of(trial.before))}
    if anchor not in shown:
        raise Http404
    levels = [_level(rating, anchor, desk.language) for rating in (trial.before, trial.after)]
    content = DraftTrialOfOnePage(
        title=shown[anchor].subject.name,
        crumbs=desk.crumbs(Crumb(gettext("Try it on this year's records"), desk.address_of("draft_try"))),
        before_name=trial.before.question.version.version,
        after_name=trial.after.question.version.version,
        before=levels[0],
        after=levels[1],
        clauses=side_by_side(trial, anchor),
        said=said_of_records(asked),
    )
    return page(request, content)


def _level(rating: Rating, anchor: int, language: str) -> str:
    standing = rating.standings.get(anchor)
    return level_word(rating.question.version, standing.level, language) if standing else gettext("not rated by it")


def _readable(request: HttpRequest, identity: int) -> Desk:
    """The draft as long as it can be read; what cannot be read cannot be tried."""
    desk = desk_of(request, identity)
    if desk.checked.element is None:
        raise Http404
    return desk


def _asked(desk: Desk) -> tuple[Asked, bool]:
    """The round of the day by the version in force; by the draft itself where none is, and then that is said."""
    clocks, root = desk.scope.clocks, chosen_root(desk.request, desk.scope)
    if desk.code in desk.pack.schemes:
        try:
            return Asked(desk.request, question_on(desk.pack, desk.code, clocks), root), False
        except NotInForce:
            pass
    element = desk.checked.element
    assert isinstance(element, Scheme)
    one = round_on(element, clocks.on)
    question = Question(desk.checked.pack, desk.checked.scheme, desk.checked.version, one, clocks, clocks.on)
    return Asked(desk.request, question, root), True


def _trial(desk: Desk, asked: Asked) -> Trial:
    after = _ratings.value(_key(desk, asked), lambda: tried(desk.checked, asked.question, desk.site_with_it))
    is_known = asked.version.version in {
        one.version for one in desk.pack.schemes.get(desk.code, desk.checked.scheme).versions
    }
    before = rating_of(asked.question) if is_known and asked.version is not desk.checked.version else after
    return Trial(asked, before, after)


def _key(desk: Desk, asked: Asked) -> Hashable:
    """What decides the rating by the draft: its text, the pack, the clocks, and everything that is recorded."""
    mark, question = mark_now(), asked.question
    return (
        mark.history,
        mark.number,
        desk.state.text,
        desk.pack.version,
        question.round,
        question.clocks,
        question.asked_on,
    )


def _try_programme(desk: Desk) -> HttpResponse:
    scope, root = desk.scope, chosen_root(desk.request, desk.scope)
    element = desk.checked.element
    assert isinstance(element, Programme)
    moved = moved_to(element, scope.clocks.on.year)
    pack = replace(desk.checked.pack, programmes={**desk.checked.pack.programmes, moved.programme: moved})
    evaluation = Evaluation(
        pack,
        scope.clocks,
        is_whole_area(root, scope),
        countable(scope, desk.definitions).__contains__,
        (moved.programme,),
        is_recent=True,
    )
    found = evaluation.progress(ask(evaluation.requests, scope.grouping(root), scope.numbers, site=desk.site_with_it))
    words = {"scope": scope_name(scope, root), "year": scope.clocks.on.year, "day": scope.clocks.on}
    content = ProgrammeTrialPage(
        title=gettext("Try it on this year's records"),
        crumbs=desk.crumbs(),
        options=options_of(scope, root),
        said=gettext("As if it had been in force in %(year)s: %(scope)s as of %(day)s. Nothing is recorded by looking.")
        % words,
        lines=tuple(_tried_line(desk, one) for one in found),
    )
    return page(desk.request, content)


def _tried_line(desk: Desk, progress: LineProgress) -> TriedLine:
    asked, one, language = progress.asked, progress.in_question, desk.language
    return TriedLine(
        label=asked.line.label(language),
        owner=desk.checked.pack.owners[asked.line.owner].in_language(language),
        round_name=round_name(one.round, asked.counted_line.returns, language) if one else "",
        numbers=(
            one.refusal.sentence(language)
            if one and one.refusal
            else numbers(progress, one, desk.checked.pack, language)
        ),
        state=state_word(progress.state, language),
        badge=BADGES[progress.state],
    )
