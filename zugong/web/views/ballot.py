"""One secret vote from the tellers' codes to the totals: what holders, voters and readers see and do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from zugong.ballots import actions, queries, sealing
from zugong.ballots.models import Ballot
from zugong.ballots.rules import LEAST_VOTES
from zugong.kernel.errors import RuleBroken
from zugong.web.ballots.doors import AskedBallot, asked_ballot, held_ballot
from zugong.web.ballots.into_cases import steps_decided_by
from zugong.web.ballots.shown import Result, Seal, result_of, roles, rule_words, seals_of, state_word
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.sent_late import never_carried
from zugong.web.typed import typed_number


@dataclass(frozen=True)
class TellerLine:
    """One of the two who keep a code; `address` is where the code is shown, "" once it was."""

    role: str
    name: str
    address: str


@dataclass(frozen=True, kw_only=True)
class BallotPage(Page):
    """One vote. `turnout` is told to holders only; `found` says whether a check code that was asked for is on the list."""

    template: ClassVar[str] = "web/ballots/ballot.html"
    crumbs: tuple[Crumb, ...]
    ballot: Ballot
    state: str
    level: str
    kind: str
    organisation: str
    rules: tuple[str, ...]
    is_holder: bool
    votes_here: bool
    is_voter: bool
    has_voted: bool
    tellers: tuple[TellerLine, ...]
    turnout: queries.Turnout | None
    least: int
    result: Result | None
    is_sealed: bool
    seals: tuple[Seal, ...]
    is_marked_by_few: bool
    codes: tuple[str, ...]
    code: str
    is_found: bool
    meeting_address: str
    steps: tuple[Crumb, ...]


@dataclass(frozen=True, kw_only=True)
class CodePage(Page):
    """A teller's code, shown once."""

    template: ClassVar[str] = "web/ballots/code.html"
    crumbs: tuple[Crumb, ...]
    teller: str
    role: str
    code: str
    mark: str
    back: str


@dataclass(frozen=True, kw_only=True)
class RosterPage(Page):
    """The roster as it was frozen, to be hung out or printed."""

    template: ClassVar[str] = "web/ballots/roster.html"
    crumbs: tuple[Crumb, ...]
    names: tuple[tuple[str, bool], ...]
    ballot: Ballot
    turnout: queries.Turnout


@dataclass(frozen=True)
class PaperLine:
    """One line of the ballots on paper: its fields by name, with label and what was typed."""

    what: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class CountPage(Page):
    """Both codes, how many came, and what the ballots on paper say."""

    template: ClassVar[str] = "web/ballots/count.html"
    crumbs: tuple[Crumb, ...]
    problem: str
    tellers: tuple[TellerLine, ...]
    present: str
    voted: int
    due: int
    paper_out: int
    paper: tuple[PaperLine, ...]
    is_election: bool


def ballot(request: HttpRequest, identity: int) -> HttpResponse:
    """One vote, as far as it is the user's business."""
    asked = asked_ballot(request, identity)
    if asked.ballot.is_left_over:
        actions.forget_what_is_left_over()
    return _shown(asked, "")


@never_carried
@sensitive_post_parameters()
@require_POST
def ballot_check(request: HttpRequest, identity: int) -> HttpResponse:
    """Whether a check code is on the list. Never asked by an address: the log of a server would keep whose code it is."""
    asked = asked_ballot(request, identity)
    return _shown(asked, sealing.grouped(sealing.plain(request.POST.get("code", ""))[: sealing.CHECK_LENGTH]))


def _shown(asked: AskedBallot, code: str) -> HttpResponse:
    found, (state, level) = asked.ballot, state_word(asked.ballot)
    codes = tuple(sealing.grouped(one) for one in found.codes.split())
    turnout = queries.turnout(found)
    tree = asked.scope.todays_tree
    content = BallotPage(
        title=found.title,
        crumbs=_crumbs(),
        ballot=found,
        state=state,
        level=level,
        kind=asked.kind.label(asked.language),
        organisation=tree.name(found.organisation_id) if found.organisation_id in tree else "",
        rules=rule_words(asked.kind, queries.rule_of(found), asked.language),
        is_holder=asked.is_holder,
        votes_here=asked.votes_here,
        is_voter=asked.elector is not None,
        has_voted=found.state in (Ballot.OPEN, Ballot.CLOSED) and asked.has_voted,
        tellers=tuple(_tellers(found)) if asked.is_holder else (),
        turnout=turnout if asked.is_holder else None,
        least=LEAST_VOTES,
        result=result_of(asked),
        is_sealed=not asked.may_read_result,
        seals=seals_of(found),
        is_marked_by_few=0 < turnout.paper < LEAST_VOTES,
        codes=codes,
        code=code,
        is_found=code in codes,
        meeting_address=reverse("meeting", args=[found.meeting_id]) if found.meeting_id and asked.is_holder else "",
        steps=steps_decided_by(asked),
    )
    return page(asked.request, content)


def _crumbs(asked: AskedBallot | None = None) -> tuple[Crumb, ...]:
    above = Crumb(gettext("Secret votes"), reverse("ballots"))
    return (above, Crumb(asked.ballot.title, reverse("ballot", args=[asked.ballot.pk]))) if asked else (above,)


