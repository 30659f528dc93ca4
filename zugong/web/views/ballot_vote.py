"""Voting: the ballot on one page, and the page that says that the vote is in the box.

Nothing of it is kept but the sealed vote and the mark: no message waits in the session, the form keeps nothing on the
telephone and bears no mark by which sent forms are remembered, and no look is logged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from zugong.ballots import actions, queries, sealing
from zugong.ballots.errors import NotAVoter
from zugong.ballots.models import Ballot
from zugong.ballots.rules import Form, Vote
from zugong.kernel.errors import RuleBroken
from zugong.web.ballots.doors import AskedBallot, asked_ballot, is_own_form, mark_of_voter
from zugong.web.ballots.shown import rule_words
from zugong.web.pages import Crumb, Page, page
from zugong.web.sent_late import never_carried
from zugong.web.typed import typed_number

_UNTICKED = 255


@dataclass(frozen=True)
class VoteLine:
    """One line of the ballot: the name of its field, and the choices with what was ticked."""

    name: str
    what: str
    choices: tuple[tuple[int, str, bool], ...]
    is_ticked: bool


@dataclass(frozen=True, kw_only=True)
class VotePage(Page):
    """The ballot. `write_ins` are fields for others, each with the persons who may be written in."""

    template: ClassVar[str] = "web/ballots/vote.html"
    crumbs: tuple[Crumb, ...]
    problem: str
    kind: str
    organisation: str
    instructions: tuple[str, ...]
    rules: tuple[str, ...]
    lines: tuple[VoteLine, ...]
    is_list: bool
    write_ins: tuple[tuple[str, tuple[tuple[int, str, bool], ...]], ...]
    code: str
    voter: str
    back: str


@dataclass(frozen=True, kw_only=True)
class VotedPage(Page):
    """The vote is in the box. `code` is "" where it was there before: the code of the first form counts."""

    template: ClassVar[str] = "web/ballots/voted.html"
    crumbs: tuple[Crumb, ...]
    code: str
    back: str


@never_carried
@sensitive_post_parameters()
@sensitive_variables()
def ballot_vote(request: HttpRequest, identity: int) -> HttpResponse:
    """The ballot; sent, the vote lies in the box. Sent again it is told so, and counts once."""
    asked = asked_ballot(request, identity)
    if not asked.votes_here:
        raise PermissionDenied(NotAVoter().sentence(asked.language))
    if request.method != "POST":
        if asked.ballot.state != Ballot.OPEN or asked.has_voted:
            return HttpResponseRedirect(reverse("ballot", args=[identity]))
        return _form(asked, _typed(asked, queries.form_of(asked.ballot)), "")
    if not is_own_form(asked):
        problem = gettext("This ballot was opened under another account. Fill it in once more.")
        return _form(asked, _typed(asked, queries.form_of(asked.ballot), is_blank=True), problem)
    return _cast(asked)


@sensitive_variables()
def _cast(asked: AskedBallot) -> HttpResponse:
    vote = _typed(asked, queries.form_of(asked.ballot))
    assert asked.elector is not None
    try:
        is_first = actions.cast(ballot=asked.ballot.pk, person=asked.elector.person_id, vote=vote)
    except RuleBroken as error:
        return _form(asked, vote, error.sentence(asked.language))
    content = VotedPage(
        title=gettext("Your vote is in the box") if is_first else gettext("You have voted already"),
        crumbs=_crumbs(asked),
        code=sealing.grouped(vote.code) if is_first else "",
        back=reverse("ballot", args=[asked.ballot.pk]),
    )
    return page(asked.request, content)


def _crumbs(asked: AskedBallot) -> tuple[Crumb, ...]:
    return (
        Crumb(gettext("Secret votes"), reverse("ballots")),
        Crumb(asked.ballot.title, reverse("ballot", args=[asked.ballot.pk])),
    )


@sensitive_variables()
def _typed(asked: AskedBallot, form: Form, *, is_blank: bool = False) -> Vote:
    """The vote as it was ticked, with the check code of the form; a new code for a new form."""
    posted = asked.request.POST if not is_blank else {}
    code = posted.get("code", "")
    code = sealing.plain(code) if sealing.is_check_code(code) else sealing.plain(sealing.new_check_code())
    if asked.kind.asks == "recommend":
        chosen = set(posted.getlist("chosen")) if posted else set()
        picks = tuple(0 if str(line) in chosen else 1 for line in range(len(form.lines)))
    else:
        said = (typed_number(posted.get(f"line.{line}", "")) for line in range(len(form.lines)))
        picks = tuple(_UNTICKED if pick is None or pick >= form.choices else pick for pick in said)
    written = (typed_number(posted.get(f"other.{number}", "")) for number in range(form.write_ins))
    return Vote(picks, code, tuple(one for one in written if one in form.may_write_in))


@sensitive_variables()
def _form(asked: AskedBallot, vote: Vote, problem: str) -> HttpResponse:
    tree, found = asked.scope.todays_tree, asked.ballot
    content = VotePage(
        title=found.title,
        crumbs=_crumbs(asked)[:1],
        problem=problem,
        kind=asked.kind.label(asked.language),
        organisation=tree.name(found.organisation_id) if found.organisation_id in tree else "",
        instructions=tuple(_instructions(asked)),
        rules=rule_words(asked.kind, queries.rule_of(found), asked.language),
        lines=tuple(_lines(asked, vote)),
        is_list=asked.kind.asks == "recommend",
        write_ins=tuple(_write_ins(asked, vote)),
        code=sealing.grouped(vote.code),
        voter=mark_of_voter(asked),
        back=reverse("ballot", args=[found.pk]),
    )
    return page(asked.request, content, status=422 if problem else 200)


def _instructions(asked: AskedBallot) -> Iterator[str]:
    seats = {"seats": asked.ballot.seats}
    if asked.kind.asks == "elect":
        yield (
            gettext("%(seats)s are to be elected. Say yes to at most %(seats)s, those written in counted too.") % seats
        )
    elif asked.kind.asks == "recommend":
        yield gettext("Tick at most %(seats)s; you may leave all open.") % seats
    else:
        yield gettext("Tick one on each line.")


def _lines(asked: AskedBallot, vote: Vote) -> Iterator[VoteLine]:
    labels = [choice.label(asked.language) for choice in asked.kind.choices]
    for number, (what, pick) in enumerate(zip(asked.ballot.lines, vote.picks, strict=True)):
        choices = tuple((place, label, place == pick) for place, label in enumerate(labels))
        yield VoteLine(f"line.{number}", what, choices, pick == 0)


def _write_ins(asked: AskedBallot, vote: Vote) -> Iterator[tuple[str, tuple[tuple[int, str, bool], ...]]]:
    form = queries.form_of(asked.ballot)
    if not form.write_ins:
        return
    others = [one for one in queries.electors_of(asked.ballot) if one.person in form.may_write_in]
    for number in range(form.write_ins):
        written = vote.written[number] if number < len(vote.written) else None
        yield f"other.{number}", tuple((one.person, one.name, one.person == written) for one in others)
