"""Secret votes: those in which one takes part, those that one holds, and the form by which a new one is prepared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.ballots import queries
from zugong.ballots.actions import EXCUSED, By, prepare
from zugong.ballots.models import Ballot, Elector
from zugong.ballots.rules import LEAST_VOTES
from zugong.dictionary.declarations import Depth
from zugong.kernel.errors import RuleBroken
from zugong.packs.ballots import BallotKind
from zugong.web.ballots.doors import kind_asked, require_hold
from zugong.web.ballots.shown import rule_words, state_word
from zugong.web.ballots.typed import TypedBallot, typed_ballot
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_number

_PAGE = 50


@dataclass(frozen=True)
class BallotLine:
    """One vote of a list. `what` is what the user can do there now, "" for nothing."""

    title: str
    kind: str
    organisation: str
    on: str
    state: str
    level: str
    address: str


@dataclass(frozen=True)
class Begin:
    """The kinds of votes that may be begun at one organisation."""

    organisation: str
    kinds: tuple[Crumb, ...]


@dataclass(frozen=True, kw_only=True)
class BallotsPage(Page):
    """The votes of a user. `is_holder`: the user may hold votes somewhere."""

    template: ClassVar[str] = "web/ballots/ballots.html"
    mine: tuple[BallotLine, ...]
    held: tuple[BallotLine, ...]
    begin: tuple[Begin, ...]
    is_holder: bool
    next: str
    is_first: bool
    first: str


@dataclass(frozen=True)
class RosterLine:
    """One person on the roster with the ways of voting, the chosen one marked."""

    person: int
    name: str
    has_account: bool
    ways: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, kw_only=True)
class NewBallotPage(Page):
    """The form by which a vote is prepared."""

    template: ClassVar[str] = "web/ballots/new.html"
    crumbs: tuple[Crumb, ...]
    organisation: str
    rules: tuple[str, ...]
    problems: tuple[str, ...]
    typed: TypedBallot
    about: str
    lines: str
    names: str
    asks_lines: bool
    asks_seats: str
    asks_names: bool
    roster: tuple[RosterLine, ...]
    by_phone: int
    least: int


def ballots(request: HttpRequest) -> HttpResponse:
    """The votes in which one takes part and those that one holds; `of` an organisation to begin one there."""
    scope, language = scope_of(request), spoken(request)
    person = request.user.person_id
    mine = queries.votes_of(person) if person else []
    after = typed_number(request.GET.get("after", ""))
    is_holder = any(one.act == "fill" and one.granted_depth >= Depth.NAME for one in scope.access.grants)
    held = queries.held_by(scope.access, after=after, limit=_PAGE + 1)
    here = reverse("ballots")
    content = BallotsPage(
        title=gettext("Secret votes"),
        mine=tuple(_line(one, scope, language) for one in mine),
        held=tuple(_line(one, scope, language) for one in held[:_PAGE]),
        begin=tuple(_begin(request, scope, language)),
        is_holder=is_holder,
        next=f"{here}?after={held[_PAGE - 1].pk}" if len(held) > _PAGE else "",
        is_first=after is None,
        first=here,
    )
    return page(request, content)


def _line(ballot: Ballot, scope: Scope, language: str) -> BallotLine:
    word, level = state_word(ballot)
    tree = scope.todays_tree
    name = tree.name(ballot.organisation_id) if ballot.organisation_id in tree else ""
    return BallotLine(
        ballot.title, queries.kind_of(ballot).label(language), name, ballot.on.isoformat(), word, level,
        reverse("ballot", args=[ballot.pk]),
    )  # fmt: skip


def _begin(request: HttpRequest, scope: Scope, language: str) -> Iterator[Begin]:
    """Where a vote may be begun: at the organisation asked for, else at those for which the user's offices act."""
    wanted = typed_number(request.GET.get("of", ""))
    places = [wanted] if wanted else [office.organisation for office in scope.access.offices]
    for place in dict.fromkeys(places):
        found = [kind for kind in queries.kinds().values() if queries.may_hold(scope.access, kind, place)]
        links = (Crumb(kind.label(language), reverse("ballot_new", args=[place, kind.ballot])) for kind in found)
        if found:
            yield Begin(scope.todays_tree.name(place), tuple(links))


@safe_to_repeat
def ballot_new(request: HttpRequest, organisation: int, kind: str) -> HttpResponse:
    """The form; sent, roster and lines are frozen, and the page of the vote asks for the tellers."""
    scope = scope_of(request)
    asked = kind_asked(scope, organisation, kind)
    require_hold(scope, asked, organisation)
    typed = typed_ballot(request, scope, asked, organisation)
    problems: tuple[str, ...] = tuple(typed.problems.values())
    if request.method == "POST" and request.POST.get("act") == "prepare" and not problems:
        try:
            ballot = prepare(draft=typed.draft(), by=By(request.user, scope.access))
            return HttpResponseRedirect(reverse("ballot", args=[ballot.pk]))
        except RuleBroken as error:
            problems = (error.sentence(spoken(request)),)
    return _form(request, scope, typed, problems if request.method == "POST" else ())


def _form(request: HttpRequest, scope: Scope, typed: TypedBallot, problems: tuple[str, ...]) -> HttpResponse:
    kind, language = typed.kind, spoken(request)
    persons = [one.person for one in typed.roster]
    log_list(request, scope.catalogue.types["membership"], persons, len(persons), organisation=typed.organisation)
    content = NewBallotPage(
        title=kind.label(language),
        crumbs=(Crumb(gettext("Secret votes"), f"{reverse('ballots')}?of={typed.organisation}"),),
        organisation=scope.todays_tree.name(typed.organisation),
        rules=rule_words(kind, typed.rule, language),
        problems=problems,
        typed=typed,
        about=kind.about.in_language(language),
        lines="\n".join(typed.lines),
        names="\n".join(typed.names),
        asks_lines=kind.lines == "typed",
        asks_seats=_seats_word(kind),
        asks_names=kind.called == "named",
        roster=tuple(_roster_lines(typed)),
        by_phone=sum(way == Elector.PHONE for way in typed.ways.values()),
        least=LEAST_VOTES,
    )
    return page(request, content, status=422 if problems else 200)


def _seats_word(kind: BallotKind) -> str:
    if not kind.is_limited:
        return ""
    return (
        gettext("How many are to be elected")
        if kind.asks == "elect"
        else gettext("How many each may recommend at most")
    )


def _roster_lines(typed: TypedBallot) -> Iterator[RosterLine]:
    words = {
        Elector.PHONE: gettext("on the platform"), Elector.PAPER: gettext("on paper"),
        EXCUSED: gettext("not counted as due"),
    }  # fmt: skip
    for one in typed.roster:
        offered = [way for way in words if (one.has_account or way != Elector.PHONE)]
        if not typed.rule.excused:
            offered.remove(EXCUSED)
        ways = tuple((way, words[way], way == typed.ways[one.person]) for way in offered)
        yield RosterLine(one.person, one.name, one.has_account, ways)