def _tellers(found: Ballot):
    for number, (role, name) in enumerate(zip(roles(), found.tellers, strict=True)):
        waits = found.state == Ballot.PREPARED and not found.public_keys[number]
        yield TellerLine(role, name, reverse("ballot_code", args=[found.pk, number + 1]) if waits else "")


@require_POST
def ballot_code(request: HttpRequest, identity: int, number: int) -> HttpResponse:
    """The code of a teller, shown this once."""
    asked = held_ballot(request, identity)
    if number not in (1, 2):
        raise Http404
    code = actions.give_code(ballot=identity, which=number - 1, by=asked.by)
    content = CodePage(
        title=gettext("Opening code"),
        crumbs=_crumbs(asked),
        teller=asked.ballot.tellers[number - 1],
        role=roles()[number - 1],
        code=code,
        mark=sealing.mark_of(bytes.fromhex(Ballot.objects.get(pk=identity).public_keys[number - 1])),
        back=reverse("ballot", args=[identity]),
    )
    return page(request, content)


@require_POST
def ballot_close(request: HttpRequest, identity: int) -> HttpResponse:
    """Voting ends; sent again it has ended already."""
    asked = held_ballot(request, identity)
    if asked.ballot.state != Ballot.CLOSED:
        actions.close(ballot=identity, by=asked.by)
    return HttpResponseRedirect(reverse("ballot", args=[identity]))


@require_POST
def ballot_cancel(request: HttpRequest, identity: int) -> HttpResponse:
    """The vote is called off; sent again it is off already."""
    asked = held_ballot(request, identity)
    if asked.ballot.state != Ballot.CANCELLED:
        actions.cancel(ballot=identity, by=asked.by)
    return HttpResponseRedirect(reverse("ballot", args=[identity]))


def ballot_roster(request: HttpRequest, identity: int) -> HttpResponse:
    """Who may vote, for who holds the vote; nobody's mark stands there."""
    asked = held_ballot(request, identity)
    electors = queries.electors_of(asked.ballot)
    persons = [one.person for one in electors]
    log_list(
        request, asked.scope.catalogue.types["membership"], persons, len(persons),
        organisation=asked.ballot.organisation_id,
    )  # fmt: skip
    content = RosterPage(
        title=gettext("Roster: %(title)s") % {"title": asked.ballot.title},
        crumbs=_crumbs(asked),
        names=tuple((one.name, one.is_on_paper) for one in electors),
        ballot=asked.ballot,
        turnout=queries.turnout(asked.ballot),
    )
    return page(request, content)


@never_carried
@sensitive_post_parameters()
def ballot_count(request: HttpRequest, identity: int) -> HttpResponse:
    """The box is opened with both codes and counted; counted already, the way leads to the result."""
    asked = held_ballot(request, identity)
    if asked.ballot.state in (Ballot.COUNTED, Ballot.TOO_FEW):
        return HttpResponseRedirect(reverse("ballot", args=[identity]))
    if asked.ballot.state != Ballot.CLOSED:
        raise Http404
    if request.method != "POST":
        return _count_form(asked, "")
    paper = _typed_paper(asked)
    present = typed_number(request.POST.get("present", ""))
    if paper is None or present is None:
        return _count_form(asked, gettext("Write whole numbers, 0 for none."))
    codes = (request.POST.get("code.0", ""), request.POST.get("code.1", ""))
    try:
        actions.count(ballot=identity, counting=actions.Counting(codes, present, paper), by=asked.by)
    except RuleBroken as error:
        return _count_form(asked, error.sentence(spoken(request)))
    return HttpResponseRedirect(reverse("ballot", args=[identity]))


def _typed_paper(asked: AskedBallot) -> tuple[tuple[int, ...], ...] | None:
    """The numbers of the ballots on paper; None where one is no number, nothing where none were handed out."""
    if not queries.turnout(asked.ballot).paper:
        return ()
    lines = []
    for line in range(len(asked.ballot.lines)):
        said = [
            asked.request.POST.get(f"paper.{line}.{one}", "").strip() or "0" for one in range(len(asked.kind.choices))
        ]
        numbers = [typed_number(text) for text in said]
        if None in numbers:
            return None
        lines.append(tuple(number for number in numbers if number is not None))
    return tuple(lines)


def _count_form(asked: AskedBallot, problem: str) -> HttpResponse:
    found, posted = asked.ballot, asked.request.POST
    came = queries.turnout(found)
    content = CountPage(
        title=gettext("Count the votes"),
        crumbs=_crumbs(asked),
        problem=problem,
        tellers=tuple(_tellers(found)),
        present=posted.get("present", "") or str(came.voted + came.paper),
        voted=came.voted,
        due=came.due,
        paper_out=came.paper,
        paper=tuple(_paper_lines(asked)) if came.paper else (),
        is_election=asked.kind.asks == "elect",
    )
    return page(asked.request, content, status=422 if problem else 200)


def _paper_lines(asked: AskedBallot):
    labels = [choice.label(asked.language) for choice in asked.kind.choices]
    for line, what in enumerate(asked.ballot.lines):
        names = [f"paper.{line}.{choice}" for choice in range(len(labels))]
        fields = tuple(
            (name, label, asked.request.POST.get(name, "")) for name, label in zip(names, labels, strict=True)
        )
        yield PaperLine(what, fields)
